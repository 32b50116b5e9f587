"""A weak signal, an ended session and a quick exit while a visit is written: nothing is lost or doubled."""

import pytest

from accounts.models import Session
from cases.models import HomeVisit
from privacy.context import acting_as
from privacy.models import Draft
from tests.clients import make_client
from tests.people import PASSWORD, make_social_worker

pytestmark = pytest.mark.django_db(transaction=True)
AGREED = "Kakak ikut pertemuan berikutnya."


@pytest.fixture
def worker():
    return make_social_worker()


@pytest.fixture
def form(worker, open_page, sign_in):
    """The visit form of one client on a phone, with a sentence typed."""
    client = make_client(worker, "Mira Umasugi", "Mira")
    page = sign_in(open_page(), worker)
    page.goto(f"/klien/{client.pk}/kunjungan/baru/")
    fold = page.locator("details", has=page.locator("[name=agreed]"))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    page.fill("[name=agreed]", AGREED)
    return page


def visits(worker):
    with acting_as(worker):
        return [visit.agreed for visit in HomeVisit.objects.all()]


def press(page):
    page.locator(".savebar button[type=submit]").click()


def test_without_a_signal_the_page_stays_and_sends_once_it_is_back(form, worker):
    form.context.set_offline(True)
    press(form)
    form.locator("[data-form-state]", has_text="Belum terkirim").wait_for()
    assert form.input_value("[name=agreed]") == AGREED
    assert visits(worker) == []

    form.context.set_offline(False)

    form.locator("#linimasa").wait_for(timeout=40_000)
    assert visits(worker) == [AGREED]


def test_an_answer_lost_on_the_way_writes_the_visit_once(form, worker):
    """The server got the form and died before it answered; the same body comes again."""
    lost = []

    def lose_the_first_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    form.route("**/kunjungan/baru/**", lose_the_first_answer)
    press(form)

    form.locator("#linimasa").wait_for(timeout=40_000)
    assert lost == [302]
    assert visits(worker) == [AGREED]


def test_pressed_twice_it_is_written_once(form, worker):
    button = form.locator(".savebar button[type=submit]")
    button.evaluate("one => { one.click(); one.click(); }")

    form.locator("#linimasa").wait_for(timeout=20_000)
    assert visits(worker) == [AGREED]


def test_a_session_that_ended_keeps_what_was_typed(form, worker):
    Session.objects.all().delete()
    press(form)
    form.locator("[name=login]").wait_for()
    form.fill("[name=login]", worker.user.username)
    form.fill("[name=password]", PASSWORD)
    form.click("main button[type=submit]")
    form.wait_for_url("**/kunjungan/baru/**")

    assert form.input_value("[name=agreed]") == AGREED
    assert visits(worker) == []
    press(form)
    form.locator("#linimasa").wait_for(timeout=20_000)
    assert visits(worker) == [AGREED]


def test_quick_exit_ends_the_session_and_keeps_the_draft(form, worker):
    form.locator(".btn-exit").click()
    form.wait_for_url("**/selesai/**")

    assert Session.objects.count() == 0
    assert "Mira" not in form.content()
    with acting_as(worker):
        assert Draft.objects.get().body["agreed"] == [AGREED]


def test_a_plain_visit_takes_few_taps(form, worker):
    """From the home page: Catat, the client, Baik, Simpan."""
    taps = 0
    form.goto("/kerja/")
    form.locator(".main-nav a[href='/kunjungan/catat/']").click()
    taps += 1
    form.locator("main a[href*='/kunjungan/baru/']").first.click()
    taps += 1
    form.locator("label[for=id_health_0]").click()
    taps += 1
    press(form)
    taps += 1
    form.locator("#linimasa").wait_for(timeout=20_000)

    assert taps <= 10
    assert len(visits(worker)) == 1


def test_a_form_that_was_only_opened_leaves_no_draft(worker, open_page, sign_in):
    client = make_client(worker, "Nurlela Saleh", "Nurlela")
    page = sign_in(open_page(), worker)
    for path in ("kunjungan/baru/", "rencana/", "langkah/"):
        page.goto(f"/klien/{client.pk}/{path}")
        page.wait_for_load_state("networkidle")
    page.goto("/kerja/")

    with acting_as(worker):
        assert Draft.objects.count() == 0
