"""Who may import, who sees an upload, and what lies in the database of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Session
from cases.models import Client, ImportedRow, RegisterFile
from privacy.context import acting_as
from privacy.models import AccessedRecord, Draft, Receipt
from tests.cases.imports.conftest import imported, upload, uploaded, waiting
from tests.cases.register.books import book
from tests.clients import make_client, token_for
from tests.people import make_coordinator, make_member, make_organisation, make_social_worker

pytestmark = pytest.mark.django_db

HEADINGS = ["Nama", "L/P", "Umur", "Kelurahan", "Pendamping", "Keterangan", "Paduan ARV"]
SITI = ["Zulaikha Contoh", "P", 30, "Loto", "Kak Gandaria", "suami tdk tahu", "TLD"]
PAGES = ("register_preview", "register_columns", "register_discard")
WRITES = ("register_choices", "register_import", "register_discard", "register_columns")


def test_an_upload_is_its_makers_alone(web, browser, coordinator):
    file = uploaded(web, coordinator)
    others = [make_member("koordinator", coordinator.organisation), make_coordinator()]

    for other in others:
        strange = browser(other)
        for name in PAGES:
            assert strange.get(reverse(name, args=[file.pk])).status_code == 404
        for name in WRITES:
            assert strange.post(reverse(name, args=[file.pk]), {}).status_code == 404
        with acting_as(other):
            assert not RegisterFile.objects.exists()
    assert len(waiting(coordinator)) == 1


@pytest.mark.parametrize("role", ["peksos", "pendamping", "supervisor", "pimpinan", "petugas_pdp", "administrator"])
def test_other_roles_may_not_import(web, browser, coordinator, role):
    file = uploaded(web, coordinator)
    kind = "BALAI" if role == "peksos" else "LKS"
    member = make_social_worker() if role == "peksos" else make_member(role, make_organisation(kind))
    other = browser(member)

    for name in ("register_list", "papers"):
        assert other.get(reverse(name)).status_code == 403
    for name in PAGES:
        assert other.get(reverse(name, args=[file.pk])).status_code == 403
    assert upload(other, member).status_code == 403


def test_nobody_imports_for_an_organisation_that_is_not_theirs(web, coordinator):
    elsewhere = make_organisation("LKS")

    answer = upload(web, coordinator, organisation=elsewhere)

    assert answer.status_code == 200 and not waiting(coordinator)


def test_colleagues_see_that_an_import_took_place(web, browser, coordinator):
    imported(web, coordinator, name="daftar-anggota.xlsx")
    colleague, stranger = make_member("koordinator", coordinator.organisation), make_coordinator()

    assert "daftar-anggota.xlsx" in browser(colleague).get(reverse("register_list")).content.decode()
    assert "daftar-anggota.xlsx" not in browser(stranger).get(reverse("register_list")).content.decode()


def test_what_is_kept_is_sealed(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, SITI]), name="Zulaikha.xlsx")
    words = [b"Zulaikha", b"Gandaria", b"suami", b"TLD", b"Loto"]

    with acting_as(coordinator), connection.cursor() as cursor:
        cursor.execute("SELECT name, content, register FROM cases_registerfile WHERE id = %s", [file.pk])
        before = b"".join(bytes(value) for value in cursor.fetchone())
    with acting_as(coordinator):
        RegisterFile.objects.all().delete()
    imported(web, coordinator, book([HEADINGS, SITI]))
    with acting_as(coordinator), connection.cursor() as cursor:
        cursor.execute("SELECT row FROM cases_importedrow")
        after = bytes(cursor.fetchone()[0])
        row = ImportedRow.objects.get().row

    assert not [word for word in words if word in before or word in after]
    assert (row["values"]["companion"], row["values"]["regimen"]) == ("Kak Gandaria", "TLD")
    assert row["cells"] == [str(cell) for cell in SITI] and row["headings"] == HEADINGS


def test_clients_shown_in_a_preview_are_on_record(web, coordinator):
    client = make_client(coordinator, name="Zulaikha Contoh", birth_date=None, birth_year=1996)
    file = uploaded(web, coordinator, book([HEADINGS, SITI]))

    web.get(reverse("register_preview", args=[file.pk]))

    with acting_as(coordinator):
        assert AccessedRecord.objects.filter(subject=client.pk, kind="list").exists()


def test_the_many_grants_are_opened_for_ones_own_registrations_alone(coordinator):
    """The function that opens many first grants checks what the one for a single grant checks."""
    stranger = make_coordinator()
    client = make_client(stranger)
    for holder in (coordinator.organisation.pk, stranger.organisation.pk):
        with acting_as(coordinator), pytest.raises(DatabaseError), transaction.atomic():
            _open(client.pk, holder)
    with acting_as(stranger), pytest.raises(DatabaseError), transaction.atomic():
        _open(client.pk, stranger.organisation.pk)  # granted before: what was ended is not opened again
    with acting_as(coordinator):
        assert not Client.objects.exists()


def _open(client_id, holder_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_grants_open_registration(%s::uuid[], %s::uuid)", [[str(client_id)], str(holder_id)]
        )


def test_codes_in_use_are_told_to_members_alone(coordinator):
    client = make_client(coordinator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_codes_in_use(%s::text[])", [[client.code, "TTE-0000-0"]])
        assert cursor.fetchall() == []
    with acting_as(coordinator), connection.cursor() as cursor:
        cursor.execute("SELECT cases_codes_in_use(%s::text[])", [[client.code, "TTE-0000-0"]])
        assert cursor.fetchall() == [(client.code,)]


def test_an_upload_of_yesterday_is_destroyed_when_its_maker_comes_back(web, coordinator):
    file = uploaded(web, coordinator)
    with acting_as(coordinator):
        RegisterFile.objects.filter(pk=file.pk).update(uploaded_at=timezone.now() - timedelta(hours=25))

    web.get(reverse("register_list"))

    assert waiting(coordinator) == []


def test_throwing_an_upload_away(web, coordinator):
    file = uploaded(web, coordinator)

    asked = web.get(reverse("register_discard", args=[file.pk]))
    web.post(reverse("register_discard", args=[file.pk]))

    assert "Buang berkas ini?" in asked.content.decode()
    assert waiting(coordinator) == []


@pytest.mark.django_db(transaction=True)
def test_tidy_destroys_what_is_old_and_nothing_else(client, coordinator):
    from tests.people import sign_in

    web = sign_in(client, coordinator)
    old, young = uploaded(web, coordinator), uploaded(web, coordinator, book([HEADINGS, SITI]))
    long_ago = timezone.now() - timedelta(days=31)
    with acting_as(coordinator):
        RegisterFile.objects.filter(pk=old.pk).update(uploaded_at=long_ago)
        Draft.objects.create(member_id=coordinator.id, form="client", body={"a": ["b"]}, saved_at=long_ago)
        Draft.objects.create(member_id=coordinator.id, form="visit", body={"a": ["b"]})
        kept = Receipt.objects.count()
        Receipt.objects.create(key=token_for(coordinator).key, member_id=coordinator.id, digest="x", at=long_ago)
    Session.objects.create(digest="0" * 64, data=b"", expires_at=long_ago, seen_at=long_ago)

    call_command("tidy")

    with acting_as(coordinator):
        assert list(RegisterFile.objects.values_list("pk", flat=True)) == [young.pk]
        assert list(Draft.objects.values_list("form", flat=True)) == ["visit"]
        assert Receipt.objects.count() == kept
    assert not Session.objects.filter(digest="0" * 64).exists() and Session.objects.exists()
