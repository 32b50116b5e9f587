"""Every field is classified; what names somebody or opens a door is sealed or a digest."""

import tomllib
from pathlib import Path

import pytest

from privacy.fields import SealedField
from tests.inventory import catalog

FILE = Path(__file__).with_name("fields.toml")
KINDS = {"public", "pseudonymous", "identity", "secret"}

# Not sealed, and yet nothing to read: digests whose key is in the environment, hashes, and what is sealed by hand.
DIGESTS = {
    "cases.Identity.name_pieces", "cases.Identity.nik_digest", "cases.Identity.phone_digest",
    "cases.Identity.person_digest", "cases.ImportedRow.fingerprint",
    "accounts.User.password", "accounts.Invitation.digest", "accounts.Session.digest",
    "accounts.Session.data",  # sealed for its row by accounts/sessions.py
    "privacy.KeyCheck.sealed",
    "companions.RegisterName.digest", "companions.Certificate.code_digest",
    "referrals.Referral.token_digest",
}  # fmt: skip
PLAIN, EVENTS = catalog.models()


@pytest.fixture(scope="module")
def classified():
    return tomllib.loads(FILE.read_text())


def fields_of(model):
    return {field.name for field in model._meta.concrete_fields}


def test_every_field_is_classified_once_and_nothing_else_is(classified):
    assert set(classified) == {model._meta.label for model in PLAIN}
    for model in PLAIN:
        table = classified[model._meta.label]
        named = [name for kind in table.values() for name in kind]
        assert set(table) <= KINDS
        assert sorted(named) == sorted(fields_of(model)), model._meta.label


def test_what_names_somebody_is_sealed(classified):
    for model in PLAIN:
        table = classified[model._meta.label]
        closed = {*table.get("identity", ()), *table.get("secret", ())}
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            is_sealed = isinstance(field, SealedField)
            assert (field.name in closed) == (is_sealed or name in DIGESTS), name


def test_the_digests_are_those_of_fields_that_exist():
    assert {f"{model._meta.label}.{name}" for model in PLAIN for name in fields_of(model)} >= DIGESTS


def test_the_history_seals_what_its_table_seals_and_keeps_no_digest():
    for event in EVENTS:
        tracked = event.pgh_tracked_model
        for field in event._meta.concrete_fields:
            if field.name.startswith("pgh_"):
                continue
            original = tracked._meta.get_field(field.name)
            assert isinstance(field, SealedField) == isinstance(original, SealedField), (event, field.name)
            assert f"{tracked._meta.label}.{field.name}" not in DIGESTS, (event, field.name)


def test_free_text_about_a_client_is_never_in_clear(classified):
    """A text without a list to choose from is typed by someone: it is sealed, or known to be no sentence of theirs."""
    known = {
        "cases.Client.code", "cases.Client.kelurahan_name", "cases.Consent.text_version", "cases.Consent.language",
        "cases.Grant.seat", "cases.Grant.end_reason", "companions.Offer.code", "companions.Offer.kelurahan_name",
        "companions.Certificate.number", "cases.ServiceGiven.client_code", "referrals.Referral.client_code",
        "referrals.Referral.number", "referrals.Referral.reason", "referrals.ReferralEvent.reason",
        "referrals.Withdrawn.number",
    }  # fmt: skip
    for model in catalog.about_clients():
        for field in model._meta.concrete_fields:
            is_text = field.get_internal_type() in ("CharField", "TextField", "JSONField")
            name = f"{model._meta.label}.{field.name}"
            assert not is_text or field.choices or isinstance(field, SealedField) or name in known, name
