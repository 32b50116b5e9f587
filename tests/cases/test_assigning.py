"""Many clients without a responsible worker get one in one go."""

import pytest
from django.urls import reverse

from accounts.models import Notice
from cases import rules
from cases.actions.assigning import assign_workers
from cases.models import Responsibility
from privacy import tokens
from privacy.context import acting_as
from tests.cases.imports.conftest import hidden, imported
from tests.cases.register.books import book
from tests.clients import make_client, token_for
from tests.people import make_coordinator, make_member, make_organisation, make_social_worker, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "/klien/petugas/"
ROWS = [["Nama", "L/P", "Kelurahan"], *([f"Orang {chr(97 + n) * 4}", "P", "Loto" if n else "Sasa"] for n in range(4))]


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def web(client, coordinator):
    return sign_in(client, coordinator)


@pytest.fixture
def colleague(coordinator):
    return make_member("koordinator", coordinator.organisation, name="Rina Contoh")


@pytest.fixture
def waiting(web, coordinator):
    """Four clients of a register, for whom nobody answers yet."""
    imported(web, coordinator, book(ROWS))
    with acting_as(coordinator):
        return [row.client for row in Responsibility.objects.filter(worker=None).select_related("client")]


def workers_of(actor, clients):
    with acting_as(actor):
        rows = Responsibility.objects.filter(client__in=[client.pk for client in clients])
        return [row.worker_id for row in rows]


def notices_of(actor):
    with acting_as(actor):
        return list(Notice.objects.visible_to(actor).values_list("kind", flat=True))


def send(web, worker, page=None, **data):
    page = page or web.get(ADDRESS)
    import re

    shown = re.findall(r'name="shown" value="([^"]+)"', page.content.decode())
    key = hidden(page, "data-draft ")[tokens.FIELD]
    return web.post(ADDRESS, {tokens.FIELD: key, "shown": shown, "worker": str(worker.id), **data}, follow=True)


def test_everyone_on_the_page_at_once_and_one_notice(web, coordinator, colleague, waiting):
    answer = send(web, colleague, all="on")

    assert "Rina Contoh kini penanggung jawab 4 klien" in answer.content.decode()
    assert "Semua klien sudah punya penanggung jawab" in answer.content.decode()
    assert workers_of(coordinator, waiting) == [colleague.id] * 4
    assert notices_of(colleague) == ["assigned_several"]


def test_those_ticked_and_nobody_else(web, coordinator, colleague, waiting):
    answer = send(web, colleague, clients=[str(waiting[0].pk), str(waiting[1].pk)])

    assert sorted(map(str, workers_of(coordinator, waiting))) == sorted([str(colleague.id)] * 2 + ["None"] * 2)
    assert waiting[0].code not in answer.content.decode() and waiting[2].code in answer.content.decode()


def test_nothing_ticked_and_no_worker_are_both_said(web, coordinator, waiting):
    page = web.get(ADDRESS)

    answer = web.post(ADDRESS, {**hidden(page, "data-draft "), "worker": ""})

    words = answer.content.decode()
    assert "Pilih siapa yang akan menjadi penanggung jawab" in words and "Centang sedikitnya satu klien" in words
    assert workers_of(coordinator, waiting) == [None] * 4


def test_sent_twice_writes_once_and_says_the_same(web, coordinator, colleague, waiting):
    page = web.get(ADDRESS)

    first, second = send(web, colleague, page, all="on"), send(web, colleague, page, all="on")

    assert all("penanggung jawab 4 klien" in one.content.decode() for one in (first, second))
    assert notices_of(colleague) == ["assigned_several"]


def test_who_got_a_worker_meanwhile_keeps_that_one(web, coordinator, colleague, waiting):
    page = web.get(ADDRESS)
    with acting_as(coordinator):
        assign_workers(
            token=token_for(coordinator), by=coordinator, clients=[waiting[0].pk], worker=coordinator.membership
        )

    answer = send(web, colleague, page, all="on")

    assert "penanggung jawab 3 klien" in answer.content.decode() and "tetap" in answer.content.decode()
    assert workers_of(coordinator, waiting[:1]) == [coordinator.id]


def test_filtered_by_kelurahan(web, coordinator, waiting):
    with acting_as(coordinator):
        place = next(client for client in waiting if client.kelurahan_name == "Sasa")
    page = web.get(ADDRESS, {"kelurahan": place.kelurahan_id}).content.decode()

    assert place.code in page and page.count('name="clients"') == 1


def test_pages_by_key_lose_nobody(web, coordinator, waiting, monkeypatch):
    import html
    import re

    from cases.views import workers

    monkeypatch.setattr(workers, "PAGE", 3)
    seen, address = [], ADDRESS
    while address:
        page = web.get(address).content.decode()
        seen += re.findall(r'name="shown" value="([^"]+)"', page)
        found = re.search(r'href="(\?sejak=[^"]+)">Berikutnya', page)
        address = ADDRESS + html.unescape(found[1]) if found else ""

    assert sorted(seen) == sorted(str(client.pk) for client in waiting)


def test_a_stranger_names_nobody(coordinator, waiting):
    stranger = make_coordinator()
    make_client(stranger)
    with acting_as(stranger):
        count = assign_workers(
            token=token_for(stranger), by=stranger, clients=[one.pk for one in waiting], worker=stranger.membership
        )

    assert count == 0 and workers_of(coordinator, waiting) == [None] * 4


def test_not_someone_of_another_organisation_nor_a_companion(coordinator, waiting):
    for other in (make_social_worker(), make_member("pendamping", coordinator.organisation)):
        with acting_as(coordinator), pytest.raises(rules.NotPossible):
            assign_workers(
                token=token_for(coordinator), by=coordinator, clients=[waiting[0].pk], worker=other.membership
            )


def test_not_without_the_right(coordinator, waiting):
    reader = make_member("supervisor", coordinator.organisation)
    with acting_as(reader), pytest.raises(rules.NotAllowed):
        assign_workers(token=token_for(reader), by=reader, clients=[waiting[0].pk], worker=coordinator.membership)


def test_a_worker_of_the_group_answers_for_its_clients(web, coordinator):
    group = make_organisation("KDS", parent=coordinator.organisation)
    member = make_coordinator(group)
    imported(web, coordinator, book(ROWS), organisation=group)

    send(web, member, all="on")

    with acting_as(member):
        assert set(Responsibility.objects.values_list("worker_id", flat=True)) == {member.id}


def test_the_way_to_the_page(web, coordinator, waiting):
    for page in (reverse("client_list") + "?petugas=tidak-ada", reverse("my_work")):
        assert f'href="{ADDRESS}"' in web.get(page).content.decode()
    assert f'href="{ADDRESS}"' not in web.get(reverse("client_list")).content.decode()
