"""What an LKS or KDS is: registration, agreement with the centre, area, who coordinates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.history import keeps_versions
from privacy.fields import SealedTextField


@keeps_versions()
class OrganisationProfile(models.Model):
    """Beside the organisation's own row. Readable by whoever may read the directory; nothing of it is secret."""

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    registration_no = SealedTextField(_("registration number"))
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    registered_until = models.DateField(_("registered until"), null=True, blank=True)
    agreement_no = SealedTextField(_("number of the agreement with the centre"))
    agreement_from = models.DateField(_("agreement from"), null=True, blank=True)
    agreement_until = models.DateField(_("agreement until"), null=True, blank=True)
    area = ArrayField(models.CharField(max_length=13), default=list, blank=True, verbose_name=_("area (kelurahan)"))
    coordinator = models.ForeignKey(
        "accounts.Membership",
        verbose_name=_("coordinator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    address = SealedTextField(_("address of the secretariat"))
    phone = SealedTextField(_("telephone of the secretariat"))
    note = SealedTextField(_("note"))
    changed_at = models.DateTimeField(default=timezone.now)

    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(registered_on=None)
                | models.Q(registered_until=None)
                | models.Q(registered_until__gte=models.F("registered_on")),
                name="profile_registration_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(agreement_from=None)
                | models.Q(agreement_until=None)
                | models.Q(agreement_until__gte=models.F("agreement_from")),
                name="profile_agreement_ends_after_it_begins",
            ),
        ]
