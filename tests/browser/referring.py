"""What people press and read on the pages of referrals, by the words that stand on them."""

import re
from datetime import timedelta

from django.utils import timezone

from tests.browser.phone import check

QUEUE = "/rujukan/antrean/"
PRESSED = "main a, main button"


def press(page, words):
    """Press what bears these words, and check the page that comes: by a link, a form, or a form sent by script."""
    label = re.compile(rf"^\s*{re.escape(words)}\s*(:|$)")  # behind ":" stands for whom, for ears alone
    page.evaluate("document.querySelector('main').dataset.old = ''")
    page.locator(PRESSED).filter(has_text=label).filter(visible=True).first.click()
    page.locator("main:not([data-old])").wait_for()
    page.wait_for_load_state()
    return check(page)


def choose(page, name, value):
    """Press the chip or the line of this choice; what is folded is opened first."""
    box = page.locator(f"[name='{name}'][value='{value}']")
    unfold(page, box)
    page.locator(f"label[for={box.get_attribute('id')}]").click()
    assert box.is_checked()


def write(page, **fields):
    """Type into the fields of these names."""
    for name, words in fields.items():
        box = page.locator(f"[name='{name}']")
        unfold(page, box)
        box.fill(words)


def pick(page, **chosen):
    """Choose from the lists of these names."""
    for name, value in chosen.items():
        box = page.locator(f"[name='{name}']")
        unfold(page, box)
        box.select_option(value)


def unfold(page, box):
    fold = page.locator("details:not([open])", has=box)
    if fold.count():
        fold.locator("summary").first.click()


def minute(**ahead):
    """So long from now as a field of a day and a time has it."""
    return f"{timezone.localtime() + timedelta(**ahead):%Y-%m-%dT%H:%M}"


def consent_on_the_spot(page, organisation):
    """From the form that misses it to the consent's page and back; what was typed before is still there."""
    press(page, "Tanyakan dan catat sekarang")
    assert page.locator("[name=organisation]").input_value() == str(organisation.pk)
    choose(page, "how", "tertulis")
    press(page, "Simpan")
    assert f"{organisation.name}: disetujui" in page.inner_text("#persetujuan")


def steps_told(page):
    """What the home page says is new in one's referrals, the newest first: states in small letters."""
    page.goto("/kerja/")
    rows = page.locator("#langkah-rujukan .item p:first-child").all_inner_texts()
    return [row.rsplit(": ", 1)[1] for row in rows]


def row_of(page, referral):
    return page.locator(f"[data-row='{referral}']")


def rows_of(page):
    return page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")


def id_of(page):
    """The referral whose page is open."""
    return page.url.rstrip("/").rsplit("/", 1)[1]
