"""What is most wanted of a client page stands on the first screen of a phone."""

import pytest

from tests.clients import make_client
from tests.people import make_coordinator

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_has_nobody_is_given_someone_without_scrolling(open_page, sign_in):
    coordinator = make_coordinator()
    client = make_client(coordinator, call_name="Ibu Ani")
    page = open_page()
    sign_in(page, coordinator)
    page.goto(client.get_absolute_url())
    box = page.get_by_role("link", name="Tugaskan pendamping").first.bounding_box()
    assert box["y"] + box["height"] <= 740
