"""The table of states, every pair with every side, on PostgreSQL; and what two who press at once find."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from accounts.rules import NotAllowed
from cases.rules import NotPossible
from privacy.context import acting_as
from referrals import actions, rules
from referrals.models import Referral, ReferralEvent
from referrals.states import CLOSED, MOVES, RUNNING, UNSENT, Side, State, next_states
from tests.people import make_coordinator, make_referral_officer, make_supervisor
from tests.races.together import at_once
from tests.referrals.making import bring_to, centre, colleague, do, send_one, sender

pytestmark = pytest.mark.django_db
AT_ONCE = pytest.mark.django_db(transaction=True)

# Which verb walks which move; a pair that stands in no line is refused by all of them.
VERBS = {
    (State.SENT, State.ACCEPTED): "take",
    (State.ACCEPTED, State.SENT): "put_back",
    (State.SENT, State.DECLINED): "decline",
    (State.ACCEPTED, State.DECLINED): "decline",
    (State.SCHEDULED, State.DECLINED): "decline",
    (State.ACCEPTED, State.SCHEDULED): "schedule",
    (State.SCHEDULED, State.SCHEDULED): "reschedule",
    (State.NO_SHOW, State.SCHEDULED): "schedule",
    (State.SCHEDULED, State.ACCEPTED): "unschedule",
    (State.ACCEPTED, State.SERVED): "serve",
    (State.SCHEDULED, State.SERVED): "serve",
    (State.SERVED, State.SCHEDULED): "undo_arrival",
    (State.SCHEDULED, State.NO_SHOW): "no_show",
    (State.NO_SHOW, State.NO_SHOW_CLOSED): "close_no_show",
    (State.SERVED, State.DONE): "feedback",
    (State.DONE, State.SERVED): "reopen",
    (State.SENT, State.CANCELLED): "cancel",
    (State.ACCEPTED, State.CANCELLED): "cancel",
    (State.SCHEDULED, State.CANCELLED): "cancel",
    (State.NO_SHOW, State.CANCELLED): "cancel",
}
SENT_STATES = [state for state in State if state not in UNSENT]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_every_move_after_sending_has_a_verb():
    assert set(VERBS) == {pair for pair in MOVES if pair[0] not in UNSENT}


@pytest.mark.parametrize("state", SENT_STATES)
def test_what_may_follow_is_done_by_its_side_and_refused_to_the_other(state):
    """One referral a state; each verb by each side either walks the table or changes nothing."""
    ours, theirs = sender(), centre()
    stranger = make_coordinator()
    for verb in dict.fromkeys(VERBS.values()):
        target = {to for (_from, to), name in VERBS.items() if name == verb}
        for actor, side in ((ours, Side.SENDER), (theirs, Side.RECEIVER)):
            referral = bring_to(send_one(ours, theirs), state, ours, theirs)
            may = [to for (from_, to), name in VERBS.items() if name == verb and from_ == state]
            allowed = bool(may) and may[0] in next_states(state, {side})
            if verb == "take" and state == State.ACCEPTED and side is Side.RECEIVER:
                continue  # the second press of one's own button
            try:
                do(verb, referral, actor)
            except (NotPossible, NotAllowed):
                done = False
            else:
                done = True
            now = state_of(referral, ours)
            if not allowed and done:
                assert now == state and state in target, (state, verb, side)  # a second press
            elif not allowed:
                assert now == state, (state, verb, side)
            else:
                assert done and now == may[0], (state, verb, side)
    with acting_as(stranger):
        assert not Referral.objects.exists()


def state_of(referral, actor):
    with acting_as(actor):
        return State(Referral.objects.get(pk=referral.pk).state)


def test_the_table_covers_each_state_once():
    assert {*UNSENT, *RUNNING, *CLOSED} == set(State)
    for state, to in product(State, State):
        if (state, to) in MOVES:
            assert to not in UNSENT or state in UNSENT


def test_a_supervisor_reads_and_moves_nothing():
    ours, theirs = sender(), centre()
    referral = send_one(ours, theirs)
    supervisor = make_supervisor(theirs.organisation)
    with acting_as(supervisor):
        assert Referral.objects.visible_to(supervisor).get() == referral
        assert rules.possible(supervisor, referral) == []
    with pytest.raises(NotAllowed):
        do("take", referral, supervisor)


def test_every_step_is_written_with_who_and_why():
    ours, theirs = sender(), centre()
    referral = bring_to(send_one(ours, theirs), State.NO_SHOW, ours, theirs)
    with acting_as(ours):
        steps = list(ReferralEvent.objects.filter(referral=referral).order_by("at"))
    assert [step.to_state for step in steps] == ["DRAF", "DIKIRIM", "DITERIMA", "DIJADWALKAN", "TIDAK_HADIR"]
    assert steps[-1].by_id == theirs.id and steps[-1].reason == "lupa" and steps[-1].reason_words == "Forgot"


def test_one_press_walks_several_steps():
    ours, theirs = sender(), centre()
    referral = send_one(ours, theirs)
    with acting_as(theirs):
        actions.arrive(referral=referral, by=theirs)
        assert actions.arrive(referral=referral, by=theirs).state == State.SERVED, "pressed twice"
        steps = ReferralEvent.objects.filter(referral=referral).order_by("at").values_list("to_state", flat=True)
        assert list(steps) == ["DRAF", "DIKIRIM", "DITERIMA", "DITANGANI"]


def test_the_loser_reads_who_was_first():
    ours, theirs = sender(), centre()
    referral = send_one(ours, theirs)
    other = colleague(theirs)
    do("take", referral, theirs)
    with pytest.raises(NotPossible, match=theirs.name):
        do("take", referral, other)


def test_bad_input_is_a_sentence_and_changes_nothing():
    ours, theirs = sender(), centre()
    now = timezone.now()
    referral = bring_to(send_one(ours, theirs), State.ACCEPTED, ours, theirs)
    bad = [
        (actions.schedule, {"at": now - timedelta(days=1)}, "future"),
        (actions.serve, {"served_at": now + timedelta(hours=1)}, "to come"),
        (actions.serve, {"served_at": now - timedelta(days=3)}, "before the referral was sent"),
        (actions.decline, {"reason": ""}, "reason"),
        (actions.decline, {"reason": "kapasitas_penuh"}, "until when"),
        (actions.put_back, {"note": ""}, "reason"),
    ]
    for verb, more, match in bad:
        with acting_as(theirs), pytest.raises(NotPossible, match=match):
            verb(referral=referral, by=theirs, **more)
        assert state_of(referral, ours) == State.ACCEPTED
    with translation.override("en"), pytest.raises(NotPossible, match="accepted"):
        do("feedback", referral, theirs)


def test_in_the_database_too_each_side_makes_its_own_moves():
    ours, theirs = sender(), centre()
    referral = send_one(ours, theirs)
    with acting_as(ours), pytest.raises(DatabaseError, match="receiver answers"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state="DITERIMA", person=ours.membership)
    other = send_one(ours, make_referral_officer())
    with acting_as(theirs), pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(client=other.client_id)


# -- at the same moment ------------------------------------------------------------------------------------------------


def race(*jobs):
    """What each thread got: what its verb gave, or the sentence."""

    def run(job):
        actor, verb, referral = job

        def work():
            try:
                return do(verb, referral, actor)
            except (NotPossible, NotAllowed) as refusal:
                return str(refusal)

        return actor, work

    return at_once(*[run(job) for job in jobs])


@AT_ONCE
def test_of_eight_who_take_at_once_one_is_in_charge():
    ours, theirs = sender(), centre()
    referral = send_one(ours, theirs)
    staff = [theirs, *[colleague(theirs) for _n in range(7)]]
    found = race(*[(one, "take", referral) for one in staff])
    won = [one for one in found if isinstance(one, Referral)]
    assert len(won) == 1
    assert [one for one in found if isinstance(one, str) and "lebih dahulu" not in one] == []
    with acting_as(ours):
        assert ReferralEvent.objects.filter(referral=referral, to_state="DITERIMA").count() == 1


@AT_ONCE
def test_taken_and_cancelled_at_once_is_one_of_the_two_after_the_other():
    ours, theirs = sender(), centre()
    referral = send_one(ours, theirs)
    race((theirs, "take", referral), (ours, "cancel", referral))
    assert state_of(referral, ours) == State.CANCELLED  # from accepted or from sent: the table knows both


@AT_ONCE
def test_fifty_letters_at_once_are_numbered_without_gap_or_twin():
    ours, theirs = sender(), centre()
    from tests.clients import make_client
    from tests.referrals.making import consent_to, offer, write

    service = offer(theirs)
    clients = [make_client(ours) for _n in range(10)]
    for client in clients:
        consent_to(client, theirs, ours)

    def five(client):
        return ours, lambda: [write(client, ours, service).number for _n in range(5)]

    numbers = [number for found in at_once(*[five(client) for client in clients]) for number in found]
    assert sorted(int(number[:3]) for number in numbers) == list(range(1, 51))


def test_the_picture_in_the_docs_is_the_table():
    from pathlib import Path

    from referrals.drawing import drawn

    assert Path("docs/referral-states.md").read_text(encoding="utf-8") == drawn()
