"""Every page that links lead to: nothing for axe-core to find in light and dark, nothing scrolling sideways at 320 px.

The walk follows links as each role, so that a page of a later package is checked as soon as something leads to it. What
only a form or a message leads to is named in the world below; a page that no walk reached fails the test.
"""

import uuid
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import timezone

from accounts import actions as account_actions
from accounts import links
from cases import actions
from cases.actions import imports
from cases.models import HomeVisit, HouseholdMember
from companions import actions as companions
from companions.models import Certificate
from privacy.context import acting_as
from referrals.models import Withdrawn
from tests.browser.conftest import NARROW, in_the_dark, is_wider_than_screen, violations
from tests.clients import give_consent, make_client, make_visit, share_with, token_for
from tests.companions.making import assign, make_ready
from tests.matrix.referring import refer
from tests.people import (
    PASSWORD,
    make_administrator,
    make_coordinator,
    make_member,
    make_organisation,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
    make_trainer,
)

REGISTER = Path(__file__).parent.parent / "cases" / "data" / "register_lks.xlsx"
pytestmark = pytest.mark.django_db(transaction=True)

# Answered to a POST or a script alone, or not ours.
NO_PAGE = {
    "account_logout", "client_nik", "draft_discard", "end_other_sessions", "language", "open_notice", "quick_exit",
    "read_all_notices", "register_choices", "register_discard", "register_import", "register_upload", "remember_folds",
    "revoke_link", "save_draft", "step_done", "step_reopen", "user_access", "user_confirm", "user_password_link",
    "visit_show", "client_similar", "barrier_lift", "action_done", "offer_accept", "offer_take_back", "session_new",
    "session_remove", "participant_withdraw", "companion_workload_picture", "certificate_paper",
    "queue_fresh", "referrals_take", "referral_take", "referral_arrive", "referral_undo_arrival", "letter_open",
    "service_cancel", "money_approve", "money_refuse",
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
    companionship = make_companionship(coordinator, client)
    referring = make_referrals(coordinator, client)
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
        visit = HomeVisit.objects.get(under_id=None)
        actions.correct_visit(visit=visit, by=coordinator, seen_at=None, done="Berbincang di dapur.")
    return {
        "coordinator": coordinator, "worker": worker, "administrator": administrator, **companionship,
        "officer": referring.pop("officer"), "supervisor": referring.pop("supervisor"), "referrals": referring,
        # what a form or a message leads to, and no link that a walk would find
        "besides": {
            "coordinator": [
                client.get_absolute_url(),
                f"/register/{file.pk}/", f"/register/{file.pk}/kolom/", f"/register/{file.pk}/buang/",
                f"/keluarga/{member.pk}/",
                f"/kunjungan/{visit.pk}/versi/", f"/kunjungan/{visit.pk}/tersimpan/",
            ],
            "administrator": [f"/pengguna/undangan/{link.pk}/", f"/pengguna/{coordinator.id}/peran/"],
            "nobody": [links.path_of(link)],
        },
    }  # fmt: skip


def make_referrals(coordinator, client):
    """Referrals in every state, the officer who answers and the supervisor who approves; pages of each of them."""
    officer = make_referral_officer()
    other = make_client(coordinator, "Rusdi Kader", "Rusdi")
    ids = refer(coordinator, officer, client, other)

    def of(**pages):
        return [reverse(page, args=[ids[what]]) for page, what in pages.items()]

    with acting_as(officer):
        withdrawn = Withdrawn.objects.first().pk
    sent = of(referral_edit="proposal", referral_send_back="proposal", referral_cancel="referral",
              referral_letter="referral", referral_detail="served",
              consent_withdrawn="withdrawn_line")  # fmt: skip
    emergency = reverse("referral_send", args=[ids["emergency"]])
    new = f"{reverse('referral_new', args=[client.pk])}?layanan={ids['service']}"
    answers = of(
        referral_detail="referral", referral_decline="referral", referral_put_back="accepted",
        referral_schedule="accepted", referral_serve="accepted", referral_unschedule="scheduled",
        referral_no_show="scheduled", referral_feedback="served", referral_close_no_show="no_show",
        referral_reopen="closed", service_given="given", check_answer="check", service_edit="service",
        referral_visit="accepted", referral_visit_hide="visit_under",
    )  # fmt: skip
    lists = [reverse(name) for name in ("referral_queue", "clinic_inbox", "referral_find", "services_given",
                                        "service_record", "check_list", "service_list", "service_new")]  # fmt: skip
    return {
        "officer": officer,
        "supervisor": make_supervisor(officer.organisation),
        "starts": {
            "coordinator": [*sent, emergency, new, reverse("referral_new", args=[client.pk]), reverse("referral_list")],
            "officer": ["/kerja/", *answers, *lists, reverse("referral_detail", args=[withdrawn])],
            "supervisor": ["/kerja/", reverse("money_list"), reverse("service_page", args=[officer.organisation.pk])],
        },
    }


def make_companionship(coordinator, client):
    """Companions with all that hangs on them, the trainer and one who answers an offer."""
    today = timezone.localdate()
    sari, maria = make_ready(coordinator, name="Sari Umasugi"), make_ready(coordinator, name="Maria Lessy")
    trainer = make_trainer()
    assignment = assign(client, sari, coordinator)
    make_client(coordinator, "Yusuf Kader", "Yusuf")
    with acting_as(trainer):
        training = companions.plan_training(
            token=token_for(trainer), by=trainer, course="Penyegaran", starts_on=today, ends_on=today
        )
        companions.add_session(training=training, by=trainer, held_on=today, topic="Mendengar")
        companions.enrol(training=training, companions=[sari.membership, maria.membership], by=trainer)
    with acting_as(coordinator):
        made = companions.hand_over(
            token=token_for(coordinator), companion=sari.membership, by=coordinator, why="beban",
            choices={assignment: maria.membership},
        )  # fmt: skip
        absence = companions.add_absence(
            token=token_for(coordinator), companion=maria.membership.companion, by=coordinator,
            from_on=today + timedelta(days=20), until_on=today + timedelta(days=25),
        )  # fmt: skip
        talk = companions.record_supervision(
            token=token_for(coordinator), companion=sari.membership.companion, by=coordinator, held_on=today,
            findings="Catatan rapi", clients=[client.pk], agreed=[("Berbagi jadwal", today)],
        )  # fmt: skip
        meeting = companions.plan_meeting(
            token=token_for(coordinator), organisation=coordinator.organisation, by=coordinator,
            starts_at=timezone.now() - timedelta(hours=2), topic="Saling menguatkan", place="Sekretariat",
        )  # fmt: skip
        companions.save_profile(organisation=coordinator.organisation, by=coordinator, phone="0921-000000")
        group = make_organisation("KDS", parent=coordinator.organisation)
        certificate = Certificate.objects.filter(companion=sari.id).first()
        offer = made.offers.get()
    of_sari = ("companion_detail", "companion_edit", "companion_leaving", "absence_new", "supervision_new",
               "handover_new", "handover_take_over")  # fmt: skip
    of_client = ("companion_assign", "companion_wish", "barrier_new", "word_new")
    plain = ("gap_list", "register_names", "place_new", "companion_list", "supervision_list", "handover_list",
             "directory", "meeting_list", "meeting_new", "training_list", "expiring_list",
             "certificate_check")  # fmt: skip
    of_meeting = ("meeting_detail", "meeting_edit", "meeting_hold", "meeting_cancel", "meeting_sheet")
    of_place = ("place_detail", "place_edit", "place_sheet")
    of_training = ("training_detail", "training_edit", "training_cancel", "training_enrol", "training_attendance",
                   "training_issue")  # fmt: skip
    return {
        "trainer": trainer,
        "companion": maria,
        "starts": {
            "coordinator": [
                *(reverse(name) for name in plain),
                *(reverse(name, args=[sari.id]) for name in of_sari),
                *(reverse(name, args=[client.pk]) for name in of_client),
                *(reverse(name, args=[meeting.pk]) for name in of_meeting),
                *(reverse(name, args=[coordinator.organisation.pk]) for name in of_place),
                reverse("place_active", args=[group.pk]),
                reverse("assignment_end", args=[assignment.pk]),
                reverse("handover_detail", args=[made.pk]),
                reverse("absence_cancel", args=[absence.pk]),
                reverse("supervision_detail", args=[talk.pk]),
                reverse("certificate_detail", args=[certificate.pk]),
            ],
            "trainer": [
                "/kerja/", reverse("training_new"), *(reverse(name, args=[training.pk]) for name in of_training),
                reverse("certificate_revoke", args=[certificate.pk]),
            ],
            "companion": [
                "/kerja/", reverse("offers"), reverse("offer_decline", args=[offer.pk]), reverse("my_absence"),
                reverse("my_supervision"), reverse("my_profile"),
            ],
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
    for who in ("coordinator", "trainer", "companion"):
        page = sign_in(open_page(), world[who])
        for start in world["starts"][who]:
            wrong += walk(page, seen, start)
    for who, starts in world["referrals"]["starts"].items():
        page = sign_in(open_page(), world[who])
        for start in starts:
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
