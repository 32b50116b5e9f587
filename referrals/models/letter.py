"""Numbers of letters, unbroken for each organisation and year; and who printed which letter how often."""

import uuid

from django.db import models
from django.utils import timezone


class LetterNumber(models.Model):
    """The last number given. Written by `referrals_next_number` alone, under its row's lock."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    WEB_MAY = "SELECT"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="letternumber_one_row_a_year")]


class LetterPrint(models.Model):
    """A letter was printed: the second time and after it says "salinan"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="prints")
    copy = models.PositiveSmallIntegerField()
    printed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)

    WEB_MAY = "SELECT, INSERT"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "copy"], name="letterprint_counted")]
