"""The four scripts in a real browser, against a server of a few lines: what they send, and what the person reads."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import sync_playwright

from scripts.system import chromium
from tests.face.pages import STATIC

SCRIPTS = "".join(f'<script src="/js/{name}.js" defer></script>' for name in ("errors", "folds", "draft", "send"))
FORM = f"""<!doctype html><html lang="id"><head><title>x</title>{SCRIPTS}</head><body>
<div data-error-summary tabindex="-1" role="alert"><a href="#deep">Weight</a></div>
<form method="post" action="/save" data-draft data-draft-url="/draft" data-send>
<input type="hidden" name="csrfmiddlewaretoken" value="t0ken"><input name="note" id="note">
<div data-folds="visit" data-folds-url="/folds">
<details data-fold="family"><summary>Family</summary><input id="deep"></details></div>
<button type="submit" name="to" value="1">Save</button>
<p role="status" data-form-state data-sending="Sending" data-waiting="Not sent yet" data-saved="Draft saved at {{time}}"
 data-unsaved="No signal" data-ended="Session ended"></p>
</form></body></html>"""
SAVED = f"<!doctype html><html><head><title>y</title>{SCRIPTS}</head><body><h1>Saved</h1></body></html>"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"


class Server(BaseHTTPRequestHandler):
    """Answers as it was told to; remembers what was posted."""

    posted, broken, draft_status = [], 0, 200

    def do_GET(self):
        if self.path.startswith("/js/"):
            return self.answer((STATIC / self.path[1:]).read_text(), kind="text/javascript")
        return self.answer(SAVED if self.path == "/saved" else FORM)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Server.posted.append((self.path, parse_qs(body)))
        if self.path == "/draft":
            return self.answer('{"saved": true, "at": "16.24"}', kind="application/json", status=Server.draft_status)
        if self.path == "/folds":
            return self.answer("", status=204)
        if Server.broken:
            Server.broken -= 1
            return self.close_connection  # as when the server dies between press and answer
        return self.answer("", status=302, headers={"Location": "/saved"})

    def answer(self, text, *, kind="text/html; charset=utf-8", status=200, headers=()):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Security-Policy": POLICY, **dict(headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        """A test run prints nothing."""


@contextmanager
def serving():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/form"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    Server.posted, Server.broken, Server.draft_status = [], 0, 200
    with serving() as url:
        page = browser.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda message: problems.append(message.text) if "Content Security" in message.text else None
        )
        page.goto(url)
        yield page
        page.close()
    assert problems == []


def sent_to(path):
    return [body for where, body in Server.posted if where == path]


def test_the_error_summary_takes_the_focus_and_opens_the_fold(page):
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")

    page.click("text=Weight")

    assert page.evaluate("document.activeElement.id") == "deep"


def test_what_is_typed_is_kept_after_a_pause(page):
    page.fill("#note", "Besok lagi")

    page.wait_for_selector("text=Draft saved at 16.24")

    assert sent_to("/draft") == [{"csrfmiddlewaretoken": ["t0ken"], "note": ["Besok lagi"]}]


def test_an_ended_session_is_said(page):
    Server.draft_status = 403
    page.fill("#note", "Besok lagi")

    page.wait_for_selector("text=Session ended")


def test_a_form_is_sent_once_however_often_it_is_pressed(page):
    page.evaluate("const b = document.querySelector('button'); b.click(); b.click(); b.click()")

    page.wait_for_selector("text=Saved")

    assert len(sent_to("/save")) == 1
    assert sent_to("/save")[0]["to"] == ["1"]
    assert page.url.endswith("/saved")


def test_without_a_signal_the_page_stays_and_the_same_body_goes_again(page):
    Server.broken = 1
    page.fill("#note", "Rumah kosong")

    page.click("button")
    page.wait_for_selector("text=Not sent yet")
    assert page.input_value("#note") == "Rumah kosong"
    page.wait_for_selector("text=Saved")

    first, second = sent_to("/save")
    assert first == second
    assert sent_to("/draft") == []  # no draft may follow a form that was sent


def test_a_fold_that_was_opened_is_remembered(page):
    page.click("summary")

    with page.expect_response("**/folds"):
        pass

    assert sent_to("/folds") == [{"csrfmiddlewaretoken": ["t0ken"], "name": ["visit"], "value": ['["family"]']}]
