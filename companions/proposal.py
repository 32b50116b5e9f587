"""A whole caseload at once: who could take which client, and the placing that is proposed. A person decides.

Every fact is read once for all clients and companions: the number of statements does not depend on how many they are.
The placing itself is `companions.spreading`: an exact method, because one client after the other to the best person at
that moment uses up whom only a later client could have.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Membership
from cases.imports import companion_named
from cases.models import ImportedRow
from companions import choosing, suggestion
from companions.facts import loads_of
from companions.models import Absence, Assignment, ClientBarrier, CompanionWish, Offer, RegisterName
from companions.spreading import Case, Person, relieve, spread
from companions.vocabulary import OfferState, Part, WhyHandOver

# The most that a suggestion can reach without its points for load, which the spreading counts by itself.
TOP = (
    max(suggestion.PLACE.values())
    + suggestion.SEX
    + suggestion.KIND
    + suggestion.LANGUAGE
    + suggestion.BEFORE
    + suggestion.REGISTER
)

LATELY = timedelta(days=60)


@dataclass
class Look:
    """What is known before choosing: for each assignment the ranking of everyone else, and each one's load.

    `people` holds a suggestion.Candidate a companion; their `load` includes what waits for their answer already.
    """

    assignments: list
    rankings: dict = field(default_factory=dict)  # {assignment id: suggestion.Ranking}
    needs: dict = field(default_factory=dict)  # {assignment id: suggestion.Need}
    people: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    declined: dict = field(default_factory=dict)  # {client: {member: the day they said no}}
    stood_in: set = field(default_factory=set)  # clients for whom somebody stands in already
    own_load: Decimal = Decimal(0)  # of the companion whose clients these are
    own_offered: Decimal = Decimal(0)  # of that, what waits for the answer of someone else
    own_limit: int = 0

    def proposed(self, why):
        """{assignment id: member, or None where nobody suits or has room}, for a reason to hand over.

        In an absence for main companions without a stand-in, and for whom the absent one stands in; where it is too
        much, for the fewest that help. Whoever has said no to a client lately is not proposed for that one again.
        """
        cases, people = [], {}
        for one in self._concerned(why):
            said_no = self.declined.get(one.client_id, {})
            suited = [each for each in self.rankings[one.pk].suited if each.candidate.member not in said_no]
            if why == WhyHandOver.ABSENCE:  # whoever is away soon leaves the client alone again
                suited = [each for each in suited if each.candidate.away_from is None]
            costs = {each.candidate.member: cost_of(each) for each in suited}
            cases.append(Case(one.pk, self.needs[one.pk].weight, costs))
            for each in suited:
                known = each.candidate
                people[known.member] = Person(known.member, known.load, known.warn, known.most)
        people = list(people.values())
        return relieve(cases, people, self.too_much) if why == WhyHandOver.LOAD else spread(cases, people)

    def learn_names(self, members):
        """Put the names of these into `names`: they are sealed, and a page needs a few of a thousand."""
        if unknown := set(members) - set(self.names):
            rows = Membership.objects.filter(pk__in=unknown).select_related("user")
            self.names |= {row.pk: row.display_name for row in rows}

    @property
    def too_much(self):
        """What has to go to bring the load back to the limit, beside what is offered already; 0 or less: nothing."""
        return self.own_load - self.own_offered - self.own_limit

    def _concerned(self, why):
        """The assignments that are to be handed over for this reason."""
        if why == WhyHandOver.ABSENCE:
            stood_in = {one.client_id for one in self.assignments if one.part == Part.MAIN} & self.stood_in
            return [one for one in self.assignments if one.part != Part.SECOND and one.client_id not in stood_in]
        # A case that rests weighs nothing: handing it over relieves nobody.
        return [one for one in self.assignments if one.running or why != WhyHandOver.LOAD]


def propose(actor, companion, assignments, today, why=WhyHandOver.LEAVING):
    """{assignment id: member, or None} for clients of one companion (its row), of those whom nothing stands against."""
    return look(actor, companion, assignments, today).proposed(why)


def look(actor, companion, assignments, today):
    """`Look` at the clients of one companion; each assignment needs `client` with its `case`."""
    assignments = list(assignments)
    ids = [one.client_id for one in assignments]
    wishes = _wishes(ids)
    with_kind = any(wish.kind for wish in wishes.values())
    seen = Look(assignments, people=_people(actor, companion, today, with_kind))
    seen.own_load = loads_of([companion.pk], today).get(companion.pk, (0, Decimal(0)))[1]
    seen.own_offered = _offered_from(companion.pk)
    seen.own_limit = companion.capacity or settings.CASELOAD_WARN
    if not ids:
        return seen
    seen.declined, seen.stood_in = _declined(ids, today), _stood_in(ids)
    barriers, named = _barriers(ids), _named_in_register(ids)
    history = defaultdict(list)
    for row in Assignment.objects.filter(client__in=ids).only(*choosing.HISTORY):
        history[row.client_id].append(row)
    for one in assignments:
        before, now = choosing.history_of(history[one.client_id])
        against, name = barriers[one.client_id], named.get(one.client_id)
        need = choosing.need_with(one.client, wishes.get(one.client_id), today)
        candidates = choosing.about(seen.people.values(), conflicts=against, before=before, now=now, in_register=name)
        seen.needs[one.pk], seen.rankings[one.pk] = need, suggestion.rank(need, candidates, today=today)
    return seen


def _people(actor, companion, today, with_kind):
    """{member: suggestion.Candidate} of everyone else, with what waits for their answer in their load."""
    others = {
        one.member: one for one in choosing.pool(actor, today=today, with_kind=with_kind) if one.member != companion.pk
    }
    for member, weight in offered_to(others).items():
        others[member] = replace(others[member], load=others[member].load + weight)
    return others


def cost_of(one):
    """The points that a suggestion lacks; those for load are left out, or the load would count twice."""
    load = suggestion.LOAD * (1 - float(one.load_after) / max(float(one.candidate.warn), 1))
    return TOP - (one.score - load)


def offered_to(members):
    """{member: the weight of clients offered to them and not answered yet}."""
    waiting = defaultdict(Decimal)
    for member, weight in Offer.objects.waiting().filter(to__in=list(members)).values_list("to", "weight"):
        waiting[member] += weight
    return dict(waiting)


def _offered_from(member):
    """The weight of this companion's clients whom someone else is asked to take for good."""
    waiting = Offer.objects.waiting().filter(assignment__companion=member, assignment__running=True)
    found = waiting.exclude(hand_over__why=WhyHandOver.ABSENCE).aggregate(total=Sum("weight"))
    return found["total"] or Decimal(0)


