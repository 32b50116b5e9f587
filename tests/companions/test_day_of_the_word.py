"""The day on which a client said something: not to come, not long ago; list and timeline name the same one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from cases.rules import NotPossible
from companions import actions, timeline
from companions.days import day_words
from companions.vocabulary import Said
from privacy.context import acting_as, as_owner
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


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def say(client, by, on, said=Said.AGREES):
    with acting_as(by):
        return actions.record_word(token=token_for(by), client=client, by=by, said=said, said_on=on)


@pytest.mark.parametrize(("on", "why"), [(date(1990, 1, 1), "more than a year ago"), (days_ago(40), "registered")])
def test_a_day_long_ago_is_asked_about(coordinator, client, on, why):
    with pytest.raises(NotPossible, match=why):
        say(client, coordinator, on)
    with pytest.raises(NotPossible, match=why):
        assign(client, make_ready(coordinator), coordinator, said_on=on)


def test_asked_at_the_door_and_registered_later(coordinator, client):
    assert say(client, coordinator, days_ago(3)).said_on == days_ago(3)


@pytest.mark.django_db(transaction=True)
def test_a_year_ago_is_too_long_whenever_the_client_was_registered(coordinator, client):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_client SET registered_at = now() - interval '5 years' WHERE id = %s", [client.pk])
    client.registered_at -= timedelta(days=1800)
    assert say(client, coordinator, days_ago(300))
    with pytest.raises(NotPossible, match="more than a year ago"):
        say(client, coordinator, days_ago(400))


def test_the_timeline_names_the_day_on_which_it_was_said(coordinator, client):
    say(client, coordinator, days_ago(3), Said.REFUSES)
    with acting_as(coordinator):
        [entry] = timeline.assignments(client, None, 10)
    assert day_words(days_ago(3)) in entry.title
