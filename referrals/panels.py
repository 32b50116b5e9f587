"""What the client page says of referrals: those under way, and the way to a new one."""

from accounts.roles import Right
from cases.registry import Section
from referrals import queue
from referrals.models import Referral
from referrals.states import RUNNING, State

MOST = 5


def of_client(actor, client):
    """[cases.registry.Section], in at most three statements."""
    if not actor.may(Right.READ_REFERRALS):
        return []
    rows = Referral.objects.visible_to(actor).filter(client=client, state__in=[*RUNNING, State.PROPOSED])
    rows = list(queue.listed(rows)[:MOST])
    writes = any(actor.may(one) for one in (Right.SEND_REFERRALS, Right.PROPOSE_REFERRALS, Right.REFER_TO_COMPANIONS))
    context = {
        "rows": queue.lines_of(actor, rows),
        "may_write": writes and client.case.is_running,
        "may_give": actor.may(Right.GIVE_SERVICES) and actor.organisation.kind == "BALAI",
    }
    return [Section("referrals/client/_panel.html", context)]
