"""What a coordinator reads before offers are sent: who goes to whom, from when, and what each would carry."""

import pytest
from django.urls import reverse

from companions import actions, proposal
from companions.models import Assignment, Companion
from companions.vocabulary import WhyHandOver
from privacy.context import acting_as
from tests.cases.pages import send
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.companions.test_handover import accept, in_days, offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def rudi(coordinator):
    return make_ready(coordinator, name="Rudi Tomagola")


@pytest.fixture
def maria(coordinator):
    return make_ready(coordinator, name="Maria Lessy")


@pytest.fixture
def caseload(coordinator, rudi, maria):
    return [assign(make_client(coordinator), rudi, coordinator) for _number in range(3)]


def looked_over(web, rudi, chosen, **data):
    return send(web, reverse("handover_new", args=[rudi.id]), {"note": "", "langkah": "periksa", **chosen, **data})


def test_who_goes_to_whom_and_who_stays_is_named(web, rudi, maria, caseload):
    page = looked_over(web, rudi, {f"untuk-{caseload[0].pk}": str(maria.id)}, why="berhenti")
    assert [(client.pk, name) for client, name in page.context["going"]] == [(caseload[0].client_id, "Maria Lessy")]
    assert {client.pk for client in page.context["stays"]} == {one.client_id for one in caseload[1:]}
    assert page.context["own"][:2] == (6, 4)


def test_an_absence_to_come_says_from_when(web, coordinator, rudi, maria, caseload):
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=rudi.membership.companion, by=coordinator, from_on=in_days(2),
            until_on=in_days(9),
        )  # fmt: skip
    chosen = {f"untuk-{caseload[0].pk}": str(maria.id)}
    page = looked_over(web, rudi, chosen, why="cuti", until_on=in_days(9).isoformat())
    assert (page.context["begins_on"], page.context["until_on"]) == (in_days(2), in_days(9))
    assert page.context["own"][:2] == (6, 6), "in an absence the load stays"


def test_a_day_that_has_passed_is_refused_at_once(web, rudi, maria, caseload):
    chosen = {f"untuk-{caseload[0].pk}": str(maria.id)}
    page = looked_over(web, rudi, chosen, why="cuti", until_on=in_days(-20).isoformat())
    assert page.context["form"].errors["until_on"]


def test_whom_someone_stands_in_for_is_not_offered_again(web, coordinator, rudi, maria, caseload):
    accept(offer({caseload[0]: maria}, coordinator, WhyHandOver.ABSENCE, until_on=in_days(5))[0], maria)
    url = reverse("handover_new", args=[rudi.id])
    form = web.get(f"{url}?mengapa=cuti").context["form"]
    assert form[f"untuk-{caseload[0].pk}"].value() == "" and form[f"untuk-{caseload[1].pk}"].value()

    other = str(make_ready(coordinator).id)
    chosen = {f"untuk-{one.pk}": other for one in caseload}
    page = looked_over(web, rudi, chosen, why="cuti", until_on=in_days(5).isoformat())
    assert {client.pk for client, _name in page.context["going"]} == {one.client_id for one in caseload[1:]}


def test_offers_that_wait_are_named_before_the_rest_is_taken_over(web, coordinator, rudi, maria, caseload):
    offer({caseload[0]: maria}, coordinator)
    page = web.get(reverse("handover_take_over", args=[rudi.id]))
    asked = {client.pk: name for client, name in page.context["rest"]}
    assert asked == {**dict.fromkeys((one.client_id for one in caseload), ""), caseload[0].client_id: "Maria Lessy"}
    assert page.context["offers"] == 1


def test_what_is_offered_already_counts_as_gone_where_it_was_too_much(coordinator, rudi, maria, settings):
    settings.CASELOAD_WARN = 8
    mine = [assign(make_client(coordinator), rudi, coordinator, despite="Hanya dia") for _number in range(5)]
    look = looking(coordinator, rudi, mine)
    assert (look.too_much, len(given(look))) == (2, 1)
    offer({mine[0]: maria}, coordinator)
    look = looking(coordinator, rudi, mine[1:])
    assert (look.too_much, len(given(look))) == (0, 0)


def looking(coordinator, companion, assignments):
    with acting_as(coordinator):
        rows = Assignment.objects.filter(pk__in=[one.pk for one in assignments]).select_related("client__case")
        row = Companion.objects.get(pk=companion.id)
        return proposal.look(coordinator, row, list(rows), in_days(0))


def given(look):
    return [member for member in look.proposed(WhyHandOver.LOAD).values() if member]


def test_who_said_no_stands_last_with_the_day(web, coordinator, rudi, maria, caseload):
    other = make_ready(coordinator, name="Sari Umasugi", certified=False)  # needs a reason, and still comes before
    one = offer({caseload[0]: maria}, coordinator)[0]
    with acting_as(maria):
        actions.decline(offer=one, by=maria, why="Terlalu jauh")
    form = web.get(reverse("handover_new", args=[rudi.id])).context["form"]
    options = form.fields[f"untuk-{caseload[0].pk}"].choices
    assert options[-1][0] == str(maria.id) and str(other.id) in [value for value, _words in options]
    assert str(in_days(0).day) in options[-1][1]
