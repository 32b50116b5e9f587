"""Every page about people: who may open it, what a stranger and a role without the right get, no writing by GET."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.people import again, make_companion, make_member, make_organisation, sign_in

pytestmark = pytest.mark.django_db

MANAGERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = MANAGERS | {Role.PRIVACY_OFFICER}
BALAI_ROLES = {Role.SOCIAL_WORKER, Role.REFERRAL_OFFICER, Role.TRAINER}


def member_with(role, kind="LKS", organisation=None):
    kind = "KLINIK" if role == Role.CLINIC_STAFF else "BALAI" if role in BALAI_ROLES else kind
    return make_member(role, organisation or make_organisation(kind))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("page", "open_to"),
    [
        ("my_account", set(Role)),
        ("notices", set(Role)),
        ("choose_hat", set(Role)),
        ("users", READERS),
        ("user_invite", MANAGERS),
    ],
)
def test_who_opens_a_page(web, role, page, open_to):
    sign_in(web, member_with(role))

    assert web.get(reverse(page)).status_code == (200 if role in open_to else 403)


@pytest.mark.parametrize(
    "page", ["my_account", "notices", "choose_hat", "users", "user_invite", "account_change_password"]
)
def test_who_is_not_signed_in_signs_in_first(web, page):
    assert web.get(reverse(page))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("page", "open_to"),
    [
        ("user_detail", READERS),
        ("user_roles", MANAGERS),
        ("user_access", MANAGERS),
        ("user_password_link", MANAGERS),
    ],
)
def test_who_opens_a_colleagues_page(web, role, page, open_to):
    actor = member_with(role)
    colleague = make_member(Role.COMPANION, actor.organisation)
    sign_in(web, actor)

    assert web.get(reverse(page, args=[colleague.id])).status_code == (200 if role in open_to else 403)


@pytest.mark.parametrize("page", ["user_detail", "user_roles", "user_access", "user_password_link"])
@pytest.mark.parametrize("role", sorted(READERS))
def test_someone_of_another_organisation_is_not_found(web, role, page):
    sign_in(web, member_with(role))

    assert web.get(reverse(page, args=[make_companion().id])).status_code == 404
    assert web.post(reverse("user_confirm", args=[make_companion().id])).status_code == 404


@pytest.mark.parametrize(
    ("page", "with_id"),
    [
        ("quick_exit", False),
        ("language", False),
        ("end_other_sessions", False),
        ("remember_folds", False),
        ("read_all_notices", False),
        ("open_notice", True),
        ("user_confirm", True),
        ("revoke_link", True),
    ],
)
def test_nothing_is_written_by_get(web, page, with_id):
    actor = member_with(Role.ADMINISTRATOR)
    sign_in(web, actor)

    assert web.get(reverse(page, args=[actor.id] if with_id else [])).status_code == 405


def test_pages_that_only_show_take_no_post(web):
    sign_in(web, member_with(Role.ADMINISTRATOR))

    assert {web.post(reverse(page)).status_code for page in ("users", "notices", "left")} == {405}


def test_ending_access_and_opening_it_again(web):
    administrator = member_with(Role.ADMINISTRATOR)
    companion = make_member(Role.COMPANION, administrator.organisation)
    sign_in(web, administrator)
    page = reverse("user_access", args=[companion.id])

    web.post(page, {"do": "end"})
    assert not again(companion).membership.active
    assert web.get(reverse("user_detail", args=[companion.id])).status_code == 200

    web.post(page, {"do": "open"})
    assert again(companion).membership.proposed_roles == ["pendamping"]


def test_changing_roles_and_confirming_them(web):
    administrator = member_with(Role.ADMINISTRATOR)
    coordinator = make_member(Role.COORDINATOR, administrator.organisation)
    companion = make_member(Role.COMPANION, administrator.organisation)
    sign_in(web, administrator)
    web.post(reverse("user_roles", args=[companion.id]), {"roles": ["pendamping", "supervisor"]})
    assert web.post(reverse("user_confirm", args=[companion.id]), {"answer": "yes"}).status_code == 403
    assert again(companion).membership.roles == ["pendamping"]

    sign_in(web, coordinator)
    web.post(reverse("user_confirm", args=[companion.id]), {"answer": "yes"})

    assert again(companion).membership.roles == ["pendamping", "supervisor"]


def test_ones_own_page_can_be_seen_and_not_managed(web):
    administrator = member_with(Role.ADMINISTRATOR)
    sign_in(web, administrator)

    assert web.get(reverse("user_detail", args=[administrator.id])).status_code == 200
    for page in ("user_roles", "user_access", "user_password_link"):
        assert web.post(reverse(page, args=[administrator.id])).status_code == 403


def test_one_changes_ones_own_name(web):
    companion = make_companion()
    sign_in(web, companion)

    web.post(reverse("my_account"), {"display_name": "Nama Baru", "email": "", "language": "id"})

    assert str(again(companion)) == "Nama Baru"


def test_signing_out_everywhere_else(web):
    companion = make_companion()
    other = type(web)()
    sign_in(web, companion), sign_in(other, companion)

    web.post(reverse("end_other_sessions"))

    assert web.get(reverse("notices")).status_code == 200
    assert other.get(reverse("notices")).status_code == 302


def test_the_list_of_users_costs_the_same_for_one_and_for_many(web, django_assert_max_num_queries):
    administrator = member_with(Role.ADMINISTRATOR)
    sign_in(web, administrator)
    for _ in range(5):
        make_companion(administrator.organisation)
    web.get(reverse("users"))

    with django_assert_max_num_queries(16):
        assert len(web.get(reverse("users")).context["active"]) == 6
