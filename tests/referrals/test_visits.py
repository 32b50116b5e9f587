"""A visit under a referral: written by who sees nothing else, read by both, gone with the consent."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from cases.actions import record_visit, record_visit_under, withdraw
from cases.models import Consent, HomeVisit
from cases.rules import NotAllowed, NotPossible
from privacy import tokens
from privacy.context import acting_as
from referrals import actions
from referrals.models import Referral
from referrals.states import State
from tests.cases.pages import key_of, send
from tests.clients import make_client, token_for
from tests.people import make_coordinator, make_referral_officer, sign_in
from tests.referrals.making import bring_to, send_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


@pytest.fixture
def taken(coordinator, officer):
    return bring_to(send_one(coordinator, officer, "KUNJUNGAN"), State.ACCEPTED, coordinator, officer)


def visit_of(referral, by, *, token=None, **answers):
    answers = {"visited_at": timezone.now(), "place": "rumah", "result": "TERLAKSANA", **answers}
    with acting_as(by):
        return actions.record_visit(token=token or token_for(by), referral=referral, by=by, **answers)


def seen(actor, referral):
    with acting_as(actor):
        return list(HomeVisit.objects.filter(under_id=referral.pk))


def told(actor, kind):
    with acting_as(actor):
        return Notice.objects.filter(kind=kind).count()


def page(web, referral):
    return web.get(reverse("referral_detail", args=[referral.pk])).content.decode()


def url(referral):
    return reverse("referral_visit", args=[referral.pk])


def test_it_is_written_on_the_page_and_read_by_both_sides(coordinator, officer, taken):
    web, theirs = sign_in(Web(), officer), sign_in(Web(), coordinator)
    form = web.get(url(taken)).content.decode()
    assert "id_next_0" not in form and 'name="restricted_note"' not in form
    answer = send(web, url(taken), {**fields(), "mood": "4", "done": "Qwurp berbincang lama"})
    assert answer.status_code == 302 and answer.url == reverse("referral_detail", args=[taken.pk])
    assert "Qwurp berbincang lama" in page(web, taken) and "Qwurp berbincang lama" in page(theirs, taken)
    assert "Qwurp berbincang lama" in theirs.get(reverse("client_detail", args=[taken.client_id])).content.decode()
    with acting_as(officer):
        assert Referral.objects.get(pk=taken.pk).state == State.SERVED
    assert told(coordinator, "referral_visited") == 1


def test_the_receiver_reads_no_other_visit(coordinator, officer, taken):
    with acting_as(coordinator):
        record_visit(
            token=token_for(coordinator), client_id=taken.client_id, by=coordinator, visited_at=timezone.now(),
            place="rumah", result="TERLAKSANA",
        )  # fmt: skip
    visit_of(taken, officer)
    with acting_as(officer):
        assert [one.under_id for one in HomeVisit.objects.all()] == [taken.pk]
        assert [one.under_id for one in HomeVisit.objects.visible_to(officer)] == [taken.pk]


def test_a_stranger_meets_404_and_the_sender_403(coordinator, officer, taken):
    assert sign_in(Web(), make_referral_officer()).get(url(taken)).status_code == 404
    assert sign_in(Web(), coordinator).get(url(taken)).status_code == 403


def test_sent_twice_it_is_one_visit_and_one_step(officer, coordinator, taken):
    web = sign_in(Web(), officer)
    key = {tokens.FIELD: key_of(web.get(url(taken)))}
    for _ in range(2):
        answer = web.post(url(taken), {**key, **fields(), "done": "Sekali saja"})
        assert answer.status_code == 302, answer.content.decode()
    assert len(seen(officer, taken)) == 1
    differently = web.post(url(taken), {**key, **fields(), "done": "Lain sama sekali"})
    assert differently.status_code == 409 and len(seen(coordinator, taken)) == 1


def fields():
    now = timezone.localtime()
    return {"day": now.date().isoformat(), "time": f"{now:%H:%M}", "result": "TERLAKSANA", "place": "rumah"}


def test_one_that_met_nobody_leaves_the_referral_where_it_was(officer, taken):
    visit_of(taken, officer, result="TIDAK_BERTEMU")
    with acting_as(officer):
        assert Referral.objects.get(pk=taken.pk).state == State.ACCEPTED


def test_what_cannot_wait_reaches_the_worker_and_the_coordinator(coordinator, officer, taken):
    visit_of(taken, officer, red_flags=["menyakiti_diri"])
    assert told(coordinator, "urgent_visit") >= 1


@pytest.mark.parametrize("state", [State.SENT, State.DECLINED, State.CANCELLED, State.DONE])
def test_only_while_the_receiver_serves(coordinator, officer, state):
    row = bring_to(send_one(coordinator, officer), state, coordinator, officer)
    with pytest.raises(NotPossible):
        visit_of(row, officer)
    assert seen(officer, row) == []


def test_not_before_the_referral_was_sent(officer, taken):
    with pytest.raises(NotPossible):
        visit_of(taken, officer, visited_at=timezone.now() - timedelta(days=2))


def test_withdrawn_consent_takes_the_visit_out_of_the_receivers_sight(coordinator, officer, taken):
    visit_of(taken, officer)
    with acting_as(coordinator):
        line = Consent.objects.get(client=taken.client_id, organisation=officer.organisation)
        withdraw(token=token_for(coordinator), consent=line, by=coordinator)
    assert seen(officer, taken) == [] and len(seen(coordinator, taken)) == 1
    with acting_as(officer), pytest.raises(NotAllowed):
        record_visit_under(
            token=token_for(officer), client_id=taken.client_id, source=taken.pk, by=officer,
            visited_at=timezone.now(), place="rumah", result="TERLAKSANA",
        )  # fmt: skip


def test_the_database_lets_nobody_write_under_the_sight_of_another(coordinator, officer, taken):
    other = make_referral_officer()
    with acting_as(other), pytest.raises(DatabaseError), transaction.atomic():
        HomeVisit(
            client_id=taken.client_id, holder_id=other.organisation.pk, under_id=taken.pk, recorded_by=other.membership,
            visited_at=timezone.now(), place="rumah", result="TERLAKSANA",
        ).save(force_insert=True)  # fmt: skip
    with acting_as(officer), pytest.raises(DatabaseError), transaction.atomic():
        HomeVisit(  # not as one in care, either
            client_id=taken.client_id, holder_id=officer.organisation.pk, recorded_by=officer.membership,
            visited_at=timezone.now(), place="rumah", result="TERLAKSANA",
        ).save(force_insert=True)  # fmt: skip


def test_its_recorder_marks_it_as_a_mistake_and_nobody_else(officer, coordinator, taken):
    visit = visit_of(taken, officer)
    where = reverse("referral_visit_hide", args=[visit.pk])
    assert sign_in(Web(), coordinator).get(where).status_code == 403
    assert sign_in(Web(), make_referral_officer()).get(where).status_code == 404
    web = sign_in(Web(), officer)
    assert web.post(where, {"because": ""}).status_code == 200
    assert web.post(where, {"because": "Salah klien"}).status_code == 302
    assert "Salah klien" in page(web, taken)


def test_a_care_client_of_ones_own_is_visited_from_the_client_page(officer):
    """An own referral: whoever holds the case plans what follows, so its visits are the case's own."""
    worker = make_coordinator(officer.organisation)
    row = bring_to(send_one(worker, officer, client=make_client(worker)), State.ACCEPTED, worker, officer)
    assert url(row) not in page(sign_in(Web(), worker), row)
