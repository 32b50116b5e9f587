"""Referrals of a bench world are such as the application makes, and its pages ask no more for many than for one."""

import pytest
from django.db import connection
from django.test import Client as Web
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Membership
from bench.pages import CLINIC, CLINIC_OF_ONE, LKS, OFFICER, OFFICER_OF_ONE, SENDER_OF_ONE
from bench.referring import at_the_balai
from cases.management.bench.people import PASSWORD
from cases.models import Client
from privacy.context import acting_as
from referrals import queue
from referrals.models import Referral, ReferralContent, ReferralEvent
from referrals.states import CLOSED, State


def member(login):
    return Actor(Membership.objects.select_related("user", "organisation").get(user__username=login))


def signed_in(login):
    web = Web()
    assert web.post(reverse("account_login"), {"login": login, "password": PASSWORD}).status_code == 302
    return web


def statements(login, path):
    web = signed_in(login)
    assert web.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert web.get(path).status_code == 200
    return [query["sql"] for query in asked if query["sql"] not in ("BEGIN", "COMMIT")]


def test_the_desk_reads_what_was_sent_to_it(world_of_referrals):
    officer = member(OFFICER)
    with acting_as(officer):
        running = Referral.objects.incoming(officer).running()
        assert running.count() == at_the_balai(world_of_referrals) + 1  # and that of the second Balai
        assert {text.reason != "" for text in ReferralContent.objects.filter(referral__in=running)} == {True}
        assert ReferralContent.objects.filter(referral__in=running).count() == running.count()
        assert set(running.values_list("client")) <= set(Client.objects.values_list("pk").order_by())
        late = Referral.objects.incoming(officer).late().count()
        assert 0 < late < running.count()


def test_nobody_else_reads_the_clinic_s(world_of_referrals):
    officer, clinic = member(OFFICER), member(CLINIC)
    with acting_as(clinic):
        ids = list(Referral.objects.incoming(clinic).values_list("pk", flat=True)[:20])
    assert ids
    with acting_as(officer):
        assert not Referral.objects.filter(pk__in=ids).exists()
        assert not ReferralContent.objects.filter(pk__in=ids).exists()


def test_two_for_every_client_and_most_are_over(world_of_referrals):
    officer = member(OFFICER)
    with acting_as(officer):
        over = Referral.objects.incoming(officer).filter(state__in=CLOSED)
        assert over.count() > world_of_referrals / 8
        done = over.filter(state=State.DONE).first()
        steps = list(ReferralEvent.objects.filter(referral=done).order_by("at").values_list("to_state", flat=True))
    assert [steps[0], steps[-1]] == [State.DRAFT, State.DONE]


@pytest.mark.parametrize(
    ("many", "one", "path", "most"),
    [
        (OFFICER, OFFICER_OF_ONE, "/rujukan/antrean/", 12),
        (OFFICER, OFFICER_OF_ONE, "/rujukan/antrean/?lihat=lewat", 12),
        (LKS, SENDER_OF_ONE, "/rujukan/", 12),
        (CLINIC, CLINIC_OF_ONE, "/rujukan/hari-ini/", 12),
    ],
)
def test_many_rows_ask_no_more_than_one(world_of_referrals, many, one, path, most):
    of_many, of_one = statements(many, path), statements(one, path)
    assert len(of_many) <= most, "\n".join(of_many)
    assert len(of_many) <= len(of_one), "\n".join(of_many)


def test_nothing_new_is_said_in_few_statements(world_of_referrals):
    web, path = signed_in(OFFICER), reverse("queue_fresh")
    stamp = web.get(path).headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        answer = web.get(path, headers={"if-none-match": stamp})
    assert (answer.status_code, answer.content) == (304, b"")
    assert len([query for query in asked if query["sql"] not in ("BEGIN", "COMMIT")]) <= 6


def test_a_page_of_the_desk_is_long(world_of_referrals):
    rows = signed_in(OFFICER).get(reverse("referral_queue")).context["rows"]
    assert queue.PAGE / 2 < len(rows) <= queue.PAGE