def first_day_away(member, until_on, today):
    """The day on which the absence begins that ends by `until_on`; None when it has begun, or nobody told of it."""
    absence = Absence.objects.overlapping(today, until_on).filter(companion=member).order_by("from_on").first()
    return absence.from_on if absence and absence.from_on > today else None


def _declined(ids, today):
    """{client: {member: day}} of offers that were refused in the last weeks."""
    found = defaultdict(dict)
    rows = Offer.objects.filter(client__in=ids, state=OfferState.DECLINED)
    for client, member, at in rows.filter(answered_at__gte=timezone.now() - LATELY).values_list(
        "client", "to", "answered_at"
    ):
        found[client][member] = timezone.localdate(at)
    return dict(found)


def _stood_in(ids):
    rows = Assignment.objects.current().filter(client__in=ids, part=Part.STAND_IN)
    return set(rows.values_list("client", flat=True))


def _barriers(ids):
    """{client: {companion: kind}}"""
    found = defaultdict(dict)
    for row in ClientBarrier.objects.filter(client__in=ids, lifted_at=None):
        found[row.client_id][row.companion_id] = row.kind
    return found


def _wishes(ids):
    return CompanionWish.objects.in_bulk(ids)


def _named_in_register(ids):
    """{client: the companion whom the register that the client came from names}, as far as a coordinator said who."""
    asked = {}
    for row in ImportedRow.objects.filter(client__in=ids).order_by("pk"):
        name = companion_named(row)
        if name and row.client_id not in asked:
            asked[row.client_id] = (row.holder_id, choosing.name_digest(name))
    if not asked:
        return {}
    holders, digests = zip(*asked.values(), strict=True)
    rows = RegisterName.objects.filter(organisation__in=set(holders), digest__in=set(digests))
    decided = {(row.organisation_id, bytes(row.digest)): row.companion_id for row in rows}
    return {client: decided.get(key) for client, key in asked.items()}
