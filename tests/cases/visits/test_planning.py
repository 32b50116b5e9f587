"""Planned visits and next steps: made, moved, cancelled, done, dropped, opened again; choosing whom a visit was to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.models import NextStep, PlannedVisit
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.cases.visits.forms import fields_of, fill
from tests.clients import make_client, token_for
from tests.people import make_clinic_staff, make_companion, make_member, make_supervisor

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def plan(worker, person):
    with acting_as(worker):
        return actions.plan_visit(token=token_for(worker), client=person, by=worker, planned_on=TOMORROW, place="rumah")


@pytest.fixture
def step(worker, person):
    with acting_as(worker):
        return actions.add_step(token=token_for(worker), client=person, by=worker, what="Menelepon", due_on=TODAY)


def fresh(actor, thing):
    with acting_as(actor):
        return type(thing).objects.get(pk=thing.pk)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("plan_new", "person"),
        ("step_new", "person"),
        ("plan_move", "plan"),
        ("plan_cancel", "plan"),
        ("step_drop", "step"),
    ],
)
def test_who_may_open_it(request, browser, worker, stranger, name, of):
    url = reverse(name, args=[request.getfixturevalue(of).pk])
    colleague, reader = make_member("koordinator", worker.organisation), make_supervisor(worker.organisation)

    assert browser(worker).get(url).status_code == 200
    assert browser(colleague).get(url).status_code == 200
    assert browser(reader).get(url).status_code == 403
    assert browser(reader).post(url, {}).status_code == 403
    assert browser(stranger).get(url).status_code == 404
    assert browser(stranger).post(url, {}).status_code == 404


@pytest.mark.parametrize("name", ["step_done", "step_reopen"])
def test_what_only_writes_answers_no_get(browser, worker, stranger, step, name):
    url = reverse(name, args=[step.pk])

    assert browser(worker).get(url).status_code == 405
    assert browser(stranger).post(url).status_code == 404
    assert browser(make_supervisor(worker.organisation)).post(url).status_code == 403


def test_a_plan_once_however_often_it_is_sent(web, worker, person):
    url = reverse("plan_new", args=[person.pk])
    data = fill(web, url, planned=TOMORROW.isoformat(), planned_time="09:30", note="Antar surat")

    answers = [web.post(url, data) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [person.get_absolute_url()] * 2
    with acting_as(worker):
        plan = PlannedVisit.objects.get()
        assert (plan.planned_on, plan.note, plan.worker_id) == (TOMORROW, "Antar surat", worker.id)


def test_a_plan_for_a_colleague(web, worker, person):
    colleague = make_member("peksos", worker.organisation)
    url = reverse("plan_new", args=[person.pk])

    web.post(url, fill(web, url, planned=TOMORROW.isoformat(), worker=str(colleague.id)))

    with acting_as(worker):
        assert PlannedVisit.objects.get().worker_id == colleague.id


def test_against_the_card_only_with_a_reason(web, worker):
    person = make_client(worker, home_visit="tidak")
    url = reverse("plan_new", args=[person.pk])
    page = web.get(url)
    assert fields_of(page)["place"] == ["tempat_lain"]
    data = {**fields_of(page), "planned": TOMORROW.isoformat(), "place": "rumah"}

    assert web.post(url, data).status_code == 200
    assert web.post(url, {**data, "against_card": "Klien sakit dan meminta"}).status_code == 302

    with acting_as(worker):
        assert PlannedVisit.objects.get().against_card == "Klien sakit dan meminta"


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=500), None])
def test_a_day_that_cannot_be(web, worker, person, day):
    url = reverse("plan_new", args=[person.pk])

    page = web.post(url, fill(web, url, planned="lain", planned_other=day.isoformat() if day else ""))

    assert page.status_code == 200
    with acting_as(worker):
        assert not PlannedVisit.objects.exists()


def test_a_moved_plan_leaves_its_reason_and_a_new_one(web, worker, plan):
    url = reverse("plan_move", args=[plan.pk])
    day = TODAY + timedelta(days=5)
    data = fill(web, url, reason="kapal", planned="lain", planned_other=day.isoformat())

    answers = [web.post(url, data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    old = fresh(worker, plan)
    assert (old.state, old.reason) == ("TUNDA", "kapal")
    with acting_as(worker):
        assert PlannedVisit.objects.planned().get().planned_on == day


def test_of_two_who_move_the_second_reads_that_someone_was_first(browser, worker, plan):
    first, second = browser(worker), browser(make_member("koordinator", worker.organisation))
    url = reverse("plan_move", args=[plan.pk])
    chosen = {"reason": "cuaca", "planned": (TODAY + timedelta(days=2)).isoformat()}
    mine, theirs = fill(first, url, **chosen), fill(second, url, **chosen)
    first.post(url, mine)

    page = second.post(url, theirs)

    assert page.status_code == 200
    assert "data-error-summary" in page.content.decode()
    with acting_as(worker):
        assert PlannedVisit.objects.planned().count() == 1


def test_a_cancelled_plan_says_why(web, worker, plan):
    url = reverse("plan_cancel", args=[plan.pk])
    assert web.post(url, {}).status_code == 200

    web.post(url, {"reason": "klien_minta", "reason_note": "Sibuk"})

    assert (fresh(worker, plan).state, fresh(worker, plan).reason) == ("BATAL", "klien_minta")
    assert web.post(url, {"reason": "cuaca"}).status_code == 200


def test_a_step_by_hand(web, worker, person):
    url = reverse("step_new", args=[person.pk])
    data = fill(web, url, what="Antar surat", due=TOMORROW.isoformat())

    for _ in range(2):
        assert web.post(url, data).status_code == 302

    with acting_as(worker):
        step = NextStep.objects.get()
        assert (step.what, step.due_on, step.owner_id) == ("Antar surat", TOMORROW, worker.id)


def test_a_step_is_done_and_opened_again(web, worker, step):
    answer = web.post(reverse("step_done", args=[step.pk]), {"kerja": "1"})

    assert answer["Location"] == reverse("my_work")
    assert fresh(worker, step).done_by_id == worker.id
    undo = reverse("step_reopen", args=[step.pk])
    assert undo in web.get(reverse("my_work")).content.decode()
    assert undo not in web.get(reverse("my_work")).content.decode()
    assert web.post(undo, {"kerja": "1"})["Location"] == reverse("my_work")
    assert fresh(worker, step).done_at is None


def test_from_the_clients_page_one_comes_back_there(web, person, step):
    assert web.post(reverse("step_done", args=[step.pk]))["Location"] == person.get_absolute_url()


def test_a_step_is_dropped_with_a_reason(web, worker, step):
    url = reverse("step_drop", args=[step.pk])
    assert web.post(url, {"because": ""}).status_code == 200

    web.post(url, {"because": "Sudah tidak perlu"})

    assert fresh(worker, step).dropped_because == "Sudah tidak perlu"


def test_whoever_owns_a_step_may_tick_it_off(browser):
    """Clinic staff plan no visits, and yet a red flag may give them a step."""
    nurse = make_clinic_staff()
    coordinator = make_member("koordinator", nurse.organisation)
    person = make_client(coordinator)
    with acting_as(coordinator):
        step = actions.add_step(
            token=token_for(coordinator), client=person, by=coordinator, what="Periksa", due_on=TODAY,
            owner=nurse.membership,
        )  # fmt: skip

    assert browser(nurse).post(reverse("step_done", args=[step.pk])).status_code == 302
    assert fresh(nurse, step).done_by_id == nurse.id


# -- whom it was to ----------------------------------------------------------------------------------------------------


def test_those_who_are_due_stand_first(web, worker, person):
    other = make_client(worker, call_name="Zainab")
    with acting_as(worker):
        plan = actions.plan_visit(token=token_for(worker), client=other, by=worker, planned_on=TODAY, place="rumah")

    text = web.get(reverse("visit_pick")).content.decode()

    assert f"{reverse('visit_new', args=[other.pk])}?rencana={plan.pk}" in text
    assert text.index("Zainab") < text.index("Mira")
    assert text.count("Zainab") == 1


def test_a_half_remembered_name_is_found_and_leaves_a_record(web, worker):
    person = make_client(worker, name="Siti Rahmawati", call_name="Rahma")
    url = reverse("visit_pick")

    assert reverse("visit_new", args=[person.pk]) in web.post(url, {"q": "sity rahm"}, follow=True).content.decode()
    assert (
        reverse("visit_new", args=[person.pk])
        in web.post(url, {"q": person.code.lower()}, follow=True).content.decode()
    )
    with acting_as(worker):
        assert AccessedRecord.objects.filter(subject=person.pk, kind="search").count() == 2


def test_searching_is_limited(web, settings):
    settings.SEARCHES_PER_10_MINUTES = 2

    assert [web.post(reverse("visit_pick"), {"q": "mira"}, follow=True).status_code for _ in range(3)] == [
        200,
        200,
        429,
    ]


def test_a_stranger_finds_nobody(browser, stranger, worker):
    make_client(worker, name="Siti Rahmawati", call_name="Rahma")

    assert "Rahma<" not in browser(stranger).post(reverse("visit_pick"), {"q": "rahma"}, follow=True).content.decode()


def test_choosing_is_for_who_records(browser, worker):
    assert browser(make_companion()).get(reverse("visit_pick")).status_code == 200
    assert browser(make_supervisor(worker.organisation)).get(reverse("visit_pick")).status_code == 403
