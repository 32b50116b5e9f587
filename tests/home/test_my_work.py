"""The home page of each role, and the list on paper."""

import gzip
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.roles import Role
from cases import actions
from cases.models import NextStep, PlannedVisit
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.clients import make_client, make_visit, share_with, token_for
from tests.people import (
    make_administrator,
    make_clinic_staff,
    make_companion,
    make_coordinator,
    make_manager,
    make_member,
    make_privacy_officer,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
    make_trainer,
    sign_in,
)  # fmt: skip

pytestmark = pytest.mark.django_db
# A test is one transaction, in which each request is nested: savepoints, and the person before is handed back.
ONLY_IN_TESTS = re.compile(
    r"SAVEPOINT|RELEASE|SELECT coalesce\(current_setting|SELECT set_config\('basodara.member', ''"
)
MAKERS = {
    Role.COMPANION: make_companion, Role.COORDINATOR: make_coordinator, Role.SOCIAL_WORKER: make_social_worker,
    Role.SUPERVISOR: make_supervisor, Role.REFERRAL_OFFICER: make_referral_officer,
    Role.CLINIC_STAFF: make_clinic_staff, Role.TRAINER: make_trainer, Role.MANAGER: make_manager,
    Role.PRIVACY_OFFICER: make_privacy_officer, Role.ADMINISTRATOR: make_administrator,
}  # fmt: skip


def today():
    return timezone.localdate()


def home_of(actor, url="my_work", query=""):
    return sign_in(Client(), actor).get(reverse(url) + query)


def text_of(actor, url="my_work"):
    return home_of(actor, url).content.decode()


def plan_for(actor, person, days=0, **more):
    """A plan of so many days from today; one of the past was made in time and then passed by."""
    with acting_as(actor):
        plan = actions.plan_visit(
            token=token_for(actor), client=person, by=actor, planned_on=max(today(), today() + timedelta(days=days)),
            place=more.pop("place", "rumah"), **more,
        )  # fmt: skip
        if days < 0:
            PlannedVisit.objects.filter(pk=plan.pk).update(planned_on=today() + timedelta(days=days))
    return plan


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_home_page(role):
    page = home_of(MAKERS[role]())

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("make", [make_manager, make_privacy_officer])
def test_a_role_whose_pages_come_later_reads_so(make):
    assert "akan" in re.sub(r"<[^>]+>", " ", text_of(make()))


def test_an_administrator_is_led_to_the_users():
    assert reverse("users") in text_of(make_administrator())


def test_overdue_first_then_today_then_the_week_by_kelurahan():
    worker = make_social_worker()
    names = {"Lama": -6, "Baru": -1, "Kini": 0, "Lusa": 2, "Jauh": 20}
    for name, days in names.items():
        plan_for(worker, make_client(worker, call_name=name), days)

    text = text_of(worker)

    assert [text.index(f">{name}<") for name in ("Lama", "Baru", "Kini", "Lusa")] == sorted(
        text.index(f">{name}<") for name in ("Lama", "Baru", "Kini", "Lusa")
    )
    assert text.index("sec-late") < text.index(">Lama<") < text.index('id="hari-ini"') < text.index(">Kini<")
    assert "Lewat 6 hari" in text
    assert ">Jauh<" not in text


def test_a_step_of_hours_is_late_by_the_hour():
    worker = make_social_worker()
    person = make_client(worker)
    make_visit(person, worker, red_flags=["kekerasan"])
    assert "sec-late" not in text_of(worker)
    assert "Lewat" not in text_of(worker)

    with acting_as(worker):
        NextStep.objects.update(due_at=timezone.now() - timedelta(hours=3))

    assert "Lewat 3 jam" in text_of(worker)


def test_what_is_due_by_the_hour_stands_on_top_of_all_with_whom_to_call(settings):
    worker = make_social_worker()
    plan_for(worker, make_client(worker, call_name="Lama"), -6)
    make_visit(make_client(worker, call_name="Gawat"), worker, red_flags=["kekerasan"])

    text = text_of(worker)

    assert text.index('id="segera"') < text.index(">Gawat<") < text.index('id="lewat"') < text.index(">Lama<")
    assert settings.CRISIS_NUMBERS[0] in text
    assert settings.CRISIS_NUMBERS[0] not in text_of(make_social_worker())


def test_coordinators_of_every_organisation_in_care_see_what_is_urgent():
    first = make_coordinator()
    person = make_client(first, call_name="Gawat")
    worker = make_social_worker()
    second = make_member("koordinator", worker.organisation)
    share_with(person, worker.organisation, first)
    make_visit(person, worker, red_flags=["kekerasan"])

    for coordinator in (first, second):
        text = text_of(coordinator)
        assert text.index('id="segera"') < text.index(">Gawat<")
        assert worker.membership.display_name in text
        with acting_as(coordinator):
            assert "urgent_step" in [notice.kind for notice in Notice.objects.visible_to(coordinator)]
    assert reverse("step_done", args=[step_of(worker).pk]) in text_of(second)
    assert reverse("step_done", args=[step_of(worker).pk]) not in text_of(first)
    assert 'id="segera"' not in text_of(make_coordinator())


def step_of(worker):
    with acting_as(worker):
        return NextStep.objects.get(due_at__isnull=False)


