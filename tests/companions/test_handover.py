"""Handing a caseload over: what moves with a yes, what stays with a no, what time alone decides, who may leave."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone, translation

from accounts import actions as account_actions
from accounts.models import Notice
from accounts.rules import NotAllowed
from cases import actions as case_actions
from cases.models import Client, Grant, NextStep, PlannedVisit, Responsibility
from cases.rules import NotPossible
from companions import actions
from companions.models import Absence, Assignment, ClientWord, Gap, HandOver, Offer
from companions.vocabulary import EndReason, OfferState, Part, Said, WhyHandOver
from privacy import drafts
from privacy.context import NOBODY, acting_as, as_owner
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import again, make_administrator, make_coordinator
from tests.races.together import Between, at_once

pytestmark = pytest.mark.django_db
AT_ONCE = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_english():
    """What is refused is read here as the source says it."""
    with translation.override("en"):
        yield


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Rudi Tomagola")


@pytest.fixture
def receiver(coordinator):
    return make_ready(coordinator, name="Maria Lessy")


@pytest.fixture
def client(coordinator):
    return make_client(coordinator)


@pytest.fixture
def assignment(client, companion, coordinator):
    return assign(client, companion, coordinator)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def opens(actor, client):
    with acting_as(actor):
        return (
            Client.objects.visible_to(actor).filter(pk=client.pk).exists()
            and Client.objects.filter(pk=client.pk).exists()
        )


def offer(choices, by, why=WhyHandOver.LEAVING, **more):
    """A hand-over of {assignment: receiver}, and its offers in the order of the codes."""
    companion = next(iter(choices)).companion
    with acting_as(by):
        made = actions.hand_over(
            token=token_for(by), companion=companion, by=by, why=why,
            choices={one: actor.membership for one, actor in choices.items()}, **more,
        )  # fmt: skip
        return list(made.offers.order_by("code"))


def accept(offer, by):
    with acting_as(by):
        return actions.accept(offer=offer, by=by)


def now_of(offer, actor):
    with acting_as(actor):
        return Offer.objects.get(pk=offer.pk)


def mains_of(client, actor):
    with acting_as(actor):
        return list(Assignment.objects.current().filter(client=client, part=Part.MAIN))


@contextmanager
def owner():
    """As the owner of the tables: to put a clock back."""
    with as_owner(), connection.cursor() as cursor:
        yield cursor


def settle():
    with acting_as(NOBODY):
        return actions.settle()


# -- yes ---------------------------------------------------------------------------------------------------------------


def test_until_the_answer_nothing_changes_and_the_row_of_the_offer_is_all(coordinator, companion, receiver, assignment):
    client = assignment.client

    (one,) = offer({assignment: receiver}, coordinator)

    assert opens(companion, client) and not opens(receiver, client)
    with acting_as(receiver):
        seen = Offer.objects.waiting().get(to=receiver.id)
        assert (seen.code, seen.kelurahan_name, seen.weight) == (client.code, client.kelurahan_name, 2)
        assert not Assignment.objects.filter(pk=assignment.pk).exists()
    with acting_as(receiver):
        assert Notice.objects.filter(kind="offers_for_you", membership=receiver.id).count() == 1
    assert one.state == OfferState.WAITING


def test_with_a_yes_plans_steps_drafts_and_the_grant_move_at_once(coordinator, companion, receiver, assignment):
    client = assignment.client
    with acting_as(companion):
        plan = case_actions.plan_visit(
            token=token_for(companion), client=client, by=companion, planned_on=in_days(3), place="rumah"
        )
        step = case_actions.add_step(
            token=token_for(companion), client=client, by=companion, what="Antar berkas", due_on=in_days(5)
        )
        typed = QueryDict("note=Separuh+jalan")
        drafts.save(companion.id, token_for(companion, "visit", client.pk), typed)
    (one,) = offer({assignment: receiver}, coordinator)

    new = accept(one, receiver)

    assert opens(receiver, client) and not opens(companion, client)
    assert (new.part, new.companion_id, new.until_on) == (Part.MAIN, receiver.id, None)
    with acting_as(receiver):
        assert PlannedVisit.objects.get(pk=plan.pk).worker_id == receiver.id
        assert NextStep.objects.get(pk=step.pk).owner_id == receiver.id
        assert drafts.load(receiver, "visit", client.pk)[0]["note"] == "Separuh jalan"
        assert Responsibility.objects.get(client=client, holder_id=receiver.id).live
        assert ClientWord.objects.get(assignment=new).said == Said.NOT_ASKED
        assert NextStep.objects.open().filter(owner=receiver.id, client=client).count() >= 2  # and: ask the client
    with acting_as(companion):
        assert drafts.load(companion, "visit", client.pk) == (None, None)
        assert not Grant.objects.live().filter(holder_id=companion.id).exists()
    with acting_as(coordinator):
        old = Assignment.objects.get(pk=assignment.pk)
        assert (old.end_reason, old.ended_by_id) == (EndReason.HANDED_OVER, receiver.id)
        assert not Gap.objects.filter(client=client).exists()
        assert Notice.objects.filter(kind="offer_accepted", membership=coordinator.id).count() == 1


def test_a_yes_sent_twice_is_one_assignment(coordinator, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)

    assert accept(one, receiver) == accept(one, receiver)

    assert len(mains_of(assignment.client, coordinator)) == 1


def test_nobody_answers_for_another(coordinator, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    for other in (make_ready(coordinator), coordinator):
        with acting_as(other), pytest.raises(NotAllowed):
            actions.accept(offer=one, by=other)
    assert now_of(one, coordinator).state == OfferState.WAITING


def test_a_second_companion_is_followed_by_a_second_one(coordinator, receiver, assignment):
    beside = make_ready(coordinator)
    second = assign(assignment.client, beside, coordinator, part=Part.SECOND)
    (one,) = offer({second: receiver}, coordinator)

    assert accept(one, receiver).part == Part.SECOND
    assert mains_of(assignment.client, coordinator) == [assignment]


# -- no, and taken back ------------------------------------------------------------------------------------------------


def test_with_a_no_the_client_stays_and_the_coordinator_reads_why(coordinator, companion, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    with acting_as(receiver):
        with pytest.raises(NotPossible, match="reason"):
            actions.decline(offer=one, by=receiver, why="")
        actions.decline(offer=one, by=receiver, why="Terlalu jauh dari rumah saya")

    assert opens(companion, assignment.client) and not opens(receiver, assignment.client)
    kept = now_of(one, coordinator)
    assert (kept.state, kept.why_not) == (OfferState.DECLINED, "Terlalu jauh dari rumah saya")
    with acting_as(coordinator):
        assert Notice.objects.filter(kind="offer_declined", membership=coordinator.id).count() == 1
    with acting_as(receiver), pytest.raises(NotPossible, match="already closed"):
        actions.accept(offer=one, by=receiver)


def test_what_was_refused_can_be_offered_to_someone_else(coordinator, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    with acting_as(receiver):
        actions.decline(offer=one, by=receiver, why="Penuh")
    other = make_ready(coordinator)

    (next_one,) = offer({assignment: other}, coordinator)

    accept(next_one, other)
    assert opens(other, assignment.client)


def test_an_offer_is_taken_back(coordinator, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    with acting_as(coordinator):
        actions.take_back(offer=one, by=coordinator)

    with acting_as(receiver):
        assert Notice.objects.filter(kind="offer_taken_back", membership=receiver.id).count() == 1
        with pytest.raises(NotPossible, match="already closed"):
            actions.accept(offer=one, by=receiver)
    with acting_as(coordinator), pytest.raises(NotPossible, match="already closed"):
        actions.take_back(offer=one, by=coordinator)


def test_a_stranger_takes_nothing_back(coordinator, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    stranger = make_coordinator()
    with acting_as(stranger), pytest.raises(NotAllowed):
        actions.take_back(offer=one, by=stranger)


# -- what time decides -------------------------------------------------------------------------------------------------


@AT_ONCE
def test_an_offer_lapses_after_two_working_days_to_the_coordinator(coordinator, companion, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    with owner() as cursor:
        cursor.execute("UPDATE companions_offer SET lapses_at = now() - interval '1 minute' WHERE id = %s", [one.pk])
    with acting_as(receiver), pytest.raises(NotPossible, match="run out"):
        actions.accept(offer=one, by=receiver)

    assert settle() == 1
    assert settle() == 0

    assert now_of(one, coordinator).state == OfferState.LAPSED
    assert opens(companion, assignment.client)
    with acting_as(coordinator):
        notice = Notice.objects.get(kind="offer_lapsed")
        assert (notice.organisation_id, notice.role) == (coordinator.organisation.pk, "koordinator")


@AT_ONCE
def test_what_lapsed_and_was_not_written_down_can_be_offered_again(coordinator, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    with owner() as cursor:
        cursor.execute("UPDATE companions_offer SET lapses_at = now() - interval '1 minute' WHERE id = %s", [one.pk])

    (again_,) = offer({assignment: receiver}, coordinator)

    assert now_of(one, coordinator).state == OfferState.LAPSED
    assert now_of(again_, coordinator).state == OfferState.WAITING


@pytest.fixture
def stand_in(coordinator, companion, receiver, assignment):
    """An absence of ten days, the client given to a stand-in with what is planned within it."""
    with acting_as(companion):
        for days in (2, 30):
            case_actions.plan_visit(
                token=token_for(companion),
                client=assignment.client,
                by=companion,
                planned_on=in_days(days),
                place="rumah",
            )
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=companion.membership.companion, by=coordinator, from_on=in_days(0),
            until_on=in_days(10),
        )  # fmt: skip
    (one,) = offer({assignment: receiver}, coordinator, why=WhyHandOver.ABSENCE, until_on=in_days(10))
    return accept(one, receiver)


def plans_of(client, actor):
    with acting_as(actor):
        rows = PlannedVisit.objects.planned().filter(client=client).order_by("planned_on")
        return [row.worker_id for row in rows]


@AT_ONCE
def test_a_stand_in_has_the_client_beside_the_main_one_until_the_last_day(coordinator, companion, receiver, stand_in):
    client = stand_in.client

    assert (stand_in.part, stand_in.until_on) == (Part.STAND_IN, in_days(10))
    assert opens(receiver, client) and opens(companion, client)
    assert plans_of(client, coordinator) == [receiver.id, companion.id]  # what comes after the absence stays
    with acting_as(receiver):
        grant = Grant.objects.get(source=stand_in.pk)
        assert timezone.localdate(grant.ends_at) == in_days(11)


def pass_by(stand_in):
    """The last day was yesterday."""
    with owner() as cursor:
        cursor.execute(
            "UPDATE companions_assignment SET from_on = %s, until_on = %s WHERE id = %s",
            [in_days(-9), in_days(-1), stand_in.pk],
        )


@AT_ONCE
def test_an_absence_returns_by_itself(coordinator, companion, receiver, stand_in):
    client = stand_in.client

    pass_by(stand_in)
    assert not opens(receiver, client), "the grant ends with the day, whoever writes it down"
    settle()

    assert opens(companion, client) and not opens(receiver, client)
    assert plans_of(client, coordinator) == [companion.id, companion.id]
    with acting_as(coordinator):
        over = Assignment.objects.get(pk=stand_in.pk)
        assert (over.end_reason, over.ended_by_id) == (EndReason.STAND_IN_OVER, None)
        assert [one.companion_id for one in Assignment.objects.current().filter(client=client)] == [companion.id]


def test_back_sooner(coordinator, companion, receiver, stand_in):
    client = stand_in.client
    with acting_as(coordinator):
        actions.cancel_absence(absence=Absence.objects.get(companion=companion.id), by=coordinator)

    assert opens(companion, client) and not opens(receiver, client)
    assert plans_of(client, coordinator) == [companion.id, companion.id]


def test_a_stand_in_who_leaves_is_followed_until_the_same_day(coordinator, receiver, stand_in):
    other = make_ready(coordinator)
    (one,) = offer({stand_in: other}, coordinator)

    new = accept(one, other)

    assert (new.part, new.until_on, new.stands_in_for_id) == (Part.STAND_IN, in_days(10), stand_in.stands_in_for_id)
    assert opens(other, stand_in.client) and not opens(receiver, stand_in.client)


@AT_ONCE
def test_who_stood_in_before_makes_room_for_the_next(coordinator, assignment, stand_in):
    pass_by(stand_in)  # and nobody has written it down yet
    other = make_ready(coordinator)
    (one,) = offer({assignment: other}, coordinator, why=WhyHandOver.ABSENCE, until_on=in_days(10))

    assert accept(one, other).part == Part.STAND_IN


# -- refused, each with the client's code ------------------------------------------------------------------------------


def refused(match, *args, **more):
    with pytest.raises((NotPossible, NotAllowed), match=match):
        offer(*args, **more)


def test_one_that_cannot_be_offered_stops_all(coordinator, companion, receiver, assignment):
    other = assign(make_client(coordinator), companion, coordinator)
    unready = make_ready(coordinator, pledged_on=None)

    refused(f"{other.client.code}: .*pledge", {assignment: receiver, other: unready}, coordinator)

    with acting_as(coordinator):
        assert not HandOver.objects.exists() and not Offer.objects.exists()
    with acting_as(receiver):
        assert not Notice.objects.filter(kind="offers_for_you").exists()


def test_not_to_oneself_not_twice_not_to_a_stranger(coordinator, companion, receiver, assignment):
    code = assignment.client.code
    refused(f"{code}: .*someone else", {assignment: companion}, coordinator)
    refused(
        f"{code}: .*not a companion of your organisation", {assignment: make_ready(make_coordinator())}, coordinator
    )
    offer({assignment: receiver}, coordinator)
    refused(f"{code}: .*already waiting", {assignment: receiver}, coordinator)
    refused("until when", {assignment: receiver}, coordinator, why=WhyHandOver.ABSENCE)
    refused("part of your role", {assignment: receiver}, companion)


def test_only_main_companions_have_a_stand_in(coordinator, receiver, assignment):
    second = assign(assignment.client, make_ready(coordinator), coordinator, part=Part.SECOND)
    refused(
        f"{assignment.client.code}: .*main companion", {second: receiver}, coordinator, why=WhyHandOver.ABSENCE,
        until_on=in_days(3),
    )  # fmt: skip


def test_each_fits_and_together_they_are_too_many(coordinator, companion, receiver, settings):
    settings.CASELOAD_MAX = 3
    both = {assign(make_client(coordinator), companion, coordinator, despite="Uji"): receiver for _ in range(2)}

    refused("load 4 of 3.*Say why", both, coordinator)

    refused("load 4 of 3.*Say why", both, coordinator, note="Terima kasih")

    offers = offer(both, coordinator, despite="Hanya sampai Januari")
    assert len(offers) == 2
    with acting_as(coordinator):
        assert "Hanya sampai Januari" in HandOver.objects.get().despite


# -- two at once -------------------------------------------------------------------------------------------------------


@AT_ONCE
def test_a_yes_and_a_taking_back_at_once_are_one_of_the_two(coordinator, companion, receiver, assignment):
    for first in ("accept", "take_back"):
        (one,) = offer({assignment: receiver}, coordinator)
        between = Between()
        jobs = {
            "accept": (receiver, lambda one=one: actions.accept(offer=one, by=receiver)),
            "take_back": (coordinator, lambda one=one: actions.take_back(offer=one, by=coordinator)),
        }
        actor, job = jobs.pop(first)

        def slowly(job=job, between=between):
            done = job()
            between.pause()
            return done

        won, lost = between.run((actor, slowly), *jobs.values())

        assert not isinstance(won, Exception), won
        assert isinstance(lost, NotPossible), lost
        (main,) = mains_of(assignment.client, coordinator)
        taken = first == "accept"
        assert main.companion_id == (receiver.id if taken else companion.id)
        assert now_of(one, coordinator).state == (OfferState.ACCEPTED if taken else OfferState.WITHDRAWN)
        if taken:  # the second turn begins where the first did
            (back,) = offer({main: companion}, coordinator)
            assignment = accept(back, companion)


@AT_ONCE
def test_a_yes_pressed_four_times_at_once_is_one_assignment(coordinator, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)

    answers = at_once(*[lambda: actions.accept(offer=one, by=receiver)] * 4, by=receiver)

    assert {type(answer) for answer in answers} == {Assignment}, answers
    assert len({answer.pk for answer in answers}) == 1
    assert len(mains_of(assignment.client, coordinator)) == 1


@AT_ONCE
def test_two_coordinators_offer_the_same_client_at_once_and_it_has_one_offer(coordinator, receiver, assignment):
    colleague, other = make_coordinator(coordinator.organisation), make_ready(coordinator)

    def offering(by, to):
        return by, lambda: actions.hand_over(
            token=token_for(by), companion=assignment.companion, by=by, why=WhyHandOver.LEAVING,
            choices={assignment: to.membership},
        )  # fmt: skip

    answers = at_once(offering(coordinator, receiver), offering(colleague, other))

    assert sorted(type(answer).__name__ for answer in answers) == ["HandOver", "NotPossible"], answers
    with acting_as(coordinator):
        assert Offer.objects.filter(client=assignment.client).count() == 1
        assert HandOver.objects.count() == 1


@AT_ONCE
def test_a_yes_while_the_coordinator_takes_the_client_over(coordinator, companion, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)

    answers = at_once(
        (receiver, lambda: actions.accept(offer=one, by=receiver)),
        (coordinator, lambda: actions.hold_rest(companion=companion.membership, by=coordinator)),
    )

    accepted = isinstance(answers[0], Assignment)
    assert accepted or isinstance(answers[0], NotPossible), answers
    assert answers[1] == (0 if accepted else 1), answers
    mains = mains_of(assignment.client, coordinator)
    assert [main.companion_id for main in mains] == ([receiver.id] if accepted else [])
    with acting_as(coordinator):
        row = Responsibility.objects.get(client=assignment.client, holder_id=coordinator.organisation.pk)
        assert accepted or row.worker_id == coordinator.id


# -- who may leave -----------------------------------------------------------------------------------------------------


def test_nobody_leaves_while_clients_depend_on_them(coordinator, companion, receiver, assignment):
    administrator = make_administrator(coordinator.organisation)
    second = assign(make_client(coordinator), receiver, coordinator)
    assign(second.client, companion, coordinator, part=Part.SECOND)
    with acting_as(companion):
        beside = case_actions.add_step(
            token=token_for(companion), client=second.client, by=companion, what="Menemani", due_on=in_days(4)
        )
        alone = case_actions.add_step(
            token=token_for(companion), client=assignment.client, by=companion, what="Mengantar", due_on=in_days(4)
        )
    with acting_as(administrator), pytest.raises((NotPossible, NotAllowed), match="2 clients"):
        account_actions.deactivate(membership=companion.membership, by=administrator)

    with acting_as(coordinator):
        assert actions.hold_rest(companion=companion.membership, by=coordinator) == 2

    with acting_as(coordinator):
        worker = Responsibility.objects.get(client=assignment.client, holder_id=coordinator.organisation.pk).worker_id
        assert worker == coordinator.id
        assert NextStep.objects.get(pk=alone.pk).owner_id == worker
        assert NextStep.objects.get(pk=beside.pk).owner_id == receiver.id
        assert Gap.objects.filter(client=assignment.client).exists()
        assert not Gap.objects.filter(client=second.client).exists()
    with acting_as(administrator):
        account_actions.deactivate(membership=companion.membership, by=administrator)
    assert not again(companion).membership.active


def test_taking_over_closes_the_offers_that_wait(coordinator, companion, receiver, assignment):
    (one,) = offer({assignment: receiver}, coordinator)
    with acting_as(coordinator):
        actions.hold_rest(companion=companion.membership, by=coordinator)

    assert now_of(one, coordinator).state == OfferState.WITHDRAWN
    with acting_as(receiver), pytest.raises(NotPossible, match="already closed"):
        actions.accept(offer=one, by=receiver)
