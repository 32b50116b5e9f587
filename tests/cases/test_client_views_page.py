"""The client page: what it shows to whom, what it records, what it costs."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.models import HomeVisit, NextStep
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.cases.pages import HEALTH, statements, title_of
from tests.clients import give_consent, make_client, make_visit, share_with, token_for
from tests.matrix.declared import PAGES
from tests.people import make_coordinator, make_member, make_social_worker, sign_in

pytestmark = pytest.mark.django_db

NIK = "8271024302900001"


@pytest.fixture
def coordinator():
    return make_coordinator(name="Koordinator Contoh")


@pytest.fixture
def web(coordinator):
    return sign_in(Web(), coordinator)


@pytest.fixture
def person(coordinator):
    return make_client(
        coordinator, name="Aisyah Umasugi", call_name="Icha", nik=NIK, time="setelah 16.00", never="jangan telepon"
    )


def body(web, person, **query):
    return web.get(person.get_absolute_url(), query).content.decode()


def test_the_contact_card_comes_first_then_what_is_next_then_the_timeline(web, person, coordinator):
    make_visit(person, coordinator)
    page = body(web, person)
    places = [page.index(word) for word in ("setelah 16.00", "jangan telepon", 'id="linimasa"')]
    assert places == sorted(places)


def test_a_number_is_shown_only_where_calling_is_allowed(web, coordinator):
    for way, shown in (("telepon", True), ("whatsapp", True), ("jangan", False), ("pendamping", False)):
        client = make_client(coordinator, way=way)
        with acting_as(coordinator):
            actions.edit_card(client=client, by=coordinator, card={"phone": "+6281200000042"}, checked=False)
        page = body(web, client)
        assert ("0812-0000-0042" in page) is shown, way
        assert ("tel:+6281200000042" in page) is (way == "telepon"), way


# -- NIK ---------------------------------------------------------------------------------------------------------------


def test_the_nik_is_masked_until_asked_for_and_the_asking_is_recorded(web, person, coordinator):
    assert NIK not in body(web, person)

    response = web.post(reverse("client_nik", args=[person.pk]))

    assert NIK in response.content.decode()
    assert NIK not in body(web, person), "in that one answer only"
    with acting_as(coordinator):
        assert AccessedRecord.objects.filter(subject=person.pk, kind="nik", member_id=coordinator.id).count() == 1


def test_asking_for_it_is_limited(web, person, settings):
    settings.NIK_SHOWN_PER_HOUR = 2
    address = reverse("client_nik", args=[person.pk])
    assert [web.post(address).status_code for _try in range(3)] == [200, 200, 429]


def test_the_page_with_the_nik_leads_nowhere_that_cannot_be_opened(web, person):
    page = web.post(reverse("client_nik", args=[person.pk])).content.decode()
    assert 'href="?' not in page


# -- who opened it, who may --------------------------------------------------------------------------------------------


def test_who_opened_the_data_is_listed_in_plain_words(web, person, coordinator):
    balai = make_social_worker(name="Petugas Balai Contoh")
    share_with(person, balai.organisation, coordinator)
    sign_in(Web(), balai).get(person.get_absolute_url())

    page = web.get(reverse("client_access", args=[person.pk])).content.decode()

    assert "Petugas Balai Contoh" in page and balai.organisation.name in page
    assert balai.organisation.name in body(web, person)


def test_opening_the_page_twice_leaves_two_records_and_one_line(web, person, coordinator):
    for _twice in range(2):
        web.get(person.get_absolute_url())
    response = web.get(reverse("client_access", args=[person.pk]))

    with acting_as(coordinator):
        assert AccessedRecord.objects.filter(subject=person.pk, kind="view").count() == 3
    assert len(response.context["openings"]) == 1


def test_a_page_that_was_refused_leaves_no_record(person, coordinator):
    for actor in (make_coordinator(), make_member("pimpinan", coordinator.organisation)):
        assert sign_in(Web(), actor).get(person.get_absolute_url()).status_code == 404
    with acting_as(coordinator):
        assert AccessedRecord.objects.count() == 0


# -- the timeline ------------------------------------------------------------------------------------------------------


def fill(person, by, visits):
    """Visits and done steps as the tables would hold them after months; the visits in one statement."""
    told = {"client": person, "holder_id": by.organisation.pk, "recorded_by": by.membership, "place": "rumah"}
    now = timezone.now()
    with acting_as(by):
        HomeVisit.objects.bulk_create(
            HomeVisit(**told, result="TERLAKSANA", visited_at=now - timedelta(days=number), done=f"kegiatan {number}")
            for number in range(visits)
        )
        for number in range(visits // 5):
            step = actions.add_step(
                token=token_for(by), client=person, by=by, what=f"langkah {number}", due_on=timezone.localdate()
            )
            actions.finish_step(step=step, by=by)


def test_fifty_visits_cost_what_five_cost(web, coordinator):
    few, many = make_client(coordinator), make_client(coordinator)
    for client, visits in ((few, 5), (many, 50)):
        give_consent(client, coordinator)
        fill(client, coordinator, visits)

    page, for_few = statements(web, few.get_absolute_url())
    longer, for_many = statements(web, many.get_absolute_url())

    assert len(for_many) == len(for_few), "\n".join(for_many)
    assert len(longer.content) < len(page.content) * 4
    assert [one for one in for_many if re.search(r" OFFSET [1-9]", one)] == []


def test_the_timeline_goes_back_to_the_first_entry_without_loss_or_double(web, coordinator):
    person = make_client(coordinator)
    fill(person, coordinator, 45)
    seen, address = [], person.get_absolute_url()
    while address:
        response = web.get(address)
        seen += [entry.thing.pk for entry in response.context["entries"]]
        address = response.context["older_url"].partition("#")[0]

    assert len(seen) == len(set(seen)) == 45 + 9
    with acting_as(coordinator):
        assert set(seen) == {
            *HomeVisit.objects.values_list("pk", flat=True),
            *NextStep.objects.values_list("pk", flat=True),
        }


@pytest.mark.parametrize(
    "query", [{"lihat": "x"}, {"sebelum": "x"}, {"sebelum": "2026-13-45"}, {"sebelum": "2026-01-01"}]
)
def test_an_address_that_makes_no_sense_shows_the_newest(query, web, person, coordinator):
    make_visit(person, coordinator)
    response = web.get(person.get_absolute_url(), query)
    assert response.status_code == 200 and response.context["entries"]


def test_a_hidden_visit_is_a_line_that_says_why(web, person, coordinator):
    visit = make_visit(person, coordinator, done="Isi yang keliru")
    with acting_as(coordinator):
        actions.hide_visit(visit=visit, by=coordinator, because="tertukar orang")
    page = body(web, person)
    assert "tertukar orang" in page and "Isi yang keliru" not in page


# -- titles and addresses ----------------------------------------------------------------------------------------------


def test_no_page_of_a_client_has_a_name_or_a_health_word_in_title_or_address(web, coordinator):
    from tests.matrix.world import World

    world = World()
    web = world.web["koordinator"]
    things = world.things["own", "LKS"]
    for name, page in PAGES.items():
        if "GET" not in page.methods or page.of not in ("", "client", *world.kept["ours"]):
            continue
        of_ours = page.who and page.of
        address = reverse(name, kwargs={"pk": world.kept["ours"][page.of]} if of_ours else page.kwargs(things))
        response = web.get(address)
        assert not HEALTH.search(address), name
        if response.status_code == 200 and b"<title>" in response.content:
            title = title_of(response)
            assert world.word not in title and not HEALTH.search(title), (name, title)


@pytest.mark.parametrize("role", ["supervisor", "koordinator"])
def test_each_role_sees_the_buttons_it_may_press(role, person, coordinator):
    web = sign_in(Web(), make_member(role, coordinator.organisation))
    page = body(web, person)
    writes = ["visit_new", "plan_new", "client_card", "client_person", "consent_new", "client_share"]
    shown = {name for name in writes if reverse(name, args=[person.pk]) in page}
    assert shown == (set(writes) if role == "koordinator" else set())
