"""A view that forgot its filter: every `visible_to` of clients' and companions' data gives all rows, and none leaks."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from cases.models import Client, Grant
from cases.models.base import ClientDataQuerySet
from companions.models import Offer
from companions.models.base import OfOnesOwnQuerySet, StaffQuerySet
from privacy.context import NOBODY, acting_as
from tests.matrix.declared import PAGES
from tests.matrix.test_matrix import COMMON, HOME, answer
from tests.people import make_coordinator, sign_in

LISTS = [
    "client_list", "my_work", "today", "visit_pick", "register_list", "papers", "notices",
    "gap_list", "register_names", "companion_list", "companion_workload_picture", "supervision_list", "handover_list",
    "meeting_list", "expiring_list",
]  # fmt: skip
OPEN = ["directory", "training_list"]  # tell every coordinator of places and courses, and nothing of people
OF_STAFF = [name for name, page in PAGES.items() if page.who and page.of and page.of not in COMMON | {"place"}]
SEARCHES = {"client_list": {"q": "Qwurp"}, "client_similar": {"nama": "Qwurp"}}
TYPED = [
    "Namaku", "Panggilku", "Alamatku", "rencanaku", "langkahku", "kegiatanku", "catatanku", "keluargaku", "kataku",
    "keinginanku", "batasku", "cutiku", "temuanku", "sepakatku", "serahku", "tempatku",
]  # fmt: skip


@pytest.fixture
def forgotten(monkeypatch):
    monkeypatch.setattr(ClientDataQuerySet, "visible_to", lambda self, actor: self.all())
    for queryset in (type(Grant.objects.all()), StaffQuerySet, OfOnesOwnQuerySet, type(Offer.objects.all())):
        monkeypatch.setattr(queryset, "visible_to", lambda self, actor: self.all())


@pytest.fixture
def stranger(world):
    from django.test import Client as Web

    return sign_in(Web(), make_coordinator())


def test_the_filter_was_really_taken_away(forgotten, world):
    companion = world.actors["pendamping"]  # sees nobody by the filter, and nobody by row security
    with acting_as(world.actors["koordinator"]):
        assert Client.objects.visible_to(companion).count() >= 3
    with acting_as(companion):
        assert Client.objects.visible_to(companion).count() == 0


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.of == "client"])
def test_no_page_of_a_client_opens(name, forgotten, world, stranger):
    page = PAGES[name]
    for standing in (("own", "LKS"), ("own", "BALAI"), ("shared with us", ""), ("a stranger's", "")):
        address = reverse(name, kwargs=page.kwargs(world.things[standing]))
        for method in page.methods.split():
            assert answer(stranger, method, address, page.sent) == 404


@pytest.mark.parametrize("name", OF_STAFF)
def test_no_page_of_another_organisations_companions_opens(name, forgotten, world, stranger):
    page = PAGES[name]
    for things in world.kept.values():
        for method in page.methods.split():
            address = reverse(name, kwargs={"pk": things[page.of]})
            assert answer(stranger, method, address, page.sent) in (403, 404), method


@pytest.mark.parametrize("name", LISTS)
def test_no_row_leaks_into_a_list(name, forgotten, world, stranger):
    response = stranger.get(reverse(name))

    assert response.status_code == 200
    assert_tells_nothing(response, world)


@pytest.mark.parametrize("name", OPEN)
def test_a_list_for_all_tells_nothing_of_people(name, forgotten, world, stranger):
    assert_tells_nothing(stranger.get(reverse(name)), world, asked=True)


@pytest.mark.parametrize("name", SEARCHES)
def test_no_row_leaks_into_a_search(name, forgotten, world, stranger):
    assert_tells_nothing(stranger.post(reverse(name), SEARCHES[name], follow=True), world, asked=True)


def test_the_lists_would_show_a_row_to_who_may_see_it(forgotten, world):
    for name in ("client_list", "my_work", "meeting_list"):
        assert world.word.encode() in world.web["koordinator"].get(reverse(name)).content


def assert_tells_nothing(response, world, asked=False):
    body = response.content.decode()
    for things in world.things.values():
        assert things.client.code not in body
        assert str(things.client.pk) not in body
    for typed in TYPED:
        assert typed not in body
    assert asked or world.word not in body


def tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p') "
            "AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def rows_in(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


# Of these the world holds no row that anyone has changed, imported or been refused yet.
EMPTY_HERE = {
    "cases_consentevent", "cases_importedrow", "cases_restrictednoteevent", "privacy_draft", "accounts_preference",
    "cases_contactcardevent", "cases_casefileevent", "cases_householdmemberevent", "cases_identityevent",
    "cases_clientevent", "cases_nextstepevent", "cases_plannedvisitevent", "cases_homevisitevent",
}  # fmt: skip


def test_without_a_person_no_secured_table_shows_a_row(world):
    world.web["koordinator"].get(reverse("client_list"))  # leaves a record of who opened what
    full = set()
    for role in HOME:
        with acting_as(world.actors[role]):
            full |= {table for table in tables() if rows_in(table)}
    assert set(tables()) - full <= EMPTY_HERE, "the world has no row there: nothing would be shown by this test"

    with acting_as(NOBODY):
        assert [table for table in tables() if rows_in(table)] == []
    with transaction.atomic():  # no settings at all, not even empty ones
        assert [table for table in tables() if rows_in(table)] == []
