"""What was done and what came of it: once, with the provider, back to the sender only where it may."""

import pytest
from django.utils import timezone, translation

from accounts.models import Notice
from accounts.rules import NotAllowed
from cases.models import Client, HomeVisit, Identity, ServiceDetail, ServiceGiven, ServiceKind
from cases.rules import NotPossible
from privacy.context import acting_as
from referrals import actions
from referrals.models import Check, Referral
from referrals.states import State
from tests.clients import give_consent, make_client, make_visit, token_for
from tests.people import make_clinic_staff, make_coordinator, make_referral_officer, make_social_worker, make_supervisor
from tests.referrals.making import bring_to, colleague, do, feedback, offer, send_one, without_account, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


def served(sender, receiver, kind="KEDARURATAN", client=None):
    return bring_to(send_one(sender, receiver, kind, client=client), State.SERVED, sender, receiver)


def seen(actor, model, **where):
    with acting_as(actor):
        return list(model.objects.filter(**where))


def test_it_closes_the_referral_and_is_the_providers(coordinator, officer):
    given = feedback(served(coordinator, officer), officer)

    (now,) = seen(coordinator, Referral)
    assert (now.state, now.outcome) == (State.DONE, "tercapai")
    assert seen(coordinator, ServiceGiven) == [given] and seen(coordinator, ServiceDetail)[0].done
    assert given.provider == officer.organisation and given.client_code == now.client_code
    assert not seen(make_coordinator(), ServiceGiven)


def test_nothing_closes_without_feedback(coordinator, officer):
    referral = served(coordinator, officer)
    for more in ({"done": ""}, {"outcome": ""}, {"outcome": "entah"}):
        with pytest.raises(NotPossible, match="what was done"):
            feedback(referral, officer, **more)
    assert seen(coordinator, Referral)[0].state == State.SERVED and not seen(officer, ServiceGiven)


def test_sent_twice_it_is_one_service(coordinator, officer):
    referral, token = served(coordinator, officer), token_for(officer)
    with acting_as(officer):
        both = [
            actions.give_feedback(token=token, referral=referral, by=officer, done="Beras", outcome="tercapai")
            for _one in range(2)
        ]
        assert both[0].pk == both[1].pk and ServiceGiven.objects.count() == 1


def test_what_a_clinic_found_does_not_come_back(coordinator):
    nurse = make_clinic_staff()
    referral = served(coordinator, nurse, "VCT")
    feedback(referral, nurse, answers={"result": "R"}, comes_back=True)

    (now,) = seen(coordinator, Referral)
    assert now.outcome == "" and now.state == State.DONE
    assert len(seen(coordinator, ServiceGiven)) == 1 and not seen(coordinator, ServiceDetail)
    assert seen(nurse, ServiceDetail)[0].answers["result"] == "R"


def test_the_clinic_reaches_nothing_but_its_own_referral(coordinator):
    nurse, officer = make_clinic_staff(), make_referral_officer()
    client = make_client(coordinator)
    make_visit(client, coordinator)
    other = send_one(coordinator, officer, client=client)
    feedback(bring_to(other, State.SERVED, coordinator, officer), officer)
    mine = send_one(coordinator, nurse, "KONSELING", client=client)
    assert [one.pk for one in seen(nurse, Referral)] == [mine.pk]
    assert not seen(nurse, HomeVisit) and not seen(nurse, ServiceGiven)


def test_opened_again_the_service_no_longer_counts(coordinator, officer):
    referral = served(coordinator, officer)
    feedback(referral, officer)
    do("reopen", referral, officer)
    with acting_as(officer):
        assert ServiceGiven.objects.counted().count() == 0
    again = feedback(referral, officer, done="Makanan saja")
    with acting_as(officer):
        assert list(ServiceGiven.objects.counted()) == [again]


