"""A real Chromium against the real application: its own server, real PostgreSQL, the web's role."""

import os
from contextlib import contextmanager
from importlib.resources import files

import pytest
from playwright.sync_api import sync_playwright

from scripts.system import chromium
from tests.people import PASSWORD

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="package")
def browser():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the driver keeps an event loop in this thread
    with sync_playwright() as driver:
        engine = driver.chromium.launch(executable_path=chromium(), args=QUIET)
        yield engine
        engine.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser, live_server):
    """A new page of a person of their own; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_it(size=PHONE, **options):
        context = browser.new_context(
            viewport=size,
            locale="id-ID",
            timezone_id="Asia/Jayapura",
            base_url=live_server.url,
            reduced_motion="reduce",  # a colour on its way from light to dark is neither
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in():
    def enter(page, actor):
        page.goto("/masuk/")
        page.fill("[name=login]", actor.user.username)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/kerja/**")
        return page

    return enter


def violations(page):
    """What axe-core finds on the page, as short lines."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def is_wider_than_screen(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@contextmanager
def in_the_dark(page):
    page.emulate_media(color_scheme="dark")
    yield
    page.emulate_media(color_scheme="light")
