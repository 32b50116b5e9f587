"""What the client page says of referrals: those under way, and the way to a new one, from a saved visit too."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.roles import Right
from cases.registry import Section
from cases.states import Stage
from referrals import queue
from referrals.models import Referral
from referrals.states import RUNNING, State

MOST = 5
WRITES = (Right.SEND_REFERRALS, Right.PROPOSE_REFERRALS, Right.REFER_TO_COMPANIONS)


def of_client(actor, client):
    """[cases.registry.Section], in at most three statements."""
    if not actor.may(Right.READ_REFERRALS):
        return []
    rows = Referral.objects.visible_to(actor).filter(client=client, state__in=[*RUNNING, State.PROPOSED])
    rows = list(queue.listed(rows)[:MOST])
    context = {
        "rows": queue.lines_of(actor, rows),
        "may_write": _writes(actor) and client.case.stage != Stage.TERMINASI,
        "may_give": actor.may(Right.GIVE_SERVICES) and actor.organisation.kind == "BALAI",
    }
    return [Section("referrals/client/_panel.html", context)]


def after_visit(actor, visit):
    """[(address, words, icon)]: refer for what this visit has shown."""
    if not _writes(actor):
        return []
    address = f"{reverse('referral_new', args=[visit.client_id])}?{urlencode({'kunjungan': visit.pk})}"
    return [(address, _("Refer"), "send")]


def _writes(actor):
    return any(actor.may(right) for right in WRITES)
