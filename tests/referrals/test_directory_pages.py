"""The directory: read by whoever refers or answers, kept by the provider's own staff; who works on paper is marked."""

import pytest
from django.test import Client as Web
from django.urls import reverse

from accounts.roles import OrganisationKind
from privacy.context import acting_as
from referrals import actions
from referrals.models import Service
from tests.cases.pages import HEALTH, send, statements, title_of
from tests.clients import token_for
from tests.people import (
    make_administrator,
    make_clinic_staff,
    make_companion,
    make_coordinator,
    make_manager,
    make_organisation,
    make_privacy_officer,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
    make_trainer,
    sign_in,
)
from tests.referrals.making import offer, without_account

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("service_list"), reverse("service_new")
READERS = [make_companion, make_coordinator, make_social_worker, make_supervisor, make_referral_officer,
           make_clinic_staff]  # fmt: skip


@pytest.fixture
def officer():
    return make_referral_officer()


def page_of(organisation):
    return reverse("service_page", args=[organisation.pk])


def edit(service):
    return reverse("service_edit", args=[service.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def kept(actor):
    with acting_as(actor):
        return list(Service.objects.filter(provider=actor.organisation).order_by("kind"))


@pytest.mark.parametrize("make", READERS)
def test_who_refers_or_answers_reads_it(make, officer):
    service = offer(officer, about="Tim datang ke rumah", needs="Kartu keluarga", open_days=[0, 4])
    web = sign_in(Web(), make())
    for address in (LIST, page_of(officer.organisation)):
        page = web.get(address)
        for word in ("Tim datang ke rumah", "Kartu keluarga", service.kind.quiet_label, "0812-0000-0101"):
            assert word in body(page)
        assert not HEALTH.search(title_of(page))


@pytest.mark.parametrize("make", [make_privacy_officer, make_administrator, make_trainer, make_manager])
def test_who_handles_no_clients_does_not(make, officer):
    offer(officer)
    web = sign_in(Web(), make())
    assert web.get(LIST).status_code == 403 and web.get(page_of(officer.organisation)).status_code == 403


def test_lists_say_no_word_on_health():
    nurse = make_clinic_staff(make_organisation(OrganisationKind.KLINIK, "Jasmine"))
    for kind in ("VCT", "AMBIL_ARV", "TBC_TPT"):
        offer(nurse, kind)
    page = body(sign_in(Web(), make_coordinator()).get(LIST)).split("<main")[1].split("</main")[0]
    assert "Pengambilan berkala" in page and not HEALTH.search(page)


def test_a_place_without_account_is_marked():
    coordinator, place = make_coordinator(), without_account()
    with acting_as(coordinator):
        from cases.models import ServiceKind

        actions.keep_service(
            token=token_for(coordinator), by=coordinator, provider=place, kind=ServiceKind.objects.get(pk="DOKUMEN")
        )
    offer(coordinator, "KDS")
    web = sign_in(Web(), coordinator)
    offer(make_referral_officer())
    groups = web.get(LIST).context["groups"]
    marks = {provider.pk: in_app for provider, _lines, in_app, _keeps in groups}
    assert marks[place.pk] is False and marks[coordinator.organisation.pk] is True
    assert {provider.pk for provider, _lines, _in_app, keeps in groups if keeps} == {
        place.pk,
        coordinator.organisation.pk,
    }
    assert web.get(page_of(place)).context["in_app"] is False


def test_the_list_costs_the_same_for_one_service_and_for_many(officer):
    web = sign_in(Web(), make_coordinator())
    offer(officer)
    _page, one = statements(web, LIST)
    for _more in range(4):
        other = make_referral_officer()
        for kind in ("KEDARURATAN", "PEMBERDAYAAN", "KUNJUNGAN"):
            offer(other, kind)
    _page, many = statements(web, LIST)
    assert len(one) == len(many) <= 12


# -- kept --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_companion, make_social_worker, make_supervisor, make_trainer, make_manager])
def test_who_does_not_keep_it_meets_403(make, officer):
    service = offer(officer)
    web = sign_in(Web(), make())
    for address in (NEW, edit(service)):
        assert web.get(address).status_code == 403 and web.post(address).status_code == 403


def test_another_organisation_meets_404(officer):
    web = sign_in(Web(), make_coordinator())
    service = offer(officer)
    assert web.get(edit(service)).status_code == 404
    assert web.post(edit(service), {"about": "Milik kami"}).status_code == 404
    assert edit(service) not in body(web.get(page_of(officer.organisation)))


def test_its_own_staff_offer_a_service_with_times_in_figures(officer):
    web = sign_in(Web(), officer)
    data = {
        "provider": str(officer.organisation.pk), "kind": "KEDARURATAN", "about": "Tim datang",
        "duty_phone": "0812 3456 7890", "open_days": ["0", "1"], "open_hours": "08:00 - 14:00", "capacity": "10",
        "active": "on", "DARURAT-answer": "1", "DARURAT-seen": "12", "DARURAT-feedback": "24",
    }  # fmt: skip
    assert send(web, NEW, data)["Location"] == page_of(officer.organisation)
    (made,) = kept(officer)
    assert (made.duty_phone, made.open_days, made.open_hours) == ("+6281234567890", [0, 1], "08.00-14.00")
    assert made.times == {"DARURAT": [1, 12, 24]} and made.changed_by_id == officer.id

    assert "data-error-summary" in body(send(web, NEW, data)), "the same kind twice would wipe the first"
    page = body(web.get(edit(made)))
    assert "Tim datang" in page and 'value="12"' in page
    assert edit(made) in body(web.get(page_of(officer.organisation)))


def test_it_is_changed_and_taken_off(officer):
    service = offer(officer, times={"BIASA": [3, 20, 7]})
    web = sign_in(Web(), officer)
    changed = {"about": "Baru", "duty_phone": "", "BIASA-answer": "", "BIASA-seen": "", "BIASA-feedback": ""}
    assert send(web, edit(service), {**changed, "active": "on"}).status_code == 302
    (row,) = kept(officer)
    assert (row.about, row.times) == ("Baru", {})

    assert send(web, edit(service), changed).status_code == 302
    assert kept(officer)[0].active is False
    assert service.kind.quiet_label not in body(web.get(LIST)).split("<main")[1]
    assert edit(service) in body(web.get(page_of(officer.organisation))), "its own staff may offer it again"
    assert edit(service) not in body(sign_in(Web(), make_coordinator()).get(page_of(officer.organisation)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"open_hours": "pagi"}, {"capacity": "0"}, {"BIASA-answer": "2"}, {"duty_phone": "12"},
        {"BIASA-answer": "200", "BIASA-seen": "1", "BIASA-feedback": "1"}, {"open_days": ["9"]},
    ],
)  # fmt: skip
def test_what_does_not_hold_is_said_and_nothing_changes(wrong, officer):
    service = offer(officer, about="Seperti dahulu")
    page = body(send(sign_in(Web(), officer), edit(service), {"about": "Lain", "active": "on", **wrong}))
    assert "data-error-summary" in page and kept(officer)[0].about == "Seperti dahulu"


def test_a_get_writes_nothing(officer):
    service = offer(officer)
    web = sign_in(Web(), officer)
    before = kept(officer)[0].changed_at
    web.get(edit(service), {"about": "Lain"})
    assert kept(officer)[0].changed_at == before
    assert web.post(LIST).status_code == 405 and web.post(page_of(officer.organisation)).status_code == 405
    assert web.put(edit(service)).status_code == 405
