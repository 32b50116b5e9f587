"""The desk's queue: who may, what stands where, several at once, and asking for news without disturbing anyone."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.models import Session
from cases import actions
from privacy.context import acting_as
from privacy.models import AccessedRecord
from referrals import queue
from referrals.models import Referral
from referrals.states import State
from tests.cases.pages import HEALTH, codes_in, statements, title_of
from tests.clients import make_client, token_for
from tests.people import (
    make_clinic_staff,
    make_companion,
    make_coordinator,
    make_referral_officer,
    make_supervisor,
    sign_in,
)
from tests.referrals.making import bring_to, colleague, do, offer, send_one, write

pytestmark = pytest.mark.django_db
QUEUE, FRESH, TAKE = map(reverse, ("referral_queue", "queue_fresh", "referrals_take"))


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


@pytest.fixture
def web(officer):
    return sign_in(Web(), officer)


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def listed(web, **query):
    return codes_in(web.get(QUEUE, query))


def rows(web, **query):
    return {UUID(one) for one in re.findall(r'data-row="([^"]+)"', body(web.get(QUEUE, query)))}


def change(referral, by, **fields):
    with acting_as(by):
        assert Referral.objects.filter(pk=referral.pk).update(**fields) == 1


def make_late(referral, by):
    change(referral, by, due_at=timezone.now() - timedelta(hours=3))


def openings(actor, client):
    with acting_as(actor):
        return [one.kind for one in AccessedRecord.objects.filter(subject=client, member_id=actor.id)]


def states(actor):
    with acting_as(actor):
        return {row.client_code: row.state for row in Referral.objects.all()}


# -- who may -----------------------------------------------------------------------------------------------------------


def test_those_who_answer_see_it_and_nobody_else(coordinator, officer, web):
    sent = send_one(coordinator, officer)
    assert listed(web) == [sent.client_code]
    assert listed(sign_in(Web(), colleague(officer))) == [sent.client_code]
    for stranger in (make_referral_officer(), make_clinic_staff()):
        assert listed(sign_in(Web(), stranger)) == [], "of another organisation"
    theirs = sign_in(Web(), make_companion(coordinator.organisation))
    assert [theirs.get(one).status_code for one in (QUEUE, FRESH)] == [403, 403]
    boss = sign_in(Web(), make_supervisor(officer.organisation))
    assert listed(boss) == [sent.client_code] and "data-take" not in boss.get(QUEUE).content.decode(), "reads it"
    for reader in (theirs, boss):
        assert reader.post(TAKE, {"ambil": sent.pk}).status_code == 403
    assert Web().get(QUEUE).status_code == 302
    assert (
        web.get(TAKE).status_code == 405 and web.post(QUEUE).status_code == 405 and web.post(FRESH).status_code == 405
    )


def test_what_was_not_sent_or_was_taken_back_is_not_there(coordinator, officer, web):
    service, client = offer(officer), make_client(coordinator)
    sent = send_one(coordinator, officer, client=client)
    write(client, coordinator, service, then=State.PROPOSED)
    assert listed(web) == [sent.client_code]
    do("cancel", sent, coordinator)
    assert listed(web) == []


def test_the_page_leaves_a_record_and_says_no_health_word_in_its_title(coordinator, web, officer):
    sent = send_one(coordinator, officer)
    page = web.get(QUEUE)
    assert not HEALTH.search(title_of(page))
    assert openings(officer, sent.client_id) == ["list"]


# -- what stands where -------------------------------------------------------------------------------------------------


def test_the_most_pressing_stands_first(coordinator, officer, web):
    routine = send_one(coordinator, officer)
    urgent = send_one(coordinator, officer, urgency="SEGERA")
    emergency = send_one(coordinator, officer, urgency="DARURAT")
    assert listed(web) == [emergency.client_code, urgent.client_code, routine.client_code]
    make_late(routine, officer)
    assert listed(web)[0] == routine.client_code
    assert "tag-late" in body(web.get(QUEUE))


def test_a_row_says_who_what_why_and_from_where(coordinator, officer, web):
    sent = send_one(coordinator, officer, reason="Atap rumah terbang")
    page = body(web.get(QUEUE))
    for words in ("Atap rumah terbang", sent.kind.quiet_label, coordinator.organisation.short_name, "Panggilan"):
        assert words in page, words


def test_each_tab_holds_its_own_and_counts_it(coordinator, officer, web):
    new = send_one(coordinator, officer)
    mine = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    today = bring_to(send_one(coordinator, officer), State.SCHEDULED, coordinator, colleague(officer))
    served = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, colleague(officer))
    bring_to(send_one(coordinator, officer), State.DONE, coordinator, officer)
    make_late(new, officer)
    wanted = {"baru": new, "saya": mine, "hari-ini": today, "lewat": new, "umpan-balik": served}
    page = body(web.get(QUEUE))
    for tab, one in wanted.items():
        assert listed(web, lihat=tab) == [one.client_code], tab
        assert re.search(rf'data-count="{tab}">1<', page), tab
    assert listed(web, lihat="entah") == [new.client_code]


def test_filters_leave_what_was_asked_for(coordinator, officer, web):
    other = offer(officer, "PEMBERDAYAAN")
    client = make_client(coordinator)
    first = send_one(coordinator, officer, client=client)
    second = write(client, coordinator, other, urgency="SEGERA")
    taken = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    change(second, officer, kelurahan="82.71.01.1001")
    assert rows(web) == {first.pk, second.pk} == rows(web, keadaan="ENTAH") == rows(web, orang="entah")
    assert rows(web, layanan="PEMBERDAYAAN") == {second.pk} == rows(web, keadaan="SEGERA")
    assert rows(web, keadaan="BIASA") == {first.pk}
    assert rows(web, wilayah="82.71.01") == {second.pk} and not rows(web, wilayah="82.71.02")
    assert rows(web, lihat="saya", orang=officer.id) == {taken.pk} and not rows(web, orang=officer.id)
    page = body(web.get(QUEUE, {"layanan": "PEMBERDAYAAN", "lihat": "baru"}))
    assert "lihat=lewat&amp;layanan=PEMBERDAYAAN" in page, "a tab keeps the filter"


def test_an_empty_queue_says_so(web):
    assert 'class="empty"' in body(web.get(QUEUE)) and 'class="empty"' in body(web.get(QUEUE, {"keadaan": "DARURAT"}))


# -- paging, and what it costs -----------------------------------------------------------------------------------------


def test_it_pages_by_key(monkeypatch, coordinator, officer, web):
    sent = [send_one(coordinator, officer) for _one in range(5)]
    with acting_as(officer):  # all at the same time: the id decides
        Referral.objects.update(due_at=timezone.now() + timedelta(hours=5))
    monkeypatch.setattr(queue, "PAGE", 2)
    seen, address = [], QUEUE
    while address:
        page = web.get(address)
        assert len(codes_in(page)) <= 2
        seen += codes_in(page)
        found = re.search(r'href="(\?[^"]*sesudah=[^"]*)"', body(page))
        address = QUEUE + found[1].replace("&amp;", "&") if found else ""
    assert sorted(seen) == sorted(one.client_code for one in sent) and len(seen) == 5
    assert len(listed(web, sesudah="entah")) == 2


def test_fifty_rows_cost_no_more_than_one(coordinator, officer, web):
    client = make_client(coordinator)
    send_one(coordinator, officer, client=client)
    _page, few = statements(web, QUEUE)
    for _one in range(9):
        send_one(coordinator, officer, client=client)
    page, many = statements(web, QUEUE)
    assert len(codes_in(page)) == 10
    assert len(many) == len(few) <= 12, "\n".join(many)


# -- take --------------------------------------------------------------------------------------------------------------


def test_one_is_taken_and_opened(coordinator, officer, web):
    sent = send_one(coordinator, officer)
    answer = web.post(TAKE, {"ambil": sent.pk})
    assert answer["Location"] == sent.get_absolute_url()
    with acting_as(officer):
        row = Referral.objects.get(pk=sent.pk)
        assert (row.state, row.person_id) == (State.ACCEPTED, officer.id)


def test_several_are_taken_and_what_could_not_be_is_said(coordinator, officer, web):
    first, second, gone = (send_one(coordinator, officer) for _one in range(3))
    do("take", second, colleague(officer))
    do("cancel", gone, coordinator)
    answer = web.post(TAKE, {"pilih": [first.pk, second.pk, gone.pk], "lihat": "baru", "keadaan": "BIASA"})
    assert answer["Location"] == f"{QUEUE}?lihat=baru&keadaan=BIASA"
    page = body(web.get(answer["Location"]))
    assert second.client_code in page and gone.client_code in page, "each that could not be taken is named"
    now = states(officer)
    assert (now[first.client_code], now[gone.client_code]) == (State.ACCEPTED, State.CANCELLED)
    with acting_as(officer):
        assert Referral.objects.get(pk=second.pk).person_id != officer.id


def test_nothing_ticked_or_of_another_desk_changes_nothing(coordinator, officer, web):
    theirs = send_one(coordinator, make_referral_officer())
    for data in ({}, {"pilih": ["entah"]}, {"ambil": "entah"}, {"pilih": [theirs.pk]}, {"ambil": theirs.pk}):
        assert web.post(TAKE, data)["Location"].startswith(QUEUE), data
    assert states(coordinator) == {theirs.client_code: State.SENT}


# -- news --------------------------------------------------------------------------------------------------------------


def test_nothing_new_is_a_304_of_less_than_a_kilobyte(coordinator, officer, web):
    sent = send_one(coordinator, officer)
    stamp = re.search(r'data-stamp="(\w+)"', body(web.get(QUEUE)))[1]
    answer = web.get(FRESH, headers={"If-None-Match": f'"{stamp}"', "X-Poll": "1"})
    assert answer.status_code == 304 and not answer.content
    compressed = web.get(FRESH, headers={"Accept-Encoding": "gzip"})["ETag"]
    assert web.get(FRESH, headers={"If-None-Match": compressed}).status_code == 304
    assert web.get(FRESH, headers={"If-None-Match": f'W/"{stamp}"'}).status_code == 304
    assert sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) < 1000
    web.get(FRESH, headers={"X-Poll": "1"})
    assert openings(officer, sent.client_id) == ["list"], "news show no client, and leave no record"


@pytest.mark.parametrize("step", ["send", "take", "cancel", "withdraw"])
def test_whatever_happens_at_the_desk_is_news(coordinator, officer, web, step):
    client = make_client(coordinator)
    sent = send_one(coordinator, officer, client=client)
    etag = web.get(FRESH)["ETag"]
    if step == "send":
        send_one(coordinator, officer, client=client)
    elif step == "withdraw":
        withdraw(sent, coordinator)
    else:
        do(step, sent, officer if step == "take" else coordinator)
    answer = web.get(FRESH, headers={"If-None-Match": etag})
    assert answer.status_code == 200 and answer["ETag"] != etag


def withdraw(referral, by):
    with acting_as(by):
        actions.withdraw(token=token_for(by), consent=referral.consent, by=by)


def test_what_happens_elsewhere_is_no_news(coordinator, officer, web):
    etag = web.get(FRESH)["ETag"]
    send_one(coordinator, make_referral_officer())
    assert web.get(FRESH, headers={"If-None-Match": etag}).status_code == 304


def test_news_tell_of_rows_and_counts_and_show_no_client(coordinator, officer, web):
    sent = send_one(coordinator, officer, reason="Atap terbang")
    page = body(web.get(FRESH))
    assert f'data-row="{sent.pk}"' in page and re.search(r'data-count="baru">1<', page)
    assert sent.client_code not in page and "Atap" not in page and "Panggilan" not in page
    do("take", sent, colleague(officer))
    assert f'data-row="{sent.pk}"' not in body(web.get(FRESH))


def test_asking_for_news_keeps_no_session_alive(officer, web):
    web.get(QUEUE)
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=10))
    before = list(Session.objects.values_list("seen_at", "expires_at"))
    for headers in ({"X-Poll": "1"}, {}):
        web.get(FRESH, headers=headers)
    assert list(Session.objects.values_list("seen_at", "expires_at")) == before
    web.get(QUEUE)
    assert list(Session.objects.values_list("seen_at", "expires_at")) != before


def test_news_cost_two_statements_of_their_own(coordinator, officer, web):
    send_one(coordinator, officer)
    _page, full = statements(web, QUEUE)
    _answer, fresh = statements(web, FRESH)
    assert len(fresh) <= len(full) - 4, "\n".join(fresh)
