"""What happened at a visit. Never deleted: "recorded by mistake" hides it with a reason."""

import uuid

from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import vocabulary as words
from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet, Probe, choice_array
from privacy.fields import SealedTextField

TB_QUESTIONS = ("tb_cough", "tb_fever", "tb_weight", "tb_sweat", "tb_outside")


class HomeVisitQuerySet(ClientDataQuerySet):
    def visible_to(self, actor):
        """To care of the client; what was recorded without it, to whoever still has the sight it was recorded under."""
        from cases.models.grants import Grant

        if not actor or not actor.seats:
            return self.none()
        live = Grant.objects.live().filter(client=OuterRef("client"))
        care = Probe(live.filter(seat__in=actor.seats_at("care")))
        own = Probe(live.filter(seat__in=list(actor.seats), source=OuterRef("under_id")))
        return self.filter(Q(care) | (Q(under_id__isnull=False) & Q(own)))

    def shown(self):
        return self.filter(hidden_at=None)


def _asked(label):
    return models.CharField(label, max_length=14, choices=words.Asked.choices, blank=True)


@keeps_versions()
class HomeVisit(models.Model):
    """Only frame and result are required; a blank answer means "not asked"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="visits", db_index=False)
    holder_id = models.UUIDField()
    under_id = models.UUIDField(null=True, editable=False)  # the source of sight of who did not hold the case
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    plan = models.OneToOneField(
        "cases.PlannedVisit", on_delete=models.PROTECT, null=True, blank=True, related_name="visit"
    )
    # frame and result
    visited_at = models.DateTimeField(_("visited at"))
    until = models.TimeField(_("until (WIT)"), null=True, blank=True)
    place = models.CharField(
        _("place of meeting"), max_length=12, choices=words.Place.choices, default=words.Place.HOME
    )
    result = models.CharField(_("result"), max_length=14, choices=words.VisitResult.choices)
    # who was met
    met = choice_array(words.Met.choices, verbose_name=_("who was met"))
    private = models.BooleanField(_("could you talk in private?"), null=True, blank=True)
    # health
    health = models.CharField(_("health today"), max_length=14, choices=words.Health.choices, blank=True)
    complaints = choice_array(words.Complaint.choices, verbose_name=_("complaints"))
    weight_kg = models.DecimalField(_("weight (kg)"), max_digits=5, decimal_places=1, null=True, blank=True)
    tb_cough = _asked(_("cough"))
    tb_fever = _asked(_("fever"))
    tb_weight = _asked(_("weight loss without a cause"))
    tb_sweat = _asked(_("night sweats"))
    tb_outside = _asked(_("signs elsewhere, such as swollen glands"))
    # medicine: a reported pick-up
    pills_left = models.PositiveSmallIntegerField(_("pills left"), null=True, blank=True)
    missed_doses = models.PositiveSmallIntegerField(_("doses missed in 30 days"), null=True, blank=True)
    missed_reasons = choice_array(words.MissedReason.choices, verbose_name=_("why doses were missed"))
    side_effects = SealedTextField(_("side effects"))
    last_pickup_on = models.DateField(_("last pick-up"), null=True, blank=True)
    next_pickup_on = models.DateField(_("next pick-up"), null=True, blank=True)
    who_collects = SealedTextField(_("who collects"))
    # feelings, family
    mood = models.PositiveSmallIntegerField(_("mood"), choices=words.Mood.choices, null=True, blank=True)
    red_flags = choice_array(words.RedFlag.choices, verbose_name=_("red flags"))
    family_support = models.CharField(
        _("support of the family"), max_length=12, choices=words.FamilySupport.choices, blank=True
    )
    # work and food
    works = models.BooleanField(_("works or has a business"), null=True, blank=True)
    income = models.PositiveIntegerField(_("income this month (rupiah)"), null=True, blank=True)
    food_today = models.CharField(_("food today"), max_length=10, choices=words.FoodToday.choices, blank=True)
    # unfair treatment: by whom as a kind, never a name
    stigma_where = choice_array(words.StigmaPlace.choices, verbose_name=_("where it happened"))
    stigma_by = SealedTextField(_("by whom (a kind of person, never a name)"))
    stigma_wants_action = models.BooleanField(_("wants something done about it"), null=True, blank=True)
    # needs and agreements
    needs = choice_array(words.Need.choices, verbose_name=_("needs"))
    done = SealedTextField(_("what was done"))
    agreed = SealedTextField(_("agreed with the client"))
    next_visit_on = models.DateField(_("next visit planned on"), null=True, blank=True)
    # hidden, corrected
    corrected_at = models.DateTimeField(null=True, editable=False)
    corrected_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    hidden_because = SealedTextField(_("why it is hidden"), editable=False)

    objects = HomeVisitQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [
            models.Index(fields=["client", "-visited_at"], name="homevisit_of_client"),
            models.Index(fields=["holder_id", "-visited_at"], name="homevisit_of_holder"),
            models.Index(fields=["under_id"], condition=models.Q(under_id__isnull=False), name="homevisit_under"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hidden_at=None, hidden_by=None)
                | models.Q(hidden_at__isnull=False, hidden_by__isnull=False),
                name="homevisit_hidden_says_when_and_by_whom",
            )
        ]

    def get_absolute_url(self):
        return reverse("visit_detail", args=[self.pk])

    @property
    def screening_positive(self):
        return any(getattr(self, name) == words.Asked.YES for name in TB_QUESTIONS)


@keeps_versions()
class RestrictedNote(models.Model):
    """For its author, the responsible worker and the supervisor; a table of its own, its history too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="restricted_notes")
    visit = models.OneToOneField(HomeVisit, on_delete=models.PROTECT, related_name="restricted_note")
    holder_id = models.UUIDField()
    author = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(_("restricted note"), blank=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"
