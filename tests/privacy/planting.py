"""Which columns may hold what a person typed, found by introspection; and words planted in every one of them.

A new column of text, JSON or bytes fails `unclassified()` until it is sealed, holds codes (`choices`), or stands in
`CLEAR` with the reason why anyone may read it in a dump. A new table with sealed columns needs a row in the test's
world: `rows_wanted()` names it.
"""

import hashlib
from datetime import date, timedelta

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from privacy.fields import SealedBytesField, SealedDateField, SealedField, SealedJSONField, SealedTextField

NEVER_TEXT = (
    models.BooleanField, models.IntegerField, models.DateField, models.TimeField, models.DecimalField,
    models.FloatField, models.UUIDField, models.DurationField,
)  # fmt: skip

DIGEST = "a keyed digest, or one of a random key"
CODES = "a code or a name of ours, never typed"
HISTORY = "who acted and on which path: ids, and paths carry no name"
LISTS = "list data that everyone may read"
CLEAR = {
    "accounts.Invitation.digest": DIGEST,
    "accounts.Notice.kind": CODES,
    "accounts.Notice.url_name": CODES,
    "accounts.Organisation.name": LISTS,
    "accounts.Organisation.short_name": LISTS,
    "accounts.Preference.name": CODES,
    "accounts.Preference.value": "which folds of a form a person leaves open: names of ours",
    "accounts.Session.data": "sealed by accounts.sessions for its row",
    "accounts.Session.digest": DIGEST,
    "accounts.User.password": "a slow, salted hash",
    "accounts.User.username": "signing in looks it up; people are told to choose one that does not name them",
    "cases.Client.code": "drawn by chance, stands for a person in lists",
    "cases.Client.kelurahan_name": LISTS,
    "cases.Consent.language": CODES,
    "cases.Consent.text_version": CODES,
    "cases.Grant.end_reason": CODES,
    "cases.Grant.seat": "a level and an id",
    "cases.ServiceGiven.client_code": "drawn by chance, stands for a person in lists",
    "cases.ServiceKind.code": LISTS,
    "cases.ServiceKind.label": LISTS,
    "cases.ServiceKind.quiet_label": LISTS,
    "cases.Identity.nik_digest": DIGEST,
    "cases.Identity.person_digest": DIGEST,
    "cases.Identity.phone_digest": DIGEST,
    "cases.ImportedRow.fingerprint": DIGEST,
    "companions.Certificate.code_digest": DIGEST,
    "companions.Certificate.number": "a running number",
    "companions.Offer.code": "drawn by chance, stands for a person in lists",
    "companions.Offer.kelurahan_name": LISTS,
    "companions.OrganisationProfile.area": LISTS,
    "companions.RegisterName.digest": DIGEST,
    "referrals.Referral.client_code": "drawn by chance, stands for a person in lists",
    "referrals.Referral.number": "a running number, the sender's short name, month and year",
    "referrals.Referral.reason": "codes of three lists, never typed",
    "referrals.Referral.token_digest": DIGEST,
    "referrals.ReferralEvent.reason": "codes of three lists, never typed",
    "referrals.Service.open_hours": "two times of a clock",
    "referrals.Service.times": "whole numbers by urgency",
    "referrals.Withdrawn.number": "a running number, the sender's short name, month and year",
    "contenttypes.ContentType.app_label": CODES,
    "contenttypes.ContentType.model": CODES,
    "auth.Permission.codename": CODES,
    "auth.Permission.name": CODES,
    "privacy.AccessEvent.page": "a path, without what stood behind its question mark",
    "privacy.Draft.form": CODES,
    "privacy.Draft.subject": "an id",
    "privacy.KeyCheck.key_id": DIGEST,
    "privacy.Tally.name": CODES,
    "privacy.Tally.who": "a member's id",
    "privacy.KeyCheck.kind": CODES,
    "privacy.KeyCheck.sealed": "a word of ours, sealed",
    "privacy.Receipt.digest": DIGEST,
    "privacy.Receipt.result": "an id or a path",
    "regions.LoadedFile.digest": DIGEST,
    "regions.PublicHoliday.name": LISTS,
    "regions.PublicHoliday.source": LISTS,
    "regions.Region.code": LISTS,
    "regions.Region.folded": LISTS,
    "regions.Region.name": LISTS,
    "regions.Region.way_there": LISTS,
}
# Tables of packages that nothing here writes: a row in one of them fails the test.
UNUSED = {"account.EmailAddress", "account.EmailConfirmation", "auth.Group", "pghistory.Context", "sessions.Session"}
# The admin's own log, of organisations, users and regions: str() of a user is the user name.
ADMIN_LOG = {"admin.LogEntry"}


def in_database():
    """Every model with a table of its own, those of packages and of the history included."""
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def tracked_by(model):
    return getattr(model, "pgh_tracked_model", None)


def sealed_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def unclassified():
    """Columns that could hold typed text and say nowhere why they may."""
    found = []
    for model in in_database():
        label = (tracked_by(model) or model)._meta.label
        if label in UNUSED | ADMIN_LOG or model._meta.label.startswith("pghistory."):
            continue
        for field in model._meta.concrete_fields:
            name = f"{label}.{field.name}"
            of_history = field.name.startswith("pgh_") and tracked_by(model) is not None
            if _may_hold_text(field) and not of_history and name not in CLEAR:
                found.append(name)
    return sorted(set(found))


def _may_hold_text(field):
    if field.is_relation or isinstance(field, SealedField):
        return False
    inner = field.base_field if isinstance(field, ArrayField) else field
    inner = inner.output_field if isinstance(inner, models.GeneratedField) else inner
    return not inner.choices and not isinstance(inner, NEVER_TEXT)


def outdated():
    """Entries of CLEAR whose column is gone, or sealed by now."""
    named = {f"{m._meta.label}.{f.name}" for m in in_database() for f in m._meta.concrete_fields if _may_hold_text(f)}
    return sorted(set(CLEAR) - named)


def rows_wanted():
    """Tables with sealed columns that have no row to plant in."""
    return sorted(m._meta.label for m in in_database() if sealed_fields(m) and not m._base_manager.exists())


def word_for(model, field, turn):
    """A word that stands nowhere else, the same for the same column."""
    name = f"{model._meta.label}.{field.name}.{turn}"
    return "ditanam" + hashlib.sha256(name.encode()).hexdigest()[:20]


def _value_for(model, field, turn):
    word = word_for(model, field, turn)
    if isinstance(field, SealedDateField):
        return date(1800, 1, 1) + timedelta(days=int(hashlib.sha256(word.encode()).hexdigest(), 16) % 30_000)
    if isinstance(field, SealedJSONField):
        return {"values": [word], word: 1}
    if isinstance(field, SealedBytesField):
        return f"{word} {word}".encode()
    assert isinstance(field, SealedTextField)
    return word


def plant():
    """Put a word into every sealed column of one row of every table, twice, so that the history keeps the first.

    Gives {column: the words as a dump would show them}. Runs as the owner.
    """
    planted = {}
    for model in in_database():
        fields = sealed_fields(model)
        if not fields or tracked_by(model):
            continue
        row = model._base_manager.first()
        for turn in (1, 2):
            for field in fields:
                value = _value_for(model, field, turn)
                setattr(row, field.attname, value)
                shown = value.isoformat() if isinstance(value, date) else word_for(model, field, turn)
                planted.setdefault(f"{model._meta.label}.{field.name}", []).append(shown)
            row.save(update_fields=[field.name for field in fields])
    return planted
