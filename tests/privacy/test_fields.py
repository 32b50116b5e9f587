"""Sealed fields: open on access, bound to their place, and closed to the database."""

import datetime

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import FieldError
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.models import ContactCard, Identity
from privacy import keyring
from privacy.context import acting_as
from privacy.fields import PAD, SealedDateField, SealedJSONField, SealedTextField, _pad, _unpad
from tests.clients import make_client
from tests.people import make_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def person(coordinator):
    return make_client(coordinator, name="Aisyah Contoh", nik="8271026902889001", phone="+6281234567890")


def column(name, client):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM cases_identity WHERE client_id = %s", [client.pk])
        return bytes(cursor.fetchone()[0])


def test_the_column_holds_ciphertext_and_the_attribute_opens(person, coordinator):
    with acting_as(coordinator):
        identity = Identity.objects.get()
        assert identity.legal_name == "Aisyah Contoh"
        assert identity.birth_date == datetime.date(1992, 5, 4)
        assert b"Aisyah" not in column("legal_name", person)
        assert isinstance(Identity.objects.values_list("legal_name", flat=True).get(), bytes)
        assert b"Aisyah" not in Identity.objects.values_list("legal_name", flat=True).get()


@pytest.mark.parametrize("names", [("legal_name", "address"), ("legal_name", "nik")])
def test_two_columns_of_a_row_swapped_do_not_open(names, coordinator):
    person = make_client(coordinator, address="Jalan Contoh 1", nik="8271026902889001")
    with acting_as(coordinator):
        with connection.cursor() as cursor:
            one, other = names
            cursor.execute(
                f"UPDATE cases_identity SET {one} = {other}, {other} = {one} WHERE client_id = %s", [person.pk]
            )
        identity = Identity.objects.get(pk=person.pk)
        for name in names:
            with pytest.raises(keyring.CannotOpen):
                getattr(identity, name)


def test_two_rows_swapped_do_not_open(person, coordinator):
    other = make_client(coordinator, name="Budi Contoh")
    with acting_as(coordinator):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cases_identity i SET legal_name = o.legal_name FROM cases_identity o "
                "WHERE i.client_id = %s AND o.client_id = %s",
                [person.pk, other.pk],
            )
        with pytest.raises(keyring.CannotOpen):
            Identity.objects.get(pk=person.pk).legal_name
        assert Identity.objects.get(pk=other.pk).legal_name == "Budi Contoh"


def test_the_database_compares_and_sorts_nothing(person, coordinator):
    with acting_as(coordinator):
        for ask in (
            lambda: Identity.objects.filter(legal_name="Aisyah Contoh").exists(),
            lambda: Identity.objects.filter(legal_name__contains="Ais").exists(),
            lambda: Identity.objects.exclude(nik="1").exists(),
        ):
            with pytest.raises(FieldError):
                ask()
        with pytest.raises(TypeError), transaction.atomic():
            Identity.objects.update(legal_name="x")
        identity = Identity.objects.get()
        identity.legal_name = "x"
        with pytest.raises((TypeError, ValueError)), transaction.atomic():
            Identity.objects.bulk_update([identity], ["legal_name"])
        assert Identity.objects.filter(legal_name__isnull=False).count() == 1


def test_what_did_not_change_keeps_its_bytes(person, coordinator):
    with acting_as(coordinator):
        before = column("legal_name", person)
        identity = Identity.objects.get()
        assert identity.legal_name  # opened, not changed
        identity.address = "Jalan Baru 2"
        identity.save()
        assert column("legal_name", person) == before


def test_empty_is_stored_as_nothing_and_read_as_empty(coordinator):
    make_client(coordinator, nik="")
    with acting_as(coordinator):
        identity = Identity.objects.get()
        assert (identity.nik, identity.address, identity.phone) == ("", "", "")
        assert Identity.objects.filter(nik__isnull=True).count() == 1


def test_the_history_opens_with_the_row_it_tells_of(person, coordinator):
    with acting_as(coordinator):
        identity = Identity.objects.get()
        identity.legal_name = "Aisyah Baru"
        identity.save()
        event = Identity.pgh_event_model.objects.get()
        assert event.legal_name == "Aisyah Contoh"


def test_a_wrong_key_opens_nothing_and_an_old_one_still_does(settings, coordinator):
    person = make_client(coordinator, name="Aisyah Contoh")
    fresh = "baru:bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3IG5ld18="
    settings.SEAL_KEYS = [fresh, *settings.SEAL_KEYS]
    with acting_as(coordinator):
        assert Identity.objects.get(pk=person.pk).legal_name == "Aisyah Contoh"
        settings.SEAL_KEYS = [fresh]
        with pytest.raises(keyring.CannotOpen):
            Identity.objects.get(pk=person.pk).legal_name


def test_equal_texts_look_different(coordinator):
    first, second = make_client(coordinator, name="Sama"), make_client(coordinator, name="Sama")
    with acting_as(coordinator):
        assert column("legal_name", first) != column("legal_name", second)


def test_choices_of_a_sealed_field_read_in_words(person, coordinator):
    with acting_as(coordinator):
        assert ContactCard.objects.get().get_way_display() == "Pesan WhatsApp"


# Without the padding the length of a name would be read from its seal.


@given(st.binary(max_size=300))
def test_padding_goes_and_comes_back(plain):
    assert _unpad(_pad(plain)) == plain
    assert len(_pad(plain)) % PAD == 0


@given(st.text(min_size=1, max_size=60))
def test_texts_seal_and_open(text):
    sealed = keyring.seal(_pad(SealedTextField().to_bytes(text)), "t|c|1")

    assert SealedTextField().from_bytes(_unpad(keyring.unseal(sealed, "t|c|1"))) == text
    with pytest.raises(keyring.CannotOpen):
        keyring.unseal(sealed, "t|c|2")


@given(st.dates())
def test_dates_seal_and_open(day):
    field = SealedDateField()
    assert field.from_bytes(field.to_bytes(day)) == day


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda t: st.lists(t) | st.dictionaries(st.text(), t)
    )
)
def test_json_seals_and_opens(value):
    field = SealedJSONField()
    assert field.from_bytes(field.to_bytes(value)) == value


@given(st.integers(1, 255), st.integers(0, 35))
def test_a_changed_byte_never_opens(noise, place):
    sealed = bytearray(keyring.seal(b"isi", "t|c|1"))
    sealed[place] ^= noise
    with pytest.raises((keyring.CannotOpen, InvalidTag)):
        keyring.unseal(bytes(sealed), "t|c|1")
