"""What referrals add to the home pages: late first, what waits, what is new; the same few statements for any number."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Web
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from privacy.context import acting_as
from privacy.models import AccessedRecord
from referrals import home
from referrals.models import Referral
from referrals.states import State
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.people import (
    make_clinic_staff,
    make_coordinator,
    make_manager,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
    sign_in,
)
from tests.referrals.making import bring_to, colleague, do, feedback, offer, send_one, withdraw, write

pytestmark = pytest.mark.django_db
HOME = reverse("my_work")


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


def sections(actor):
    """{anchor or template: its context}."""
    with acting_as(actor):
        return {one.context.get("anchor", one.template): one for one in home.sections(actor)}


def codes(actor, anchor):
    found = sections(actor).get(anchor)
    return found and [row.referral.client_code for row in found.context["rows"]]


def text_of(actor):
    response = sign_in(Web(), actor).get(HOME)
    assert response.status_code == 200
    return response.content.decode()


def make_late(row, by, hours=1):
    with acting_as(by):
        Referral.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(hours=hours))


def cost(actor):
    with acting_as(actor), CaptureQueriesContext(connection) as captured:
        home.sections(actor)
    return [one["sql"] for one in captured.captured_queries]


def test_nothing_to_say_is_nothing(coordinator, officer):
    for actor in (coordinator, make_supervisor(), make_manager(), make_social_worker(), make_ready(coordinator)):
        assert sections(actor) == {}
    assert set(sections(officer)) == {"referrals/home/desk.html"}


def test_the_officer_sees_what_is_late_new_for_today_and_waits(coordinator, officer):
    new, late = send_one(coordinator, officer), send_one(coordinator, officer)
    make_late(late, officer)
    bring_to(send_one(coordinator, officer), State.SCHEDULED, coordinator, officer)
    for _one in range(2):
        bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    assert codes(officer, "rujukan-lewat") == [late.client_code]
    assert codes(officer, "rujukan-baru") == [new.client_code]
    assert [number for _url, _words, number in sections(officer)["referrals/home/desk.html"].context["counts"]] == [
        1,
        2,
    ]
    page = text_of(officer)
    assert page.index("rujukan-lewat") < page.index("rujukan-baru") and new.get_absolute_url() in page
    assert not sections(make_referral_officer()).get("rujukan-baru")
    with acting_as(officer):
        assert AccessedRecord.objects.filter(subject=new.client_id, member_id=officer.id, kind="list").exists()


def test_the_clinic_sees_its_own(coordinator):
    nurse = make_clinic_staff()
    new = send_one(coordinator, nurse, "VCT")
    assert codes(nurse, "rujukan-baru") == [new.client_code]
    assert reverse("clinic_inbox") in text_of(nurse)


def test_a_proposed_emergency_stands_apart_and_red(coordinator, officer):
    sari, client = make_ready(coordinator), make_client(coordinator)
    assign(client, sari, coordinator)
    write(client, sari, offer(officer), then=State.PROPOSED, urgency="DARURAT")
    assert codes(coordinator, "usulan-darurat") == [client.code] and codes(coordinator, "usulan-rujukan") is None
    assert sections(coordinator)["usulan-darurat"].urgent


def test_a_withdrawal_that_a_colleague_wrote_down_is_news(coordinator, officer):
    row = send_one(coordinator, officer)
    withdraw(row.client_id, colleague(coordinator), organisation=officer.organisation)
    (step,) = sections(coordinator)["referrals/home/steps.html"].context["steps"]
    assert step.to_state == State.CANCELLED


def test_the_coordinator_sees_proposals_with_their_age_and_what_is_late_elsewhere(coordinator, officer):
    sari = make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, sari, coordinator)
    proposal = write(client, sari, offer(officer), then=State.PROPOSED)
    with acting_as(coordinator):
        Referral.objects.filter(pk=proposal.pk).update(proposed_at=timezone.now() - timedelta(days=3))
    late = send_one(coordinator, officer)
    make_late(late, officer)
    assert codes(coordinator, "usulan-rujukan") == [client.code]
    assert "3" in sections(coordinator)["usulan-rujukan"].context["rows"][0].left
    assert codes(coordinator, "rujukan-terlambat") == [late.client_code]
    assert codes(officer, "usulan-rujukan") is None and codes(sari, "usulan-rujukan") is None
    assert proposal.get_absolute_url() in text_of(coordinator)


def test_each_step_of_the_other_side_since_one_last_looked(coordinator, officer):
    row = send_one(coordinator, officer)
    assert "referrals/home/steps.html" not in sections(coordinator), "one's own steps are known"
    do("take", row, officer)
    do("serve", row, officer)
    feedback(row, officer)
    steps = sections(coordinator)["referrals/home/steps.html"].context["steps"]
    assert [step.to_state for step in steps] == [State.DONE, State.SERVED, State.ACCEPTED]
    assert "langkah-rujukan" in text_of(coordinator)
    web = sign_in(Web(), coordinator)
    web.get(reverse("referral_list"))
    assert "referrals/home/steps.html" in sections(coordinator), "it stands on another tab, which was not looked at"
    web.get(reverse("referral_list"), {"lihat": "selesai"})
    assert "referrals/home/steps.html" not in sections(coordinator)
    do("reopen", row, officer)
    assert len(sections(coordinator)["referrals/home/steps.html"].context["steps"]) == 1
    assert "referrals/home/steps.html" in sections(colleague(coordinator)), "each looks for themselves"


def test_a_companion_sees_the_steps_of_her_own_proposals(coordinator, officer):
    sari, other = make_ready(coordinator), make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, sari, coordinator)
    proposal = write(client, sari, offer(officer), then=State.PROPOSED)
    assert sections(sari) == {}
    do("send_back", proposal, coordinator)
    steps = sections(sari)["referrals/home/steps.html"].context["steps"]
    assert [step.to_state for step in steps] == [State.DRAFT]
    assert sections(other) == {} and "langkah-rujukan" in text_of(sari)


def test_the_supervisor_reads_of_twice_the_time_and_of_money(coordinator, officer):
    boss = make_supervisor(officer.organisation)
    once, twice = (bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer) for _one in range(2))
    now = timezone.now()
    with acting_as(officer):
        for row, due in ((once, 3), (twice, 6)):  # served ten days ago, due so many days ago
            dates = {"served_at": now - timedelta(days=10), "due_at": now - timedelta(days=due)}
            Referral.objects.filter(pk=row.pk).update(**dates)
    assert codes(boss, "rujukan-dua-kali") == [twice.client_code]
    given = feedback(
        bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer), officer, amount=500_000
    )
    assert given and sections(boss)["referrals/home/money.html"].context["counts"][0][2] == 1
    page = text_of(boss)
    assert reverse("money_list") in page and twice.get_absolute_url() in page
    ours = make_supervisor(coordinator.organisation)
    assert codes(ours, "rujukan-dua-kali") == [twice.client_code], "the sender's supervisor reads of it too"


@pytest.mark.parametrize("number", [1, 4])
def test_few_statements_for_any_role_and_number(coordinator, officer, number):
    nurse, boss = make_clinic_staff(), make_supervisor(officer.organisation)
    sari = make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, sari, coordinator)
    for _one in range(number):
        write(client, sari, offer(officer), then=State.PROPOSED)
        late = send_one(coordinator, officer)
        make_late(late, officer)
        send_one(coordinator, nurse, "VCT")
        bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
        do("send_back", write(client, sari, offer(officer), then=State.PROPOSED), coordinator)
        given = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
        feedback(given, officer, amount=500_000, again_because="Perlu")
    costs = {actor: cost(actor) for actor in (coordinator, officer, nurse, boss, sari)}
    assert [len(found) for found in costs.values()] == [3, 3, 4, 3, 1], costs


def test_a_long_list_is_cut_and_says_so(coordinator, officer):
    client = make_client(coordinator)
    for _one in range(7):
        send_one(coordinator, officer, client=client)
    found = sections(officer)["rujukan-baru"].context
    assert len(found["rows"]) == 5 and found["count"] == "5+"
    assert len(re.findall(r'class="item"', text_of(officer))) >= 5
