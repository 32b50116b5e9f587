"""A bench world is one that the application itself could have made: its rows open, and say what triggers would say."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client as Web
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Membership
from cases.codes import is_code
from cases.management.bench.codes import areas_for, codes
from cases.management.bench.people import PASSWORD
from cases.management.bench.plan import CASELOAD, LONG_HISTORY, Plan, is_shared
from cases.models import Client, Grant, HomeVisit, Identity, NextStep, PlannedVisit, Responsibility
from cases.search import find_clients
from privacy.context import acting_as, as_owner
from privacy.models import DemoMarker


def member(login):
    return Actor(Membership.objects.select_related("user", "organisation").get(user__username=login))


def test_codes_differ_and_are_codes():
    dealt = [code for code, _area in codes(3_000)]
    assert len(set(dealt)) == 3_000
    assert all(map(is_code, dealt))


def test_a_world_too_large_for_one_area_spreads_over_more():
    assert areas_for(100_000) == ["82.71"]
    assert len(areas_for(1_000_000)) == 5


@pytest.mark.parametrize("clients", [100, 1_000, 100_000])
def test_every_client_is_registered_by_one_lks(clients):
    lks = Plan(clients=clients, seed=1, today=None).lks
    assert lks[0].start == 0
    assert lks[-1].stop == clients
    assert all(one.stop == following.start for one, following in zip(lks, lks[1:], strict=False))


def test_rows_open_for_who_may_see_them(world):
    worker = member("peksos-1")
    with acting_as(worker):
        assert Client.objects.visible_to(worker).count() == sum(map(is_shared, range(world)))
        own = Responsibility.objects.filter(worker=worker.membership)
        assert own.count() == CASELOAD
        person = Identity.objects.get(pk=own.first().client_id)
        assert person.legal_name
        assert person.birth_date.year > 1950
        assert person.client.card.call_name
        assert any(visit.done for visit in HomeVisit.objects.filter(client=person.pk))
        assert person.pk in {hit.client_id for hit in find_clients(worker, person.legal_name, limit=50)}


def test_nobody_else_sees_a_row(world):
    companion = member("pendamping-1-1")
    with acting_as(companion):
        held = Grant.objects.filter(holder_id=companion.id).values_list("client", flat=True)
        assert 0 < len(held) < world
        assert set(Client.objects.values_list("pk", flat=True)) == set(held)


def test_one_history_is_long_in_every_measured_caseload(world):
    worker = member("peksos-2")
    with acting_as(worker):
        clients = Responsibility.objects.filter(worker=worker.membership).values("client")
        counts = [HomeVisit.objects.filter(client=row["client"]).count() for row in clients]
    assert max(counts) == LONG_HISTORY
    assert sorted(counts)[len(counts) // 2] == 5


def test_holders_rows_say_what_triggers_would_say(world):
    worker = member("peksos-1")
    with acting_as(worker):
        row = Responsibility.objects.filter(worker=worker.membership).exclude(next_due=None).first()
        before = (row.next_due, row.last_visit_on, row.stage, row.sort_on)
        coming = [
            *PlannedVisit.objects.planned()
            .filter(client=row.client, holder_id=row.holder_id)
            .values_list("planned_on"),
            *NextStep.objects.open().filter(client=row.client, holder_id=row.holder_id).values_list("due_on"),
        ]
        assert row.next_due == min(day for (day,) in coming)
        PlannedVisit.objects.planned().filter(client=row.client).first().save()  # wakes the trigger
        row.refresh_from_db()
        assert (row.next_due, row.last_visit_on, row.stage, row.sort_on) == before


def test_triggers_and_indexes_are_back(world):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE c.relname ~ '^(cases|privacy)_' AND t.tgenabled = 'D'"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'identity_name_pieces'")
        assert cursor.fetchone() == (1,)


def test_it_says_that_everyone_is_invented(world):
    assert DemoMarker.objects.exists()


def test_it_refuses_a_database_where_anybody_is(world):
    with pytest.raises(CommandError, match="not empty"):
        call_command("bench_world", clients=200)
    with as_owner():
        assert Client.objects.count() == world


@pytest.mark.parametrize("login", ["peksos-1", "koordinator-1", "koordinator-balai"])
@pytest.mark.parametrize("page", ["my_work", "client_list"])
def test_list_pages_ask_few_statements(world, login, page):
    web = Web()
    assert web.post(reverse("account_login"), {"login": login, "password": PASSWORD}).status_code == 302
    assert web.get(reverse(page)).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert web.get(reverse(page)).status_code == 200
    statements = [query["sql"] for query in asked if query["sql"] not in ("BEGIN", "COMMIT")]
    # A home page also says what referrals ask (3 statements), and to who coordinates companions who has none, who is
    # away and what is handed over.
    most = {"koordinator-1": 22}.get(login, 15) if page == "my_work" else 12
    assert len(statements) <= most, "\n".join(statements)