def test_money_counts_when_a_second_person_approves(officer):
    worker, supervisor = make_social_worker(officer.organisation), make_supervisor(officer.organisation)
    client = make_client(worker)
    kind = ServiceKind.objects.get(pk="PEMBERDAYAAN")
    with acting_as(worker):
        given = actions.give_directly(
            token=token_for(worker), by=worker, kind=kind, given_on=timezone.localdate(), done="Modal kue",
            client=client, amount=2_500_000,
        )  # fmt: skip
        assert ServiceGiven.objects.counted().count() == 0
        with pytest.raises(NotAllowed):
            actions.approve(given=given, by=worker)
    assert seen(supervisor, Notice, kind="money_waits")
    with acting_as(supervisor):
        actions.approve(given=given, by=supervisor)
        with pytest.raises(NotPossible, match="decided already"):
            actions.refuse_money(given=given, by=supervisor, note="Kuitansi tidak ada")
    with acting_as(worker):
        assert ServiceGiven.objects.counted().get().approved_by_id == supervisor.id
    with acting_as(make_supervisor()), pytest.raises((NotAllowed, ServiceGiven.DoesNotExist)):
        actions.approve(given=given, by=make_supervisor())


def test_the_same_aid_again_asks_why(officer):
    worker = make_social_worker(officer.organisation)
    client, kind = make_client(worker), ServiceKind.objects.get(pk="KEDARURATAN")

    def give(**more):
        with acting_as(worker):
            return actions.give_directly(
                token=token_for(worker), by=worker, kind=kind, given_on=timezone.localdate(), done="Beras",
                client=client, amount=500_000, **more,
            )  # fmt: skip

    give()
    with pytest.raises(NotPossible, match="same aid"):
        give()
    assert give(again_because="Rumah terbakar") and len(seen(worker, ServiceGiven)) == 2


def test_a_session_needs_no_client_and_anything_else_does(officer):
    worker = make_social_worker(officer.organisation)
    common = {"by": worker, "given_on": timezone.localdate(), "done": "Mitos dan fakta", "men": 12, "women": 20}
    with acting_as(worker):
        session = actions.give_directly(
            token=token_for(worker), kind=ServiceKind.objects.get(pk="PENYULUHAN"), **common
        )
        assert session.client_id is None
        with pytest.raises(NotPossible, match="for which client"):
            actions.give_directly(token=token_for(worker), kind=ServiceKind.objects.get(pk="KUNJUNGAN"), **common)


def test_empowerment_is_looked_at_again_and_the_provider_sees_the_client_until_then(coordinator, officer):
    referral = served(coordinator, officer, "PEMBERDAYAAN")
    feedback(referral, officer)
    checks = sorted(seen(officer, Check), key=lambda one: one.months)
    assert [one.months for one in checks] == [1, 3, 6, 12] and seen(officer, Client)
    with acting_as(officer):
        actions.answer_check(check=checks[0], by=officer, still_running=True, income=900_000)
        with pytest.raises(NotPossible, match="first"):
            actions.answer_check(check=checks[0], by=colleague(officer), still_running=False)
    assert not seen(coordinator, Check)


def test_a_slip_is_typed_in_by_the_sender(coordinator):
    place = without_account()
    client = make_client(coordinator)
    give_consent(client, coordinator, "C4", organisation=place)
    kind = ServiceKind.objects.get(pk="HUKUM")
    with acting_as(coordinator):
        service = actions.keep_service(token=token_for(coordinator), by=coordinator, provider=place, kind=kind)
    referral = write(client, coordinator, service)
    assert referral.channel == "slip"
    for verb in ("take", "serve"):
        do(verb, referral, coordinator)
    given = feedback(referral, coordinator, done="Didampingi ke kantor")
    assert given.provider == place and seen(coordinator, Referral)[0].state == State.DONE


def test_a_yes_to_companionship_opens_the_case_under_the_consent():
    nurse, coordinator = make_clinic_staff(), make_coordinator()
    client = make_client(nurse)
    make_service = offer(coordinator, "PENDAMPINGAN")
    give_consent(client, nurse, "C4", organisation=coordinator.organisation)
    referral = write(client, nurse, make_service)
    assert not seen(coordinator, HomeVisit)
    do("take", referral, coordinator)
    with acting_as(coordinator):
        assert Client.objects.visible_to(coordinator).get() == client
        assert Identity.objects.count() == 1
    with pytest.raises(NotAllowed):
        write(client, nurse, offer(make_referral_officer()))
