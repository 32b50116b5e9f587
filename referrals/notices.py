"""What referrals tell people: sentences without a name or a health word."""

from django.utils.translation import gettext_lazy as _

from accounts.notices import register


def register_kinds():
    register("referral_proposed", _("A companion proposes a referral. Look at it and send it."), "referral_detail")
    register("referral_sent_back", _("A proposal came back to you, with the reason."), "referral_detail")
    register("referral_arrived", _("A referral has arrived. Please answer in time."), "referral_detail")
    register("referral_changed", _("The sender has changed a referral."), "referral_detail")
    register("referral_moved", _("A referral of yours has gone a step further."), "referral_detail")
    register("referral_cancelled", _("A referral was cancelled. Read why."), "referral_detail")
    register(
        "referral_declined",
        _("A referral of yours was declined. Read why, and look for another way."),
        "referral_detail",
    )
    register("referral_no_show", _("A client did not come to an appointment. Look for them."), "referral_detail")
    register("referral_done", _("A referral of yours was closed with what was done."), "referral_detail")
    register(
        "referral_withdrawn",
        _("A client took back the consent: a referral was stopped. Do not contact the client."),
        "referral_detail",
    )
    register(
        "referral_stopped", _("A client took back the consent: a referral of yours was stopped."), "referral_detail"
    )
    register("referral_visited", _("Someone to whom you referred has made a visit. See what follows."), "client_detail")
    register("urgent_visit", _("A visit by someone to whom you referred needs you now."), "client_detail")
    register("money_waits", _("Money that was given waits for your approval."), "money_list")
    register("money_approved", _("Money that you recorded was approved."), "service_given")
    register("money_refused", _("Money that you recorded was not approved."), "service_given")
