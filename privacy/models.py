"""What the mechanisms keep: who opened what, receipts of forms, drafts, the keys' proof, the demo's marker.

None of these knows what a client is: a subject is an id, a member is an id.
"""

import uuid

from django.db import models
from django.utils import timezone

from privacy.fields import SealedJSONField, SealedTextField
from privacy.receipts import ReceiptManager


class AccessKind(models.TextChoices):
    VIEW = "view"
    LIST = "list"
    SEARCH = "search"
    PRINT = "print"
    EXPORT = "export"
    LETTER = "letter"
    NIK = "nik"
    CHECK = "check"


class AccessEvent(models.Model):
    """One page opened by one member under one hat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=AccessKind.choices)
    page = models.CharField(max_length=200)

    WEB_MAY = "SELECT, INSERT"

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-at"], name="accessevent_organisation")]


class AccessedRecord(models.Model):
    """One subject shown by that page; who and when stand here again, so that a subject's own log is one index range."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event_id = models.UUIDField()
    subject = models.UUIDField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=AccessKind.choices)

    WEB_MAY = "SELECT, INSERT"

    class Meta:
        indexes = [models.Index(fields=["subject", "-at"], name="accessedrecord_subject")]


class Receipt(models.Model):
    """That a form was sent: the same key and content again gives the same receipt."""

    key = models.UUIDField(primary_key=True, editable=False)
    member_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ReceiptManager()
    WEB_MAY = "SELECT, INSERT, UPDATE"


class Draft(models.Model):
    """What a member typed into one form and has not sent yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member_id = models.UUIDField()
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    url = SealedTextField()  # with what stood behind its question mark, which may have been typed
    body = SealedJSONField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member_id", "form", "subject"], name="draft_one_per_form")]


class Tally(models.Model):
    """How often a member did something in the present window (`privacy.limits`); names nobody and nothing asked."""

    name = models.CharField(max_length=20)
    who = models.CharField(max_length=60)
    began = models.BigIntegerField()
    tries = models.PositiveIntegerField()

    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "who"], name="tally_one_per_person")]


class KeyCheck(models.Model):
    """A word sealed with each key that was ever used here: a start with other keys is refused."""

    SEAL, INDEX = "seal", "index"

    key_id = models.CharField(max_length=16, primary_key=True)
    kind = models.CharField(max_length=5)
    sealed = models.BinaryField()

    WEB_MAY = "SELECT"


class DemoMarker(models.Model):
    """Its one row says that everyone in this database is invented; the demo banner hangs on it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seed = models.IntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    WEB_MAY = "SELECT"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="demomarker_is_one_row")]
