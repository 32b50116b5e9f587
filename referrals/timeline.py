"""What a client's timeline says of referrals: each step that was taken; never what a clinic found."""

from django.utils.translation import gettext as _

from cases.timeline import Entry
from referrals.models import ReferralEvent
from referrals.states import UNSENT, State

TEMPLATE = "referrals/client/_entry.html"
ICONS = {
    State.DRAFT: "pencil", State.PROPOSED: "pencil", State.SENT: "send", State.ACCEPTED: "check-lg",
    State.SCHEDULED: "calendar-event", State.SERVED: "person-check", State.DONE: "check-circle-fill",
}  # fmt: skip


def referrals(client, before, limit):
    """Entries of the steps of sent referrals, newest first, in one statement."""
    steps = ReferralEvent.objects.filter(referral__client=client).exclude(to_state__in=UNSENT)
    steps = steps.filter(at__lt=before) if before else steps
    steps = steps.select_related("referral__kind", "referral__receiver", "by__user").order_by("-at")[:limit]
    return [
        Entry(
            step.at, TEMPLATE, step, ICONS.get(step.to_state, "slash-circle"),
            _("%(kind)s, %(place)s: %(state)s") % {
                "kind": step.referral.kind.quiet_label, "place": step.referral.receiver.short_name,
                "state": str(step.state_words).lower(),
            },
        )
        for step in steps
    ]  # fmt: skip
