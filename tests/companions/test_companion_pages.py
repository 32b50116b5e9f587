"""The workload view, the page of one companion, and what a coordinator changes there."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation
from accounts.roles import OrganisationKind
from companions import actions, supervision_due
from companions.facts import figure
from companions.models import Companion
from companions.views import companion_rows, companions
from companions.vocabulary import EndReason
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.cases.pages import HEALTH, send, statements, title_of
from tests.clients import make_client, token_for
from tests.companions.making import assign, certify, make_ready
from tests.people import (
    make_companion,
    make_coordinator,
    make_member,
    make_organisation,
    make_supervisor,
    make_trainer,
    sign_in,
)

pytestmark = pytest.mark.django_db

LIST = reverse("companion_list")
PICTURE = reverse("companion_workload_picture")
TODAY = timezone.localdate


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Sari Umasugi")


def detail(companion):
    return reverse("companion_detail", args=[companion.id])


def page_of(name, companion):
    return reverse(name, args=[companion.id])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def names(response):
    return [row.line.name for row in response.context["rows"]]


def away(companion, by, first=0, last=7):
    with acting_as(by):
        return actions.add_absence(
            token=token_for(by), companion=Companion.objects.get(pk=companion.id), by=by,
            from_on=TODAY() + timedelta(days=first), until_on=TODAY() + timedelta(days=last), why="Menjenguk ibu",
        )  # fmt: skip


def supervised(companion, by, days_ago=0):
    with acting_as(by):
        return actions.record_supervision(
            token=token_for(by), companion=Companion.objects.get(pk=companion.id), by=by,
            held_on=TODAY() - timedelta(days=days_ago), findings="Baik",
        )  # fmt: skip


# -- who may -----------------------------------------------------------------------------------------------------------


ALL_PAGES = ["companion_detail", "companion_edit", "companion_leaving", "absence_new"]


def test_a_companion_opens_none_of_the_coordinators_pages(companion):
    web = sign_in(Web(), companion)
    for address in (LIST, PICTURE, *(page_of(name, companion) for name in ALL_PAGES)):
        assert web.get(address).status_code == 403, address


@pytest.mark.parametrize("name", ALL_PAGES)
def test_companions_of_another_organisation_do_not_exist(name, companion):
    web = sign_in(Web(), make_coordinator())
    assert web.get(page_of(name, companion)).status_code == 404
    assert names(web.get(LIST)) == []


def test_a_supervisor_reads_and_changes_nothing(coordinator, companion):
    assign(make_client(coordinator), companion, coordinator)
    web = sign_in(Web(), make_supervisor(coordinator.organisation))

    assert names(web.get(LIST)) == ["Sari Umasugi"]
    shown = body(web.get(detail(companion)))
    assert "sebaya" not in shown and reverse("companion_edit", args=[companion.id]) not in shown
    for name in ("companion_edit", "companion_leaving", "absence_new"):
        assert web.get(page_of(name, companion)).status_code == 403
        assert web.post(page_of(name, companion)).status_code == 403


def test_a_trainer_reads_all_organisations_and_no_client(coordinator, companion):
    client = make_client(coordinator)
    assign(client, companion, coordinator)
    make_ready(make_coordinator(), name="Iksan Buamona")
    web = sign_in(Web(), make_trainer())

    response = web.get(LIST)
    assert names(response) == ["Iksan Buamona", "Sari Umasugi"]
    shown = body(response)
    assert "<progress" not in shown and "Pendamping sebaya" not in shown and coordinator.organisation.name in shown
    shown = body(web.get(detail(companion)))
    assert client.code not in shown and "<progress" not in shown and "Dasar pendampingan" in shown
    assert web.get(PICTURE).status_code == 403
    assert web.get(page_of("companion_edit", companion)).status_code == 403


def test_an_lks_reads_the_companions_of_its_kds(coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    coordinator = make_coordinator(coordinator.organisation)
    make_ready(coordinator, group, name="Maria Lessy")
    web = sign_in(Web(), coordinator)

    response = web.get(LIST)
    assert names(response) == ["Maria Lessy"] and group.name in body(response)
    assert names(web.get(LIST, {"lembaga": str(coordinator.organisation.pk)})) == []


@pytest.mark.parametrize("name", ["companion_list", "companion_workload_picture"])
def test_lists_take_no_post(name, web):
    assert web.post(reverse(name)).status_code == 405


def test_no_title_and_no_address_names_anyone(web, coordinator, companion):
    for address in (LIST, *(page_of(name, companion) for name in ALL_PAGES)):
        title = title_of(web.get(address))
        assert not HEALTH.search(title + address) and "Sari" not in title


# -- the list ----------------------------------------------------------------------------------------------------------


def test_one_row_says_load_month_certificate_and_supervision(web, coordinator, companion):
    for _number in range(2):
        assign(make_client(coordinator), companion, coordinator)

    shown = body(web.get(LIST))

    assert "Beban 4 dari batas 20" in shown and "2 klien" in shown
    assert '<progress value="4" max="20"' in shown
    assert "0 kunjungan" in shown and "Aktif" in shown


def test_who_is_beyond_the_limit_is_said_in_words(web, coordinator):
    small = make_ready(coordinator, name="Kecil", capacity=3)
    for _number in range(2):
        assign(make_client(coordinator), small, coordinator)

    shown = body(web.get(LIST))
    assert "Kelebihan 1" in shown and '<progress value="3" max="3"' in shown


def test_who_needs_attention_stands_on_top_then_by_name(web, coordinator):
    make_ready(coordinator, name="Anwar")
    expired = make_ready(coordinator, name="Wati", certified=False)
    make_ready(coordinator, name="Zainab", pledged_on=None)
    certify(expired, days_ago=800)
    make_ready(coordinator, name="Budi")

    response = web.get(LIST)

    assert names(response) == ["Wati", "Zainab", "Anwar", "Budi"]
    assert names(web.get(LIST, {"perhatian": "on"})) == ["Wati", "Zainab"]
    assert names(web.get(LIST, {"status": "kedaluwarsa"})) == ["Wati"]
    assert "habis" in body(response)


def test_away_with_clients_needs_attention_and_says_until_when(web, coordinator, companion):
    make_ready(coordinator, name="Anwar")
    assert names(web.get(LIST)) == ["Anwar", "Sari Umasugi"]

    assign(make_client(coordinator), companion, coordinator)
    away(companion, coordinator)

    response = web.get(LIST)
    assert names(response) == ["Sari Umasugi", "Anwar"]
    assert "Cuti sampai" in body(response)


def test_overdue_supervision_is_late(web, coordinator, companion):
    supervised(companion, coordinator, days_ago=36)

    response = web.get(LIST)

    assert "Lewat 6 hari" in body(response) and response.context["rows"][0].needs_attention


def test_who_left_is_shown_when_asked_for_or_when_clients_were_left_behind(web, coordinator, companion):
    with acting_as(coordinator):
        row = Companion.objects.get(pk=companion.id)
        actions.set_leaving(companion=row, by=coordinator, leaves_on=TODAY() - timedelta(days=1))

    assert names(web.get(LIST)) == []
    assert names(web.get(LIST, {"status": "berhenti"})) == ["Sari Umasugi"]


def test_of_who_left_nothing_new_is_written_down(web, coordinator, companion):
    supervised(companion, coordinator)
    with acting_as(coordinator):
        row = Companion.objects.get(pk=companion.id)
        actions.set_leaving(companion=row, by=coordinator, leaves_on=TODAY() + timedelta(days=5))

    shown = web.get(detail(companion))
    assert shown.context["row"].supervision is None  # the next talk would come after the last day
    assert page_of("supervision_new", companion) in body(shown)
    with acting_as(coordinator):
        assert companion.id not in [one.companion.pk for one in supervision_due.due(coordinator)]
        actions.set_leaving(companion=row, by=coordinator, leaves_on=TODAY() - timedelta(days=1))

    shown = body(web.get(detail(companion)))
    assert not any(page_of(name, companion) in shown for name in ("supervision_new", "companion_edit", "absence_new"))
    assert page_of("companion_leaving", companion) in shown


def test_the_kind_stands_on_no_list_and_on_no_paper(web, coordinator, companion):
    assert "Pendamping sebaya" not in body(web.get(LIST))
    shown = body(web.get(detail(companion)))
    assert re.search(r'<div class="off-paper"><dt>[^<]*</dt><dd><details>.*?Pendamping sebaya', shown)


def test_who_is_not_a_companion_yet_stands_above(web, coordinator):
    make_companion(coordinator.organisation, "Baru Masuk")
    make_member([], coordinator.organisation, "Menunggu Orang", proposed_roles=["pendamping"])
    with acting_as(coordinator):
        Invitation.objects.create(
            digest=b"x" * 32, organisation=coordinator.organisation, roles=["pendamping"], display_name="Undangan Satu",
            invited_by=coordinator.membership, expires_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
    make_companion(make_coordinator().organisation, "Orang Lain")

    shown = body(web.get(LIST))

    assert [name in shown for name in ("Baru Masuk", "Menunggu Orang", "Undangan Satu", "Orang Lain")] == [1, 1, 1, 0]
    assert "Lengkapi profil" in shown and "Diundang, belum masuk" in shown and "perlu dikonfirmasi" in shown


def test_a_filter_that_is_none_filters_nothing(web, companion):
    for query in ({"status": "x"}, {"lembaga": "x"}, {"sejak": "x"}, {"sejak": str(companion.id)}):
        assert web.get(LIST, query).status_code == 200


def test_a_long_list_is_turned_page_by_page(web, coordinator, monkeypatch):
    monkeypatch.setattr(companions, "PAGE", 2)
    for name in ("Anwar", "Budi", "Citra"):
        make_ready(coordinator, name=name)

    first = web.get(LIST)
    second = web.get(LIST + first.context["next_url"])

    assert names(first) + names(second) == ["Anwar", "Budi", "Citra"] and not second.context["next_url"]


@pytest.mark.parametrize("make", [make_coordinator, make_supervisor, make_trainer])
def test_fifty_companions_cost_the_statements_of_one(make, coordinator):
    one = make_ready(coordinator)
    assign(make_client(coordinator), one, coordinator)
    web = sign_in(Web(), make() if make is make_trainer else make(coordinator.organisation))
    _page, for_one = statements(web, LIST)
    others = [make_ready(coordinator, certified=False) for _number in range(24)]
    certify(*others)
    for other in others[:5]:
        assign(make_client(coordinator), other, coordinator)
        make_companion(coordinator.organisation)

    page, for_many = statements(web, LIST)

    assert len(names(page)) == 25
    assert len(for_many) == len(for_one) <= 14, "\n".join(for_many)


def test_the_list_is_empty_and_says_what_to_do(web):
    assert reverse("user_invite") in body(web.get(LIST))


# -- the picture -------------------------------------------------------------------------------------------------------


def test_the_picture_shows_the_loads_without_script_or_style(web, coordinator, companion):
    assign(make_client(coordinator), companion, coordinator)
    assert PICTURE in body(web.get(LIST))

    for query in ({}, {"lebar": "1"}):
        response = web.get(PICTURE, query)
        drawn = body(response)
        assert response["Content-Type"] == "image/svg+xml" and "no-store" in response["Cache-Control"]
        assert "Sari Umasugi" in drawn and "<text" in drawn
        assert not re.search(r"<script|<style|style=|\bon\w+=|href|<!--|class=", drawn)


def test_the_picture_shows_who_carries_nobody_own_limits_and_the_dark(web, coordinator):
    make_ready(coordinator, name="Kosong Sekali", capacity=6)
    drawn = body(web.get(PICTURE))

    assert "Kosong Sekali" in drawn and drawn.count('stroke-width="3"') == 1
    assert "#ffffff" in drawn and "#ffffff" not in body(web.get(PICTURE, {"gelap": "1"}))


def test_the_picture_of_a_name_that_looks_like_markup(web, coordinator):
    odd = make_ready(coordinator, name="<b>A&B")
    assign(make_client(coordinator), odd, coordinator)

    assert "&lt;b&gt;A&amp;B" in body(web.get(PICTURE))


def test_an_empty_picture_is_one_too(web):
    assert body(web.get(PICTURE)).startswith("<?xml")


# -- the page of one ---------------------------------------------------------------------------------------------------


def test_the_page_shows_clients_now_and_before_and_leaves_a_record(web, coordinator, companion):
    now, before = make_client(coordinator), make_client(coordinator)
    assign(now, companion, coordinator)
    old = assign(before, companion, coordinator)
    with acting_as(coordinator):
        actions.end(assignment=old, by=coordinator, reason=EndReason.OTHER)
    with acting_as(coordinator):
        seen = AccessedRecord.objects.count()

    response = web.get(detail(companion))

    shown = body(response)
    assert now.code in shown and before.code in shown and "bobot 2" in shown and "Pendamping sebaya" in shown
    assert [one.client.pk for one in response.context["current"]] == [now.pk]
    with acting_as(coordinator):
        assert AccessedRecord.objects.count() == seen + 2


def test_a_page_of_twenty_clients_costs_what_one_of_one_costs(web, coordinator, companion):
    assign(make_client(coordinator), companion, coordinator)
    _page, for_one = statements(web, detail(companion))
    for _number in range(7):
        assign(make_client(coordinator), companion, coordinator)
    supervised(companion, coordinator)

    page, for_many = statements(web, detail(companion))

    assert len(page.context["current"]) == 8
    assert len(for_many) == len(for_one) <= 22, "\n".join(for_many)


def test_a_member_without_a_profile_leads_to_the_form(web, coordinator):
    fresh = make_companion(coordinator.organisation)
    assert web.get(detail(fresh))["Location"] == page_of("companion_edit", fresh)
    assert sign_in(Web(), make_supervisor(coordinator.organisation)).get(detail(fresh)).status_code == 404


def test_the_one_page_of_nobody(web, coordinator):
    other = make_supervisor(coordinator.organisation)  # a member, but no companion
    assert web.get(detail(other), follow=True).status_code == 404


# -- words and figures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("weight", "words"), [("20", "20"), ("7.5", "7,5"), ("0", "0"), ("27.0", "27")])
def test_a_weight_is_written_as_it_is_here(weight, words):
    assert figure(Decimal(weight)) == words


def test_every_status_has_a_tag():
    kinds = {companion_rows.status_kind(status) for status in companion_rows.Status}
    assert kinds == {"done", "stop", "soon", ""}


def test_limits_that_exclude_each_other_are_refused(web, coordinator):
    one = make_ready(coordinator)
    url = reverse("companion_edit", args=[one.id])
    data = {"kind": "sebaya", "sex": "P", "languages": ["indonesia"], "limits": ["perempuan_saja", "laki_saja"]}
    answer = send(web, url, data)
    assert answer.status_code == 200 and "limits" in answer.context["form"].errors
