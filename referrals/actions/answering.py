"""The receiver's side: take, decline, schedule, the client came or did not."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals import clock, rules
from referrals.actions.moving import locked, move
from referrals.models import ReferralContent, ReferralEvent
from referrals.states import State
from referrals.vocabulary import ASKS_MORE, Channel, Declined, NoShow

FAR = timedelta(days=366)
ONE_PRESS = timedelta(microseconds=1)  # between the steps that one press walks: how `undo_arrival` knows them


@transaction.atomic
def take(*, referral, by, person=None):
    """Say yes; `person` (a membership) is in charge, by default who takes it."""
    row = locked(referral)
    person = person or by.membership
    if row.channel == Channel.SLIP:
        person = None
    elif person.organisation_id != row.receiver_id or not person.active:
        raise rules.NotPossible(_("This person does not work in your organisation any more. Choose someone else."))
    answered = {} if row.answered_at else {"answered_at": timezone.now()}
    return move(row, State.ACCEPTED, by=by, out_of=(State.SENT,), person=person, **answered)


@transaction.atomic
def take_several(*, referrals, by):
    """Take all of them, or those that can be. Gives (taken, [sentence of each that was not])."""
    taken, refused = 0, []
    for referral in sorted(referrals, key=lambda one: str(one.pk)):
        try:
            take(referral=referral, by=by)
        except rules.NotPossible as refusal:
            refused.append(f"{referral.client_code}: {refusal}")
        else:
            taken += 1
    return taken, refused


@transaction.atomic
def put_back(*, referral, by, note):
    """Back to the queue, for someone else of the same organisation."""
    return move(referral, State.SENT, by=by, note=note, person=None)


@transaction.atomic
def decline(*, referral, by, reason, note=""):
    """Say no; some reasons ask for more: until when, what is missing, who else helps."""
    if reason not in Declined.values:
        raise rules.NotPossible(_("A reason is required."))
    if reason in ASKS_MORE and not note:
        raise rules.NotPossible(_("Say more: until when, what is missing, or who else can help."))
    return move(referral, State.DECLINED, by=by, reason=reason, note=note)


@transaction.atomic
def schedule(*, referral, by, at, place="", note=""):
    """An appointment, the first one or one after a no-show; a note says why it lies outside the opening hours."""
    row = locked(referral)
    _check_appointment(at)
    rules.check_open(row.service, at, note)
    rules.check_in_time(row, at, note)
    _keep_place(row, place)
    return move(row, State.SCHEDULED, by=by, out_of=(State.ACCEPTED, State.NO_SHOW), appointment=at, note=note)


@transaction.atomic
def reschedule(*, referral, by, at, note, place=""):
    """Another date, with the reason why."""
    row = locked(referral)
    _check_appointment(at)
    if row.state == State.SCHEDULED and row.appointment_at == at:
        raise rules.NotPossible(_("This is the appointment already. Choose another time."))
    rules.check_open(row.service, at, note)
    _keep_place(row, place)
    return move(row, State.SCHEDULED, by=by, out_of=(State.SCHEDULED,), appointment=at, note=note)


@transaction.atomic
def unschedule(*, referral, by, note):
    """The date falls through, and there is no new one yet."""
    return move(referral, State.ACCEPTED, by=by, out_of=(State.SCHEDULED,), note=note)


@transaction.atomic
def serve(*, referral, by, served_at=None, at=None):
    """The client was served, now or at a time before; feedback is due from then on. `at` as in `move`."""
    row = locked(referral)
    served_at = served_at or timezone.now()
    if served_at > timezone.now():
        raise rules.NotPossible(_("The client cannot have been served at a time to come. Check the date."))
    check_not_before(row, served_at)
    times = clock.times_for(row.urgency, row.service.times)
    return move(
        row, State.SERVED, by=by, out_of=(State.ACCEPTED, State.SCHEDULED), served_at=served_at,
        feedback_by=clock.feedback_by(times, served_at), at=at,
    )  # fmt: skip


@transaction.atomic
def arrive(*, referral, by):
    """ "Datang": one press walks what is missing, each step with its event."""
    row, at = locked(referral), None
    if row.state == State.SENT:
        row = take(referral=row, by=by)
        at = ReferralEvent.objects.filter(referral=row).latest("at").at + ONE_PRESS
    return serve(referral=row, by=by, at=at)


@transaction.atomic
def undo_arrival(*, referral, by):
    """Pressed by mistake, the same day: back to where it stood, each step of the way with its event."""
    row = locked(referral)
    if row.state == State.SERVED and timezone.localdate(row.served_at) != timezone.localdate():
        raise rules.NotPossible(_("This can be undone on the same day only."))
    stood = _stood_before(row)
    at = row.appointment_at or row.served_at
    row = move(row, State.SCHEDULED, by=by, out_of=(State.SERVED,), appointment=at, served_at=None, feedback_by=None)
    for back in (State.ACCEPTED, State.SENT)[: (State.ACCEPTED, State.SENT).index(stood) + 1 if stood else 0]:
        row = move(row, back, by=by, note=_("Pressed by mistake"), **({"person": None} if back == State.SENT else {}))
    return row


def _stood_before(row):
    """The state that the last "datang" began in where that had no appointment: accepted, or sent; else None."""
    steps = list(ReferralEvent.objects.filter(referral=row).order_by("-at")[:2])
    if not steps or steps[0].to_state != State.SERVED or steps[0].from_state != State.ACCEPTED:
        return None
    taken = steps[1] if len(steps) > 1 else None
    in_one_press = taken and taken.by_id == steps[0].by_id and steps[0].at - taken.at == ONE_PRESS
    return State.SENT if in_one_press and taken.from_state == State.SENT else State.ACCEPTED


@transaction.atomic
def no_show(*, referral, by, reason=NoShow.OTHER, note=""):
    """The client did not come; the sender is told, and looks for them."""
    row = locked(referral)
    if row.state == State.SCHEDULED and row.appointment_at > timezone.now():
        raise rules.NotPossible(_("The appointment is still to come."))
    return move(row, State.NO_SHOW, by=by, reason=reason, note=note)


@transaction.atomic
def close_no_show(*, referral, by, note):
    """No further appointment after a no-show; either side may say so."""
    return move(referral, State.NO_SHOW_CLOSED, by=by, note=note)


def check_not_before(row, served_at):
    """Nobody is served before the referral was sent; forms tell minutes, so the minute counts."""
    if row.sent_at is None or served_at < row.sent_at.replace(second=0, microsecond=0):
        raise rules.NotPossible(_("The client was served before the referral was sent. Check the date."))


def _check_appointment(at):
    now = timezone.now()
    if at < now - timedelta(minutes=10):
        raise rules.NotPossible(_("An appointment lies in the future. Check date and time."))
    if at > now + FAR:
        raise rules.NotPossible(_("This day is more than a year away. Check the date."))


def _keep_place(row, place):
    """A date without a place leaves a client looking for a door. Raises NotPossible."""
    text = ReferralContent.objects.filter(pk=row.pk).first()
    if not place and not (text and text.meeting_place):
        raise rules.NotPossible(_("Say where, too: the client is told the place."))
    if text is not None and place and text.meeting_place != place:
        text.meeting_place = place
        text.save()
