"""A recorded visit: read, corrected, hidden; the version before is always kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import HomeVisit, RestrictedNote
from privacy.context import acting_as
from tests.cases.visits.forms import fields_of, fill
from tests.clients import make_visit
from tests.people import make_companion, make_member, make_supervisor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(worker, person):
    return make_visit(person, worker, visited_at=timezone.now() - timedelta(days=1), agreed="Kakak ikut", pills_left=18)


def page_of(visit, name="visit_detail"):
    return reverse(name, args=[visit.pk])


def stored(actor, visit):
    with acting_as(actor):
        return HomeVisit.objects.get(pk=visit.pk)


@pytest.mark.parametrize("name", ["visit_detail", "visit_correct", "visit_hide", "visit_versions", "visit_saved"])
def test_who_may_open_it(browser, worker, stranger, visit, name):
    colleague = make_member("peksos", worker.organisation)

    for actor in (worker, colleague):
        assert browser(actor).get(page_of(visit, name)).status_code == 200
    assert browser(stranger).get(page_of(visit, name)).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("visit_detail", 200), ("visit_correct", 403), ("visit_hide", 403)])
def test_a_supervisor_reads_and_does_not_write(browser, worker, visit, name, status):
    reader = make_supervisor(worker.organisation)

    assert browser(reader).get(page_of(visit, name)).status_code == status


@pytest.mark.parametrize("name", ["visit_correct", "visit_hide", "visit_show"])
def test_writing_is_for_who_may(browser, worker, stranger, visit, name):
    reader = make_supervisor(worker.organisation)

    assert browser(reader).post(page_of(visit, name), {"because": "x"}).status_code == 403
    assert browser(stranger).post(page_of(visit, name), {"because": "x"}).status_code == 404
    assert stored(worker, visit).hidden_at is None


def test_words_on_health_stand_in_folds(web, visit):
    text = web.get(page_of(visit)).content.decode()

    assert text.index("<details") < text.index("<dd>18</dd>")
    assert "Mira" not in text[text.index("<title>") : text.index("</title>")]


def test_a_correction_keeps_the_version_before(web, worker, visit):
    answer = web.post(page_of(visit, "visit_correct"), fill(web, page_of(visit, "visit_correct"), pills_left="20"))

    assert answer["Location"] == page_of(visit)
    now = stored(worker, visit)
    assert (now.pills_left, now.corrected_by_id, now.visited_at) == (20, worker.id, visit.visited_at)
    text = web.get(page_of(visit, "visit_versions")).content.decode()
    assert "18" in text
    assert "20" in text
    assert "Rina Contoh" in text


def test_an_untouched_form_changes_nothing(web, worker, visit):
    before = stored(worker, visit)

    web.post(page_of(visit, "visit_correct"), fill(web, page_of(visit, "visit_correct")))

    after = stored(worker, visit)
    told = {field.attname for field in HomeVisit._meta.concrete_fields} - {"corrected_at", "corrected_by_id"}
    assert [name for name in told if getattr(before, name) != getattr(after, name)] == []


def test_of_two_who_correct_the_second_is_told_and_loses_nothing(browser, worker, visit):
    first, second = browser(worker), browser(make_member("koordinator", worker.organisation, name="Sari Contoh"))
    url = page_of(visit, "visit_correct")
    mine, theirs = fill(first, url, pills_left="20"), fill(second, url, pills_left="22", done="Antar sembako")
    first.post(url, mine)

    page = second.post(url, theirs)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Rina Contoh" in text
    assert stored(worker, visit).pills_left == 20
    again = fields_of(page)
    assert (again["pills_left"], again["done"]) == ("22", "Antar sembako")
    assert second.post(url, again)["Location"] == page_of(visit)
    assert stored(worker, visit).pills_left == 22
    assert [one in second.get(page_of(visit, "visit_versions")).content.decode() for one in ("18", "20")] == [True] * 2


def test_a_correction_pressed_twice_is_no_quarrel_with_oneself(web, worker, visit):
    data = fill(web, page_of(visit, "visit_correct"), pills_left="20")

    answers = [web.post(page_of(visit, "visit_correct"), data) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [page_of(visit)] * 2


def test_a_red_flag_that_a_correction_adds_acts(web, worker, visit):
    web.post(page_of(visit, "visit_correct"), fill(web, page_of(visit, "visit_correct"), red_flags=["menyakiti_diri"]))

    text = web.get(page_of(visit, "visit_saved")).content.decode()
    assert "119" in text


def test_recorded_by_mistake_hides_it_with_a_reason_and_can_be_undone(web, worker, visit):
    url = page_of(visit, "visit_hide")
    assert web.post(url, {"because": ""}).status_code == 200
    assert stored(worker, visit).hidden_at is None

    web.post(url, {"because": "Salah klien"})

    assert stored(worker, visit).hidden_because == "Salah klien"
    assert "Salah klien" in web.get(page_of(visit)).content.decode()
    assert 'name="result"' not in web.get(page_of(visit, "visit_correct")).content.decode()
    assert web.get(page_of(visit, "visit_show")).status_code == 405
    web.post(page_of(visit, "visit_show"))
    assert stored(worker, visit).hidden_at is None
    assert "Salah klien" in web.get(page_of(visit, "visit_versions")).content.decode()


def test_a_restricted_note_is_for_few(browser, worker, person):
    visit = make_visit(person, worker, restricted_note="Rahasia sekali")
    colleague, reader = make_member("peksos", worker.organisation), make_supervisor(worker.organisation)

    assert "Rahasia sekali" in browser(worker).get(page_of(visit)).content.decode()
    assert "Rahasia sekali" in browser(reader).get(page_of(visit)).content.decode()
    for name in ("visit_detail", "visit_correct", "visit_versions"):
        assert "Rahasia sekali" not in browser(colleague).get(page_of(visit, name)).content.decode()


def test_a_colleague_cannot_write_over_a_note_that_they_do_not_see(browser, worker, person):
    visit = make_visit(person, worker, restricted_note="Rahasia sekali")
    web = browser(make_member("peksos", worker.organisation))
    url = page_of(visit, "visit_correct")

    page = web.post(url, fill(web, url, restricted_note="Punya saya", pills_left="3"))

    assert page.status_code == 200
    assert fields_of(page)["restricted_note"] == "Punya saya"
    with acting_as(worker):
        assert RestrictedNote.objects.get().text == "Rahasia sekali"
        assert HomeVisit.objects.get().pills_left is None


def test_a_companion_who_is_not_assigned_sees_nothing(browser, worker, visit):
    assert browser(make_companion()).get(page_of(visit)).status_code == 404
