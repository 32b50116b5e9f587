import pytest
from tests.browser.conftest import *  # noqa
from tests.cases.imports.conftest import SAMPLE
from tests.people import PASSWORD, make_coordinator

pytestmark = pytest.mark.django_db(transaction=True)


def test_measure(open_page):
    actor = make_coordinator()
    page = open_page()
    page.goto("/masuk/") if False else page.goto("/register/")
    page.locator("input[name=login]").fill(actor.user.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.goto("/register/")
    page.locator("input[type=file]").set_input_files(str(SAMPLE))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector(".savebar")
    out = {}
    out["preview"] = page.evaluate("[document.querySelector('.savebar').offsetHeight, document.body.scrollHeight, document.documentElement.scrollWidth]")
    page.evaluate("document.querySelector(\"tbody tr\").scrollIntoView()"); page.screenshot(path="/tmp/zr_preview.png")
    page.locator(".savebar button").click()
    page.wait_for_selector("h1:has-text('terdaftar')")
    page.goto("/persetujuan-berkas/")
    page.wait_for_selector("#saring")
    out["box"] = page.locator("#saring").is_visible()
    page.locator("#saring").fill("Marlina")
    out["filtered"] = page.locator("#berkas > li:visible").count()
    page.locator("#berkas > li:visible input[type=checkbox]").first.check()
    page.locator("#saring").fill("")
    page.locator("button[name=ke]", has_text="berikutnya").click()
    page.wait_for_selector("text=dicentang di halaman lain")
    out["carried"] = page.locator("summary", has_text="dicentang").inner_text()
    page.screenshot(path="/tmp/zr_papers.png", full_page=False)
    page.goto("/klien/petugas/")
    page.screenshot(path="/tmp/zr_workers.png")
    out["workers"] = page.evaluate("[document.body.scrollHeight, document.documentElement.scrollWidth]")
    print(out)
