"""The client list: filters, search, pages by key, and what each costs."""

from datetime import date, timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.models import Client, PlannedVisit
from cases.views import client_list
from privacy.context import acting_as
from privacy.models import AccessedRecord, AccessEvent
from regions.models import Region
from tests.cases.pages import HEALTH, codes_in, statements, title_of
from tests.clients import make_client, make_visit, share_with, token_for
from tests.people import again, make_coordinator, make_member, make_organisation, make_social_worker, sign_in

pytestmark = pytest.mark.django_db

LIST = reverse("client_list")
NIK = "8271024302900001"


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def web(coordinator):
    return sign_in(Web(), coordinator)


def codes(web, **query):
    return codes_in(web.post(LIST, query, follow=True) if "q" in query else web.get(LIST, query))


def plan(client, by, days):
    with acting_as(by):
        actions.plan_visit(
            token=token_for(by), client=client, by=by, planned_on=timezone.localdate() + timedelta(days=days),
            place="rumah",
        )  # fmt: skip


# -- pages by key ------------------------------------------------------------------------------------------------------


def test_a_hundred_and_twenty_clients_come_once_each_and_cost_what_one_costs(web, coordinator):
    make_client(coordinator)
    _page, for_one = statements(web, LIST)
    for number in range(119):
        client = make_client(coordinator)
        if number % 3:
            plan(client, coordinator, number // 9)  # many on the same day: the key must tell them apart

    page, for_fifty = statements(web, LIST)
    seen, pages = codes_in(page), 1
    while following := page.context["next_url"]:
        page = web.get(LIST + following)
        seen += codes_in(page)
        pages += 1

    assert pages == 3 and len(seen) == len(set(seen)) == 120
    assert len(for_fifty) == len(for_one) <= 12, "\n".join(for_fifty)
    for_fifty = [one.replace(" OFFSET 0)", ")") for one in for_fifty]  # a fence for the planner, no paging
    assert not any(" OFFSET " in one or "COUNT(*)" in one.upper() for one in for_fifty if "cases_" in one)
    assert seen[:2] and page.context["first_url"]


@pytest.mark.parametrize("key", ["x", "a:b:c", "", "%00", "2026-01-01"])
def test_a_key_that_is_none_begins_at_the_top(key, web, coordinator):
    client = make_client(coordinator)
    assert codes(web, sejak=key) == [client.code]


def test_who_has_nothing_next_stands_on_top_then_what_is_late(web, coordinator):
    without, soon, late = (make_client(coordinator) for _ in range(3))
    plan(soon, coordinator, 5)
    plan(late, coordinator, 0)
    with acting_as(coordinator):
        PlannedVisit.objects.filter(client=late).update(planned_on=timezone.localdate() - timedelta(days=1))

    response = web.get(LIST)

    assert codes_in(response) == [without.code, late.code, soon.code]
    body = response.content.decode()
    assert body.count("tag-late") == 1 and "1 hari" in body


# -- filters -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def five(coordinator):
    """Told apart by each filter."""
    places = list(Region.objects.filter(code__startswith="82.71", level="kelurahan")[:2])
    found = {
        name: make_client(coordinator, kelurahan=places[name != "here"]) for name in ("here", "seen", "mine", "next")
    }
    found["closed"] = make_client(coordinator)
    make_visit(found["seen"], coordinator)
    plan(found["next"], coordinator, 3)
    with acting_as(coordinator):
        actions.assign_worker(client=found["mine"], by=coordinator, worker=coordinator.membership)
        actions.change_stage(
            client=Client.objects.get(pk=found["closed"].pk), by=coordinator, to="TERMINASI", closing="pindah daerah",
            reason="x",
        )  # fmt: skip
    found["place"] = places[0]
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "here seen mine next"),
        ({"tahap": "ASESMEN"}, "here seen mine next"),
        ({"tahap": "TERMINASI"}, "closed"),
        ({"tahap": "AKTIF"}, ""),
        ({"kelurahan": "place"}, "here"),
        ({"petugas": "saya"}, "mine"),
        ({"petugas": "tidak-ada"}, "here seen next"),
        ({"hari": "30"}, "here mine next"),
        ({"tanpa_langkah": "on"}, "here mine"),
        ({"keterlambatan": "on"}, ""),
        ({"petugas": "tidak-ada", "tanpa_langkah": "on"}, "here"),
        ({"tahap": "NGAWUR", "hari": "x", "petugas": "x", "kelurahan": "x"}, "here seen mine next"),
    ],
)
def test_filters(query, expected, web, five):
    query = {name: five["place"].code if value == "place" else value for name, value in query.items()}

    response = web.get(LIST, query)

    assert response.status_code == 200
    assert set(codes_in(response)) == {five[name].code for name in expected.split()}


