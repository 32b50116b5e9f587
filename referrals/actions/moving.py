"""One step of a referral: locked, checked against the table, written with its event, both sides told."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from referrals import clock, rules
from referrals.models import Referral, ReferralEvent
from referrals.states import CLOSED, Demand, Side, State, is_on
from referrals.vocabulary import Channel

TWICE = timedelta(minutes=2)  # a button pressed twice by the same hand is one press


def locked(referral):
    """The referral as it is now, its row locked. Raises NotAllowed when it is out of sight."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("kind", "service", "sender", "receiver")
    found = rows.filter(pk=referral.pk).first()
    if found is None:
        raise rules.NotAllowed(_("This referral is not with your organisation any more."))
    return found


def move(referral, to, *, by, out_of=None, reason="", note="", appointment=None, at=None, **fields):
    """Bring a referral into a state and write the step. Gives the referral; `fields` are set on it first.

    `out_of` are the states that the verb begins in, where the table knows other ways into the same one; `at` is when
    the step was taken, None for now.

    The same person's second press of the same button changes nothing. Raises NotPossible (who was first, what is
    missing) or NotAllowed.
    """
    row = locked(referral)
    if row.state == to and to != State.SCHEDULED and _just_done(row, to, by):
        return row
    if out_of and row.state not in out_of:
        raise rules.NotPossible(rules.who_was_first(row, by))
    the_move = rules.check_move(by, row, to)
    if Demand.REASON in the_move.demands and not (reason or note):
        raise rules.NotPossible(_("A reason is required."))
    before = row.state
    for name, value in fields.items():
        setattr(row, name, value)
    row.state = to
    if to == State.SCHEDULED:
        row.appointment_at = appointment or row.appointment_at
    elif to in (State.ACCEPTED, State.SENT):
        row.appointment_at = None
    row.reason = reason if to in (*CLOSED, State.NO_SHOW) else ""
    row.closed_at = timezone.now() if to in CLOSED else None
    row.due_at = clock.due_of(
        to, answer=row.answer_by, seen=row.seen_by, feedback=row.feedback_by, appointment=row.appointment_at
    )
    row.save()
    on_paper = row.channel == Channel.SLIP and not is_on(the_move, {Side.SENDER, Side.AUTHOR})
    event(row, before, by=by, reason=reason, note=note, appointment=appointment, on_paper=on_paper, at=at)
    tell(row, by)
    return row


def event(referral, before, *, by, reason="", note="", appointment=None, on_paper=False, at=None):
    """Write a step down."""
    step = ReferralEvent(
        referral=referral, sender_id=referral.sender_id, from_state=before, to_state=referral.state, by=by.membership,
        by_organisation=by.organisation, reason=reason, note=note, appointment_at=appointment, on_paper=on_paper,
        at=at or timezone.now(),
    )  # fmt: skip
    step.save(force_insert=True)
    return step


def tell(referral, by):
    """The other side of a step; people of the organisation that acts know by themselves, its author excepted."""
    if referral.state in (State.DRAFT, State.PROPOSED):
        return
    about = {"object_id": referral.pk}
    ours = by.organisation.pk
    if ours != referral.receiver_id and referral.channel == Channel.APP:
        if referral.person_id:
            notify(membership=referral.person_id, kind="referral_changed", **about)
        else:
            kind = "referral_arrived" if referral.state == State.SENT else "referral_changed"
            notify(organisation=referral.receiver, role=rules.desk_role(referral.receiver), kind=kind, **about)
    for member in {referral.sent_by_id, referral.author_id} - {None, by.id}:
        notify(membership=member, kind="referral_moved", **about)


def _just_done(row, to, by):
    last = ReferralEvent.objects.filter(referral=row).order_by("-at").first()
    return bool(last and last.to_state == to and last.by_id == by.id and timezone.now() - last.at < TWICE)
