"""One referral for both sides, and the receiver's steps: what each may press, what is said, what changes nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases import actions as case_actions
from cases.models import Consent
from privacy.context import acting_as
from privacy.models import AccessedRecord
from referrals.models import Referral, ReferralContent, ReferralEvent
from referrals.states import State
from tests.cases.pages import HEALTH, key_of, send, statements, title_of
from tests.clients import make_client, token_for
from tests.people import (
    make_clinic_staff,
    make_companion,
    make_coordinator,
    make_manager,
    make_referral_officer,
    make_supervisor,
    sign_in,
)
from tests.referrals.making import bring_to, colleague, do, feedback, offer, send_one, without_account, write

pytestmark = pytest.mark.django_db
BUTTONS = ("take", "arrive", "undo_arrival")
FORMS = ("put_back", "decline", "schedule", "unschedule", "serve", "no_show", "close_no_show", "feedback", "reopen")


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


@pytest.fixture
def web(officer):
    return sign_in(Web(), officer)


@pytest.fixture
def theirs(coordinator):
    return sign_in(Web(), coordinator)


def url(name, row):
    return reverse(f"referral_{name}", args=[row.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def now_of(actor, row):
    with acting_as(actor):
        return Referral.objects.get(pk=row.pk)


def steps_of(actor, row):
    with acting_as(actor):
        return ReferralEvent.objects.filter(referral=row.pk).count()


def buttons(page):
    """The steps that a page of a referral offers."""
    return set(re.findall(r'(?:action|href)="/rujukan/[0-9a-f-]{36}/([a-z-]+)/"', page)) - {"surat"}


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def withdraw(row, by):
    with acting_as(by):
        case_actions.withdraw(token=token_for(by), consent=Consent.objects.get(pk=row.consent_id), by=by)


def at(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


# -- who may -----------------------------------------------------------------------------------------------------------


def test_both_sides_read_it_and_strangers_meet_404(coordinator, officer, web, theirs):
    sent = send_one(coordinator, officer, reason="Atap terbang")
    for each in (web, theirs, sign_in(Web(), make_supervisor(officer.organisation))):
        assert "Atap terbang" in body(each.get(sent.get_absolute_url()))
    strangers = [make_referral_officer(), make_coordinator(), make_clinic_staff(), make_companion()]
    for stranger in (sign_in(Web(), one) for one in strangers):
        assert stranger.get(sent.get_absolute_url()).status_code == 404
        for name in (*BUTTONS, *FORMS):
            assert stranger.post(url(name, sent)).status_code == 404, name
    assert sign_in(Web(), make_manager(officer.organisation)).get(sent.get_absolute_url()).status_code in (403, 404)
    with acting_as(officer):
        assert AccessedRecord.objects.filter(subject=sent.client_id, member_id=officer.id, kind="view").exists()


def test_only_the_receiver_answers(coordinator, officer, theirs):
    sent = send_one(coordinator, officer)
    reader = sign_in(Web(), make_supervisor(officer.organisation))
    for name in (*BUTTONS, *FORMS):
        assert reader.post(url(name, sent)).status_code == 403, name
        if name != "close_no_show":
            assert theirs.post(url(name, sent)).status_code == 403, name
    assert not buttons(body(reader.get(sent.get_absolute_url())))
    assert now_of(coordinator, sent).state == State.SENT and steps_of(coordinator, sent) == 2


def test_a_write_is_no_get(coordinator, officer, web):
    sent = send_one(coordinator, officer)
    for name in BUTTONS:
        assert web.get(url(name, sent)).status_code == 405
    assert web.post(sent.get_absolute_url()).status_code == 405


# -- what it shows -----------------------------------------------------------------------------------------------------


def test_it_shows_what_was_shared_and_where_it_stands(coordinator, officer, web):
    client = make_client(coordinator, call_name="Ibu Ani", never="Jangan sebut lembaga", may_say="Dari kantor sosial")
    sent = send_one(
        coordinator, officer, client=client, reason="Atap terbang", wanted="Terpal", summary="Menumpang",
        transport="perahu", urgency="DARURAT", telephoned_to="Wulan, jaga",
    )  # fmt: skip
    do("take", sent, officer)
    answer = web.get(sent.get_absolute_url())
    page = text_of(body(answer))
    for words in (
        "Ibu Ani", "Jangan sebut lembaga", "Dari kantor sosial", "Atap terbang", "Terpal", "Menumpang", "Wulan, jaga",
        sent.number, coordinator.organisation.name, coordinator.membership.display_name, "0812-0000-0101",
    ):  # fmt: skip
        assert words in page, words
    assert 'aria-current="step"' in answer.content.decode()
    assert not HEALTH.search(title_of(answer)) and "Ani" not in title_of(answer)
    with acting_as(coordinator):
        legal = client.identity.legal_name
    assert legal not in page


def test_health_words_stand_inside_a_fold_only(coordinator, web, officer):
    nurse = make_clinic_staff()
    sent = send_one(coordinator, nurse, "VCT")
    page = body(sign_in(Web(), nurse).get(sent.get_absolute_url()))
    without_folds = re.sub(r"<details.*?</details>", "", page.split("<main")[1].split("</main")[0], flags=re.S)
    assert not HEALTH.search(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", without_folds, flags=re.S))


def test_each_side_finds_its_own_steps(coordinator, officer, web, theirs):
    expected = {
        State.SENT: ({"terima", "tolak"}, {"batal"}),
        State.ACCEPTED: ({"jadwal", "dilayani", "kunjungan", "lepas", "tolak"}, {"batal"}),
        State.SCHEDULED: ({"dilayani", "jadwal", "kunjungan", "tidak-hadir", "tanpa-jadwal", "tolak"}, {"batal"}),
        State.SERVED: ({"umpan-balik", "belum-datang", "kunjungan"}, set()),
        State.NO_SHOW: ({"jadwal", "tutup"}, {"batal", "tutup"}),
        State.DONE: ({"buka-lagi"}, set()),
        State.DECLINED: (set(), set()),
        State.CANCELLED: (set(), set()),
    }
    for state, (receivers, senders) in expected.items():
        row = bring_to(send_one(coordinator, officer), state, coordinator, officer)
        assert buttons(body(web.get(row.get_absolute_url()))) == receivers, state
        assert buttons(body(theirs.get(row.get_absolute_url()))) == senders, state


def test_the_likeliest_step_is_the_primary_one(coordinator, officer, web):
    row = bring_to(send_one(coordinator, officer), State.SCHEDULED, coordinator, officer)
    page = body(web.get(row.get_absolute_url()))
    assert re.search(rf'class="btn btn-primary" href="{url("serve", row)}"', page)
    assert page.count("btn-primary") == 1


def test_a_proposal_is_looked_over_by_who_sends(coordinator, officer, theirs):
    row = write(make_client(coordinator), coordinator, offer(officer), then=State.PROPOSED)
    assert buttons(body(theirs.get(row.get_absolute_url()))) == {"kirim", "ubah", "kembalikan", "batal"}


def test_on_paper_the_sender_makes_both_sides_moves(coordinator, theirs):
    place = without_account()
    keeper = make_coordinator(place)
    service = offer(keeper)
    with acting_as(keeper):
        keeper.membership.active = False
        keeper.membership.save()
    sent = send_one(coordinator, keeper)
    assert service and sent.channel == "slip"
    page = body(theirs.get(sent.get_absolute_url()))
    assert {"terima", "batal"} <= buttons(page)
    assert theirs.post(url("take", sent)).status_code == 302
    assert now_of(coordinator, sent).state == State.ACCEPTED


def test_consent_is_named_where_it_may_be_read(coordinator, officer, web, theirs):
    sent = send_one(coordinator, officer)
    number = str(sent.consent_id)[:8].upper()
    assert number in body(web.get(sent.get_absolute_url())) and number in body(theirs.get(sent.get_absolute_url()))


def test_what_was_done_is_read_by_the_sender_only_where_it_comes_back(coordinator, officer, theirs):
    aid = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    feedback(aid, officer, done="Terpal diantar")
    assert "Terpal diantar" in body(theirs.get(aid.get_absolute_url()))
    nurse = make_clinic_staff()
    examined = bring_to(send_one(coordinator, nurse, "VCT"), State.SERVED, coordinator, nurse)
    feedback(examined, nurse, done="Rahasianya tinggal", answers={"result": "R"})
    assert "Rahasianya" not in body(theirs.get(examined.get_absolute_url()))
    assert "Rahasianya" in body(sign_in(Web(), nurse).get(examined.get_absolute_url()))


def test_after_a_withdrawal_the_receiver_reads_the_number_and_nothing_else(coordinator, officer, web, theirs):
    sent = send_one(coordinator, officer, reason="Atap terbang")
    withdraw(sent, coordinator)
    page = body(web.get(sent.get_absolute_url()))
    assert sent.number in page
    for word in (sent.client_code, "Atap terbang", "Panggilan", coordinator.organisation.name):
        assert word not in page, word
    for name in BUTTONS:
        assert web.post(url(name, sent))["Location"] == sent.get_absolute_url()
    for name in FORMS:
        assert web.get(url(name, sent))["Location"] == sent.get_absolute_url()
    assert body(theirs.get(sent.get_absolute_url()))


def test_it_costs_the_same_with_many_steps(coordinator, officer, web):
    row = bring_to(send_one(coordinator, officer), State.SCHEDULED, coordinator, officer)
    _page, few = statements(web, row.get_absolute_url())
    for _time in range(4):
        do("reschedule", row, officer)
        do("unschedule", row, officer)
        do("schedule", row, officer)
    _page, many = statements(web, row.get_absolute_url())
    assert len(many) == len(few) <= 20, "\n".join(many)


# -- the receiver's steps ----------------------------------------------------------------------------------------------


def test_the_whole_way_by_the_pages(coordinator, officer, web):
    row = send_one(coordinator, officer)
    assert web.post(url("take", row))["Location"] == row.get_absolute_url()
    first, second = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=2)
    send(web, url("schedule", row), {"at": at(first), "place": "Kantor lurah"})
    now = now_of(coordinator, row)
    assert now.state == State.SCHEDULED and at(now.appointment_at) == at(first)
    page = web.get(url("schedule", row))
    assert "Kantor lurah" in body(page), "the place of before is there to be kept"
    assert "data-error-summary" in body(send(web, url("schedule", row), {"at": at(second)})), "why another time?"
    send(web, url("schedule", row), {"at": at(second), "place": "Kantor lurah", "note": "Hujan"})
    assert at(now_of(coordinator, row).appointment_at) == at(second)
    send(web, url("unschedule", row), {"note": "Perahu tidak jalan"})
    assert now_of(coordinator, row).state == State.ACCEPTED
    send(web, url("serve", row), {"served_at": at(timezone.now())})
    assert now_of(coordinator, row).state == State.SERVED
    assert web.post(url("undo_arrival", row)).status_code == 302
    assert now_of(coordinator, row).state == State.ACCEPTED, "back to where it stood"
    with acting_as(officer):
        assert ReferralContent.objects.get(pk=row.pk).meeting_place == "Kantor lurah"


def test_no_show_and_its_end(coordinator, officer, web, theirs):
    row = bring_to(send_one(coordinator, officer), State.SCHEDULED, coordinator, officer)
    assert "data-error-summary" in body(send(web, url("no_show", row), {}))
    send(web, url("no_show", row), {"reason": "cuaca", "note": "Ombak"})
    assert (now_of(coordinator, row).state, now_of(coordinator, row).reason) == (State.NO_SHOW, "cuaca")
    assert "data-error-summary" in body(send(theirs, url("close_no_show", row), {"note": ""}))
    send(theirs, url("close_no_show", row), {"note": "Tidak mau lagi"})
    assert now_of(coordinator, row).state == State.NO_SHOW_CLOSED


def test_declining_asks_why_and_for_another_way(coordinator, officer, web, theirs):
    row = send_one(coordinator, officer)
    for wrong in ({}, {"reason": "entah"}, {"reason": "kapasitas_penuh"}):
        assert "data-error-summary" in body(send(web, url("decline", row), wrong)), wrong
    assert now_of(coordinator, row).state == State.SENT
    send(web, url("decline", row), {"reason": "kapasitas_penuh", "note": "Sampai Maret; coba LKS Bina Moti"})
    assert "coba LKS Bina Moti" in body(theirs.get(row.get_absolute_url()))


def test_put_back_and_opened_again(coordinator, officer, web):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    assert "data-error-summary" in body(send(web, url("put_back", row), {"note": " "}))
    send(web, url("put_back", row), {"note": "Saya cuti"})
    assert now_of(coordinator, row).state == State.SENT
    closed = bring_to(send_one(coordinator, officer), State.DONE, coordinator, officer)
    send(web, url("reopen", closed), {"note": "Salah catat"})
    assert now_of(coordinator, closed).state == State.SERVED


# -- bad input, and who was first --------------------------------------------------------------------------------------


def test_impossible_times_are_said_and_change_nothing(coordinator, officer, web):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    before = steps_of(officer, row)
    past, far = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=500)
    for wrong in ({"at": at(past)}, {"at": at(far)}, {"at": "besok"}, {}):
        assert "data-error-summary" in body(send(web, url("schedule", row), {"place": "Kantor", **wrong})), wrong
    assert "data-error-summary" in body(send(web, url("schedule", row), {"at": at(timezone.now() + timedelta(days=1))}))
    for wrong in ({"served_at": at(timezone.now() + timedelta(hours=3))}, {"served_at": at(past)}, {}):
        assert "data-error-summary" in body(send(web, url("serve", row), wrong)), wrong
    assert now_of(officer, row).state == State.ACCEPTED and steps_of(officer, row) == before
    early = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    send(web, url("schedule", early), {"at": at(timezone.now() + timedelta(days=1)), "place": "Kantor"})
    assert "data-error-summary" in body(send(web, url("no_show", early), {"reason": "lupa"})), "still to come"


@pytest.mark.parametrize("name", ["put_back", "decline", "schedule", "serve", "unschedule", "no_show", "reopen"])
def test_a_step_that_is_over_leads_back_with_who_was_first(coordinator, officer, web, name):
    begin = {"unschedule": State.SCHEDULED, "no_show": State.SCHEDULED, "reopen": State.DONE}.get(name, State.ACCEPTED)
    row = bring_to(send_one(coordinator, officer), begin, coordinator, officer)
    key = key_of(web.get(url(name, row)))
    first = colleague(officer)
    if name == "reopen":
        do("reopen", row, first)
    else:
        do("cancel", row, coordinator)
        first = coordinator
    state, steps = now_of(officer, row).state, steps_of(officer, row)
    fields = {
        "note": "x", "reason": "lupa" if name == "no_show" else "bukan_wilayah", "served_at": at(timezone.now()),
        "at": at(timezone.now() + timedelta(days=1)), "_form": key,
    }  # fmt: skip
    for answer in (web.post(url(name, row), fields), web.get(url(name, row))):
        assert answer["Location"] == row.get_absolute_url()
        assert first.membership.display_name in text_of(body(web.get(answer["Location"]))).split("Langkah")[0]
    assert (now_of(officer, row).state, steps_of(officer, row)) == (state, steps)


def test_accepting_what_was_cancelled_or_taken_a_second_ago(coordinator, officer, web):
    gone = send_one(coordinator, officer)
    do("cancel", gone, coordinator)
    taken = send_one(coordinator, officer)
    first = colleague(officer)
    do("take", taken, first)
    for row, who in ((gone, coordinator), (taken, first)):
        before = steps_of(officer, row)
        answer = web.post(url("take", row))
        assert who.membership.display_name in body(web.get(answer["Location"]))
        assert steps_of(officer, row) == before
    assert now_of(officer, taken).person_id == first.id


def test_a_first_date_from_an_old_page_does_not_move_the_date_of_a_colleague(coordinator, officer, web):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    key = key_of(web.get(url("schedule", row)))
    tomorrow = timezone.now() + timedelta(days=1)
    do("schedule", row, colleague(officer))
    before = now_of(officer, row).appointment_at
    web.post(url("schedule", row), {"_form": key, "at": at(tomorrow), "place": "Kantor", "note": "x"})
    assert now_of(officer, row).appointment_at == before


def test_pressed_twice_it_is_one_step(coordinator, officer, web):
    row = send_one(coordinator, officer)
    for _press in range(2):
        web.post(url("take", row))
    assert steps_of(officer, row) == 3
    data = {"reason": "bukan_wilayah", "_form": key_of(web.get(url("decline", row)))}
    for _press in range(2):
        assert web.post(url("decline", row), data)["Location"] == row.get_absolute_url()
    assert steps_of(officer, row) == 4
