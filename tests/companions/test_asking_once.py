"""A client is asked once whether they agree, by whom it concerns; a day that has passed is nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cases.models import NextStep
from cases.rules import NotPossible
from companions import actions
from companions.models import Assignment, ClientWord
from companions.vocabulary import EndReason, Part, Said, WhyHandOver
from privacy.context import acting_as
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def client(coordinator):
    return make_client(coordinator)


def say(client, by, said, on=None):
    with acting_as(by):
        return actions.record_word(
            token=token_for(by), client=client, by=by, said=said, said_on=on or timezone.localdate()
        )


def to_ask(coordinator):
    with acting_as(coordinator):
        return [step.owner_id for step in NextStep.objects.open()]


def hand_over(coordinator, assignment, receiver, why, days=5):
    with acting_as(coordinator):
        made = actions.hand_over(
            token=token_for(coordinator), companion=assignment.companion, by=coordinator, why=why,
            choices={assignment: receiver.membership}, until_on=timezone.localdate() + timedelta(days=days),
        )  # fmt: skip
        offer = made.offers.get()
    with acting_as(receiver):
        return actions.accept(offer=offer, by=receiver)


def test_the_answer_ends_the_question(coordinator, client):
    companion = make_ready(coordinator)
    assign(client, companion, coordinator, said=Said.NOT_ASKED)
    assert to_ask(coordinator) == [companion.id]
    say(client, companion, Said.AGREES)
    assert to_ask(coordinator) == []


def test_the_question_goes_with_whom_it_is_about(coordinator, client):
    main, second = make_ready(coordinator), make_ready(coordinator)
    assign(client, main, coordinator)
    beside = assign(client, second, coordinator, said=Said.NOT_ASKED, part=Part.SECOND)
    assert to_ask(coordinator) == [second.id]
    with acting_as(coordinator):
        actions.end(assignment=beside, by=coordinator, reason=EndReason.OTHER)
    assert to_ask(coordinator) == [], "the main companion is not to ask about somebody else"


def test_who_has_agreed_to_someone_is_not_asked_about_them_again(coordinator, client):
    main, other = make_ready(coordinator), make_ready(coordinator)
    first = assign(client, main, coordinator)
    between = assign(client, other, coordinator, replaces=first)
    assign(client, main, coordinator, said=Said.NOT_ASKED, replaces=between)
    assert to_ask(coordinator) == []
    with acting_as(coordinator):
        assert not ClientWord.objects.filter(said=Said.NOT_ASKED).exists()


def test_a_stand_in_asks_nothing_and_gives_the_question_back(coordinator, client):
    main, receiver, next_one = (make_ready(coordinator) for _number in range(3))
    assignment = assign(client, main, coordinator, said=Said.NOT_ASKED)
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=main.membership.companion, by=coordinator,
            from_on=timezone.localdate(), until_on=timezone.localdate() + timedelta(days=9),
        )  # fmt: skip
    stand_in = hand_over(coordinator, assignment, receiver, WhyHandOver.ABSENCE, days=9)
    with acting_as(coordinator):
        stand_in = Assignment.objects.select_related("companion", "client").get(pk=stand_in.pk)
    after = hand_over(coordinator, stand_in, next_one, WhyHandOver.LEAVING)
    assert after.part == Part.STAND_IN and to_ask(coordinator) == [next_one.id]
    with acting_as(coordinator):
        actions.cancel_absence(absence=main.membership.absences.get(), by=coordinator)
    assert to_ask(coordinator) == [main.id]


def test_an_older_yes_is_no_answer_to_a_refusal(coordinator, client):
    say(client, coordinator, Said.REFUSES)
    companion = make_ready(coordinator)
    before = timezone.localdate() - timedelta(days=3)
    with pytest.raises(NotPossible, match="wanted nobody"):
        assign(client, companion, coordinator, said_on=before)
    assert assign(client, companion, coordinator, said_on=before, despite="Keluarga minta").despite


def test_who_replaces_someone_begins_today(coordinator, client):
    with acting_as(coordinator):
        type(client).objects.filter(pk=client.pk).update(registered_at=timezone.now() - timedelta(days=90))
    old = assign(client, make_ready(coordinator), coordinator)
    before = timezone.localdate() - timedelta(days=4)
    with pytest.raises(NotPossible, match="someone else"):
        assign(client, make_ready(coordinator), coordinator, from_on=before, replaces=old)
    assert assign(client, make_ready(coordinator), coordinator, from_on=before, part=Part.SECOND)
