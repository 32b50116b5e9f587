"""What stands at 320 px where words are long: the bar on top, the sheet of an organisation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice, Organisation
from companions import actions
from privacy.context import acting_as, as_owner
from regions.models import Region
from tests.browser.conftest import NARROW, is_wider_than_screen
from tests.companions.making import make_ready
from tests.people import make_companion, make_coordinator, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)

# Words that stand on two lines, and boxes that cut what stands in them.
BROKEN = """hat => {
  const found = [], walk = document.createTreeWalker(hat, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, word.index);
    range.setEnd(walk.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
  }
  const role = hat.querySelector("b");
  if (role.scrollWidth > role.clientWidth) found.push(`cut: ${role.textContent}`);
  return found;
}"""


@pytest.fixture
def place():
    place = make_organisation("LKS")
    with as_owner():
        Organisation.objects.filter(pk=place.pk).update(name="LKS Cahaya Gamalama", short_name="Cahaya Gamalama")
    return Organisation.objects.get(pk=place.pk)


@pytest.mark.parametrize("make", [make_coordinator, make_companion])
@pytest.mark.parametrize("width", [320, 360])
def test_no_word_of_the_bar_is_broken_and_the_role_is_whole(make, width, place, open_page, sign_in):
    actor = make(place)
    with as_owner():
        Notice.objects.bulk_create(
            [Notice(membership=actor.membership, kind="accompany_ended") for _number in range(12)]
        )
    page = sign_in(open_page({"width": width, "height": 640}), actor)

    assert page.locator(".btn-bell").inner_text().strip().startswith("12")
    assert page.eval_on_selector(".hat", BROKEN) == []
    assert not is_wider_than_screen(page)


def test_the_sheet_of_an_organisation_fits(place, open_page, sign_in):
    coordinator = make_coordinator(place)
    make_ready(coordinator, name="Muhammad Zulkifli Abdurrahman")
    group = make_organisation("KDS", parent=place)
    area = list(Region.objects.filter(code__startswith="82.71", level="kelurahan").values_list("code", flat=True)[:8])
    with acting_as(coordinator):
        actions.save_profile(
            organisation=place, by=coordinator, area=area, agreement_no="021/PKS/SENTRA-WASANA-BAHAGIA/IX/2024",
            agreement_from=timezone.localdate(), phone="0921-3110000", address="Jl. Sultan Khairun 12, Soasio, Ternate",
        )  # fmt: skip
    page = sign_in(open_page(NARROW), coordinator)

    for name, which in (("place_sheet", place), ("place_detail", place), ("place_active", group)):
        page.goto(reverse(name, args=[which.pk]))
        assert not is_wider_than_screen(page), name
