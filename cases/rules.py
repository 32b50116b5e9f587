"""Who may do what with a case, and why not. Each refusal is a sentence that the person can read.

`NotAllowed` is about the person (403); `NotPossible` is about the case (the form shows it and nothing is lost).
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Right, Role
from accounts.rules import NotAllowed, check_may, why_not
from cases.models import Client, Consent, Grant, Level, Responsibility
from cases.states import MOVES, Demand, PlanState, Stage
from cases.vocabulary import Decision, Purpose

OLDEST_VISIT = timedelta(days=366)
LATE_VISIT = timedelta(days=14)  # the policy on visits says the same; change both
ADULT = 18
ANSWERING = {Role.SOCIAL_WORKER, Role.COORDINATOR, Role.CLINIC_STAFF}  # who can be a client's responsible worker

__all__ = ["NotAllowed", "NotPossible", "check_may", "why_not"]


class NotPossible(Exception):
    """The case is not in a state for this; the sentence says what to do first."""


def holding(actor, client):
    """The row of the holder that the actor works for on this client: the own organisation's before a KDS's.

    Raises NotAllowed when none of the actor's holders has live care.
    """
    rows = Responsibility.objects.filter(client=client, holder_id__in=actor.holders, live=True)
    by_holder = {row.holder_id: row for row in rows}
    for holder in actor.holders:
        if holder in by_holder:
            return by_holder[holder]
    raise NotAllowed(_("This case is not with your organisation any more."))


def answering(row, client):
    """The row of the organisation that answers for the client where `row` is a companion's own; else `row` itself."""
    if row.on_behalf_id is None:
        return row
    return Responsibility.objects.filter(client=client, holder_id=row.on_behalf_id, live=True).first() or row


def works_here(member, actor, row):
    """True for an active member of an organisation that the actor, or the row's holder, acts for."""
    return member.active and member.organisation_id in {*actor.organisations, row.holder_id, row.on_behalf_id}


def check_can(actor, right, client):
    """The right, and a live care seat on this very client. Gives the holder's row."""
    check_may(actor, right)
    return holding(actor, client)


def check_same_case(actor, right, thing):
    """For a step, plan or visit: the right, care on its client, and that it is one's own or one's organisation's."""
    row = check_can(actor, right, thing.client)
    if not is_ours(actor, thing):
        raise NotAllowed(_("This belongs to another organisation that serves the client. Ask them to change it."))
    return row


def is_ours(actor, thing):
    """True for what one's holders recorded and for what is one's own to do; sharing lets others read it."""
    own = {getattr(thing, f"{name}_id", None) for name in ("owner", "worker", "recorded_by")}
    return getattr(thing, "holder_id", None) in {None, *actor.holders} or actor.id in own


# -- stages ----------------------------------------------------------------------------------------------------------


def missing_for(client, to, details, *, worker):
    """What the move of the stage still demands, as a list of Demand; [] when it may go ahead.

    `details` holds what the person gave: reason, until, date, closing, plan. Raises NotPossible for a move that the
    table does not know.
    """
    case = client.case
    demands = MOVES.get((Stage(case.stage), Stage(to)))
    if demands is None:
        raise NotPossible(
            _("A case that is %(from)s cannot become %(to)s.")
            % {"from": case.get_stage_display(), "to": Stage(to).label}
        )
    met = {
        Demand.CONSENT: lambda: has_consent(client, Purpose.C1),
        Demand.WORKER: lambda: worker is not None,
        Demand.CARD: lambda: client.card.is_checked,
        Demand.GUARDIAN: lambda: not is_minor(client) or bool(case.guardian),
        Demand.REASON: lambda: bool(details.get("reason")),
        Demand.UNTIL: lambda: details.get("until") is not None,
        Demand.DATE: lambda: details.get("date") is not None,
        Demand.CLOSING: lambda: bool(details.get("closing")),
        Demand.PLAN: lambda: bool(details.get("plan")),
    }
    return [demand for demand in demands if not met[demand]()]


def is_minor(client):
    """Under 18 by the birth date where it is known, else by the year; unknown counts as grown up."""
    today = timezone.localdate()
    born = client.identity.birth_date
    if born:
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT
    return client.age is not None and client.age < ADULT


# -- consent and sharing ---------------------------------------------------------------------------------------------


def live_consent(client, purpose, *, organisation=None, person=None):
    """The ledger's latest line when it says "given" and has not expired, else None."""
    line = (
        Consent.objects.filter(client=client, purpose=purpose, organisation=organisation, person=person)
        .order_by("-recorded_at", "-id")
        .first()
    )
    today = timezone.localdate()
    alive = line is not None and line.decision == Decision.GIVEN and line.from_on <= today <= line.until_on
    return line if alive else None


