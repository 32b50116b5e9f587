"""What is to be done next, by whom and until when: steps, and planned visits."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import vocabulary as words
from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet
from cases.states import PlanState
from privacy.fields import SealedTextField


class NextStepQuerySet(ClientDataQuerySet):
    def open(self):
        return self.filter(done_at=None)


@keeps_versions()
class NextStep(models.Model):
    """Something with a person and a date. It ends done, or dropped with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="steps", db_index=False)
    holder_id = models.UUIDField()
    owner = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    what = SealedTextField(_("what is to be done"), blank=False)
    due_on = models.DateField(_("due"))
    due_at = models.DateTimeField(null=True, blank=True)  # for what cannot wait until the day is over
    source = models.CharField(max_length=20, choices=words.StepSource.choices, default=words.StepSource.PERSON)
    source_id = models.UUIDField(null=True)
    created_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    dropped_because = SealedTextField(_("why it is dropped"))

    objects = NextStepQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=models.Q(done_at=None), name="nextstep_open_of_owner"),
            models.Index(fields=["client", "due_on"], condition=models.Q(done_at=None), name="nextstep_open_of_client"),
            models.Index(fields=["client", "-created_at"], name="nextstep_of_client"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at=None, due_at__isnull=False),
                name="nextstep_open_urgent",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="nextstep_done_says_when_and_by_whom",
            )
        ]

    @property
    def is_late(self):
        if self.due_at:
            return self.due_at < timezone.now()
        return self.due_on < timezone.localdate()


class PlannedVisitQuerySet(ClientDataQuerySet):
    def planned(self):
        return self.filter(state=PlanState.RENCANA)


@keeps_versions()
class PlannedVisit(models.Model):
    """A visit that is meant to happen. Moving it leaves this row as it was, with its reason, and makes a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="plans", db_index=False)
    holder_id = models.UUIDField()
    worker = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    planned_on = models.DateField(_("date"))
    planned_time = models.TimeField(_("time (WIT)"), null=True, blank=True)
    place = models.CharField(
        _("place of meeting"), max_length=12, choices=words.Place.choices, default=words.Place.HOME
    )
    note = SealedTextField(_("what for"))
    against_card = SealedTextField(_("why against the contact card"))
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.RENCANA)
    reason = models.CharField(_("reason"), max_length=30, choices=words.NotHappened.choices, blank=True)
    reason_note = SealedTextField(_("explanation"))
    moved_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="moved_to")
    created_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlannedVisitQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [
            models.Index(
                fields=["worker", "planned_on"], condition=models.Q(state="RENCANA"), name="plannedvisit_open_of_worker"
            ),
            models.Index(
                fields=["client", "planned_on"], condition=models.Q(state="RENCANA"), name="plannedvisit_open_of_client"
            ),
            models.Index(fields=["client", "-created_at"], name="plannedvisit_of_client"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="RENCANA", closed_at=None)
                | (~models.Q(state="RENCANA") & models.Q(closed_at__isnull=False)),
                name="plannedvisit_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["TUNDA", "BATAL"]) | ~models.Q(reason=""),
                name="plannedvisit_not_happened_says_why",
            ),
            models.UniqueConstraint(fields=["moved_from"], name="plannedvisit_moved_once"),
        ]

    @property
    def is_late(self):
        return self.planned_on < timezone.localdate()
