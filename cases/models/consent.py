"""The ledger of consents: lines are added, never changed. What holds today is the latest line of its kind."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import vocabulary as words
from cases.models.base import ClientDataQuerySet
from privacy.fields import SealedTextField


class ConsentQuerySet(ClientDataQuerySet):
    def current(self):
        """The latest line per client, purpose and whom it names."""
        return self.order_by("client_id", "purpose", "organisation_id", "person_id", "-recorded_at", "-id").distinct(
            "client_id", "purpose", "organisation_id", "person_id"
        )


class Consent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(_("purpose"), max_length=2, choices=words.Purpose.choices)
    decision = models.CharField(_("decision"), max_length=10, choices=words.Decision.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    person = models.ForeignKey(
        "cases.HouseholdMember",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text_version = models.CharField(max_length=10)
    language = models.CharField(_("language"), max_length=20, default="id")
    how = models.CharField(_("how given"), max_length=12, choices=words.HowGiven.choices, blank=True)
    explained_by = SealedTextField(_("explained by"))
    witness = SealedTextField(_("witness"))
    guardian = SealedTextField(_("guardian (under 18)"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    from_papers = models.BooleanField(default=False)  # ticked from signed papers in the folder
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ConsentQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT"

    class Meta:
        indexes = [models.Index(fields=["client", "purpose", "-recorded_at"], name="consent_of_client")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=words.NAMES_ORGANISATION, organisation__isnull=False)
                | (~models.Q(purpose__in=words.NAMES_ORGANISATION) & models.Q(organisation=None)),
                name="consent_names_the_organisation_it_is_for",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=words.NAMES_PERSON, person__isnull=False)
                | (~models.Q(purpose__in=words.NAMES_PERSON) & models.Q(person=None)),
                name="consent_names_the_person_it_is_for",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="SETUJU") | models.Q(until_on__gte=models.F("from_on")),
                name="consent_given_says_until_when",
            ),
        ]

    @property
    def state(self):
        """What this line, as the latest of its kind, says today."""
        if self.decision != words.Decision.GIVEN:
            return words.ConsentState(self.decision)
        return words.ConsentState.GIVEN if self.until_on >= timezone.localdate() else words.ConsentState.EXPIRED
