"""A stand-in begins with the absence and not with the yes; what can come to nothing waits no longer."""

import pytest
from django.db import connection
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone, translation

from cases.models import Grant, Responsibility
from cases.rules import NotPossible
from companions import actions, running, timeline
from companions.days import day_words
from companions.models import Assignment, Offer
from companions.vocabulary import EndReason, OfferState, Part, WhyHandOver
from privacy.context import acting_as, as_owner
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.companions.test_handover import accept, in_days, now_of, offer, opens
from tests.people import make_organisation, sign_in

pytestmark = pytest.mark.django_db
AT_ONCE = pytest.mark.django_db(transaction=True)  # the owner of the tables is a second connection


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Nurmala Ishak")


@pytest.fixture
def receiver(coordinator):
    return make_ready(coordinator, name="Maria Lessy")


@pytest.fixture
def assignment(coordinator, companion):
    return assign(make_client(coordinator), companion, coordinator)


@pytest.fixture
def absence(coordinator, companion):
    """From in two days until in nine."""
    with acting_as(coordinator):
        return actions.add_absence(
            token=token_for(coordinator), companion=companion.membership.companion, by=coordinator,
            from_on=in_days(2), until_on=in_days(9),
        )  # fmt: skip


def offer_to_stand_in(assignment, receiver, by, until=9):
    return offer({assignment: receiver}, by, WhyHandOver.ABSENCE, until_on=in_days(until))[0]


def grant_of(assignment):
    with as_owner():
        return Grant.objects.get(source=assignment.pk)


@AT_ONCE
def test_who_stands_in_later_sees_the_client_from_the_first_day_on(coordinator, receiver, assignment, absence):
    client = assignment.client
    stand_in = accept(offer_to_stand_in(assignment, receiver, coordinator), receiver)

    assert (stand_in.from_on, stand_in.begins_later) == (in_days(2), True)
    assert not opens(receiver, client)
    assert timezone.localtime(grant_of(stand_in).starts_at).date() == in_days(2)
    with as_owner(), connection.cursor() as cursor:  # the day has come
        cursor.execute("UPDATE cases_grant SET starts_at = now() WHERE source = %s", [stand_in.pk])
    assert opens(receiver, client)


def test_the_place_is_taken_before_it_begins(coordinator, receiver, assignment, absence):
    accept(offer_to_stand_in(assignment, receiver, coordinator), receiver)
    with pytest.raises(NotPossible, match="stands in already"):
        offer_to_stand_in(assignment, make_ready(coordinator), coordinator)


