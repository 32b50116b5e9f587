"""Two at once: one wins, the other reads what happened."""

import threading

import pytest
from django.db import connection

from accounts import actions, links
from accounts.models import Membership
from privacy.context import NOBODY, acting_as
from tests.accounts.test_invitations import NEW, invite
from tests.people import make_administrator, make_coordinator, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """What each job returned or raised, all let go at the same moment."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            gate.wait()
            with acting_as(NOBODY):
                answers[number] = job()
        except Exception as exc:
            answers[number] = exc
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def joins(invitation, username):
    return lambda: actions.join(
        token=links.token_of(invitation.id), username=username, password=NEW, display_name="Rina Contoh"
    )


def test_two_use_the_same_link_at_once():
    lks = make_organisation("LKS")
    make_coordinator(lks)
    invitation = invite(make_administrator(lks), ["pimpinan"])

    answers = at_once(joins(invitation, "satu"), joins(invitation, "dua"))

    assert sorted(type(answer).__name__ for answer in answers) == ["LinkIsSpent", "Membership"]
    assert Membership.objects.count() == 3


def test_two_first_colleagues_at_once_are_not_both_the_first():
    administrator = make_administrator()
    invitations = [invite(administrator, ["koordinator"]) for _ in range(2)]

    answers = at_once(joins(invitations[0], "satu"), joins(invitations[1], "dua"))

    assert sorted(answer.roles for answer in answers) == [[], ["koordinator"]]
