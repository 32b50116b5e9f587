"""Which pages are measured, and as whom.

A social worker of the Balai sees nearly everyone and answers for 30; the coordinator of an LKS sees its 500; that of
the Balai sees nearly everyone and has none of their own. The coordinator of the largest LKS acts for its KDS, too.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import NamedTuple

from bench.browser import Browser
from bench.companionship import EVERYDAY, HEAD, OFFERED_TO
from scripts.localpg import ROOT

WORKER, LKS, BALAI = "peksos", f"koordinator-{EVERYDAY}", "koordinator-balai"
HEAD_LKS, COMPANION = f"koordinator-{HEAD}", f"pendamping-{EVERYDAY}-{OFFERED_TO}"
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
    is_driven: bool = True  # under load, too


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
    Page("home_companion", "Home page, companion", COMPANION, "/kerja/", True, "worklist"),
    Page("home_head", "Home page, coordinator of the largest LKS", HEAD_LKS, "/kerja/", True, "worklist", False),
    Page("gaps", "Clients without a companion", LKS, "/pendamping/tanpa/", True),
    Page("gaps_head", "Clients without a companion, largest LKS", HEAD_LKS, "/pendamping/tanpa/", True, "page", False),
    Page("suggest", "Suggestion for a client", LKS, "/klien/{alone}/pendamping/", kind="suggestion"),
    Page("suggest_head", "Suggestion for a client, largest LKS", HEAD_LKS, "/klien/{alone}/pendamping/", False,
         "suggestion", False),
    Page("companions", "Companions and their loads", LKS, "/pendamping/", True),
    Page("companions_head", "Companions and their loads, largest LKS", HEAD_LKS, "/pendamping/", True, "page", False),
    Page("handover", "Hand-over of 20 clients", LKS, "/pendamping/{leaving}/serah-terima/", False, "page", False),
    Page("handover_head", "Hand-over of 20 clients, largest LKS", HEAD_LKS, "/pendamping/{leaving}/serah-terima/",
         False, "page", False),
    Page("directory", "Directory of LKS and KDS", BALAI, "/lembaga/", True),
)  # fmt: skip
BARE = Page("bare", "Bare Django page", "", "/")


@dataclass
class Person:
    """One simulated user: for each page the addresses to ask for in turn, as (path, fields to post), and the cookie."""

    browsers: dict
    addresses: dict

    def cookies(self):
        return {page.key: self.browsers[page.who].cookie for page in PAGES if page.key in self.addresses}

    def driven(self):
        """The addresses of the pages that are asked for under load."""
        return {page.key: self.addresses[page.key] for page in PAGES if page.is_driven and page.key in self.addresses}


def facts(environment):
    """What `bench/facts.py` tells of a world."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.facts"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return json.loads(told.stdout)


def people(port, workers, coordinators):
    """Sign in everyone, and find the addresses that each will ask for."""
    shared = {login: _signed_in(port, login) for login in (LKS, BALAI, HEAD_LKS, COMPANION)}
    return [_person(port, worker, coordinators, shared) for worker in workers]


def _person(port, worker, coordinators, shared):
    browsers = {WORKER: _signed_in(port, worker["login"]), **shared}
    addresses = {}
    for page in PAGES:
        known = coordinators.get(page.who, {})
        if "{alone}" in page.path:
            addresses[page.key] = [(page.path.format(alone=client), None) for client in known["alone"]]
        elif page.kind == "search":
            results = [_results(browsers[page.who], page.path, question) for question in worker["questions"]]
            addresses[page.key] = [(path, None) for path in results]
        elif page.kind == "form":
            addresses[page.key] = [(page.path.format(client), None) for client in worker["clients"]]
        elif page.kind != "save":
            path = page.path.format(**{name: worker[name] for name in ("typical", "long")}, **known)
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
