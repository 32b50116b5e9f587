"""The clinic on the other side: a letter that a client brings along, and someone in care whom another accompanies."""

from pathlib import Path

import pytest

from companions.models import Assignment
from privacy import paper
from privacy.context import acting_as
from referrals.models import Referral
from tests.browser.conftest import DESK, PHONE
from tests.browser.phone import check, go, names_in
from tests.browser.referring import choose, consent_on_the_spot, id_of, pick, press, steps_told, write
from tests.clients import make_client, make_visit
from tests.companions.making import assign, make_ready
from tests.people import make_clinic_staff, make_coordinator, make_organisation, make_referral_officer
from tests.referrals.making import consent_to, offer, send_one

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Qwurp, berbicara lama"  # stands on no page by itself


@pytest.fixture
def coordinator():
    return make_coordinator(make_organisation("LKS", "LKS Cahaya Contoh"), "Nurhayati Contoh")


@pytest.fixture
def nurse():
    return make_clinic_staff(make_organisation("KLINIK", "Klinik Jasmine Contoh"), "Fatma Contoh")


def printed(page):
    """The letter that comes out of a press on its button, and the page as it is afterwards."""
    if not paper.can_print():  # then the page is what is printed
        press(page, "Siapkan untuk dicetak")
        words = page.inner_text("#letter").encode()
    else:
        with page.expect_download() as download:
            page.locator("main form button[type=submit]").click()
        assert (
            download.value.suggested_filename.startswith("surat-") and SECRET not in download.value.suggested_filename
        )
        words = Path(download.value.path()).read_bytes()
        assert words.startswith(b"%PDF")
    page.goto(page.url)
    return words


def test_a_letter_is_brought_and_what_the_examination_found_stays_there(coordinator, nurse, open_page, sign_in):
    officer = make_referral_officer()
    sari = make_ready(coordinator, name="Sari Umasugi")
    mira = make_client(coordinator, "Mira Umasugi", "Mira", kind="KELUARGA")
    assign(mira, sari, coordinator)
    visit = make_visit(mira, coordinator, done="Berbincang di teras")
    consent_to(mira, nurse, coordinator, "VCT")
    offer(nurse, "VCT")
    other = send_one(coordinator, officer, client=mira)

    # Sent from the client's page, with who goes along, and the letter printed: once, and once more as a copy.
    office = go(sign_in(open_page(DESK), coordinator), f"/klien/{mira.pk}/")
    press(office, "Rujuk")
    press(office, "Pemeriksaan")
    write(office, reason="Ingin tahu keadaannya")
    pick(office, companion=str(sari.id))
    press(office, "Kirim rujukan")
    referral = id_of(office)
    press(office, "Surat")
    letter = office.inner_text("#letter")
    assert mira.code in letter and "Sari Umasugi" in letter and "Umasugi" not in letter.replace("Sari Umasugi", "")
    assert "SALINAN" not in letter
    first = printed(office)
    assert "SALINAN" in office.inner_text("#letter") and "dicetak 1 kali" in office.inner_text("main")
    second = printed(office)
    assert first != second and "dicetak 2 kali" in office.inner_text("main")
    check(office)

    # The nurse has the letter in hand: she types the code, and presses that the client has come.
    clinic = check(sign_in(open_page(DESK), nurse))
    go(clinic, "/rujukan/hari-ini/")
    assert mira.code in clinic.inner_text("#baru")
    press(clinic, "Cari nomor rujukan")
    write(clinic, dicari=mira.code.lower())
    clinic.locator("main form button[type=submit]").click()
    clinic.wait_for_url(f"**/rujukan/{referral}/")
    check(clinic)
    assert "Mira" in clinic.inner_text("h1") and "Umasugi" not in clinic.inner_text("h1")
    press(clinic, "Baru saja datang")
    assert steps_told(office) == ["ditangani", "diterima"]

    # Of the client she sees this referral and nothing else.
    for path in (
        f"/klien/{mira.pk}/", f"/klien/{mira.pk}/kunjungan/baru/", f"/klien/{mira.pk}/persetujuan/",
        f"/kunjungan/{visit.pk}/", f"/rujukan/{other.pk}/", f"/rujukan/{other.pk}/surat/",
    ):  # fmt: skip
        assert clinic.goto(path).status == 404, path
        assert "Mira" not in clinic.content() and "Berbincang" not in clinic.content()

    # What was found is written down from the day's page.
    go(clinic, "/rujukan/hari-ini/")
    assert mira.code in clinic.inner_text("#datang") and clinic.locator("#baru").count() == 0
    press(clinic, "Catat layanan")
    choose(clinic, "outcome", "tercapai")
    write(clinic, done=SECRET)
    pick(clinic, **{"q-attended": "ya", "q-counselled": "ya", "q-received": "ya", "q-result": "R"})
    press(clinic, "Selesaikan rujukan")
    assert "Selesai" in clinic.inner_text("main") and SECRET in clinic.inner_text("main")
    go(clinic, "/pemeriksaan-lanjut/")
    assert mira.code in clinic.inner_text("main"), "the clinic asks after the start of care"
    clinic.goto("/rujukan/hari-ini/")
    assert mira.code in clinic.inner_text("#selesai")

    # The sender's side reads that the service is complete, wherever one looks, and never what was found.
    assert steps_told(office)[0] == "selesai"
    go(office, f"/rujukan/{referral}/")
    assert "Layanan selesai. Hasilnya tetap pada pemberi layanan." in office.inner_text("main")
    given = office.locator("main a[href^='/layanan-diberikan/']").get_attribute("href")
    phone = sign_in(open_page(PHONE), sari)
    for page in (office, phone):
        for path in (
            f"/rujukan/{referral}/", f"/rujukan/{referral}/surat/", given, f"/klien/{mira.pk}/",
            f"/klien/{mira.pk}/?lihat=rujukan", "/rujukan/?lihat=selesai", "/kerja/", "/pemberitahuan/",
        ):  # fmt: skip
            answer = page.goto(path)
            assert answer.status == 200, path
            said = page.content()
            assert SECRET not in said and "eaktif" not in said, path
        check(page)
    assert phone.goto(f"/rujukan/{referral}/umpan-balik/").status == 403
    assert office.goto(f"/rujukan/{referral}/umpan-balik/").status == 403


