"""A caseload that changes hands: what is offered to whom, and what they answered."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.history import keeps_versions
from companions.models.base import StaffQuerySet
from companions.vocabulary import OfferState, WhyHandOver
from privacy.fields import SealedTextField


class HandOver(models.Model):
    """One sitting in which a coordinator hands the clients of one companion to others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=10, choices=WhyHandOver.choices)
    from_on = models.DateField(_("from"), null=True, blank=True)  # of an absence that has not begun
    until_on = models.DateField(_("until and including"), null=True, blank=True)  # of an absence
    note = SealedTextField(_("note to those who receive"))
    despite = SealedTextField(_("why nevertheless"))  # with what it overrides; for the staff
    made_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = StaffQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT"

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="handover_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(why="cuti", until_on__isnull=False) | (~Q(why="cuti") & Q(until_on=None)),
                name="handover_of_an_absence_has_an_end",
            )
        ]


class OfferQuerySet(models.QuerySet):
    def waiting(self, now=None):
        """Not answered, and the time to answer has not run out."""
        return self.filter(state=OfferState.WAITING, lapses_at__gt=now or timezone.now())

    def visible_to(self, actor):
        """The receiver's own, and those that the actor's organisations made."""
        return self.filter(Q(to=actor.id) | Q(organisation_id__in=actor.organisations)) if actor else self.none()


@keeps_versions()
class Offer(models.Model):
    """One client offered to one companion, who sees code, kelurahan and weight until saying yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("companions.Assignment", on_delete=models.PROTECT, related_name="offers")
    to = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    kelurahan_name = models.CharField(max_length=80, blank=True)
    weight = models.DecimalField(max_digits=3, decimal_places=1)
    # of a stand-in: from when, where that is not at once, and the last day
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    why_not = SealedTextField(_("why not"))
    accepted_as = models.ForeignKey(
        "companions.Assignment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = OfferQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE (state, answered_at, why_not)"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment"], condition=Q(state="MENUNGGU"), name="offer_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="MENUNGGU", answered_at=None) | (~Q(state="MENUNGGU") & Q(answered_at__isnull=False)),
                name="offer_answered_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "lapses_at"], condition=Q(state="MENUNGGU"), name="offer_waiting"),
            models.Index(fields=["lapses_at"], condition=Q(state="MENUNGGU"), name="offer_lapsing"),
        ]

    @property
    def is_waiting(self):
        """Nobody has answered, and there is still time to."""
        return self.state == OfferState.WAITING and self.lapses_at > timezone.now()
