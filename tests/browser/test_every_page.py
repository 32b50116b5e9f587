"""Every page that links lead to: nothing for axe-core to find in light and dark, nothing scrolling sideways at 320 px.

The walk follows links as each role, so that a page of a later package is checked as soon as something leads to it. What
only a form or a message leads to is named in the world below; a page that no walk reached fails the test.
"""

import uuid
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone

from accounts import actions as account_actions
from accounts import links
from cases import actions
from cases.actions import imports
from cases.models import HomeVisit, HouseholdMember
from privacy.context import acting_as
from tests.browser.conftest import NARROW, in_the_dark, is_wider_than_screen, violations
from tests.clients import give_consent, make_client, make_visit, share_with, token_for
from tests.people import (
    PASSWORD,
    make_administrator,
    make_coordinator,
    make_member,
    make_organisation,
    make_social_worker,
)

REGISTER = Path(__file__).parent.parent / "cases" / "data" / "register_lks.xlsx"
pytestmark = pytest.mark.django_db(transaction=True)

# Answered to a POST or a script alone, or not ours.
NO_PAGE = {
    "account_logout", "client_nik", "draft_discard", "end_other_sessions", "language", "open_notice", "quick_exit",
    "read_all_notices", "register_choices", "register_discard", "register_import", "register_upload", "remember_folds",
    "revoke_link", "save_draft", "step_done", "step_reopen", "user_access", "user_confirm", "user_password_link",
    "visit_show", "client_similar",
}  # fmt: skip


def url_names():
    """The names of all addresses of the site but the administration's."""
    found = set()
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", [pattern]):
            if getattr(pattern, "namespace", None) != "admin" and getattr(one, "name", None):
                found.add(one.name)
    return found


def name_of(path):
    try:
        return resolve(path).url_name
    except Resolver404:
        return None


@pytest.fixture
def world():
    coordinator = make_coordinator()
    worker = make_social_worker()
    client = make_client(coordinator, "Mira Umasugi", "Mira", kelurahan=None, nik="8271026902889001")
    give_consent(client, coordinator)
    share_with(client, worker.organisation, coordinator)
    make_visit(client, coordinator, visited_at=timezone.now() - timedelta(days=9), done="Berbincang di teras.")
    with acting_as(coordinator):
        actions.add_step(
            token=token_for(coordinator),
            client=client,
            by=coordinator,
            what="Mengurus KIS",
            due_on=timezone.localdate(),
        )
        actions.add_household_member(
            token=token_for(coordinator),
            client=client,
            by=coordinator,
            name="Ani",
            relation="saudara",
            knows_status="ya",
        )
    administrator = make_administrator(coordinator.organisation)
    make_member("pendamping", make_organisation("KDS"), user=worker.user)  # a second hat
    with acting_as(administrator):
        link = account_actions.invite(
            key=uuid.uuid4(), organisation=administrator.organisation, roles=["pendamping"], by=administrator
        )
    with acting_as(coordinator):
        file = imports.upload(
            token=token_for(coordinator, "register"), by=coordinator, organisation=coordinator.organisation,
            name="daftar.xlsx", content=REGISTER.read_bytes(),
        )  # fmt: skip
        member = HouseholdMember.objects.get()
        visit = HomeVisit.objects.get()
        actions.correct_visit(visit=visit, by=coordinator, seen_at=None, done="Berbincang di dapur.")
    return {
        "coordinator": coordinator, "worker": worker, "administrator": administrator,
        # what a form or a message leads to, and no link that a walk would find
        "besides": {
            "coordinator": [
                f"/register/{file.pk}/", f"/register/{file.pk}/kolom/", f"/register/{file.pk}/buang/",
                f"/keluarga/{member.pk}/",
                f"/kunjungan/{visit.pk}/versi/", f"/kunjungan/{visit.pk}/tersimpan/",
            ],
            "administrator": [f"/pengguna/undangan/{link.pk}/", f"/pengguna/{coordinator.id}/peran/"],
            "nobody": [links.path_of(link)],
        },
    }  # fmt: skip


def check(page, where):
    """What is wrong with the page that is open, as lines that name it."""
    found = violations(page)
    with in_the_dark(page):
        found += [f"dark: {one}" for one in violations(page)]
    page.set_viewport_size(NARROW)
    wide = is_wider_than_screen(page)
    page.set_viewport_size({"width": 360, "height": 740})
    found += ["scrolls sideways at 320 px"] if wide else []
    return [f"{where}: {one}" for one in found]


def walk(page, seen, start):
    """Check one page of each name that links lead to; gives what is wrong with them."""
    waiting, wrong = [start], []
    while waiting:
        path = waiting.pop(0)
        name = name_of(urlsplit(path).path)
        if name is None or name in seen or name in NO_PAGE:
            continue
        answer = page.goto(path)
        if answer.status != 200 or urlsplit(page.url).path != urlsplit(path).path:
            continue
        seen.add(name)
        wrong += check(page, f"{name} {path}")
        waiting += page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    return wrong


def test_every_page_is_clean_for_everyone(world, open_page, sign_in):
    seen = set()
    wrong = []
    for start in ("/", "/masuk/", "/selesai/"):
        wrong += walk(open_page(), seen, start)
    wrong += walk(open_page(), seen, world["besides"]["nobody"][0])
    for who in ("coordinator", "administrator"):
        page = sign_in(open_page(), world[who])
        for start in (*world["besides"][who], "/kerja/", "/klien/", "/lainnya/", "/pengguna/undang/", "/komponen/"):
            wrong += walk(page, seen, start)
    page = open_page()
    page.goto("/masuk/")
    page.fill("[name=login]", world["worker"].user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    wrong += walk(page, seen, "/topi/")
    page.locator("main button[type=submit]").first.click()
    wrong += walk(page, seen, "/kerja/hari-ini/")

    assert wrong == []
    assert url_names() - seen - NO_PAGE == set()


@pytest.mark.parametrize("path", ["/tidak-ada/", "/klien/00000000-0000-4000-8000-000000000000/"])
def test_error_pages_are_clean(world, open_page, sign_in, path):
    page = sign_in(open_page(), world["coordinator"])
    assert page.goto(path).status == 404
    assert check(page, path) == []
