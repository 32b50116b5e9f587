"""The companions whom a real register names wait to be matched once it is imported."""

import json
from collections import Counter

import pytest
from django.urls import reverse

from cases.imports import companion_named
from cases.models import ImportedRow, RegisterFile
from companions import named
from privacy.context import acting_as
from tests.cases.imports.conftest import DATA, imported
from tests.companions.making import make_ready

pytestmark = pytest.mark.django_db

EXPECTED = json.loads((DATA / "register_lks.expected.json").read_text())
WRITTEN = Counter(
    " ".join(row["companion_as_written"].split())
    for row in EXPECTED
    if "duplicate_of_row" not in row and row.get("companion_as_written")
)


def test_the_names_of_an_imported_register_wait_to_be_matched(web, coordinator):
    imported(web, coordinator)

    page = web.get(reverse("register_names"))

    assert WRITTEN and {one.name: one.count for one in page.context["names"]} == dict(WRITTEN)
    assert all(name in page.content.decode() for name in WRITTEN)


def test_a_name_that_was_matched_is_a_reason_for_its_clients(web, coordinator):
    imported(web, coordinator)
    name, count = WRITTEN.most_common(1)[0]
    sari = make_ready(coordinator, name="Sari Umasugi")

    web.post(
        reverse("register_names"),
        {"name": name, "organisation": str(coordinator.organisation.pk), "companion": str(sari.id)},
    )

    page = web.get(reverse("register_names"))
    assert name not in [one.name for one in page.context["names"]]
    [one] = page.context["decided"]
    assert one.companion.display_name == "Sari Umasugi" and len(one.rows) == count
    with acting_as(coordinator):
        line = next(one for one in ImportedRow.objects.select_related("client") if companion_named(one) == name)
    assign = web.get(reverse("companion_assign", args=[line.client_id])).content.decode()
    assert "Tercatat di daftar yang diimpor" in assign


def decide(web, coordinator, name, chosen, decided=""):
    sent = {"name": name, "organisation": str(coordinator.organisation.pk), "companion": chosen, "decided": decided}
    return web.post(reverse("register_names"), sent)


def test_a_wrong_answer_is_changed_and_not_over_a_colleagues(web, coordinator):
    imported(web, coordinator)
    name, _count = WRITTEN.most_common(1)[0]
    sari, iksan = (str(make_ready(coordinator).id) for _number in range(2))
    decide(web, coordinator, name, sari)

    assert decide(web, coordinator, name, iksan).status_code == 200, "the page of before it was decided"
    assert decide(web, coordinator, name, iksan, decided=sari).status_code == 302
    [one] = web.get(reverse("register_names")).context["decided"]
    assert str(one.companion.pk) == iksan and one.chosen == iksan

    assert decide(web, coordinator, name, "-", decided=iksan).status_code == 302
    page = web.get(reverse("register_names"))
    [one] = page.context["decided"]
    assert (one.companion, one.chosen, one.decision) == (None, "-", "-")
    assert decide(web, coordinator, name, sari, decided="-").status_code == 302


def test_who_is_called_alike_comes_first(web, coordinator):
    imported(web, coordinator)
    name, _count = WRITTEN.most_common(1)[0]
    make_ready(coordinator, name="Zubaidah Contoh Lain")
    same = make_ready(coordinator, name=name.upper())
    near = make_ready(coordinator, name=name[:-1])
    page = web.get(reverse("register_names"))
    one = next(one for one in page.context["names"] if one.name == name)
    assert [pk for pk, _name in one.alike[:2]] == [str(same.id), str(near.id)]
    assert [known for _pk, known in one.others] == ["Zubaidah Contoh Lain"]
    assert one.chosen == str(same.id)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Sari U.", "Sari Umasugi", True),
        ("Nurmala Isak", "Nurmala Ishak", True),
        ("Ishak Nurmala", "Nurmala Ishak", True),
        ("Rudi Tomagola", "Maria Lessy", False),
    ],
)
def test_alike(one, other, alike):
    assert (named.likeness(one, other) >= named.ALIKE) is alike


def test_the_page_after_an_import_leads_to_the_names(web, coordinator):
    imported(web, coordinator)
    with acting_as(coordinator):
        file = RegisterFile.objects.exclude(imported_at=None).get()
    page = web.get(reverse("register_preview", args=[file.pk])).content.decode()
    assert reverse("register_names") in page
