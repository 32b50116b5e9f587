"""The pages for everyone: open to strangers, in both languages, without a word that tells who reads them."""

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.face.test_templates import FORBIDDEN
from tests.people import make_administrator, make_coordinator, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["front", "partners", "privacy", "help"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_stranger_may_read_them(client, page, language):
    client.cookies["django_language"] = language

    response = client.get(reverse(page))

    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1
    assert reverse("quick_exit") in text


def test_the_front_page_has_no_health_word_at_all(client):
    assert not FORBIDDEN.search(client.get("/").content.decode())


def test_the_browsers_own_language_is_not_followed(client):
    page = client.get("/", headers={"accept-language": "en-US"}).content.decode()

    assert '<html lang="id">' in page


@override_settings(PUBLIC_PHONE="+6281200000000")
def test_a_telephone_is_offered_where_there_is_one(client):
    page = client.get("/").content.decode()

    assert 'href="tel:+6281200000000"' in page
    assert "0812-0000-0000" in page


@override_settings(PUBLIC_PHONE="")
def test_and_no_dead_button_where_there_is_none(client):
    assert "tel:" not in client.get("/").content.decode()


@pytest.mark.parametrize("page", ["more_menu", "components"])
def test_the_inner_pages_ask_for_a_sign_in(client, page):
    response = client.get(reverse(page))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_who_is_signed_in_has_their_own_front_page(client):
    sign_in(client, make_coordinator())

    assert client.get("/").url == reverse("my_work")


def test_more_lists_the_quieter_pages(client):
    sign_in(client, make_coordinator())

    page = client.get(reverse("more_menu")).content.decode()

    assert reverse("my_account") in page
    assert 'aria-current="page"' in page


def test_the_gallery_is_for_administrators_and_shows_every_component(client):
    sign_in(client, make_administrator())

    response = client.get(reverse("components"))

    assert response.status_code == 200
    used = {template.name for template in response.templates if str(template.name).startswith("components/")}
    assert {f"components/{name}.html" for name in ("safe_contact", "item", "empty", "field", "steps", "pager")} <= used


def test_the_gallery_is_closed_to_others(client):
    sign_in(client, make_coordinator())

    assert client.get(reverse("components")).status_code == 403


def test_what_does_not_exist_has_its_page(client):
    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert "<h1" in response.content.decode()
