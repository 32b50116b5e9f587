"""Who accompanies whom, since when, and what the client said to it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet
from cases.vocabulary import Risk
from companions.vocabulary import AskedBy, EndReason, Part, Said
from privacy.fields import SealedTextField


class AssignmentQuerySet(ClientDataQuerySet):
    def current(self, today=None):
        """Not ended, and of a stand-in the last day has not passed: it ends by itself.

        One that stands in for an absence to come is among them: the place is taken, whatever `begins_later` says.
        """
        today = today or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=today), ended_at=None)


@keeps_versions()
class Assignment(models.Model):
    """One companion beside one client. The row opens the companion's grant and its end takes it away: a trigger.

    `until_on` is the last day of a stand-in. `risk`, `running` and `new_until` are copies for counting loads, kept by
    triggers. The constraints hold "one current main companion" for any two who press at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="assignments", db_index=False)
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("as"), max_length=8, choices=Part.choices, default=Part.MAIN)
    from_on = models.DateField(_("from"), default=timezone.localdate)
    until_on = models.DateField(_("until and including"), null=True, blank=True)
    asked_by = models.CharField(_("asked for by"), max_length=12, choices=AskedBy.choices, default=AskedBy.COORDINATOR)
    despite = SealedTextField(_("why nevertheless"))  # against a warning: certificate, load, limits
    assigned_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    stands_in_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="stand_ins")
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(_("why it ended"), max_length=20, choices=EndReason.choices, blank=True)
    end_note = SealedTextField(_("explanation"))
    risk = models.CharField(max_length=10, choices=Risk.choices, blank=True, editable=False)
    running = models.BooleanField(default=True, editable=False)
    new_until = models.DateField(null=True, editable=False)

    objects = AssignmentQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE (until_on, ended_at, ended_by_id, end_reason, end_note)"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "part"], condition=Q(ended_at=None), name="assignment_one_current_of_a_part"
            ),
            models.UniqueConstraint(
                fields=["client", "companion"], condition=Q(ended_at=None), name="assignment_once_a_pair"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="assignment_ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(part="titipan", until_on__isnull=False, stands_in_for__isnull=False)
                | (~Q(part="titipan") & Q(until_on=None, stands_in_for=None)),
                name="assignment_a_stand_in_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="assignment_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["companion"],
                include=["running", "risk", "new_until", "until_on"],
                condition=Q(ended_at=None),
                name="assignment_load",
            ),
            models.Index(fields=["client", "-started_at"], name="assignment_of_client"),
            models.Index(fields=["companion", "-started_at"], name="assignment_of_companion"),
            models.Index(
                fields=["until_on"], condition=Q(ended_at=None, until_on__isnull=False), name="assignment_stand_in"
            ),
        ]

    @property
    def is_current(self):
        return self.ended_at is None and (self.until_on is None or self.until_on >= timezone.localdate())

    @property
    def begins_later(self):
        """A stand-in for an absence to come: until then there is no grant."""
        return self.from_on > timezone.localdate()


class ClientWordQuerySet(ClientDataQuerySet):
    def answers(self):
        """What the client did say: that nobody has asked yet covers no answer."""
        return self.exclude(said=Said.NOT_ASKED)


class ClientWord(models.Model):
    """What the client said, in a ledger: agrees, wants someone else, wants nobody. Nothing in it is ever changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="words", db_index=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="words")
    said = models.CharField(_("the client's word"), max_length=10, choices=Said.choices)
    said_on = models.DateField(_("said on"), null=True, blank=True)
    note = SealedTextField(_("in the client's words"))
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ClientWordQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT"

    class Meta:
        indexes = [
            models.Index(fields=["client", "-recorded_at"], name="clientword_of_client"),
            models.Index(
                fields=["-recorded_at"], condition=Q(said__in=["MINTA_LAIN", "MENOLAK"]), name="clientword_wants_change"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(said="BELUM") | Q(said_on__isnull=False), name="clientword_says_when_it_was_said"
            )
        ]


class Gap(models.Model):
    """A running client of an LKS or KDS without a main companion, since when. Kept by triggers; the web reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="+", db_index=False)
    holder_id = models.UUIDField()
    since = models.DateTimeField(default=timezone.now)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "holder_id"], name="gap_once_a_holder")]
        indexes = [models.Index(fields=["holder_id", "since", "client"], name="gap_of_holder")]
