"""The sender's list, the panel on the client's page, the timeline."""

from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from cases import timeline
from privacy.context import acting_as
from referrals import panels, queue
from referrals import timeline as ours
from referrals.models import Referral
from referrals.states import State
from tests.cases.pages import HEALTH, codes_in, statements, title_of
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.people import (
    make_clinic_staff,
    make_coordinator,
    make_manager,
    make_referral_officer,
    make_supervisor,
    sign_in,
)
from tests.referrals.making import bring_to, do, offer, send_one, write

pytestmark = pytest.mark.django_db
LIST = reverse("referral_list")


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


def rows(web, tab, **query):
    response = web.get(LIST, {"lihat": tab, **query})
    assert response.status_code == 200, response.status_code
    return response.context["rows"]


def ids(web, tab, **query):
    return [row.pk for row in rows(web, tab, **query)]


def overdue(referral, by):
    """Its answer was due yesterday."""
    with acting_as(by):
        Referral.objects.filter(pk=referral.pk).update(due_at=timezone.now() - timedelta(days=1))


def test_each_stands_in_its_tab(coordinator, officer):
    sent = send_one(coordinator, officer)
    done = bring_to(send_one(coordinator, officer), State.DONE, coordinator, officer)
    draft = write(make_client(coordinator), coordinator, offer(officer), then=State.DRAFT)
    web = sign_in(Web(), coordinator)
    assert (ids(web, "berjalan"), ids(web, "selesai"), ids(web, "usulan")) == ([sent.pk], [done.pk], [draft.pk])
    assert ids(sign_in(Web(), make_coordinator(coordinator.organisation)), "usulan") == [], "a draft is its author's"
    page = web.get(LIST)
    assert not HEALTH.search(title_of(page)) and sent.client_code in codes_in(page)


def test_others_see_nothing_of_it(coordinator, officer):
    send_one(coordinator, officer)
    for actor in (make_coordinator(), officer):
        assert ids(sign_in(Web(), actor), "berjalan") == [], "the desk that receives has a queue of its own"
    assert len(ids(sign_in(Web(), make_supervisor(coordinator.organisation)), "berjalan")) == 1
    assert sign_in(Web(), make_manager()).get(LIST).status_code == 403
    assert sign_in(Web(), coordinator).post(LIST).status_code == 405


def test_what_is_late_comes_first(coordinator, officer):
    soon, late = send_one(coordinator, officer), send_one(coordinator, officer)
    overdue(late, coordinator)
    web = sign_in(Web(), coordinator)
    assert ids(web, "berjalan") == [late.pk, soon.pk]
    assert [row.kind for row in rows(web, "berjalan")][0] == "late"


def test_a_companion_sees_what_she_proposed_with_its_age(coordinator, officer):
    companion, other = make_ready(coordinator), make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, companion, coordinator)
    proposal = write(client, companion, offer(officer), then=State.PROPOSED)
    web = sign_in(Web(), companion)
    (row,) = rows(web, "usulan")
    assert row.pk == proposal.pk and row.age
    assert ids(sign_in(Web(), coordinator), "usulan") == [proposal.pk]
    assert ids(sign_in(Web(), other), "usulan") == []


def test_what_is_new_is_marked_until_one_has_looked(coordinator, officer):
    sent = send_one(coordinator, officer)
    web = sign_in(Web(), coordinator)
    assert not rows(web, "berjalan")[0].referral.is_new, "one's own step is no news"
    do("take", sent, officer)
    assert rows(web, "berjalan")[0].referral.is_new
    assert not rows(web, "berjalan")[0].referral.is_new
    do("decline", sent, officer)
    assert rows(web, "selesai")[0].referral.is_new, "looking at one tab takes no mark from another"


