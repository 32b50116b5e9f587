"""An emergency on two screens at once: proposed at the client's door, sent from the office, answered at the centre."""

import pytest

from cases.models import HomeVisit
from privacy.context import acting_as
from referrals.models import Referral
from tests.browser.conftest import DESK, PHONE
from tests.browser.phone import check, go, names_in
from tests.browser.referring import (
    QUEUE,
    choose,
    consent_on_the_spot,
    id_of,
    minute,
    press,
    row_of,
    rows_of,
    steps_told,
    write,
)
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.people import make_coordinator, make_organisation, make_referral_officer
from tests.referrals.making import offer, send_one

pytestmark = pytest.mark.django_db(transaction=True)
REFRESH = 25_000  # ms: the desk asks for news every 20 seconds


def test_from_the_door_of_a_client_to_what_came_of_it(open_page, sign_in):
    coordinator = make_coordinator(make_organisation("LKS", "LKS Cahaya Contoh"), "Nurhayati Contoh")
    officer = make_referral_officer(make_organisation("BALAI", "Sentra Contoh"), "Wulan Tuasikal")
    sari = make_ready(coordinator, name="Sari Umasugi")
    mira = make_client(coordinator, "Mira Umasugi", "Mira")
    assign(mira, sari, coordinator)
    service = offer(officer)
    waiting = str(send_one(coordinator, officer).pk)

    # The officer's queue stands open all day; one row waits there.
    desk = go(sign_in(open_page(DESK), officer), QUEUE)
    assert rows_of(desk) == [waiting]
    desk.check(f"[data-row='{waiting}'] input")
    place = row_of(desk, waiting).bounding_box()

    # The companion writes a visit down that cannot wait, and in two taps stands before the filled-in proposal.
    phone = go(sign_in(open_page(PHONE), sari), f"/klien/{mira.pk}/kunjungan/baru/")
    choose(phone, "red_flags", "kekerasan")
    choose(phone, "needs", "pangan")
    press(phone, "Simpan kunjungan")
    press(phone, "Rujuk")
    assert phone.locator("main a[href='tel:0812-0000-0101']").first.is_visible()
    press(phone, "Bantuan kedaruratan")
    assert phone.locator("[name=urgency][value=DARURAT]").is_checked()
    reason = phone.input_value("[name=reason]")
    assert "ekerasan" in reason and "angan" in reason
    assert phone.locator("button[value=kirim]").count() == 0, "she proposes, others send"
    press(phone, "Usulkan")
    proposal = id_of(phone)
    with acting_as(sari):
        row, visit = Referral.objects.get(pk=proposal), HomeVisit.objects.get()
        assert (row.state, row.visit_id, row.service_id) == ("DIUSULKAN", visit.pk, service.pk)

    # It waits on the coordinator's home; she asks for the consent on the spot, telephones, and sends it.
    office = check(sign_in(open_page(DESK), coordinator))
    assert names_in(office, "#usulan-darurat") == [f"Bantuan kedaruratan {mira.code}"]
    office.locator("#usulan-darurat .item-title a").click()
    office.wait_for_url(f"**/rujukan/{proposal}/")
    press(office, "Ubah")
    write(office, telephoned_at=minute(minutes=-4), telephoned_to="Wulan, petugas jaga")
    consent_on_the_spot(office, officer.organisation)
    assert office.input_value("[name=telephoned_to]") == "Wulan, petugas jaga"
    press(office, "Kirim rujukan")
    assert "Wulan, petugas jaga" in office.inner_text("main .facts")
    with acting_as(coordinator):
        row = Referral.objects.get(pk=proposal)
        assert (row.state, row.sent_by_id) == ("DIKIRIM", coordinator.id) and row.telephoned_at and row.consent_id

    # Within the refresh the desk says so; no row has moved until the officer wants to see it.
    news = desk.locator("[data-queue-news] a", has_text="1 baru. Tampilkan")
    news.wait_for(timeout=REFRESH)
    assert rows_of(desk) == [waiting] and row_of(desk, waiting).bounding_box() == place
    assert desk.locator(".tabs [data-count=baru]").inner_text() == "2"
    news.click()
    row_of(desk, proposal).wait_for()
    check(desk)
    assert rows_of(desk) == [proposal, waiting], "the most pressing first"
    assert desk.is_checked(f"[data-row='{waiting}'] input")
    left = row_of(desk, proposal).locator(".tag-soon").inner_text()
    assert "jam" in left or "menit" in left
    assert row_of(desk, proposal).locator("b").inner_text() == "Darurat"

    # Every step of the officer stands on the homes of both who sent it.
    row_of(desk, proposal).locator("[data-take]").click()
    desk.wait_for_url(f"**/rujukan/{proposal}/")
    check(desk)
    said = desk.inner_text("main")
    assert "Nurhayati Contoh" in said and "Wulan, petugas jaga" in said and "Kekerasan" in said
    told = ["diterima"]
    assert steps_told(office) == told
    press(desk, "Jadwalkan")
    write(desk, at=minute(hours=1), place="Rumah aman, Kalumata")
    press(desk, "Simpan jadwal")
    told.insert(0, "dijadwalkan")
    assert steps_told(office) == told
    office.locator("#langkah-rujukan a", has_text="Bantuan").first.click()
    office.wait_for_url(f"**/rujukan/{proposal}/")
    check(office)
    assert "Rumah aman, Kalumata" in office.inner_text("main") and "Wulan Tuasikal" in office.inner_text("main")
    press(desk, "Catat sudah dilayani")
    press(desk, "Catat sudah dilayani")
    told.insert(0, "ditangani")
    assert steps_told(office) == told
    press(desk, "Beri umpan balik")
    choose(desk, "outcome", "tercapai")
    write(desk, done="Diantar ke rumah aman, beras sepuluh kilo")
    press(desk, "Selesaikan rujukan")
    told.insert(0, "selesai")
    assert steps_told(office) == told
    check(office)
    assert steps_told(phone) == [*told, "dikirim"]
    check(phone)

    # What came of it is read by who proposed it; what she has seen is new no more.
    phone.locator("#langkah-rujukan a", has_text="Bantuan").first.click()
    phone.wait_for_url(f"**/rujukan/{proposal}/")
    check(phone)
    said = phone.inner_text("main")
    assert "Diantar ke rumah aman, beras sepuluh kilo" in said and "Kebutuhan terpenuhi" in said
    go(phone, "/rujukan/?lihat=selesai")
    assert mira.code in phone.inner_text("main")
    assert steps_told(phone) == []
    desk.goto(QUEUE)
    assert rows_of(desk) == [waiting]
