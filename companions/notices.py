"""What companionship tells people: sentences without a name or a health word."""

from django.utils.translation import gettext_lazy as _

from accounts.notices import register


def register_kinds():
    register("accompany", _("You now accompany one more client."), "client_detail")
    register("accompany_ended", _("You no longer accompany a client. Thank you for your time."))
    register("offers_for_you", _("Clients are offered to you. Say yes or no in time."), "offers")
    register("offer_declined", _("A companion declined a client that you offered."), "handover_detail")
    register("offer_lapsed", _("An offer was not answered in time. The client is back with you."), "handover_detail")
    register("offer_accepted", _("A companion accepted a client that you offered."), "handover_detail")
    register("offer_taken_back", _("An offer to you was taken back. There is nothing to do."))
    register("client_wants_change", _("A client wants someone else, or nobody. Look at it."), "client_detail")
    register("absence_told", _("A companion will be away. Look who stands in."), "companion_detail")
    register("without_companion", _("A client is back with you: the companion has gone."), "client_detail")
    register("training_enrolled", _("You are enrolled in a training. See when and where."), "my_supervision")
    register("training_moved", _("A training of yours has other days or another place. Look."), "my_supervision")
    register("training_withdrawn", _("You are not enrolled in a training any more."), "my_supervision")
    register("training_cancelled", _("A training that you were to come to does not take place."), "my_supervision")
    register("certificate_issued", _("Your certificate is ready."), "certificate_detail")
    register("certificates_of_companions", _("Companions of yours received their certificate."), "training_detail")
    register("supervision_agreed", _("A supervision was written down, with what you agreed."), "my_supervision")