def has_consent(client, purpose):
    return live_consent(client, purpose) is not None


def check_can_share(actor, client, organisation):
    """Gives the consent under which it may be shared."""
    check_can(actor, Right.SHARE_CLIENTS, client)
    if organisation.pk in actor.holders:
        raise NotPossible(_("The case is already with your own organisation."))
    if not organisation.active:
        raise NotPossible(_("This organisation is not active any more."))
    consent = live_consent(client, Purpose.C4, organisation=organisation)
    if consent is None:
        raise NotPossible(
            _("The client has not consented to sharing with this organisation. Record the consent first.")
        )
    return consent


# -- visits ----------------------------------------------------------------------------------------------------------


def check_visited_at(visited_at, client=None):
    """A visit lies in the past year: a few minutes of a phone's clock are forgiven. And in the client's lifetime."""
    if visited_at > timezone.now() + timedelta(minutes=10):
        raise NotPossible(_("A visit cannot be recorded before it took place. Check date and time."))
    if visited_at < timezone.now() - OLDEST_VISIT:
        raise NotPossible(_("This day is more than a year ago. Check the date."))
    if client is not None and timezone.localtime(visited_at).date() < _born(client):
        raise NotPossible(_("On this day the client was not yet born. Check the date."))


def _born(client):
    return client.identity.birth_date or date(client.birth_year or 1, 1, 1)


def holder_at(actor, client_id, visited_at):
    """(holder's id, its row or None): who the visit is recorded for.

    With live care the holder's own row; without, the holder of a grant that was live at `visited_at`, up to 14 days
    later: then the visit is written and nothing else. Raises NotAllowed.
    """
    check_may(actor, Right.RECORD_VISITS)
    client = Client.objects.visible_to(actor).filter(pk=client_id).first()
    if client is not None:
        row = holding(actor, client)
        return row.work_holder_id, row
    if visited_at > timezone.now() - LATE_VISIT:
        grant = Grant.objects.filter(
            client_id=client_id, seat__in=actor.seats_at("care"), starts_at__lte=visited_at, ends_at__gt=visited_at
        ).first()
        if grant:
            return grant.holder_id, None
    raise NotAllowed(_("You did not accompany this client at that time."))


def sight_under(actor, client_id, source):
    """The live grant that opens this client under `source` (what a room above sent), or None."""
    live = Grant.objects.live().filter(client_id=client_id, seat__in=list(actor.seats), source=source)
    return live.filter(level=Level.REFERRAL).first()


def is_own_under_sight(actor, visit):
    """Recorded by the actor under a sight that still stands: the recorder's to mark as a mistake."""
    return (
        visit.under_id is not None
        and visit.recorded_by_id == actor.id
        and visit.hidden_at is None
        and sight_under(actor, visit.client_id, visit.under_id) is not None
    )


def held_care_lately(actor, client_id):
    """Care that has ended, not so long ago that a visit may no longer be written down."""
    ended = Grant.objects.filter(client_id=client_id, seat__in=actor.seats_at("care"))
    return ended.filter(ends_at__gt=timezone.now() - LATE_VISIT).exists()


def check_can_correct(actor, visit):
    """Its author, or who may edit cases in the organisation it was recorded for."""
    check_same_case(actor, Right.RECORD_VISITS, visit)
    if visit.recorded_by_id != actor.id:
        check_may(actor, Right.EDIT_CASE)
    if visit.hidden_at:
        raise NotPossible(_("This visit was marked as recorded by mistake. It can no longer be changed."))


def check_plan_is_open(plan):
    if plan.state != PlanState.RENCANA:
        raise NotPossible(
            _("This plan is already %(state)s. Someone was first.") % {"state": plan.get_state_display().lower()}
        )


def against_card(client, place):
    """Why a visit at this place goes against the contact card, or ""."""
    from cases.vocabulary import HomeVisitAllowed, Place, Way

    card = client.card
    if place == Place.HOME and card.home_visit == HomeVisitAllowed.NO:
        return _("The client does not want to be visited at home.")
    if place == Place.HOME and card.home_visit == HomeVisitAllowed.ELSEWHERE:
        return _("The client wants to meet at another place.")
    if place == Place.PHONE and card.way in (Way.NONE, Way.COMPANION):
        return _("The client does not want to be telephoned.")
    return ""
