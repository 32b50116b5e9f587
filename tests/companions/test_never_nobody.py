"""Whatever is done in whatever order: one main companion at most, and never a client with nobody.

Random walks over the verbs of companionship. A refusal is an answer like any other; what is asked after every step is
who has the client now.
"""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import actions as account_actions
from accounts.rules import NotAllowed
from cases.models import Client, Responsibility
from cases.rules import NotPossible
from companions import actions
from companions.models import Absence, Assignment, Offer
from companions.vocabulary import EndReason, Part, Said, WhyHandOver
from privacy.context import NOBODY, acting_as, as_owner
from tests.clients import make_client, token_for
from tests.companions.making import certify, make_ready
from tests.people import again, make_administrator, make_coordinator

pytestmark = pytest.mark.django_db(transaction=True)  # the owner puts clocks back on a connection of its own
FEW = 3
AWAY = timedelta(days=5)
ONE = st.integers(0, FEW - 1)


class Walk:
    """Three clients, three companions, two coordinators of one organisation; each step is a verb with numbers."""

    def __init__(self):
        self.coordinator = make_coordinator()
        self.colleague = make_coordinator(self.coordinator.organisation)
        self.administrator = make_administrator(self.coordinator.organisation)
        self.clients = [make_client(self.coordinator) for _number in range(FEW)]
        self.companions = [make_ready(self.coordinator, certified=False) for _number in range(FEW)]
        certify(*self.companions)
        self.had = set()
        self.done = Counter()

    def step(self, verb, *numbers):
        """Do it, or be refused; then look."""
        try:
            happened = getattr(self, verb)(*numbers)
        except (NotPossible, NotAllowed):
            happened = False
        self.done[verb] += happened is not False
        self.look((verb, *numbers))

    def by(self, number):
        """One coordinator or the other, who may have gone: then who stays does it."""
        colleague = again(self.colleague)
        return colleague if number % 2 and colleague.membership.active else self.coordinator

    def assign(self, client, companion, second, coordinator):
        by, part = self.by(coordinator), Part.SECOND if second else Part.MAIN
        with acting_as(by):
            there = Assignment.objects.current().filter(client=self.clients[client], part=part).first()
            actions.assign(
                token=token_for(by), client=self.clients[client], companion=self.companions[companion].membership,
                by=by, said=Said.NOT_ASKED, part=part, replaces=there, despite="Uji",
            )  # fmt: skip

    def end(self, client, number, coordinator):
        by = self.by(coordinator)
        with acting_as(by):
            row = self.pick(Assignment.objects.current().filter(client=self.clients[client]), number)
            return bool(row and actions.end(assignment=row, by=by, reason=EndReason.OTHER))

    def hand_over(self, companion, receivers, why, coordinator):
        by, why = self.by(coordinator), list(WhyHandOver)[why]
        with acting_as(by):
            rows = Assignment.objects.current().filter(companion=self.companions[companion].id).order_by("client")
            if why == WhyHandOver.ABSENCE:
                rows = rows.exclude(part=Part.SECOND)
            others = [self.companions[(companion + further) % FEW].membership for further in receivers]
            choices = dict(zip(rows, others, strict=False))
            actions.hand_over(
                token=token_for(by), companion=self.companions[companion].membership, by=by, why=why,
                choices=choices, until_on=timezone.localdate() + AWAY, despite="Uji",
            )  # fmt: skip

    def accept(self, number):
        return self.answer(number, lambda offer, by: actions.accept(offer=offer, by=by))

    def decline(self, number):
        return self.answer(number, lambda offer, by: actions.decline(offer=offer, by=by, why="Penuh"))

    def answer(self, number, doing):
        """The receiver answers, or whoever was one: they may have gone meanwhile."""
        offer = self.offer(number)
        if offer is None:
            return False
        receiver = again(next(one for one in self.companions if one.id == offer.to_id))
        with acting_as(receiver):
            return bool(doing(offer, receiver))

    def take_back(self, number, coordinator):
        offer, by = self.offer(number), self.by(coordinator)
        with acting_as(by):
            return bool(offer and actions.take_back(offer=offer, by=by))

    def offer(self, number):
        """Open offers come first; a closed one is answered too late."""
        with acting_as(self.coordinator):
            newest = F("answered_at").desc(nulls_first=True)
            return self.pick(Offer.objects.filter(client__in=self.clients).order_by(newest, "code"), number)

    def be_away(self, companion, coordinator, later=0):
        by, today = self.by(coordinator), timezone.localdate()
        with acting_as(by):
            actions.add_absence(
                token=token_for(by), companion=self.companions[companion].membership.companion, by=by,
                from_on=today + timedelta(days=later), until_on=today + AWAY,
            )  # fmt: skip

    def come_back(self, companion, coordinator):
        by = self.by(coordinator)
        with acting_as(by):
            absence = Absence.objects.filter(companion=self.companions[companion].id, cancelled_at=None).first()
            return bool(absence and actions.cancel_absence(absence=absence, by=by))

    def hold_rest(self, companion, coordinator):
        by = self.by(coordinator)
        with acting_as(by):
            return actions.hold_rest(companion=self.companions[companion].membership, by=by) > 0

    def deactivate(self, number):
        """A companion, or the second coordinator, who may be the one who answers for a client."""
        leaving = again([*self.companions, self.colleague][number]).membership
        with acting_as(self.administrator):
            return leaving.active and bool(account_actions.deactivate(membership=leaving, by=self.administrator))

    def time_passes(self):
        """Stand-ins had their last day yesterday, offers ran out a minute ago, and nobody has written it down."""
        ids = [str(client.pk) for client in self.clients]
        yesterday = timezone.localdate() - timedelta(days=1)
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE companions_assignment SET from_on = %s, until_on = %s "
                "WHERE ended_at IS NULL AND until_on IS NOT NULL AND client_id = ANY (%s::uuid[])",
                [yesterday - AWAY, yesterday, ids],
            )
            passed = cursor.rowcount
            cursor.execute(
                "UPDATE companions_offer SET lapses_at = now() - interval '1 minute' "
                "WHERE state = 'MENUNGGU' AND client_id = ANY (%s::uuid[])",
                [ids],
            )
            return passed + cursor.rowcount > 0

    def settle(self):
        with acting_as(NOBODY):
            return actions.settle() > 0

    def pick(self, rows, number):
        rows = list(rows)
        return rows[number % len(rows)] if rows else None

    def look(self, after):
        """Nobody is left with nobody, and who sees the client is who accompanies them."""
        pairs = set()
        with acting_as(self.coordinator):
            for client in self.clients:
                rows = Assignment.objects.filter(client=client).select_related("companion")
                mains = list(rows.filter(part=Part.MAIN, ended_at=None))
                assert len(mains) <= 1, (after, mains)
                current = list(rows.current())
                assert all(row.companion.active for row in current), (after, current)
                if mains:
                    self.had.add(client.pk)
                elif client.pk in self.had:
                    mine = Responsibility.objects.select_related("worker").get(
                        client=client, holder_id=self.coordinator.organisation.pk
                    )
                    assert mine.worker is not None and mine.worker.active, (after, mine.worker)
                pairs |= {(row.companion_id, client.pk) for row in current if not row.begins_later}
        for companion in self.companions:
            actor = again(companion)
            with acting_as(actor):
                seen = set(
                    Client.objects.filter(pk__in=[client.pk for client in self.clients]).values_list("pk", flat=True)
                )
            assert seen == {pk for who, pk in pairs if who == companion.id}, (after, companion.user)