def test_the_clinic_finds_a_companion_for_someone_in_its_care(coordinator, nurse, open_page, sign_in):
    sari = make_ready(coordinator, name="Sari Umasugi")
    offer(coordinator, "PENDAMPINGAN")
    offer(make_referral_officer(), "KEDARURATAN")
    yusuf = make_client(nurse, "Yusuf Kader", "Yusuf")

    # The nurse may refer to companionship alone; she asks for the consent that names who will accompany.
    clinic = go(sign_in(open_page(DESK), nurse), f"/klien/{yusuf.pk}/")
    press(clinic, "Rujuk")
    assert names_in(clinic, "main") == ["Pendampingan"]
    press(clinic, "Pendampingan")
    write(clinic, reason="Baru dalam perawatan, ingin ditemani")
    press(clinic, "Kirim rujukan")
    assert "belum ada persetujuan" in clinic.inner_text("[data-error-summary]")
    consent_on_the_spot(clinic, coordinator.organisation)
    assert clinic.input_value("[name=reason]") == "Baru dalam perawatan, ingin ditemani"
    press(clinic, "Kirim rujukan")
    referral = id_of(clinic)

    # It reaches the coordinator's home; the case is closed to her until she says yes.
    office = check(sign_in(open_page(DESK), coordinator))
    assert names_in(office, "#rujukan-baru") == [f"Pendampingan {yusuf.code}"]
    assert office.goto(f"/klien/{yusuf.pk}/").status == 404
    go(office, f"/rujukan/{referral}/")
    press(office, "Terima")
    assert office.goto(f"/klien/{yusuf.pk}/").status == 200
    check(office)
    assert steps_told(clinic) == ["diterima"]

    # Someone accompanies from today on: the clinic's client is on the companion's page.
    go(office, "/kerja/")
    assert f"Yusuf {yusuf.code}" in names_in(office, "#tanpa-pendamping")
    office.locator("#tanpa-pendamping .item-title a").click()
    office.wait_for_url(f"**/klien/{yusuf.pk}/")
    office.locator(".page-head a.btn-primary", has_text="Tugaskan").click()
    office.wait_for_url("**/pendamping/")
    check(office)
    office.locator(f"button[name=companion][value='{sari.id}']").click()
    office.wait_for_url(f"**/klien/{yusuf.pk}/")
    assert "Sari Umasugi" in office.inner_text("#pendamping")
    phone = check(sign_in(open_page(PHONE), sari))
    assert names_in(phone, "#klien-saya") == [f"Yusuf {yusuf.code}"]
    with acting_as(coordinator):
        assert Assignment.objects.current().get(client=yusuf).companion_id == sari.id
        assert Referral.objects.get(pk=referral).state == "DITERIMA"
    go(clinic, f"/rujukan/{referral}/")
    assert "Nurhayati Contoh" in clinic.inner_text("main")
