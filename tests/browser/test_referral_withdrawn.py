"""A client takes the consent back: what ran stops on both screens at once, and the receiver is left with a number."""

import pytest

from privacy.context import acting_as
from referrals.models import Referral
from referrals.states import State
from tests.browser.conftest import DESK, PHONE
from tests.browser.phone import check, go
from tests.browser.referring import QUEUE, press, row_of, rows_of
from tests.clients import make_client
from tests.people import make_coordinator, make_organisation, make_referral_officer
from tests.referrals.making import bring_to, send_one

pytestmark = pytest.mark.django_db(transaction=True)
GONE = "Klien menarik persetujuannya. Jangan hubungi klien."


@pytest.fixture
def coordinator():
    return make_coordinator(make_organisation("LKS", "LKS Cahaya Contoh"), "Nurhayati Contoh")


@pytest.fixture
def officer():
    return make_referral_officer(make_organisation("BALAI", "Sentra Contoh"), "Wulan Tuasikal")


def looked_at_again(page):
    """Back from another window: the page asks for news at once instead of within 20 seconds."""
    with page.expect_response(lambda answer: "/segar/" in answer.url and answer.status == 200):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_everything_that_runs_stops_on_both_sides(coordinator, officer, open_page, sign_in):
    mira = make_client(coordinator, "Mira Umasugi", "Bintang")
    ran = {
        state: bring_to(send_one(coordinator, officer, client=mira, reason="Qwurp"), state, coordinator, officer)
        for state in (State.SENT, State.SCHEDULED, State.SERVED)
    }
    new, dated, served = ran.values()
    other = send_one(coordinator, officer)

    # Two screens of the receiver stand open: the queue, and the page of the one that is in hand.
    desk = go(sign_in(open_page(DESK), officer), QUEUE)
    assert sorted(rows_of(desk)) == sorted([str(new.pk), str(other.pk)])
    phone = go(sign_in(open_page(PHONE), officer), f"/rujukan/{dated.pk}/")
    assert "Bintang" in phone.inner_text("main")

    # At the sender's the client takes it back.
    office = go(sign_in(open_page(DESK), coordinator), f"/klien/{mira.pk}/persetujuan/")
    given = office.locator(".item", has_text="Sentra Contoh").filter(has=office.locator("a[href$='/tarik/']"))
    given.locator("a[href$='/tarik/']").click()
    office.wait_for_url("**/tarik/")
    check(office)
    press(office, "Ya, tarik kembali")

    # The open queue: the row stays where it is, says so, and can be taken no more; shown anew it is gone.
    looked_at_again(desk)
    row_of(desk, new.pk).locator(".tag-stop").wait_for()
    assert row_of(desk, new.pk).locator("[data-take]").is_disabled()
    assert row_of(desk, other.pk).locator("[data-take]").is_enabled()
    assert desk.locator(".tabs [data-count=baru]").inner_text() == "1"
    desk.locator("[data-queue-news] a").click()
    row_of(desk, new.pk).wait_for(state="detached")
    check(desk)
    assert rows_of(desk) == [str(other.pk)] and mira.code not in desk.content()

    # A step pressed on the old page leads to the sentence; so does every address of it.
    press(phone, "Catat sudah dilayani")
    for page, row in ((phone, dated), (desk, new), (desk, served)):
        page.goto(f"/rujukan/{row.pk}/")
        said = page.content()
        assert page.inner_text("h1") == "Persetujuan ditarik"
        assert row.number in said and GONE in said
        assert not [word for word in ("Bintang", "Umasugi", mira.code, "Qwurp", "kedaruratan") if word in said]
    for path in (f"/rujukan/{dated.pk}/surat/", f"/klien/{mira.pk}/"):
        assert phone.goto(path).status == 404
    for path in ("/kerja/", "/rujukan/hari-ini/", f"{QUEUE}?lihat=saya", f"{QUEUE}?lihat=umpan-balik"):
        desk.goto(path)
        assert mira.code not in desk.content() and "Bintang" not in desk.content(), path
    go(desk, "/pemberitahuan/")
    assert "menarik" in desk.inner_text("main") and "Bintang" not in desk.content()

    # The sender reads how each ended, and by what; nothing runs, and nothing new is sent without asking anew.
    go(office, "/rujukan/?lihat=selesai")
    ended = office.locator("main .item", has_text=mira.code)
    assert ended.count() == 3 and ended.filter(has_text="Dibatalkan").count() == 2
    office.goto("/rujukan/")
    assert office.locator("main .item", has_text=mira.code).count() == 0
    assert office.locator("main .item").count() == 1
    go(office, f"/rujukan/{new.pk}/")
    said = office.inner_text("main")
    assert "Persetujuan ditarik" in said and "ditarik" in office.inner_text(".facts") and "Qwurp" in said
    go(office, f"/klien/{mira.pk}/rujukan/?layanan={new.service_id}")
    assert "belum menyetujui berbagi" in office.inner_text("#persetujuan")
    with acting_as(coordinator):
        states = {one.pk: one.state for one in Referral.objects.filter(client=mira)}
    assert states == {new.pk: State.CANCELLED, dated.pk: State.CANCELLED, served.pk: State.DONE}
