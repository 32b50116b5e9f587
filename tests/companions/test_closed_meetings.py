"""What is spoken of in a closed meeting stays with its group."""

import pytest
from django.test import Client as Web
from django.urls import reverse

from accounts.roles import OrganisationKind
from companions import rules
from tests.clients import make_client
from tests.companions.test_meetings import hold, plan
from tests.people import make_companion, make_coordinator, make_organisation, sign_in

pytestmark = pytest.mark.django_db

SECRETS = ("Rumah Ibu Wa", "Berbagi kabar", "Bertemu lagi di pantai")


@pytest.fixture
def group(coordinator):
    return make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)


def pages(actor, meeting):
    """The list and the page, as this person reads them."""
    web = sign_in(Web(), actor)
    return [web.get(reverse("meeting_list")), web.get(reverse("meeting_detail", args=[meeting.pk]))]


@pytest.fixture
def closed(coordinator, group):
    meeting = plan(coordinator, organisation=group, place=SECRETS[0])
    return hold(meeting, coordinator, make_client(coordinator), decisions=SECRETS[2]) or meeting


def test_a_companion_of_the_lks_reads_day_and_group(coordinator, group, closed):
    for page in pages(make_companion(coordinator.organisation), closed):
        text = page.content.decode()
        assert page.status_code == 200 and group.short_name in text
        assert not any(secret in text for secret in SECRETS)


def test_the_people_of_the_group_and_who_runs_it_read_all(coordinator, group, closed):
    for actor in (make_companion(group), make_coordinator(group), coordinator):
        page = pages(actor, closed)[1].content.decode()
        assert all(secret in page for secret in SECRETS)


def test_who_facilitates_reads_it(coordinator, group):
    facilitator = make_companion(coordinator.organisation)
    meeting = plan(coordinator, organisation=group, place=SECRETS[0], facilitator=facilitator.membership)
    assert rules.reads_meeting(facilitator, meeting)
    assert SECRETS[0] in pages(facilitator, meeting)[1].content.decode()


def test_an_open_one_is_told_to_all_who_see_it(coordinator, group):
    meeting = plan(coordinator, organisation=group, days=3, place=SECRETS[0], is_open=True)
    for page in pages(make_companion(coordinator.organisation), meeting):
        assert SECRETS[0] in page.content.decode()
