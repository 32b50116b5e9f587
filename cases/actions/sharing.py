"""Share a case with another organisation under the client's consent, and end it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.notices import notify
from accounts.roles import Right, Role
from cases import rules
from cases.actions.grants import end_grants, holders_of, open_grant
from cases.models import Client, NextStep, PlannedVisit, Responsibility
from cases.states import PlanState
from cases.vocabulary import Basis, NotHappened, StepSource

ALARMS = (StepSource.RED_FLAG, StepSource.SCREENING)


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
    drop_work_of(grant["holder_id"], client=client, by=by, because=_("The sharing of the case has ended."))
    if not end_grants([grant_id], reason="ended_by_hand"):
        raise rules.NotPossible(_("This is no longer shared. Nothing was changed."))


def _pass_on(step, client):
    """Give an open alarm to a remaining holder: its responsible worker, else a coordinator. False: there is nobody."""
    rows = Responsibility.objects.filter(client=client, live=True).exclude(holder_id=step.holder_id)
    for row in rows.select_related("worker").order_by("since"):
        coordinators = Membership.objects.active().filter(
            organisation_id=row.holder_id, roles__contains=[Role.COORDINATOR]
        )
        owner = row.worker if row.worker_id and row.worker.active else coordinators.order_by("created_at").first()
        if owner is not None:
            step.holder_id, step.owner = row.holder_id, owner
            step.save()
            notify(membership=owner, kind="urgent_step", object_id=client.pk)
            return True
    return False


def drop_work_of(holder_id, *, client, by, because):
    """What a holder had planned ends with its sight of the client: nobody waits for a visit that will not come.

    Those who were to do it are told. An alarm does not end with it: it passes to whoever still holds the case. Written
    before the grant ends: after it the rows are out of sight.
    """
    now, told = timezone.now(), set()
    for plan in PlannedVisit.objects.planned().filter(client=client, holder_id=holder_id).select_for_update():
        plan.state, plan.reason, plan.reason_note = PlanState.BATAL, NotHappened.OTHER, because
        plan.closed_at, plan.closed_by = now, by.membership
        plan.save()
        told.add(plan.worker_id)
    for step in NextStep.objects.open().filter(client=client, holder_id=holder_id).select_for_update():
        if step.source in ALARMS and _pass_on(step, client):
            continue
        step.done_at, step.done_by, step.dropped_because = now, by.membership, because
        step.save()
        told.add(step.owner_id)
    for member_id in told - {by.id}:
        notify(membership=member_id, kind="plans_dropped")
