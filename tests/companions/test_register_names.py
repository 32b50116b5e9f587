"""The companions whom a real register names wait to be matched once it is imported."""

import json
from collections import Counter

import pytest
from django.urls import reverse

from cases.imports import companion_named
from cases.models import ImportedRow
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

    assert WRITTEN and {name: count for _place, name, count in page.context["names"]} == dict(WRITTEN)
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
    assert name not in [known for _place, known, _count in page.context["names"]]
    ((who, rows),) = page.context["matched"]
    assert who == "Sari Umasugi" and len(rows) == count
    with acting_as(coordinator):
        line = next(one for one in ImportedRow.objects.select_related("client") if companion_named(one) == name)
    assign = web.get(reverse("companion_assign", args=[line.client_id])).content.decode()
    assert "Tercatat di daftar yang diimpor" in assign
