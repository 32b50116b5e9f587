"""The sender's list: proposals that wait, what runs (late first), what is over; and what is new since one last looked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.preferences import remember, remembered
from accounts.roles import Right
from accounts.rules import check_may
from privacy import access
from referrals import clock, queue
from referrals.models import Referral, ReferralEvent
from referrals.states import CLOSED, RUNNING, UNSENT

LOOKED = "rujukan_dilihat"
TABS = {"berjalan": RUNNING, "usulan": UNSENT, "selesai": CLOSED}


@require_safe
def referral_list(request):
    check_may(request.actor, Right.READ_REFERRALS)
    tab = request.GET.get("lihat") if request.GET.get("lihat") in TABS else "berjalan"
    rows = Referral.objects.outgoing(request.actor).filter(state__in=TABS[tab])
    since = looked_at(request.actor)
    new = ReferralEvent.objects.filter(referral=OuterRef("pk"), at__gt=since).exclude(by=request.actor.id)
    rows = rows.annotate(is_new=Exists(new))
    if tab == "selesai":
        if key := _read_key(request.GET.get("sesudah", "")):
            rows = rows.filter(Q(changed_at__lt=key[0]) | Q(changed_at=key[0], pk__lt=key[1]))
        rows = rows.select_related("kind", "sender", "receiver", "person__user").order_by("-changed_at", "-pk")
    else:
        rows = queue.listed(rows)
    found = list(rows[: queue.PAGE + 1])
    shown = found[: queue.PAGE]
    access.opened(request, [one.client_id for one in shown], kind=access.AccessKind.LIST)
    now = timezone.now()
    labels = {"berjalan": _("Under way"), "usulan": _("Drafts and proposals"), "selesai": _("Over")}
    context = {
        "tab": tab,
        "tabs": [(f"?lihat={key}", labels[key], key == tab, "") for key in TABS],
        "rows": queue.lines_of(request.actor, shown, now),
        "ages": {one.pk: clock.age_words(one.proposed_at or one.made_at) for one in shown},
        "next_url": _next(tab, shown[-1]) if tab == "selesai" and len(found) > queue.PAGE else "",
    }
    remember(request.actor, LOOKED, {"at": now.isoformat()})
    return render(request, "referrals/outgoing/list.html", context)


def looked_at(actor):
    """When this person last looked at the list; long ago for who never did."""
    kept = remembered(actor, LOOKED, {}) or {}
    return datetime.fromisoformat(kept["at"]) if "at" in kept else timezone.now() - timedelta(days=30)


def _next(tab, last):
    key = signing.dumps([last.changed_at.isoformat(), last.pk.hex], salt="sent")
    return "?" + urlencode({"lihat": tab, "sesudah": key})


def _read_key(text):
    try:
        at, pk = signing.loads(text, salt="sent")
        return datetime.fromisoformat(at), UUID(pk)
    except (signing.BadSignature, ValueError, TypeError):
        return None
