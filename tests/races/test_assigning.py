"""Eight coordinators assign one client at the same moment: one companion, and seven read who was first."""

import pytest

from cases.rules import NotPossible
from companions import actions
from companions.models import Assignment
from companions.vocabulary import Said
from privacy.context import acting_as
from tests.clients import make_client, token_for
from tests.companions.making import make_ready
from tests.people import make_coordinator
from tests.races.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def test_of_eight_who_assign_at_once_one_does():
    first = make_coordinator()
    coordinators = [first, *(make_coordinator(first.organisation) for _number in range(THREADS - 1))]
    client = make_client(first)
    companions = [make_ready(first) for _number in range(THREADS)]

    def assigning(by, companion):
        return by, lambda: actions.assign(
            token=token_for(by), client=client, companion=companion.membership, by=by, said=Said.NOT_ASKED
        )

    answers = at_once(*(assigning(by, who) for by, who in zip(coordinators, companions, strict=True)))

    made = [answer for answer in answers if isinstance(answer, Assignment)]
    assert len(made) == 1, answers
    assert sum(isinstance(answer, NotPossible) for answer in answers) == THREADS - 1, answers
    with acting_as(first):
        assert list(Assignment.objects.current().filter(client=client)) == made
