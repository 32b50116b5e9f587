"""One timeline of a client: visits, plans, steps, consents, stages, newest first.

Packages above add their own through `cases.registry.timeline`; what they bring is drawn by the template they name.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import registry
from cases import vocabulary as words
from cases.models import Consent, HomeVisit, NextStep, PlannedVisit
from cases.presenting import what_in_words
from cases.states import PlanState, Stage

PAGE = 20
AS_ONE = timedelta(minutes=1)  # consents of one paper are recorded one after the other
AT_ONE_MOMENT = 30  # closing a case ends many steps and plans in one moment


@dataclass
class Entry:
    """`template` draws it (a path when a package above brought it, with `entry` in its context); `at` orders it."""

    at: datetime
    template: str
    thing: object
    icon: str
    title: str
    may_reopen: bool = False  # a step of one's own that was ticked by mistake
    signed_on: date | None = None  # of consents: the day on the paper, where it is not the day of recording


def entries(client, *, tab="semua", before=None, limit=PAGE):
    """(entries, more): the newest `limit` entries of a tab before a moment, and whether there are older ones."""
    found = []
    readers = (
        (_visits, "kunjungan"),
        (_plans, "rencana"),
        (_steps, "rencana"),
        (_consents, "persetujuan"),
        (_stages, "rencana"),
        *((read, name) for name, _label, read in registry.timeline_readers()),
    )
    for read, name in readers:
        if tab in ("semua", name):
            found += read(client, before, limit + AT_ONE_MOMENT)
    found.sort(key=lambda entry: entry.at, reverse=True)
    if len(found) <= limit:
        return found, False
    # The next page begins before the last moment shown, so whatever shares that moment belongs to this one.
    shown = [entry for entry in found if entry.at >= found[limit - 1].at]
    return shown, len(found) > len(shown)


def tabs():
    """The views of the timeline, {key: label}, those of the rooms above last."""
    known = {"semua": _("All"), "kunjungan": _("Visits"), "rencana": _("Plans"), "persetujuan": _("Consents")}
    return known | {name: label for name, label, _read in registry.timeline_readers() if label}


def _visits(client, before, limit):
    visits = HomeVisit.objects.filter(client=client).select_related(
        "recorded_by__user", "recorded_by__organisation", "corrected_by__user", "hidden_by__user"
    )
    visits = visits.filter(visited_at__lt=before) if before else visits
    icons = {words.VisitResult.DONE: "house-door", words.VisitResult.NOT_MET: "slash-circle"}
    return [
        Entry(
            visit.visited_at, "visit", visit,
            "slash-circle" if visit.hidden_at else icons.get(visit.result, "exclamation-triangle"),
            _("Recorded by mistake") if visit.hidden_at else title_of(visit),
        )
        for visit in visits.order_by("-visited_at")[:limit]
    ]  # fmt: skip


def title_of(visit):
    """A visit in a few words, by its result and place."""
    if visit.result == words.VisitResult.DONE:
        return {
            words.Place.HOME: _("Home visit took place"),
            words.Place.PHONE: _("Talked by telephone"),
        }.get(visit.place, _("Met at another place"))
    if visit.result == words.VisitResult.REFUSED:
        return _("Visit refused")
    return visit.get_result_display()


def _plans(client, before, limit):
    plans = PlannedVisit.objects.filter(client=client, state__in=[PlanState.TUNDA, PlanState.BATAL]).select_related(
        "closed_by__user"
    )
    plans = plans.filter(closed_at__lt=before) if before else plans
    titles = {PlanState.TUNDA: _("Visit moved"), PlanState.BATAL: _("Visit cancelled")}
    found = plans.prefetch_related(Prefetch("moved_to", PlannedVisit.objects.all())).order_by("-closed_at")[:limit]
    return [Entry(plan.closed_at, "plan", plan, "calendar-event", titles[plan.state]) for plan in found]


def _steps(client, before, limit):
    steps = NextStep.objects.filter(client=client, done_at__isnull=False).select_related("done_by__user")
    steps = steps.filter(done_at__lt=before) if before else steps
    return [
        Entry(step.done_at, "step", step, "slash-circle" if step.dropped_because else "check-lg", what_in_words(step))
        for step in steps.order_by("-done_at")[:limit]
    ]


def _consents(client, before, limit):
    lines = Consent.objects.filter(client=client).select_related("recorded_by__user", "organisation", "person")
    lines = lines.filter(recorded_at__lt=before) if before else lines
    groups = []
    for line in lines.order_by("-recorded_at", "purpose")[:limit]:
        if groups and _belong_together(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_consent_entry(group) for group in groups]


def _belong_together(one, other):
    """Lines of one paper: the same hand, day, answer and recipient, within a moment."""
    same = ("recorded_by_id", "from_on", "decision", "organisation_id")
    return all(getattr(one, name) == getattr(other, name) for name in same) and (
        one.recorded_at - other.recorded_at < AS_ONE
    )


def _consent_entry(lines):
    """Its moment is that of its oldest line: the next page begins before that, so no line comes twice."""
    oldest = lines[-1]
    purposes = dict.fromkeys(line.get_purpose_display() for line in sorted(lines, key=lambda line: line.purpose))
    signed = oldest.from_on if oldest.from_on != timezone.localdate(oldest.recorded_at) else None
    title = f"{oldest.get_decision_display()}: {', '.join(purposes)}"
    return Entry(oldest.recorded_at, "consent", oldest, "shield-lock", title, signed_on=signed)


def _stages(client, before, limit):
    """Moves of the stage, read from the versions that the history kept: each holds the stage that was left."""
    versions = apps.get_model("cases", "CaseFileEvent").objects.filter(pgh_obj=client.pk).order_by("-pgh_id")
    found, now = [], client.case.stage
    for version in versions.only("pgh_created_at", "stage")[: limit * 5]:
        if version.stage != now and (before is None or version.pgh_created_at < before):
            title = _("Stage: %(stage)s") % {"stage": Stage(now).label}
            found.append(Entry(version.pgh_created_at, "stage", Stage(version.stage), "arrow-right", title))
        now = version.stage
    return found[:limit]
