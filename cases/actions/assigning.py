"""Who answers for many clients at once, as after an import."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right
from accounts.rules import check_may
from cases import rules
from cases.models import Responsibility
from cases.states import RUNNING
from privacy.once import sent


def without_worker(actor):
    """Rows of the actor's holders for whose running clients nobody answers yet."""
    rows = Responsibility.objects.visible_to(actor)
    return rows.filter(holder_id__in=actor.holders, live=True, worker=None, stage__in=RUNNING)


@transaction.atomic
def assign_workers(*, token, by, clients, worker):
    """Name one worker for all these clients (ids), and tell that person once. Gives how many were named.

    Someone who got a worker in the meantime keeps that one. Raises NotPossible when the worker cannot answer here.
    """
    check_may(by, Right.ASSIGN_WORKERS)
    clients = sorted({str(pk) for pk in clients})
    sending = sent(token, by=by, content=["assign", clients, worker.pk])
    if sending.repeated:
        return int(sending.result or 0)
    # In one order for everyone: of two who name for the same clients, one waits for the other and neither for both.
    rows = list(without_worker(by).filter(client__in=clients).order_by("pk").select_for_update(of=("self",)))
    if not worker.active or not set(worker.roles) & rules.ANSWERING:
        raise rules.NotPossible(_("This person cannot answer for a client here."))
    # Where an LKS and its KDS both hold a client, the worker may fit one of the two rows only.
    fitting = [row for row in rows if worker.organisation_id in (row.holder_id, by.organisation.pk)]
    named = {row.client_id for row in fitting}
    if {row.client_id for row in rows} - named:
        raise rules.NotPossible(_("This person cannot answer for a client here."))
    Responsibility.objects.filter(pk__in=[row.pk for row in fitting]).update(worker=worker)
    if named and worker.pk != by.id:
        notify(membership=worker, kind="assigned_several")
    sending.done(len(named))
    return len(named)