def test_a_filter_in_use_can_be_taken_off(web, five):
    response = web.get(LIST, {"petugas": "saya", "tahap": "ASESMEN"})
    addresses = {url for _word, url in response.context["filters"]}
    assert addresses == {"?tahap=ASESMEN", "?petugas=saya"}


# -- search ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def aisyah(coordinator):
    return make_client(coordinator, name="Aisyah Umasugi", call_name="Icha", nik=NIK, phone="+6281234567890")


@pytest.mark.parametrize(
    "asked",
    [
        "Aisyah Umasugi",
        "aisah umasugi",
        "icha",
        "umasug",
        NIK,
        "8271 0243 0290 0001",
        "0812-3456-7890",
        "+62 812 3456 7890",
    ],
)
def test_found_by_name_nik_or_number(asked, web, aisyah, coordinator):
    make_client(coordinator, name="Budi Contoh", call_name="Budi")
    assert codes(web, q=asked) == [aisyah.code]


def test_found_by_code_however_it_is_typed(web, aisyah):
    assert codes(web, q=aisyah.code) == codes(web, q=f" {aisyah.code.lower()} ") == [aisyah.code]


@pytest.mark.parametrize(
    "asked", ["Zulkifli", "TTE-0000-0", "9999999999999999", "1234567890123456789012", "0000000000"]
)
def test_what_fits_nobody_finds_nobody(asked, web, aisyah, coordinator):
    make_client(coordinator, name="Tanpa Nomor")
    response = web.post(LIST, {"q": asked}, follow=True)
    assert response.status_code == 200 and codes_in(response) == []


@pytest.mark.parametrize("asked", ["Aisyah Umasugi", NIK, "081234567890", "code"])
def test_a_stranger_finds_nobody_and_learns_nothing(asked, aisyah):
    stranger = sign_in(Web(), make_coordinator())
    asked = aisyah.code if asked == "code" else asked

    response, nobody = (stranger.post(LIST, {"q": text}, follow=True) for text in (asked, "TTE-4F7K-2"))

    assert codes_in(response) == []
    texts = [one.content.decode().count("<") for one in (response, nobody)]
    assert texts[0] == texts[1], "the same page, whoever was asked for"
    assert response.status_code == nobody.status_code


