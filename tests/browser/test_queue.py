"""The desk's queue in a browser: by the keyboard alone, and news that disturb nobody."""

import pytest

from tests.browser.conftest import DESK, NARROW
from tests.browser.phone import check, go
from tests.people import make_coordinator, make_referral_officer
from tests.referrals.making import State, bring_to, colleague, do, send_one

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/rujukan/antrean/"
ROW = "[data-row]"


@pytest.fixture
def sides():
    return make_coordinator(), make_referral_officer()


def later(page, seconds=20):
    with page.expect_response(lambda answer: "/segar/" in answer.url) as asked:
        page.clock.fast_forward(seconds * 1000)
    return asked.value


def rows_of(page):
    return page.locator(ROW).evaluate_all("rows => rows.map(row => row.dataset.row)")


def test_by_the_keyboard_alone(open_page, sign_in, sides):
    coordinator, officer = sides
    sent = [send_one(coordinator, officer) for _one in range(3)]
    page = go(sign_in(open_page(DESK), officer), QUEUE)
    order = rows_of(page)
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('[data-row]')?.dataset.row") == order[row]
    page.keyboard.press("x")
    assert page.locator(f'[data-row="{order[1]}"] input').is_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/rujukan/{order[1]}/")
    page.go_back()
    page.uncheck("[data-keys]")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body"), "switched off on this device"
    page.check("[data-keys]")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_url(f"**/rujukan/{order[0]}/")
    check(page)
    assert sent


def test_news_wait_until_someone_wants_them(open_page, sign_in, sides):
    coordinator, officer = sides
    first, second = (send_one(coordinator, officer) for _one in range(2))
    page = open_page(DESK)
    page.clock.install()
    go(sign_in(page, officer), QUEUE)
    assert later(page).status == 304
    page.check(f'[data-row="{second.pk}"] input')
    before = rows_of(page)

    emergency = send_one(coordinator, officer, urgency="DARURAT")
    do("take", first, colleague(officer))
    assert later(page).status == 200
    news = page.locator("[data-queue-news] a")
    news.wait_for()
    assert rows_of(page) == before, "no row moves by itself"
    assert page.locator(f'[data-row="{first.pk}"] .tag-stop').count() == 1
    assert page.locator(f'[data-row="{first.pk}"] button').is_disabled()
    assert page.locator('.tabs [data-count="baru"]').inner_text() == "2"
    assert later(page).status == 304

    news.click()
    page.locator(f'[data-row="{emergency.pk}"]').wait_for()
    assert rows_of(page) == [str(emergency.pk), str(second.pk)]
    assert page.locator(f'[data-row="{second.pk}"] input').is_checked(), "what was ticked stays ticked"
    assert later(page).status == 304
    check(page)


def test_time_goes_on_by_itself(open_page, sign_in, sides):
    coordinator, officer = sides
    row = send_one(coordinator, officer, urgency="DARURAT")
    page = open_page(DESK)
    page.clock.install()
    go(sign_in(page, officer), QUEUE)
    tag = page.locator(f'[data-row="{row.pk}"] .tag')
    assert tag.get_attribute("class") == "tag tag-soon"
    page.clock.fast_forward("02:30:00")
    page.locator(f'[data-row="{row.pk}"] .tag-late').wait_for()


def test_every_page_of_a_receiver_is_narrow_and_accessible(open_page, sign_in, sides):
    coordinator, officer = sides
    for state in (State.SENT, State.ACCEPTED, State.SCHEDULED, State.SERVED, State.DONE):
        bring_to(send_one(coordinator, officer), state, coordinator, officer)
    row = bring_to(send_one(coordinator, officer), State.SCHEDULED, coordinator, officer)
    served = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    for size in (NARROW, DESK):
        page = sign_in(open_page(size), officer)
        for address in (
            QUEUE, f"{QUEUE}?lihat=lewat", "/rujukan/hari-ini/", "/rujukan/cari/", f"/rujukan/{row.pk}/",
            f"/rujukan/{row.pk}/tolak/", f"/rujukan/{row.pk}/jadwal/", f"/rujukan/{served.pk}/umpan-balik/",
            "/layanan-diberikan/", "/layanan-diberikan/baru/", "/pemeriksaan-lanjut/", "/kerja/",
        ):  # fmt: skip
            check(go(page, address))