OTHERS = st.lists(st.integers(1, FEW - 1), min_size=FEW, max_size=FEW)  # how many further than who hands over
HAND_OVER = st.tuples(st.just("hand_over"), ONE, OTHERS, ONE, ONE)
STEPS = st.one_of(  # often what an answer needs, else most answers come to nothing
    st.tuples(st.just("assign"), ONE, ONE, st.sampled_from([False, False, True]), ONE),
    st.tuples(st.just("end"), ONE, ONE, ONE),
    HAND_OVER,
    HAND_OVER,
    HAND_OVER,
    st.tuples(st.just("accept"), ONE),
    st.tuples(st.just("accept"), ONE),
    st.tuples(st.just("decline"), ONE),
    st.tuples(st.just("decline"), ONE),
    st.tuples(st.just("take_back"), ONE, ONE),
    st.tuples(st.just("be_away"), ONE, ONE, st.sampled_from([0, 1])),
    st.tuples(st.just("come_back"), ONE, ONE),
    st.tuples(st.just("hold_rest"), ONE, ONE),
    st.tuples(st.just("deactivate"), st.integers(0, FEW)),
    st.tuples(st.just("time_passes")),
    st.tuples(st.just("settle")),
)
BEGIN = [("assign", number, number, False, 0) for number in range(FEW)]  # a walk from nothing mostly ends nothing


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=6, max_size=24))
def test_in_whatever_order_nobody_is_left_with_nobody(steps):
    walk = Walk()
    for step in (*BEGIN, *steps):
        walk.step(*step)


def test_the_walk_really_walks():
    """One long walk in which nothing is refused but what must be: else random steps would be refused unseen."""
    walk = Walk()
    for step in [
        *BEGIN, ("deactivate", 0),  # refused, as is every one of whom a client depends
        ("hand_over", 0, [1, 1, 1], 0, 0), ("decline", 0),  # client 0 stays with companion 0
        ("hand_over", 0, [1, 1, 1], 0, 1), ("take_back", 0, 0),
        ("hand_over", 0, [1, 1, 1], 2, 0), ("accept", 0),  # client 0 is companion 1's now
        ("be_away", 1, 0), ("be_away", 1, 1),  # the second overlaps
        ("hand_over", 1, [1, 1, 1], 1, 0), ("accept", 0), ("accept", 0), ("come_back", 1, 0),
        ("hand_over", 1, [1, 1, 1], 1, 0), ("accept", 0), ("time_passes",), ("settle",),
        ("be_away", 1, 0, 1), ("hand_over", 1, [1, 1, 1], 1, 0), ("accept", 0), ("come_back", 1, 0),  # before it began
        ("assign", 2, 0, True, 0), ("end", 2, 0, 1),
        ("hold_rest", 1, 1), ("deactivate", 1), ("deactivate", 3),  # what was left is with this colleague
    ]:  # fmt: skip
        walk.step(*step)

    assert set(walk.done) == {
        "assign", "end", "hand_over", "accept", "decline", "take_back", "be_away", "come_back", "hold_rest",
        "deactivate", "time_passes", "settle",
    }  # fmt: skip
    assert min(walk.done.values()) >= 1, walk.done
    stay = [again(one).membership.active for one in (*walk.companions, walk.colleague)]
    assert stay == [True, False, True, True]