def test_searching_is_limited_and_the_page_says_when_to_come_back(web, settings, aisyah):
    settings.SEARCHES_PER_10_MINUTES = 3
    answers = [web.post(LIST, {"q": "icha"}, follow=True) for _try in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Retry-After" in answers[3]
    assert web.get(LIST).status_code == 200, "the list itself is not limited"
    other = sign_in(Web(), make_coordinator())
    assert other.post(LIST, {"q": "icha"}, follow=True).status_code == 200


def test_who_was_shown_in_a_list_or_search_is_recorded(web, coordinator, aisyah):
    other = make_client(coordinator)
    web.get(LIST)
    web.post(LIST, {"q": "icha"}, follow=True)

    with acting_as(coordinator):
        rows = set(AccessedRecord.objects.values_list("kind", "subject"))
        assert rows == {("list", aisyah.pk), ("list", other.pk), ("search", aisyah.pk)}
        assert set(AccessEvent.objects.values_list("page", flat=True)) == {LIST}, "never what was asked for"


def test_a_search_costs_the_same_for_one_and_for_many(web, coordinator):
    make_client(coordinator, name="Aisyah Satu")
    _response, for_one = statements(web, LIST, q="aisyah")
    for number in range(12):
        make_client(coordinator, name=f"Aisyah {'ABCDEFGHIJKL'[number]}uma")
    response, for_many = statements(web, LIST, q="aisyah")

    assert len(codes_in(response)) > 5
    assert len(for_many) == len(for_one) <= 14


# -- whose clients -----------------------------------------------------------------------------------------------------


def test_shared_clients_stand_in_both_lists_and_each_once(coordinator, web):
    client, balai = make_client(coordinator), make_social_worker()
    share_with(client, balai.organisation, coordinator)

    assert codes(web) == codes(sign_in(Web(), balai)) == [client.code]


def test_an_institution_that_holds_a_client_with_its_group_sees_one_line(coordinator):
    group = make_organisation("KDS", parent=coordinator.organisation)
    coordinator = again(coordinator)
    client = make_client(coordinator)
    share_with_group(client, group, coordinator)
    web = sign_in(Web(), coordinator)

    assert codes(web) == [client.code]
    assert codes(sign_in(Web(), make_member("koordinator", group))) == [client.code]


def share_with_group(client, group, coordinator):
    """A client shared with a group that only later joined the institution: both hold it."""
    group.parent = None
    group.save()
    share_with(client, group, again(coordinator))
    group.parent = coordinator.organisation
    group.save()


def test_a_supervisor_reads_the_list_and_may_register_nobody(coordinator):
    client = make_client(coordinator)
    supervisor = sign_in(Web(), make_member("supervisor", coordinator.organisation))
    response = supervisor.get(LIST)
    assert codes_in(response) == [client.code]
    assert reverse("client_new") not in response.content.decode()


@pytest.mark.parametrize("role", ["supervisor", "koordinator"])
def test_an_empty_list_says_what_to_do_next(role, coordinator):
    web = sign_in(Web(), make_member(role, coordinator.organisation))
    for answer in (web.get(LIST), web.get(LIST, {"tahap": "AKTIF"}), web.post(LIST, {"q": "siapa"}, follow=True)):
        assert answer.status_code == 200


def test_the_title_tells_nothing(web, aisyah):
    for answer in (web.get(LIST), web.post(LIST, {"q": "Icha"}, follow=True), web.get(LIST, {"tahap": "ASESMEN"})):
        title = title_of(answer)
        assert "Icha" not in title and not HEALTH.search(title)


def test_the_page_is_as_long_as_it_says(web, coordinator, monkeypatch):
    monkeypatch.setattr(client_list, "PAGE", 2)
    for _number in range(2):
        make_client(coordinator)
    assert web.get(LIST).context["next_url"] == ""
    make_client(coordinator)
    assert web.get(LIST).context["next_url"]


@pytest.mark.parametrize("parts", ["{area}-{body}", "{area}{body}{check}", "{body}-{check}", "{body}{check}", "{body}"])
def test_a_part_of_the_code_is_enough(parts, web, aisyah):
    area, body, check = aisyah.code.split("-")
    asked = parts.format(area=area, body=body, check=check)
    assert aisyah.code in codes(web, q=asked) and aisyah.code in codes(web, q=asked.lower())


@pytest.mark.parametrize("called", ["Ci M", "Md", "Ibu", "Om A"])
def test_a_short_name_to_be_called_by_is_found(called, web, aisyah, coordinator):
    short = make_client(coordinator, name="", call_name=called)
    assert codes(web, q=called)[:1] == codes(web, q=called.lower())[:1] == [short.code]


def test_namesakes_are_told_apart_by_their_year(web, coordinator):
    make_client(coordinator, name="Ani Contoh", call_name="Ani", birth_date=None, birth_year=1994)
    make_client(coordinator, name="Ani Contoh", call_name="Ani", birth_date=date(1971, 3, 2))
    body = web.post(LIST, {"q": "Ani"}, follow=True).content.decode()
    assert "sekitar 1994" in body and "lahir 1971" in body


def test_a_search_leads_to_an_address_that_says_nothing_and_opens_for_its_asker_alone(web, aisyah, coordinator):
    answer = web.post(LIST, {"q": "aisyah"})

    assert answer.status_code == 302
    assert "aisyah" not in answer["Location"].lower()
    assert codes_in(web.get(answer["Location"])) == [aisyah.code], "back and reload show it again"
    colleague = sign_in(Web(), make_member("koordinator", coordinator.organisation))
    assert colleague.get(answer["Location"]).context["query"] == ""
    assert web.get(LIST, {"cari": "bukan-kata-kami"}).context["query"] == ""
