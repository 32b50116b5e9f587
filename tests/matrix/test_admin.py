"""Django's admin: for staff only, and never about a client."""

import pytest
from django.contrib import admin
from django.test import Client as Web
from django.urls import reverse

from tests.matrix import urls
from tests.people import make_user

WITHOUT_ARGUMENTS = [
    name
    for name in urls.names()
    if name.startswith("admin:") and name.endswith(("_changelist", "_add", "index", "jsi18n", "autocomplete"))
]


def test_only_organisations_users_and_regions_are_there():
    assert sorted(model._meta.label for model in admin.site._registry) == [
        "accounts.Membership",
        "accounts.Organisation",
        "accounts.User",
        "regions.Region",
    ]


@pytest.mark.parametrize("name", WITHOUT_ARGUMENTS)
def test_no_member_opens_it_and_no_stranger(name, world):
    for role, web in [*world.web.items(), ("nobody", world.anonymous)]:
        assert web.get(reverse(name)).status_code in (302, 403), role
        assert web.post(reverse(name)).status_code in (302, 403, 405), role


def test_staff_may_look_at_memberships_and_never_change_them(world):
    web = Web()
    web.force_login(make_user(is_staff=True, is_superuser=True))
    address = reverse("admin:accounts_membership_change", args=[world.actors["peksos"].id])

    assert web.get(reverse("admin:index")).status_code == 200
    assert web.get(address).status_code == 200
    assert web.post(address, {"roles": ["koordinator"]}).status_code == 403
    assert web.get(reverse("admin:accounts_membership_add")).status_code == 403
    assert web.post(reverse("admin:accounts_user_delete", args=[world.actors["peksos"].user.pk])).status_code == 403


def test_staff_without_a_membership_sees_no_client(world):
    web = Web()
    web.force_login(make_user(is_staff=True, is_superuser=True))

    for (standing, _kind), things in world.things.items():
        assert web.get(reverse("client_detail", args=[things.client.pk])).status_code in (302, 404), standing
    assert world.word not in web.get(reverse("client_list")).content.decode()
