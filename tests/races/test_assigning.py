"""Assigning while others assign, and while the companion leaves: one main companion, and never one who is gone."""

import pytest

from accounts import actions as account_actions
from accounts.rules import NotAllowed
from cases.rules import NotPossible
from companions import actions
from companions.models import Assignment
from companions.vocabulary import Said, WhyHandOver
from privacy.context import acting_as
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import again, make_administrator, make_coordinator
from tests.races.together import Between, at_once

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


@pytest.fixture
def coordinator():
    return make_coordinator()


def assigning(client, companion, by):
    return by, lambda: actions.assign(
        token=token_for(by), client=client, companion=companion.membership, by=by, said=Said.NOT_ASKED
    )


def mains_of(client, coordinator):
    with acting_as(coordinator):
        return list(Assignment.objects.current().filter(client=client).select_related("companion__user"))


def test_of_eight_who_assign_at_once_one_does(coordinator):
    coordinators = [coordinator, *(make_coordinator(coordinator.organisation) for _number in range(THREADS - 1))]
    client = make_client(coordinator)
    companions = [make_ready(coordinator) for _number in range(THREADS)]

    answers = at_once(*(assigning(client, who, by) for by, who in zip(coordinators, companions, strict=True)))

    made = [answer for answer in answers if isinstance(answer, Assignment)]
    assert len(made) == 1, answers
    refused = [answer for answer in answers if isinstance(answer, NotPossible)]
    assert len(refused) == THREADS - 1, answers
    (main,) = mains_of(client, coordinator)
    assert main == made[0]
    assert all(main.companion.display_name in str(answer) for answer in refused), "each reads who was first"


def leaving(companion):
    administrator = make_administrator(companion.organisation)
    return administrator, lambda: account_actions.deactivate(membership=companion.membership, by=administrator)


def slowly(between, job):
    """Done, and not committed before the other has begun."""
    actor, doing = job

    def do():
        done = doing()
        between.pause()
        return done

    return actor, do


def assert_one_of_the_two(answers, client, companion, coordinator):
    """Either accompanies the client and stays, or has gone and accompanies nobody."""
    given, gone = answers
    stays = again(companion).membership.active
    has_it = companion.id in [main.companion_id for main in mains_of(client, coordinator)]
    assert has_it == stays == isinstance(given, Assignment) == isinstance(gone, NotAllowed), answers
    assert stays or isinstance(given, NotPossible | NotAllowed), answers


@pytest.mark.parametrize("first", ["assign", "deactivate", "both"])
def test_nobody_is_assigned_to_who_leaves_in_this_very_moment(first, coordinator):
    client, companion, between = make_client(coordinator), make_ready(coordinator), Between()
    giving, going = assigning(client, companion, coordinator), leaving(companion)

    if first == "assign":
        answers = between.run(slowly(between, giving), going)
        assert isinstance(answers[0], Assignment), answers
    elif first == "deactivate":
        answers = between.run(slowly(between, going), giving)[::-1]
        assert isinstance(answers[0], NotPossible), answers
    else:
        answers = at_once(giving, going)

    assert_one_of_the_two(answers, client, companion, coordinator)


@pytest.mark.parametrize("first", ["accept", "deactivate", "both"])
def test_nobody_says_yes_and_leaves_in_the_same_moment(first, coordinator):
    companion, receiver, between = make_ready(coordinator), make_ready(coordinator), Between()
    assignment = assign(make_client(coordinator), companion, coordinator)
    with acting_as(coordinator):
        made = actions.hand_over(
            token=token_for(coordinator), companion=companion.membership, by=coordinator, why=WhyHandOver.LEAVING,
            choices={assignment: receiver.membership},
        )  # fmt: skip
        offer = made.offers.get()
    accepting, going = (receiver, lambda: actions.accept(offer=offer, by=receiver)), leaving(receiver)

    if first == "accept":
        answers = between.run(slowly(between, accepting), going)
        assert isinstance(answers[0], Assignment), answers
    elif first == "deactivate":
        answers = between.run(slowly(between, going), accepting)[::-1]
        assert not isinstance(answers[0], Assignment), answers
    else:
        answers = at_once(accepting, going)

    assert_one_of_the_two(answers, assignment.client, receiver, coordinator)
    (main,) = mains_of(assignment.client, coordinator)
    assert main.companion_id == (receiver.id if isinstance(answers[0], Assignment) else companion.id)
