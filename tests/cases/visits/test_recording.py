"""Recording a visit: from the empty form to what is written, once."""

import re
from datetime import timedelta
from html import unescape
from time import sleep

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from cases import actions
from cases.actions.grants import holders_of
from cases.models import HomeVisit, NextStep, PlannedVisit, RestrictedNote
from cases.vocabulary import Decision, Purpose
from privacy.context import acting_as
from privacy.models import AccessedRecord, Receipt
from tests.cases.visits.forms import fields_of, fill
from tests.clients import give_consent, make_client, share_with, token_for
from tests.people import make_coordinator, make_member, make_supervisor

pytestmark = pytest.mark.django_db


def address(person):
    return reverse("visit_new", args=[person.pk])


def visits(actor):
    with acting_as(actor):
        return list(HomeVisit.objects.order_by("recorded_at"))


def steps(actor):
    with acting_as(actor):
        return list(NextStep.objects.select_related("owner"))


def kinds_told(actor):
    with acting_as(actor):
        return [notice.kind for notice in Notice.objects.visible_to(actor)]


def test_a_plain_visit_is_two_taps_on_the_form(web, worker, person):
    data = fill(web, address(person), health="baik")

    answer = web.post(address(person), data)

    assert answer.status_code == 302
    assert answer["Location"] == person.get_absolute_url()
    [visit] = visits(worker)
    assert (visit.result, visit.place, visit.health) == ("TERLAKSANA", "rumah", "baik")
    assert abs(visit.visited_at - timezone.now()) < timedelta(minutes=2)
    with acting_as(worker):
        assert PlannedVisit.objects.planned().get().planned_on == timezone.localdate() + timedelta(days=14)


def test_everything_that_may_be_noted_is_kept_as_it_was_said(web, worker, person):
    told = {
        "met": ["klien", "keluarga"], "private": "ya", "pills_left": "18", "missed_doses": "2",
        "missed_reasons": ["lupa", "jarak"], "weight_kg": "54,5", "tb_cough": "tidak", "mood": "4", "works": "tidak",
        "income": "Rp1.500.000", "food_today": "kurang", "stigma_where": ["lingkungan"], "stigma_by": "tetangga",
        "needs": ["pangan"], "done": "Antar sembako", "agreed": "Kakak ikut", "complaints": ["demam"],
        "last_pickup_on": timezone.localdate().isoformat(), "restricted_note": "Hanya untuk sedikit orang",
    }  # fmt: skip

    web.post(address(person), fill(web, address(person), **told))

    [visit] = visits(worker)
    assert (visit.met, visit.private, visit.works, visit.mood) == (["klien", "keluarga"], True, False, 4)
    assert (visit.weight_kg, visit.income, visit.pills_left) == (54.5, 1_500_000, 18)
    assert (visit.done, visit.agreed, visit.stigma_by) == ("Antar sembako", "Kakak ikut", "tetangga")
    with acting_as(worker):
        assert RestrictedNote.objects.get(visit=visit).text == "Hanya untuk sedikit orang"


def test_not_asked_is_no_answer(web, worker, person):
    web.post(address(person), fill(web, address(person), private="-", mood="-", food_today="-"))

    [visit] = visits(worker)
    assert (visit.private, visit.mood, visit.food_today) == (None, None, "")


def test_who_may_and_who_may_not(browser, worker, person, stranger):
    colleague = make_member("peksos", worker.organisation)
    reader = make_supervisor(worker.organisation)
    data = fill(browser(worker), address(person))

    assert browser(colleague).get(address(person)).status_code == 200
    assert browser(stranger).get(address(person)).status_code == 404
    assert browser(stranger).post(address(person), data).status_code == 404
    assert browser(reader).get(address(person)).status_code == 403
    assert browser(reader).post(address(person), data).status_code == 403
    assert visits(worker) == []


def test_an_error_keeps_what_was_typed_and_opens_its_fold(web, worker, person):
    data = fill(web, address(person), weight_kg="3000", agreed="Kakak ikut", health="ada_keluhan")

    page = web.post(address(person), data)

    assert page.status_code == 200
    again = fields_of(page)
    assert (again["weight_kg"], again["agreed"], again["health"]) == ("3000", "Kakak ikut", ["ada_keluhan"])
    assert 'data-fold="keluhan" open' in page.content.decode()
    assert visits(worker) == []
    assert web.post(address(person), {**again, "weight_kg": "54"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("missed_doses", "91"),
        ("pills_left", "-1"),
        ("weight_kg", "0"),
        ("day", (timezone.localdate() + timedelta(days=1)).isoformat()),
        ("last_pickup_on", (timezone.localdate() + timedelta(days=1)).isoformat()),
        ("next_pickup_on", (timezone.localdate() - timedelta(days=1)).isoformat()),
        ("next_other", (timezone.localdate() - timedelta(days=1)).isoformat()),
        ("next_other", (timezone.localdate() + timedelta(days=500)).isoformat()),
        ("next", "lain"),
        ("result", ""),
        ("until", "00:00"),
    ],
)
def test_what_cannot_be_is_asked_again(web, worker, person, field, value):
    page = web.post(address(person), fill(web, address(person), time="00:01", **{field: value}))

    assert page.status_code == 200
    assert "data-error-summary" in page.content.decode()
    assert visits(worker) == []


