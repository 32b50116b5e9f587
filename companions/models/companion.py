"""The companion: who accompanies, what they can and cannot do, and with whom they never go together."""

import uuid
from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet, choice_array
from cases.vocabulary import Sex
from companions.models.base import OfOnesOwnQuerySet, StaffQuerySet
from companions.vocabulary import Barrier, Kind, Language, Limit
from privacy.fields import SealedTextField


class CompanionQuerySet(OfOnesOwnQuerySet):
    member_column = "membership"

    def here(self, today):
        """Those who have not left: active in the role, and the last day, if one is named, is not over."""
        return self.filter(
            Q(leaves_on=None) | Q(leaves_on__gte=today),
            membership__active=True,
            membership__roles__contains=[Role.COMPANION],
        )

    def with_certificate(self):
        """With `certificate_until`, the last day of the certificate that lasts longest, or None."""
        valid = apps.get_model("companions", "Certificate").objects.filter(companion=OuterRef("pk"), revoked_at=None)
        return self.annotate(certificate_until=Subquery(valid.order_by("-expires_on").values("expires_on")[:1]))


class AbsenceQuerySet(OfOnesOwnQuerySet):
    def on(self, day):
        """Those that this day falls into."""
        return self.filter(cancelled_at=None, from_on__lte=day, until_on__gte=day)

    def announced(self, day, within=14):
        """Those that begin in the days after this one."""
        return self.filter(cancelled_at=None, from_on__gt=day, from_on__lte=day + timedelta(days=within))

    def overlapping(self, first, last):
        """Those that have a day in common with these days."""
        return self.filter(cancelled_at=None, from_on__lte=last, until_on__gte=first)

    def present_or_announced(self, day, within=14):
        """Those of this day and of the days after it."""
        return self.overlapping(day, day + timedelta(days=within))


@keeps_versions()
class Companion(models.Model):
    """A member who accompanies. Whether they may now follows from facts (`companions.status`), it is never stored."""

    membership = models.OneToOneField(
        "accounts.Membership", on_delete=models.PROTECT, primary_key=True, related_name="companion"
    )
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    kelurahan = models.ForeignKey(
        "regions.Region", verbose_name=_("kelurahan"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    languages = choice_array(Language.choices, verbose_name=_("languages"))
    limits = choice_array(Limit.choices, verbose_name=_("own limits"))
    limits_note = SealedTextField(_("more about the limits"))
    capacity = models.PositiveSmallIntegerField(_("capacity (sum of weights)"), null=True, blank=True)
    pledged_on = models.DateField(_("confidentiality pledge signed on"), null=True, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)  # the last day
    leaves_why = SealedTextField(_("why they leave"))
    enrolled_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=timezone.now)

    objects = CompanionQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [models.Index(fields=["organisation", "membership"], name="companion_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(capacity__range=(1, 60)), name="companion_capacity_is_sane"
            )
        ]

    @property
    def name(self):
        return self.membership.display_name


@keeps_versions()
class CompanionKind(models.Model):
    """Peer, family, community or professional. "Peer" tells a diagnosis: for coordinators and trainers only."""

    companion = models.OneToOneField(Companion, on_delete=models.PROTECT, primary_key=True, related_name="kind_row")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = SealedTextField(_("kind"), choices=Kind.choices)

    objects = StaffQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"


@keeps_versions()
class Absence(models.Model):
    """Days on which a companion cannot come; `until_on` is the last one. It ends by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="absences")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until and including"))
    why = SealedTextField(_("reason"))
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = AbsenceQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [
            models.Index(
                fields=["companion", "until_on"], condition=models.Q(cancelled_at=None), name="absence_of_companion"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="absence_ends_after_it_begins"
            )
        ]


@keeps_versions()
class ClientBarrier(models.Model):
    """This companion and this client never go together; named by the client. The companion never learns of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="barriers")
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    kind = SealedTextField(_("why not"), choices=Barrier.choices)
    note = SealedTextField(_("note"))
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, editable=False)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "companion"], condition=models.Q(lifted_at=None), name="barrier_once_a_pair"
            )
        ]


@keeps_versions()
class CompanionWish(models.Model):
    """Whom a client would like to be accompanied by; empty means no wish."""

    client = models.OneToOneField(
        "cases.Client", on_delete=models.PROTECT, primary_key=True, related_name="companion_wish"
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    kind = SealedTextField(_("kind"), choices=Kind.choices)
    languages = choice_array(Language.choices, verbose_name=_("languages"))
    note = SealedTextField(_("note"))
    changed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"
