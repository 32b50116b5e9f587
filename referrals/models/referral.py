"""The referral, what it says of the client, and every step of it."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.history import keeps_versions
from cases.models.base import Probe
from cases.models.grants import Grant
from cases.vocabulary import Approval, HomeVisitAllowed, Sex, Way
from privacy.fields import SealedTextField
from referrals.states import CLOSED, RUNNING, UNSENT, State, words_of
from referrals.vocabulary import Cancelled, Channel, Declined, Look, NoShow, Outcome, Transport, Urgency

REASONS = [*Declined.choices, *[one for one in Cancelled.choices if one not in Declined.choices], *NoShow.choices]


BACK = {
    (State.ACCEPTED, State.SENT): _("Was put back to the queue"),
    (State.SERVED, State.SCHEDULED): _("Taken back: pressed by mistake"),
    (State.DONE, State.SERVED): _("Opened again"),
    (State.SCHEDULED, State.ACCEPTED): _("Without a date again"),
}


def why_words(reason):
    """A code of `REASONS` in words; what is none stays as it is."""
    return dict(REASONS).get(reason, reason)


def born_words(person):
    """The year of birth of a client, or as a referral says it: "1992", "± 1985" where it was estimated, or ""."""
    if not person.birth_year:
        return ""
    return f"± {person.birth_year}" if person.birth_year_estimated else str(person.birth_year)


def desks_of(actor):
    """The ids of organisations for which the actor works on referrals; none for who has no referral seat of one."""
    seats = {seat.partition(":")[2] for seat in actor.seats_at("referral")} - {str(actor.id)}
    return sorted(seats)


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """From or to one's desk, one's own drafts, those sent of clients in one's care (as row security)."""
        if not actor:
            return self.none()
        desks = desks_of(actor)
        care = Grant.objects.live().filter(client=OuterRef("client"), seat__in=actor.seats_at("care"))
        return self.filter(
            (Q(receiver__in=desks, withdrawn_at=None) & ~Q(state__in=UNSENT))
            | (Q(sender__in=desks) & ~Q(state=State.DRAFT))
            | Q(author=actor.id)
            | (Q(Probe(care)) & ~Q(state__in=UNSENT))
        )

    def incoming(self, actor):
        """To the actor's desk, sent, and not withdrawn."""
        return self.filter(receiver__in=desks_of(actor), withdrawn_at=None).exclude(state__in=UNSENT)

    def outgoing(self, actor):
        """From the actor's desk, or written by the actor."""
        return self.filter((Q(sender__in=desks_of(actor)) & ~Q(state=State.DRAFT)) | Q(author=actor.id))

    def running(self):
        return self.filter(state__in=RUNNING)

    def late(self, now=None):
        return self.running().filter(due_at__lte=now or timezone.now())


@keeps_versions(model_name="ReferralVersion", exclude=["token_digest"])  # "ReferralEvent" is a step of ours
class Referral(models.Model):
    """A client of one organisation asked to be served by another. `due_at` is until when the next step is due."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=60, blank=True)  # of the letter, from the moment it is sent
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="referrals", db_index=False)
    client_code = models.CharField(max_length=12)
    kelurahan = models.ForeignKey(
        "regions.Region", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    sender = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey("referrals.Service", on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey("cases.ServiceKind", on_delete=models.PROTECT, related_name="+", db_index=False)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, default=Urgency.ROUTINE)
    state = models.CharField(max_length=18, choices=State.choices, default=State.DRAFT)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.APP)
    author = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # in charge at the receiver
    token_digest = models.BinaryField(null=True)  # of the letter's QR code
    visit_id = models.UUIDField(null=True)  # the visit that it came from
    consent = models.ForeignKey("cases.Consent", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    telephoned_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    appointment_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # the consent was taken back
    answer_by = models.DateTimeField(null=True)
    seen_by = models.DateTimeField(null=True)
    feedback_by = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=24, blank=True)  # of the last refusal, cancelling or no-show
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)  # "" where it does not come back
    sight_until = models.DateField(null=True)  # the last planned check: the receiver sees the client until then
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ReferralQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        indexes = [
            models.Index(fields=["receiver", "due_at"], condition=Q(state__in=RUNNING), name="referral_queue"),
            models.Index(fields=["receiver", "-changed_at"], name="referral_of_receiver"),
            models.Index(fields=["sender", "-changed_at"], name="referral_of_sender"),
            models.Index(fields=["person", "due_at"], condition=Q(state__in=RUNNING), name="referral_of_person"),
            models.Index(fields=["client", "-made_at"], name="referral_of_client"),
            models.Index(fields=["token_digest"], condition=Q(token_digest__isnull=False), name="referral_token"),
            models.Index(fields=["author", "-changed_at"], name="referral_by_author"),
            models.Index(fields=["sender", "due_at"], condition=Q(state__in=RUNNING), name="referral_awaited"),
            models.Index(fields=["sender", "made_at"], condition=Q(state__in=UNSENT), name="referral_unsent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "number"], condition=~Q(number=""), name="referral_number_once_per_sender"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSENT, sent_at=None)
                | Q(state__in=[State.CANCELLED])
                | (Q(sent_at__isnull=False, sent_by__isnull=False) & ~Q(number="")),
                name="referral_sent_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False) | (~Q(state__in=CLOSED) & Q(closed_at=None)),
                name="referral_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(appointment_at__isnull=False),
                name="referral_scheduled_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACCEPTED, State.SCHEDULED, State.SERVED])
                | Q(person__isnull=False)
                | Q(channel=Channel.SLIP),
                name="referral_answered_has_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SERVED, State.DONE]) | Q(served_at__isnull=False),
                name="referral_served_says_when",
            ),
        ]

    def get_absolute_url(self):
        return reverse("referral_detail", args=[self.pk])

    @property
    def state_words(self):
        return words_of(self.state, self.reason)

    @property
    def reason_words(self):
        """Why it was declined, cancelled or not attended; "" where nothing of the kind stands."""
        return why_words(self.reason)

    @property
    def is_running(self):
        return self.state in RUNNING

    @property
    def is_late(self):
        return self.is_running and self.due_at is not None and self.due_at <= timezone.now()

    @property
    def is_own(self):
        """The sender's own client: no sharing, no consent to it."""
        return self.sender_id == self.receiver_id


class ContentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """To care of the client, and to whoever was given sight for this very referral."""
        if not actor or not actor.seats:
            return self.none()
        live = Grant.objects.live().filter(client=OuterRef("client"))
        return self.filter(
            Exists(live.filter(seat__in=actor.seats_at("care")))
            | Exists(live.filter(seat__in=list(actor.seats), source=OuterRef("pk")))
        )


@keeps_versions()
class ReferralContent(models.Model):
    """What the receiver reads: the reason, what is asked for, how to reach the client as it was when it was sent."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, primary_key=True, related_name="content")
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(_("reason for the referral"), blank=False)
    wanted = SealedTextField(_("what is asked for"))
    summary = SealedTextField(_("short summary"))
    given_before = SealedTextField(_("services given before"))
    special_needs = SealedTextField(_("special needs"))
    call_name = SealedTextField(_("name to be called by"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_year_estimated = models.BooleanField(default=False)
    legal_name = SealedTextField(_("legal name"))  # only where the client wants it to be known
    way = SealedTextField(_("safe way to make contact"), choices=Way.choices)
    phone = SealedTextField(_("number for contact"))
    time = SealedTextField(_("safe time for contact"))
    may_say = SealedTextField(_("what may be said"))
    never = SealedTextField(_("what must never happen"))
    home_visit = SealedTextField(_("may be visited at home?"), choices=HomeVisitAllowed.choices)
    transport = models.CharField(_("transport"), max_length=20, choices=Transport.choices, blank=True)
    companion = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    telephoned_to = SealedTextField(_("to whom one telephoned"))
    meeting_place = SealedTextField(_("place of the appointment"))
    token = SealedTextField()  # of the letter's QR code

    objects = ContentQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    @property
    def born(self):
        """ "1992", "± 1985" where it was estimated, "" where nobody knows."""
        return born_words(self)


class EventQuerySet(models.QuerySet):
    def visible_to(self, actor):
        seen = Referral.objects.visible_to(actor).filter(pk=OuterRef("referral"))
        return self.filter(Exists(seen))


class ReferralEvent(models.Model):
    """One step: from, to, who, when, why. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps", db_index=False)
    sender_id = models.UUIDField()  # copied: what is new for a sender is one index range
    at = models.DateTimeField(default=timezone.now)
    from_state = models.CharField(max_length=18, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=18, choices=State.choices)
    by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    by_organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=24, blank=True)
    note = SealedTextField()
    appointment_at = models.DateTimeField(null=True)
    on_paper = models.BooleanField(default=False)  # typed in by the sender from a slip

    objects = EventQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT"

    class Meta:
        indexes = [
            models.Index(fields=["referral", "at"], name="referralevent_of_referral"),
            models.Index(fields=["sender_id", "-at"], name="referralevent_of_sender"),
        ]

    @property
    def state_words(self):
        return BACK.get((self.from_state, self.to_state)) or words_of(self.to_state, self.reason)

    @property
    def reason_words(self):
        return why_words(self.reason)


class WithdrawnQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(receiver__in=desks_of(actor)) if actor else self.none()


class Withdrawn(models.Model):
    """All that a receiver still reads after the client took the consent back: a number, and not to make contact."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, primary_key=True, related_name="+")
    receiver = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    objects = WithdrawnQuerySet.as_manager()
    WEB_MAY = "SELECT"

    class Meta:
        indexes = [models.Index(fields=["receiver", "-at"], name="withdrawn_of_receiver")]


class CheckQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(provider__in=desks_of(actor)) if actor else self.none()

    def open(self):
        """Not answered yet, of a service that counts."""
        return self.filter(done_at=None, service__cancelled_at=None).exclude(service__approval=Approval.REFUSED)


@keeps_versions()
class Check(models.Model):
    """A planned look at what followed from a service: the provider's to do, and the provider's alone to read.

    What became of an empowerment, one to twelve months later (`months`); whether care has begun after an examination,
    until it has; whether someone came to be examined again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("cases.ServiceGiven", on_delete=models.PROTECT, related_name="+", db_index=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, related_name="checks")
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    what = SealedTextField(choices=Look.choices)
    months = models.PositiveSmallIntegerField()  # of the other looks: the how manyth
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    still_running = models.BooleanField(null=True)
    income = models.PositiveIntegerField(_("income this month (rupiah)"), null=True, blank=True)
    obstacles = SealedTextField(_("obstacles"))

    objects = CheckQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE (done_at, done_by_id, still_running, income, obstacles)"

    class Meta:
        indexes = [models.Index(fields=["provider", "due_on"], condition=Q(done_at=None), name="check_due")]
        constraints = [
            models.UniqueConstraint(fields=["service", "months"], name="check_once_a_time"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="check_done_says_when_and_by_whom",
            ),
        ]

    @property
    def is_late(self):
        return self.done_at is None and self.due_on < timezone.localdate()
