"""Enter on the page of assigning chooses nobody; on a phone, who needs someone is found before the timeline."""

import pytest

from companions.models import Assignment
from privacy.context import acting_as
from tests.browser.phone import check, go
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.people import make_coordinator

pytestmark = pytest.mark.django_db(transaction=True)


def test_enter_chooses_nobody(open_page, sign_in):
    coordinator = make_coordinator()
    client = make_client(coordinator, "Mira Umasugi", "Mira")
    sari = make_ready(coordinator, name="Sari Umasugi")
    make_ready(coordinator, name="Iksan Kader")
    old = assign(client, sari, coordinator)
    page = sign_in(open_page(), coordinator)
    go(page, f"/klien/{client.pk}/pendamping/")
    page.locator("details.fold summary").first.click()

    page.locator("input[name=from_on]").press("Enter")

    page.locator("[data-error-summary]").wait_for()
    check(page)
    assert page.locator("button[name=yakin]").count() == 0
    with acting_as(coordinator):
        assert [one.pk for one in Assignment.objects.current().filter(client=client)] == [old.pk]


def test_who_needs_someone_is_found_before_the_timeline(open_page, sign_in):
    coordinator = make_coordinator()
    client = make_client(coordinator, "Mira Umasugi", "Mira")
    page = go(sign_in(open_page(), coordinator), f"/klien/{client.pk}/")
    tops = [page.locator(section).bounding_box()["y"] for section in ("#pendamping", "#linimasa")]
    assert tops == sorted(tops)
