"""Training by the centre for all organisations, and the certificates that come of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.history import keeps_versions
from companions.models.base import OfOnesOwnQuerySet
from companions.vocabulary import EventState
from privacy.fields import SealedTextField


@keeps_versions()
class Training(models.Model):
    """One course that is held: a title, some days, trainers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = SealedTextField(_("course"), blank=False)
    is_refresher = models.BooleanField(_("refresher"), default=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )  # that runs it
    place = SealedTextField(_("place"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until and including"))
    trainers = SealedTextField(_("trainers"))
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=EventState.choices, default=EventState.PLANNED)
    note = SealedTextField(_("note"))
    cancelled_why = SealedTextField(_("why it was cancelled"))
    made_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [models.Index(fields=["-starts_on", "id"], name="training_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="training_ends_after_it_begins"
            )
        ]


class TrainingSession(models.Model):
    """A part of a training, of which attendance is taken."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("date"))
    topic = SealedTextField(_("topic"), blank=False)

    WEB_MAY = "SELECT, INSERT, UPDATE, DELETE"

    class Meta:
        ordering = ["held_on", "id"]


@keeps_versions()
class Participant(models.Model):
    """A companion in a training, with the scores before and after (0–100)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="participants")
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    score_before = models.PositiveSmallIntegerField(_("score before"), null=True, blank=True)
    score_after = models.PositiveSmallIntegerField(_("score after"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    enrolled_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=timezone.now)

    objects = OfOnesOwnQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training", "companion"], name="participant_once"),
            models.CheckConstraint(
                condition=(Q(score_before=None) | Q(score_before__lte=100))
                & (Q(score_after=None) | Q(score_after__lte=100)),
                name="participant_scores_up_to_100",
            ),
        ]


class SessionPresence(models.Model):
    """Was in this session. Unticked rows are deleted: they say nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="presences")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="presences")

    WEB_MAY = "SELECT, INSERT, DELETE"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "participant"], name="presence_once")]


@keeps_versions(exclude=["code_digest"])
class Certificate(models.Model):
    """What a companion may show: a number, and a code that anyone can check, which is kept sealed and as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("number"), max_length=40, unique=True)
    code = SealedTextField(_("code"))
    code_digest = models.BinaryField(unique=True, editable=False)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("valid until"))  # the last day
    issued_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_why = SealedTextField(_("why it was taken back"))

    objects = OfOnesOwnQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE (revoked_at, revoked_why)"

    class Meta:
        indexes = [
            models.Index(
                fields=["companion", "-expires_on"], condition=Q(revoked_at=None), name="certificate_of_companion"
            ),
            models.Index(fields=["expires_on"], condition=Q(revoked_at=None), name="certificate_expiring"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=models.F("issued_on")), name="certificate_expires_after_it_was_issued"
            )
        ]
