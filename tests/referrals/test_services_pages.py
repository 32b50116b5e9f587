"""Services given: the list, recording one, taking it back; money and its second person; the looks afterwards."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases.models import ServiceDetail, ServiceGiven
from cases.vocabulary import Approval
from privacy.context import acting_as
from privacy.models import AccessedRecord
from referrals.models import Check
from referrals.states import State
from referrals.views import services
from tests.cases.pages import HEALTH, codes_in, key_of, send, statements, title_of
from tests.clients import make_client
from tests.people import (
    make_clinic_staff,
    make_companion,
    make_coordinator,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
    sign_in,
)
from tests.referrals.making import bring_to, colleague, feedback, send_one

pytestmark = pytest.mark.django_db
LIST, RECORD, MONEY, CHECKS = map(reverse, ("services_given", "service_record", "money_list", "check_list"))
TODAY = {"done": "Beras 10 kg"}


@pytest.fixture
def worker():
    return make_social_worker()


@pytest.fixture
def web(worker):
    return sign_in(Web(), worker)


@pytest.fixture
def subject(worker):
    return make_client(worker)


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def all_of(actor, model, **where):
    with acting_as(actor):
        return list(model.objects.filter(**where))


def page_for(client, kind):
    return f"{RECORD}?klien={client.pk}&layanan={kind}"


def today(**more):
    return {"given_on": timezone.localdate().isoformat(), **TODAY, **more}


def record(web, worker, client, kind="KEDARURATAN", **more):
    assert send(web, page_for(client, kind), today(**more)).status_code == 302
    with acting_as(worker):
        return ServiceGiven.objects.latest("recorded_at")


def url(name, row):
    return reverse(name, args=[row.pk])


# -- the list and one of it --------------------------------------------------------------------------------------------


def test_who_may(worker, web, subject):
    given = record(web, worker, subject)
    stranger = sign_in(Web(), make_social_worker())
    assert subject.code not in body(stranger.get(LIST))
    assert stranger.get(url("service_given", given)).status_code == 404
    for name in ("service_cancel", "money_approve"):
        assert web.get(url(name, given)).status_code == 405
    assert stranger.post(url("service_cancel", given)).status_code == 404
    assert stranger.get(page_for(subject, "KEDARURATAN")).status_code == 404
    for reader in (make_supervisor(worker.organisation), make_companion()):
        theirs = sign_in(Web(), reader)
        assert [theirs.get(page).status_code for page in (LIST, RECORD, CHECKS)] == [403, 403, 403]
        assert theirs.post(url("service_cancel", given)).status_code == 403
    assert web.get(MONEY).status_code == 403 and web.post(url("money_approve", given)).status_code == 403


def test_the_list_shows_ones_own_and_leaves_a_record(worker, web, subject):
    given = record(web, worker, subject)
    page = web.get(LIST)
    assert codes_in(page) == [subject.code] and url("service_given", given) in body(page)
    assert not HEALTH.search(title_of(page)) and codes_in(sign_in(Web(), colleague(worker)).get(LIST)) == [subject.code]
    with acting_as(worker):
        assert AccessedRecord.objects.filter(subject=subject.pk, kind="list", member_id=worker.id).exists()


def test_it_pages_by_key_and_costs_the_same(monkeypatch, worker, web, subject):
    record(web, worker, subject)
    _page, few = statements(web, LIST)
    for _one in range(6):
        record(web, worker, subject)
    _page, many = statements(web, LIST)
    assert len(many) == len(few) <= 12, "\n".join(many)
    monkeypatch.setattr(services, "PAGE", 3)
    seen, address = [], LIST
    while address:
        page = body(web.get(address))
        seen += re.findall(r'href="/layanan-diberikan/([0-9a-f-]{36})/"', page)
        found = re.search(r'href="(\?sesudah=[^"]*)"', page)
        address = LIST + found[1] if found else ""
    assert len(seen) == 7 == len(set(seen))
    assert body(web.get(LIST, {"sesudah": "entah"}))


def test_the_provider_keeps_it_when_the_grant_has_ended(worker):
    officer, coordinator = make_referral_officer(), make_coordinator()
    row = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    given = feedback(row, officer)
    web = sign_in(Web(), officer)
    page = body(web.get(url("service_given", given)))
    assert row.get_absolute_url() in page and row.client_code in page
    assert web.post(url("service_cancel", given)).status_code == 302
    assert all_of(officer, ServiceGiven)[0].cancelled_at is None, "its referral is opened again instead"


# -- recording ---------------------------------------------------------------------------------------------------------


def test_first_which_service_then_what_was_done(worker, web, subject):
    page = body(web.get(f"{RECORD}?klien={subject.pk}"))
    assert page_for(subject, "KEDARURATAN").replace("&", "&amp;").split("?")[1] in page
    assert "PENDAMPINGAN" not in page and "VCT" not in page
    given = record(web, worker, subject, **{"q-place_of_safety": "Rumah singgah"})
    assert (given.client_id, given.source, given.provider_id) == (subject.pk, "langsung", worker.organisation.pk)
    assert all_of(worker, ServiceDetail)[0].answers == {"place_of_safety": "Rumah singgah"}
    assert "Rumah singgah" in body(web.get(url("service_given", given)))


def test_a_kind_that_is_not_ones_own_leads_to_the_choice(worker, web, subject):
    for kind in ("VCT", "PENDAMPINGAN", "ENTAH", ""):
        assert web.get(page_for(subject, kind)).templates[0].name == "referrals/services/choose.html"
        assert web.post(page_for(subject, kind), today()).status_code == 200
    assert not all_of(worker, ServiceGiven)
    nurse = make_clinic_staff()
    theirs = make_client(nurse)
    assert "layanan=KONSELING" in body(sign_in(Web(), nurse).get(f"{RECORD}?klien={theirs.pk}"))


def test_who_holds_no_case_records_nothing_for_the_client(subject, worker):
    for asked in ("entah", "", "00000000-0000-0000-0000-000000000000"):
        assert sign_in(Web(), make_coordinator()).get(f"{RECORD}?klien={asked}").status_code == (
            200 if not asked else 404
        )
    officer = make_referral_officer()
    coordinator = make_coordinator()
    client = make_client(coordinator)
    send_one(coordinator, officer, client=client)
    web = sign_in(Web(), officer)
    assert web.get(page_for(client, "KEDARURATAN")).status_code in (403, 404)
    assert web.post(page_for(client, "KEDARURATAN"), today()).status_code in (403, 404)


def test_a_session_for_many_names_no_client(worker, web):
    page = body(web.get(RECORD))
    assert (
        'name="men"' in page and 'name="q-topic"' in page and 'name="q-men"' not in page and 'name="amount"' not in page
    )
    assert send(web, RECORD, today(men="12", women="20", **{"q-topic": "Mitos"})).status_code == 302
    (given,) = all_of(worker, ServiceGiven)
    assert (given.client_id, given.kind_id, given.men, given.women) == (None, "PENYULUHAN", 12, 20)
    assert "12" in body(web.get(LIST)) and body(web.get(url("service_given", given)))


def test_bad_input_is_said_and_nothing_is_written(worker, web, subject):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for wrong in ({"done": ""}, {"given_on": tomorrow}, {"given_on": "2020-01-01"}, {"given_on": ""}, {"amount": "x"}):
        assert "data-error-summary" in body(send(web, page_for(subject, "KEDARURATAN"), today(**wrong))), wrong
    assert "data-error-summary" in body(send(web, RECORD, today(men="banyak")))
    assert not all_of(worker, ServiceGiven)


def test_the_same_aid_asks_why_again(worker, web, subject):
    record(web, worker, subject, amount="500000")
    again = today(amount="500000")
    page = body(send(web, page_for(subject, "KEDARURATAN"), again))
    assert 'name="again_because"' in page
    record(web, worker, subject, amount="500000", again_because="Rumah roboh lagi")
    assert len(all_of(worker, ServiceGiven)) == 2


def test_sent_twice_it_is_one(worker, web, subject):
    data = today(_form=key_of(web.get(page_for(subject, "KEDARURATAN"))))
    assert [web.post(page_for(subject, "KEDARURATAN"), data).status_code for _press in range(2)] == [302, 302]
    assert web.post(page_for(subject, "KEDARURATAN"), {**data, "done": "Lain"}).status_code == 409
    assert len(all_of(worker, ServiceGiven)) == 1


def test_recorded_by_mistake_no_longer_counts(worker, web, subject):
    given = record(web, worker, subject)
    assert url("service_cancel", given) in body(web.get(url("service_given", given)))
    for _press in range(2):
        assert web.post(url("service_cancel", given)).status_code == 302
    with acting_as(worker):
        assert not ServiceGiven.objects.counted().exists()
    assert url("service_cancel", given) not in body(web.get(url("service_given", given)))


# -- money -------------------------------------------------------------------------------------------------------------


def test_a_second_person_decides(worker, web, subject):
    yes, no = (record(web, worker, subject, amount=amount, again_because="Perlu") for amount in ("500000", "700000"))
    boss = make_supervisor(worker.organisation)
    theirs = sign_in(Web(), boss)
    page = body(theirs.get(MONEY))
    assert "Rp500.000" in page and "Beras 10 kg" in page and codes_in(theirs.get(MONEY)) == [subject.code] * 2
    assert theirs.post(url("money_approve", yes))["Location"] == MONEY
    assert theirs.post(url("money_refuse", no), {"note": ""}).status_code == 200, "it asks why"
    assert theirs.post(url("money_refuse", no), {"note": "Kuitansi tidak ada"})["Location"] == MONEY
    by_pk = {row.pk: row for row in all_of(worker, ServiceGiven)}
    assert (by_pk[yes.pk].approval, by_pk[yes.pk].approved_by_id) == (Approval.GIVEN, boss.id)
    assert by_pk[no.pk].approval == Approval.REFUSED and codes_in(theirs.get(MONEY)) == []
    assert "Kuitansi tidak ada" in body(web.get(url("service_given", no)))
    theirs.post(url("money_refuse", yes), {"note": "Berubah pikiran"})
    assert all_of(worker, ServiceGiven, pk=yes.pk)[0].approval == Approval.GIVEN, "decided already"


def test_not_the_one_who_recorded_it_and_not_another_house(worker, web, subject):
    from accounts.roles import Role
    from tests.people import make_member

    both = make_member([Role.SOCIAL_WORKER, Role.SUPERVISOR], worker.organisation)
    mine = sign_in(Web(), both)
    given = record(mine, both, make_client(both), amount="500000")
    assert url("money_approve", given) not in body(mine.get(MONEY))
    assert mine.post(url("money_approve", given)).status_code == 403
    other = sign_in(Web(), make_supervisor(make_social_worker().organisation))
    assert codes_in(other.get(MONEY)) == [] and other.post(url("money_approve", given)).status_code == 404
    assert all_of(both, ServiceGiven)[0].approval == Approval.WAITING


def test_the_money_list_costs_the_same(worker, web, subject):
    boss = sign_in(Web(), make_supervisor(worker.organisation))
    record(web, worker, subject, amount="500000")
    _page, few = statements(boss, MONEY)
    for _one in range(4):
        record(web, worker, subject, amount="500000", again_because="Perlu")
    _page, many = statements(boss, MONEY)
    assert len(many) == len(few) <= 12, "\n".join(many)


# -- the looks at what became of it ------------------------------------------------------------------------------------


def test_a_look_is_answered_once(worker, web, subject):
    record(web, worker, subject, "PEMBERDAYAAN", amount="2500000")
    first = min(all_of(worker, Check), key=lambda check: check.months)
    page = body(web.get(CHECKS))
    assert url("check_answer", first) in page and len(codes_in(web.get(CHECKS))) == 4
    assert sign_in(Web(), make_social_worker()).get(url("check_answer", first)).status_code == 404
    for wrong in ({}, {"still_running": "entah"}, {"still_running": "ya", "income": "banyak"}):
        assert "data-error-summary" in body(send(web, url("check_answer", first), wrong)), wrong
    send(web, url("check_answer", first), {"still_running": "ya", "income": "1500000", "obstacles": "Modal"})
    done = all_of(worker, Check, pk=first.pk)[0]
    assert (done.still_running, done.income, done.done_by_id) == (True, 1_500_000, worker.id)
    assert web.get(url("check_answer", first))["Location"] == CHECKS
    assert web.post(url("check_answer", first), {"still_running": "tidak"})["Location"] == CHECKS
    assert all_of(worker, Check, pk=first.pk)[0].still_running is True


def test_the_looks_cost_the_same(worker, web, subject):
    record(web, worker, subject, "PEMBERDAYAAN")
    _page, few = statements(web, CHECKS)
    record(web, worker, subject, "PEMBERDAYAAN")
    _page, many = statements(web, CHECKS)
    assert len(many) == len(few) <= 12, "\n".join(many)
