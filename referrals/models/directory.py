"""What an organisation offers: kept by its own staff, read by everyone."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.fields import SealedTextField
from referrals.vocabulary import Asks


class ServiceQuerySet(models.QuerySet):
    def offered(self):
        """Of active organisations, not taken off."""
        return self.filter(active=True, kind__active=True, provider__active=True)


class Service(models.Model):
    """One kind of service of one provider. `times` holds own clocks: {"BIASA": [answer, seen, feedback]}."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="services")
    kind = models.ForeignKey("cases.ServiceKind", on_delete=models.PROTECT, related_name="+")
    about = SealedTextField(_("what it is"))
    needs = SealedTextField(_("what to bring or fulfil"))
    asks = ArrayField(models.CharField(max_length=16, choices=Asks.choices), default=list, blank=True)
    duty_phone = SealedTextField(_("duty telephone"))
    open_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # 0 is Monday; none: every day
    open_hours = models.CharField(_("opening hours"), max_length=11, blank=True)  # "08.00-14.00"
    capacity = models.PositiveSmallIntegerField(_("room for so many a week"), null=True, blank=True)
    times = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=True)
    changed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ServiceQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "kind"], name="service_once_per_provider")]
        ordering = ["kind__position", "provider__name"]

    @property
    def is_urgent_ready(self):
        """Someone answers a telephone at any hour."""
        return bool(self.duty_phone)
