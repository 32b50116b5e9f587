"""Services given: what a provider did for a client, kept by the provider; what came of it may be nobody else's."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import vocabulary as words
from cases.history import keeps_versions
from cases.models.base import Probe
from privacy.fields import SealedJSONField, SealedTextField


class ServiceKind(models.Model):
    """What can be asked for and given. The fixed ones are known to code; others are data, a retired one stays."""

    code = models.CharField(max_length=24, primary_key=True)
    label = models.CharField(_("name"), max_length=80)
    quiet_label = models.CharField(_("name in lists"), max_length=80)  # without a health word
    family = models.CharField(max_length=12, choices=words.ServiceFamily.choices)
    consent = models.CharField(max_length=2, choices=words.Purpose.choices, default=words.Purpose.C4)
    component = models.PositiveSmallIntegerField(choices=words.Component.choices, null=True)
    fixed = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    WEB_MAY = "SELECT"

    class Meta:
        ordering = ["position", "label"]

    def __str__(self):
        return self.label

    @property
    def comes_back(self):
        """Whether what came of it may be told to the sender without a consent of its own: a test never may."""
        return self.family != words.ServiceFamily.CLINIC


class ServiceGivenQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The provider's own, and those of clients in one's care (row security says the same)."""
        from cases.models.grants import Grant

        if not actor or not actor.seats:
            return self.none()
        live = Grant.objects.live().filter(client=models.OuterRef("client"), seat__in=actor.seats_at("care"))
        return self.filter(Q(provider__in=actor.holders) | Q(Probe(live)))

    def counted(self):
        """Given: money counts when a second person has approved it."""
        return self.filter(cancelled_at=None).exclude(approval__in=[words.Approval.WAITING, words.Approval.REFUSED])


@keeps_versions()
class ServiceGiven(models.Model):
    """It belongs to the provider and stays readable there. A session for a village has no client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    client = models.ForeignKey(
        "cases.Client", on_delete=models.PROTECT, null=True, blank=True, related_name="services", db_index=False
    )
    client_code = models.CharField(max_length=12, blank=True)
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="+")
    component = models.PositiveSmallIntegerField(
        _("ATENSI component"), choices=words.Component.choices, null=True, blank=True
    )
    given_on = models.DateField(_("given on"))
    amount = models.PositiveBigIntegerField(_("amount (rupiah)"), null=True, blank=True)
    approval = models.CharField(max_length=10, choices=words.Approval.choices, default=words.Approval.NOT_NEEDED)
    approved_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=10, choices=words.ServiceSource.choices)
    source_id = models.UUIDField(null=True)
    men = models.PositiveSmallIntegerField(_("men"), null=True, blank=True)
    women = models.PositiveSmallIntegerField(_("women"), null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)

    objects = ServiceGivenQuerySet.as_manager()
    WEB_MAY = (
        "SELECT, INSERT, "
        "UPDATE (given_on, amount, component, approval, approved_by_id, approved_at, cancelled_at, men, women)"
    )

    class Meta:
        indexes = [
            models.Index(fields=["client", "-given_on"], name="servicegiven_of_client"),
            models.Index(fields=["provider", "-given_on"], name="servicegiven_of_provider"),
            models.Index(
                fields=["provider"], condition=Q(approval="MENUNGGU", cancelled_at=None), name="servicegiven_to_approve"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False) | Q(kind="PENYULUHAN"),
                name="servicegiven_only_a_session_has_no_client",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, approval="TIDAK") | (Q(amount__isnull=False) & ~Q(approval="TIDAK")),
                name="servicegiven_money_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("recorded_by")), name="servicegiven_approved_by_a_second_person"
            ),
            models.UniqueConstraint(
                fields=["source_id"],
                condition=Q(source="rujukan", cancelled_at=None),
                name="servicegiven_one_per_referral",
            ),
        ]


class ServiceDetailQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from cases.models.grants import Grant

        if not actor or not actor.seats:
            return self.none()
        live = Grant.objects.live().filter(client=models.OuterRef("client"), seat__in=actor.seats_at("care"))
        return self.filter(Q(provider__in=actor.holders) | (Q(comes_back=True) & Q(Probe(live))))


@keeps_versions()
class ServiceDetail(models.Model):
    """What was recorded of a service and what came of it: the provider's; others read it where it `comes_back`."""

    service = models.OneToOneField(ServiceGiven, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    provider = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, null=True, related_name="+")
    comes_back = models.BooleanField(default=False)
    answers = SealedJSONField()
    done = SealedTextField(_("what was done"))
    decision_no = SealedTextField(_("decision number"))

    objects = ServiceDetailQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE (answers, done, decision_no, comes_back)"
