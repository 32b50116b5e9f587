"""Certificates as the verbs keep them: who gets one, the number, how long it holds, what its code tells, at once."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.codes import ALPHABET
from companions import actions, facts, rules
from companions.actions.training import CODE_LENGTH, ROMAN, code_digest, state_of_code
from companions.models import Certificate, Participant, Training
from companions.status import Status, status_of
from privacy.context import NOBODY, acting_as
from tests.companions.making import certify, make_ready
from tests.companions.test_training import add, attend, days, enrol, issue, participant, plan, today, trained
from tests.people import make_coordinator, make_trainer
from tests.races.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return make_trainer()


def state(code):
    with acting_as(NOBODY):
        return state_of_code(code)


def two_years_before(day):
    """The day of issue of a certificate of which `day` is the last."""
    return (day + timedelta(days=1)).replace(year=(day + timedelta(days=1)).year - 2)


def certificate_until(trainer, companion, day):
    """A certificate of which this day is the last, from a course of its own long ago."""
    first = (two_years_before(day) - today()).days
    training = plan(trainer, starts=first, ends=first)
    enrol(trainer, training, companion)
    attend(trainer, training, companion, sessions=[add(trainer, training, on=first)])
    [certificate] = issue(trainer, training, companion, issued_on=days(first))
    assert certificate.expires_on == day
    return certificate


# -- certificates ------------------------------------------------------------------------------------------------------


def test_who_was_in_no_session_gets_none_and_nobody_with_them(trainer, coordinator):
    there, absent = make_ready(coordinator, certified=False), make_ready(coordinator, certified=False)
    training = plan(trainer)
    enrol(trainer, training, there, absent)
    attend(trainer, training, there)

    with pytest.raises(rules.NotPossible):
        issue(trainer, training, there, absent)
    with acting_as(trainer):
        assert Certificate.objects.count() == 0
    assert len(issue(trainer, training, there)) == 1


@pytest.mark.parametrize("on", [-3, 1])
def test_it_is_issued_from_the_first_day_on_and_not_in_advance(on, trainer, coordinator):
    companion, training = make_ready(coordinator, certified=False), plan(trainer, starts=-2, ends=2)
    enrol(trainer, training, companion)
    attend(trainer, training, companion)

    with pytest.raises(rules.NotPossible):
        issue(trainer, training, companion, issued_on=days(on))


def test_who_has_one_keeps_it(trainer, coordinator):
    companion = make_ready(coordinator, certified=False)
    [certificate] = trained(trainer, companion)
    training = Training(pk=certificate.participant.training_id)

    assert issue(trainer, training, companion) == []
    with acting_as(trainer):
        assert Certificate.objects.count() == 1
        with pytest.raises(rules.NotPossible):
            actions.withdraw_participant(participant=certificate.participant, by=trainer)


def test_the_number_says_month_and_year_and_counts_on(trainer, coordinator):
    people = [make_ready(coordinator, certified=False) for _number in range(3)]
    made = trained(trainer, *people)

    tail = f"PP/{ROMAN[today().month - 1]}/{today().year}"
    assert sorted(one.number for one in made) == [f"00{n}/{tail}" for n in (1, 2, 3)]


def test_each_year_counts_from_one(trainer, coordinator):
    [newer] = trained(trainer, make_ready(coordinator, certified=False))
    older = certificate_until(trainer, make_ready(coordinator, certified=False), days(200))

    assert newer.number.startswith("001/") and older.number.startswith("001/")
    assert older.number.endswith(f"/{older.issued_on.year}")


@pytest.mark.parametrize(
    ("issued", "years", "last"),
    [
        (date(2026, 11, 25), 2, date(2028, 11, 24)),
        (date(2026, 1, 1), 2, date(2027, 12, 31)),
        (date(2024, 2, 29), 2, date(2026, 2, 27)),  # 2026 has no 29th: as if issued on the 28th
        (date(2026, 3, 1), 2, date(2028, 2, 29)),
        (date(2026, 11, 25), 3, date(2029, 11, 24)),
    ],
)
def test_it_is_valid_for_the_years_of_the_setting(issued, years, last, monkeypatch, trainer, coordinator, settings):
    settings.CERTIFICATE_YEARS = years
    companion = make_ready(coordinator, certified=False)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: issued)

    [certificate] = trained(trainer, companion)

    assert (certificate.issued_on, certificate.expires_on) == (issued, last)


def test_two_years_is_what_is_set(settings):
    assert settings.CERTIFICATE_YEARS == 2


# -- the code ----------------------------------------------------------------------------------------------------------


def test_the_code_is_of_letters_that_are_not_mistaken_and_stands_nowhere_readable(trainer, coordinator):
    [certificate] = trained(trainer, make_ready(coordinator, certified=False))

    assert re.fullmatch(f"[{ALPHABET}]{{{CODE_LENGTH}}}", certificate.code)
    assert bytes(certificate.code_digest) == code_digest(certificate.code)
    with acting_as(trainer), connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM companions_certificate c")
        assert certificate.code not in cursor.fetchone()[0]


@pytest.mark.parametrize("typed", ["{0}", "{1}-{2}", "{1} {2}", " {3} ", "{1}–{2}"])
def test_a_code_is_found_however_it_was_copied(typed, trainer, coordinator):
    [certificate] = trained(trainer, make_ready(coordinator, certified=False))
    code = certificate.code

    assert state(typed.format(code, code[:5], code[5:], code.lower())) == "berlaku"


@pytest.mark.parametrize("typed", ["", "?", "ABCDE-FGHJK", "x" * 5000, "\x00", "' OR 1=1 --", "ΩΩΩ"])
def test_what_is_no_code_is_not_known(typed):
    assert state(typed) == "tidak_dikenal"


def test_it_holds_to_the_end_of_its_last_day(trainer, coordinator):
    last_day = certificate_until(trainer, make_ready(coordinator, certified=False), today())
    day_after = certificate_until(trainer, make_ready(coordinator, certified=False), days(-1))

    assert (state(last_day.code), state(day_after.code)) == ("berlaku", "kedaluwarsa")


def test_taken_back_is_not_known_any_more_and_stays_so(trainer, coordinator):
    [certificate] = trained(trainer, make_ready(coordinator, certified=False))
    with acting_as(trainer):
        with pytest.raises(rules.NotPossible):
            actions.revoke(certificate=certificate, by=trainer, why="")
        first = actions.revoke(certificate=certificate, by=trainer, why="Tertukar nama")
        again = actions.revoke(certificate=certificate, by=trainer, why="lagi")

    assert state(certificate.code) == "tidak_dikenal"
    assert (again.revoked_at, again.revoked_why) == (first.revoked_at, "Tertukar nama")


# -- what it means for a companion -------------------------------------------------------------------------------------


def newest(actor, companion):
    with acting_as(actor):
        return facts.newest_certificates([companion.id]).get(companion.id)


def test_the_certificate_that_lasts_longest_counts_and_a_revoked_one_does_not(trainer, coordinator):
    companion = make_ready(coordinator, certified=False)
    assert newest(coordinator, companion) is None
    old = certificate_until(trainer, companion, days(30))
    assert newest(coordinator, companion) == old
    [new] = trained(trainer, companion)
    assert newest(coordinator, companion) == new

    with acting_as(trainer):
        actions.revoke(certificate=new, by=trainer, why="salah")

    assert newest(coordinator, companion) == old


def test_validity_is_what_the_status_says(trainer, coordinator):
    companion = make_ready(coordinator, certified=False)

    def status(on):
        with acting_as(coordinator):
            [line] = facts.lines_of(coordinator, today=on)
            until = line.certificate.expires_on if line.certificate else None
            assert line.status == status_of(facts.facts_of(line.companion, until, None), on)
            return line.status

    assert status(today()) == Status.UNTRAINED
    certify(companion, trainer=trainer, days_ago=0)
    last = newest(coordinator, companion).expires_on
    assert (status(last), status(last + timedelta(days=1))) == (Status.ACTIVE, Status.EXPIRED)


# -- at once -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_eight_who_issue_at_once_leave_no_gap_and_no_double():
    trainer, coordinator = make_trainer(), make_coordinator()
    jobs = []
    for _number in range(8):
        companion, training = make_ready(coordinator, certified=False), plan(trainer)
        enrol(trainer, training, companion)
        attend(trainer, training, companion)
        row = participant(trainer, training, companion)
        jobs.append(lambda row=row, training=training: actions.issue(training=training, participants=[row], by=trainer))

    answers = at_once(*jobs, by=trainer)

    assert [type(answer) for answer in answers] == [list] * 8, answers
    with acting_as(trainer):
        numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert [number.partition("/")[0] for number in numbers] == [f"{n:03d}" for n in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_eight_who_issue_for_the_same_person_at_once_make_one_certificate():
    trainer, companion = make_trainer(), make_ready(make_coordinator(), certified=False)
    training = plan(trainer)
    enrol(trainer, training, companion)
    attend(trainer, training, companion)
    row = participant(trainer, training, companion)

    answers = at_once(*[lambda: actions.issue(training=training, participants=[row], by=trainer)] * 8, by=trainer)

    assert sorted(len(answer) for answer in answers) == [0] * 7 + [1], answers
    with acting_as(trainer):
        assert Certificate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_taken_by_one_of_eight():
    trainer, coordinator = make_trainer(), make_coordinator()
    people = [make_ready(coordinator, certified=False) for _number in range(8)]
    training = plan(trainer, seats=1)

    answers = at_once(
        *[
            lambda one=one: actions.enrol(training=training, companions=[one.membership], by=trainer)
            for one in people
        ],
        by=trainer,
    )  # fmt: skip

    assert sum(answer == 1 for answer in answers) == 1
    assert sum(isinstance(answer, rules.NotPossible) for answer in answers) == 7, answers
    with acting_as(trainer):
        assert Participant.objects.filter(training=training, withdrawn_at=None).count() == 1
