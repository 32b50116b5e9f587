"""What a coordinator changes about a companion: the profile, the day of leaving, days away."""

from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from companions import actions
from companions.models import Absence, Companion, CompanionKind
from companions.vocabulary import Kind
from privacy import tokens
from privacy.context import acting_as
from tests.cases.pages import key_of, send
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_companion, make_coordinator, make_supervisor, sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Sari Umasugi")


def page_of(name, companion):
    return reverse(name, args=[companion.id])


def detail(companion):
    return page_of("companion_detail", companion)


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def away(companion, by, first=0, last=7):
    with acting_as(by):
        return actions.add_absence(
            token=token_for(by), companion=Companion.objects.get(pk=companion.id), by=by,
            from_on=TODAY() + timedelta(days=first), until_on=TODAY() + timedelta(days=last), why="Menjenguk ibu",
        )  # fmt: skip


# -- the profile -------------------------------------------------------------------------------------------------------


FILLED = {
    "kind": "keluarga", "sex": "L", "kelurahan": "", "languages": ["ternate"], "limits": ["tanpa_perahu"],
    "limits_note": "Mabuk laut", "capacity": "12", "pledged_on": "2026-01-05",
}  # fmt: skip


def test_the_profile_is_made_and_changed(web, coordinator):
    fresh = make_companion(coordinator.organisation)
    address = page_of("companion_edit", fresh)

    assert send(web, address, FILLED)["Location"] == detail(fresh)
    send(web, address, {**FILLED, "capacity": ""})

    with acting_as(coordinator):
        row = Companion.objects.get(pk=fresh.id)
        assert (row.sex, row.languages, row.limits, row.limits_note) == (
            "L",
            ["ternate"],
            ["tanpa_perahu"],
            "Mabuk laut",
        )
        assert row.capacity is None and str(row.pledged_on) == "2026-01-05"
        assert CompanionKind.objects.get(pk=fresh.id).kind == Kind.FAMILY
    shown = body(web.get(address))
    assert 'value="keluarga"' in shown and '<optgroup label="' in shown  # kelurahan by kecamatan


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": ""}, "field is required"),
        ({"capacity": "61"}, "60"),
        ({"capacity": "banyak"}, "number"),
        ({"pledged_on": "2999-01-01"}, "cannot be after today"),
        ({"languages": ["klingon"]}, "klingon"),
    ],
)
def test_a_profile_that_cannot_be_says_why_and_keeps_what_was_typed(wrong, sentence, web, coordinator):
    fresh = make_companion(coordinator.organisation)
    web.post(reverse("language"), {"language": "en"})

    shown = body(send(web, page_of("companion_edit", fresh), {**FILLED, **wrong}))

    assert sentence in shown and "Mabuk laut" in shown
    with acting_as(coordinator):
        assert not Companion.objects.filter(pk=fresh.id).exists()


def test_a_form_that_was_open_too_long_saves_nothing(web, coordinator):
    fresh = make_companion(coordinator.organisation)
    assert "terbuka terlalu lama" in body(web.post(page_of("companion_edit", fresh), FILLED))


# -- leaving, absences -------------------------------------------------------------------------------------------------


def test_leaving_says_who_depends_and_can_be_taken_back(web, coordinator, companion):
    assign(make_client(coordinator), companion, coordinator)
    address = page_of("companion_leaving", companion)
    assert "1 klien" in body(web.get(address))

    day = TODAY() + timedelta(days=10)
    assert send(web, address, {"leaves_on": day.isoformat(), "why": "Pindah"})["Location"] == detail(companion)
    assert "Berhenti" in body(web.get(detail(companion)))
    send(web, address, {"stays": "1"})

    with acting_as(coordinator):
        assert Companion.objects.get(pk=companion.id).leaves_on is None


def test_nobody_has_left_yesterday_while_clients_depend(web, coordinator, companion):
    assign(make_client(coordinator), companion, coordinator)
    yesterday = (TODAY() - timedelta(days=1)).isoformat()

    shown = body(send(web, page_of("companion_leaving", companion), {"leaves_on": yesterday}))

    assert "masih mendampingi" in shown


def test_an_absence_is_written_down_and_cancelled(web, coordinator, companion):
    first, last = TODAY() + timedelta(days=2), TODAY() + timedelta(days=4)
    data = {"from_on": first.isoformat(), "until_on": last.isoformat(), "why": "Menjenguk ibu"}
    assert send(web, page_of("absence_new", companion), data)["Location"] == detail(companion)
    assert "Menjenguk ibu" in body(web.get(detail(companion)))

    with acting_as(coordinator):
        absence = Absence.objects.get(companion=companion.id)
    cancel = reverse("absence_cancel", args=[absence.pk])
    assert "Batalkan cuti ini?" in body(web.get(cancel))
    assert web.post(cancel)["Location"] == detail(companion)

    with acting_as(coordinator):
        assert Absence.objects.get(pk=absence.pk).cancelled_at
    assert "sudah lewat" in body(web.get(cancel))


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-5, -2), (0, 400)])
def test_days_that_cannot_be_are_refused(first, last, web, coordinator, companion):
    day = [(TODAY() + timedelta(days=days)).isoformat() for days in (first, last)]
    response = send(web, page_of("absence_new", companion), {"from_on": day[0], "until_on": day[1]})
    assert response.status_code == 200 and response.context["form"].non_field_errors()


def test_absences_that_overlap_are_refused(web, coordinator, companion):
    away(companion, coordinator)
    day = TODAY().isoformat()
    response = send(web, page_of("absence_new", companion), {"from_on": day, "until_on": day})
    assert "bertumpang tindih" in body(response)


def test_sent_twice_it_is_one_absence(web, coordinator, companion):
    address, day = page_of("absence_new", companion), TODAY().isoformat()
    data = {tokens.FIELD: key_of(web.get(address)), "from_on": day, "until_on": day}
    web.post(address, data)
    web.post(address, data)
    with acting_as(coordinator):
        assert Absence.objects.filter(companion=companion.id).count() == 1
    assert web.post(address, {**data, "why": "lain"}).status_code == 409


def test_an_absence_of_elsewhere_cannot_be_cancelled(coordinator, companion):
    cancel = reverse("absence_cancel", args=[away(companion, coordinator).pk])
    assert sign_in(Web(), make_coordinator()).post(cancel).status_code == 404
    assert sign_in(Web(), companion).post(cancel).status_code == 403
    assert sign_in(Web(), make_supervisor(coordinator.organisation)).post(cancel).status_code == 403
