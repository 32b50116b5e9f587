"""Signed papers: ticked many at once, with date, purposes and the organisation they name, and shared at once."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Client, Consent
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.cases.imports.conftest import hidden, imported
from tests.cases.register.books import book
from tests.clients import make_client
from tests.people import make_coordinator, make_organisation, make_social_worker

pytestmark = pytest.mark.django_db

HEADINGS = ["Nama", "L/P", "Tanggal lahir", "Kelurahan"]
ROWS = [
    HEADINGS,
    ["Ani Contoh", "P", "03/05/1990", "Loto"],
    ["Budi Contoh", "L", "04/06/1985", "Sasa"],
    ["Citra Contoh", "P", "05/07/2014", "Tabam"],
]
ADDRESS = "/persetujuan-berkas/"


@pytest.fixture
def balai():
    return make_social_worker()


@pytest.fixture
def clients(web, coordinator):
    """Ani, Budi, and Citra who is a child."""
    imported(web, coordinator, book(ROWS))
    with acting_as(coordinator):
        return list(Client.objects.order_by("imported_row__row_number").select_related("card"))


def ago(days):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def send(web, clients, **data):
    page = web.get(ADDRESS)
    shown = {**hidden(page, "data-draft "), "signed_on": ago(10), "purposes": ["C1"]}
    return web.post(ADDRESS, {**shown, "clients": [str(client.pk) for client in clients], **data}, follow=True)


def ledger(actor):
    with acting_as(actor):
        lines = Consent.objects.order_by("client__imported_row__row_number", "purpose")
        return [(line.client.code, line.purpose, line.from_on.isoformat(), line.from_papers) for line in lines]


def test_ticked_papers_are_in_the_ledger_and_off_the_page(web, coordinator, clients):
    answer = send(web, clients[:2], purposes=["C1", "C2"], **{f"signed_on_{clients[1].pk}": ago(40)})

    page = answer.content.decode()
    assert "Persetujuan 2 klien tercatat" in page
    assert clients[0].code not in page and clients[2].code in page
    ani, budi = clients[0].code, clients[1].code
    assert ledger(coordinator) == [
        (ani, "C1", ago(10), True),
        (ani, "C2", ago(10), True),
        (budi, "C1", ago(40), True),
        (budi, "C2", ago(40), True),
    ]


def test_shared_in_the_same_step(web, coordinator, clients, balai):
    send(web, clients[:1], purposes=["C1", "C4"], organisation=str(balai.organisation.pk), share_too="on")

    with acting_as(balai):
        assert [client.pk for client in Client.objects.visible_to(balai)] == [clients[0].pk]


def test_without_the_tick_nothing_is_shared(web, coordinator, clients, balai):
    send(web, clients[:1], purposes=["C1", "C4"], organisation=str(balai.organisation.pk))

    with acting_as(balai):
        assert not Client.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"purposes": ["C1", "C4"]}, "lembaga"),
        ({"share_too": "on"}, "centang juga persetujuan berbagi"),
        ({"signed_on": ""}, "Isi kapan lembar itu ditandatangani"),
        ({"purposes": []}, "Centang apa yang disetujui klien"),
        ({"signed_on": "2099-01-01"}, "setelah hari ini"),
        ({"signed_on": "2019-01-01"}, "bulan"),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(web, coordinator, clients, data, sentence):
    answer = send(web, clients[:2], **data)

    page = answer.content.decode()
    assert sentence in page
    assert page.count('name="clients"') == 2 and page.count(" checked><label") >= 2
    assert ledger(coordinator) == []


def test_a_child_needs_the_guardian_and_nothing_of_the_rest_is_written(web, coordinator, clients):
    page = web.get(ADDRESS).content.decode()
    answer = send(web, clients)

    assert page.count('name="clients"') == 2 and reverse("consent_new", args=[clients[2].pk]) in page
    assert clients[2].code in answer.content.decode() and "di bawah 18 tahun" in answer.content.decode()
    assert ledger(coordinator) == []


def test_pressed_twice_writes_once(web, coordinator, clients):
    page = web.get(ADDRESS)
    data = {**hidden(page, "data-draft "), "signed_on": ago(1), "purposes": ["C1"], "clients": [str(clients[0].pk)]}
    other = web.get(ADDRESS)
    assert other.status_code == 200

    web.post(ADDRESS, data)
    web.post(ADDRESS, data)

    assert len(ledger(coordinator)) == 1


def test_a_stranger_sees_and_ticks_nobody(browser, coordinator, clients):
    stranger = make_coordinator()
    web = browser(stranger)
    assert "Tidak ada persetujuan yang menunggu" in web.get(ADDRESS).content.decode()
    make_client(stranger)

    web.post(ADDRESS, {"clients": [str(clients[0].pk)], "signed_on": ago(1), "purposes": ["C1"]})

    assert ledger(coordinator) == []


def test_legal_names_are_shown_when_asked_for(web, coordinator, clients):
    assert "Ani Contoh" not in web.get(ADDRESS).content.decode()
    assert "Ani Contoh" in web.get(ADDRESS, {"nama": "1"}).content.decode()
    with acting_as(coordinator):
        assert AccessedRecord.objects.filter(subject=clients[0].pk, kind="list").count() == 1
        assert AccessedRecord.objects.filter(subject=clients[0].pk, kind="view").count() == 1


def test_pages_by_key_in_the_order_of_the_register(web, coordinator, monkeypatch):
    from cases.views import papers

    monkeypatch.setattr(papers, "PAGE", 2)
    imported(web, coordinator, book(strangers(5)))
    seen, address = [], ADDRESS
    while address:
        page = web.get(address).content.decode()
        seen += map(int, re.findall(r"baris (\d+)", page))
        address = ADDRESS + next_of(page) if next_of(page) else ""

    assert seen == [2, 3, 4, 5, 6]


def next_of(page):
    found = re.search(r'name="ke" value="(\?sejak=[^"]+)">Simpan centang', page)
    return html.unescape(found[1]) if found else ""


def test_ticks_come_along_when_pages_are_turned(web, coordinator, monkeypatch):
    from cases.views import papers

    monkeypatch.setattr(papers, "PAGE", 2)
    imported(web, coordinator, book(strangers(5)))
    with acting_as(coordinator):
        people = list(Client.objects.order_by("imported_row__row_number"))
    page = web.get(ADDRESS)
    sent = {
        **hidden(page, "data-draft "),
        "signed_on": ago(10),
        "purposes": ["C1"],
        f"signed_on_{people[0].pk}": ago(30),
    }

    page = web.post(
        ADDRESS, {**sent, "clients": [str(people[0].pk)], "ke": next_of(page.content.decode())}, follow=True
    )

    words = page.content.decode()
    assert "1 lagi dicentang di halaman lain" in words and ago(30) in words and ago(10) in words
    assert re.search(rf'value="{people[0].pk}" checked', words) and people[2].code in words
    assert ledger(coordinator) == []
    address = page.redirect_chain[-1][0]
    ticked = re.findall(r'name="clients" id="[^"]+" value="([^"]+)" checked', words)
    data = {**hidden(page, "data-draft "), "signed_on": ago(10), "purposes": ["C1"], f"signed_on_{ticked[0]}": ago(30)}
    web.post(address, {**data, "clients": [*ticked, str(people[2].pk)]})
    assert ledger(coordinator) == [(people[0].code, "C1", ago(30), True), (people[2].code, "C1", ago(10), True)]
    assert "dicentang di halaman lain" not in web.get(ADDRESS).content.decode()


def test_no_tick_and_no_date_are_both_said(web, coordinator, clients):
    page = send(web, [], signed_on="").content.decode()

    assert "Isi kapan lembar itu ditandatangani" in page and "Centang klien yang lembar" in page


def test_what_was_signed_comes_before_who_has_signed(web, coordinator, clients):
    page = web.get(ADDRESS).content.decode()

    assert page.index('name="signed_on"') < page.index('name="purposes"') < page.index('data-filter="berkas"')
    assert page.index('data-filter="berkas"') < page.index('name="clients"')


def test_the_statements_of_the_pages_do_not_grow(browser):
    counts = []
    for number in (2, 2, 12):  # the first finds some things for the whole process
        actor = make_coordinator()
        counts.append(statements(browser(actor), actor, book(strangers(number))))

    assert counts[1] == counts[2]


def strangers(number):
    """A register of people who are not alike in anything."""
    return [
        HEADINGS,
        *([f"Orang {chr(97 + n) * 4}", "P", f"0{n % 9 + 1}/05/{1970 + n}", "Loto"] for n in range(number)),
    ]


def statements(web, actor, content):
    """How many statements each step of an import takes, with the papers page after it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.cases.imports.conftest import press_import, uploaded

    with CaptureQueriesContext(connection) as upload:
        file = uploaded(web, actor, content)
    with CaptureQueriesContext(connection) as preview:
        page = web.get(reverse("register_preview", args=[file.pk]))
    with CaptureQueriesContext(connection) as impor:
        press_import(web, file, page)
    with CaptureQueriesContext(connection) as papers:
        web.get(ADDRESS)
    return [len(captured) for captured in (upload, preview, impor, papers)]


def test_an_organisation_that_is_closed_is_no_choice(web, coordinator, clients):
    closed = make_organisation("BALAI", "Balai Tutup")
    closed.active = False
    closed.save()

    assert "Balai Tutup" not in web.get(ADDRESS).content.decode()
