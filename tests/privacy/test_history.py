"""Old versions are kept with who and when; they cannot be forged, switched off or read by strangers."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases import actions
from cases.models import CaseFile, ContactCard, Identity
from privacy import access
from privacy.context import acting_as
from privacy.models import AccessedRecord, AccessEvent
from tests.clients import make_client, make_visit
from tests.people import make_coordinator, make_member, make_privacy_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def person(coordinator):
    client = make_client(coordinator, name="Nama Lama", call_name="Panggilan Lama")
    with acting_as(coordinator, url="/klien/x/"):
        actions.edit_person(client=client, by=coordinator, person={"legal_name": "Nama Baru"})
        actions.edit_card(client=client, by=coordinator, card={"call_name": "Panggilan Baru"}, checked=True)
        actions.set_risk(client=client, by=coordinator, risk="tinggi", why="tinggal sendiri")
    return client


def events(model):
    return model.pgh_event_model.objects.order_by("pgh_id")


def test_each_change_keeps_the_version_it_replaced_with_who_and_when(person, coordinator):
    with acting_as(coordinator):
        card = events(ContactCard).first()
        assert card.call_name == "Panggilan Lama"
        assert card.pgh_context == {"member": str(coordinator.id), "url": "/klien/x/"}
        assert card.pgh_created_at
        assert events(Identity).first().legal_name == "Nama Lama"
        assert [event.risk for event in events(CaseFile)] == [""]


def test_a_save_that_changes_nothing_leaves_no_version(person, coordinator):
    with acting_as(coordinator):
        before = events(CaseFile).count()
        CaseFile.objects.get().save()
        assert events(CaseFile).count() == before


def test_it_cannot_be_switched_off(person, coordinator):
    with acting_as(coordinator):
        before = events(CaseFile).count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pgtrigger.ignore', '{cases_casefile:update_update}', true)")
            cursor.execute("UPDATE cases_casefile SET risk = 'rendah'")
        assert events(CaseFile).count() == before + 1
        for statement in (
            "ALTER TABLE cases_casefile DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "DROP TRIGGER casefile_touched ON cases_casefile",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.parametrize(
    "what", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}", "INSERT INTO {} DEFAULT VALUES"]
)
def test_it_cannot_be_forged(what, person, coordinator):
    with acting_as(coordinator):
        for model in (Identity, ContactCard, CaseFile):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(what.format(model.pgh_event_model._meta.db_table))


def test_strangers_see_no_version(person, coordinator):
    for actor in (make_coordinator(), make_privacy_officer(), make_member("petugas_pdp", coordinator.organisation)):
        with acting_as(actor):
            for model in (Identity, ContactCard, CaseFile):
                assert events(model).count() == 0
    with acting_as(make_member("supervisor", coordinator.organisation)):
        assert events(Identity).count() == 1


def test_versions_of_a_restricted_note_are_for_its_few_readers(person, coordinator):
    visit = make_visit(person, coordinator, restricted_note="pertama")
    with acting_as(coordinator):
        actions.correct_visit(visit=visit, by=coordinator, seen_at=None, restricted_note="kedua")
        note = type(visit).restricted_note.related.related_model
        assert events(note).get().text == "pertama"
    with acting_as(make_member("koordinator", coordinator.organisation)):
        assert events(note).count() == 0
    with acting_as(make_member("supervisor", coordinator.organisation)):
        assert events(note).count() == 1


# -- who opened what ---------------------------------------------------------------------------------------------------


def test_an_opening_says_who_when_and_which(person, coordinator):
    with acting_as(coordinator):
        access.opened(coordinator, [person.pk, person.pk], kind="list", page="/klien/")
        event, row = AccessEvent.objects.get(), AccessedRecord.objects.get()
        assert (event.member_id, event.organisation_id, event.kind, event.page) == (
            coordinator.id, coordinator.organisation.pk, "list", "/klien/",
        )  # fmt: skip
        assert (row.subject, row.event_id, row.at) == (person.pk, event.pk, event.at)


def test_it_is_read_by_oneself_by_who_holds_the_case_and_by_the_privacy_officer(person, coordinator):
    colleague, officer = (make_member(role, coordinator.organisation) for role in ("koordinator", "petugas_pdp"))
    with acting_as(coordinator):
        access.opened(coordinator, [person.pk])
    for actor, events_seen, rows_seen in (
        (coordinator, 1, 1),
        (colleague, 0, 1),
        (officer, 1, 1),
        (make_coordinator(), 0, 0),
        (make_privacy_officer(), 0, 0),
    ):
        with acting_as(actor):
            assert (AccessEvent.objects.count(), AccessedRecord.objects.count()) == (events_seen, rows_seen)


def test_nobody_writes_it_in_anothers_name_or_takes_it_back(person, coordinator):
    other = make_coordinator()
    with acting_as(coordinator):
        access.opened(coordinator, [person.pk])
        for deed in (
            lambda: AccessedRecord.objects.update(kind="list"),
            lambda: AccessedRecord.objects.all().delete(),
            lambda: AccessEvent.objects.create(
                member_id=other.id, organisation_id=other.organisation.pk, kind="view", page="/"
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()
