"""Two imports of the same register at the same moment: one comes in, the other adds nobody and says so."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Client, ImportedRow
from privacy.context import acting_as
from tests.cases.imports.conftest import press_import, uploaded
from tests.cases.register.books import book
from tests.people import make_coordinator, make_member

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Ani Sangaji", "Budi Marsaoly", "Citra Umasugi")
ROWS = [["Nama", "L/P", "Umur", "Kelurahan"], *([name, "P", 30, "Loto"] for name in NAMES)]


def at_once(*calls):
    """Run the calls side by side; gives their answers."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            start.wait(timeout=30)
            answers[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_two_people_import_the_same_register_at_once(browser):
    one = make_coordinator()
    two = make_member("koordinator", one.organisation)
    webs = {actor: browser(actor) for actor in (one, two)}
    files = {actor: uploaded(webs[actor], actor, book(ROWS)) for actor in (one, two)}
    pages = {actor: webs[actor].get(reverse("register_preview", args=[files[actor].pk])) for actor in (one, two)}

    def press(actor):
        return press_import(webs[actor], files[actor], pages[actor]).content.decode()

    answers = at_once(lambda: press(one), lambda: press(two))

    with acting_as(one):
        assert Client.objects.count() == ImportedRow.objects.count() == 3
    assert sum("3 klien terdaftar" in answer for answer in answers) == 1
    other = next(answer for answer in answers if "3 klien terdaftar" not in answer)
    assert "Tidak ada yang ditambahkan dua kali" in other or "Ada yang berubah sejak halaman ini" in other
    assert "Sudah diimpor" in other


def test_the_same_press_twice_at_once(browser):
    actor = make_coordinator()
    first, second = browser(actor), browser(actor)
    file = uploaded(first, actor, book(ROWS))
    page = first.get(reverse("register_preview", args=[file.pk]))

    answers = at_once(*(lambda web=web: press_import(web, file, page).content.decode() for web in (first, second)))

    with acting_as(actor):
        assert Client.objects.count() == 3
    assert all("3 klien terdaftar" in answer for answer in answers)
