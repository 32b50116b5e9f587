"""Two at once, on real connections: one wins, the other reads what happened, and nothing is written by halves."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice
from cases import actions, rules
from cases.models import Client, Consent, Grant, HomeVisit, Identity, NextStep, PlannedVisit, Responsibility
from cases.vocabulary import Decision, Purpose
from privacy import tokens
from privacy.context import acting_as
from privacy.models import Receipt
from privacy.receipts import SentTwiceDifferently
from tests.clients import FRAME, give_consent, make_client, share_with, token_for
from tests.people import make_coordinator, make_member, make_social_worker
from tests.races.together import Between, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def colleague(coordinator):
    return make_member("koordinator", coordinator.organisation)


@pytest.fixture
def person(coordinator):
    return make_client(coordinator)


def kinds(answers):
    return Counter(type(answer).__name__ for answer in answers)


def visit(client, by, token, **more):
    told = {**FRAME, "visited_at": timezone.now(), **more}
    return lambda: actions.record_visit(token=token, client_id=client.pk, by=by, **told)


def test_the_same_visit_form_four_times_at_once_is_one_visit(person, coordinator):
    job = visit(person, coordinator, token_for(coordinator, "visit", person.pk), pills_left=7)

    answers = at_once(job, job, job, job, by=coordinator)

    assert kinds(answers) == {"HomeVisit": 4}
    with acting_as(coordinator):
        assert {answer.pk for answer in answers} == {HomeVisit.objects.get().pk}
        assert Receipt.objects.filter(pk=HomeVisit.objects.get().pk).count() == 1
        assert PlannedVisit.objects.planned().count() == 1  # the next one, once


def test_the_same_form_with_other_content_at_once_keeps_one_and_says_so(person, coordinator):
    token = token_for(coordinator, "visit", person.pk)

    answers = at_once(
        visit(person, coordinator, token, pills_left=7), visit(person, coordinator, token, pills_left=8), by=coordinator
    )

    assert kinds(answers) == {"HomeVisit": 1, "SentTwiceDifferently": 1}
    refused = next(answer for answer in answers if isinstance(answer, SentTwiceDifferently))
    with acting_as(coordinator):
        assert refused.receipt.key == HomeVisit.objects.get().pk


def registration(by, token, **more):
    person = {
        "legal_name": "Siti Contoh",
        "sex": "P",
        "birth_date": date(1990, 2, 3),
        "nik": "8271024302900001",
        **more,
    }
    card = {"call_name": "Siti"}
    return lambda: actions.register(token=token, by=by, person=person, card=card, case={"kind": "ODHIV"})


def test_the_same_registration_at_once_is_one_client(coordinator):
    job = registration(coordinator, token_for(coordinator, "client"))

    answers = at_once(job, job, job, by=coordinator)

    assert kinds(answers) == {"Client": 3}
    with acting_as(coordinator):
        assert Identity.objects.count() == 1
        assert {answer.pk for answer in answers} == {Client.objects.get().pk}


def test_two_organisations_register_one_person_at_once_and_the_first_is_told(coordinator):
    other = make_social_worker()
    other_coordinator = make_member("koordinator", other.organisation)

    answers = at_once(
        (coordinator, registration(coordinator, token_for(coordinator, "client"))),
        (other, registration(other, token_for(other, "client"))),
    )

    assert kinds(answers) == {"Client": 2}
    told = []
    for actor in (coordinator, other_coordinator):
        with acting_as(actor):
            assert Client.objects.count() == 1
            told += list(Notice.objects.filter(kind="same_person").values_list("object_id", flat=True))
    assert len(told) == 1, "one of the two was there first"


def test_one_waits_where_the_other_has_not_committed(coordinator, monkeypatch):
    """The same, held open: the first has asked the database for the same person, and has not committed."""
    other, between = make_social_worker(), Between()
    other_coordinator = make_member("koordinator", other.organisation)

    def first():
        client = registration(coordinator, token_for(coordinator, "client"))()
        between.pause()
        return client

    answers = between.run((coordinator, first), (other, registration(other, token_for(other, "client"))))

    assert kinds(answers) == {"Client": 2}
    with acting_as(coordinator):
        assert Notice.objects.filter(kind="same_person").count() == 1
    with acting_as(other_coordinator):
        assert Notice.objects.filter(kind="same_person").count() == 0


@pytest.fixture
def plan(person, coordinator):
    with acting_as(coordinator):
        return actions.plan_visit(
            token=token_for(coordinator), client=person, by=coordinator, planned_on=timezone.localdate(), place="rumah"
        )


def moving(plan, by, days):
    day = timezone.localdate() + timedelta(days=days)
    return by, lambda: actions.move_visit(
        token=token_for(by, "move", plan.pk), plan=plan, by=by, planned_on=day, reason="cuaca"
    )


def test_two_move_the_same_plan_and_one_reads_that_someone_was_first(plan, coordinator, colleague):
    answers = at_once(moving(plan, coordinator, 2), moving(plan, colleague, 3))

    assert kinds(answers) == {"PlannedVisit": 1, "NotPossible": 1}
    with acting_as(coordinator):
        assert PlannedVisit.objects.count() == 2
        assert PlannedVisit.objects.planned().count() == 1
        assert PlannedVisit.objects.get(pk=plan.pk).state == "TUNDA"


def test_a_plan_moved_and_cancelled_at_once(plan, coordinator, colleague):
    answers = at_once(
        moving(plan, coordinator, 2),
        (colleague, lambda: actions.cancel_visit(plan=plan, by=colleague, reason="kapal")),
    )

    assert kinds(answers) == {"PlannedVisit": 1, "NotPossible": 1}
    with acting_as(coordinator):
        assert PlannedVisit.objects.planned().count() == (1 if answers[0].__class__ is PlannedVisit else 0)


def test_a_plan_answered_by_two_visits_at_once_belongs_to_one(person, plan, coordinator, colleague):
    answers = at_once(
        (coordinator, visit(person, coordinator, token_for(coordinator), plan=plan)),
        (colleague, visit(person, colleague, token_for(colleague), plan=plan)),
    )

    assert kinds(answers) == {"HomeVisit": 2}
    with acting_as(coordinator):
        assert HomeVisit.objects.filter(plan=plan).count() == 1


def test_two_correct_the_same_visit_and_the_second_is_told(person, coordinator, colleague):
    with acting_as(coordinator):
        written = visit(person, coordinator, token_for(coordinator))()

    def correcting(by, pills):
        return by, lambda: actions.correct_visit(visit=written, by=by, seen_at=None, pills_left=pills)

    answers = at_once(correcting(coordinator, 3), correcting(colleague, 4))

    assert kinds(answers) == {"HomeVisit": 1, "NotPossible": 1}
    with acting_as(coordinator):
        saved = HomeVisit.objects.get()
        assert saved.pills_left == next(answer.pills_left for answer in answers if isinstance(answer, HomeVisit))


def test_two_finish_the_same_step_and_both_read_done(person, coordinator, colleague):
    with acting_as(coordinator):
        step = actions.add_step(
            token=token_for(coordinator), client=person, by=coordinator, what="Antar", due_on=timezone.localdate()
        )

    answers = at_once(
        (coordinator, lambda: actions.finish_step(step=step, by=coordinator)),
        (colleague, lambda: actions.finish_step(step=step, by=colleague)),
    )

    assert kinds(answers) == {"NextStep": 2}
    with acting_as(coordinator):
        assert {answer.done_by_id for answer in answers} == {NextStep.objects.get().done_by_id}


@pytest.fixture
def balai(person, coordinator):
    """An organisation that the client has named, not yet shared with."""
    worker = make_social_worker()
    give_consent(person, coordinator, Purpose.C4, organisation=worker.organisation)
    return worker


def sharing(person, by, organisation):
    return by, lambda: actions.share(client=person, organisation=organisation, by=by)


def test_two_share_with_the_same_organisation_at_once(person, coordinator, colleague, balai):
    place = balai.organisation

    answers = at_once(sharing(person, coordinator, place), sharing(person, colleague, place))

    assert answers[0] == answers[1]
    with acting_as(balai):
        assert Grant.objects.live().filter(basis="share").count() == 1
        assert Responsibility.objects.filter(holder_id=place.pk).count() == 1
    with acting_as(make_member("koordinator", place)):
        assert Notice.objects.filter(kind="shared").count() == 1


def test_a_share_of_a_consent_that_is_withdrawn_meanwhile_never_stays(person, coordinator, colleague, balai):
    """Whatever comes first: after both, nobody sees what the client took back."""
    between = Between()
    with acting_as(coordinator):
        line = rules.live_consent(person, Purpose.C4, organisation=balai.organisation)

    def share_slowly():
        grant = actions.share(client=person, organisation=balai.organisation, by=coordinator)
        between.pause()
        return grant

    def withdraw():
        actions.withdraw(token=token_for(colleague), consent=line, by=colleague)

    shared, withdrawn = between.run((coordinator, share_slowly), (colleague, withdraw))

    assert withdrawn is None
    assert not isinstance(shared, Exception)
    with acting_as(balai):
        assert Client.objects.count() == Grant.objects.live().count() == 0
    with acting_as(coordinator):
        assert not Responsibility.objects.get(holder_id=balai.organisation.pk).live


def test_a_share_that_comes_after_a_withdrawal_not_yet_committed_is_refused(person, coordinator, colleague, balai):
    between = Between()
    with acting_as(coordinator):
        line = rules.live_consent(person, Purpose.C4, organisation=balai.organisation)

    def withdraw_slowly():
        actions.withdraw(token=token_for(colleague), consent=line, by=colleague)
        between.pause()

    withdrawn, shared = between.run((colleague, withdraw_slowly), sharing(person, coordinator, balai.organisation))

    assert withdrawn is None
    assert isinstance(shared, rules.NotPossible), shared
    with acting_as(balai):
        assert Client.objects.count() == 0


def test_two_withdraw_the_same_consent_and_the_ledger_says_it_once(person, coordinator, colleague, balai):
    share_with(person, balai.organisation, coordinator)
    with acting_as(coordinator):
        line = rules.live_consent(person, Purpose.C4, organisation=balai.organisation)

    def withdrawing(by):
        return by, lambda: actions.withdraw(token=token_for(by), consent=line, by=by)

    answers = at_once(withdrawing(coordinator), withdrawing(colleague))

    assert {type(answer) for answer in answers} <= {type(None), rules.NotPossible}
    with acting_as(coordinator):
        assert Consent.objects.filter(decision=Decision.WITHDRAWN).count() >= 1
    with acting_as(balai):
        assert Client.objects.count() == 0


def test_a_visit_saved_while_its_share_ends_is_whole_or_not_there(person, coordinator, balai):
    grant = share_with(person, balai.organisation, coordinator)

    job = visit(person, balai, tokens.new(balai, "visit", person.pk))

    ended, answer = at_once(
        (coordinator, lambda: actions.end_share(client=person, grant_id=grant, by=coordinator)), (balai, job)
    )

    assert ended is None
    with acting_as(coordinator):
        saved = HomeVisit.objects.count()
    assert saved == (1 if isinstance(answer, HomeVisit) else 0), answer
    with acting_as(balai):
        assert Receipt.objects.count() == saved, "a receipt without a visit would swallow the second try"
        job()  # sent once more: now it is there, once
    with acting_as(coordinator):
        assert HomeVisit.objects.count() == 1
