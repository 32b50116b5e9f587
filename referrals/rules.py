"""Who may do what with a referral, and why not. Each refusal is a sentence that the person can read."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from accounts.roles import OrganisationKind, Right, Role
from accounts.rules import NotAllowed, check_may
from cases.models import Consent
from cases.rules import NotPossible, holding
from cases.vocabulary import Decision, Purpose, ServiceFamily
from referrals import words
from referrals.models import Referral, ReferralEvent
from referrals.models.referral import desks_of
from referrals.states import MOVES, RUNNING, UNSENT, Side, State, is_on, next_states
from referrals.vocabulary import Channel

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
        raise NotPossible(who_was_first(referral))
    if not is_on(move, sides_of(actor, referral)):
        raise NotAllowed(_("This step is for the other side of the referral."))
    return move


def who_was_first(referral):
    """ "Wulan Tuasikal was first: accepted at 09.50." Without a step to tell of, what the referral is now."""
    last = ReferralEvent.objects.filter(referral=referral).select_related("by__user").order_by("-at").first()
    state = referral.get_state_display().lower()
    if last is None or last.by is None:
        return _("This referral is %(state)s now. Nothing was changed.") % {"state": state}
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
        raise NotPossible(
            _("The client has not consented to sharing with %(organisation)s. Record the consent first.")
            % {"organisation": receiver.name}
        )
    return consent


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