def test_a_yes_that_begins_later_stands_on_the_page_of_offers(coordinator, receiver, assignment, absence):
    one = offer_to_stand_in(assignment, receiver, coordinator)
    web = sign_in(Web(), receiver)
    page = web.post(reverse("offer_accept", args=[one.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("offers")
    assert [row.pk for row in page.context["coming"]] == [one.pk]


@AT_ONCE
def test_back_before_it_began_and_nobody_sees_anything(coordinator, receiver, assignment, absence):
    stand_in = accept(offer_to_stand_in(assignment, receiver, coordinator), receiver)
    with acting_as(coordinator):
        actions.cancel_absence(absence=absence, by=coordinator)
        assert not Assignment.objects.current().filter(part=Part.STAND_IN).exists()
    assert grant_of(stand_in).ends_at <= timezone.now()
    with as_owner():
        assert not Responsibility.objects.get(holder_id=receiver.id).live


def test_handed_on_before_it_began_it_begins_no_sooner(coordinator, receiver, assignment, absence):
    stand_in = accept(offer_to_stand_in(assignment, receiver, coordinator), receiver)
    other = make_ready(coordinator)
    handed_on = accept(offer({stand_in: other}, coordinator)[0], other)
    assert (handed_on.part, handed_on.from_on) == (Part.STAND_IN, in_days(2))
    assert not opens(other, assignment.client)


def test_an_absence_that_comes_after_the_last_day_says_nothing(coordinator, receiver, assignment, absence):
    stand_in = accept(offer_to_stand_in(assignment, receiver, coordinator, until=1), receiver)
    assert stand_in.from_on == in_days(0)


@AT_ONCE
def test_an_offer_that_can_come_to_nothing_waits_no_longer(coordinator, receiver, assignment):
    one = offer_to_stand_in(assignment, receiver, coordinator)
    other = make_ready(coordinator)
    with as_owner():
        Assignment(
            client=assignment.client, companion=other.membership, organisation=coordinator.organisation,
            part=Part.STAND_IN, until_on=in_days(9), assigned_by=coordinator.membership, stands_in_for=assignment,
        ).save(force_insert=True)  # fmt: skip
    with acting_as(receiver), pytest.raises(NotPossible, match="has changed"):
        actions.accept(offer=one, by=receiver)
    assert now_of(one, coordinator).state == OfferState.WITHDRAWN


@AT_ONCE
def test_an_offer_is_accepted_within_one_house(coordinator, receiver, assignment):
    one = offer({assignment: receiver}, coordinator)[0]
    with as_owner(), connection.cursor() as cursor:
        elsewhere = make_organisation("LKS")
        cursor.execute("UPDATE accounts_membership SET organisation_id = %s WHERE id = %s", [elsewhere.pk, receiver.id])
    with acting_as(receiver), pytest.raises(NotPossible, match="has changed"):
        actions.accept(offer=one, by=receiver)
    with acting_as(coordinator):
        assert Offer.objects.get(pk=one.pk).state == OfferState.WITHDRAWN
        assert Assignment.objects.current().get(part=Part.MAIN).pk == assignment.pk


def test_the_page_of_offers_says_what_one_would_carry(coordinator, receiver, companion, assignment):
    second = assign(make_client(coordinator), companion, coordinator)
    offer({assignment: receiver, second: receiver}, coordinator)
    page = sign_in(Web(), receiver).get(reverse("offers"))
    assert (page.context["load"], page.context["all"]) == (0, 4)
    assert [after for _one, after in page.context["waiting"]] == [2, 2]


def test_a_closed_offer_shows_no_form(coordinator, receiver, assignment):
    one = offer({assignment: receiver}, coordinator)[0]
    accept(one, receiver)
    answer = sign_in(Web(), receiver).get(reverse("offer_decline", args=[one.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("offers"))


def under_way(coordinator):
    with acting_as(coordinator):
        return running.running(coordinator)[0]


def test_an_absence_that_was_cancelled_is_under_way_no_longer(coordinator, receiver, companion, assignment, absence):
    second = assign(make_client(coordinator), companion, coordinator)
    accept(offer_to_stand_in(assignment, receiver, coordinator), receiver)
    offer_to_stand_in(second, receiver, coordinator)
    url = reverse("absence_cancel", args=[absence.pk])
    web = sign_in(Web(), coordinator)
    assert under_way(coordinator)
    page = web.get(url)
    assert len(page.context["happens"]) == 4, "the stand-in and the open offer are both named"
    web.post(url)
    assert under_way(coordinator) == []


def titles(client, by):
    with acting_as(by):
        return [entry.title for entry in timeline.assignments(client, None, 9)]


def test_the_timeline_says_from_when_someone_stands_in(coordinator, receiver, assignment, absence):
    accept(offer_to_stand_in(assignment, receiver, coordinator), receiver)
    first, last = day_words(in_days(2)), day_words(in_days(9))
    assert f"Maria Lessy stands in from {first} until {last}" in titles(assignment.client, coordinator)

    with acting_as(coordinator):
        actions.cancel_absence(absence=absence, by=coordinator)
    assert "Maria Lessy need not stand in" in titles(assignment.client, coordinator)


def test_one_who_stands_in_at_once_has_no_first_day_in_the_timeline(coordinator, receiver, assignment):
    stand_in = accept(offer_to_stand_in(assignment, receiver, coordinator), receiver)
    assert f"Maria Lessy stands in until {day_words(in_days(9))}" in titles(assignment.client, coordinator)

    with acting_as(coordinator):
        actions.end(assignment=stand_in, by=coordinator, reason=EndReason.OTHER)
    assert "Maria Lessy no longer stands in" in titles(assignment.client, coordinator)
