"""Which pages are measured, and as whom.

A social worker of the Balai sees nearly everyone and answers for 30; the coordinator of an LKS sees its 500; that of
the Balai sees nearly everyone and has none of their own. The coordinator of the largest LKS acts for its KDS, too.
Referrals are answered by an officer of the Balai, who has seats of referrals alone, and by the clinic's staff; three
people stand at desks of one referral each (`ONE_ROW`).
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
OFFICER, CLINIC, SUPERVISOR = "petugas-balai-1", "klinik-1", "supervisor-balai"
OFFICER_OF_ONE, CLINIC_OF_ONE, SENDER_OF_ONE = "petugas-satu", "klinik-satu", "koordinator-satu"
QUEUE, FRESH, SENT, TODAY = "/rujukan/antrean/", "/rujukan/antrean/segar/", "/rujukan/", "/rujukan/hari-ini/"
PASSWORD = "bench-world-of-invented-people"  # noqa: S105, as `cases/management/bench/people.py` gives it to all
OLDER = re.compile(r'href="(\?[^"]*(?:sejak|sesudah)=[^"]*)"')
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
    Page("queue", "Queue, new", OFFICER, QUEUE, True, "queue"),
    Page("queue_late", "Queue, overdue", OFFICER, f"{QUEUE}?lihat=lewat", True, "queue"),
    Page("queue_on", "Queue, next page", OFFICER, QUEUE, True, "queue", False),
    Page("queue_one", "Queue of one row", OFFICER_OF_ONE, QUEUE, True, "queue", False),
    Page("queue_fresh", "Queue asks for news, none (304)", OFFICER, FRESH, kind="fresh", is_driven=False),
    Page("queue_news", "Queue asks for news, some", OFFICER, FRESH, True, "page", False),
    Page("referral", "Referral, who answers", OFFICER, "/rujukan/{referral}/"),
    Page("referral_sent", "Referral, who sent it", LKS, "/rujukan/{referral}/"),
    Page("outgoing", "Sent referrals", LKS, SENT, True),
    Page("outgoing_over", "Sent referrals, over", LKS, f"{SENT}?lihat=selesai", True),
    Page("outgoing_one", "Sent referrals, one row", SENDER_OF_ONE, SENT, True, "page", False),
    Page("inbox", "Clinic's day", CLINIC, TODAY, True),
    Page("inbox_one", "Clinic's day, one row", CLINIC_OF_ONE, TODAY, True, "page", False),
    Page("home_officer", "Home page, referral officer", OFFICER, "/kerja/", True, "worklist"),
    Page("home_clinic", "Home page, clinic", CLINIC, "/kerja/", True, "worklist"),
    Page("home_supervisor", "Home page, supervisor of the Balai", SUPERVISOR, "/kerja/", True, "worklist"),
)  # fmt: skip
REFERRALS = ("queue", "referral", "outgoing", "inbox", "home_officer", "home_clinic", "home_supervisor")  # begin so
ONE_ROW = {"queue": "queue_one", "outgoing": "outgoing_one", "inbox": "inbox_one"}
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


def people(port, workers, coordinators, pages=PAGES):
    """Sign in everyone, and find the addresses that each will ask for."""
    shared = {login: _signed_in(port, login) for login in sorted({page.who for page in pages} - {WORKER})}
    return [_person(port, worker, coordinators, shared, pages) for worker in workers]


def _person(port, worker, coordinators, shared, pages):
    browsers = {WORKER: _signed_in(port, worker["login"]), **shared}
    addresses = {}
    for page in pages:
        known = coordinators.get(page.who, {})
        several = next((name for name in ("alone", "referral") if f"{{{name}}}" in page.path), None)
        if several:
            addresses[page.key] = [(page.path.format(**{several: one}), None) for one in known[several]]
        elif page.kind == "search":
            results = [_results(browsers[page.who], page.path, question) for question in worker["questions"]]
            addresses[page.key] = [(path, None) for path in results]
        elif page.kind == "form":
            addresses[page.key] = [(page.path.format(client), None) for client in worker["clients"]]
        elif page.kind != "save":
            path = page.path.format(**{name: worker[name] for name in ("typical", "long")}, **known)
            addresses[page.key] = [(path, None)]
    for page in pages:
        if page.key.endswith("_on"):
            addresses[page.key] = [(_further_down(browsers[page.who], page.path), None)]
    return Person(browsers, addresses)


def _results(browser, path, question):
    """Where a search leads to; the page with the results is what is measured."""
    return browser.fetch((path, {"q": question})).headers["Location"]


def part(keys):
    """The pages whose keys begin with one of these words; all of them without any."""
    return tuple(page for page in PAGES if not keys or page.key.startswith(tuple(keys)))


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
