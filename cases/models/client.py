"""The client, who that is, and how they may safely be reached: tables of their own, each opens at its own level."""

import re
import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import vocabulary as words
from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet, OpenQuerySet
from cases.states import RUNNING, Stage
from privacy.fields import SealedDateField, SealedTextField

_NEIGHBOURHOOD = re.compile(r"\brt\b\W*\d", re.IGNORECASE)


class ClientQuerySet(OpenQuerySet):
    client_column = "pk"


@keeps_versions()
class Client(models.Model):
    """A person served, by code: what lists and referrals may show without an identity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("client code"), max_length=12, unique=True, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=words.Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_year_estimated = models.BooleanField(_("estimated"), default=False)
    kelurahan = models.ForeignKey(
        "regions.Region", verbose_name=_("kelurahan"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kelurahan_name = models.CharField(
        max_length=80, blank=True
    )  # as it was called when recorded; codes are split and renamed
    registered_organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    registered_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)

    objects = ClientQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year=None) | models.Q(birth_year__range=(1900, 2100)),
                name="client_birth_year_is_a_year",
            )
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("client_detail", args=[self.pk])

    @property
    def age(self):
        """Whole years by the calendar year, or None when unknown."""
        return timezone.localdate().year - self.birth_year if self.birth_year else None


@keeps_versions(exclude=["name_pieces", "nik_digest", "phone_digest", "person_digest"])
class Identity(models.Model):
    """Who a client is. Found by keyed digests alone; the pieces are drawn anew only when a name changes."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True, related_name="identity")
    legal_name = SealedTextField(_("legal name"))
    nik = SealedTextField(_("NIK"))
    family_card_no = SealedTextField(_("family card number"))
    birth_date = SealedDateField(_("date of birth"))
    phone = SealedTextField(_("mobile number"))
    address = SealedTextField(_("home address"))
    rt = SealedTextField(_("RT"))
    rw = SealedTextField(_("RW"))
    landmark = SealedTextField(_("landmark"))
    name_pieces = ArrayField(models.IntegerField(), default=list, editable=False)
    nik_digest = models.BinaryField(null=True, editable=False)
    phone_digest = models.BinaryField(null=True, editable=False)
    person_digest = models.BinaryField(null=True, editable=False)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [
            GinIndex(fields=["name_pieces"], name="identity_name_pieces", fastupdate=False),
            models.Index(fields=["nik_digest"], name="identity_nik", condition=models.Q(nik_digest__isnull=False)),
            models.Index(
                fields=["person_digest"], name="identity_person", condition=models.Q(person_digest__isnull=False)
            ),
            models.Index(
                fields=["phone_digest"], name="identity_phone", condition=models.Q(phone_digest__isnull=False)
            ),
        ]

    @property
    def address_in_words(self):
        """Address with RT and RW, said once: registers often hold them inside the address too."""
        numbers = "/".join(f"{word} {value}" for word, value in (("RT", self.rt), ("RW", self.rw)) if value)
        if _NEIGHBOURHOOD.search(self.address):
            numbers = ""
        return ". ".join(filter(None, [" ".join(filter(None, [self.address, numbers])), self.landmark]))


@keeps_versions()
class ContactCard(models.Model):
    """The name to be called by, and how, when and where this person may be reached; stands on top of every page."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True, related_name="card")
    call_name = SealedTextField(_("name to be called by"), blank=False)
    way = SealedTextField(_("safe way to make contact"), choices=words.Way.choices)
    phone = SealedTextField(_("number for contact"))
    time = SealedTextField(_("safe time for contact"))
    may_say = SealedTextField(_("what may be said"))
    never = SealedTextField(_("what must never happen"))
    home_visit = SealedTextField(_("may be visited at home?"), choices=words.HomeVisitAllowed.choices)
    meeting_place = SealedTextField(_("where to meet"))
    proposals = SealedTextField(_("remarks from the register, to be confirmed"))
    checked_on = models.DateField(null=True, editable=False)
    checked_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = OpenQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(checked_on=None, checked_by=None)
                | models.Q(checked_on__isnull=False, checked_by__isnull=False),
                name="contactcard_checked_says_when_and_by_whom",
            )
        ]

    def __str__(self):
        return self.call_name

    @property
    def is_checked(self):
        return self.checked_on is not None


@keeps_versions()
class CaseFile(models.Model):
    """Where the case stands: kind, stage, risk, and what was told of it."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True, related_name="case")
    kind = models.CharField(_("kind"), max_length=10, choices=words.Kind.choices)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    stage_since = models.DateField(default=timezone.localdate)
    stage_until = models.DateField(null=True, blank=True)
    stage_reason = SealedTextField()
    risk = models.CharField(_("risk"), max_length=10, choices=words.Risk.choices, blank=True)
    risk_why = SealedTextField()
    risk_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    risk_at = models.DateTimeField(null=True)
    confirmed_on = models.DateField(_("status confirmed on"), null=True, blank=True)
    confirmed_where = SealedTextField(_("confirmed where"))
    art_started_on = models.DateField(_("treatment started on (as told)"), null=True, blank=True)
    ppks_number = SealedTextField(_("PPKS decision number"))
    ppks_date = models.DateField(_("PPKS decision date"), null=True, blank=True)
    referral_source = SealedTextField(_("source of referral"))
    guardian = SealedTextField(_("guardian (under 18)"))
    gender_identity = SealedTextField(_("gender identity, if the client wishes"))
    marital = models.CharField(_("marital status"), max_length=20, choices=words.Marital.choices, blank=True)
    education = models.CharField(_("highest education"), max_length=20, choices=words.Education.choices, blank=True)
    occupation = SealedTextField(_("occupation"))
    monthly_income = models.PositiveIntegerField(_("monthly income (rupiah)"), null=True, blank=True)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    @property
    def is_running(self):
        return self.stage in RUNNING


@keeps_versions()
class HouseholdMember(models.Model):
    """Someone in the client's household, and whether that person knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="household")
    name = SealedTextField(_("name or how this person is called"), blank=False)
    relation = models.CharField(_("relation"), max_length=20, choices=words.Relation.choices)
    age_band = models.CharField(_("age"), max_length=6, choices=words.AgeBand.choices, blank=True)
    knows_status = models.CharField(_("knows the status?"), max_length=10, choices=words.YesNoUnknown.choices)
    is_supporter = models.BooleanField(_("treatment supporter (PMO)"), default=False)
    contact_allowed = models.BooleanField(_("may be contacted"), default=False)
    left_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [models.Index(fields=["client", "created_at"], name="household_of_client")]

    @property
    def relation_unsaid(self):
        """The relation in small letters, or "" when the name already says it ("Suami")."""
        said = set(words.SAYS_RELATION.get(self.relation, "").split())
        return "" if said & set(self.name.casefold().split()) else self.get_relation_display().lower()

    @property
    def name_and_relation(self):
        return f"{self.name} ({self.relation_unsaid})" if self.relation_unsaid else self.name
