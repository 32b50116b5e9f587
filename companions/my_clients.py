"""A companion's own clients as the home page lists them: late first, how to reach each one tap away."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils import timezone

from cases.models import TOP, Client, HouseholdMember, NextStep, PlannedVisit, Responsibility
from cases.presenting import SafeCard, safe_card, way_icon, way_in_words
from cases.states import RUNNING, Stage
from companions.days import day_words
from companions.models import Assignment
from companions.vocabulary import Part

SHOWN = 50
ORDER = (ExpressionWrapper(Q(sort_on=TOP), output_field=BooleanField()), "sort_on", "client_id")


@dataclass
class Mine:
    """One client of a companion. `due` is of the companion's own plans and steps, `others_due` of a colleague's, where
    that comes first; None for none. `until` is the last day of a stand-in, else None.
    """

    client: Client
    due: date | None
    others_due: date | None
    others_late: bool
    late: bool
    waits: bool  # running, and nothing is planned
    is_second: bool
    until: date | None
    card: SafeCard

    @property
    def name(self):
        return self.client.card.call_name

    @property
    def until_words(self):
        return day_words(self.until) if self.until else ""

    @property
    def reach(self):
        return way_in_words(self.client.card)

    @property
    def reach_icon(self):
        return way_icon(self.client.card)

    @property
    def reach_url(self):
        """What a tap on the number does: a call, a message, or "" where neither is wanted."""
        return self.card.phone_url if self.card.phone else ""


def of(actor, most=None):
    """([Mine], whether more were left out): late first, then by what is due, then those without a next step.

    At most `most` of them (None: SHOWN), in two statements.
    """
    today, most = timezone.localdate(), most or SHOWN
    assigned = Assignment.objects.current(today).filter(client=OuterRef("client"), companion=actor.id)
    plans = PlannedVisit.objects.planned().filter(client=OuterRef("client"), worker=actor.id)
    steps = NextStep.objects.open().filter(client=OuterRef("client"), owner=actor.id)
    rows = Responsibility.objects.visible_to(actor).filter(holder_id=actor.id, live=True)
    rows = rows.exclude(stage=Stage.TERMINASI).annotate(
        part=Subquery(assigned.values("part")[:1]), until_on=Subquery(assigned.values("until_on")[:1]),
        my_plan=Subquery(plans.order_by("planned_on").values("planned_on")[:1]),
        my_step=Subquery(steps.order_by("due_on").values("due_on")[:1]),
    )  # fmt: skip
    found = list(rows.select_related("client__card").order_by(*ORDER)[: most + 1])
    shown = found[:most]
    households = _households(actor, [row.client_id for row in shown])
    mine = [_mine(row, households.get(row.client_id, []), today) for row in shown]
    mine.sort(key=lambda one: (one.due is None, one.due or one.others_due or today))
    return mine, len(found) > most


def _households(actor, ids):
    people = {}
    if ids:
        members = HouseholdMember.objects.visible_to(actor).filter(client__in=ids, left_on=None)
        for member in members.order_by("created_at"):
            people.setdefault(member.client_id, []).append(member)
    return people


def _mine(row, household, today):
    due = min((day for day in (row.my_plan, row.my_step) if day), default=None)
    others = row.next_due if row.next_due and (due is None or row.next_due < due) else None
    return Mine(
        client=row.client,
        due=due,
        others_due=others,
        others_late=others is not None and others < today,
        late=due is not None and due < today,
        waits=row.next_due is None and row.stage in RUNNING,
        is_second=row.part == Part.SECOND,
        until=row.until_on,
        card=safe_card(row.client.card, household),
    )
