"""What was typed and not sent, on "Pekerjaan saya"."""

import pytest
from django.http import QueryDict
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.vocabulary import Purpose
from privacy import drafts, tokens
from privacy.context import acting_as
from tests.clients import give_consent, make_client, share_with, token_for
from tests.people import make_coordinator, make_social_worker, sign_in

pytestmark = pytest.mark.django_db
HOME = "/kerja/"


@pytest.fixture
def worker():
    return make_social_worker()


def leave(actor, form, subject, url):
    with acting_as(actor):
        drafts.save(actor.id, tokens.new(actor, form, subject, url=url), QueryDict("what=Antar"))


def names_of(web):
    return [(name, client and client.card.call_name) for name, _draft, client in web.get(HOME).context["drafts"]]


def test_each_says_which_form_it_is_and_whose(worker):
    person = make_client(worker, "Mira Umasugi", "Mira")
    with acting_as(worker):
        plan = actions.plan_visit(
            token=token_for(worker), client=person, by=worker, planned_on=timezone.localdate(), place="rumah"
        )
    for form in ("card", "stage-aktif"):
        leave(worker, form, person.pk, f"/klien/{person.pk}/{form}/")
    leave(worker, "move", plan.pk, f"/rencana/{plan.pk}/pindah/")

    found = names_of(sign_in(Web(), worker))

    assert {called for _name, called in found} == {"Mira"}
    assert len({str(name) for name, _called in found}) == 3
    assert "Formulir" not in {str(name) for name, _called in found}


def test_one_whose_client_is_out_of_sight_is_left_out(worker):
    coordinator = make_coordinator()
    person = make_client(coordinator, "Mira Umasugi", "Mira")
    share_with(person, worker.organisation, coordinator)
    leave(worker, "step", person.pk, f"/klien/{person.pk}/langkah/")
    web = sign_in(Web(), worker)
    assert len(names_of(web)) == 1

    with acting_as(coordinator):
        line = next(iter(person.consents.filter(purpose=Purpose.C4)))
        actions.withdraw(token=token_for(coordinator), consent=line, by=coordinator)

    assert names_of(web) == []


def test_it_can_be_thrown_away_on_the_spot(worker):
    person = make_client(worker)
    give_consent(person, worker)
    leave(worker, "step", person.pk, f"/klien/{person.pk}/langkah/")
    web = sign_in(Web(), worker)

    answer = web.post(reverse("draft_discard"), {"form": "step", "subject": str(person.pk), "kerja": "1"})

    assert answer["Location"] == HOME
    assert names_of(web) == []
