"""What is on one person's list, each section cut to what a page can bear. A fixed number of statements for any length.

Lists are read by their owner's index (worker of a plan, owner of a step, worker or holder of a case); `visible_to` and
row security then say once more what may be seen. Packages above `cases` bring sections of their own (`cases.registry`).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.roles import Right, Role
from basodara.templatetags.face import clock, due_words, late_words, short_day
from cases.models import TOP, NextStep, PlannedVisit, Responsibility
from cases.paging import COUNTED_TO, Capped, capped, first_of_each
from cases.presenting import way_icon, way_in_words
from cases.rules import is_ours
from cases.states import RUNNING
from cases.vocabulary import Place

SHOWN, ALL = 50, 500
ON_TOP = 5  # clients without a step or a worker that stand before today's work; the rest is one tap away
AHEAD = timedelta(days=7)


@dataclass
class Row:
    """One line of the list: a planned visit or a step, ready for the template."""

    thing: object
    is_plan: bool
    due: date
    what: str
    kind: str
    word: str
    picture: str = ""
    who: str = ""  # of an urgent step that is someone else's to do
    ours: bool = True  # may be ticked off here

    @property
    def client(self):
        return self.thing.client

    @property
    def card(self):
        return self.thing.client.card

    @property
    def reach(self):
        return way_in_words(self.card)

    @property
    def reach_icon(self):
        return way_icon(self.card)


def coordinates(actor):
    return Role.COORDINATOR in actor.roles


def rows_of(actor, *, most=SHOWN):
    """{"urgent": …, "late": …, "today": …, "week": [rows]} of a person's planned visits and steps, and which are cut.

    Urgent is what is due by the hour: one's own, and to a coordinator that of all clients in care.
    """
    today = timezone.localdate()
    plans = PlannedVisit.objects.visible_to(actor).planned().filter(worker=actor.membership)
    opened = NextStep.objects.visible_to(actor).open()
    own = opened.filter(owner=actor.membership)
    urgent, steps = (opened if coordinates(actor) else own).filter(due_at__isnull=False), own.filter(due_at=None)
    parts = {
        "late": (plans.filter(planned_on__lt=today), steps.filter(due_on__lt=today)),
        "today": (plans.filter(planned_on=today), steps.filter(due_on=today)),
        "week": (
            plans.filter(planned_on__gt=today, planned_on__lte=today + AHEAD),
            steps.filter(due_on__gt=today, due_on__lte=today + AHEAD),
        ),
    }
    plan_rows = first_of_each([pair[0] for pair in parts.values()], ("planned_on", "pk"), most + 1)
    step_rows = first_of_each([urgent, *(pair[1] for pair in parts.values())], ("due_on", "pk"), most + 1)
    step_rows = step_rows.select_related("client__card", "owner__user")
    found = {name: [] for name in ("urgent", *parts)}
    for thing in [*plan_rows.select_related("client__card"), *step_rows]:
        is_plan = isinstance(thing, PlannedVisit)
        due = thing.planned_on if is_plan else thing.due_on
        by_the_hour = not is_plan and thing.due_at is not None
        name = "late" if thing.is_late else "today" if by_the_hour or due <= today else "week"
        row = _row(thing, is_plan, due, name)
        if by_the_hour:
            name, row.ours = "urgent", is_ours(actor, thing)
            row.who = "" if thing.owner_id == actor.id else thing.owner.display_name
        found[name].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.due, _time_of(row.thing)))
    return {name: rows[:most] for name, rows in found.items()}, {n: len(rows) > most for n, rows in found.items()}


def top_of(actor):
    """(clients without a worker, clients without a next step) that stand before today's work, in one statement.

    A coordinator sees those of the organisation, anyone else those they answer for.
    """
    rows = Responsibility.objects.visible_to(actor).filter(live=True)
    if coordinates(actor):
        held = [rows.filter(holder_id=holder) for holder in actor.holders]
        queries = [each.filter(sort_on=TOP, worker__isnull=False) for each in held]
        queries += [each.filter(worker=None, stage__in=RUNNING) for each in held]
    else:
        queries = [rows.filter(worker=actor.membership, sort_on=TOP)]
    found = first_of_each(queries, ("sort_on", "client_id"), ON_TOP * 2 + 1)
    found = sorted(found.select_related("client__card"), key=lambda row: (row.sort_on, row.since))
    no_worker = [row for row in found if row.worker_id is None]
    no_step = [row for row in found if row.sort_on == TOP and row.worker_id is not None]
    return no_worker, no_step


def counts_of(actor):
    """What is late, without a step and without a worker in the whole organisation, counted no further than 51."""
    rows = Responsibility.objects.visible_to(actor).filter(holder_id__in=actor.holders, live=True)
    today = timezone.localdate()
    queries = {
        "late": rows.filter(sort_on__gt=TOP, sort_on__lt=today),
        "no_step": rows.filter(sort_on=TOP),
        "no_step_but_worker": rows.filter(sort_on=TOP, worker__isnull=False),
        "no_worker": rows.filter(worker=None, stage__in=RUNNING),
    }
    counted = {name: Capped(query.order_by().values("pk")[: COUNTED_TO + 1]) for name, query in queries.items()}
    found = Membership.objects.filter(pk=actor.id).annotate(**counted).values(*counted).get()
    return {name: capped(number) for name, number in found.items()}


def visits_until_today(actor):
    """(late, today's) planned visits of a worker, for the list on paper."""
    today = timezone.localdate()
    plans = PlannedVisit.objects.visible_to(actor).planned().filter(worker=actor.membership, planned_on__lte=today)
    plans = list(plans.select_related("client").order_by("planned_on", "planned_time")[:ALL])
    return [plan for plan in plans if plan.is_late], [plan for plan in plans if not plan.is_late]


def by_kelurahan(rows):
    """[(name, rows)] by name; those without one last."""
    groups = {}
    for row in rows:
        groups.setdefault(row.client.kelurahan_name, []).append(row)
    return sorted(groups.items(), key=lambda group: (not group[0], group[0]))


def may_of(actor):
    """What the buttons ask."""
    return {f"may_{right.value}": actor.may(right) for right in Right}


def _row(thing, is_plan, due, name):
    exact = None if is_plan else thing.due_at
    if name == "late":
        state = ("late", late_words(exact or due), "")
    elif name == "today":
        state = ("soon", _today_word(thing, is_plan), "clock")
    else:
        state = ("", short_day(due) + (f" {clock(thing.planned_time)}" if is_plan and thing.planned_time else ""), "")
    return Row(thing, is_plan, due, _plan_in_words(thing) if is_plan else thing.what, *state)


def _today_word(thing, is_plan):
    if is_plan:
        return clock(thing.planned_time) if thing.planned_time else _("Today")
    return due_words(thing.due_at or thing.due_on)


def _time_of(thing):
    if isinstance(thing, PlannedVisit):
        return thing.planned_time.strftime("%H:%M") if thing.planned_time else "99"
    return timezone.localtime(thing.due_at).strftime("%H:%M") if thing.due_at else "98"


def _plan_in_words(plan):
    where = plan.client.kelurahan_name
    if plan.place == Place.PHONE:
        said = _("Call by telephone")
    elif plan.place == Place.HOME:
        said = _("Home visit in %(place)s") % {"place": where} if where else _("Home visit")
    else:
        said = _("Meeting at another place, %(place)s") % {"place": where} if where else _("Meeting at another place")
    return _joined(said, plan.note)


def _joined(said, note):
    """ "Home visit in Takofi: bring the form"; a note that says what it is anyway stands alone."""
    if not note:
        return said
    return note if note.casefold().startswith(said.split()[0].casefold()) else f"{said}: {note}"
