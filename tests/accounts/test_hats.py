"""One hat at a time."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.people import make_coordinator, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_hats():
    first = make_coordinator()
    return first, make_member(Role.COMPANION, make_organisation("LKS"), user=first.user)


def test_with_one_membership_the_hat_is_chosen_by_itself(web):
    coordinator = make_coordinator()
    web.force_login(coordinator.user)

    response = web.get(reverse("notices"))

    assert response.wsgi_request.actor == coordinator


def test_with_several_the_page_that_asks_comes_first(web, two_hats):
    first, second = two_hats
    web.force_login(first.user)
    assert web.get(reverse("notices"))["Location"] == reverse("choose_hat")
    assert web.get(reverse("choose_hat")).status_code == 200

    web.post(reverse("choose_hat"), {"hat": str(second.id)})

    assert web.get(reverse("notices")).wsgi_request.actor == second
    web.post(reverse("choose_hat"), {"hat": str(first.id)})
    assert web.get(reverse("notices")).wsgi_request.actor == first


def test_nobody_puts_on_anothers_hat(web, two_hats):
    stranger = make_coordinator()
    web.force_login(two_hats[0].user)

    web.post(reverse("choose_hat"), {"hat": str(stranger.id)})

    assert web.get(reverse("notices"))["Location"] == reverse("choose_hat")


def test_a_hat_that_has_ended_signs_out(web, two_hats):
    first, second = two_hats
    web.force_login(first.user)
    web.post(reverse("choose_hat"), {"hat": str(second.id)})
    second.membership.active = False
    second.membership.save()

    assert reverse("account_login") in web.get(reverse("notices"))["Location"]


def test_the_way_in_costs_three_statements(web, django_assert_max_num_queries):
    coordinator = make_coordinator()
    web.force_login(coordinator.user)
    web.get(reverse("left"))

    # session, user, hats with what is below them; the person of the transaction is read and set around it
    with django_assert_max_num_queries(9):
        web.get(reverse("left"))
