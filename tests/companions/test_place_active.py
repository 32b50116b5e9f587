"""A KDS that is no longer active, and is again; what the pages of an organisation say of it."""

from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import OrganisationKind
from companions import actions
from privacy.context import acting_as
from tests.cases.pages import send
from tests.clients import make_client
from tests.people import again, make_companion, make_coordinator, make_organisation, sign_in

pytestmark = pytest.mark.django_db

CLIENTS = "This KDS still has clients: %(who)s. Hand their cases over first."
MEMBERS = "Members still have access: %(who)s. End it first, under Users."


@pytest.fixture
def group(coordinator):
    return make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)


@pytest.fixture
def web(coordinator, group):
    return sign_in(Web(), again(coordinator))


def at(name, place):
    return reverse(name, args=[place.pk])


def is_active(place):
    return Organisation.objects.get(pk=place.pk).active


def test_a_kds_is_no_longer_active_and_is_again(web, group):
    assert at("place_active", group) in web.get(at("place_detail", group)).content.decode()
    assert at("place_active", group) in web.get(at("place_edit", group)).content.decode()

    assert send(web, at("place_active", group), {}).status_code == 302
    assert not is_active(group)
    listed = web.get(reverse("directory"))
    assert [row.organisation.pk for row in listed.context["inactive"]] == [group.pk]
    assert _("no longer active") in listed.content.decode()
    page = web.get(at("place_detail", group)).content.decode()
    assert at("place_active", group) in page and _("no longer active") in page

    assert send(web, at("place_active", group), {}).status_code == 302
    assert is_active(group)


def test_nobody_is_left_behind(web, coordinator, group):
    other = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    companion = make_companion(other)
    person = make_client(make_coordinator(group))  # clients are named first, and by code

    words = {"who": companion.membership.display_name}
    assert _(MEMBERS) % words in send(web, at("place_active", other), {}).content.decode()
    assert _(CLIENTS) % {"who": person.code} in send(web, at("place_active", group), {}).content.decode()
    assert is_active(group) and is_active(other)


def test_only_the_lks_above_ends_a_kds_and_nobody_there_an_lks(web, coordinator, group):
    assert web.get(at("place_active", coordinator.organisation)).status_code == 403
    assert web.post(at("place_active", coordinator.organisation)).status_code == 403
    for other in (make_coordinator(), make_coordinator(group)):
        assert sign_in(Web(), other).post(at("place_active", group)).status_code == 403
    assert is_active(group) and is_active(coordinator.organisation)


def test_the_profile_says_active(web, coordinator):
    assert _("Active") in web.get(at("place_detail", coordinator.organisation)).content.decode()


def test_who_coordinates_a_kds_from_above_is_its_staff(web, coordinator, group):
    with acting_as(again(coordinator)) as by:
        actions.save_profile(organisation=group, by=by, coordinator=coordinator.membership)

    ((_role, names),) = web.get(at("place_detail", group)).context["staff"]
    assert names == [coordinator.membership.display_name]


def test_an_agreement_that_runs_out_says_how_long_it_lasts(web, coordinator):
    with acting_as(coordinator):
        until = timezone.localdate() + timedelta(days=45)
        actions.save_profile(organisation=coordinator.organisation, by=coordinator, agreement_until=until)

    page = web.get(reverse("directory")).content.decode()

    assert "45" in page and "tinggal sampai" not in page


# -- a new one ---------------------------------------------------------------------------------------------------------

NEW = reverse("place_new")


def test_an_lks_adds_a_kds_and_acts_for_it(coordinator, web):
    assert NEW in web.get(reverse("directory")).content.decode()
    answer = send(web, NEW, {"name": "KDS Pala", "short_name": "Pala"})
    made = Organisation.objects.get(name="KDS Pala")
    assert (made.kind, made.parent_id, made.active) == (OrganisationKind.KDS, coordinator.organisation.pk, True)
    assert answer["Location"] == at("place_edit", made)
    assert web.get(at("place_edit", made)).status_code == 200
    answer = send(web, NEW, {"name": "KDS Pala", "short_name": "Pala"})
    assert answer.status_code == 200 and "name" in answer.context["form"].errors
    assert Organisation.objects.filter(name="KDS Pala").count() == 1


def test_others_add_none(group):
    for other in (make_coordinator(group), make_coordinator(make_organisation("BALAI")), make_companion(group)):
        web = sign_in(Web(), other)
        assert web.get(NEW).status_code == 403 and web.post(NEW, {"name": "x"}).status_code == 403
