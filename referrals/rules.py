"""Who may do what with a referral, and why not. Each refusal is a sentence that the person can read."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from accounts.roles import OrganisationKind, Right, Role
from accounts.rules import NotAllowed, check_may
from cases.models import CaseFile, Consent, Grant
from cases.rules import NotPossible, holding
from cases.vocabulary import Decision, Kind, Purpose, ServiceFamily, Sex
from referrals import words
from referrals.models import Referral, ReferralEvent
from referrals.models.referral import desks_of
from referrals.states import MOVES, RUNNING, UNSENT, Side, State, is_on, next_states
from referrals.vocabulary import Asks, Channel, Urgency

FOR_UNKNOWN = ("VCT",)  # for who does not know yet
IN_CARE = ("AMBIL_ARV", "VIRAL_LOAD_CD4")  # for who takes medicine already
MOTHERS = ("PPIA",)
ANSWERING = (Role.COORDINATOR, Role.SOCIAL_WORKER, Role.REFERRAL_OFFICER, Role.CLINIC_STAFF)
DESK_ROLE = {OrganisationKind.BALAI: Role.REFERRAL_OFFICER, OrganisationKind.KLINIK: Role.CLINIC_STAFF}

__all__ = ["NotAllowed", "NotPossible", "check_may"]


def sides_of(actor, referral):
    """On which sides of this referral the actor stands, as a set of Side."""
    desks = desks_of(actor)
    found = set()
    if referral.author_id == actor.id:
        found.add(Side.AUTHOR)
    sends = str(referral.sender_id) in desks and (
        actor.may(Right.SEND_REFERRALS) or may_send_kind(actor, referral.kind)
    )
    if sends:
        found.add(Side.SENDER)
    answers = str(referral.receiver_id) in desks and actor.may(Right.ANSWER_REFERRALS)
    if answers or (sends and referral.channel == Channel.SLIP):
        found.add(Side.RECEIVER)
    return found


def may_send_kind(actor, kind):
    """Coordinators and social workers send anything, clinic staff to companionship alone."""
    if actor.may(Right.SEND_REFERRALS):
        return True
    return actor.may(Right.REFER_TO_COMPANIONS) and kind.family == ServiceFamily.COMPANIONS


def possible(actor, referral):
    """[State] that the actor may bring about now."""
    return next_states(State(referral.state), sides_of(actor, referral))


def check_move(actor, referral, to):
    """The table knows the move, and it is the actor's. Raises NotPossible with who was first, or NotAllowed."""
    move = MOVES.get((State(referral.state), State(to)))
    if move is None:
        raise NotPossible(who_was_first(referral, actor))
    if not is_on(move, sides_of(actor, referral)):
        raise NotAllowed(_("This step is for the other side of the referral."))
    return move


def who_was_first(referral, actor=None):
    """ "Wulan Tuasikal was first: accepted at 09.50." Without a step to tell of, what the referral is now.

    Of the actor's own step it says so: nobody was first before oneself.
    """
    last = ReferralEvent.objects.filter(referral=referral).select_related("by__user").order_by("-at").first()
    state = str(referral.state_words).lower()
    if last is None or last.by is None:
        return _("This referral is %(state)s now. Nothing was changed.") % {"state": state}
    if actor is not None and last.by_id == actor.id:
        return _("You did this at %(time)s: the referral is %(state)s. Nothing was changed.") % {
            "state": state,
            "time": words.moment(last.at),
        }
    return _("%(name)s was first: this referral is %(state)s since %(time)s. Nothing was changed.") % {
        "name": last.by.display_name,
        "state": state,
        "time": words.moment(last.at),
    }


def sender_for(actor, client):
    """The organisation in whose name the actor refers this client. Raises NotAllowed without the case in its care."""
    row = holding(actor, client)
    return Organisation.objects.get(pk=row.work_holder_id)


def check_may_write(actor, kind):
    """May propose, or send this kind."""
    if not (actor.may(Right.PROPOSE_REFERRALS) or may_send_kind(actor, kind)):
        raise NotAllowed(_("You may refer to companionship only."))


def consent_for(client, kind, sender, receiver):
    """The live consent under which this may be sent, or None; None for one's own client too, who needs none."""
    if sender.pk == receiver.pk:
        return None
    named = [receiver.pk, sender.pk] if kind.consent == Purpose.C5 else [receiver.pk]
    today = timezone.localdate()
    lines = Consent.objects.filter(client=client, purpose=kind.consent, organisation__in=named).current()
    alive = [
        line for line in lines
        if line.decision == Decision.GIVEN and line.from_on <= today <= line.until_on
    ]  # fmt: skip
    return max(alive, key=lambda line: (line.organisation_id == receiver.pk, line.until_on), default=None)


