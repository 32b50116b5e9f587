"""The rows of the queue and of the lists: what is asked for, of whom, and how much time is left."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from cases.models import ContactCard
from referrals import clock
from referrals.models import Referral, ReferralContent
from referrals.models.referral import desks_of
from referrals.states import RUNNING, State

PAGE = 50
TABS = ("baru", "saya", "hari-ini", "lewat", "umpan-balik")


@dataclass
class Row:
    """One referral in a list. `reason` and `name` are "" where one may not read them."""

    referral: Referral
    name: str
    reason: str
    kind: str  # of the tag: late, soon or ""
    left: str

    @property
    def pk(self):
        return self.referral.pk


def condition(tab, actor, now):
    """Which running referrals of the desk stand in a tab."""
    today = timezone.localdate(now)
    return {
        "baru": Q(state=State.SENT),
        "saya": Q(state__in=RUNNING, person=actor.id),
        "hari-ini": Q(state=State.SCHEDULED, appointment_at__date=today),
        "lewat": Q(state__in=RUNNING, due_at__lte=now),
        "umpan-balik": Q(state=State.SERVED),
    }[tab]


def counts_of(actor, now=None):
    """{tab: how many}, in one statement over what is running at the desk."""
    now = now or timezone.now()
    wanted = {tab.replace("-", "_"): Count("pk", filter=condition(tab, actor, now)) for tab in TABS}
    found = Referral.objects.incoming(actor).running().aggregate(**wanted)
    return {tab: found[tab.replace("-", "_")] for tab in TABS}


def state_of(actor):
    """What changes when anything at the desk changes: the ETag of the queue."""
    found = Referral.objects.filter(receiver__in=desks_of(actor)).aggregate(last=Max("changed_at"), n=Count("pk"))
    return f"{found['n']}-{found['last'].timestamp() if found['last'] else 0}"


def listed(rows):
    """The rows of a query, by time left, with what a list shows; for `lines_of`."""
    return rows.select_related("kind", "sender", "receiver", "person__user").order_by(
        F("due_at").asc(nulls_last=True), "pk"
    )


def lines_of(actor, referrals, now=None):
    """[Row], in two statements for any number of referrals."""
    ids = [one.pk for one in referrals]
    texts = ReferralContent.objects.visible_to(actor).filter(pk__in=ids).only("reason", "call_name") if ids else []
    by_id = {text.pk: text for text in texts}
    cards = ContactCard.objects.visible_to(actor).filter(pk__in=[one.client_id for one in referrals]) if ids else []
    names = {card.pk: card.call_name for card in cards.only("call_name")} if ids else {}
    found = []
    for one in referrals:
        text = by_id.get(one.pk)
        kind, left = clock.left_words(one.due_at, now)
        name = names.get(one.client_id) or (text.call_name if text else "")
        found.append(Row(one, name, text.reason if text else "", kind, left))
    return found


def after(rows, key: Any):
    """The rows of the queue behind a (due, id) of the last one shown."""
    due, pk = key
    return rows.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=pk) | Q(due_at=None))
