"""A companion leaves, another is away for a time: handed over, answered and returned on phones, nobody left alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from companions.models import Assignment
from companions.vocabulary import Part
from privacy.context import acting_as
from regions.models import Region
from tests.browser.conftest import NARROW
from tests.browser.phone import check, go, names_in, passed
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.people import make_administrator, make_coordinator, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)
KALUMATA = "82.71.02.1004"
CALLED = ("Bintang", "Cempaka", "Dahlia", "Wulan")  # words that stand on no page by themselves


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def coordinator():
    return make_coordinator(make_organisation("LKS", "LKS Cahaya Contoh"), "Nurhayati Contoh")


@pytest.fixture
def maria(coordinator):
    return make_ready(coordinator, name="Maria Lessy")


@pytest.fixture
def phone_of(open_page, sign_in):
    """A phone in this person's hand, signed in."""

    def take(actor, size=NARROW):
        return sign_in(open_page(size), actor)

    return take


def accompanied(coordinator, companion, names):
    """{client: current companion's assignment} of clients who live in Kalumata."""
    home = Region.objects.get(pk=KALUMATA)
    clients = [make_client(coordinator, f"{name} Contoh", name, kelurahan=home) for name in names]
    return {client: assign(client, companion, coordinator) for client in clients}


def companions_of(client, coordinator, part=Part.MAIN):
    with acting_as(coordinator):
        return [row.companion_id for row in Assignment.objects.current().filter(client=client, part=part)]


def plan_a_visit(page, client):
    """For the second day that the page offers: in a week."""
    go(page, f"/klien/{client.pk}/rencana/")
    page.locator("label[for=id_planned_1]").click()
    page.locator("label[for=id_place_0]").click()
    page.locator(".savebar button[type=submit]").click()
    page.wait_for_url(f"**/klien/{client.pk}/**")


def planned(page):
    """The clients whom this person's home page says to visit in the week to come."""
    go(page, "/kerja/")
    visits = page.locator("#sepekan .item", has=page.locator("a[href*='/kunjungan/baru/']"))
    return [row.locator(".item-title").inner_text().split()[0] for row in visits.all()]


def send(page):
    """The last look, then the offers."""
    page.locator("button[value=periksa]").click()
    page.locator("button[value=kirim]").wait_for()
    check(page)
    page.locator("button[value=kirim]").click()
    page.wait_for_url(lambda url: "/serah-terima/" in url and "/pendamping/" not in url)
    return check(page)


def test_a_companion_leaves_and_nobody_is_left_alone(coordinator, maria, phone_of):
    rudi, sari = make_ready(coordinator, name="Rudi Tomagola"), make_ready(coordinator, name="Sari Umasugi")
    administrator = make_administrator(coordinator.organisation)
    clients = accompanied(coordinator, rudi, CALLED)
    old = phone_of(rudi)
    for client in clients:
        plan_a_visit(old, client)

    # The coordinator says when he leaves; her home page reminds her, and leads to the hand-over.
    page = phone_of(coordinator)
    go(page, f"/pendamping/{rudi.id}/")
    page.locator("a[href$='/berhenti/']").click()
    page.wait_for_url("**/berhenti/")
    check(page)
    page.fill("[name=leaves_on]", in_days(3).isoformat())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/pendamping/{rudi.id}/")
    go(page, "/kerja/")
    assert names_in(page, "#berhenti") == ["Rudi Tomagola"]
    page.locator("#berhenti a[href$='/serah-terima/']").click()
    page.wait_for_url("**/serah-terima/")
    check(page)

    # The whole caseload is proposed; she knows better about one, counts anew, looks it over and sends.
    assert page.locator("[name=why][value=berhenti]").is_checked()
    boxes = {client: page.locator(f"[name='untuk-{assignment.pk}']") for client, assignment in clients.items()}
    proposed = {client: box.input_value() for client, box in boxes.items()}
    assert sorted(proposed.values()) == sorted([str(maria.id), str(sari.id)] * 2)
    moved = next(client for client, member in proposed.items() if member == str(maria.id))
    boxes[moved].select_option(str(sari.id))
    page.locator("button[value=hitung]").click()
    page.wait_for_load_state()
    assert boxes[moved].input_value() == str(sari.id)
    loads = page.locator("aside").inner_text()
    assert "3 klien" in loads and "1 klien" in loads
    check(page)
    for_maria = next(client for client, member in proposed.items() if member == str(maria.id) and client != moved)
    send(page)
    handed_over = page.url

    # The receivers read code, kelurahan and weight, and nothing that names anyone.
    hers, other = phone_of(maria), phone_of(sari)
    for phone, offered in ((hers, [for_maria]), (other, [one for one in clients if one != for_maria])):
        check(phone)
        phone.locator("#tawaran a").first.click()
        phone.wait_for_url("**/tawaran/")
        check(phone)
        assert sorted(names_in(phone, "main")) == sorted(one.code for one in offered)
        assert phone.inner_text("main").count("Kalumata · bobot 2") == len(offered)
        assert not any(name in phone.content() for name in CALLED)
        assert phone.goto(f"/klien/{offered[0].pk}/").status == 404
        phone.goto("/tawaran/")
    assert sorted(planned(old)) == sorted(CALLED), "until someone says yes, all stays as it was"

    # One yes: the client and the planned visit are hers at once, and no longer his.
    hers.locator("form[action$='/terima/'] button").click()
    hers.wait_for_url(f"**/klien/{for_maria.pk}/")
    check(hers)
    name = for_maria.card.call_name
    assert name in hers.inner_text("h1")
    assert name in planned(hers) and names_in(hers, "#klien-saya") == [f"{name} {for_maria.code}"]
    assert sorted(planned(old)) == sorted(set(CALLED) - {name})
    assert old.goto(f"/klien/{for_maria.pk}/").status == 404

    # One no, with a reason that the coordinator reads; the client stays where it is.
    refused = moved
    other.locator("li.item", has_text=refused.code).locator("a[href$='/tolak/']").click()
    other.wait_for_url("**/tolak/")
    check(other)
    other.fill("[name=why]", "Terlalu jauh dari rumah")
    other.locator("main button[type=submit]").click()
    other.wait_for_url("**/tawaran/")
    assert companions_of(refused, coordinator) == [rudi.id]
    page.goto(handed_over)
    row = page.locator("li.item", has_text=refused.code).inner_text()
    assert "Ditolak" in row and "Terlalu jauh dari rumah" in row
    check(page)

    # His access cannot end yet, in a sentence; the coordinator takes the rest, and then it can.
    desk = phone_of(administrator)
    go(desk, f"/pengguna/{rudi.id}/akses/")
    assert desk.locator("main form").count() == 0
    assert "3 klien didampingi orang ini. Serahterimakan lebih dahulu." in desk.inner_text("main")
    check(desk)
    page.locator("a[href$='/ambil-alih/']").click()
    page.wait_for_url("**/ambil-alih/")
    check(page)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/pendamping/tanpa/")
    check(page)
    listed = page.inner_text("main")
    assert all(client.code in listed for client in clients if client != for_maria)
    go(other, "/tawaran/")
    assert other.locator("form[action$='/terima/']").count() == 0  # what waited was taken back
    end_access(desk, rudi)
    desk.wait_for_url(f"**/pengguna/{rudi.id}/")
    check(desk)
    old.goto("/kerja/")
    assert "/masuk/" in old.url


