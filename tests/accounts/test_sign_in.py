"""Signing in: by user name, telling nothing, and not too often."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import NoReverseMatch, reverse

from tests.people import PASSWORD, make_companion, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


def try_to(web, username, password=PASSWORD, **more):
    return web.post(reverse("account_login"), {"login": username, "password": password, **more})


def test_signing_in_by_user_name_in_any_case(web):
    companion = make_companion()

    response = try_to(web, companion.user.username.upper())

    assert (response.status_code, response["Location"]) == (302, reverse("my_work"))
    assert web.session["_auth_user_id"] == str(companion.user.pk)


def test_the_way_back_is_only_to_ourselves(web):
    companion = make_companion()

    assert try_to(web, companion.user.username, next="https://example.org/")["Location"] == reverse("my_work")


def refused(web, username, password):
    response = try_to(web, username, password)
    return response.status_code, response.content.decode().replace(username, "…").split("<main", 1)[1].split(
        "csrfmiddleware"
    )[0]


def test_an_unknown_name_a_wrong_password_and_a_closed_account_answer_the_same(web):
    companion, closed = make_companion(), make_companion()
    closed.user.is_active = False
    closed.user.save()
    ended = make_member("pendamping", make_organisation("LKS"), active=False)

    answers = {
        refused(web, "takdikenal", PASSWORD),
        refused(web, companion.user.username, "salah-salah-salah"),
        refused(web, closed.user.username, PASSWORD),
        refused(web, ended.user.username, PASSWORD),
        refused(web, make_user().username, PASSWORD),
    }

    assert len(answers) == 1
    assert "_auth_user_id" not in web.session


def test_too_many_tries_are_answered_with_a_page_that_says_when(web):
    companion = make_companion()

    answers = [try_to(web, companion.user.username, "salah-salah-salah").status_code for _ in range(7)]

    assert answers[0] == 200
    assert answers[-1] == 429
    assert try_to(web, companion.user.username)["Retry-After"] == "300"


def test_an_unknown_name_is_limited_just_the_same(web):
    answers = [try_to(web, "takdikenal").status_code for _ in range(7)]

    assert answers[-1] == 429


def test_nobody_signs_up():
    for name in ("account_signup", "account_email", "account_reset_password", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_signing_out_asks_once_and_takes_a_post(web):
    web.force_login(make_companion().user)

    assert web.get(reverse("account_logout")).status_code == 200
    assert web.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in web.session


def test_a_new_password_of_ones_own(web):
    companion = make_companion()
    web.force_login(companion.user)
    new = "perahu-biru-di-bastiong"

    assert web.get(reverse("account_change_password")).status_code == 200
    response = web.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert response["Location"] == reverse("my_account")
    companion.user.refresh_from_db()
    assert companion.user.check_password(new)
    assert web.get(reverse("my_account")).status_code == 200


def test_the_page_is_indonesian_whatever_the_browser_prefers_until_english_is_chosen(web):
    page = reverse("account_login")
    assert 'lang="id"' in web.get(page, headers={"Accept-Language": "en"}).content.decode()

    web.post(reverse("language"), {"language": "en", "next": page})

    assert 'lang="en"' in web.get(page).content.decode()


def test_a_users_language_follows_them(web):
    companion = make_companion()
    web.force_login(companion.user)

    web.post(reverse("language"), {"language": "en"})

    companion.user.refresh_from_db()
    assert companion.user.language == "en"
    del web.cookies["django_language"]
    assert 'lang="en"' in web.get(reverse("notices")).content.decode()


def test_an_e_mail_stays_sealed_after_signing_in(web):
    companion = make_companion()
    companion.user.email = "rina@example.org"
    companion.user.save()

    try_to(web, companion.user.username)

    assert "_auth_user_id" in web.session
    assert EmailAddress.objects.count() == 0
