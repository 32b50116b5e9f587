"""How long there is to answer, in words: whole working days, the last day by its name."""

from datetime import datetime

import pytest
from django.utils import timezone, translation

from companions.deadlines import end_of_working_day, left_words, working_days_left

pytestmark = pytest.mark.django_db  # the holidays are rows

WEDNESDAY = datetime(2026, 11, 25, 10, 0)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 11, 25, 10, 0), "2 working days left"),
        (datetime(2026, 11, 26, 23, 0), "1 working day left"),
        (datetime(2026, 11, 27, 8, 0), "answer today"),
        (datetime(2026, 11, 28, 0, 0), ""),
    ],
)
def test_left_to_answer(now, words, monkeypatch):
    lapses_at = end_of_working_day(timezone.make_aware(WEDNESDAY), 2)
    monkeypatch.setattr(timezone, "now", lambda: timezone.make_aware(now))
    with translation.override("en"):
        assert left_words(lapses_at) == words


def test_a_weekend_does_not_count():
    friday = timezone.make_aware(datetime(2026, 11, 27, 15, 0))
    assert timezone.localtime(end_of_working_day(friday, 2)) == timezone.make_aware(datetime(2026, 12, 2))


def test_a_public_holiday_does_not_count():
    before_nyepi = timezone.make_aware(datetime(2026, 3, 17, 15, 0))
    lapses_at = end_of_working_day(before_nyepi, 2)
    assert timezone.localtime(lapses_at) == timezone.make_aware(datetime(2026, 3, 27))
    assert working_days_left(lapses_at, now=before_nyepi) == 2