def check_consent(client, kind, sender, receiver):
    """Gives the consent (None for one's own client). Raises NotPossible when there is none that names the receiver."""
    consent = consent_for(client, kind, sender, receiver)
    if consent is None and sender.pk != receiver.pk:
        raise NoConsent(
            _("“%(what)s” has no consent of the client that names %(organisation)s. Record the consent first.")
            % {"what": Purpose(kind.consent).label, "organisation": receiver.name}
        )
    return consent


def check_decides(actor, given):
    """Money of one's own organisation, recorded by someone else. Raises NotAllowed."""
    if given.provider_id != actor.organisation.pk:
        raise NotAllowed(_("This belongs to another organisation."))
    if given.recorded_by_id == actor.id:
        raise NotAllowed(_("A second person approves money: not the one who recorded it."))


def cares(actor, client_id):
    """Whether the case itself is open to the actor."""
    return Grant.objects.live().filter(client=client_id, seat__in=actor.seats_at("care")).exists()


def check_fits(client, kind, provider):
    """An examination whether someone has it is not for who is known to. Raises NotPossible."""
    case = CaseFile.objects.filter(pk=client.pk).only("kind").first()
    if kind.pk in FOR_UNKNOWN and case is not None and case.kind == Kind.ODHIV:
        raise NotPossible(_("This client is in care already: choose another service of %(place)s.") % {
            "place": provider.name,
        })  # fmt: skip


def is_sensible(service, client, sender):
    """Whether a service belongs on the list for this client: what cannot fit is left out, not forbidden."""
    kind = service.kind_id
    if kind in IN_CARE and client.case.kind != Kind.ODHIV:
        return False
    if kind in MOTHERS and client.sex == Sex.MALE:
        return False
    return not (service.kind.family == ServiceFamily.COMPANIONS and service.provider_id == sender.pk)


def check_asked(service, text):
    """What the provider wants to read stands in the referral. Raises NotPossible naming what is missing."""
    missing = [str(Asks(name).label) for name in service.asks if name in Asks.values and not getattr(text, name)]
    if missing:
        raise NotPossible(_("%(place)s asks for more: %(fields)s.") % {
            "place": service.provider.name, "fields": ", ".join(missing),
        })  # fmt: skip


def check_open(service, at, note=""):
    """Within the days and hours that the service names, or with a note that says why not. Raises NotPossible."""
    there = timezone.localtime(at)
    start, _dash, end = service.open_hours.partition("-")
    on_time = not end or start <= f"{there:%H.%M}" <= end
    if ((service.open_days and there.weekday() not in service.open_days) or not on_time) and not note:
        raise NotPossible(
            _("The service is not open then (%(open)s). Choose another time, or say in the note why it will be.")
            % {"open": words.opening(service)}
        )


def check_in_time(referral, at, note=""):
    """Whoever cannot wait is seen within the time that was promised, or a note says why not. Raises NotPossible."""
    late = referral.urgency != Urgency.ROUTINE and referral.seen_by is not None and at > referral.seen_by
    if late and timezone.now() < referral.seen_by and not note:
        raise NotPossible(
            _("The client is to be seen by %(time)s. Choose an earlier time, or say in the note why it is later.")
            % {"time": words.moment(referral.seen_by)}
        )


class NoConsent(NotPossible):
    """Nothing is sent before the client has agreed; the page leads to where that is written down."""


def check_is_unsent(referral):
    if referral.state not in UNSENT:
        raise NotPossible(who_was_first(referral))


def answers_in_app(organisation):
    """Whether someone there works with the application; otherwise the letter goes on paper."""
    members = Membership.objects.active().filter(organisation=organisation, roles__overlap=[*ANSWERING])
    return members.exists()


def people_of(organisation):
    """Who may be in charge of a referral there: the active members who answer, by name."""
    members = Membership.objects.active().filter(organisation=organisation, roles__overlap=[*ANSWERING])
    return sorted(members.select_related("user"), key=lambda one: one.display_name.casefold())


def desk_role(organisation):
    """The role that is told of what arrives."""
    return DESK_ROLE.get(OrganisationKind(organisation.kind), Role.COORDINATOR)


def similar(actor, client, kind, *, days=90):
    """Live referrals of this client to the same kind of service, and those closed lately; the newest first."""
    rows = Referral.objects.visible_to(actor).filter(client=client, kind=kind).exclude(state=State.DRAFT)
    since = timezone.now() - timedelta(days=days)
    rows = list(rows.select_related("receiver").order_by("-made_at")[:10])
    return [row for row in rows if row.state in (*RUNNING, State.PROPOSED) or (row.closed_at or row.made_at) >= since]
