"""Sealed columns: opened where they were sealed and nowhere else, written one way only, and kept in the history."""

import base64

import pytest
from django.apps import apps
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from cases import actions
from cases.models import ContactCard, Identity
from privacy import keyring
from privacy.context import acting_as
from privacy.fields import SealedBytes
from tests.clients import make_client
from tests.people import make_coordinator

pytestmark = pytest.mark.django_db
OTHER_KEY = "other:" + base64.b64encode(b"x" * 32).decode()


@pytest.fixture
def by():
    return make_coordinator()


def column_of(client, column="legal_name"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM cases_identity WHERE client_id = %s", [client.pk])
        return bytes(cursor.fetchone()[0])


def overwrite(client, sealed, column="legal_name"):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_identity SET {column} = %s WHERE client_id = %s", [sealed, client.pk])


def test_a_value_that_was_moved_to_another_row_does_not_open(by):
    one, other = make_client(by, "Nama Satu"), make_client(by, "Nama Dua")
    with acting_as(by):
        first, second = column_of(one), column_of(other)
        overwrite(one, second)
        overwrite(other, first)

        for client in (one, other):
            with pytest.raises(keyring.CannotOpen):
                Identity.objects.get(pk=client.pk).legal_name


def test_a_value_that_was_moved_to_another_column_does_not_open(by):
    client = make_client(by, "Nama Satu")
    with acting_as(by):
        overwrite(client, column_of(client), column="address")

        with pytest.raises(keyring.CannotOpen):
            Identity.objects.get(pk=client.pk).address


def test_a_changed_bit_does_not_open(by):
    client = make_client(by, "Nama Satu")
    with acting_as(by):
        sealed = bytearray(column_of(client))
        sealed[-1] ^= 1
        overwrite(client, bytes(sealed))

        with pytest.raises(keyring.CannotOpen):
            Identity.objects.get(pk=client.pk).legal_name


def test_equal_values_look_different_and_short_ones_like_longer_ones(by):
    one, other = make_client(by, "Ani"), make_client(by, "Ani")
    third = make_client(by, "Hi. Muhammad Zulkifli Abdurrahman")
    with acting_as(by):
        sealed = [column_of(client) for client in (one, other, third)]

    assert sealed[0] != sealed[1]
    assert len({len(value) for value in sealed}) == 1


def test_values_gives_sealed_bytes(by):
    client = make_client(by, "Nama Satu")
    with acting_as(by):
        (row,) = Identity.objects.filter(pk=client.pk).values("legal_name")

    assert isinstance(row["legal_name"], SealedBytes)
    assert b"Nama" not in row["legal_name"]


def test_update_is_refused_and_so_is_comparing(by):
    client = make_client(by, "Nama Satu")
    with acting_as(by):
        for refused in (
            lambda: Identity.objects.filter(pk=client.pk).update(legal_name="Lain"),
            lambda: Identity.objects.bulk_update([client.identity], ["legal_name"]),
            lambda: Identity.objects.filter(legal_name="Nama Satu").exists(),
            lambda: Identity.objects.filter(legal_name__icontains="Satu").exists(),
        ):
            with pytest.raises((TypeError, FieldError)):
                refused()


def test_a_version_of_the_history_opens_as_the_row_it_tells_of(by):
    client = make_client(by, call_name="Panggilan Lama")
    with acting_as(by):
        actions.edit_card(client=client, by=by, card={"call_name": "Panggilan Baru"}, checked=False)

        event = apps.get_model("cases", "ContactCardEvent").objects.get(pgh_obj_id=client.pk)
        assert event.call_name == "Panggilan Lama"
        assert ContactCard.objects.get(pk=client.pk).call_name == "Panggilan Baru"


def test_an_older_key_still_opens_and_the_newest_seals(by, settings):
    client = make_client(by, "Nama Satu")
    settings.SEAL_KEYS = [OTHER_KEY, *settings.SEAL_KEYS]
    with acting_as(by):
        identity = Identity.objects.get(pk=client.pk)
        assert identity.legal_name == "Nama Satu"
        identity.address = "Jalan Contoh"
        identity.save()
        sealed = column_of(client, "address")

    assert sealed[1:5].hex() == keyring.key_names()[0]


def test_the_start_is_refused_with_a_key_that_sealed_nothing_here(settings, monkeypatch):
    monkeypatch.setattr("privacy.models.KeyCheck.objects", _Proofs())
    settings.SEAL_KEYS = [OTHER_KEY]

    with pytest.raises(ImproperlyConfigured, match="SEAL_KEYS"):
        keyring.check_keys()
    with pytest.raises(SystemCheckError, match="SEAL_KEYS"):
        call_command("check", databases=["default"])


def test_the_start_is_refused_with_another_index_key(settings, monkeypatch):
    monkeypatch.setattr("privacy.models.KeyCheck.objects", _Proofs())
    settings.INDEX_KEY = base64.b64encode(b"y" * 32).decode()

    with pytest.raises(ImproperlyConfigured, match="INDEX_KEY"):
        keyring.check_keys()


@pytest.mark.parametrize("entries", [[], ["k1:"], ["k1:bm90IDMyIGJ5dGVz"], ["k1:***"]])
def test_a_missing_or_broken_key_names_its_variable(settings, entries):
    settings.SEAL_KEYS = entries

    with pytest.raises(ImproperlyConfigured, match="SEAL_KEYS"):
        keyring.key_names()


class _Proofs:
    """What the keys of the tests would have left, whatever another test has emptied."""

    def __init__(self):
        from privacy.models import KeyCheck

        self.rows = [
            KeyCheck(key_id="k", kind=KeyCheck.SEAL, sealed=keyring.seal(b"seal", "key-check")),
            KeyCheck(key_id="index", kind=KeyCheck.INDEX, sealed=keyring.index_digest("key-check", "index")),
        ]

    def all(self):
        return self.rows
