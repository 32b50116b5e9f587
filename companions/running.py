"""Hand-overs that are not finished: what waits, what came back. For home pages, lists and the one who is asked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.paging import Capped
from companions.deadlines import left_words
from companions.models import Assignment, Companion, HandOver, Offer
from companions.vocabulary import OfferState, WhyHandOver

RETURNED = (OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN)
RECENT = timedelta(days=60)  # what came back longer ago is found in the list, not on a home page


@dataclass
class Running:
    """One hand-over with how far it is. `ends_on` is the companion's last day or the last day away, None if not known.

    `returned` counts clients who are still with the companion and whom nobody is asked for any more.
    """

    hand_over: HandOver
    name: str
    ends_on: date | None
    accepted: int = 0
    waiting: int = 0
    returned: int = 0

    @property
    def why(self):
        return self.hand_over.why

    @property
    def is_absence(self):
        return self.hand_over.why == WhyHandOver.ABSENCE

    @property
    def total(self):
        return self.accepted + self.waiting + self.returned

    @property
    def is_settled(self):
        """Everyone said yes: nothing to do until the days are over."""
        return self.accepted > 0 and not (self.waiting or self.returned)

    @property
    def days_left(self):
        """Days until `ends_on`; None when it is not known, negative when it has passed."""
        return (self.ends_on - timezone.localdate()).days if self.ends_on else None


@dataclass(frozen=True)
class Waiting:
    """An offer to the one who asks; `left` says how long there is to answer, `last_day` the last day of it."""

    offer: Offer
    note: str
    by: str  # the coordinator who offers
    from_on: date | None  # of an absence that has not begun
    until_on: date | None  # of a stand-in
    left: str
    last_day: date


def running(actor, most=5):
    """([Running], whether there are more): what waits, came back, or stands in now; whoever ends soonest comes first.

    One statement for any number of hand-overs.
    """
    today, now = timezone.localdate(), timezone.now()
    undone = Offer.objects.filter(hand_over=OuterRef("pk")).filter(_is_waiting(now) | _came_back(now))
    there = Assignment.objects.filter(pk=OuterRef("accepted_as"), ended_at=None)
    standing = Offer.objects.filter(Exists(there), hand_over=OuterRef("pk"), state=OfferState.ACCEPTED)
    rows = _with_progress(HandOver.objects.visible_to(actor)).filter(
        (Q(made_at__gte=now - RECENT) & Exists(undone))
        | (Q(why=WhyHandOver.ABSENCE, until_on__gte=today) & Exists(standing))
    )
    found = list(rows.order_by("-made_at", "pk")[: most + 1])
    lines = progress(found[:most])
    lines.sort(key=lambda one: (one.ends_on is None, one.ends_on or today, one.name.casefold()))
    return lines, len(found) > most


def progress(rows):
    """[Running] of these hand-overs, in their order; they were read with their counts."""
    return [
        Running(row, row.companion.display_name, _ends_on(row), row.accepted, row.waiting, row.returned) for row in rows
    ]


def listed(actor):
    """Hand-overs of the actor's organisations for a list, newest first, each with its companion; not yet read."""
    return _with_progress(HandOver.objects.visible_to(actor)).order_by("-made_at", "pk")


def offers_for(actor):
    """[Waiting] to this companion, the most pressing first; one statement."""
    if not actor.id:
        return []
    rows = Offer.objects.waiting().filter(to=actor.id).select_related("hand_over__made_by__user")
    return [waiting_of(row) for row in rows.order_by("lapses_at", "code")]


def waiting_of(offer):
    """`Waiting` of one offer whose hand-over was read with it."""
    made = offer.hand_over
    days = offer if offer.until_on else made
    return Waiting(
        offer=offer,
        note=made.note,
        by=made.made_by.display_name,
        from_on=days.from_on,
        until_on=days.until_on,
        left=left_words(offer.lapses_at),
        last_day=timezone.localdate(offer.lapses_at - timedelta(seconds=1)),  # it lapses when the next day begins
    )


def still_there():
    """Of an offer: the assignment that was offered goes on. One out of sight does not count."""
    return Exists(Assignment.objects.filter(pk=OuterRef("assignment"), ended_at=None))


def _is_waiting(now):
    return Q(state=OfferState.WAITING, lapses_at__gt=now)


def _came_back(now):
    """Refused, lapsed (written down or not) or taken back; the client is where they were, and nobody else is asked.

    After an absence, or one that was cancelled, there is nothing to do any more: its offers were taken back.
    """
    needless = Q(hand_over__why=WhyHandOver.ABSENCE) & (
        Q(hand_over__until_on__lt=timezone.localdate(now)) | Q(state=OfferState.WITHDRAWN)
    )
    newer = Offer.objects.filter(assignment=OuterRef("assignment"), made_at__gt=OuterRef("made_at"))
    lapsed = Q(state=OfferState.WAITING, lapses_at__lte=now)
    return (Q(state__in=RETURNED) | lapsed) & Q(still_there()) & ~Q(Exists(newer)) & ~needless


def _with_progress(rows):
    """Hand-overs with their companion, the day the companion leaves, and what became of the offers."""
    now = timezone.now()
    leaves = Companion.objects.filter(pk=OuterRef("companion")).values("leaves_on")[:1]
    offers = Offer.objects.filter(hand_over=OuterRef("pk"))
    return rows.select_related("companion__user", "made_by__user").annotate(
        leaves_on=leaves,
        accepted=Capped(offers.filter(state=OfferState.ACCEPTED).values("pk")),
        waiting=Capped(offers.filter(_is_waiting(now)).values("pk")),
        returned=Capped(offers.filter(_came_back(now)).values("pk")),
    )


def _ends_on(row):
    return row.leaves_on if row.why == WhyHandOver.LEAVING else row.until_on
