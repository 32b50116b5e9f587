"""A consent that is taken back: what runs stops, sight ends at once, both sides are told, a number is left."""

from html import unescape

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.rules import NotAllowed
from cases.models import Client, Consent, ContactCard, Grant
from cases.rules import NotPossible
from privacy import tokens
from privacy.context import acting_as
from referrals.models import Referral, ReferralContent, ReferralEvent, Withdrawn
from referrals.states import State
from tests.cases.pages import key_of
from tests.clients import give_consent, make_client
from tests.people import make_clinic_staff, make_coordinator, make_referral_officer, make_social_worker, sign_in
from tests.races.together import at_once
from tests.referrals.making import bring_to, do, offer, send_one, withdraw, write

pytestmark = pytest.mark.django_db
AT_ONCE = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


def the_client(referral, actor):
    with acting_as(actor):
        return Client.objects.get(pk=referral.client_id)


def seen(actor, model, **where):
    with acting_as(actor):
        return list(model.objects.filter(**where))


@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.SCHEDULED, State.NO_SHOW])
def test_what_runs_is_cancelled_and_the_receiver_keeps_a_number(coordinator, officer, state):
    referral = bring_to(send_one(coordinator, officer), state, coordinator, officer)

    withdraw(referral.client_id, coordinator, organisation=officer.organisation)

    (now,) = seen(coordinator, Referral)
    assert (now.state, now.reason) == (State.CANCELLED, "persetujuan_ditarik") and now.withdrawn_at
    assert seen(coordinator, ReferralEvent)[-1].reason == "persetujuan_ditarik"
    for model in (Referral, ReferralContent, ReferralEvent, Client, ContactCard):
        assert not seen(officer, model), model
    (left,) = seen(officer, Withdrawn)
    assert left.number == referral.number
    with pytest.raises(NotAllowed):
        do("take", referral, officer)


def test_after_the_service_it_is_closed_without_feedback(coordinator, officer):
    referral = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    withdraw(referral.client_id, coordinator, organisation=officer.organisation)
    (now,) = seen(coordinator, Referral)
    assert now.state == State.DONE and now.outcome == ""


def test_what_was_over_already_stays_as_it_ended_and_goes_out_of_sight(coordinator, officer):
    referral = bring_to(send_one(coordinator, officer), State.DONE, coordinator, officer)
    assert seen(officer, Client)
    withdraw(referral.client_id, coordinator, organisation=officer.organisation)
    (now,) = seen(coordinator, Referral)
    assert now.state == State.DONE and now.reason == "" and not seen(officer, Client)


def test_both_sides_are_told(coordinator, officer):
    referral = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    withdraw(referral.client_id, make_coordinator(coordinator.organisation), organisation=officer.organisation)
    assert len(seen(officer, Notice, kind="referral_withdrawn")) == 1, "in person, and once"
    (told,) = seen(coordinator, Notice, kind="referral_stopped")
    assert told.membership_id == coordinator.id and not seen(coordinator, Notice, kind="referral_withdrawn")


def test_another_receiver_and_another_purpose_go_on(coordinator, officer):
    other = make_referral_officer()
    client = make_client(coordinator)
    first = send_one(coordinator, officer, client=client)
    second = send_one(coordinator, other, client=client)
    withdraw(client, coordinator, organisation=officer.organisation)
    assert [one.pk for one in seen(coordinator, Referral, withdrawn_at=None)] == [second.pk]
    assert not seen(officer, Referral, pk=first.pk) and seen(other, Client)


def test_treatment_consent_stops_the_clinics_referrals_either_way(coordinator):
    nurse = make_clinic_staff()
    client = make_client(coordinator, kind="PROSPEK")
    give_consent(client, coordinator, "C5", organisation=coordinator.organisation)
    referral = write(client, coordinator, offer(nurse, "AMBIL_ARV"))
    assert referral.state == State.SENT and seen(nurse, Client)
    test = send_one(coordinator, nurse, "VCT", client=client)

    withdraw(client, coordinator, "C5", coordinator.organisation)

    assert [one.pk for one in seen(nurse, Referral)] == [test.pk], "the other one is under C4"


def test_ones_own_client_has_nothing_to_withdraw(officer):
    worker = make_social_worker(officer.organisation)
    referral = send_one(worker, officer)
    give_consent(the_client(referral, worker), worker, "C4", organisation=make_referral_officer().organisation)
    other = seen(worker, Consent, purpose="C4")[0]
    withdraw(referral.client_id, worker, organisation=other.organisation)
    assert seen(officer, Referral)[0].state == State.SENT


