"""The letter: numbered, counted, without a health word on its outside; its square opens for whom it is meant alone."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client as Web
from django.urls import reverse

from privacy import paper
from privacy.context import acting_as
from privacy.models import AccessedRecord
from referrals.models import LetterPrint, ReferralContent
from referrals.states import State
from referrals.views import letters
from tests.cases.pages import HEALTH, title_of
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.people import make_clinic_staff, make_coordinator, make_referral_officer, make_supervisor, sign_in
from tests.referrals.making import consent_to, do, offer, send_one, without_account, write

pytestmark = pytest.mark.django_db
needs_fonts = pytest.mark.skipif(not paper.can_print(), reason="the system's fonts are missing")


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


@pytest.fixture
def subject(coordinator):
    return make_client(coordinator, name="Hi. Muhammad Zulkifli Abdurrahman", call_name="Om Zul", kind="PROSPEK")


@pytest.fixture
def sent(coordinator, officer, subject):
    return send_one(coordinator, officer, client=subject, wanted="Makanan untuk 4 orang")


def url(row):
    return reverse("referral_letter", args=[row.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def prints(actor, row):
    with acting_as(actor):
        return list(LetterPrint.objects.filter(referral=row).order_by("copy").values_list("copy", flat=True))


def token_of(actor, row):
    with acting_as(actor):
        return ReferralContent.objects.get(pk=row.pk).token


def test_both_sides_read_it_and_nobody_else(coordinator, officer, sent):
    for actor in (coordinator, officer):
        page = body(sign_in(Web(), actor).get(url(sent)))
        for word in (sent.number, sent.client_code, "Om Zul", "Rumah rusak karena angin", "Makanan untuk 4 orang"):
            assert word in page
        assert "Zulkifli" not in page, "the legal name only where the client wants it"
    for stranger in (make_coordinator(), make_referral_officer()):
        for method in ("get", "post"):
            assert getattr(sign_in(Web(), stranger), method)(url(sent)).status_code == 404
    reader = sign_in(Web(), make_supervisor(coordinator.organisation))
    assert reader.get(url(sent)).status_code == 200 and reader.post(url(sent)).status_code == 403
    assert prints(coordinator, sent) == []


def test_the_legal_name_stands_where_the_client_wants_it(coordinator, officer, subject):
    named = send_one(coordinator, officer, client=subject, with_name=True)
    assert "Zulkifli" in body(sign_in(Web(), officer).get(url(named)))


def test_before_it_is_sent_there_is_no_letter(coordinator, officer, subject):
    draft = write(subject, coordinator, offer(officer), then=State.DRAFT)
    web = sign_in(Web(), coordinator)
    assert web.get(url(draft)).status_code == 404 and web.post(url(draft)).status_code == 404


@needs_fonts
def test_each_printing_is_counted_and_the_second_one_says_so(coordinator, officer, sent, monkeypatch):
    papers = []
    monkeypatch.setattr(letters.paper, "pdf", lambda html: papers.append(html) or b"%PDF-1.7")
    web = sign_in(Web(), coordinator)
    assert web.get(url(sent)).status_code == 200 and prints(coordinator, sent) == [], "looking is not printing"
    answers = [web.post(url(sent)) for _one in range(2)]
    assert prints(coordinator, sent) == [1, 2]
    assert 'id="letter-copy"' not in papers[0] and "letter-copy" in papers[1]
    name = re.search(r'filename="(.*)"', answers[0]["Content-Disposition"]).group(1)
    assert name == f"surat-{sent.number.replace('/', '-')}.pdf" and not HEALTH.search(name.replace("-", " "))
    assert answers[0]["Content-Type"] == "application/pdf"
    assert 'id="letter-copy"' in body(web.get(url(sent))), "whoever prints the page now prints a copy"
    kinds = _kinds(coordinator, sent)
    assert kinds.count("print") == 2 and kinds.count("letter") == 2


def test_without_the_systems_fonts_the_page_is_printed(coordinator, sent, monkeypatch):
    monkeypatch.setattr(letters.paper, "can_print", lambda: False)
    page = body(sign_in(Web(), coordinator).post(url(sent)))
    assert "data-print" in page and 'id="letter-copy"' not in page and prints(coordinator, sent) == [1]


@needs_fonts
def test_it_is_a_pdf(coordinator, officer, subject):
    sent = send_one(coordinator, officer, client=subject, summary="Tinggal dengan dua anak. " * 40)
    answer = sign_in(Web(), coordinator).post(url(sent))
    assert answer.content.startswith(b"%PDF") and len(answer.content) < 150_000


def test_the_title_and_the_subject_say_nothing(coordinator, subject):
    nurse = make_clinic_staff()
    sent = send_one(coordinator, nurse, kind="VCT", client=subject)
    page = sign_in(Web(), coordinator).get(url(sent))
    title = title_of(page)
    assert not HEALTH.search(title) and "Zul" not in title
    assert "Rujukan layanan" in body(page) or "Referral for a service" in body(page)


def test_a_letter_to_a_place_without_account(coordinator, subject):
    from cases.models import ServiceKind
    from referrals import actions
    from tests.clients import give_consent, token_for

    place = without_account()
    with acting_as(coordinator):
        service = actions.keep_service(
            token=token_for(coordinator), by=coordinator, provider=place, kind=ServiceKind.objects.get(pk="DOKUMEN")
        )
    give_consent(subject, coordinator, "C4", organisation=place)
    sent = write(subject, coordinator, service)
    assert place.name in body(sign_in(Web(), coordinator).get(url(sent)))


def test_a_companion_prints_what_she_proposed(coordinator, officer, subject):
    companion = make_ready(coordinator, name="Sari Umasugi")
    assign(subject, companion, coordinator)
    consent_to(subject, officer, coordinator)
    hers = write(subject, companion, offer(officer), companion=companion.membership)
    do("send", hers, coordinator)
    web = sign_in(Web(), companion)
    assert "Sari Umasugi" in body(web.get(url(hers)))
    assert web.post(url(hers)).status_code == 200 and prints(coordinator, hers) == [1]

    theirs = send_one(coordinator, officer, client=subject, kind="PEMBERDAYAAN")
    assert 'method="post"' not in body(web.get(url(theirs))).split("<main")[1].split("</main")[0]
    assert web.post(url(theirs)).status_code == 403


# -- the square --------------------------------------------------------------------------------------------------------


def test_the_square_leads_who_may_read_it_to_the_referral(coordinator, officer, sent):
    token = token_of(coordinator, sent)
    there = reverse("letter_open", args=[token])
    for actor in (coordinator, officer):
        assert sign_in(Web(), actor).get(there)["Location"] == sent.get_absolute_url()
    anonymous = Web().get(there)
    assert anonymous.status_code == 302 and sent.get_absolute_url() not in anonymous["Location"]
    assert urlsplit(anonymous["Location"]).path != sent.get_absolute_url()


def test_a_guessed_square_and_one_of_others_open_nothing(coordinator, officer, sent):
    token = token_of(coordinator, sent)
    for stranger in (make_coordinator(), make_referral_officer()):
        assert sign_in(Web(), stranger).get(reverse("letter_open", args=[token])).status_code == 404
    for guess in ("x", token[:-1], token.swapcase(), "%00"):
        assert sign_in(Web(), officer).get(f"/surat/{guess}/").status_code == 404
    assert sign_in(Web(), officer).post(reverse("letter_open", args=[token])).status_code == 405


def test_after_the_consent_was_taken_back_it_opens_nothing(coordinator, officer, subject, sent):
    from cases import actions
    from cases.models import Consent
    from tests.clients import token_for

    token = token_of(coordinator, sent)
    with acting_as(coordinator):
        consent = Consent.objects.get(client=subject, purpose="C4")
        actions.withdraw(token=token_for(coordinator), consent=consent, by=coordinator)
    web = sign_in(Web(), officer)
    assert web.get(reverse("letter_open", args=[token])).status_code == 404
    assert web.get(url(sent)).status_code == 404 and web.post(url(sent)).status_code == 404


def _kinds(actor, row):
    with acting_as(actor):
        return list(
            AccessedRecord.objects.filter(subject=row.client_id, member_id=actor.id).values_list("kind", flat=True)
        )
