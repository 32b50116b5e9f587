"""What a referral demands before a step, and what its pages then lead to."""

from datetime import datetime, time, timedelta
from html import unescape

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.actions import record_visit
from cases.rules import NotPossible
from privacy.context import acting_as
from referrals import actions
from referrals.models import Referral, ReferralContent
from referrals.states import State
from referrals.vocabulary import Asks
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_clinic_staff, make_coordinator, make_referral_officer, sign_in
from tests.referrals.making import bring_to, consent_to, do, offer, send_one, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


def now_of(actor, referral):
    with acting_as(actor):
        return Referral.objects.get(pk=referral.pk)


def schedule(referral, by, **more):
    with acting_as(by):
        return actions.schedule(referral=referral, by=by, **{"place": "Kantor", **more})


def next_(weekday, hour):
    """That weekday at that hour, WIT, within a week."""
    day = timezone.localdate() + timedelta(days=1)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, time(hour)))


# -- an appointment ----------------------------------------------------------------------------------------------------


def test_an_appointment_says_where(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    with pytest.raises(NotPossible):
        schedule(row, officer, at=timezone.now() + timedelta(days=1), place="")
    assert now_of(officer, row).state == State.ACCEPTED


@pytest.mark.parametrize(("weekday", "hour"), [(6, 10), (0, 3), (0, 16)])
def test_outside_the_opening_hours_only_with_a_word_why(coordinator, officer, weekday, hour):
    service = offer(officer, open_days=[0, 1, 2, 3, 4], open_hours="08.00-15.00")
    client = make_client(coordinator)
    consent_to(client, officer, coordinator)
    row = bring_to(write(client, coordinator, service), State.ACCEPTED, coordinator, officer)
    with pytest.raises(NotPossible, match=r"08\.00-15\.00"):
        schedule(row, officer, at=next_(weekday, hour))
    assert schedule(row, officer, at=next_(weekday, hour), note="Posko buka khusus").state == State.SCHEDULED


def test_within_the_opening_hours_nothing_is_asked(coordinator, officer):
    offer(officer, open_days=[0], open_hours="08.00-15.00")
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    assert schedule(row, officer, at=next_(0, 9)).state == State.SCHEDULED


# -- what is sent ------------------------------------------------------------------------------------------------------


def test_who_is_in_care_is_not_sent_to_be_examined(coordinator):
    nurse = make_clinic_staff()
    client = make_client(coordinator)
    with override("en"), pytest.raises(NotPossible, match="in care"):
        send_one(coordinator, nurse, "VCT", client=client)
    examined, talked = offer(nurse, "VCT"), offer(nurse, "KONSELING")
    page = sign_in(Web(), coordinator).get(reverse("referral_new", args=[client.pk])).content.decode()
    assert str(examined.pk) not in page and str(talked.pk) in page


def test_what_the_provider_asks_for_is_sent_with_it(coordinator, officer):
    offer(officer, asks=["summary", "transport"])
    client = make_client(coordinator)
    with pytest.raises(NotPossible):
        send_one(coordinator, officer, client=client, summary="Rumah roboh")
    with acting_as(coordinator):
        assert not Referral.objects.filter(state=State.SENT).exists()
    assert write(client, coordinator, offer(officer), summary="Rumah roboh", transport="perahu").state == State.SENT
    page = sign_in(Web(), coordinator).get(reverse("service_page", args=[officer.organisation.pk])).content.decode()
    assert all(str(Asks(one).label) in unescape(page) for one in ("summary", "transport"))


def test_a_call_made_before_proposing_is_not_asked_again(coordinator, officer):
    sari = make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, sari, coordinator)
    at = timezone.now() - timedelta(minutes=20)
    row = write(
        client, sari, offer(officer), then=State.PROPOSED, urgency="DARURAT", telephoned_at=at,
        telephoned_to="Wulan, petugas jaga",
    )  # fmt: skip
    web = sign_in(Web(), coordinator)
    assert "Wulan, petugas jaga" in web.get(row.get_absolute_url()).content.decode()
    consent_to(client, officer, coordinator)
    assert web.post(reverse("referral_send", args=[row.pk])).status_code == 302
    sent = now_of(coordinator, row)
    assert sent.state == State.SENT and sent.telephoned_at == at
    with acting_as(officer):
        assert ReferralContent.objects.get(pk=row.pk).telephoned_to == "Wulan, petugas jaga"


def test_without_consent_one_is_led_to_where_it_is_taken(coordinator, officer):
    sari = make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, sari, coordinator)
    row = write(client, sari, offer(officer), then=State.PROPOSED)
    web = sign_in(Web(), coordinator)
    answer = web.post(reverse("referral_send", args=[row.pk]))
    assert answer["Location"] == f"{reverse('referral_edit', args=[row.pk])}#persetujuan"
    assert 'value="persetujuan"' in web.get(answer["Location"].partition("#")[0]).content.decode()
    assert now_of(coordinator, row).state == State.PROPOSED


def test_what_a_visit_has_shown_brings_the_fitting_services_first(coordinator, officer):
    for kind in ("PENYULUHAN", "KEDARURATAN", "PEMBERDAYAAN"):
        offer(officer, kind)
    client = make_client(coordinator)
    with acting_as(coordinator):
        visit = record_visit(
            token=token_for(coordinator), client_id=client.pk, by=coordinator, visited_at=timezone.now(), place="rumah",
            result="TERLAKSANA", needs=["uang"], red_flags=["pengusiran"],
        )  # fmt: skip
    page = sign_in(Web(), coordinator).get(reverse("referral_new", args=[client.pk]), {"kunjungan": visit.pk})
    fitting = [one.kind_id for one in page.context["fitting"]]
    assert fitting == ["KEDARURATAN", "PEMBERDAYAAN"]


# -- what the pages say ------------------------------------------------------------------------------------------------


def test_ones_own_step_is_not_said_to_be_someone_elses(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    with override("en"), acting_as(officer), pytest.raises(NotPossible, match="You did this"):
        actions.give_feedback(token=token_for(officer), referral=row, by=officer, done="x", outcome="tercapai")


def test_who_accepts_companionship_is_led_to_the_client(coordinator):
    other = make_coordinator()
    row = bring_to(send_one(coordinator, other, "PENDAMPINGAN"), State.ACCEPTED, coordinator, other)
    page = sign_in(Web(), other).get(row.get_absolute_url()).content.decode()
    assert reverse("client_detail", args=[row.client_id]) in page


def test_a_declined_one_leads_on_to_another_way(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.DECLINED, coordinator, officer)
    page = sign_in(Web(), coordinator).get(row.get_absolute_url()).content.decode()
    assert reverse("referral_new", args=[row.client_id]) in page


def test_a_companion_reads_at_home_what_became_of_the_proposal(coordinator, officer):
    sari = make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, sari, coordinator)
    row = write(client, sari, offer(officer), then=State.PROPOSED)
    do("cancel", row, coordinator)
    page = sign_in(Web(), sari).get(reverse("my_work")).content.decode()
    assert row.get_absolute_url() in page
