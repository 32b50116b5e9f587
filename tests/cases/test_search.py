"""The search as a page uses it: the web's role, row security, the definer function, sealed names."""

from datetime import date

import pytest
from django.db import connection

from cases.search import find_clients, similar_clients
from privacy.context import NOBODY, acting_as
from tests.clients import make_client, share_with
from tests.people import make_coordinator, make_referral_officer, make_social_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def rahma(coordinator):
    for name in ("Burhan Marsaoly", "Sri Rukmana", "Siti Nuraini"):
        make_client(coordinator, name=name)
    return make_client(coordinator, name="Siti Rahmawati Umasugi", call_name="Ima", birth_date=date(1992, 5, 4))


def found(actor, text, **options):
    with acting_as(actor):
        return [hit.client_id for hit in find_clients(actor, text, **options)]


@pytest.mark.parametrize(
    "typed",
    [
        "Siti Rahmawati Umasugi",
        "sit rahm",
        "St. Rachmawaty Oemasugi",
        "umasugi siti",
        "rahmawti umasgi",
        "sitirahmawati",
        "rahma wati",
        "ima",
    ],
)
def test_a_half_remembered_name_is_found_first(rahma, coordinator, typed):
    assert found(coordinator, typed)[:1] == [rahma.pk]


def test_a_hit_brings_the_opened_names(rahma, coordinator):
    with acting_as(coordinator):
        hit = find_clients(coordinator, "rahmawati umasugi")[0]
    assert (hit.legal_name, hit.call_name) == ("Siti Rahmawati Umasugi", "Ima")


def test_strangers_find_nobody(rahma):
    assert found(make_coordinator(), "Siti Rahmawati Umasugi") == []
    assert found(NOBODY, "Siti Rahmawati Umasugi") == []


def test_without_a_person_set_the_function_itself_gives_nothing(rahma, coordinator):
    with acting_as(NOBODY):
        assert find_clients(coordinator, "Siti Rahmawati Umasugi") == []  # a view that forgot whose transaction it is


def test_a_share_opens_the_search_for_care_and_not_for_referral(rahma, coordinator):
    balai = make_social_worker()
    share_with(rahma, balai.organisation, coordinator)
    assert found(balai, "siti rahma") == [rahma.pk]
    assert found(make_referral_officer(balai.organisation), "siti rahma") == []


@pytest.mark.parametrize("typed", ["", " ", "…", "'; DROP TABLE cases_client; --", "x" * 5000, "%", "a b c d e f g h"])
def test_whatever_is_typed_does_no_harm(rahma, coordinator, typed):
    assert isinstance(found(coordinator, typed), list)


def test_the_longest_question_is_still_answered(rahma, coordinator):
    assert found(coordinator, "siti rahmavati umazugi ima zzzzz")[:1] == [rahma.pk]


def test_limit(coordinator):
    for number in range(4):
        make_client(coordinator, name=f"Siti Contoh {'abcd'[number] * 4}")
    assert len(found(coordinator, "siti contoh", limit=3)) == 3


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, True),
        ({"birth_year": 1993}, True),
        ({"birth_year": 1971}, False),
    ],
)
def test_a_name_alone_is_no_identity(rahma, coordinator, facts, shown):
    with acting_as(coordinator):
        similar = similar_clients(coordinator, "Siti Rachmawati Umasugi", **facts)
    assert [one.client_id for one in similar] == ([rahma.pk] if shown else [])


def test_similar_clients_of_others_are_not_told(rahma):
    stranger = make_coordinator()
    with acting_as(stranger):
        assert similar_clients(stranger, "Siti Rahmawati Umasugi", birth_year=1992) == []


def test_the_web_cannot_read_names_past_the_function(rahma):
    with acting_as(make_coordinator()), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_identity")
        assert cursor.fetchone() == (0,)
