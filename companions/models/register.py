"""What a name in a register stands for."""

import uuid

from django.db import models
from django.utils import timezone

from companions.models.base import StaffQuerySet


class RegisterName(models.Model):
    """A coordinator's decision: the companion whom an imported register calls by this name, or (None) nobody here.

    The name itself stays sealed in the imported rows; here is its keyed digest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = StaffQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "digest"], name="registername_once")]
