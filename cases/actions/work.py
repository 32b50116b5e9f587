"""Next steps and planned visits: made, done, dropped, moved, cancelled."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right
from cases import rules
from cases.models import NextStep, PlannedVisit
from cases.states import PlanState
from cases.vocabulary import NotHappened, StepSource
from privacy.once import sent

FAR = timedelta(days=366)


@transaction.atomic
def add_step(*, token, client, by, what, due_on, owner=None):
    """Write a next step for oneself or a colleague, once."""
    row = rules.check_can(by, Right.PLAN_VISITS, client)
    sending = sent(token, by=by, content=["step", client.pk, what, due_on, owner and owner.pk])
    if sending.repeated:
        return NextStep.objects.get(pk=sending.result)
    _check_day(due_on)
    step = make_step(client=client, row=row, by=by, what=what, due_on=due_on, owner=owner)
    sending.done(step.pk)
    return step


def make_step(*, client, row, by, what, due_on, due_at=None, owner=None, source=StepSource.PERSON, source_id=None):
    """A step without a form of its own; its owner is told when that is someone else."""
    owner = owner or by.membership
    if not rules.works_here(owner, by, row):
        raise rules.NotPossible(_("This person does not work in your organisation any more."))
    step = NextStep(
        client=client,
        holder_id=row.work_holder_id,
        owner=owner,
        what=what,
        due_on=due_on,
        due_at=due_at,
        source=source,
        source_id=source_id,
        created_by=by.membership,
    )
    step.save(force_insert=True)
    if owner.pk != by.id:
        notify(membership=owner, kind="urgent_step" if due_at else "step_for_you", object_id=client.pk)
    return step


@transaction.atomic
def finish_step(*, step, by):
    """Tick a step as done: its owner, or who plans for the client. Of two who press at once, both read "done"."""
    if step.owner_id == by.id:
        rules.holding(by, step.client)
    else:
        rules.check_same_case(by, Right.PLAN_VISITS, step)
    step = NextStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if step.done_at is None:
        step.done_at, step.done_by = timezone.now(), by.membership
        step.save()
    return step


@transaction.atomic
def drop_step(*, step, by, because):
    """Give a step up, saying why."""
    rules.check_same_case(by, Right.PLAN_VISITS, step)
    if not because:
        raise rules.NotPossible(_("A reason is required."))
    step = NextStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if step.done_at is not None:
        raise rules.NotPossible(_("This step is already done. Someone was first."))
    step.done_at, step.done_by, step.dropped_because = timezone.now(), by.membership, because
    step.save()
    return step


@transaction.atomic
def reopen_step(*, step, by):
    """Undo: a step ticked or dropped by mistake is open again."""
    rules.check_same_case(by, Right.PLAN_VISITS, step)
    step = NextStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    step.done_at, step.done_by, step.dropped_because = None, None, ""
    step.save()
    return step


@transaction.atomic
def plan_visit(*, token, client, by, planned_on, planned_time=None, place, note="", against_card="", worker=None):
    """Plan a visit. Against the contact card only with a reason; never in the past."""
    row = rules.check_can(by, Right.PLAN_VISITS, client)
    content = ["plan", client.pk, planned_on, planned_time, place, note, against_card, worker and worker.pk]
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return PlannedVisit.objects.get(pk=sending.result)
    plan = make_plan(
        client=client,
        row=row,
        by=by,
        planned_on=planned_on,
        planned_time=planned_time,
        place=place,
        note=note,
        against_card=against_card,
        worker=worker,
    )
    sending.done(plan.pk)
    return plan


def make_plan(
    *, client, row, by, planned_on, planned_time=None, place, note="", against_card="", worker=None, moved_from=None
):
    """A plan without a form of its own. Raises NotPossible against the card without a reason."""
    _check_day(planned_on)
    objection = rules.against_card(client, place)
    if objection and not against_card:
        raise rules.NotPossible(
            _("%(objection)s Choose another place, or say why it has to be so.") % {"objection": objection}
        )
    worker = worker or by.membership
    if not rules.works_here(worker, by, row):
        raise rules.NotPossible(_("This person does not work in your organisation any more."))
    plan = PlannedVisit(
        client=client,
        holder_id=row.work_holder_id,
        worker=worker,
        planned_on=planned_on,
        planned_time=planned_time,
        place=place,
        note=note,
        against_card=against_card if objection else "",
        moved_from=moved_from,
        created_by=by.membership,
    )
    plan.save(force_insert=True)
    if worker.pk != by.id:
        notify(membership=worker, kind="step_for_you", object_id=client.pk)
    return plan


@transaction.atomic
def move_visit(*, token, plan, by, planned_on, planned_time=None, place=None, reason, reason_note="", against_card=""):
    """Move a planned visit: the old plan stays with its reason, a new one is made."""
    row = rules.check_same_case(by, Right.PLAN_VISITS, plan)
    sending = sent(
        token, by=by, content=["move", plan.pk, planned_on, planned_time, place, reason, reason_note, against_card]
    )
    if sending.repeated:
        return PlannedVisit.objects.get(pk=sending.result)
    plan = _close(plan, PlanState.TUNDA, by=by, reason=reason, reason_note=reason_note)
    new = make_plan(
        client=plan.client,
        row=row,
        by=by,
        planned_on=planned_on,
        planned_time=planned_time,
        place=place or plan.place,
        note=plan.note,
        against_card=against_card or plan.against_card,
        worker=plan.worker,
        moved_from=plan,
    )
    sending.done(new.pk)
    return new


@transaction.atomic
def cancel_visit(*, plan, by, reason, reason_note=""):
    """Cancel a planned visit, saying why."""
    rules.check_same_case(by, Right.PLAN_VISITS, plan)
    return _close(plan, PlanState.BATAL, by=by, reason=reason, reason_note=reason_note)


def cancel_plans(*, client, by, because, holder_id=None):
    """The client has moved away or died: open plans end, each with the visit's result as its reason.

    Those of one holder, or (None) of every holder. Workers who did not record it themselves are told.
    """
    plans = PlannedVisit.objects.planned().filter(client=client)
    told = {by.id}
    for plan in plans.filter(holder_id=holder_id) if holder_id else plans:
        try:
            _close(plan, PlanState.BATAL, by=by, reason=NotHappened.OTHER, reason_note=because)
        except rules.NotPossible:  # someone closed it in this very moment
            continue
        if plan.worker_id not in told:
            told.add(plan.worker_id)
            notify(membership=plan.worker_id, kind="case_to_close", object_id=client.pk)


def _close(plan, to_state, *, by, reason="", reason_note=""):
    """The only place that ends a plan; the row lock lets one of two win, the other reads what happened."""
    plan = PlannedVisit.objects.select_for_update(of=("self",)).select_related("client", "worker").get(pk=plan.pk)
    rules.check_plan_is_open(plan)
    if to_state != PlanState.SELESAI and not reason:
        raise rules.NotPossible(_("A reason is required."))
    plan.state, plan.reason, plan.reason_note = to_state, reason, reason_note
    plan.closed_at, plan.closed_by = timezone.now(), by.membership
    plan.save()
    return plan


def answer_plan(plan, *, by):
    """A visit was recorded for this plan."""
    return _close(plan, PlanState.SELESAI, by=by)


def default_next_visit(today=None):
    """The day a next visit falls on when nobody names one."""
    return (today or timezone.localdate()) + timedelta(days=settings.DEFAULT_VISIT_INTERVAL_DAYS)


def _check_day(day):
    today = timezone.localdate()
    if day < today:
        raise rules.NotPossible(_("This day has passed. Choose today or later."))
    if day > today + FAR:
        raise rules.NotPossible(_("This day is more than a year away. Check the date."))
