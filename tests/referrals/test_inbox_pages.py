"""The clinic's day: one press when someone comes, one to undo it, and finding the referral of a letter."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from privacy.context import acting_as
from privacy.models import AccessedRecord
from referrals.models import Referral, ReferralContent
from referrals.states import State
from tests.cases.pages import HEALTH, statements, title_of
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.people import make_clinic_staff, make_companion, make_coordinator, make_supervisor, sign_in
from tests.referrals.making import bring_to, colleague, feedback, send_one

pytestmark = pytest.mark.django_db
INBOX, FIND = reverse("clinic_inbox"), reverse("referral_find")


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def nurse():
    return make_clinic_staff()


@pytest.fixture
def web(nurse):
    return sign_in(Web(), nurse)


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def part(web, anchor):
    """The codes in a section of the day; None when there is no such section."""
    found = re.search(rf'<section class="[^"]*" id="{anchor}">(.*?)</section>', body(web.get(INBOX)), re.S)
    return found and re.findall(r'<span class="code">([^<]+)</span>', found[1])


def refer(coordinator, nurse, state=State.SENT, **more):
    return bring_to(send_one(coordinator, nurse, "VCT", **more), state, coordinator, nurse)


def set_appointment(row, nurse, at):
    with acting_as(nurse):
        Referral.objects.filter(pk=row.pk).update(appointment_at=at)


def state_of(actor, row):
    with acting_as(actor):
        return Referral.objects.get(pk=row.pk).state


def today_at(hour):
    return timezone.localtime().replace(hour=hour, minute=30, second=0, microsecond=0)


# -- who may -----------------------------------------------------------------------------------------------------------


def test_who_may(coordinator, nurse, web):
    row = refer(coordinator, nurse)
    assert row.client_code in body(web.get(INBOX))
    for reader in (make_supervisor(nurse.organisation), make_companion(coordinator.organisation)):
        theirs = sign_in(Web(), reader)
        assert [theirs.get(INBOX).status_code, theirs.get(FIND).status_code] == [403, 403]
        assert theirs.post(FIND, {"dicari": row.number}).status_code == 403
    stranger = sign_in(Web(), make_clinic_staff())
    assert row.client_code not in body(stranger.get(INBOX))
    assert web.post(INBOX).status_code == 405
    with acting_as(nurse):
        assert AccessedRecord.objects.filter(subject=row.client_id, member_id=nurse.id, kind="list").exists()


def test_titles_and_headings_say_no_health_word(coordinator, nurse, web):
    refer(coordinator, nurse)
    for page in (web.get(INBOX), web.get(FIND)):
        heads = " ".join(re.findall(r"<h[12][^>]*>(.*?)</h", body(page), re.S))
        assert not HEALTH.search(title_of(page)) and not HEALTH.search(heads)


# -- the day -----------------------------------------------------------------------------------------------------------


def test_everyone_stands_where_they_belong(coordinator, nurse, web):
    new = refer(coordinator, nurse)
    undated = refer(coordinator, nurse, State.ACCEPTED)
    later, sooner = (refer(coordinator, nurse, State.SCHEDULED) for _one in range(2))
    set_appointment(later, nurse, today_at(14))
    set_appointment(sooner, nurse, today_at(8))
    missed, tomorrow = (refer(coordinator, nurse, State.SCHEDULED) for _one in range(2))
    set_appointment(missed, nurse, timezone.now() - timedelta(days=2))
    set_appointment(tomorrow, nurse, timezone.now() + timedelta(days=1))
    arrived = refer(coordinator, nurse, State.SERVED)
    done = refer(coordinator, nurse, State.SERVED)
    feedback(done, nurse)
    assert part(web, "diharapkan") == [sooner.client_code, later.client_code], "by the time"
    assert part(web, "belum-datang") == [missed.client_code]
    assert part(web, "baru") == [new.client_code]
    assert part(web, "tanpa-jadwal") == [undated.client_code]
    assert part(web, "datang") == [arrived.client_code]
    assert part(web, "selesai") == [done.client_code]
    assert tomorrow.client_code not in body(web.get(INBOX))


def test_an_empty_day_is_a_page(web):
    assert part(web, "diharapkan") == [] == part(web, "datang") and part(web, "baru") is None


def test_who_comes_along_is_said(coordinator, nurse, web):
    client = make_client(coordinator, kind="KELUARGA")
    sari = make_ready(coordinator, name="Sari Umasugi")
    assign(client, sari, coordinator)
    refer(coordinator, nurse, State.SCHEDULED, client=client, companion=sari.membership)
    boat = refer(coordinator, nurse, State.SCHEDULED, transport="perahu")
    page = body(web.get(INBOX))
    assert "Sari Umasugi" in page
    with acting_as(nurse):
        assert ReferralContent.objects.get(pk=boat.pk).get_transport_display() in page


def test_one_press_from_expected_or_new_and_back(coordinator, nurse, web):
    for begin in (State.SENT, State.ACCEPTED, State.SCHEDULED):
        row = refer(coordinator, nurse, begin)
        answer = web.post(reverse("referral_arrive", args=[row.pk]), {"dari": "hari-ini"})
        assert answer["Location"] == INBOX and state_of(coordinator, row) == State.SERVED, begin
        answer = web.post(reverse("referral_undo_arrival", args=[row.pk]), {"dari": "hari-ini"})
        assert answer["Location"] == INBOX and state_of(coordinator, row) == begin, "back to where it stood"


def test_what_came_yesterday_cannot_be_undone(coordinator, nurse, web):
    row = refer(coordinator, nurse, State.SERVED)
    undo = reverse("referral_undo_arrival", args=[row.pk])
    assert undo in body(web.get(INBOX))
    with acting_as(nurse):
        Referral.objects.filter(pk=row.pk).update(served_at=timezone.now() - timedelta(days=1))
    assert undo not in body(web.get(INBOX))
    web.post(undo, {"dari": "hari-ini"})
    assert state_of(coordinator, row) == State.SERVED


def test_many_cost_no_more_than_one_of_each(coordinator, nurse, web):
    client = make_client(coordinator, kind="KELUARGA")
    sari = make_ready(coordinator)
    assign(client, sari, coordinator)
    along = {"client": client, "companion": sari.membership}
    for state in (State.SENT, State.SCHEDULED, State.SERVED):
        refer(coordinator, nurse, state, **along)
    _page, few = statements(web, INBOX)
    for state in (State.SENT, State.ACCEPTED, State.SCHEDULED, State.SCHEDULED, State.SERVED, State.SERVED):
        refer(coordinator, nurse, state, **along)
    _page, many = statements(web, INBOX)
    assert len(many) == len(few) <= 12, "\n".join(many)


# -- the letter that is brought along ----------------------------------------------------------------------------------


def test_a_letter_is_found_by_whatever_stands_on_it(coordinator, nurse, web):
    row = refer(coordinator, nurse)
    with acting_as(nurse):
        token = ReferralContent.objects.get(pk=row.pk).token
    square = f"https://contoh.example{reverse('letter_open', args=[token])}"
    for asked in (
        row.number,
        row.number.lower(),
        f" {row.number} ",
        row.client_code,
        row.client_code.lower(),
        square,
        token,
    ):
        assert web.post(FIND, {"dicari": asked})["Location"] == row.get_absolute_url(), asked


def test_what_is_not_ones_own_or_was_guessed_is_not_found(coordinator, nurse, web):
    theirs = refer(coordinator, make_clinic_staff())
    with acting_as(coordinator):
        token = ReferralContent.objects.get(pk=theirs.pk).token
    for asked in ("", " ", "entah", theirs.number, theirs.client_code, token, token[:-1], "/", "%"):
        answer = web.post(FIND, {"dicari": asked})
        page = body(answer)
        assert 'role="alert"' in page and theirs.client_code not in page.replace(asked, ""), asked
    assert 'role="alert"' not in body(web.get(FIND))


def test_of_several_the_running_ones_are_offered(coordinator, nurse, web):
    client = make_client(coordinator, kind="PROSPEK")
    over = refer(coordinator, nurse, State.DONE, client=client)
    running = refer(coordinator, nurse, client=client)
    assert web.post(FIND, {"dicari": running.client_code})["Location"] == running.get_absolute_url()
    second = refer(coordinator, nurse, State.ACCEPTED, client=client)
    page = body(web.post(FIND, {"dicari": running.client_code}))
    assert running.get_absolute_url() in page and second.get_absolute_url() in page
    assert over.get_absolute_url() not in page


def test_a_colleague_sees_the_same_day(coordinator, nurse):
    row = refer(coordinator, nurse, State.SERVED)
    assert part(sign_in(Web(), colleague(nurse)), "datang") == [row.client_code]
