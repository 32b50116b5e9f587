"""What follows from an examination stays with the clinic: care that has begun or is asked after, who comes again."""

from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases.actions import withdraw
from cases.models import Client, Consent
from cases.rules import NotPossible
from privacy.context import acting_as
from referrals import actions
from referrals.models import Check
from referrals.states import State
from referrals.vocabulary import Look
from tests.cases.pages import send
from tests.clients import token_for
from tests.people import make_coordinator, sign_in
from tests.referrals.making import bring_to, clinic, do, feedback, send_one

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def nurse():
    return clinic()


def examined(coordinator, nurse, **answers):
    row = bring_to(send_one(coordinator, nurse, "VCT"), State.SERVED, coordinator, nurse)
    feedback(row, nurse, answers=answers)
    return row


def looks(actor):
    with acting_as(actor):
        return sorted(Check.objects.visible_to(actor).open(), key=lambda one: one.due_on)


def answer(check, by, **more):
    with acting_as(by):
        return actions.answer_check(check=check, by=by, **more)


def test_after_a_find_care_begins_the_same_day_and_only_the_clinic_knows(coordinator, nurse):
    examined(coordinator, nurse, result="R")
    (look,) = looks(nurse)
    assert (look.what, look.due_on) == (Look.START, TODAY())
    with acting_as(coordinator):
        assert not Check.objects.exists()
    assert "lihat-lagi" in sign_in(Web(), nurse).get(reverse("my_work")).content.decode()
    assert "lihat-lagi" not in sign_in(Web(), coordinator).get(reverse("my_work")).content.decode()


def test_not_yet_is_asked_after_again_until_it_has_begun(coordinator, nurse):
    row = examined(coordinator, nurse, result="R")
    with pytest.raises(NotPossible):
        answer(looks(nurse)[0], nurse, still_running=False)
    for week in (7, 14):
        answer(looks(nurse)[0], nurse, still_running=False, obstacles="Menunggu keluarga")
        (look,) = looks(nurse)
        assert look.due_on == TODAY() + timedelta(days=week)
    with acting_as(nurse):
        row.refresh_from_db()
        assert row.sight_until == look.due_on and Client.objects.filter(pk=row.client_id).exists()
    answer(look, nurse, still_running=True)
    assert looks(nurse) == []


def test_what_will_not_begin_ends_with_its_reason(coordinator, nurse):
    examined(coordinator, nurse, result="R")
    answer(looks(nurse)[0], nurse, still_running=None, obstacles="Memilih berobat di tempat lain")
    assert looks(nurse) == []


def test_in_care_already_asks_nothing(coordinator, nurse):
    examined(coordinator, nurse, result="R", linked_on=TODAY().isoformat())
    assert looks(nurse) == []


def test_nothing_found_comes_again_on_the_day_agreed(coordinator, nurse):
    again = TODAY() + timedelta(days=90)
    examined(coordinator, nurse, result="NR", retest_on=again.isoformat())
    (look,) = looks(nurse)
    assert (look.what, look.due_on) == (Look.AGAIN, again)
    answer(look, nurse, still_running=False)
    assert looks(nurse) == []


def test_without_a_result_nothing_is_planned(coordinator, nurse):
    examined(coordinator, nurse)
    assert looks(nurse) == []


def test_consent_taken_back_takes_the_looks_along(coordinator, nurse):
    row = examined(coordinator, nurse, result="R")
    with acting_as(coordinator):
        line = Consent.objects.get(client=row.client_id, organisation=nurse.organisation)
        withdraw(token=token_for(coordinator), consent=line, by=coordinator)
    assert looks(nurse) == []


def test_feedback_that_is_opened_again_takes_its_looks_along(coordinator, nurse):
    row = examined(coordinator, nurse, result="R")
    do("reopen", row, nurse)
    assert looks(nurse) == []


def test_the_page_asks_the_looks_own_question(coordinator, nurse):
    examined(coordinator, nurse, result="R")
    web, where = sign_in(Web(), nurse), reverse("check_answer", args=[looks(nurse)[0].pk])
    assert 'name="income"' not in web.get(where).content.decode()
    assert send(web, where, {"still_running": "tidak", "obstacles": ""}).status_code == 200
    assert send(web, where, {"still_running": "tidak", "obstacles": "Belum siap"}).status_code == 302
    assert looks(nurse)[0].due_on == TODAY() + timedelta(days=7)
    assert sign_in(Web(), coordinator).get(where).status_code == 404
    where = reverse("check_answer", args=[looks(nurse)[0].pk])
    assert send(web, where, {"still_running": "bukan", "obstacles": "Pindah"}).status_code == 302
    assert looks(nurse) == []
