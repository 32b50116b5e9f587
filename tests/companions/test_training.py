"""Trainings as the verbs keep them: planned, their sessions, seats, attendance, and who may."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice
from accounts.notices import sentence_of, url_of
from accounts.rules import NotAllowed
from companions import actions, rules
from companions.days import days_with_year
from companions.models import Participant, SessionPresence, Training, TrainingSession
from companions.vocabulary import EventState
from privacy.context import acting_as
from tests.clients import token_for
from tests.companions.making import make_ready
from tests.people import make_companion, make_trainer

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def days(number):
    return today() + timedelta(days=number)


@pytest.fixture
def trainer():
    return make_trainer()


def plan(trainer, starts=-2, ends=0, **more):
    fields = {"course": "Dasar pendampingan", "place": "Aula Contoh", **more}
    with acting_as(trainer):
        return actions.plan_training(
            token=token_for(trainer), by=trainer, starts_on=days(starts), ends_on=days(ends), **fields
        )


def add(trainer, training, on=0, topic="Mendengar"):
    with acting_as(trainer):
        return actions.add_session(training=training, by=trainer, held_on=days(on), topic=topic)


def enrol(trainer, training, *companions):
    with acting_as(trainer):
        return actions.enrol(training=training, companions=[one.membership for one in companions], by=trainer)


def participant(trainer, training, companion):
    with acting_as(trainer):
        return Participant.objects.get(training=training, companion=companion.id)


def attend(trainer, training, *companions, sessions=None, scores=None):
    """The companions were in these sessions; a session of its own where none is named."""
    sessions = sessions or [add(trainer, training)]
    rows = {str(participant(trainer, training, one).pk) for one in companions}
    presences = {row: {str(session.pk) for session in sessions} for row in rows}
    with acting_as(trainer):
        return actions.record_attendance(training=training, by=trainer, presences=presences, scores=scores or {})


def issue(trainer, training, *companions, **more):
    rows = [participant(trainer, training, one) for one in companions]
    with acting_as(trainer):
        return actions.issue(training=training, participants=rows, by=trainer, **more)


def trained(trainer, *companions, issued=0, **more):
    """Certificates of a training that ended today, issued so many days from today (0 or less)."""
    training = plan(trainer, starts=min(issued, -2), **more)
    enrol(trainer, training, *companions)
    attend(trainer, training, *companions)
    return issue(trainer, training, *companions, issued_on=days(issued))


# -- planned and cancelled ---------------------------------------------------------------------------------------------


def test_a_training_is_planned_once_however_often_it_is_sent(trainer):
    with acting_as(trainer):
        token = token_for(trainer)
        fields = {"course": "Dasar", "starts_on": days(3), "ends_on": days(4)}
        one = actions.plan_training(token=token, by=trainer, **fields)
        two = actions.plan_training(token=token, by=trainer, **fields)

        assert one.pk == two.pk and Training.objects.count() == 1
        assert one.organisation_id == trainer.organisation.id and one.state == EventState.PLANNED


def test_the_last_day_before_the_first_is_refused(trainer):
    with pytest.raises(rules.NotPossible, match="hari pertama|first"):
        plan(trainer, starts=3, ends=2)


@pytest.mark.parametrize("role", ["coordinator", "companion"])
def test_only_a_trainer_runs_trainings(role, trainer, coordinator):
    actor = coordinator if role == "coordinator" else make_ready(coordinator, certified=False)
    training = plan(trainer)
    certificates = trained(trainer, make_ready(coordinator, certified=False))
    for verb, words in (
        (actions.plan_training, {"token": None, "course": "x", "starts_on": days(1), "ends_on": days(1)}),
        (actions.cancel_training, {"training": training, "why": "x"}),
        (actions.add_session, {"training": training, "held_on": days(0), "topic": "x"}),
        (actions.enrol, {"training": training, "companions": []}),
        (actions.record_attendance, {"training": training, "presences": {}, "scores": {}}),
        (actions.issue, {"training": training, "participants": []}),
        (actions.revoke, {"certificate": certificates[0], "why": "x"}),
    ):
        with acting_as(actor), pytest.raises(NotAllowed):
            verb(by=actor, **words)


def test_what_was_cancelled_is_written_to_no_more(trainer, coordinator):
    training = plan(trainer, starts=0)
    with acting_as(trainer):
        with pytest.raises(rules.NotPossible):
            actions.cancel_training(training=training, by=trainer, why="")
        actions.cancel_training(training=training, by=trainer, why="Kapal tidak berangkat")

    for write in (
        lambda: add(trainer, training),
        lambda: enrol(trainer, training, make_ready(coordinator, certified=False)),
        lambda: attend(trainer, training, sessions=[TrainingSession()]),
        lambda: issue(trainer, training),
    ):
        with pytest.raises(rules.NotPossible):
            write()


def test_a_training_with_certificates_is_not_cancelled(trainer, coordinator):
    [certificate] = trained(trainer, make_ready(coordinator, certified=False))

    with acting_as(trainer), pytest.raises(rules.NotPossible):
        actions.cancel_training(training=certificate.participant.training, by=trainer, why="salah")


# -- changed -----------------------------------------------------------------------------------------------------------


def change(trainer, training, starts, ends, **more):
    with acting_as(trainer):
        return actions.plan_training(
            token=token_for(trainer), by=trainer, training=training, course="Dasar pendampingan",
            starts_on=days(starts), ends_on=days(ends), **more,
        )  # fmt: skip


@pytest.mark.parametrize(("starts", "ends"), [(4, 6), (1, 2), (7, 9)])
def test_the_days_do_not_leave_a_session_outside(starts, ends, trainer):
    training = plan(trainer, starts=2, ends=5, place="Aula Contoh")
    add(trainer, training, on=3)

    with pytest.raises(rules.NotPossible, match=str(days(3).day)):
        change(trainer, training, starts, ends, place="Tempat lain")

    with acting_as(trainer):
        kept = Training.objects.get(pk=training.pk)
        assert (kept.starts_on, kept.ends_on, kept.place) == (days(2), days(5), "Aula Contoh")
    assert change(trainer, training, 3, 3).ends_on == days(3)


def test_a_day_on_which_attendance_was_taken_stays(trainer, coordinator):
    companion, training = make_ready(coordinator, certified=False), plan(trainer, starts=-2, ends=2)
    enrol(trainer, training, companion)
    attend(trainer, training, companion)

    with pytest.raises(rules.NotPossible, match=f"Attendance|[Kk]ehadiran.*{today().day}"):
        change(trainer, training, 1, 2)


def test_there_are_never_fewer_seats_than_people(trainer, coordinator):
    training = plan(trainer, starts=1, ends=2, seats=9)
    gone, *people = [make_ready(coordinator, certified=False) for _number in range(3)]
    enrol(trainer, training, gone, *people)
    with acting_as(trainer):
        actions.withdraw_participant(participant=participant(trainer, training, gone), by=trainer)

    with pytest.raises(rules.NotPossible, match="2"):
        change(trainer, training, 1, 2, seats=1)

    assert change(trainer, training, 1, 2, seats=2).seats == 2
    assert change(trainer, training, 1, 2, seats=None).seats is None


def test_cancelled_the_note_stays_and_the_reason_stands_apart(trainer):
    training = plan(trainer, starts=1, ends=2, note="Bawa buku catatan")

    with acting_as(trainer):
        actions.cancel_training(training=training, by=trainer, why="Kapal tidak berangkat")
        kept = Training.objects.get(pk=training.pk)

    assert (kept.note, kept.cancelled_why) == ("Bawa buku catatan", "Kapal tidak berangkat")


# -- who is told -------------------------------------------------------------------------------------------------------


def told(actor):
    """The kinds of this member's notices, in order; every sentence and page of them can be shown."""
    with acting_as(actor):
        found = list(Notice.objects.visible_to(actor).order_by("created_at"))
    assert all(sentence_of(one) and url_of(one) for one in found)
    return [one.kind for one in found]


