"""The directory of LKS and KDS, the page of one, its profile and the sheet to print."""

from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.roles import OrganisationKind
from companions import actions
from companions.models import OrganisationProfile
from companions.views.place_rows import Term
from privacy.context import acting_as
from regions.models import Region
from tests.cases.pages import HEALTH, send, statements, title_of
from tests.clients import make_client
from tests.companions.making import make_ready
from tests.people import (
    again,
    make_companion,
    make_coordinator,
    make_manager,
    make_organisation,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
    make_trainer,
    sign_in,
)

pytestmark = pytest.mark.django_db

LIST = reverse("directory")
PAGES = ["place_detail", "place_edit", "place_sheet"]
TODAY = timezone.localdate


@pytest.fixture
def coordinator():
    return make_coordinator(name="Salma Buamona")


def page(name, thing):
    return reverse(name, args=[getattr(thing, "organisation", thing).pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def names(response, which="rows"):
    return [row.organisation.name for row in response.context[which]]


def kept(by):
    """The profile of one's organisation, or None."""
    with acting_as(by):
        return OrganisationProfile.objects.filter(pk=by.organisation.pk).first()


def kelurahan(number=2):
    return list(Region.objects.filter(code__startswith="82.71", level="kelurahan").order_by("code")[:number])


def profile_of(by, **fields):
    with acting_as(by):
        return actions.save_profile(organisation=by.organisation, by=by, **fields)


# -- who may -----------------------------------------------------------------------------------------------------------


READERS = [make_social_worker, make_referral_officer, make_trainer, make_manager, make_coordinator, make_supervisor]


@pytest.mark.parametrize("make", READERS)
def test_whoever_may_read_the_directory_reads_every_organisation(make, coordinator):
    web = sign_in(Web(), make())

    assert coordinator.organisation.name in names(web.get(LIST))
    assert "Salma Buamona" in body(web.get(page("place_detail", coordinator)))
    assert web.get(page("place_sheet", coordinator)).status_code == 200
    assert web.get(page("place_edit", coordinator)).status_code == 403
    assert web.post(page("place_edit", coordinator)).status_code == 403


def test_a_companion_does_not_open_the_directory(coordinator):
    web = sign_in(Web(), make_companion(coordinator.organisation))
    for address in (LIST, *(page(name, coordinator) for name in PAGES)):
        assert web.get(address).status_code == 403, address


@pytest.mark.parametrize("name", PAGES)
def test_what_is_neither_lks_nor_kds_is_not_here(name, web, coordinator):
    for other in (make_organisation(OrganisationKind.KLINIK), make_organisation(OrganisationKind.BALAI)):
        assert web.get(page(name, other)).status_code == 404
        assert other.name not in names(web.get(LIST))
    assert web.get(reverse(name, args=["0b5f4d0e-0000-4000-8000-000000000000"])).status_code == 404


@pytest.mark.parametrize("name", ["directory", "place_detail", "place_sheet"])
def test_pages_that_only_show_take_no_post(name, web, coordinator):
    assert web.post(LIST if name == "directory" else page(name, coordinator)).status_code == 405


def test_no_title_and_no_address_names_anyone(web, coordinator):
    for address in (LIST, *(page(name, coordinator) for name in PAGES)):
        title = title_of(web.get(address))
        assert not HEALTH.search(title + address) and "Salma" not in title


def test_an_lks_keeps_the_profile_of_its_kds_and_not_the_other_way(coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    web = sign_in(Web(), again(coordinator))

    assert "Salma Buamona" in body(web.get(page("place_edit", group)))  # its coordinator acts for the KDS
    assert sign_in(Web(), make_coordinator(group)).get(page("place_edit", coordinator)).status_code == 403


# -- the directory -----------------------------------------------------------------------------------------------------


def test_a_line_says_area_coordinator_companions_and_agreement(web, coordinator):
    places = kelurahan(4)
    ends = TODAY() + timedelta(days=300)
    profile_of(coordinator, area=[one.code for one in places], agreement_until=ends)
    make_companion(coordinator.organisation)
    make_companion(coordinator.organisation, active=False)

    [row] = web.get(LIST).context["rows"]

    assert (row.coordinators, row.companions) == (["Salma Buamona"], 1)
    assert set(row.area) == {one.name for one in places}
    shown = body(web.get(LIST))
    assert "berlaku sampai" in shown and "dan lainnya, seluruhnya 4" in shown and "1 pendamping" in shown


@pytest.mark.parametrize(
    ("number", "days", "state"),
    [("", None, "none"), ("1", None, "open"), ("", -1, "over"), ("", 0, "soon"), ("", 60, "soon"), ("", 61, "running")],
)  # fmt: skip
def test_how_long_an_agreement_runs(number, days, state):
    last = TODAY() + timedelta(days=days) if days is not None else None
    assert Term(number, None, last, TODAY()).state == state


def test_a_kds_stands_under_its_lks_and_the_inactive_in_a_fold(web, coordinator):
    first = make_organisation(name="LKS Aman")
    group = make_organisation(OrganisationKind.KDS, name="KDS Zamrud", parent=first)
    alone = make_organisation(OrganisationKind.KDS, name="KDS Bahari")
    gone = make_organisation(name="LKS Lama")
    gone.active = False
    gone.save()

    response = web.get(LIST)

    assert names(response) == [alone.name, first.name, group.name, coordinator.organisation.name]
    assert names(response, "inactive") == ["LKS Lama"] and "di bawah LKS Aman" in body(response)
    assert "tidak aktif lagi" in body(web.get(page("place_detail", gone)))


def test_filters_by_kind_and_kelurahan(web, coordinator):
    group = make_organisation(OrganisationKind.KDS, name="KDS Bahari")
    here, there = kelurahan()
    profile_of(coordinator, area=[here.code])

    assert names(web.get(LIST, {"jenis": "KDS"})) == [group.name]
    assert names(web.get(LIST, {"kelurahan": here.code})) == [coordinator.organisation.name]
    assert "tidak ada lembaga yang cocok" in body(web.get(LIST, {"kelurahan": there.code})).lower()
    assert len(names(web.get(LIST, {"jenis": "x", "kelurahan": "x"}))) == 2


def test_an_empty_directory_says_who_fills_it():
    web = sign_in(Web(), make_trainer())
    assert "Belum ada LKS dan KDS" in body(web.get(LIST))


def test_fifty_organisations_cost_the_statements_of_one(web, coordinator):
    profile_of(coordinator, area=[kelurahan()[0].code])
    _page, for_one = statements(web, LIST)
    for number in range(25):
        member = make_coordinator(name=f"Orang {number}")
        profile_of(member, area=[one.code for one in kelurahan(3)], coordinator=member.membership)
        make_organisation(OrganisationKind.KDS, parent=member.organisation)

    shown, for_many = statements(web, LIST)

    assert len(names(shown)) == 51 and len(for_many) == len(for_one) <= 10, "\n".join(for_many)


# -- the page of one ---------------------------------------------------------------------------------------------------


def test_outsiders_read_how_many_companions_and_no_name(coordinator):
    make_ready(coordinator, name="Yusuf Marsaoly")
    for make in (make_social_worker, make_manager, make_coordinator):
        shown = body(sign_in(Web(), make()).get(page("place_detail", coordinator)))
        assert "Yusuf" not in shown and "hanya diketahui lembaganya" in shown
        assert "Yusuf" not in body(sign_in(Web(), make()).get(page("place_sheet", coordinator)))


def test_its_own_and_trainers_read_the_names(web, coordinator):
    make_ready(coordinator, name="Yusuf Marsaoly")
    make_companion(coordinator.organisation, "Baru Masuk")
    for reader in (web, sign_in(Web(), make_trainer())):
        shown = body(reader.get(page("place_detail", coordinator)))
        assert "Yusuf Marsaoly" in shown and "Aktif" in shown and "profil belum diisi" in shown
    lists = reverse("companion_list") + f"?lembaga={coordinator.organisation.pk}"
    assert lists in body(web.get(page("place_detail", coordinator)))


def test_staff_stands_by_role_and_the_named_coordinator_counts(web, coordinator):
    supervisor = make_supervisor(coordinator.organisation, "Hi. Muhammad Zulkifli")
    make_coordinator(coordinator.organisation, "Anwar Buamona")

    response = web.get(page("place_detail", coordinator))
    assert response.context["row"].coordinators == ["Anwar Buamona", "Salma Buamona"]
    assert "Hi. Muhammad Zulkifli" in body(response)

    profile_of(coordinator, coordinator=supervisor.membership)
    assert web.get(page("place_detail", coordinator)).context["row"].coordinators == ["Hi. Muhammad Zulkifli"]
    supervisor.membership.active = False
    supervisor.membership.save()
    response = web.get(page("place_detail", coordinator))
    assert response.context["row"].coordinators == ["Anwar Buamona", "Salma Buamona"]


def test_what_runs_out_within_60_days_is_said(web, coordinator):
    profile_of(
        coordinator, agreement_no="12/MoU/2025", agreement_until=TODAY() + timedelta(days=12),
        registered_until=TODAY() - timedelta(days=3), phone="+6281234567890",
    )  # fmt: skip

    shown = body(web.get(page("place_detail", coordinator)))

    assert "tinggal 12 hari" in shown and "Pendaftaran habis pada" in shown and "12/MoU/2025" in shown
    assert "0812-3456-7890" in shown


def test_parent_and_children_lead_to_each_other(web, coordinator):
    group = make_organisation(OrganisationKind.KDS, name="KDS Bahari", parent=coordinator.organisation)
    assert page("place_detail", group) in body(web.get(page("place_detail", coordinator)))
    assert page("place_detail", coordinator) in body(web.get(page("place_detail", group)))


def test_the_sheet_holds_companions_and_no_client(web, coordinator):
    make_ready(coordinator, name="Yusuf Marsaoly")
    make_organisation(OrganisationKind.KDS, name="KDS Bahari", parent=coordinator.organisation)
    client = make_client(coordinator, call_name="Panggilan Rahasia")

    shown = body(web.get(page("place_sheet", coordinator)))

    assert "Yusuf Marsaoly" in shown and "KDS Bahari" in shown and "data-print" in shown
    assert client.code not in shown and "Panggilan Rahasia" not in shown


# -- the profile -------------------------------------------------------------------------------------------------------


def typed(**more):
    return {
        "registration_no": "AHU-9001", "agreement_no": "12/MoU/2026", "agreement_from": "2026-01-01",
        "agreement_until": "2028-12-31", "phone": "0812 3456 7890", "address": "Jalan Contoh 1", **more,
    }  # fmt: skip


def test_a_coordinator_keeps_the_profile(web, coordinator):
    here, there = kelurahan()

    response = send(
        web, page("place_edit", coordinator), typed(area=[here.code, there.code], coordinator=str(coordinator.id))
    )

    assert response["Location"] == page("place_detail", coordinator)
    profile = kept(coordinator)
    assert (profile.registration_no, profile.phone) == ("AHU-9001", "+6281234567890")
    assert (sorted(profile.area), profile.coordinator_id) == (sorted([here.code, there.code]), coordinator.id)
    assert profile.agreement_until.year == 2028
    shown = body(web.get(page("place_edit", coordinator)))
    assert "2 dari" in shown or shown.count("1 dari") == 2
    assert shown.count("checked") == 2


def test_an_area_outside_the_home_city_stays_and_can_be_taken_off(web, coordinator):
    far = Region.objects.filter(level="desa").exclude(code__startswith="82.71").first()
    profile_of(coordinator, area=[far.code])
    assert far.name in body(web.get(page("place_edit", coordinator)))

    send(web, page("place_edit", coordinator), typed(area=[far.code]))
    assert kept(coordinator).area == [far.code]
    send(web, page("place_edit", coordinator), typed())
    assert kept(coordinator).area == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agreement_until": "2025-12-31"}, "agreement_until"),
        ({"registered_on": "2026-02-01", "registered_until": "2026-01-31"}, "registered_until"),
        ({"agreement_from": "kemarin"}, "agreement_from"),
        ({"phone": "12"}, "phone"),
        ({"area": ["99.99.99.9999"]}, "area"),
        ({"coordinator": "0b5f4d0e-0000-4000-8000-000000000000"}, "coordinator"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(wrong, field, web, coordinator):
    response = send(web, page("place_edit", coordinator), typed(**wrong))

    assert response.status_code == 200 and field in response.context["form"].errors
    assert "Jalan Contoh 1" in body(response)
    assert kept(coordinator) is None


def test_a_page_that_was_open_too_long_asks_to_be_sent_again(web, coordinator):
    response = web.post(page("place_edit", coordinator), typed())
    assert "Jalan Contoh 1" in body(response) and kept(coordinator) is None


def test_the_profile_of_an_organisation_that_is_no_longer_active_stays(web, coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    group.active = False
    group.save()
    assert web.get(page("place_edit", group)).status_code in (403, 404)
