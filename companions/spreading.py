"""A proposal for a whole caseload at once: who takes which client, so that reasons and loads together are best.

Method: a generalised assignment problem, solved as a mixed-integer linear programme by HiGHS (`highspy`, MIT). Weights
of 0.5, 1 and 2 make it a knapsack for every person, so the exact methods for pairs (Hungarian method, flows) do not
fit; one client after the other to the best person at that moment ("greedy") uses up whom only a later client could
have. A caseload is some dozen clients and some dozen people, some hundred yes-or-no variables (60 by 40: 2,400): a
kept solver settles that in well under a second, and is not ours to maintain. Greedy is the start it improves on. Of a
thousand people each client is left as many as there are clients, which takes nothing from the answer (`_Alone`).

What is paid for, in the points of `companions.suggestion`:

    a pair        its cost, as the caller says: fewer is better
    load          20 × load ÷ limit for each unit of weight that someone takes on: 0 for an empty hand, 20 at the own
                  limit (`warn`); 20 more for each unit beyond it. It rises with the load: hence the balance.
    left out      1,000 for each unit of weight, on top of the worst pair: whoever can be placed is, the heaviest first
    beyond `most` not possible

Where someone has too much (`relieve`), whoever stays costs nothing, each client who goes 10,000, and each unit of
weight that is still missing 1,000,000: as few go as bring the relief, and among those the best pairs.
"""

from dataclasses import dataclass, field
from math import floor
from typing import Any

LOAD, BEYOND, LEFT_OUT = 20.0, 20.0, 1000.0
EACH, MISSING = 10_000.0, 1_000_000.0
SAME = 0.02  # points: what is rounded away


@dataclass(frozen=True)
class Case:
    """A client to place. `costs`: {member: points} of those who may take the client; nobody else is considered."""

    id: Any
    weight: Any
    costs: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """Someone who could take clients, with the load as it is before."""

    member: Any
    load: Any
    warn: Any
    most: Any

    @property
    def room(self):
        """How much weight may be added."""
        return max(float(self.most) - float(self.load), 0.0)


def spread(cases, people, *, seconds=5.0):
    """{case id: member, or None where nobody may or nobody has room}. The input's order makes no difference.

    Exact to a hundredth of a point unless `seconds` run out: then the best found by then, never worse than greedy.
    """
    base = _base(cases)
    cases, people, pairs = _sorted(cases, people)
    chosen = dict.fromkeys(case.id for case in cases)
    if pairs:
        chosen |= _solve(cases, people, pairs, _greedy(cases, people), seconds, base)
    return chosen


def relieve(cases, people, weight, *, seconds=5.0):
    """The same for the fewest clients that together weigh at least `weight`; as much as can be, where that is less."""
    base = _base(cases)
    cases, people, pairs = _sorted(cases, people)
    chosen = dict.fromkeys(case.id for case in cases)
    if pairs and weight > 0:
        chosen |= _solve(cases, people, pairs, {}, seconds, base, relief=float(weight))
    return chosen


def _sorted(cases, people):
    """(cases, {member: person}, the pairs that may be), in one order whatever the input's; of many the cheapest."""
    people = {one.member: one for one in sorted(people, key=lambda one: str(one.member))}
    cases, alone = sorted(cases, key=lambda one: str(one.id)), _Alone(len(cases))
    cases = [Case(case.id, case.weight, alone.cheapest(case, people)) for case in cases]
    asked = set().union(*(case.costs for case in cases))
    people = {member: person for member, person in people.items() if member in asked}
    pairs = [(case, person) for case in cases for person in people.values() if person.member in case.costs]
    return cases, people, pairs


class _Alone:
    """Leaves each client as many people as there are clients: those who would cost least with this client alone.

    Nothing is lost. Whoever else took the client could give it to one of those who has got nobody, and there is one:
    the others are fewer. It costs no more there, since every load's price only rises with what was taken on before.
    """

    def __init__(self, most):
        self.most, self.prices = most, {}

    def cheapest(self, case, people):
        weight = float(case.weight)
        may = [one for one in people.values() if one.member in case.costs and weight <= one.room]
        if len(may) > self.most:
            may.sort(key=lambda one: float(case.costs[one.member]) + self._price(one, weight))
        return {one.member: case.costs[one.member] for one in may[: self.most]}

    def _price(self, person, weight):
        known = (person.load, person.warn, weight)
        if known not in self.prices:
            self.prices[known] = _load_price(person, weight)
        return self.prices[known]


def price(cases, people, chosen, *, relief=None, base=None):
    """The points that a placing costs; lower is better. Infinite when it breaks a rule. `relief`: as in `relieve`."""
    base = _base(cases) if base is None else base
    people, added, total = {one.member: one for one in people}, {}, 0.0
    for case in cases:
        member = chosen.get(case.id)
        if member is None:
            total += base + LEFT_OUT * float(case.weight) if relief is None else 0.0
        elif member not in people or member not in case.costs:
            return float("inf")
        else:
            total += float(case.costs[member]) + (0.0 if relief is None else EACH)
            added[member] = added.get(member, 0.0) + float(case.weight)
    for member, weight in added.items():
        if weight > people[member].room:
            return float("inf")
        total += _load_price(people[member], weight)
    return total + MISSING * max((relief or 0.0) - sum(added.values()), 0.0)


def _base(cases):
    """What a client who is left out costs at least: no less than the worst pair, whatever the caller counts from."""
    return max((float(cost) for case in cases for cost in case.costs.values()), default=0.0)


