"""`manage.py first_organisation`, and the admin."""

import io

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from tests.people import PASSWORD, make_companion, make_user

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("first_organisation", *arguments, stdout=out)
    return out.getvalue()


def test_an_organisation_its_first_administrator_and_a_link_that_works(web):
    out = run("Balai Contoh", "--kind", "BALAI", "--url", "http://testserver")
    path = out.split("http://testserver")[1].strip()

    form = {"display_name": "Ani", "username": "ani", "password1": "perahu-biru", "password2": "perahu-biru"}
    response = web.post(path, form)

    assert response.status_code == 302
    member = Membership.objects.get()
    assert (member.organisation.name, member.roles, member.proposed_roles) == ("Balai Contoh", ["administrator"], [])


def test_again_makes_a_link_and_no_second_organisation():
    run("Balai Contoh", "--kind", "BALAI")
    assert "Found BALAI Balai Contoh." in run("Balai Contoh", "--kind", "BALAI")
    assert Organisation.objects.count() == 1

    with pytest.raises(CommandError):
        run("Balai Contoh", "--kind", "LKS")


def test_a_support_group_belongs_to_an_lks_that_is_there():
    run("LKS Contoh", "--kind", "LKS")
    run("KDS Contoh", "--kind", "KDS", "--parent", "LKS Contoh")

    assert Organisation.objects.get(name="KDS Contoh").parent.name == "LKS Contoh"
    with pytest.raises(CommandError):
        run("KDS Lain", "--kind", "KDS", "--parent", "Tidak Ada")


def test_only_people_organisations_and_lists_are_in_the_admin():
    names = {model._meta.label for model in admin.site._registry}

    assert names <= {"accounts.Organisation", "accounts.User", "accounts.Membership", "regions.Region"}


def test_the_admin_works_with_sealed_names(web):
    operator, companion = make_user(is_staff=True, is_superuser=True), make_companion()
    web.force_login(operator)
    page = reverse("admin:accounts_user_change", args=[companion.user.pk])
    assert web.get(page).status_code == 200

    web.post(
        page, {"username": companion.user.username, "display_name": "Nama Lain", "language": "id", "is_active": "on"}
    )

    assert User.objects.get(pk=companion.user.pk).display_name == "Nama Lain"
    added = web.post(
        reverse("admin:accounts_user_add"),
        {"username": "Operator", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert added.status_code == 302
    assert User.objects.filter(username="operator").exists()


def test_memberships_are_only_looked_at_and_nothing_is_deleted(web):
    web.force_login(make_user(is_staff=True, is_superuser=True))
    companion = make_companion()

    assert web.get(reverse("admin:accounts_membership_changelist")).status_code == 200
    assert web.get(reverse("admin:accounts_membership_change", args=[companion.id])).status_code == 200
    assert web.post(reverse("admin:accounts_membership_change", args=[companion.id]), {"roles": ""}).status_code == 403
    assert web.post(reverse("admin:accounts_user_delete", args=[companion.user.pk])).status_code == 403


def test_the_admin_is_closed_to_others(web):
    web.force_login(make_companion().user)

    assert web.get(reverse("admin:index")).status_code == 302 or web.get(reverse("admin:index")).status_code == 403
