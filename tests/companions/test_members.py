"""Who belongs to a group: by code, for who may know; a closed meeting says who is not a member yet."""

import pytest
from django.test import Client as Web
from django.urls import reverse

from accounts.roles import OrganisationKind
from tests.cases.pages import send, statements
from tests.clients import make_client
from tests.companions.test_meetings import hold, plan
from tests.people import make_companion, make_coordinator, make_organisation, make_supervisor, make_trainer, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(coordinator):
    return make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)


@pytest.fixture
def people(coordinator):
    """In the order of their codes."""
    return sorted((make_client(coordinator, call_name=f"Panggilan {n}") for n in range(3)), key=lambda one: one.code)


def url_of(group):
    return reverse("place_detail", args=[group.pk])


def test_whoever_came_to_one_of_the_latest_meetings_is_a_member(web, coordinator, group, people):
    hold(plan(coordinator, -40, organisation=group), coordinator, people[0], people[1])
    hold(plan(coordinator, -9, organisation=group), coordinator, people[1], people[2], new=[people[2]])
    page = web.get(url_of(group))
    assert [one.client.pk for one in page.context["members"]] == [one.pk for one in people]
    assert [(one.times, one.is_new) for one in page.context["members"]] == [(1, False), (2, False), (1, True)]
    section = page.content.decode().split('id="anggota"')[1].split("</section>")[0]
    assert all(one.code in section for one in people)
    assert not any(one.card.call_name in section for one in people), "by code"


def test_others_do_not_read_who_belongs_to_it(coordinator, group, people):
    hold(plan(coordinator, organisation=group), coordinator, *people)
    for actor in (make_trainer(), make_coordinator()):
        page = sign_in(Web(), actor).get(url_of(group))
        assert 'id="anggota"' not in page.content.decode() and not page.context["members"]
    for actor in (make_companion(group), make_companion(coordinator.organisation)):
        assert sign_in(Web(), actor).get(url_of(group)).status_code == 403


def test_a_supervisor_of_the_group_opens_only_whom_she_may(coordinator, group, people):
    hold(plan(coordinator, organisation=group), coordinator, *people)
    assert sign_in(Web(), make_supervisor(group)).get(url_of(group)).context["members"] == []


def test_as_many_statements_for_many_members(web, coordinator, group, people):
    hold(plan(coordinator, -9, organisation=group), coordinator, people[0])
    few = len(statements(web, url_of(group))[1])
    hold(plan(coordinator, -3, organisation=group), coordinator, *people)
    assert len(statements(web, url_of(group))[1]) == few


def test_who_is_no_member_of_a_closed_group_is_named(web, coordinator, group, people):
    hold(plan(coordinator, -9, organisation=group), coordinator, people[0])
    meeting = plan(coordinator, -1, organisation=group)
    url = reverse("meeting_hold", args=[meeting.pk])
    page = web.get(f"{url}?kode={people[1].code}")
    guests = {line.client.pk: line.is_guest for line in page.context["lines"]}
    assert guests[people[0].pk] is False and guests[people[1].pk] is True

    ticked = {"clients": [str(one.pk) for one in people], "new": [str(people[2].pk)], "others_count": "0"}
    answer = send(web, url, ticked)
    page = web.get(answer["Location"]).content.decode()
    note = page.split('class="note note-soon"')[1].split("</div>")[0]
    assert people[1].code in note and people[0].code not in note and people[2].code not in note


def test_an_open_meeting_is_for_all(web, coordinator, group, people):
    hold(plan(coordinator, -9, organisation=group), coordinator, people[0])
    meeting = plan(coordinator, -1, organisation=group, is_open=True)
    page = web.get(f"{reverse('meeting_hold', args=[meeting.pk])}?kode={people[1].code}")
    assert not any(line.is_guest for line in page.context["lines"])
