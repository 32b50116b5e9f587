"""The sample register, through the real pages, comes out in the database as its expected file says."""

import json

import pytest
from django.urls import reverse

from cases import proposals
from cases.models import CaseFile, Client, Consent, ContactCard, Identity, ImportedRow, RegisterFile, Responsibility
from privacy.context import acting_as
from tests.cases.imports.conftest import DATA, imported, press_import, uploaded

pytestmark = pytest.mark.django_db

EXPECTED = json.loads((DATA / "register_lks.expected.json").read_text())
COMING = [row for row in EXPECTED if "duplicate_of_row" not in row]


def as_expected(line):
    """What the database holds of one imported row, in the words of the expected file."""
    client, identity, row = line.client, line.client.identity, line.row["values"]
    told = {
        "row": line.row_number,
        "name": identity.legal_name,
        "sex": client.sex,
        "nik": identity.nik,
        "phone": identity.phone or None,
        "address": identity.address,
        "kelurahan": client.kelurahan_id,
        "birth_date": identity.birth_date and identity.birth_date.isoformat(),
        "birth_year": None if identity.birth_date else client.birth_year,
        "art_start_date": client.case.art_started_on and client.case.art_started_on.isoformat(),
        "call_name": row["call_name"],
        "remark": row["remark"],
        "regimen_as_written": row["regimen"],
        "companion_as_written": row["companion"],
    }
    return {key: value for key, value in told.items() if value is not None}


def test_every_row_as_the_expected_file_says(web, coordinator):
    imported(web, coordinator)

    with acting_as(coordinator):
        lines = ImportedRow.objects.select_related("client__identity", "client__case").order_by("row_number")
        expected = [{key: value for key, value in row.items() if key != "problems"} for row in COMING]
        assert [as_expected(line) for line in lines] == expected


def test_imported_clients_are_in_intake_without_worker_and_consent(web, coordinator):
    file = imported(web, coordinator)

    with acting_as(coordinator):
        cases = CaseFile.objects.values_list("kind", "stage").distinct()
        rows = Responsibility.objects.filter(holder_id=coordinator.organisation.pk)
        assert list(cases) == [("ODHIV", "ASESMEN")]
        assert rows.count() == Client.objects.count() == len(COMING) == file.imported_count
        assert rows.filter(worker=None, live=True, stage="ASESMEN").count() == rows.count()
        assert not Consent.objects.exists()
        client = Client.objects.exclude(birth_year=None).filter(identity__birth_date__isnull=True).first()
        assert client.birth_year_estimated


def test_remarks_are_proposals_and_no_facts(web, coordinator):
    imported(web, coordinator)

    with acting_as(coordinator):
        cards = {line.row_number: line.client.card for line in ImportedRow.objects.select_related("client__card")}
        remark = next(row for row in COMING if row["remark"] == "suami tdk tahu")
        card = cards[remark["row"]]
        found = list(proposals.still_open(card.proposals).values())
        assert [(one.text, one.words) for one in found] == [("Tidak mengetahui: suami.", "suami tdk tahu")]
        assert proposals.remark_of(card.proposals) == "suami tdk tahu"
        assert not any(one.way or one.phone or one.time or one.home_visit or one.checked_on for one in cards.values())
        assert ContactCard.objects.count() == len(COMING)


def test_the_file_is_destroyed_and_the_page_says_what_was_done(web, coordinator):
    file = uploaded(web, coordinator)

    answer = press_import(web, file)

    assert f"{len(COMING)} klien terdaftar" in answer.content.decode()
    assert f"{len(EXPECTED) - len(COMING)} baris dilewati" in answer.content.decode()
    assert reverse("papers") in answer.content.decode() and reverse("client_list") in answer.content.decode()
    with acting_as(coordinator):
        file = RegisterFile.objects.get(pk=file.pk)
        assert file.content is None and file.register is None and file.imported_count == len(COMING)


def test_found_by_name_nik_and_number_afterwards(web, coordinator):
    imported(web, coordinator)
    row = next(row for row in COMING if row["nik"] and row.get("phone"))

    for query in (row["name"], row["nik"], row["phone"]):
        page = web.post(reverse("client_list"), {"q": query}, follow=True).content.decode()
        with acting_as(coordinator):
            client = Client.objects.get(imported_row__row_number=row["row"])
        assert client.code in page


def test_nothing_is_written_before_impor(web, coordinator):
    file = uploaded(web, coordinator)

    page = web.get(reverse("register_preview", args=[file.pk])).content.decode()

    assert "Belum ada yang disimpan" in page and f"{len(COMING)} masuk, {len(EXPECTED) - len(COMING)} dilewati" in page
    with acting_as(coordinator):
        assert not Client.objects.exists() and not Identity.objects.exists()
