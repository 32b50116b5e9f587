"""Record a home visit, correct it, hide one recorded by mistake. Red flags act at once."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right, Role
from cases import rules
from cases.actions import work
from cases.actions.grants import holders_of
from cases.models import HomeVisit, NextStep, PlannedVisit, RestrictedNote
from cases.states import RUNNING, Stage
from cases.vocabulary import Health, Place, RedFlag, StepSource, VisitResult
from privacy.once import sent

URGENT = timedelta(hours=2)
SCREENING_DAYS = 3
MET = (VisitResult.DONE,)
ENDS_CASE = (VisitResult.MOVED, VisitResult.DIED)


@transaction.atomic
def record_visit(*, token, client_id, by, plan=None, restricted_note="", next_plan=None, **answers):
    """Store a home visit once, however often the form is sent; the form's key becomes its primary key.

    `answers` are HomeVisit's fields; `next_visit_on` None takes the default interval while the case is running.
    `next_plan` may hold planned_time, place and against_card of the next visit. It may arrive after the care has ended:
    then it writes the visit and its receipt only, and whoever answers for the client is told to plan.
    Raises NotPossible for a time to come or too long ago, SentTwiceDifferently when the key was used for other content.
    """
    content = ["visit", client_id, plan and plan.pk, restricted_note, next_plan, answers]
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return HomeVisit.objects.filter(pk=token.key).first()
    rules.check_visited_at(answers["visited_at"])
    holder_id, row = rules.holder_at(by, client_id, answers["visited_at"])
    visit = HomeVisit(pk=token.key, client_id=client_id, holder_id=holder_id, recorded_by=by.membership, **answers)
    if row is None:
        visit.next_visit_on = None
        visit.save(force_insert=True)
        sending.done(visit.pk)
        return visit
    rules.check_visited_at(visit.visited_at, visit.client)
    visit.plan = _answered(plan, by)
    _plan_next(visit, row, by, next_plan or {})
    visit.save(force_insert=True)
    if restricted_note:
        _note(visit, by, restricted_note)
    _act_on(visit, row, by)
    sending.done(visit.pk)
    return visit


@transaction.atomic
def record_visit_under(*, token, client_id, source, by, **answers):
    """Store a visit by who serves a client without holding the case, under the sight that `source` has opened.

    It plans nothing and opens no step: that is for those who hold the case, who are told of it by the database.
    Raises NotAllowed when that sight has ended, else as `record_visit`.
    """
    sending = sent(token, by=by, content=["visit", client_id, source, answers])
    if sending.repeated:
        return HomeVisit.objects.filter(pk=token.key).first()
    sight = rules.sight_under(by, client_id, source)
    if sight is None:
        raise rules.NotAllowed(_("This client is not in your sight any more."))
    rules.check_visited_at(answers["visited_at"])
    answers["next_visit_on"] = None
    visit = HomeVisit(
        pk=token.key, client_id=client_id, holder_id=sight.holder_id, under_id=source, recorded_by=by.membership,
        **answers,
    )  # fmt: skip
    visit.save(force_insert=True)
    sending.done(visit.pk)
    return visit


@transaction.atomic
def correct_visit(*, visit, by, seen_at, restricted_note=None, **answers):
    """Change a recorded visit; the version before stays, with who and when.

    `seen_at` is the time of the version that was on the screen (`corrected_at` or None): of two people who correct the
    same visit, the second is told instead of overwriting the first.
    """
    visit = HomeVisit.objects.select_for_update(of=("self",)).select_related("client").get(pk=visit.pk)
    rules.check_can_correct(by, visit)
    if visit.corrected_at != seen_at:
        raise rules.NotPossible(
            _("Someone has corrected this visit meanwhile. Look at the new version first; yours is kept below.")
        )
    if answers.get("visited_at", visit.visited_at) != visit.visited_at:
        rules.check_visited_at(answers["visited_at"], visit.client)
    before = _alarms(visit)
    for name, value in answers.items():
        setattr(visit, name, value)
    visit.corrected_at, visit.corrected_by = timezone.now(), by.membership
    visit.save()
    if restricted_note is not None:
        _change_note(visit, by, restricted_note)
    if _alarms(visit) - before:
        _act_on(visit, rules.holding(by, visit.client), by, already=before)
    return visit


@transaction.atomic
def hide_visit(*, visit, by, because):
    """ "Recorded by mistake": the visit no longer counts and is shown only as a line that says why."""
    visit = HomeVisit.objects.select_for_update(of=("self",)).select_related("client").get(pk=visit.pk)
    if not rules.is_own_under_sight(by, visit):
        rules.check_can_correct(by, visit)
    if not because:
        raise rules.NotPossible(_("A reason is required."))
    visit.hidden_at, visit.hidden_by, visit.hidden_because = timezone.now(), by.membership, because
    visit.save()
    return visit


@transaction.atomic
def show_visit(*, visit, by):
    """Undo of hiding, for who may correct the case."""
    visit = HomeVisit.objects.select_for_update(of=("self",)).select_related("client").get(pk=visit.pk)
    rules.check_same_case(by, Right.EDIT_CASE, visit)
    visit.hidden_at, visit.hidden_by, visit.hidden_because = None, None, ""
    visit.save()
    return visit


def _answered(plan, by):
    """The plan that this visit answers, closed; one that someone else closed meanwhile is left as it is."""
    if plan is None:
        return None
    plan = PlannedVisit.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    try:
        return work.answer_plan(plan, by=by)
    except rules.NotPossible:
        return None


def _plan_next(visit, row, by, next_plan):
    """Nobody is lost: a running case gets a next visit on the day named, else after the default interval."""
    if visit.result in ENDS_CASE or row.stage == Stage.TERMINASI:
        return
    if visit.next_visit_on is None:
        if row.stage not in RUNNING or _has_next(visit, row):
            return
        visit.next_visit_on = work.default_next_visit()
    place = next_plan.get("place") or _place_by_card(visit.client, visit.place)
    work.make_plan(
        client=visit.client,
        row=row,
        by=by,
        planned_on=visit.next_visit_on,
        planned_time=next_plan.get("planned_time"),
        place=place,
        against_card=next_plan.get("against_card", ""),
    )


def _has_next(visit, row):
    planned = PlannedVisit.objects.planned().filter(client=visit.client, holder_id=row.work_holder_id)
    steps = NextStep.objects.open().filter(client=visit.client, holder_id=row.work_holder_id)
    return planned.exists() or steps.exists()


def _place_by_card(client, place):
    """The place of this visit again, unless the card speaks against it."""
    for choice in (place, Place.ELSEWHERE, Place.PHONE, Place.HOME):
        if not rules.against_card(client, choice):
            return choice
    return Place.ELSEWHERE


def _alarms(visit):
    """What about this visit cannot wait, as a set of codes."""
    alarms = set(visit.red_flags)
    if visit.health == Health.REFER_NOW:
        alarms.add(Health.REFER_NOW)
    if visit.screening_positive:
        alarms.add(StepSource.SCREENING)
    if visit.result in ENDS_CASE:
        alarms.add(visit.result)
    return alarms


def _act_on(visit, row, by, already=frozenset()):
    """Open at once what the vocabulary asks for: steps for the responsible worker, a word to the coordinator."""
    alarms = _alarms(visit) - already
    answering = rules.answering(row, visit.client)
    owner = answering.worker if answering.worker_id and answering.worker.active else by.membership
    now, today = timezone.now(), timezone.localdate()
    urgent = alarms & {*RedFlag.values, Health.REFER_NOW}
    if urgent:
        work.make_step(
            client=visit.client,
            row=row,
            by=by,
            owner=owner,
            what=_("Red flag at the visit: act now, and say what was done"),
            due_on=timezone.localtime(now + URGENT).date(),
            due_at=now + URGENT,
            source=StepSource.RED_FLAG,
            source_id=visit.pk,
        )
    if StepSource.SCREENING in alarms:
        work.make_step(
            client=visit.client,
            row=row,
            by=by,
            owner=owner,
            what=_("A screening question was answered yes: refer for examination"),
            due_on=today + timedelta(days=SCREENING_DAYS),
            source=StepSource.SCREENING,
            source_id=visit.pk,
        )
    if alarms & set(ENDS_CASE):
        work.make_step(
            client=visit.client,
            row=row,
            by=by,
            owner=owner,
            what=_("Look at closing the case"),
            due_on=today + timedelta(days=SCREENING_DAYS),
            source=StepSource.VISIT,
            source_id=visit.pk,
        )
        # Nobody knocks at the door of someone who has died; whoever moved may still be met by another organisation.
        only = None if visit.result == VisitResult.DIED else row.work_holder_id
        work.cancel_plans(client=visit.client, by=by, because=visit.get_result_display(), holder_id=only)
    if urgent:
        # All who answer for the client hear of it: the organisation that registered and the one that it is shared with.
        for holder in {row.work_holder_id, *_organisations_in_care(visit.client)}:
            notify(organisation=holder, role=Role.COORDINATOR, object_id=visit.client_id, kind="urgent_step")
    elif alarms & set(ENDS_CASE):
        for holder in {row.work_holder_id, *_organisations_in_care(visit.client)}:
            notify(organisation=holder, role=Role.COORDINATOR, object_id=visit.client_id, kind="case_to_close")


def _organisations_in_care(client):
    rows = holders_of(client)
    return [row["holder_id"] for row in rows if row["level"] == "care" and row["organisation"]]


def _note(visit, by, text):
    note = RestrictedNote(
        client_id=visit.client_id, visit=visit, holder_id=visit.holder_id, author=by.membership, text=text
    )
    note.save(force_insert=True)


def _change_note(visit, by, text):
    note = RestrictedNote.objects.filter(visit=visit).first()
    if note is None and text:
        try:
            with transaction.atomic():
                _note(visit, by, text)
        except IntegrityError as exc:  # there is one, whose readers do not include this person
            raise rules.NotPossible(_("This visit already has a restricted note by someone else.")) from exc
    elif note is None:
        return
    elif note.author_id == by.id and note.text != text:
        note.text = text
        note.save()
