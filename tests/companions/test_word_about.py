"""What a client said of one companion is not shown as said of another."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from companions import actions, rules
from companions.vocabulary import Said
from privacy.context import acting_as
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready

pytestmark = pytest.mark.django_db(transaction=True)  # assignments are dated with the transaction's time


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def client(coordinator):
    return make_client(coordinator)


def say(client, by, said):
    with acting_as(by):
        actions.record_word(token=token_for(by), client=client, by=by, said=said, said_on=timezone.localdate())


def said_of(assignment, by):
    with acting_as(by):
        word = rules.word_about(assignment)
        return word and word.said


def test_the_word_on_the_one_before_is_not_shown_for_the_new_one(web, coordinator, client):
    old = assign(client, make_ready(coordinator, name="Sari Umasugi"), coordinator)
    say(client, coordinator, Said.WANTS_OTHER)
    page = web.get(reverse("companion_assign", args=[client.pk])).content.decode()
    assert "Sari Umasugi: Meminta orang lain" in page, "before someone is chosen it says of whom"
    new = assign(client, make_ready(coordinator), coordinator, said=Said.NOT_ASKED, replaces=old)

    assert said_of(new, coordinator) is None
    panel = web.get(client.get_absolute_url()).content.decode()
    panel = panel[panel.index('id="pendamping"') :]
    assert "belum ditanya" in panel[: panel.index("</section>")].lower()


def test_said_since_they_came_or_for_them(coordinator, client):
    one = make_ready(coordinator)
    first = assign(client, one, coordinator)
    assert said_of(first, coordinator) == Said.AGREES
    say(client, coordinator, Said.WANTS_OTHER)
    assert said_of(first, coordinator) == Said.WANTS_OTHER
    other = assign(client, make_ready(coordinator), coordinator, said=Said.NOT_ASKED, replaces=first)
    again = assign(client, one, coordinator, said=Said.NOT_ASKED, replaces=other)
    assert said_of(again, coordinator) is None, "what was said the first time is another matter"


def test_a_yes_to_the_same_one_is_not_asked_for_again(coordinator, client):
    one = make_ready(coordinator)
    first = assign(client, one, coordinator)
    other = assign(client, make_ready(coordinator), coordinator, said=Said.NOT_ASKED, replaces=first)
    again = assign(client, one, coordinator, said=Said.NOT_ASKED, replaces=other)
    assert said_of(again, coordinator) == Said.AGREES
