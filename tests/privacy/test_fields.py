"""Sealed fields: what goes in comes out, whatever it is; what did not change is not written anew.

That they open nowhere else is in test_sealing.py.
"""

import datetime

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cases.models import ContactCard, Identity
from privacy import keyring
from privacy.context import acting_as
from privacy.fields import PAD, SealedDateField, SealedJSONField, SealedTextField, pad, unpad
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


def test_choices_of_a_sealed_field_read_in_words(person, coordinator):
    with acting_as(coordinator):
        assert ContactCard.objects.get().get_way_display() == "Pesan WhatsApp"


# Without the padding the length of a name would be read from its seal.


@given(st.binary(max_size=300))
def test_padding_goes_and_comes_back(plain):
    assert unpad(pad(plain)) == plain
    assert len(pad(plain)) % PAD == 0


@given(st.text(min_size=1, max_size=60))
def test_texts_seal_and_open(text):
    sealed = keyring.seal(pad(SealedTextField().to_bytes(text)), "t|c|1")

    assert SealedTextField().from_bytes(unpad(keyring.unseal(sealed, "t|c|1"))) == text
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
