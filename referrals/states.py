"""What a referral can be, what may follow, and who makes the move (design, section 5). Imports nothing of ours.

`MOVES` is the only list: rules read what a move demands, pages offer what it allows, a command draws it.
"""

from enum import Enum
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    PROPOSED = "DIUSULKAN", _("Proposed")
    SENT = "DIKIRIM", _("Sent")
    ACCEPTED = "DITERIMA", _("Accepted")
    DECLINED = "DITOLAK", _("Declined")
    SCHEDULED = "DIJADWALKAN", _("Scheduled")
    SERVED = "DITANGANI", _("Client served")
    NO_SHOW = "TIDAK_HADIR", _("Did not attend")
    NO_SHOW_CLOSED = "TIDAK_HADIR_AKHIR", _("Closed after a no-show")
    DONE = "SELESAI", _("Closed with feedback")
    CANCELLED = "DIBATALKAN", _("Cancelled")


class Side(Enum):
    """Any member with that right; of two who press at once the row lock lets one win."""

    AUTHOR = "author"  # may not send, proposes
    SENDER = "sender"
    RECEIVER = "receiver"
    EITHER = "either"


class Demand(Enum):
    """What a move asks for."""

    SERVICE = _("a service and a reason")
    CONSENT = _("the client's consent that names the receiver")
    TELEPHONED = _("in an emergency: when and to whom one telephoned")
    PERSON = _("a person in charge")
    REASON = _("a reason")
    APPOINTMENT = _("a date and a place")
    SERVED_ON = _("the date of the service")
    SAME_DAY = _("the same day")
    FEEDBACK = _("what was done, and what came of it")


class Move(NamedTuple):
    side: Side
    demands: tuple = ()


S = State
MOVES = {
    (S.DRAFT, S.PROPOSED): Move(Side.AUTHOR, (Demand.SERVICE,)),
    (S.PROPOSED, S.DRAFT): Move(Side.SENDER, (Demand.REASON,)),
    (S.DRAFT, S.SENT): Move(Side.SENDER, (Demand.SERVICE, Demand.CONSENT, Demand.TELEPHONED)),
    (S.PROPOSED, S.SENT): Move(Side.SENDER, (Demand.SERVICE, Demand.CONSENT, Demand.TELEPHONED)),
    (S.DRAFT, S.CANCELLED): Move(Side.SENDER, (Demand.REASON,)),
    (S.PROPOSED, S.CANCELLED): Move(Side.SENDER, (Demand.REASON,)),
    (S.SENT, S.CANCELLED): Move(Side.SENDER, (Demand.REASON,)),
    (S.ACCEPTED, S.CANCELLED): Move(Side.SENDER, (Demand.REASON,)),
    (S.SCHEDULED, S.CANCELLED): Move(Side.SENDER, (Demand.REASON,)),
    (S.NO_SHOW, S.CANCELLED): Move(Side.SENDER, (Demand.REASON,)),
    (S.SENT, S.ACCEPTED): Move(Side.RECEIVER, (Demand.PERSON,)),
    (S.ACCEPTED, S.SENT): Move(Side.RECEIVER, (Demand.REASON,)),
    (S.SENT, S.DECLINED): Move(Side.RECEIVER, (Demand.REASON,)),
    (S.ACCEPTED, S.DECLINED): Move(Side.RECEIVER, (Demand.REASON,)),
    (S.SCHEDULED, S.DECLINED): Move(Side.RECEIVER, (Demand.REASON,)),
    (S.ACCEPTED, S.SCHEDULED): Move(Side.RECEIVER, (Demand.APPOINTMENT,)),
    (S.SCHEDULED, S.SCHEDULED): Move(Side.RECEIVER, (Demand.APPOINTMENT, Demand.REASON)),
    (S.SCHEDULED, S.ACCEPTED): Move(Side.RECEIVER, (Demand.REASON,)),
    (S.ACCEPTED, S.SERVED): Move(Side.RECEIVER, (Demand.SERVED_ON,)),
    (S.SCHEDULED, S.SERVED): Move(Side.RECEIVER, (Demand.SERVED_ON,)),
    (S.SERVED, S.SCHEDULED): Move(Side.RECEIVER, (Demand.SAME_DAY,)),
    (S.SCHEDULED, S.NO_SHOW): Move(Side.RECEIVER, (Demand.REASON,)),
    (S.NO_SHOW, S.SCHEDULED): Move(Side.RECEIVER, (Demand.APPOINTMENT,)),
    (S.NO_SHOW, S.NO_SHOW_CLOSED): Move(Side.EITHER, (Demand.REASON,)),
    (S.SERVED, S.DONE): Move(Side.RECEIVER, (Demand.FEEDBACK,)),
    (S.DONE, S.SERVED): Move(Side.RECEIVER, (Demand.REASON,)),
}

UNSENT = (S.DRAFT, S.PROPOSED)
RUNNING = (S.SENT, S.ACCEPTED, S.SCHEDULED, S.SERVED, S.NO_SHOW)
CLOSED = (S.DECLINED, S.NO_SHOW_CLOSED, S.DONE, S.CANCELLED)
WAITS_FOR_ANSWER = (S.SENT,)
WAITS_FOR_CLIENT = (S.ACCEPTED, S.SCHEDULED, S.NO_SHOW)
WAITS_FOR_FEEDBACK = (S.SERVED,)
# How the story is told as a row of steps; what left it aside is told in words.
PATH = (S.SENT, S.ACCEPTED, S.SCHEDULED, S.SERVED, S.DONE)


def words_of(state, reason):
    """A state in words; one that a withdrawn consent closed after the client was served has no feedback."""
    if state == S.DONE and reason == "persetujuan_ditarik":
        return _("Closed without feedback")
    return S(state).label if state else ""


def next_states(state, sides):
    """The states that may follow for someone on these sides ({Side}); a person of either side counts for both."""
    return [to for (from_, to), move in MOVES.items() if from_ == state and is_on(move, sides)]


def is_on(move, sides):
    """Whether someone on these sides makes this move."""
    return move.side in sides or (move.side is Side.EITHER and bool(sides & {Side.SENDER, Side.RECEIVER}))
