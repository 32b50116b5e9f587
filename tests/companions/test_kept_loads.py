"""Loads are kept and not counted for every page: what is shown is what one would count, whatever happened last."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.actions import set_risk
from cases.vocabulary import Risk
from companions import actions, choosing, suggestion
from companions.facts import loads_of
from companions.models import Assignment, Load, LoadTouched
from companions.vocabulary import EndReason, Kind, Limit, Part
from privacy.context import acting_as
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.companions.test_suggestion import TODAY, client, someone


def counted(companion, day):
    """By hand: (clients, weight) of those who weigh on this day."""
    rows = Assignment.objects.current(day).filter(companion=companion.id, running=True)
    weights = [
        Decimal(2)
        if row.new_until >= day or row.risk == Risk.CRISIS
        else Decimal(1) - (row.risk == Risk.LOW) / Decimal(2)
        for row in rows
    ]
    return len(weights), sum(weights, Decimal(0))


def shown(coordinator, companion, day):
    """As lists show it, and as the suggestion reckons with it."""
    loads = loads_of([companion.id], day).get(companion.id, (0, Decimal(0)))
    [one] = [one for one in choosing.pool(coordinator, today=day) if one.member == companion.id]
    assert (one.clients, one.load) == loads
    return loads


@pytest.mark.django_db
def test_whatever_happens_the_figure_is_what_one_would_count(coordinator):
    companion, other = make_ready(coordinator), make_ready(coordinator)
    first, second, third = (make_client(coordinator) for _ in range(3))
    today = timezone.localdate()
    day_after = timedelta(days=1)

    def begin():
        assign(first, companion, coordinator)
        assign(second, companion, coordinator)

    def rise():
        set_risk(client=first, by=coordinator, risk=Risk.CRISIS, why="Ancaman di rumah")

    def take_over():
        old = Assignment.objects.get(client=first, part=Part.MAIN, ended_at=None)
        assign(first, other, coordinator, replaces=old)

    def end():
        for row in Assignment.objects.filter(client=second, ended_at=None):
            actions.end(assignment=row, by=coordinator, reason=EndReason.OTHER)

    steps = begin, rise, take_over, end, lambda: assign(third, companion, coordinator)
    for number, step in enumerate(steps):
        with acting_as(coordinator):
            step()
            marks = set(LoadTouched.objects.values_list("companion_id", flat=True))
            assert marks, "a change leaves its mark"
            for _settled in range(2):  # before it is written down, and after
                for who in (companion, other):
                    for day in (today, today + day_after, today + timedelta(days=200)):
                        assert shown(coordinator, who, day) == counted(who, day), (number, day)
                actions.settle()
            assert not LoadTouched.objects.exists()
    with acting_as(coordinator):
        assert Load.objects.get(pk=companion.id).clients == 1


@pytest.mark.django_db
def test_a_figure_holds_until_a_client_is_no_longer_new(coordinator):
    companion, person = make_ready(coordinator), make_client(coordinator)
    assign(person, companion, coordinator)
    with acting_as(coordinator):
        actions.settle()
        kept = Load.objects.get(pk=companion.id)
        assert (kept.holds_until, kept.weight) == (choosing.new_until(person), 2)
        later = kept.holds_until + timedelta(days=1)
        assert shown(coordinator, companion, later) == (1, Decimal(1))


@pytest.mark.django_db
def test_the_figure_is_read_and_the_assignments_are_not(coordinator):
    companion = make_ready(coordinator)
    assign(make_client(coordinator), companion, coordinator)
    with acting_as(coordinator):
        actions.settle()
        with connection.execute_wrapper(_no_counting):
            [one] = choosing.pool(coordinator, today=timezone.localdate())
    assert one.load == 2


def _no_counting(execute, sql, params, many, context):
    assert "companions_loads(" not in sql
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_another_organisations_loads_are_out_of_sight(coordinator):
    from tests.people import make_coordinator

    companion = make_ready(coordinator)
    assign(make_client(coordinator), companion, coordinator)
    stranger = make_coordinator()
    with acting_as(stranger):
        assert not LoadTouched.objects.exists()
    with acting_as(coordinator):
        actions.settle()
        assert Load.objects.count() == 1
    with acting_as(stranger):
        assert not Load.objects.exists() and not loads_of([companion.id])
    with acting_as(companion):
        assert Load.objects.count() == 1


people = st.lists(
    st.builds(
        lambda lives, load, sex, kind, limits, pledged: (lives, load, sex, kind, limits, pledged),
        st.sampled_from(["Moti Kota", "Tafamutu", "Kalumata", "Sofifi", ""]),
        st.integers(0, 40),
        st.sampled_from("LP"),
        st.sampled_from([*Kind.values, ""]),
        st.sampled_from([(), (Limit.WOMEN_ONLY,)]),
        st.booleans(),
    ),
    max_size=40,
)


@given(people, st.integers(1, 8), st.integers(1, 8))
def test_who_comes_first_is_the_same_when_few_kinds_are_opened(drawn, suited, others):
    need = client("Kalumata", "L", wants_kind=Kind.PEER, wants_sex="L")
    known = [
        someone(f"{n:03}", lives, load, sex=sex, kind=kind, limits=frozenset(limits), pledged=pledged)
        for n, (lives, load, sex, kind, limits, pledged) in enumerate(drawn)
    ]
    blind = [replace(one, kind="") for one in known]
    kinds = {one.member: one.kind for one in known}

    for one in suggestion.in_question(suggestion.rank(need, blind, today=TODAY), suited, others):
        one.kind = kinds[one.member]
    found, wanted = (suggestion.rank(need, each, today=TODAY) for each in (blind, known))

    def first(ranking, refused):
        part = [one for one in ranking.others if one.is_refused is refused]
        return [(one.candidate.member, one.score) for one in part[:others]]

    assert [(s.candidate.member, s.score) for s in found.suited[:suited]] == [
        (s.candidate.member, s.score) for s in wanted.suited[:suited]
    ]
    assert [first(found, part) for part in (True, False)] == [first(wanted, part) for part in (True, False)]


@pytest.mark.django_db
def test_the_page_opens_the_kinds_of_those_who_may_be_shown(coordinator):
    person = make_client(coordinator)
    for n in range(6):
        make_ready(coordinator, kind=Kind.PEER if n % 2 else Kind.FAMILY, sex="P" if n < 3 else "L")
    with acting_as(coordinator):
        actions.set_wish(client=person, by=coordinator, sex="P", kind=Kind.PEER, languages=[], note="")
        need = choosing.need_of(person, timezone.localdate())
        whole = choosing.rank(coordinator, person, need, today=timezone.localdate())
        part = choosing.rank(coordinator, person, need, today=timezone.localdate(), most=(2, 2))
    assert [s.candidate.member for s in part.suited[:2]] == [s.candidate.member for s in whole.suited[:2]]
    assert sum(bool(s.candidate.kind) for s in part.suited) == 3, "a man is out of reach, whatever his kind"
    assert all(s.candidate.kind for s in whole.suited)