def test_companions_are_told_once_of_what_concerns_them(trainer, coordinator):
    comes, gone, other = (make_ready(coordinator, certified=False) for _number in range(3))
    training = plan(trainer, starts=3, ends=4)
    for _time in range(2):
        enrol(trainer, training, comes, gone)
    with acting_as(trainer):
        for _time in range(2):
            actions.withdraw_participant(participant=participant(trainer, training, gone), by=trainer)

    change(trainer, training, 3, 4, place="Aula Contoh", note="Bawa bekal")  # tells of nothing that they need
    change(trainer, training, 4, 5, place="Aula Contoh", note="Bawa bekal")
    with acting_as(trainer):
        actions.cancel_training(training=training, by=trainer, why="Kapal tidak berangkat")

    assert told(comes) == ["training_enrolled", "training_moved", "training_cancelled"]
    assert told(gone) == ["training_enrolled", "training_withdrawn"]
    assert told(other) == []


def test_what_is_over_tells_of_no_day_and_the_certificate_is_told(trainer, coordinator):
    people = [make_ready(coordinator, certified=False) for _number in range(2)]
    training = plan(trainer, starts=-9, ends=-8)
    enrol(trainer, training, *people)
    attend(trainer, training, *people, sessions=[add(trainer, training, on=-8)])
    for _time in range(2):
        issue(trainer, training, *people)

    for one in people:
        assert told(one) == ["certificate_issued"]
    assert told(coordinator) == ["certificates_of_companions"]


