"""A stand-in who is away as well: the client stands on the lists, and someone follows the stand-in."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Notice
from cases.rules import NotPossible
from companions import actions, attention, running, uncovered
from companions.models import Assignment
from companions.vocabulary import EndReason, Part, WhyHandOver
from privacy.context import acting_as
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.companions.test_handover import accept, in_days, offer, opens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Nurmala Ishak")


@pytest.fixture
def stand_in(coordinator):
    return make_ready(coordinator, name="Elfira Wahab")


def be_away(who, by, until, begins=0):
    with acting_as(by):
        return actions.add_absence(
            token=token_for(by), companion=who.membership.companion, by=by, from_on=in_days(begins),
            until_on=in_days(until),
        )  # fmt: skip


@pytest.fixture
def standing(coordinator, companion, stand_in):
    """Elfira stands in for Nurmala until in nine days."""
    assignment = assign(make_client(coordinator), companion, coordinator)
    be_away(companion, coordinator, 9)
    one = offer({assignment: stand_in}, coordinator, WhyHandOver.ABSENCE, until_on=in_days(9))[0]
    return accept(one, stand_in)


def left(coordinator):
    with acting_as(coordinator):
        away = attention.away(attention.companions_of(coordinator))
        return uncovered.left_by_absence(coordinator, away, 5)


def test_who_has_a_stand_in_stands_on_the_list_when_that_one_is_away_too(coordinator, standing, stand_in):
    assert left(coordinator) == []
    be_away(stand_in, coordinator, 3)
    [row] = left(coordinator)
    assert (row.client.pk, row.member, row.until) == (standing.client_id, stand_in.id, in_days(3))
    assert (row.companion, row.stand_in) == ("Nurmala Ishak", "Elfira Wahab")


def test_both_pages_say_so(coordinator, standing, stand_in, web):
    be_away(stand_in, coordinator, 3)
    url = f"{reverse('handover_new', args=[stand_in.id])}?mengapa=cuti"
    for page in (web.get(reverse("gap_list") + "?lihat=cuti"), web.get(reverse("my_work"))):
        assert "Nurmala Ishak" in page.content.decode()
        assert url in page.content.decode()


def test_someone_follows_the_stand_in_until_the_same_day(coordinator, standing, stand_in):
    be_away(stand_in, coordinator, 3)
    other = make_ready(coordinator, name="Maria Lessy")
    one = offer({standing: other}, coordinator, WhyHandOver.ABSENCE, until_on=in_days(3))[0]
    with acting_as(other):
        [waiting] = running.offers_for(other)
    assert (waiting.from_on, waiting.until_on) == (None, in_days(9))
    follows = accept(one, other)
    assert (follows.part, follows.until_on, follows.stands_in_for_id) == (
        Part.STAND_IN, in_days(9), standing.stands_in_for_id,
    )  # fmt: skip
    with acting_as(coordinator):
        [now] = Assignment.objects.current().filter(client=standing.client_id, part=Part.STAND_IN)
        assert now.pk == follows.pk
        assert Assignment.objects.get(pk=standing.pk).end_reason == EndReason.HANDED_OVER
    assert opens(other, standing.client)
    assert not opens(stand_in, standing.client)
    assert left(coordinator) == []


def test_the_page_offers_whom_she_stands_in_for(coordinator, standing, stand_in, web):
    be_away(stand_in, coordinator, 3)
    other = make_ready(coordinator, name="Maria Lessy")
    url = reverse("handover_new", args=[stand_in.id])
    page = web.get(url + "?mengapa=cuti")
    assert page.context["form"].initial[f"untuk-{standing.pk}"] == str(other.id), "and proposes someone"
    sent = {"why": "cuti", "until_on": in_days(3).isoformat(), f"untuk-{standing.pk}": str(other.id)}
    page = web.post(url, {**sent, "langkah": "periksa"})
    assert page.context["follow"] == 1
    assert "langsung beralih kepada yang bersedia" in page.content.decode()


def test_a_second_companion_has_no_stand_in(coordinator, standing, stand_in):
    second = assign(standing.client, make_ready(coordinator), coordinator, part=Part.SECOND)
    with pytest.raises(NotPossible, match="main companion"):
        offer({second: make_ready(coordinator)}, coordinator, WhyHandOver.ABSENCE, until_on=in_days(3))


def test_the_companion_is_told_that_she_stands_in_no_longer(coordinator, standing, stand_in):
    be_away(stand_in, coordinator, 3)
    other = make_ready(coordinator)
    accept(offer({standing: other}, coordinator, WhyHandOver.ABSENCE, until_on=in_days(3))[0], other)
    with acting_as(stand_in):
        assert Notice.objects.filter(membership=stand_in.id, kind="accompany_ended").count() == 1
