"""A register on its way in, and what it said of each client that came of it."""

import uuid

from django.db import models
from django.utils import timezone

from cases.models.base import ClientDataQuerySet
from privacy.fields import SealedBytesField, SealedJSONField, SealedTextField


class RegisterFile(models.Model):
    """An uploaded file with its preview: sealed, readable by its maker only, emptied after use or after 24 hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    name = SealedTextField()
    content = SealedBytesField()
    register = SealedJSONField()  # as it will be read: columns, rows, problems
    choices = SealedJSONField()  # row number: "skip" or "new"; once imported: {"skipped": how many were left out}
    uploaded_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True)
    imported_count = models.PositiveIntegerField(null=True)

    objects = models.Manager()
    WEB_MAY = "SELECT, INSERT, UPDATE, DELETE"


class ImportedRow(models.Model):
    """The row of a register that a client came from, kept whole for what nobody reads yet (companion, regimen)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.OneToOneField("cases.Client", on_delete=models.PROTECT, related_name="imported_row")
    holder_id = models.UUIDField()
    register_file_id = models.UUIDField()
    row_number = models.PositiveIntegerField()
    fingerprint = models.BinaryField(max_length=32)
    row = SealedJSONField()
    imported_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT"

    class Meta:
        constraints = [
            # The same row of the same organisation comes in once, also when two people import at the same moment.
            models.UniqueConstraint(fields=["holder_id", "fingerprint"], name="importedrow_once_per_holder")
        ]
        indexes = [models.Index(fields=["holder_id", "-imported_at", "row_number"], name="importedrow_newest")]