def _slopes(person, added):
    """[(width, points a unit)] of taking on so much weight: a curve that only gets steeper, in steps of one."""
    low, end, warn = float(person.load), float(person.load) + added, max(float(person.warn), 1.0)
    steps = []
    while low < end:
        step = floor(low)
        high = min(step + 1.0, end)
        if low < warn < high:
            high = warn
        steps.append((high - low, LOAD * (step + 0.5) / warn + (BEYOND if low >= warn else 0.0)))
        low = high
    return steps


def _load_price(person, added):
    return sum(width * slope for width, slope in _slopes(person, added))


def _greedy(cases, people):
    """The heaviest first, each to the person who costs least at that moment."""
    chosen, added = {}, dict.fromkeys(people, 0.0)
    for case in sorted(cases, key=lambda one: -float(one.weight)):
        weight, best = float(case.weight), None
        for person in people.values():
            if person.member not in case.costs or added[person.member] + weight > person.room:
                continue
            before, after = (_load_price(person, added[person.member] + extra) for extra in (0.0, weight))
            points = float(case.costs[person.member]) + after - before
            if best is None or points < best[0]:
                best = (points, person.member)
        if best:
            chosen[case.id] = best[1]
            added[best[1]] += weight
    return chosen


def _solve(cases, people, pairs, start, seconds, base, relief=None):
    """Columns: one a pair (yes or no), one a client left out, one a step of each person's load. Rows: every client
    once; every person's steps add up to the weight taken on, which also keeps it within `most`. For a relief one row
    more: what goes, and what is missing, less what goes beyond it."""
    import highspy  # 0.1 s and 25 MB that only this page needs

    row_of = {case.id: at for at, case in enumerate(cases)}
    takers = {person.member: person for _, person in pairs}
    row_of_person = {member: len(cases) + at for at, member in enumerate(takers)}
    reach = dict.fromkeys(takers, 0.0)
    for case, person in pairs:
        reach[person.member] += float(case.weight)

    columns, total = _Columns(), len(cases) + len(takers)
    for case, person in pairs:
        rows = [(row_of[case.id], 1.0), (row_of_person[person.member], float(case.weight))]
        rows += [(total, float(case.weight))] if relief else []
        cost = float(case.costs[person.member]) + (EACH if relief else 0.0)
        columns.add(cost, 1.0, rows, start=start.get(case.id) == person.member, whole=True)
    for case in cases:
        left_out = 0.0 if relief else base + LEFT_OUT * float(case.weight)
        columns.add(left_out, 1.0, [(row_of[case.id], 1.0)], start=case.id not in start, whole=True)
    taken = dict.fromkeys(takers, 0.0)
    for case in cases:
        if case.id in start:
            taken[start[case.id]] += float(case.weight)
    for member, person in takers.items():
        left = taken[member]
        for width, slope in _slopes(person, min(person.room, reach[member])):
            columns.add(slope, width, [(row_of_person[member], -1.0)], start=min(left, width))
            left -= min(left, width)

    bounds = [1.0] * len(cases) + [0.0] * len(takers)
    if relief:
        bounds.append(relief)
        columns.add(MISSING, relief, [(total, 1.0)], start=relief)
        columns.add(0.0, sum(float(case.weight) for case in cases), [(total, -1.0)])
    model, best = columns.model(highspy, bounds), start
    for begin in (columns.starting_point(highspy), None):
        values, told = _run(highspy, model, begin, seconds)
        if values is None:
            break
        found = {case.id: person.member for at, (case, person) in enumerate(pairs) if values[at] > 0.5}
        best = min(found, best, key=lambda one: price(cases, people.values(), one, relief=relief, base=base))
        if price(cases, people.values(), best, relief=relief, base=base) <= told + SAME:
            break  # else HiGHS 1.16 has told the best price and given back what it began with: once more from nothing
    return best


def _run(highspy, model, begin, seconds):
    """(the value of each column, what that costs as the solver says); (None, 0) where it found nothing."""
    solver = _quiet(highspy)
    for option, value in {
        "threads": 1, "parallel": "off", "random_seed": 0, "time_limit": float(seconds),
        "mip_rel_gap": 0.0, "mip_abs_gap": 0.01,
    }.items():  # fmt: skip
        solver.setOptionValue(option, value)
    solver.passModel(model)
    if begin is not None:
        solver.setSolution(begin)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None, 0.0
    return solver.getSolution().col_value, solver.getInfo().objective_function_value


def _quiet(highspy):
    """A solver that prints nothing: its constructor enables callbacks, and that alone prints a banner."""

    class Quiet(highspy.Highs):
        def enableCallbacks(self):
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Quiet()


class _Columns:
    """Collects columns in the form in which HiGHS takes a model."""

    def __init__(self):
        self.cost, self.upper, self.first, self.rows, self.values, self.whole, self.start = [], [], [0], [], [], [], []

    def add(self, cost, upper, rows, *, start=0.0, whole=False):
        self.cost.append(cost)
        self.upper.append(upper)
        self.rows.extend(row for row, _ in rows)
        self.values.extend(value for _, value in rows)
        self.first.append(len(self.rows))
        self.whole.append(whole)
        self.start.append(float(start))

    def model(self, highspy, bounds):
        """Every row equals its bound."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), len(bounds)
        model.col_cost_, model.col_lower_, model.col_upper_ = self.cost, [0.0] * len(self.cost), self.upper
        model.row_lower_ = model.row_upper_ = bounds
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = self.first, self.rows, self.values
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        return model

    def starting_point(self, highspy):
        point = highspy.HighsSolution()
        point.col_value = self.start
        return point
