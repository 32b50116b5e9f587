"""Until when: the design's table, and the worked example of the indicators, section 10."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from referrals import clock
from referrals.states import State
from referrals.vocabulary import Urgency
from regions.workdays import is_working_day

pytestmark = pytest.mark.django_db


def wit(*moment):
    return timezone.make_aware(datetime(*moment))


SUNDAY_NIGHT, HOUR = wit(2026, 11, 22, 23, 30), timedelta(hours=1)


@pytest.mark.parametrize(
    ("urgency", "sent", "answer", "seen", "feedback"),
    [
        ("DARURAT", SUNDAY_NIGHT, SUNDAY_NIGHT + 2 * HOUR, SUNDAY_NIGHT + 24 * HOUR, SUNDAY_NIGHT + 24 * HOUR),
        ("SEGERA", wit(2026, 11, 27, 15, 0), wit(2026, 12, 1), wit(2026, 12, 1), wit(2026, 12, 1)),
        ("BIASA", wit(2026, 11, 23, 9, 0), wit(2026, 11, 26), wit(2026, 12, 8), wit(2026, 12, 1)),
    ],
)  # fmt: skip
def test_the_table_of_the_design(urgency, sent, answer, seen, feedback):
    times = clock.times_for(urgency)
    assert clock.answer_by(times, sent) == answer
    assert clock.seen_by(times, sent) == seen
    assert clock.feedback_by(times, sent) == feedback


def test_the_worked_example():
    """R6, sent 10 March 2025: the answer is due on 12 March. R4, attended 7 March: feedback is due on 14 March."""
    times = clock.times_for(Urgency.ROUTINE)
    as_of = wit(2025, 3, 20)
    r6 = clock.answer_by(times, wit(2025, 3, 10, 8, 0))
    assert timezone.localdate(r6 - timedelta(seconds=1)) == date(2025, 3, 12) and r6 <= as_of
    r4 = clock.feedback_by(times, wit(2025, 3, 7, 8, 0))
    assert timezone.localdate(r4 - timedelta(seconds=1)) == date(2025, 3, 14) and r4 <= as_of


def test_a_provider_may_have_times_of_its_own():
    assert clock.times_for("BIASA", {"BIASA": [1, 7, 3]}) == clock.Times(1, 7, 3)
    assert clock.times_for("SEGERA", {"BIASA": [1, 7, 3]}) == clock.STANDARD[Urgency.URGENT]


def test_what_is_due_follows_the_state():
    answer, seen, feedback = wit(2026, 11, 26), wit(2026, 12, 8), wit(2026, 12, 20)

    def due(state, appointment=None):
        return clock.due_of(state, answer=answer, seen=seen, feedback=feedback, appointment=appointment)

    assert due(State.SENT) == answer and due(State.ACCEPTED) == seen and due(State.NO_SHOW) == seen
    assert due(State.SCHEDULED, wit(2026, 11, 30, 9, 0)) == wit(2026, 12, 1), "the day of the appointment"
    assert due(State.SCHEDULED, wit(2026, 12, 30, 9, 0)) == seen, "an appointment does not move the clock"
    assert due(State.SERVED) == feedback and due(State.DONE) is None and due(State.DRAFT) is None


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(minutes=-40), ("late", "40 minutes late")),
        (timedelta(minutes=38), ("soon", "38 minutes left")),
        (timedelta(hours=3), ("soon", "3 hours left")),
        (timedelta(days=1, hours=1), ("", "1 day left")),
        (timedelta(days=-2, hours=-1), ("late", "2 days late")),
    ],
)
def test_time_left_in_words(gap, words):
    now = wit(2026, 11, 25, 10, 0)
    with translation.override("en"):
        assert clock.left_words(now + gap, now) == words


def test_twice_over_is_for_the_supervisor():
    start, due = wit(2026, 11, 25, 8, 0), wit(2026, 11, 25, 10, 0)
    assert not clock.is_twice_over(start, due, wit(2026, 11, 25, 11, 59))
    assert clock.is_twice_over(start, due, wit(2026, 11, 25, 12, 0))


@given(st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2026, 12, 1)))
def test_an_answer_is_never_due_on_a_day_off(moment):
    sent = timezone.make_aware(moment)
    for urgency in (Urgency.URGENT, Urgency.ROUTINE):
        times = clock.times_for(urgency)
        due = clock.answer_by(times, sent)
        assert is_working_day(timezone.localdate(due - timedelta(seconds=1))) and due > sent
        assert clock.seen_by(times, sent) > sent and clock.feedback_by(times, sent) > sent
