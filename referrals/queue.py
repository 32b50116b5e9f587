"""The rows of the queue and of the lists: what is asked for, of whom, and how much time is left."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2s

from django.db.models import F, Q, Value
from django.utils import timezone

from accounts.models import Membership
from cases.models import ContactCard
from cases.paging import COUNTED_TO, After, Capped, capped, first_of_each
from referrals import clock
from referrals.models import Referral, ReferralContent, Withdrawn
from referrals.models.referral import desks_of
from referrals.states import RUNNING, State

PAGE = 50
TABS = ("baru", "saya", "hari-ini", "lewat", "umpan-balik")
ORDER = ("due_at", "pk")


@dataclass
class Row:
    """One referral in a list. `reason` and `name` are "" where one may not read them."""

    referral: Referral
    name: str
    reason: str
    kind: str  # of the tag: late, soon or ""
    left: str
    text: ReferralContent | None = None
    with_whom: str = ""  # who goes along, where a page asks for it

    @property
    def pk(self):
        return self.referral.pk

    @property
    def due(self):
        """The due time in whole seconds: the page counts it down by itself."""
        return int(self.referral.due_at.timestamp()) if self.referral.due_at else ""


@dataclass
class Desk:
    """How full the tabs of a desk are ("50+" beyond that), and a stamp that differs when anything there has changed."""

    counts: dict
    stamp: str


def condition(tab, actor, now):
    """Which running referrals of the desk stand in a tab."""
    today = clock.end_of(timezone.localdate(now))
    return {
        "baru": Q(state=State.SENT),
        "saya": Q(state__in=RUNNING, person=actor.id),
        "hari-ini": Q(state=State.SCHEDULED, appointment_at__gte=today - timedelta(days=1), appointment_at__lt=today),
        "lewat": Q(state__in=RUNNING, due_at__lte=now),
        "umpan-balik": Q(state=State.SERVED),
    }[tab]


def desk_of(actor, now=None):
    """`Desk`, in one statement: each tab is counted no further than 51, the stamp is the ends of two indexes.

    A referral whose consent was taken back is out of the receiver's sight without a trace in its own table.
    """
    now = now or timezone.now()
    rows, gone = Referral.objects.incoming(actor), Withdrawn.objects.visible_to(actor)
    counted = {
        name(tab): Capped(rows.filter(condition(tab, actor, now)).order_by().values("pk")[: COUNTED_TO + 1])
        for tab in TABS
    }
    wanted = {
        **counted,
        "changed": rows.order_by("-changed_at").values("changed_at")[:1],
        "withdrawn": gone.order_by("-at").values("at")[:1],
    }
    found = Membership.objects.filter(pk=actor.id).annotate(**wanted).values(*wanted).get()
    stamp = blake2s(repr([str(found[key]) for key in wanted]).encode(), digest_size=10).hexdigest()
    return Desk({tab: capped(found[name(tab)]) for tab in TABS}, stamp)


def name(tab):
    return f"n_{tab.replace('-', '_')}"


def page(actor, tab, now, *, only=None, key=None):
    """One more than a page of a tab's referrals, by time left, in one statement.

    `only` filters them further (a Q), `key` is the (due, id) of the last row of the page before.
    """
    parts = []
    for desk in desks_of(actor):
        rows = Referral.objects.filter(receiver=desk, withdrawn_at=None).filter(condition(tab, actor, now))
        rows = rows.filter(only) if only else rows
        parts.append(rows.filter(After("due_at", "id", *map(Value, key))) if key else rows)
    return list(listed(first_of_each(parts, ORDER, PAGE + 1))[: PAGE + 1]) if parts else []


def listed(rows):
    """The rows of a query, by time left, with what a list shows; for `lines_of`."""
    return rows.select_related("kind", "sender", "receiver", "person__user", "kelurahan").order_by(
        F("due_at").asc(nulls_last=True), "pk"
    )


def lines_of(actor, referrals, now=None):
    """[Row], in one statement for any number of referrals, or two where some have no content that one may read."""
    ids = [one.pk for one in referrals]
    texts = ReferralContent.objects.visible_to(actor).filter(pk__in=ids)
    by_id = {one.pk: one for one in texts.only("reason", "call_name", "transport", "companion_id")} if ids else {}
    unread = [one.client_id for one in referrals if one.pk not in by_id]
    cards = ContactCard.objects.visible_to(actor).filter(pk__in=unread).only("call_name") if unread else []
    names = {card.pk: card.call_name for card in cards}
    found = []
    for one in referrals:
        text = by_id.get(one.pk)
        kind, left = clock.left_words(one.due_at, now)
        found.append(
            Row(
                referral=one,
                name=text.call_name if text else names.get(one.client_id, ""),
                reason=text.reason if text else "",
                kind=kind,
                left=left,
                text=text,
            )
        )
    return found


def with_companions(rows):
    """The rows, each saying who goes along, in one statement."""
    ids = {row.text.companion_id for row in rows if row.text} - {None}
    people = Membership.objects.select_related("user").in_bulk(ids) if ids else {}
    for row in rows:
        person = people.get(row.text.companion_id) if row.text else None
        row.with_whom = person.display_name if person else ""
    return rows


def counting_words():
    """The words of `clock.left_words`, for the page to count on by itself: {late or left: {unit: [one, many]}}."""
    units = {"m": clock._minutes, "h": clock._hours, "d": clock._days}
    return {
        name: {unit: [words(n, late) % {"n": "{n}"} for n in (1, 2)] for unit, words in units.items()}
        for name, late in (("late", True), ("left", False))
    }
