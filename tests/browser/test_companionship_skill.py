"""Supervision and refresher training on a phone: what is due leads to what is done, and is gone from the list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from companions import actions
from companions.models import Certificate, Training
from privacy.context import acting_as
from tests.browser.conftest import NARROW
from tests.browser.phone import check, go, names_in
from tests.clients import make_client, token_for
from tests.companions.making import assign, certify, make_ready
from tests.people import make_coordinator, make_organisation, make_trainer

pytestmark = pytest.mark.django_db(transaction=True)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def coordinator():
    return make_coordinator(make_organisation("LKS", "LKS Cahaya Contoh"), "Nurhayati Contoh")


def test_an_overdue_talk_is_held_and_what_was_agreed_is_done(coordinator, open_page, sign_in):
    sari = make_ready(coordinator, name="Sari Umasugi")
    client = make_client(coordinator, "Mira Umasugi", "Mira")
    assign(client, sari, coordinator)
    with acting_as(coordinator):
        actions.record_supervision(
            token=token_for(coordinator), companion=sari.membership.companion, by=coordinator, held_on=in_days(-42),
            findings="Baik",
        )  # fmt: skip

    # The coordinator's home says whose talk is overdue; she writes it down with a case and an action with a day.
    page = sign_in(open_page(), coordinator)
    check(page)
    late = page.inner_text("#supervisi-lewat")
    assert "Sari Umasugi" in late and "Lewat 12 hari" in late
    page.locator("#supervisi-lewat .item-title a", has_text="Sari Umasugi").click()
    page.wait_for_url(f"**/pendamping/{sari.id}/")
    check(page)
    page.locator("main a[href$='/supervisi/']").first.click()
    page.wait_for_url(f"**/pendamping/{sari.id}/supervisi/")
    check(page)
    page.locator("label", has_text=client.code).click()
    page.fill("[name=findings]", "Catatannya rapi.")
    page.fill("[name=what_1]", "Menemui keluarga")
    page.fill("[name=due_1]", in_days(5).isoformat())
    page.locator(".savebar button[type=submit]").click()
    page.wait_for_url("**/supervisi/*-*/")
    check(page)
    said = page.inner_text("main")
    assert client.code in said and "Menemui keluarga" in said and "Mira" not in said

    # It is gone from what is overdue, on the home page and in the list.
    go(page, "/kerja/")
    assert page.locator("#supervisi-lewat").count() == 0
    go(page, "/supervisi/")
    assert page.locator(".sec-late").count() == 0 and "Sari Umasugi" in page.inner_text("main")

    # The companion finds what was agreed on her home page, and ticks it off there.
    phone = sign_in(open_page(NARROW), sari)
    check(phone)
    assert "Menemui keluarga" in names_in(phone, "main")
    assert "Catatannya rapi" not in phone.content()  # the findings are the coordinator's
    phone.locator("form[action$='/selesai/'] button", has_text="Menemui keluarga").click()
    phone.wait_for_load_state()
    check(phone)
    go(phone, "/kerja/")
    assert "Menemui keluarga" not in names_in(phone, "main")
    page.goto(f"/pendamping/{sari.id}/")
    assert page.locator("form[action$='/selesai/']").count() == 0


def test_a_certificate_that_runs_out_is_renewed_and_anyone_can_check_it(coordinator, open_page, sign_in):
    trainer = make_trainer()
    sari = make_ready(coordinator, name="Sari Umasugi", certified=False)
    certify(sari, trainer=trainer, days_ago=700)  # two years are 731 or 730

    # A refresher is planned, with a session of today.
    page = sign_in(open_page(), trainer)
    check(page)
    page.locator("#pelatihan a.btn-primary").click()
    page.wait_for_url("**/pelatihan/baru/")
    check(page)
    page.fill("[name=course]", "Penyegaran pendampingan")
    page.locator("label[for=id_is_refresher]").click()
    for name in ("starts_on", "ends_on"):
        page.fill(f"[name={name}]", in_days(0).isoformat())
    page.locator("main form:has([name=course]) button[type=submit]").first.click()
    page.wait_for_url("**/pelatihan/*-*/")
    check(page)
    training = page.url
    page.fill("#sesi-baru [name=held_on]", in_days(0).isoformat())
    page.fill("#sesi-baru [name=topic]", "Mendengar")
    page.locator("#sesi-baru button[type=submit]").click()
    page.wait_for_load_state()

    # Her home page leads to those whose certificate runs out; ticked, they take part.
    go(page, "/kerja/")
    page.locator("#sertifikat a", has_text="segera").click()
    page.wait_for_url("**/sertifikat/habis/**")
    check(page)
    assert "Sari Umasugi" in page.inner_text("main table")
    page.locator("[name=who]").press("Space")
    page.locator("[name=training]").select_option(training.rstrip("/").rsplit("/", 1)[1])
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_load_state()
    check(page)

    # Attendance, then the certificate.
    page.goto(training)
    page.locator("a[href$='/kehadiran/']").first.click()
    page.wait_for_url("**/kehadiran/")
    check(page)
    page.locator("main table input[type=checkbox]").press("Space")
    page.locator(".savebar button[type=submit]").click()
    page.wait_for_url(training)
    page.locator("a[href$='/sertifikat/']").first.click()
    page.wait_for_url("**/sertifikat/")
    check(page)
    page.locator(".savebar button[type=submit]").click()
    page.wait_for_url(training)
    check(page)
    go(page, "/sertifikat/habis/")
    assert "Sari Umasugi" not in page.inner_text("main")
    with acting_as(trainer):
        newest = Certificate.objects.filter(companion=sari.id).latest("issued_on")
        assert newest.participant.training_id == Training.objects.get(is_refresher=True).pk

    # The companion finds it and reads the code; a stranger types it, and reads one word and no name.
    hers = sign_in(open_page(NARROW), sari)
    go(hers, f"/sertifikat/milik/{newest.pk}/")
    code = hers.locator(".num.text-nowrap").inner_text()
    stranger = open_page(NARROW)
    go(stranger, "/sertifikat/")
    stranger.fill("[name=kode]", code.lower())
    stranger.locator("main form button[type=submit]").click()
    stranger.locator("main [role=status]").wait_for()
    check(stranger)
    assert stranger.inner_text("main [role=status] h2").strip() == "Berlaku"
    for name in ("Sari", "Umasugi", "Cahaya", newest.number):
        assert name not in stranger.content()
    stranger.fill("[name=kode]", "ACDEFGHJKM")
    stranger.locator("main form button[type=submit]").click()
    stranger.locator("main [role=status] h2", has_text="Tidak dikenal").wait_for()
