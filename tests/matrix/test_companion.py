"""A companion sees the clients assigned to them, and no longer than that."""

import logging
from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases.models import Client, Responsibility, RestrictedNote
from companions import actions
from companions.vocabulary import EndReason
from privacy.context import acting_as
from tests.clients import token_for
from tests.companions.making import assign, make_ready
from tests.matrix.declared import PAGES
from tests.matrix.test_matrix import answer, may
from tests.matrix.world import Things, World
from tests.people import make_coordinator, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def as_it_was():
    """Rows are committed here, and flushed afterwards: the owner is another connection."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator)


@pytest.fixture
def things(coordinator):
    world = World.__new__(World)
    world.friend = make_coordinator().organisation
    return world._client(coordinator, {coordinator.organisation.pk})


@pytest.fixture
def assignment(things, companion, coordinator):
    return assign(things.client, companion, coordinator)


def test_without_an_assignment_the_colleagues_clients_do_not_exist(companion, things: Things):
    with acting_as(companion):
        assert Client.objects.count() == 0


def test_with_it_the_companion_may_what_the_table_says(companion, things, assignment):
    web, wrong = sign_in(Web(), companion), []
    for name, page in PAGES.items():
        if page.of != "client":
            continue
        for method in page.methods.split():
            allowed = may("pendamping", page.right) and (method == "GET" or may("pendamping", page.posting))
            answers, usual = (page.got, page.get) if method == "GET" else (page.posted, page.post)
            wanted = answers.get("shared with us", usual) if allowed else 403  # the organisation's own, not theirs
            found = answer(web, method, reverse(name, kwargs=page.kwargs(things)), page.sent)
            if found != wanted:
                wrong.append(f"{method} {name}: {found}, not {wanted}")
    assert wrong == []


def test_it_makes_a_row_of_the_companions_own_and_opens_no_restricted_note(companion, things, assignment):
    with acting_as(companion):
        holders = set(Responsibility.objects.values_list("holder_id", flat=True))
        assert {companion.id, companion.organisation.pk} <= holders
        assert RestrictedNote.objects.count() == 0


def test_when_it_ends_all_is_closed_but_the_visit_that_was_not_yet_written_down(
    companion, things, coordinator, assignment
):
    with acting_as(coordinator):
        actions.end(assignment=assignment, by=coordinator, reason=EndReason.OTHER)
    web = sign_in(Web(), companion)

    for name, page in PAGES.items():
        if page.of == "client" and "GET" in page.methods:
            found = answer(web, "GET", reverse(name, kwargs=page.kwargs(things)), {})
            assert found == (200 if page.lately else 404), name
    body = web.get(reverse("visit_new", args=[things.client.pk])).content.decode()
    assert World.word not in body and things.client.code not in body


def test_who_facilitates_writes_down_that_meeting_and_does_nothing_else_with_it(companion, coordinator):
    with acting_as(coordinator):
        led, other = (
            actions.plan_meeting(
                token=token_for(coordinator), organisation=coordinator.organisation, by=coordinator, facilitator=who,
                starts_at=timezone.now() - timedelta(days=days),
            )
            for days, who in ((2, companion.membership), (3, None))
        )  # fmt: skip
    web, found = sign_in(Web(), companion), {}
    for name, page in PAGES.items():
        if page.of == "meeting":
            for which, meeting in (("led", led), ("another", other)):
                answers = [answer(web, method, reverse(name, args=[meeting.pk]), {}) for method in page.methods.split()]
                found[name, which] = answers
    allowed = {key for key, answers in found.items() if set(answers) == {200}}
    assert allowed == {
        ("meeting_detail", "led"),
        ("meeting_detail", "another"),
        ("meeting_hold", "led"),
        ("meeting_sheet", "led"),
    }
    assert all(set(answers) == {403} for key, answers in found.items() if key not in allowed)
