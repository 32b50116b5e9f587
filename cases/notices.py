"""What the cases tell people: sentences without a name or a health word."""

from django.utils.translation import gettext_lazy as _

from accounts.notices import register


def register_kinds():
    register("shared", _("A case was shared with your organisation. Name a responsible worker."), "client_detail")
    register("share_ended", _("Sharing of a case has ended. Its page no longer opens for the receiver."))
    register(
        "consent_withdrawn",
        _("A client took back the consent to sharing. Do not contact the client; the share has ended."),
    )
    register("plans_dropped", _("A visit or step you had planned was dropped: the sharing of that case has ended."))
    register("assigned", _("You now answer for one more client."), "client_detail")
    register("assigned_several", _("You now answer for more clients. They stand in the client list."), "client_list")
    register(
        "same_person",
        _("Someone may have registered a client of yours again. Look at your record, and ask the client."),
        "client_detail",
    )
    register(
        "visit_after_end",
        _("A visit was written down after the accompaniment ended. Plan what comes next."),
        "client_detail",
    )
    register("urgent_step", _("Something urgent is due within hours."), "client_detail")
    register("step_for_you", _("A next step was given to you."), "client_detail")
    register(
        "case_to_close",
        _("A visit found that a case may have to be closed. Look at it with the worker."),
        "client_detail",
    )
