"""`manage.py demo`: its table of logins, and a second run."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import OrganisationKind, Role
from basodara.demo.team import PASSWORD, PEOPLE, PLACES
from privacy.models import DemoMarker

LOGINS = [person.login for person in PEOPLE.values() if person.login]


def test_it_prints_role_organisation_user_name_and_password(demo):
    head, rule, *rows = demo["logins"].splitlines()

    assert set(rule) == {"-", " "}
    assert [row.split()[-2:] for row in rows] == [[login, PASSWORD] for login in LOGINS]
    assert "Sentra Wasana Bahagia" in rows[0]
    assert demo["first"].endswith(demo["logins"])


@pytest.mark.django_db
def test_a_second_run_says_so_and_changes_nothing(demo):
    assert "stands already" in demo["again"]
    assert demo["again"].endswith(demo["logins"])
    assert DemoMarker.objects.get().seed == 2026


@pytest.mark.django_db
def test_there_is_a_login_for_every_role_and_the_organisations_of_a_town(demo):
    assert {person.role for person in PEOPLE.values() if person.login} == set(Role)
    kinds = [place.kind for place in PLACES.values()]
    assert {kind: kinds.count(kind) for kind in OrganisationKind if kind in kinds} == {
        "BALAI": 1, "LKS": 2, "KDS": 3, "KLINIK": 1,
    }  # fmt: skip
    assert not Organisation.objects.filter(kind="KDS", parent=None).exists()


@pytest.mark.parametrize("login", LOGINS)
def test_everyone_can_sign_in_and_reads_that_it_is_a_trial(demo, web, login):
    answer = web.post(reverse("account_login"), {"login": login, "password": PASSWORD})
    assert answer.status_code == 302

    page = web.get(reverse("my_work"))

    assert page.status_code == 200
    assert b'class="demo"' in page.content
