"""What holds for every page of a journey on a phone, and how a test lets days pass."""

from django.db import connection

from privacy.context import as_owner
from tests.browser.conftest import NARROW, is_wider_than_screen, violations

TAP = 44  # px, the least height and width of what a thumb presses
PRESSED = "main .btn, main button, main summary, .main-nav a, .site .btn"
MEASURE = """(all, least) => all.filter(one => one.checkVisibility()).map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.height < least - .5 || box.width < least - .5)
  .map(([one, box]) => `${one.outerHTML.slice(0, 120)}: ${box.width} x ${box.height}`)"""


def check(page):
    """Nothing for axe-core to find, nothing scrolls sideways at 320 px, every button is as large as a thumb."""
    found, size = violations(page), page.viewport_size
    page.set_viewport_size(NARROW)
    found += ["scrolls sideways at 320 px"] if is_wider_than_screen(page) else []
    found += page.eval_on_selector_all(PRESSED, MEASURE, TAP)
    page.set_viewport_size(size)
    assert found == [], (page.url, found)
    return page


def go(page, path):
    """Open an address, and check what comes."""
    page.goto(path)
    return check(page)


def names_in(page, section):
    """The titles of a section's rows, from top to bottom; [] when the page has no such section."""
    return [words.split("\n")[0] for words in page.locator(f"{section} .item-title").all_inner_texts()]


def passed(statement, *values):
    """Writes as the owner of the tables that days have passed."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement, values)
