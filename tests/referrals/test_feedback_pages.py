"""Writing what was done: the questions of the kind, money, what comes back, and what a slip says."""

from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases.models import ServiceDetail, ServiceGiven
from cases.vocabulary import Approval
from privacy.context import acting_as
from privacy.models import Draft
from referrals.models import Check, Referral
from referrals.service_fields import FIELDS, fields_of, told
from referrals.states import State
from tests.cases.pages import HEALTH, key_of, send, title_of
from tests.clients import make_client
from tests.people import make_clinic_staff, make_coordinator, make_referral_officer, make_supervisor, sign_in
from tests.referrals.making import bring_to, offer, send_one

pytestmark = pytest.mark.django_db
SAID = {"outcome": "tercapai", "done": "Makanan dan terpal"}


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


@pytest.fixture
def web(officer):
    return sign_in(Web(), officer)


def served(sender, receiver, kind="KEDARURATAN", client=None):
    return bring_to(send_one(sender, receiver, kind, client=client), State.SERVED, sender, receiver)


def url(row):
    return reverse("referral_feedback", args=[row.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def all_of(actor, model, **where):
    with acting_as(actor):
        return list(model.objects.filter(**where))


def served_on_paper(coordinator, kind="KEDARURATAN"):
    keeper = make_clinic_staff() if kind == "VCT" else make_referral_officer()
    offer(keeper, kind)
    keeper.membership.active = False
    keeper.membership.save()
    return bring_to(send_one(coordinator, keeper, kind), State.SERVED, coordinator, coordinator)


def test_who_may(coordinator, officer, web):
    row = served(coordinator, officer)
    assert body(web.get(url(row)))
    for stranger in (make_referral_officer(), make_clinic_staff(), make_coordinator()):
        assert sign_in(Web(), stranger).get(url(row)).status_code == 404
        assert sign_in(Web(), stranger).post(url(row), SAID).status_code == 404
    for other in (coordinator, make_supervisor(officer.organisation)):
        assert sign_in(Web(), other).get(url(row)).status_code == 403
        assert sign_in(Web(), other).post(url(row), SAID).status_code == 403
    assert not all_of(officer, ServiceGiven)


def test_it_closes_with_what_was_done(coordinator, officer, web):
    row = served(coordinator, officer)
    data = {
        **SAID, "follow_up": "LKS menengok Jumat", "q-danger": "4", "q-what": "pengusiran", "comes_back": "on",
        "q-review_on": (timezone.localdate() + timedelta(days=5)).isoformat(), "q-first_at": "2026-11-24T09:50",
    }  # fmt: skip
    page = web.get(url(row))
    assert not HEALTH.search(title_of(page))
    assert send(web, url(row), data)["Location"] == row.get_absolute_url()
    (given,) = all_of(officer, ServiceGiven)
    (detail,) = all_of(coordinator, ServiceDetail)
    assert all_of(coordinator, Referral)[0].state == State.DONE and given.given_on == timezone.localdate()
    assert detail.answers["danger"] == "4" and detail.answers["follow_up"] == "LKS menengok Jumat"
    shown = body(web.get(reverse("service_given", args=[given.pk])))
    assert "LKS menengok Jumat" in shown and "24 November 2026 09.50" in shown
    assert not all_of(officer, Draft)


def test_without_outcome_or_words_nothing_closes(coordinator, officer, web):
    row = served(coordinator, officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for wrong in (
        {}, {"outcome": "tercapai"}, {"done": "Beras"}, {**SAID, "outcome": "entah"}, {**SAID, "given_on": "kemarin"},
        {**SAID, "given_on": "2020-01-01"}, {**SAID, "given_on": tomorrow.isoformat()}, {**SAID, "amount": "-5"},
        {**SAID, "amount": "lima"}, {**SAID, "component": "99"}, {**SAID, "q-danger": "9"},
        {**SAID, "q-review_on": "x"},
    ):  # fmt: skip
        assert "data-error-summary" in body(send(web, url(row), wrong)), wrong
    assert all_of(officer, Referral)[0].state == State.SERVED and not all_of(officer, ServiceGiven)


def test_the_questions_of_the_kind_stand_open_with_a_mistake_and_without(coordinator, officer, web):
    row = served(coordinator, officer)
    assert '<details class="fold" open>' in body(send(web, url(row), {**SAID, "q-review_on": "x"}))
    assert '<details class="fold" open>' in body(web.get(url(row)))


def test_sent_twice_it_is_one_and_sent_differently_is_said(coordinator, officer, web):
    row = served(coordinator, officer)
    data = {**SAID, "_form": key_of(web.get(url(row)))}
    assert [web.post(url(row), data).status_code for _press in range(2)] == [302, 302]
    assert web.post(url(row), {**data, "done": "Lain"}).status_code == 409
    assert len(all_of(officer, ServiceGiven)) == 1
    assert web.get(url(row))["Location"] == row.get_absolute_url(), "it is closed"


def test_money_waits_for_a_second_person_and_the_same_aid_is_asked_about(coordinator, officer, web):
    client = make_client(coordinator)
    first = served(coordinator, officer, client=client)
    page = body(web.get(url(first)))
    assert 'name="amount"' in page and 'name="again_because"' not in page
    send(web, url(first), {**SAID, "amount": "500000", "decision_no": "12/SK/2026", "component": "6"})
    (given,) = all_of(officer, ServiceGiven)
    assert (given.amount, given.approval, given.component) == (500_000, Approval.WAITING, 6)

    second = served(coordinator, officer, client=client)
    page = body(send(web, url(second), {**SAID, "amount": "500000"}))
    assert 'name="again_because"' in page and "data-error-summary" in page
    assert send(web, url(second), {**SAID, "amount": "500000", "again_because": "Rumah roboh lagi"}).status_code == 302
    assert len(all_of(officer, ServiceGiven)) == 2


def test_kinds_without_money_ask_for_none(coordinator, officer, web):
    page = body(web.get(url(served(coordinator, officer, "PENGUATAN_KELUARGA"))))
    assert 'name="amount"' not in page and 'name="q-before"' in page


def test_empowerment_plans_the_looks_at_it(coordinator, officer, web):
    row = served(coordinator, officer, "PEMBERDAYAAN")
    send(web, url(row), {**SAID, "q-skill": "Kue", "amount": "2500000"})
    assert [check.months for check in all_of(officer, Check)] == [1, 3, 6, 12]


def test_what_stays_with_the_receiver(coordinator, officer, web):
    row = served(coordinator, officer)
    send(web, url(row), SAID)  # the box is not ticked
    assert not all_of(coordinator, ServiceDetail) and all_of(officer, ServiceDetail)


def test_a_clinics_result_is_entered_by_the_clinic_and_never_comes_back(coordinator):
    nurse = make_clinic_staff()
    row = served(coordinator, nurse, "VCT")
    web = sign_in(Web(), nurse)
    page = body(web.get(url(row)))
    assert 'name="q-result"' in page and 'name="comes_back"' not in page
    send(web, url(row), {**SAID, "q-result": "R", "q-counselled": "ya", "comes_back": "on"})
    assert all_of(nurse, ServiceDetail)[0].answers["result"] == "R"
    assert not all_of(coordinator, ServiceDetail) and all_of(coordinator, Referral)[0].outcome == ""


def test_a_slip_is_typed_in_by_the_sender_and_marked_so(coordinator):
    row = served_on_paper(coordinator, "VCT")
    assert row.channel == "slip"
    web = sign_in(Web(), coordinator)
    page = body(web.get(url(row)))
    assert 'name="q-attended"' in page
    for name in ("result", "linked_on", "retest_on"):
        assert f'name="q-{name}"' not in page, "the sender types no result"
    send(web, url(row), {**SAID, "q-result": "R", "q-attended": "ya"})
    (detail,) = all_of(coordinator, ServiceDetail)
    assert "result" not in detail.answers and detail.answers["attended"] == "ya"
    assert 'class="time"' in body(web.get(row.get_absolute_url()))


def test_every_kind_has_questions_that_can_be_drawn_and_told():
    nurse = make_clinic_staff()
    for kind, questions in FIELDS.items():
        for name, label, make in questions:
            field = make(label)
            assert not field.required and field.label == label, (kind, name)
            assert HEALTH.search(name) is None
        assert len(fields_of(kind, nurse)) == len(questions)
    assert told("KEDARURATAN", {"danger": "4", "review_on": "kacau", "tidak_ada": "x"})[-1][1] == "kacau"


def test_opened_again_it_shows_what_was_written_before(coordinator, officer, web):
    row = served(coordinator, officer)
    send(web, url(row), {**SAID, "done": "Qwurp makanan"})
    web.post(reverse("referral_reopen", args=[row.pk]), {"note": "Salah hitung"})
    assert "Qwurp makanan" in body(web.get(url(row)))
