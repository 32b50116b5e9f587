"""Supervision of a companion: cases discussed, findings, support needed, what was agreed."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet
from companions.models.base import OfOnesOwnQuerySet
from privacy.fields import SealedTextField


@keeps_versions()
class Supervision(models.Model):
    """One talk. `next_on` is when the next is due; without it the rhythm of the settings counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("date"), default=timezone.localdate)
    findings = SealedTextField(_("findings"))
    support_needed = SealedTextField(_("support needed"))
    next_on = models.DateField(_("next supervision"))
    held_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = OfOnesOwnQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [models.Index(fields=["companion", "-held_on"], name="supervision_of_companion")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_on__gt=models.F("held_on")), name="supervision_next_comes_after"
            )
        ]


class DiscussedCase(models.Model):
    """A client whose case was talked about; read under care of that client, like everything else about them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="cases")
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="+")

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supervision", "client"], name="discussed_once")]


@keeps_versions()
class AgreedAction(models.Model):
    """What was agreed, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="actions")
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    what = SealedTextField(_("what is to be done"), blank=False)
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfOnesOwnQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"
