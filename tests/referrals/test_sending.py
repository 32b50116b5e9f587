"""Written, proposed, sent: what it needs, what the receiver then sees, what the database refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Notice
from accounts.rules import NotAllowed
from cases.models import Client, ContactCard, HomeVisit, Identity
from cases.rules import NotPossible
from privacy.context import acting_as
from referrals import actions
from referrals.models import Referral, ReferralContent, ReferralEvent
from referrals.states import State
from tests.clients import give_consent, make_client, make_visit, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_coordinator, make_referral_officer, make_social_worker
from tests.referrals.making import consent_to, offer, send_one, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


@pytest.fixture
def client(coordinator):
    return make_client(coordinator)


def seen(actor, model, **where):
    with acting_as(actor):
        return list(model.objects.filter(**where))


def test_the_receiver_sees_what_was_sent_and_nothing_else_of_the_client(coordinator, officer, client):
    make_visit(client, coordinator)
    assert not seen(officer, Client)

    referral = send_one(coordinator, officer, client=client)

    assert seen(officer, Referral) == [referral]
    (content,) = seen(officer, ReferralContent)
    with acting_as(coordinator):
        assert content.call_name == client.card.call_name
    assert [one.pk for one in seen(officer, Client)] == [client.pk] and seen(officer, ContactCard)
    assert not seen(officer, Identity) and not seen(officer, HomeVisit)
    (notice,) = seen(officer, Notice, kind="referral_arrived")
    assert (notice.organisation_id, notice.role) == (officer.organisation.pk, "petugas_rujukan")


def test_without_consent_nothing_is_sent(coordinator, officer, client):
    service = offer(officer)
    with pytest.raises(NotPossible, match="consent|persetujuan|menyetujui"):
        write(client, coordinator, service)
    assert not seen(coordinator, Referral), "nothing half done"

    give_consent(client, coordinator, "C4", organisation=make_referral_officer().organisation)
    with pytest.raises(NotPossible):
        write(client, coordinator, service)


def test_in_the_database_too_a_referral_needs_consent(coordinator, officer, client):
    referral = write(client, coordinator, offer(officer), then=State.DRAFT)
    with acting_as(coordinator), pytest.raises(DatabaseError, match="consent"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(
            state="DIKIRIM", sent_at=timezone.now(), sent_by=coordinator.membership, number="1"
        )


def test_ones_own_client_needs_no_consent(officer):
    worker = make_social_worker(officer.organisation)
    referral = send_one(worker, officer)
    assert referral.consent_id is None and seen(officer, ReferralContent)


def test_a_companion_proposes_and_the_coordinator_sends(coordinator, officer, client):
    companion = make_ready(coordinator)
    assign(client, companion, coordinator)
    consent_to(client, officer, coordinator)

    referral = write(client, companion, offer(officer), then=State.SENT)

    assert referral.state == State.PROPOSED and referral.sender_id == coordinator.organisation.pk
    assert not seen(officer, Referral)
    with acting_as(companion), pytest.raises(NotAllowed):
        actions.send(referral=referral, by=companion)
    with acting_as(coordinator):
        sent = actions.send(referral=referral, by=coordinator)
        assert actions.send(referral=referral, by=coordinator).pk == sent.pk, "pressed twice"
    assert (
        sent.number
        == f"001/{'-'.join(coordinator.organisation.short_name.upper().split())}/" + sent.number.split("/", 2)[2]
    )
    assert [step.to_state for step in seen(companion, ReferralEvent)] == ["DRAF", "DIUSULKAN", "DIKIRIM"]
    assert seen(companion, Notice, kind="referral_moved")


def test_a_proposal_goes_back_with_a_reason_and_comes_again(coordinator, officer, client):
    companion = make_ready(coordinator)
    assign(client, companion, coordinator)
    service = offer(officer)
    referral = write(client, companion, service)
    with acting_as(coordinator):
        actions.send_back(referral=referral, by=coordinator, note="Tulis apa yang dibutuhkan")
    assert not seen(coordinator, Referral, state="DRAF"), "a draft is its author's alone"

    again = write(client, companion, service, referral=referral, wanted="Makanan untuk 4 orang")

    assert again.pk == referral.pk and again.state == State.PROPOSED
    assert seen(coordinator, ReferralContent)[0].wanted == "Makanan untuk 4 orang"


def test_an_emergency_is_telephoned_first(coordinator, officer, client):
    consent_to(client, officer, coordinator)
    for at, whom in ((None, "Wulan"), (timezone.now(), ""), (timezone.now() + timedelta(hours=1), "Wulan")):
        with pytest.raises(NotPossible):
            write(client, coordinator, offer(officer), urgency="DARURAT", telephoned_at=at, telephoned_to=whom)
    referral = write(client, coordinator, offer(officer), urgency="DARURAT")
    assert referral.answer_by - referral.sent_at == timedelta(hours=2) and referral.due_at == referral.answer_by


def test_numbers_run_on_for_each_sender(coordinator, officer):
    numbers = [send_one(coordinator, officer).number for _one in range(3)]
    assert [number[:3] for number in numbers] == ["001", "002", "003"]
    assert send_one(make_coordinator(), officer).number[:3] == "001"


def test_sent_twice_it_is_one(coordinator, officer, client):
    consent_to(client, officer, coordinator)
    token, service = token_for(coordinator), offer(officer)
    with acting_as(coordinator):
        both = [
            actions.write(token=token, client=client, by=coordinator, service=service, reason="Angin")
            for _one in range(2)
        ]
        assert both[0].pk == both[1].pk and Referral.objects.count() == 1


def test_a_stranger_refers_nobody(coordinator, officer, client):
    stranger = make_coordinator()
    with pytest.raises(NotAllowed):
        write(client, stranger, offer(officer))
    send_one(coordinator, officer, client=client)
    assert not seen(stranger, Referral) and not seen(stranger, ReferralEvent) and not seen(stranger, ReferralContent)


def test_what_was_sent_stays_as_it_was_sent(coordinator, officer):
    referral = send_one(coordinator, officer)
    with acting_as(coordinator), pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(urgency="DARURAT")
    with acting_as(officer), pytest.raises(DatabaseError, match="takes back"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state="DIBATALKAN", closed_at=timezone.now())
