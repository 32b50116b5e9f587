"""Meetings of a support group: planned, held, who of the clients came (by code)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet
from companions.models.base import StaffQuerySet
from companions.vocabulary import EventState
from privacy.fields import SealedTextField


@keeps_versions()
class Meeting(models.Model):
    """Of a KDS (or an LKS). `is_open` means that others than members may come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("date and time"))
    place = SealedTextField(_("place"))
    is_open = models.BooleanField(_("open to others than members"), default=False)
    topic = SealedTextField(_("topic"))
    facilitator = models.ForeignKey(
        "accounts.Membership",
        verbose_name=_("facilitator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(max_length=8, choices=EventState.choices, default=EventState.PLANNED)
    why_cancelled = SealedTextField(_("why it was cancelled"))
    decisions = SealedTextField(_("decisions"))
    others_count = models.PositiveSmallIntegerField(_("others who came"), default=0)
    next_on = models.DateField(_("next meeting"), null=True, blank=True)
    made_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = StaffQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [models.Index(fields=["organisation", "-starts_at"], name="meeting_of_organisation")]


class Attendance(models.Model):
    """A client who was at a meeting. Taken back when ticked by mistake, hence `cancelled_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()  # of the meeting: what the client's timeline is ordered by
    is_new = models.BooleanField(_("new member"), default=False)
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE (is_new, cancelled_at)"

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="attendance_of_client")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "client"], condition=models.Q(cancelled_at=None), name="attendance_once_a_meeting"
            )
        ]