def test_a_coordinator_sees_the_colleagues_clients_without_a_step():
    coordinator = make_coordinator()
    colleague = make_member("peksos", coordinator.organisation)
    make_client(colleague, call_name="Kosong")

    text = text_of(coordinator)

    assert ">Kosong<" in text[text.index('id="tanpa-langkah"') : text.index('id="hari-ini"')]
    assert text.index("Seluruh lembaga") < text.index('id="sepekan"')


def test_a_note_that_says_what_it_is_is_not_said_twice():
    worker = make_social_worker()
    plan_for(worker, make_client(worker), note="Kunjungan rumah, perahu 07.00")

    assert text_of(worker).count("Kunjungan rumah") == 1


def test_a_colleagues_list_is_not_mine():
    worker = make_social_worker()
    colleague = make_member("peksos", worker.organisation)
    plan_for(worker, make_client(worker, call_name="Mira"))

    assert ">Mira<" in text_of(worker)
    assert ">Mira<" not in text_of(colleague)


def test_who_has_nothing_next_stands_before_today():
    worker = make_social_worker()
    make_client(worker, call_name="Kosong")
    plan_for(worker, make_client(worker, call_name="Kini"))

    text = text_of(worker)

    assert text.index('id="tanpa-langkah"') < text.index(">Kosong<") < text.index('id="hari-ini"')


def test_a_coordinator_sees_who_has_nobody_and_the_whole_organisation():
    coordinator = make_coordinator()
    for name in ("Satu", "Dua"):
        make_client(coordinator, call_name=name)

    text = text_of(coordinator)

    assert ">Satu<" in text[text.index('id="tanpa-petugas"') :]
    assert f"{reverse('client_list')}?petugas=tidak-ada" in text
    assert "2 tanpa" in text
    stranger = make_coordinator()
    assert ">Satu<" not in text_of(stranger)


def test_a_name_stands_in_no_title():
    worker = make_social_worker()
    plan_for(worker, make_client(worker, call_name="Mira"))

    for url in ("my_work", "today", "visit_pick"):
        text = text_of(worker, url)
        assert "Mira" not in text[text.index("<title>") : text.index("</title>")]


def test_on_paper_there_is_a_code_and_no_name():
    worker = make_social_worker()
    person = make_client(worker, name="Siti Rahmawati", call_name="Rahma")
    plan_for(worker, person, note="Antar obat")
    late = make_client(worker, call_name="Lama")
    plan_for(worker, late, -2)

    text = text_of(worker, "today")

    assert person.code in text
    assert late.code in text
    for word in ("Rahma", "Siti", "Lama<", "obat"):
        assert word not in text
    with acting_as(worker):
        assert AccessedRecord.objects.filter(subject=person.pk, kind="print").count() == 1


def test_the_paper_is_for_who_records_visits():
    assert home_of(make_supervisor(), "today").status_code == 403
    assert sign_in(Client(), make_social_worker()).post(reverse("today")).status_code == 405


def test_being_listed_leaves_a_record():
    worker = make_social_worker()
    person = make_client(worker)
    plan_for(worker, person)

    home_of(worker)

    with acting_as(worker):
        assert AccessedRecord.objects.filter(subject=person.pk, kind="list").exists()


@pytest.mark.parametrize(("make", "most"), [(make_social_worker, 15), (make_coordinator, 21)])
def test_fifty_rows_ask_no_more_than_one(make, most):
    """A coordinator's page asks for companions too: what time decided, loads, who has nobody, changes, hand-overs.

    Referrals add three statements for every role.
    """
    counts = []
    for rows in (1, 50):
        actor = make()
        for number in range(rows):
            person = make_client(actor)
            plan_for(actor, person, number % 9 - 2)
            with acting_as(actor):
                actions.add_step(token=token_for(actor), client=person, by=actor, what="Langkah", due_on=today())
        make_client(actor)
        web = sign_in(Client(), actor)
        web.get(reverse("my_work"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = web.get(reverse("my_work"))
        counts.append(sum(not ONLY_IN_TESTS.match(one["sql"]) for one in asked))

    assert counts[0] == counts[1]
    assert counts[1] <= most
    assert len(gzip.compress(page.content)) < 15_000


def test_a_long_list_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr("basodara.worklist.SHOWN", 2)
    worker = make_social_worker()
    for number in range(3):
        plan_for(worker, make_client(worker, call_name=f"Orang{number}"), -2 - number)

    text = text_of(worker)

    assert ">Orang2<" in text
    assert ">Orang0<" not in text
    assert "?semua=1#lewat" in text
    assert ">Orang0<" in home_of(worker, query="?semua=1").content.decode()


def test_what_was_not_sent_is_listed_with_its_code():
    worker = make_social_worker()
    person = make_client(worker, call_name="Mira")
    web = sign_in(Client(), worker)
    page = web.get(reverse("visit_new", args=[person.pk])).content.decode()
    key = re.search(r'name="_form" value="([^"]+)"', page).group(1)
    web.post(reverse("save_draft"), {"_form": key, "agreed": "Kakak ikut"})

    text = web.get(reverse("my_work")).content.decode()

    section = text[text.index('id="belum-dikirim"') :]
    assert person.code in section[: section.index("</section>")]
    assert "Mira" in section[: section.index("</section>")]
    assert text.index('id="belum-dikirim"') < text.index('id="tanpa-langkah"')
    assert reverse("visit_new", args=[person.pk]) in section
