"""What referrals add to pages of the rooms below: signed up once, when the application starts."""

from django.utils.translation import gettext_lazy as _

from cases import registry


def sign_up():
    from referrals import home, panels, timeline, withdrawal

    registry.on_withdrawal(withdrawal.tell)
    registry.on_ending(withdrawal.what_ends, withdrawal.what_was_shown)
    registry.panels(panels.of_client)
    registry.work_items(home.sections)
    registry.reminders(home.waiting)
    registry.after_visit(panels.after_visit)
    registry.timeline(timeline.referrals, tab="rujukan", label=_("Referrals"))
