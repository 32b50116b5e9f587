"""Which pages are measured, and as whom.

A social worker of the Balai sees nearly everyone and answers for 30; the coordinator of an LKS sees its 500; that of
the Balai sees nearly everyone and has none of their own.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import NamedTuple

from bench.browser import Browser
from scripts.localpg import ROOT

WORKER, LKS, BALAI = "peksos", "koordinator-1", "koordinator-balai"
PASSWORD = "bench-world-of-invented-people"  # noqa: S105, as `cases/management/bench/people.py` gives it to all
OLDER = re.compile(r'href="(\?[^"]*sejak=[^"]*)"')
PAGES_ON = 3  # how far down a list the page "further down" is


class Page(NamedTuple):
    key: str
    title: str
    who: str
    path: str = ""
    is_list: bool = False
    kind: str = "page"  # what the budgets of the design call it


PAGES = (
    Page("home", "Home page, social worker", WORKER, "/kerja/", True, "worklist"),
    Page("home_lks", "Home page, coordinator of 500", LKS, "/kerja/", True, "worklist"),
    Page("home_all", "Home page, coordinator who sees all", BALAI, "/kerja/", True, "worklist"),
    Page("list", "Client list, who sees all", WORKER, "/klien/", True, "list"),
    Page("list_on", "Client list, further down", WORKER, "/klien/", True, "list"),
    Page("list_own", "Client list, own 30", WORKER, "/klien/?petugas=saya", True, "list"),
    Page("list_lks", "Client list, coordinator of 500", LKS, "/klien/", True, "list"),
    Page("search", "Search by name, who sees all", WORKER, "/klien/", True, "search"),
    Page("search_lks", "Search by name, coordinator of 500", LKS, "/klien/", True, "search"),
    Page("client", "Client page, 5 visits", WORKER, "/klien/{typical}/", kind="client"),
    Page("client_500", "Client page, 500 visits", WORKER, "/klien/{long}/", kind="client"),
    Page("form", "Visit form", WORKER, "/klien/{}/kunjungan/baru/", kind="form"),
    Page("save", "Saving a visit", WORKER, kind="save"),
)
BARE = Page("bare", "Bare Django page", "", "/")


@dataclass
class Person:
    """One simulated user: for each page the addresses to ask for in turn, as (path, fields to post), and the cookie."""

    browsers: dict
    addresses: dict

    def cookies(self):
        return {page.key: self.browsers[page.who].cookie for page in PAGES if page.key in self.addresses}


def facts(environment):
    """What `bench/facts.py` tells of a world."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.facts"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return json.loads(told.stdout)


def people(port, workers):
    """Sign in everyone, and find the addresses that each will ask for."""
    coordinators = {login: _signed_in(port, login) for login in (LKS, BALAI)}
    return [_person(port, worker, coordinators) for worker in workers]


def _person(port, worker, coordinators):
    browsers = {WORKER: _signed_in(port, worker["login"]), **coordinators}
    addresses = {}
    for page in PAGES:
        if page.kind == "search":
            results = [_results(browsers[page.who], page.path, question) for question in worker["questions"]]
            addresses[page.key] = [(path, None) for path in results]
        elif page.kind == "form":
            addresses[page.key] = [(page.path.format(client), None) for client in worker["clients"]]
        elif page.kind != "save":
            path = page.path.format(**{name: worker[name] for name in ("typical", "long")})
            addresses[page.key] = [(path, None)]
    addresses["list_on"] = [(_further_down(browsers[WORKER], "/klien/"), None)]
    return Person(browsers, addresses)


def _results(browser, path, question):
    """Where a search leads to; the page with the results is what is measured."""
    return browser.fetch((path, {"q": question})).headers["Location"]


def _signed_in(port, login):
    browser = Browser(port)
    browser.sign_in(login, PASSWORD)
    return browser


def _further_down(browser, path):
    start = path
    for _ in range(PAGES_ON):
        if not (older := OLDER.search(browser.get(path).text)):
            break
        path = start + older[1].replace("&amp;", "&")
    return path