@AT_ONCE
def test_withdrawn_while_the_receiver_schedules(coordinator, officer):
    referral = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)

    def scheduling():
        try:
            return do("schedule", referral, officer)
        except (NotPossible, NotAllowed) as refusal:
            return refusal

    at_once(
        (officer, scheduling),
        (coordinator, lambda: withdraw(referral.client_id, coordinator, organisation=officer.organisation)),
    )
    (now,) = seen(coordinator, Referral)
    assert now.state == State.CANCELLED and not seen(officer, Client)


@AT_ONCE
def test_withdrawn_while_it_is_sent(coordinator, officer):
    """Either it was sent and stopped, or never sent: nothing runs under a consent that is gone."""
    client = make_client(coordinator)
    give_consent(client, coordinator, "C4", organisation=officer.organisation)
    service = offer(officer)

    def sending():
        try:
            return write(client, coordinator, service)
        except NotPossible as refusal:
            return refusal

    at_once(
        (coordinator, sending),
        (coordinator, lambda: withdraw(client, coordinator, organisation=officer.organisation)),
    )
    assert not [one for one in seen(coordinator, Referral) if one.state == State.SENT] and not seen(officer, Client)


# -- what the client is told -------------------------------------------------------------------------------------------


def test_the_question_names_what_stops_and_the_paper_what_was_seen(coordinator, officer):
    client = make_client(coordinator)
    running = bring_to(send_one(coordinator, officer, client=client, summary="Qwurp"), "DITERIMA", coordinator, officer)
    served = bring_to(write(client, coordinator, offer(officer, "KUNJUNGAN")), State.SERVED, coordinator, officer)
    assert sign_in(Web(), officer).get(running.get_absolute_url()).status_code == 200
    line = seen(coordinator, Consent, purpose="C4", organisation=officer.organisation)[-1]
    web = sign_in(Web(), coordinator)
    asked = web.get(reverse("consent_withdraw", args=[line.pk]))
    page = unescape(asked.content.decode())
    assert running.number in page and f"{served.number}" in page
    answer = web.post(reverse("consent_withdraw", args=[line.pk]), {tokens.FIELD: key_of(asked)})
    paper = unescape(web.get(answer["Location"]).content.decode())
    with acting_as(coordinator):
        named = ReferralContent._meta.get_field("summary").verbose_name
    assert running.number in paper and served.number in paper and str(named).lower() in paper.lower()
    assert "Qwurp" not in paper, "which parts, not their words: it lies on a table"
    assert web.get(answer["Location"]).context["days"], "the officer had opened it"
    assert sign_in(Web(), officer).get(answer["Location"]).status_code == 404
    assert answer["Location"] in web.get(reverse("consents", args=[client.pk])).content.decode()


def test_of_one_who_was_served_it_reads_closed_without_feedback(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    withdraw(row.client_id, coordinator, organisation=officer.organisation)
    (now,) = seen(coordinator, Referral)
    assert now.state == State.DONE and str(now.state_words) != str(State.DONE.label)
    page = unescape(sign_in(Web(), coordinator).get(row.get_absolute_url()).content.decode())
    assert str(now.state_words) in page


# -- the clinic's own sight --------------------------------------------------------------------------------------------


def treatment(client, by):
    with acting_as(by):
        rows = Grant.objects.filter(client=client, basis="clinic", level="treatment")
        return [row.ends_at > timezone.now() for row in rows]


def test_a_clinic_that_serves_under_c5_keeps_treatment_in_sight_until_it_is_taken_back(coordinator):
    nurse = make_clinic_staff()
    asked = bring_to(send_one(coordinator, nurse, "AMBIL_ARV"), State.ACCEPTED, coordinator, nurse)
    assert treatment(asked.client_id, nurse) == [], "not before it serves"
    do("serve", asked, nurse)
    assert treatment(asked.client_id, nurse) == [True]
    withdraw(asked.client_id, coordinator, "C5", nurse.organisation)
    assert not any(treatment(asked.client_id, nurse)) and not seen(nurse, Client)


def test_what_needs_no_c5_opens_no_treatment(coordinator, officer):
    nurse = make_clinic_staff()
    for kind, there in (("KONSELING", nurse), ("KUNJUNGAN", officer)):
        row = bring_to(send_one(coordinator, there, kind), State.SERVED, coordinator, there)
        assert treatment(row.client_id, there) == []