def end_access(page, actor):
    go(page, f"/pengguna/{actor.id}/akses/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


def test_a_stand_in_gives_the_client_back_by_itself(coordinator, maria, phone_of):
    nona = make_ready(coordinator, name="Nona Albaar")
    [(client, assignment)] = accompanied(coordinator, nona, ["Bintang"]).items()
    hers = phone_of(nona)
    plan_a_visit(hers, client)

    # The coordinator writes the absence down; her home page says that nobody stands in.
    page = phone_of(coordinator)
    go(page, f"/pendamping/{nona.id}/")
    page.locator("a[href$='/cuti/']").click()
    page.wait_for_url("**/cuti/")
    check(page)
    page.fill("[name=from_on]", in_days(0).isoformat())
    page.fill("[name=until_on]", in_days(9).isoformat())
    page.locator(".savebar button[type=submit]").click()
    page.wait_for_url(f"**/pendamping/{nona.id}/")
    go(page, "/kerja/")
    assert names_in(page, "#cuti") == [f"Bintang {client.code}"]
    page.locator("#cuti a[href$='/serah-terima/?mengapa=cuti']").click()
    page.wait_for_url(lambda url: "/serah-terima/" in url)
    check(page)
    assert page.locator("[name=why][value=cuti]").is_checked()
    assert page.input_value("[name=until_on]") == in_days(9).isoformat()
    assert page.input_value(f"[name='untuk-{assignment.pk}']") == str(maria.id)
    send(page)

    # Another says yes: until the last day the client and what is planned within are hers.
    other = phone_of(maria)
    other.locator("#tawaran a").first.click()
    other.locator("form[action$='/terima/'] button").click()
    other.wait_for_url(f"**/klien/{client.pk}/")
    check(other)
    assert planned(other) == ["Bintang"] and planned(hers) == []
    assert "Titipan sampai" in other.inner_text("#klien-saya")
    assert names_in(hers, "#klien-saya") == [f"Bintang {client.code}"], "she still has her client"
    go(page, "/kerja/")
    assert names_in(page, "#cuti") == []

    # The days pass, and nobody presses anything.
    passed("UPDATE companions_absence SET from_on = %s, until_on = %s", in_days(-9), in_days(-1))
    passed(
        "UPDATE companions_assignment SET from_on = %s, until_on = %s WHERE part = 'titipan'", in_days(-9), in_days(-1)
    )
    assert other.goto(f"/klien/{client.pk}/").status == 404
    assert planned(other) == [] and names_in(other, "#klien-saya") == []
    assert planned(hers) == ["Bintang"] and names_in(hers, "#klien-saya") == [f"Bintang {client.code}"]
    assert companions_of(client, coordinator) == [nona.id]
    assert companions_of(client, coordinator, Part.STAND_IN) == []
    go(page, f"/klien/{client.pk}/")
    page.locator("#pendamping summary", has_text="Sebelumnya").click()
    assert "Maria Lessy" in page.inner_text("#pendamping details[open]")
    check(page)
