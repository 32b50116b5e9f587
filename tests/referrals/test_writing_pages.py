"""Pages on which a referral is written: who may, what is asked for first, what is kept while consent is recorded."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone, translation

from cases.models import Consent
from privacy import tokens
from privacy.context import acting_as
from privacy.models import AccessedRecord, Draft
from referrals.models import Referral, ReferralContent
from referrals.states import State
from tests.cases.pages import HEALTH, key_of, send, title_of
from tests.clients import make_client, make_visit
from tests.companions.making import assign, make_ready
from tests.people import (
    make_clinic_staff,
    make_coordinator,
    make_manager,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
    sign_in,
)
from tests.referrals.making import bring_to, consent_to, offer, send_one, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


@pytest.fixture
def subject(coordinator):
    return make_client(coordinator, call_name="Ibu Ani", phone_for_contact="", never="Jangan sebut lembaga")


@pytest.fixture
def service(officer):
    return offer(officer)


def new(client, service=None, **query):
    address = reverse("referral_new", args=[client.pk])
    query = {"layanan": service.pk, **query} if service else query
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else address


def url(name, row):
    return reverse(name, args=[row.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(web, address, then="kirim", **data):
    return send(web, address, {"urgency": "BIASA", "reason": "Rumah rusak", "lalu": then, **data})


def all_of(actor, model=Referral):
    with acting_as(actor):
        return list(model.objects.all())


# -- who may -----------------------------------------------------------------------------------------------------------


def test_a_stranger_meets_404_and_a_role_that_only_reads_403(coordinator, officer, subject, service):
    draft = write(subject, coordinator, service, then=State.DRAFT)
    stranger = sign_in(Web(), make_coordinator())
    for address in (
        new(subject), new(subject, service), url("referral_edit", draft), url("referral_send", draft),
        url("referral_send_back", draft), url("referral_cancel", draft),
    ):  # fmt: skip
        assert stranger.get(address).status_code == 404, address
        assert stranger.post(address).status_code == 404, address
    consent_to(subject, officer, coordinator)
    sent = write(subject, coordinator, service)
    reader = sign_in(Web(), make_supervisor(coordinator.organisation))
    for address in (new(subject), new(subject, service), url("referral_cancel", sent), url("referral_send", sent)):
        assert reader.get(address).status_code == 403, address
        assert reader.post(address).status_code == 403, address
    for address in (url("referral_cancel", sent), url("referral_edit", sent), url("referral_send_back", sent)):
        assert sign_in(Web(), officer).post(address).status_code in (403, 404), address
    assert sign_in(Web(), make_manager()).get(new(subject)).status_code in (403, 404)


def test_clinic_staff_refer_to_companionship_alone(coordinator, service):
    nurse = make_clinic_staff()
    companionship = offer(coordinator, "PENDAMPINGAN")
    client = make_client(nurse)
    web = sign_in(Web(), nurse)

    page = body(web.get(new(client)))
    assert str(companionship.pk) in page and str(service.pk) not in page
    assert post(web, new(client, service), "draf").status_code == 403

    consent_to(client, coordinator, nurse, "PENDAMPINGAN")
    assert post(web, new(client, companionship)).status_code == 302
    (sent,) = all_of(coordinator)
    assert sent.state == State.SENT and sent.sender_id == nurse.organisation.pk


# -- to whom, then why -------------------------------------------------------------------------------------------------


def test_first_to_whom_then_why(coordinator, officer, subject, service):
    consent_to(subject, officer, coordinator)
    web = sign_in(Web(), coordinator)
    choose = web.get(new(subject))
    assert f"?layanan={service.pk}" in body(choose) and officer.organisation.name in body(choose)
    form = web.get(new(subject, service))
    assert 'value="kirim"' in body(form) and "0812-0000-0101" in body(form) and "Jangan sebut lembaga" in body(form)
    for page in (choose, form):
        assert not HEALTH.search(title_of(page)) and "Ibu Ani" not in title_of(page)

    answer = post(web, new(subject, service), wanted="Makanan untuk 4 orang", transport="perahu")

    (sent,) = all_of(coordinator)
    assert answer["Location"] == sent.get_absolute_url() and sent.state == State.SENT
    with acting_as(officer):
        (text,) = ReferralContent.objects.all()
        assert (text.reason, text.wanted, text.transport) == ("Rumah rusak", "Makanan untuk 4 orang", "perahu")
    assert not all_of(coordinator, Draft)


def test_health_words_stay_out_of_headings(coordinator, subject):
    nurse = make_clinic_staff()
    vct = offer(nurse, "VCT")
    web = sign_in(Web(), coordinator)
    for page in (web.get(new(subject)), web.get(new(subject, vct))):
        heads = " ".join(re.findall(r"<h[12][^>]*>(.*?)</h", body(page), re.S)).replace(nurse.organisation.name, "")
        assert not HEALTH.search(heads) and "VCT" not in heads


def test_how_soon_they_answer_is_said_in_words(coordinator, officer, subject):
    service = offer(officer, times={"BIASA": [5, 20, 7]})
    with translation.override("en"):
        page = body(sign_in(Web(HTTP_ACCEPT_LANGUAGE="en"), coordinator).get(new(subject, service)))
    assert all(figure in page for figure in ("2 ", "24 ", "5 ", "20 "))


def test_what_is_running_already_stands_before_the_form(coordinator, officer, subject, service):
    web = sign_in(Web(), coordinator)
    assert "note-soon" not in body(web.get(new(subject, service))).split("<form")[0]
    running = send_one(coordinator, officer, client=subject)
    page = body(web.get(new(subject, service)))
    assert running.get_absolute_url() in page.split(f'name="{tokens.FIELD}"')[0]
    closed = bring_to(running, State.CANCELLED, coordinator, officer)
    assert closed.get_absolute_url() in body(web.get(new(subject, service))), "lately closed"


def test_the_preview_shows_what_was_typed_and_writes_nothing(coordinator, subject, service):
    web = sign_in(Web(), coordinator)
    page = body(post(web, new(subject, service), "lihat", reason="Atap terbang", with_name="on"))
    preview = page.split('id="pratinjau"')[1]
    with acting_as(coordinator):
        legal = subject.identity.legal_name
    assert "Atap terbang" in preview and legal in preview
    assert not all_of(coordinator)
    assert legal not in body(web.get(new(subject, service)))


def test_a_missing_reason_and_an_unknown_companion_are_said(coordinator, officer, subject, service):
    consent_to(subject, officer, coordinator)
    web = sign_in(Web(), coordinator)
    for wrong in ({"reason": ""}, {"companion": str(make_ready(coordinator).id)}, {"urgency": "SEKARANG"}):
        page = body(post(web, new(subject, service), **wrong))
        assert "data-error-summary" in page
    assert not all_of(coordinator)


def test_the_companion_who_goes_along_is_one_of_the_clients(coordinator, officer, subject, service):
    consent_to(subject, officer, coordinator)
    sari = make_ready(coordinator, name="Sari Umasugi")
    assign(subject, sari, coordinator)
    web = sign_in(Web(), coordinator)
    assert "Sari Umasugi" in body(web.get(new(subject, service)))
    assert post(web, new(subject, service), companion=str(sari.id)).status_code == 302
    assert all_of(coordinator, ReferralContent)[0].companion_id == sari.id


# -- consent -----------------------------------------------------------------------------------------------------------


def test_without_consent_it_is_not_sent_and_what_was_typed_waits(coordinator, officer, subject, service):
    web = sign_in(Web(), coordinator)
    assert "data-error-summary" in body(post(web, new(subject, service)))
    assert not all_of(coordinator)

    answer = post(web, new(subject, service), "persetujuan", reason="Atap terbang")
    there = answer["Location"]
    assert there.startswith(reverse("consent_new", args=[subject.pk])) and "untuk=C4" in there
    assert str(officer.organisation.pk) in there

    consent = {
        "purpose": "C4", "decision": "SETUJU", "organisation": str(officer.organisation.pk), "how": "tertulis",
        "from_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    back = send(web, there, consent)["Location"]
    assert back == new(subject, service)
    page = body(web.get(back))
    assert "Atap terbang" in page and 'value="persetujuan"' not in page
    assert post(web, back, reason="Atap terbang").status_code == 302
    assert [one.state for one in all_of(coordinator)] == [State.SENT]


def test_the_way_back_after_a_consent_stays_in_the_house(coordinator, officer, subject):
    web = sign_in(Web(), coordinator)
    consent = {"purpose": "C1", "decision": "SETUJU", "how": "tertulis", "from_on": timezone.localdate().isoformat()}
    for away in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        address = f"{reverse('consent_new', args=[subject.pk])}?next={away}"
        assert send(web, address, consent)["Location"] == reverse("consents", args=[subject.pk])
    with acting_as(coordinator):
        assert Consent.objects.filter(client=subject, purpose="C1").exists()


def test_ones_own_client_needs_none(officer):
    worker = make_social_worker(officer.organisation)
    client = make_client(worker)
    web = sign_in(Web(), worker)
    address = new(client, offer(officer))
    assert 'value="persetujuan"' not in body(web.get(address))
    assert post(web, address).status_code == 302


# -- drafts and proposals ----------------------------------------------------------------------------------------------


def test_what_is_being_typed_is_kept(coordinator, subject, service):
    web = sign_in(Web(), coordinator)
    key = key_of(web.get(new(subject, service)))
    answer = web.post(reverse("save_draft"), {tokens.FIELD: key, "reason": "Atap terbang", "urgency": "SEGERA"})
    assert answer.json()["saved"]
    assert "Atap terbang" in body(web.get(new(subject, service)))


def test_sent_twice_it_is_one(coordinator, officer, subject, service):
    consent_to(subject, officer, coordinator)
    web = sign_in(Web(), coordinator)
    data = {
        tokens.FIELD: key_of(web.get(new(subject, service))),
        "urgency": "BIASA",
        "reason": "Angin",
        "lalu": "kirim",
    }
    both = [web.post(new(subject, service), data) for _one in range(2)]
    assert both[0]["Location"] == both[1]["Location"] and len(all_of(coordinator)) == 1
    assert web.post(new(subject, service), {**data, "reason": "Banjir"}).status_code == 409


def test_a_draft_is_kept_changed_and_sent(coordinator, officer, subject, service):
    web = sign_in(Web(), coordinator)
    assert post(web, new(subject, service), "draf").status_code == 302
    (draft,) = all_of(coordinator)
    assert draft.state == State.DRAFT
    assert not all_of(make_coordinator(coordinator.organisation)), "its author's alone"
    assert "Rumah rusak" in body(web.get(url("referral_edit", draft)))

    consent_to(subject, officer, coordinator)
    assert post(web, url("referral_edit", draft), reason="Atap terbang").status_code == 302
    (sent,) = all_of(coordinator)
    assert (sent.pk, sent.state) == (draft.pk, State.SENT)
    assert web.get(url("referral_edit", draft))["Location"] == draft.get_absolute_url(), "sent: nothing to change"


def test_another_service_may_be_chosen_for_a_draft(coordinator, officer, subject, service):
    other = offer(officer, "PEMBERDAYAAN")
    draft = write(subject, coordinator, service, then=State.DRAFT)
    web = sign_in(Web(), coordinator)
    edit = url("referral_edit", draft)
    assert str(other.pk) in body(web.get(f"{edit}?layanan="))
    assert post(web, f"{edit}?layanan={other.pk}", "draf").status_code == 302
    assert [one.kind_id for one in all_of(coordinator)] == ["PEMBERDAYAAN"]


def test_a_companion_proposes_and_the_coordinator_sends_it_back_or_on(coordinator, officer, subject, service):
    companion = make_ready(coordinator)
    assign(subject, companion, coordinator)
    consent_to(subject, officer, coordinator)
    hers, ours = sign_in(Web(), companion), sign_in(Web(), coordinator)
    page = body(hers.get(new(subject, service)))
    assert 'value="usul"' in page and 'value="kirim"' not in page

    assert post(hers, new(subject, service), "kirim").status_code == 302
    (proposal,) = all_of(coordinator)
    assert proposal.state == State.PROPOSED, "who may not send proposes, whatever the form says"

    assert hers.get(url("referral_send_back", proposal)).status_code == 403
    assert hers.post(url("referral_send", proposal)).status_code == 403
    assert body(ours.get(url("referral_send_back", proposal)))
    assert "data-error-summary" in body(ours.post(url("referral_send_back", proposal), {"note": ""}))
    assert ours.post(url("referral_send_back", proposal), {"note": "Untuk berapa orang?"}).status_code == 302
    assert ours.get(url("referral_edit", proposal)).status_code == 404, "its author's alone again"

    assert post(hers, url("referral_edit", proposal), "usul", wanted="Untuk 4 orang").status_code == 302
    assert post(hers, url("referral_edit", proposal), "draf", wanted="Untuk 5 orang").status_code == 302, "still hers"
    assert ours.post(url("referral_send", proposal))["Location"] == proposal.get_absolute_url()
    (sent,) = all_of(coordinator)
    assert sent.state == State.SENT and all_of(officer, ReferralContent)[0].wanted == "Untuk 5 orang"
    assert ours.post(url("referral_send", proposal)).status_code == 302, "pressed twice"


def test_a_get_sends_nothing(coordinator, officer, subject, service):
    consent_to(subject, officer, coordinator)
    draft = write(subject, coordinator, service, then=State.DRAFT)
    web = sign_in(Web(), coordinator)
    for name in ("referral_send", "referral_cancel", "referral_edit"):
        assert web.get(url(name, draft)).status_code in (200, 302)
    assert [one.state for one in all_of(coordinator)] == [State.DRAFT]
    for name in ("referral_new", "referral_send", "referral_send_back", "referral_cancel", "referral_edit"):
        thing = subject if name == "referral_new" else draft
        assert web.put(url(name, thing)).status_code == 405


# -- emergency ---------------------------------------------------------------------------------------------------------


def test_an_emergency_is_telephoned_first(coordinator, officer, subject, service):
    consent_to(subject, officer, coordinator)
    web = sign_in(Web(), coordinator)
    page = body(post(web, new(subject, service), urgency="DARURAT"))
    assert "data-error-summary" in page and 'href="tel:' in page and not all_of(coordinator)
    now = timezone.localtime()
    call = {"telephoned_at": f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M}", "telephoned_to": "Wulan"}
    wrong = {**call, "telephoned_at": f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}"}
    assert "data-error-summary" in body(post(web, new(subject, service), urgency="DARURAT", **wrong))
    assert post(web, new(subject, service), urgency="DARURAT", **call).status_code == 302
    (sent,) = all_of(coordinator)
    assert sent.answer_by - sent.sent_at == timedelta(hours=2)
    assert abs(sent.telephoned_at - (now - timedelta(minutes=5))) < timedelta(minutes=1), "WIT"


def test_a_proposed_emergency_asks_for_the_call_when_it_is_sent(coordinator, officer, subject, service):
    companion = make_ready(coordinator)
    assign(subject, companion, coordinator)
    consent_to(subject, officer, coordinator)
    proposal = write(subject, companion, service, then=State.PROPOSED, urgency="DARURAT")
    web = sign_in(Web(), coordinator)
    for page in (web.get(url("referral_send", proposal)), web.post(url("referral_send", proposal))):
        assert 'href="tel:' in body(page) and "data-error-summary" not in body(page)
    assert "data-error-summary" in body(web.post(url("referral_send", proposal), {"telephoned_to": ""}))
    now = timezone.localtime() - timedelta(minutes=3)
    call = {"telephoned_at": f"{now:%Y-%m-%dT%H:%M}", "telephoned_to": "Wulan"}
    assert web.post(url("referral_send", proposal), call).status_code == 302
    assert [one.state for one in all_of(coordinator)] == [State.SENT]


# -- from a visit ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "urgency"),
    [
        ({"red_flags": ["kekerasan"], "needs": ["pangan"]}, "DARURAT"),
        ({"health": "perlu_rujukan"}, "DARURAT"),
        ({"tb_cough": "ya"}, "SEGERA"),
        ({"needs": ["pangan", "dokumen"]}, "BIASA"),
    ],
)
def test_a_visit_fills_in_urgency_and_reason(coordinator, subject, service, answers, urgency):
    visit = make_visit(subject, coordinator, **answers)
    web = sign_in(Web(), coordinator)
    choose = body(web.get(new(subject, kunjungan=visit.pk)))
    assert f"layanan={service.pk}&amp;kunjungan={visit.pk}" in choose
    assert ('href="tel:' in choose) == ("red_flags" in answers), "of an emergency the telephone can be tapped"

    form = web.get(new(subject, service, kunjungan=visit.pk)).context["form"]
    assert form["urgency"].value() == urgency
    assert bool(form["reason"].value()) == bool({"red_flags", "needs", "tb_cough"} & set(answers))

    address = new(subject, service, kunjungan=visit.pk)
    assert post(web, address, "draf").status_code == 302
    assert all_of(coordinator)[0].visit_id == visit.pk


def test_a_visit_of_another_client_fills_in_nothing(coordinator, subject, service):
    other = make_visit(make_client(coordinator), coordinator, red_flags=["kekerasan"])
    web = sign_in(Web(), coordinator)
    for wrong in (other.pk, "x"):
        form = web.get(new(subject, service, kunjungan=wrong)).context["form"]
        assert form["urgency"].value() == "BIASA" and not form["reason"].value()


# -- taken back --------------------------------------------------------------------------------------------------------


def test_the_sender_takes_it_back_with_a_reason(coordinator, officer, subject):
    sent = send_one(coordinator, officer, client=subject)
    web = sign_in(Web(), coordinator)
    assert body(web.get(url("referral_cancel", sent)))
    assert "data-error-summary" in body(web.post(url("referral_cancel", sent), {"note": "x"}))
    assert "data-error-summary" in body(web.post(url("referral_cancel", sent), {"reason": "persetujuan_ditarik"}))
    assert web.post(url("referral_cancel", sent), {"reason": "pindah"})["Location"] == sent.get_absolute_url()
    (row,) = all_of(coordinator)
    assert (row.state, row.reason) == (State.CANCELLED, "pindah")


def test_too_late_to_take_back_says_who_was_first(coordinator, officer, subject):
    sent = bring_to(send_one(coordinator, officer, client=subject), State.SERVED, coordinator, officer)
    web = sign_in(Web(), coordinator)
    answer = web.post(url("referral_cancel", sent), {"reason": "pindah"})
    assert answer["Location"] == sent.get_absolute_url()
    assert officer.membership.display_name in " ".join(str(one) for one in _messages(web))
    assert [one.state for one in all_of(coordinator)] == [State.SERVED]


def _messages(web):
    """What the next page would say."""
    return list(web.get(reverse("my_work")).context["messages"])


def test_every_opening_leaves_a_record(coordinator, officer, subject, service):
    web = sign_in(Web(), coordinator)
    sent = send_one(coordinator, officer, client=subject)
    before = _opened(coordinator, subject)
    web.get(new(subject))
    web.get(new(subject, service))
    web.get(url("referral_cancel", sent))
    assert _opened(coordinator, subject) == before + 3


def _opened(actor, client):
    with acting_as(actor):
        return AccessedRecord.objects.filter(subject=client.pk, member_id=actor.id).count()


def test_two_taps_from_a_visit(coordinator, subject, service):
    visit = make_visit(subject, coordinator, red_flags=["kekerasan"])
    web = sign_in(Web(), coordinator)
    for page in ("visit_saved", "visit_detail"):
        assert new(subject, kunjungan=visit.pk) in body(web.get(url(page, visit)))
    assert new(subject, kunjungan=visit.pk) not in body(
        sign_in(Web(), make_supervisor(coordinator.organisation)).get(url("visit_detail", visit))
    )
