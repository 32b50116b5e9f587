"""Share a case with another organisation under the client's consent, and end it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right, Role
from cases import rules
from cases.actions.grants import end_grants, holders_of, open_grant
from cases.models import Client
from cases.vocabulary import Basis


@transaction.atomic
def share(*, client, organisation, by):
    """Let another organisation see the case as long as the consent that names it lasts. Doing it twice does it once.

    The receiver gets its own row without a worker, on top of its coordinator's page, and a notice.
    """
    # A withdrawal takes this lock too (the trigger on consents), so what is read next still holds at the commit.
    if not Client.objects.select_for_update(no_key=True).filter(pk=client.pk).exists():
        raise rules.NotAllowed(_("This case is not with your organisation any more."))
    consent = rules.check_can_share(by, client, organisation)
    already = any(row["holder_id"] == organisation.pk and row["basis"] == Basis.SHARE for row in holders_of(client))
    grant_id = open_grant(client=client.pk, holder=organisation.pk, basis=Basis.SHARE, source=consent.pk)
    if not already:
        notify(
            organisation=organisation,
            role=Role.COORDINATOR,
            kind="shared",
            object_id=client.pk,
            url_name="client_detail",
        )
    return grant_id


@transaction.atomic
def end_share(*, client, grant_id, by):
    """End a share from either side; the other side is told. Raises NotPossible when it was ended before."""
    rules.check_can(by, Right.SHARE_CLIENTS, client)
    grant = next((row for row in holders_of(client) if row["id"] == grant_id), None)
    if grant is None or grant["basis"] != Basis.SHARE:
        raise rules.NotPossible(_("This is no longer shared. Nothing was changed."))
    receivers = {grant["holder_id"], client.registered_organisation_id} - {by.organisation.pk}
    for organisation_id in receivers:
        notify(organisation=organisation_id, role=Role.COORDINATOR, kind="share_ended", object_id=client.pk)
    if not end_grants([grant_id], reason="ended_by_hand"):
        raise rules.NotPossible(_("This is no longer shared. Nothing was changed."))