def test_the_list_is_paged_and_costs_the_same(coordinator, officer, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 3)
    first = send_one(coordinator, officer)
    web = sign_in(Web(), coordinator)
    _page, one = statements(web, LIST)
    others = [send_one(coordinator, officer) for _one in range(6)]
    page, many = statements(web, LIST)
    assert len(one) == len(many) <= 12

    seen, address = [], LIST
    while address:
        page = web.get(address)
        seen += [row.pk for row in page.context["rows"]]
        address = page.context["next_url"] and LIST + page.context["next_url"]
    assert len(seen) == 7 and set(seen) == {first.pk, *(one.pk for one in others)}
    assert len(ids(web, "berjalan", sesudah="geraten")) == 3, "a key that was made up begins at the start"


@pytest.mark.parametrize("tab", ["usulan", "selesai"])
def test_the_other_tabs_are_paged_too(tab, coordinator, officer, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    state = State.DRAFT if tab == "usulan" else State.CANCELLED
    made = []
    for _one in range(5):
        if state == State.DRAFT:
            made.append(write(make_client(coordinator), coordinator, offer(officer), then=state))
        else:
            made.append(bring_to(send_one(coordinator, officer), state, coordinator, officer))
    web = sign_in(Web(), coordinator)
    seen, address = [], f"{LIST}?lihat={tab}"
    while address:
        page = web.get(address)
        seen += [row.pk for row in page.context["rows"]]
        address = page.context["next_url"] and LIST + page.context["next_url"]
    order = made if tab == "usulan" else made[::-1]
    assert seen == [one.pk for one in order]


# -- the client's page and timeline ------------------------------------------------------------------------------------


def test_the_clients_page_shows_what_runs_and_leads_to_a_new_one(coordinator, officer):
    client = make_client(coordinator)
    new = reverse("referral_new", args=[client.pk])
    sent = send_one(coordinator, officer, client=client)
    page = sign_in(Web(), coordinator).get(client.get_absolute_url()).content.decode()
    assert new in page and sent.get_absolute_url() in page
    page = sign_in(Web(), make_supervisor(coordinator.organisation)).get(client.get_absolute_url()).content.decode()
    assert new not in page and sent.get_absolute_url() in page


def test_a_prospective_client_may_be_referred(coordinator):
    client = make_client(coordinator, kind="PROSPEK", stage="PROSPEK")
    with acting_as(coordinator):
        client = type(client).objects.select_related("case").get(pk=client.pk)
        (section,) = panels.of_client(coordinator, client)
    assert section.context["may_write"]


def test_the_timeline_tells_the_steps_and_never_what_a_clinic_found(coordinator):
    nurse = make_clinic_staff()
    client = make_client(coordinator, kind="PROSPEK")
    bring_to(send_one(coordinator, nurse, kind="VCT", client=client), State.DONE, coordinator, nurse)
    write(client, coordinator, offer(nurse, "KONSELING"), then=State.DRAFT)
    with acting_as(coordinator):
        client = type(client).objects.select_related("case").get(pk=client.pk)
        entries = ours.referrals(client, None, 50)
        told = [entry.thing.to_state for entry in entries]
        assert told == ["SELESAI", "DITANGANI", "DITERIMA", "DIKIRIM"], "newest first, no draft"
        assert not any(HEALTH.search(entry.title.replace(nurse.organisation.short_name, "")) for entry in entries)
        assert ours.referrals(client, entries[-1].at, 50) == []
        assert {entry.template for entry in timeline.entries(client, tab="rujukan")[0]} == {ours.TEMPLATE}
    page = sign_in(Web(), coordinator).get(f"{client.get_absolute_url()}?lihat=rujukan").content.decode()
    assert reverse("referral_detail", args=[entries[0].thing.referral_id]) in page
    assert "diantar" not in page and "tercapai" not in page


def test_the_timeline_costs_the_same_for_one_step_and_for_many(coordinator, officer):
    client = make_client(coordinator)
    address = f"{client.get_absolute_url()}?lihat=rujukan"
    web = sign_in(Web(), coordinator)
    send_one(coordinator, officer, client=client)
    _page, one = statements(web, address)
    for kind in ("PEMBERDAYAAN", "KUNJUNGAN"):
        bring_to(send_one(coordinator, officer, kind=kind, client=client), State.SERVED, coordinator, officer)
    _page, many = statements(web, address)
    assert len(one) == len(many)
