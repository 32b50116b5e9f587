"""Assigned by mistake: the client was without anyone all along, and the lists say since when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from companions import actions, uncovered
from companions.models import Assignment, Gap
from companions.vocabulary import EndReason
from privacy.context import acting_as, as_owner
from tests.clients import make_client
from tests.companions.making import assign, make_ready

pytestmark = pytest.mark.django_db(transaction=True)  # the owner puts clocks back on a connection of its own
LONG_AGO = timedelta(days=20)


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator)


@pytest.fixture
def client(coordinator):
    """With the organisation for twenty days."""
    client = make_client(coordinator)
    with as_owner(), connection.cursor() as cursor:
        for table in ("cases_responsibility", "companions_gap"):
            cursor.execute(f"UPDATE {table} SET since = now() - interval '20 days' WHERE client_id = %s", [client.pk])
        cursor.execute("UPDATE cases_casefileevent SET pgh_created_at = pgh_created_at - interval '20 days'")
    return client


def end(assignment, by, reason):
    with acting_as(by):
        return actions.end(assignment=assignment, by=by, reason=reason)


def waits_for(client, by):
    with acting_as(by):
        return timezone.now() - Gap.objects.get(client=client).since


def test_a_mistake_is_not_counted(coordinator, companion, client):
    end(assign(client, companion, coordinator), coordinator, EndReason.MISTAKE)
    assert waits_for(client, coordinator) > LONG_AGO - timedelta(minutes=5)
    with acting_as(coordinator):
        [row], _total = uncovered.alone(coordinator, 5)
    assert (row.late, row.ended) == (True, ""), "it never had one"


def test_two_mistakes_are_none_either(coordinator, companion, client):
    for _time in range(2):
        end(assign(client, companion, coordinator), coordinator, EndReason.MISTAKE)
    assert waits_for(client, coordinator) > LONG_AGO - timedelta(minutes=5)


def test_whoever_was_there_before_the_mistake_counts(coordinator, companion, client):
    first = end(assign(client, companion, coordinator), coordinator, EndReason.OTHER)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE companions_assignment SET ended_at = now() - interval '3 days', "
            "started_at = now() - interval '9 days' WHERE id = %s",
            [first.pk],
        )
    end(assign(client, companion, coordinator), coordinator, EndReason.MISTAKE)
    assert timedelta(days=2) < waits_for(client, coordinator) < timedelta(days=4)


def test_whoever_stopped_leaves_a_gap_from_now_on(coordinator, companion, client):
    end(assign(client, companion, coordinator), coordinator, EndReason.OTHER)
    assert waits_for(client, coordinator) < timedelta(minutes=5)


def test_the_day_of_a_mistake_bars_no_day_before_it(coordinator, companion, client):
    end(assign(client, companion, coordinator), coordinator, EndReason.MISTAKE)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_client SET registered_at = now() - interval '20 days' WHERE id = %s", [client.pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    assert assign(client, companion, coordinator, from_on=yesterday).from_on == yesterday
    with acting_as(coordinator):
        assert Assignment.objects.current().filter(client=client).count() == 1