# -- sessions, participants, attendance --------------------------------------------------------------------------------


def test_a_session_lies_on_a_day_of_the_training_and_is_added_once(trainer):
    training = plan(trainer, starts=-1, ends=1)
    first = add(trainer, training, on=1, topic="Mencatat")

    assert add(trainer, training, on=1, topic="MENCATAT").pk == first.pk
    for on in (-2, 2):
        with pytest.raises(rules.NotPossible):
            add(trainer, training, on=on)


def test_a_session_of_which_attendance_was_taken_stays(trainer, coordinator):
    companion, training = make_ready(coordinator, certified=False), plan(trainer)
    enrol(trainer, training, companion)
    taken, free = add(trainer, training, topic="A"), add(trainer, training, topic="B")
    attend(trainer, training, companion, sessions=[taken])

    with acting_as(trainer):
        actions.remove_session(session=free, by=trainer)
        with pytest.raises(rules.NotPossible):
            actions.remove_session(session=taken, by=trainer)
        assert list(TrainingSession.objects.filter(training=training)) == [taken]


def test_twice_enrolled_is_once_and_who_withdrew_comes_back(trainer, coordinator):
    companion, training = make_ready(coordinator, certified=False), plan(trainer)

    assert enrol(trainer, training, companion) == 1
    assert enrol(trainer, training, companion) == 0
    with acting_as(trainer):
        actions.withdraw_participant(participant=participant(trainer, training, companion), by=trainer)
    assert enrol(trainer, training, companion) == 1
    assert participant(trainer, training, companion).withdrawn_at is None
    with acting_as(trainer):
        assert Participant.objects.filter(training=training).count() == 1


def test_more_than_the_seats_is_refused_whole(trainer, coordinator):
    people = [make_ready(coordinator, certified=False) for _number in range(3)]
    training = plan(trainer, seats=2)
    enrol(trainer, training, people[0])

    with pytest.raises(rules.NotPossible, match="2"), acting_as(trainer):
        actions.enrol(training=training, companions=[one.membership for one in people], by=trainer)

    with acting_as(trainer):
        assert Participant.objects.filter(training=training).count() == 1


def test_who_has_no_profile_is_not_enrolled(trainer, coordinator):
    with pytest.raises(rules.NotPossible):
        enrol(trainer, plan(trainer), make_companion(coordinator.organisation))


def test_nothing_is_taken_before_the_first_day(trainer, coordinator):
    companion, training = make_ready(coordinator, certified=False), plan(trainer, starts=1, ends=2)
    enrol(trainer, training, companion)
    session = add(trainer, training, on=1)

    with pytest.raises(rules.NotPossible):
        attend(trainer, training, companion, sessions=[session])
    with acting_as(trainer):
        assert SessionPresence.objects.count() == 0


def test_attendance_is_saved_whole_and_the_same_twice_changes_nothing(trainer, coordinator):
    companion, training = make_ready(coordinator, certified=False), plan(trainer)
    enrol(trainer, training, companion)
    one, two = add(trainer, training, topic="A"), add(trainer, training, topic="B")
    key = str(participant(trainer, training, companion).pk)

    for _time in range(2):
        attend(trainer, training, companion, sessions=[one, two], scores={key: (40, 100)})
    with acting_as(trainer):
        assert SessionPresence.objects.count() == 2
    attend(trainer, training, companion, sessions=[two], scores={key: (40, None)})

    with acting_as(trainer):
        assert [row.session_id for row in SessionPresence.objects.all()] == [two.pk]
        row = Participant.objects.get(pk=key)
        assert (row.score_before, row.score_after) == (40, None)
        assert Training.objects.get(pk=training.pk).state == EventState.HELD


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 12, 14), date(2026, 12, 14), "14 Desember 2026"),
        (date(2026, 12, 14), date(2026, 12, 15), "14–15 Desember 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November – 2 Desember 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Desember 2026 – 2 Januari 2027"),
    ],
)
def test_days_are_said_shortly(first, last, words):
    assert days_with_year(first, last) == words
