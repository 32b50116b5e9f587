"""A visit at home under a referral: written on the phone of the receiver, read by both sides."""

import pytest

from cases.models import HomeVisit
from privacy.context import acting_as
from referrals.models import Referral
from tests.browser.conftest import DESK, PHONE
from tests.browser.phone import check, go, names_in
from tests.browser.referring import choose, press, write
from tests.clients import make_client, make_visit
from tests.people import make_coordinator, make_organisation, make_referral_officer
from tests.referrals.making import send_one

pytestmark = pytest.mark.django_db(transaction=True)
DONE, BEFORE = "Qwurp berbincang lama di teras", "Zwarp dahulu"


def test_the_receiver_visits_and_both_sides_read_it(open_page, sign_in):
    coordinator = make_coordinator(make_organisation("LKS", "LKS Cahaya Contoh"), "Nurhayati Contoh")
    officer = make_referral_officer(make_organisation("BALAI", "Sentra Contoh"), "Wulan Tuasikal")
    mira = make_client(coordinator, "Mira Umasugi", "Mira")
    earlier = make_visit(mira, coordinator, done=BEFORE)
    referral = send_one(coordinator, officer, "KUNJUNGAN", client=mira)

    # From the home page to a visit in three presses, without a way to the client's own pages.
    phone = check(sign_in(open_page(PHONE), officer))
    assert names_in(phone, "#rujukan-baru") == [f"Kunjungan rumah {mira.code}"]
    phone.locator("#rujukan-baru .item-title a").click()
    phone.wait_for_url(f"**/rujukan/{referral.pk}/")
    check(phone)
    press(phone, "Terima")
    press(phone, "Catat kunjungan")
    assert phone.locator("[data-send] [name=restricted_note], [data-send] [name=next]").count() == 0
    choose(phone, "health", "baik")
    choose(phone, "needs", "dokumen")
    write(phone, done=DONE)
    press(phone, "Simpan kunjungan")

    # It stands under the referral, which counts as served; earlier visits stay closed to her.
    said = phone.inner_text("main")
    assert "Ditangani" in said and "Wulan Tuasikal" in phone.inner_text("section[aria-labelledby=kunjungan]")
    phone.locator("section[aria-labelledby=kunjungan] details details summary").first.click()
    everything = phone.locator("section[aria-labelledby=kunjungan]").text_content()
    assert DONE in everything and "Dokumen" in everything and BEFORE not in phone.content()
    check(phone)
    with acting_as(officer):
        visit = HomeVisit.objects.get()
        assert (visit.under_id, visit.client_id, visit.done) == (referral.pk, mira.pk, DONE)
        assert Referral.objects.get(pk=referral.pk).state == "DITANGANI"
    for path in (f"/klien/{mira.pk}/", f"/kunjungan/{earlier.pk}/", f"/klien/{mira.pk}/kunjungan/baru/"):
        assert phone.goto(path).status == 404

    # The sender is told, and reads it with the referral and among the client's visits.
    office = go(sign_in(open_page(DESK), coordinator), "/pemberitahuan/")
    told = office.locator("main .item", has_text="telah berkunjung")
    assert told.count() == 1 and "Mira" not in told.inner_text()
    told.locator("button").click()
    office.wait_for_url(f"**/klien/{mira.pk}/")
    check(office)
    timeline = office.locator("#linimasa li", has=office.locator(f"a[href='/kunjungan/{visit.pk}/']"))
    assert "Wulan Tuasikal" in timeline.inner_text()
    go(office, f"/kunjungan/{visit.pk}/")
    assert DONE in office.locator("main").text_content()
    go(office, f"/rujukan/{referral.pk}/")
    assert DONE in office.locator("section[aria-labelledby=kunjungan]").text_content()