def test_another_day_for_the_next_visit(web, worker, person):
    day = timezone.localdate() + timedelta(days=20)

    web.post(address(person), fill(web, address(person), next="lain", next_other=day.isoformat()))

    with acting_as(worker):
        assert PlannedVisit.objects.planned().get().planned_on == day


def test_pressed_twice_it_is_written_once(web, worker, person):
    data = fill(web, address(person), health="baik")

    first, second = web.post(address(person), data), web.post(address(person), data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert len(visits(worker)) == 1


def test_the_same_key_with_other_content_shows_both_and_loses_nothing(web, worker, person):
    data = fill(web, address(person), agreed="Pertama")
    web.post(address(person), data)

    page = web.post(address(person), {**data, "agreed": "Kedua"})

    text = page.content.decode()
    assert page.status_code == 409
    assert "Kedua" in text
    assert visits(worker)[0].get_absolute_url() in text
    assert [visit.agreed for visit in visits(worker)] == ["Pertama"]
    web.post(address(person), _hidden_of(text))
    assert [visit.agreed for visit in visits(worker)] == ["Pertama", "Kedua"]


def test_what_was_typed_second_may_also_be_thrown_away(web, worker, person):
    data = fill(web, address(person), agreed="Pertama")
    web.post(address(person), data)
    web.post(address(person), {**data, "agreed": "Kedua"})

    web.post(reverse("draft_discard"), {"form": "visit", "subject": str(person.pk), "kerja": "1"})

    assert fields_of(web.get(address(person)))["agreed"] == ""
    assert len(visits(worker)) == 1


def test_a_form_without_its_key_is_shown_again(web, worker, person):
    page = web.post(address(person), {**fill(web, address(person), agreed="Tetap ada"), "_form": "lain"})

    assert page.status_code == 200
    assert fields_of(page)["agreed"] == "Tetap ada"
    assert visits(worker) == []


@pytest.mark.parametrize(
    ("answers", "sources"),
    [
        ({"red_flags": ["kekerasan"]}, {"tanda_bahaya"}),
        ({"health": "perlu_rujukan"}, {"tanda_bahaya"}),
        ({"tb_fever": "ya"}, {"skrining"}),
        ({"red_flags": ["menyakiti_diri"], "tb_sweat": "ya"}, {"tanda_bahaya", "skrining"}),
        ({"result": "PINDAH"}, {"kunjungan"}),
        ({"result": "MENINGGAL"}, {"kunjungan"}),
    ],
)
def test_what_cannot_wait_acts_at_once_and_is_said(web, worker, person, settings, answers, sources):
    answer = web.post(address(person), fill(web, address(person), **answers))

    [visit] = visits(worker)
    assert answer["Location"] == reverse("visit_saved", args=[visit.pk])
    assert {step.source for step in steps(worker)} == sources
    page = web.get(answer["Location"]).content.decode()
    assert (settings.CRISIS_NUMBERS[0] in page) == ("tanda_bahaya" in sources)
    for step in steps(worker):
        assert step.owner_id == worker.id
        assert step.what in page


def test_a_red_flag_is_due_in_two_hours_and_the_coordinator_is_told(web, worker, person):
    coordinator = make_member("koordinator", worker.organisation)

    web.post(address(person), fill(web, address(person), red_flags=["pengusiran"]))

    [step] = steps(worker)
    assert timedelta(hours=1, minutes=55) < step.due_at - timezone.now() < timedelta(hours=2)
    assert kinds_told(coordinator) == ["urgent_step"]


def test_it_answers_the_plan_that_was_due(web, worker, person):
    with acting_as(worker):
        plan = _plan(worker, person, timezone.localdate())

    page = web.get(address(person))
    assert str(plan.pk) in page.content.decode()
    web.post(address(person), fields_of(page))

    with acting_as(worker):
        plan.refresh_from_db()
        assert plan.state == "SELESAI"
        assert HomeVisit.objects.get().plan_id == plan.pk


def test_a_colleagues_overdue_plan_is_offered_and_closed(browser, worker, person):
    colleague = make_member("peksos", worker.organisation)
    with acting_as(worker):
        plan = _plan(worker, person, timezone.localdate())
        PlannedVisit.objects.filter(pk=plan.pk).update(planned_on=timezone.localdate() - timedelta(days=6))
    web = browser(colleague)

    page = web.get(address(person))
    assert "Rina Contoh)" in page.content.decode()
    assert fields_of(page)["plan"] == [str(plan.pk)]
    web.post(address(person), fields_of(page))

    with acting_as(worker):
        plan.refresh_from_db()
        assert (plan.state, plan.closed_by_id) == ("SELESAI", colleague.id)


def test_it_may_answer_no_plan(web, worker, person):
    with acting_as(worker):
        plan = _plan(worker, person, timezone.localdate())

    web.post(address(person), fill(web, address(person), plan="-"))

    with acting_as(worker):
        plan.refresh_from_db()
        assert plan.state == "RENCANA"
        assert HomeVisit.objects.get().plan_id is None


@pytest.mark.parametrize("result", ["PINDAH", "MENINGGAL"])
def test_whoever_has_left_is_not_visited_any_more(web, worker, person, result):
    with acting_as(worker):
        plans = [_plan(worker, person, timezone.localdate() + timedelta(days=days)) for days in (3, 30)]

    answer = web.post(address(person), fill(web, address(person), result=result))

    with acting_as(worker):
        assert not PlannedVisit.objects.planned().exists()
        for plan in plans:
            plan.refresh_from_db()
            assert (plan.state, plan.reason, plan.closed_by_id) == ("BATAL", "lainnya", worker.id)
            assert plan.reason_note == visits(worker)[0].get_result_display()
    assert "2 rencana kunjungan dibatalkan" in web.get(answer["Location"]).content.decode()


def test_a_day_long_ago_is_asked_back_once(web, worker, person):
    day = (timezone.localdate() - timedelta(days=40)).isoformat()
    data = fill(web, address(person), day=day)
    assert 'name="sure"' not in web.get(address(person)).content.decode()

    page = web.post(address(person), data)

    assert page.status_code == 200
    assert "40 hari yang lalu" in page.content.decode()
    assert visits(worker) == []
    assert web.post(address(person), {**fields_of(page), "sure": "on"}).status_code == 302
    assert len(visits(worker)) == 1


@pytest.mark.parametrize(
    ("days", "born", "words"), [(400, 20_000, "lebih dari setahun"), (100, 50, "belum lahir"), (13, 20_000, "")]
)
def test_a_day_that_cannot_be_is_refused(web, worker, days, born, words):
    today = timezone.localdate()
    person = make_client(worker, birth_date=today - timedelta(days=born), guardian="Ibu")
    day = (today - timedelta(days=days)).isoformat()

    answer = web.post(address(person), fill(web, address(person), day=day, sure="on"))

    assert len(visits(worker)) == (0 if words else 1)
    assert words in answer.content.decode()


def test_a_refused_visit_is_called_so(web, worker, person):
    web.post(address(person), fill(web, address(person), result="DITOLAK"))

    assert "Kunjungan ditolak" in web.get(person.get_absolute_url()).content.decode()


def test_only_what_is_late_stands_in_the_red_section(web, worker, person):
    with acting_as(worker):
        late, coming = (_plan(worker, person, timezone.localdate() + timedelta(days=days)) for days in (1, 3))
        PlannedVisit.objects.filter(pk=late.pk).update(planned_on=timezone.localdate() - timedelta(days=2))

    text = web.get(person.get_absolute_url()).content.decode()

    red = text[text.index("sec-late") : text.index('id="langkah"')]
    assert str(late.pk) in red
    assert str(coming.pk) not in red
    assert str(coming.pk) in text[text.index('id="langkah"') :]


def test_a_plan_that_stands_already_is_kept(web, worker, person):
    with acting_as(worker):
        plan = _plan(worker, person, timezone.localdate() + timedelta(days=3))

    web.post(address(person), fill(web, address(person)))

    with acting_as(worker):
        assert list(PlannedVisit.objects.planned()) == [plan]


def test_the_card_stands_on_top_and_who_knows_is_folded(web, worker):
    person = make_client(worker, home_visit="tidak", may_say="Ini Rina saja")

    page = web.get(address(person)).content.decode()

    card = page[page.index('class="safe"') : page.index("</section>", page.index('class="safe"'))]
    assert card.index("<details>") < card.index("Ini Rina saja")
    assert page.index('class="safe"') < page.index('name="result"')


def test_no_name_stands_in_the_title(web, person):
    text = web.get(address(person)).content.decode()

    assert "Mira" in text
    assert "Mira" not in text[text.index("<title>") : text.index("</title>")]


def test_consent_that_is_not_confirmed_is_asked_for_on_top(web, worker, person):
    ask = reverse("consent_new", args=[person.pk])
    assert ask in web.get(address(person)).content.decode()

    give_consent(person, worker)

    assert ask not in web.get(address(person)).content.decode()


def test_after_weeks_the_form_asks_first_and_a_visit_is_saved_all_the_same(web, worker, person, settings):
    data = fill(web, address(person))
    settings.CONSENT_ASK_FIRST_AFTER_DAYS = 0

    assert 'name="result"' not in web.get(address(person)).content.decode()
    assert 'name="result"' in web.get(address(person) + "?lanjut=1").content.decode()
    assert web.post(address(person), data).status_code == 302
    assert len(visits(worker)) == 1


def test_without_consent_to_home_visits_another_place_is_chosen(web, worker, person):
    with acting_as(worker):
        actions.record(token=token_for(worker), client=person, by=worker, purpose=Purpose.C2, decision=Decision.REFUSED)

    assert fields_of(web.get(address(person)))["place"] == ["tempat_lain"]


def test_a_closed_case_takes_the_visit_and_plans_nothing(web, worker, person):
    with acting_as(worker):
        actions.change_stage(client=person, by=worker, to="TERMINASI", reason="selesai", closing="program selesai")

    page = web.get(address(person))
    assert "next" not in fields_of(page)
    web.post(address(person), fields_of(page))

    assert len(visits(worker)) == 1
    with acting_as(worker):
        assert not PlannedVisit.objects.planned().exists()


@pytest.mark.django_db(transaction=True)  # the share begins and ends by the database's clock
def test_a_visit_from_before_the_share_ended_is_still_written(browser, worker):
    coordinator = make_coordinator()
    person = make_client(coordinator)
    share_with(person, worker.organisation, coordinator)
    web = browser(worker)
    sleep(1.1)  # the form knows seconds, and the share began in this very one
    data = fill(web, address(person), agreed="Terakhir", time=f"{timezone.localtime():%H:%M:%S}")
    _end_share(coordinator, person)

    answer = web.post(address(person), data)

    assert answer["Location"] == reverse("my_work")
    with acting_as(coordinator):
        assert HomeVisit.objects.get().agreed == "Terakhir"
        assert not PlannedVisit.objects.exists()
    assert kinds_told(coordinator) == ["visit_after_end"]


def test_after_the_share_the_form_still_opens_without_the_client(browser, worker):
    coordinator = make_coordinator()
    person = make_client(coordinator, call_name="Mira")
    share_with(person, worker.organisation, coordinator)
    _end_share(coordinator, person)

    page = browser(worker).get(address(person))

    assert page.status_code == 200
    assert "Mira" not in page.content.decode()
    assert person.code not in page.content.decode()


def test_a_time_outside_of_the_share_is_refused_and_nothing_is_lost(browser, worker):
    coordinator = make_coordinator()
    person = make_client(coordinator)
    share_with(person, worker.organisation, coordinator)
    web = browser(worker)
    data = fill(web, address(person), agreed="Tetap ada", day=(timezone.localdate() - timedelta(days=3)).isoformat())
    _end_share(coordinator, person)

    page = web.post(address(person), data)

    assert page.status_code == 200
    assert fields_of(page)["agreed"] == "Tetap ada"
    assert visits(coordinator) == []


def test_receipts_are_ones_own(browser, worker, person):
    """A key that someone else has used before shows nothing of theirs."""
    colleague = make_member("peksos", worker.organisation)
    data = fill(browser(worker), address(person))
    browser(worker).post(address(person), data)

    page = browser(colleague).post(address(person), data)

    assert page.status_code == 200  # the key was made for someone else: shown again with a fresh one
    assert len(visits(worker)) == 1
    with acting_as(colleague):
        assert Receipt.objects.filter(key=visits(worker)[0].pk).count() == 0


def test_opening_the_form_leaves_a_record(web, worker, person):
    web.get(address(person))

    with acting_as(worker):
        assert AccessedRecord.objects.filter(subject=person.pk, kind="view").exists()


def _plan(by, person, day):
    return actions.plan_visit(token=token_for(by), client=person, by=by, planned_on=day, place="rumah")


def _end_share(coordinator, person):
    from cases import actions

    with acting_as(coordinator):
        [share] = [row for row in holders_of(person) if row["basis"] == "share"]
        actions.end_share(client=person, grant_id=share["id"], by=coordinator)


def _hidden_of(text):
    form = text[text.index("data-send") :]
    form = form[: form.index("</form>")]
    data = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        data.setdefault(name, []).append(unescape(value))
    return data
