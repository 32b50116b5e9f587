"""Sessions end by themselves, and a dump of their table opens nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import Session
from accounts.sessions import SessionStore, digest_of, end_sessions_of, idle_sessions
from tests.people import make_companion, make_coordinator, sign_in

pytestmark = pytest.mark.django_db


def is_signed_in(web):
    return web.get(reverse("notices")).status_code == 200


def age(minutes):
    then = timezone.now() - timedelta(minutes=minutes)
    Session.objects.update(seen_at=then, expires_at=then + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def through(cookie, view=None, **headers):
    """One request through the session middleware alone."""
    request = RequestFactory(headers=headers).get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = cookie

    def touch(request):
        request.session.get("anything")
        return view(request) if view else HttpResponse()

    return idle_sessions(touch)(request)


def test_the_row_holds_neither_the_cookie_nor_readable_data(web):
    coordinator = make_coordinator()
    sign_in(web, coordinator)
    cookie = web.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get()

    assert row.digest == digest_of(cookie)
    assert cookie.encode() not in row.digest.encode() + bytes(row.data)
    assert str(coordinator.user.pk).encode() not in bytes(row.data)


def test_data_moved_to_another_row_do_not_open(web):
    sign_in(web, make_coordinator())
    other = SessionStore()
    other.create()
    stolen = Session.objects.exclude(digest=digest_of(other.session_key)).get()

    Session.objects.filter(digest=digest_of(other.session_key)).update(data=stolen.data)

    assert SessionStore(other.session_key).load() == {}


def test_a_session_ends_after_idle_time(web):
    sign_in(web, make_coordinator())
    age(settings.IDLE_MINUTES - 1)
    assert is_signed_in(web)

    age(settings.IDLE_MINUTES + 1)

    assert not is_signed_in(web)


def test_activity_is_noted_at_most_once_a_minute(web):
    sign_in(web, make_coordinator())
    is_signed_in(web)
    seen = Session.objects.get().seen_at

    assert is_signed_in(web)
    assert Session.objects.get().seen_at == seen

    age(2)
    assert is_signed_in(web)
    assert timezone.now() - Session.objects.get().seen_at < timedelta(seconds=10)


def test_a_page_that_polls_does_not_keep_the_session_alive(web):
    sign_in(web, make_coordinator())
    age(5)
    seen = Session.objects.get().seen_at

    web.get(reverse("notices"), headers={"X-Poll": "1"})

    assert Session.objects.get().seen_at == seen


def test_a_fault_saves_nothing():
    store = SessionStore()
    store["colour"] = "blue"
    store.create()

    def faulty(request):
        request.session["colour"] = "red"
        return HttpResponse(status=500)

    through(store.session_key, faulty)

    assert SessionStore(store.session_key)["colour"] == "blue"


def test_a_session_ended_in_another_window_is_not_revived():
    store = SessionStore()
    store["colour"] = "blue"
    store.create()

    def slow(request):
        request.session["colour"] = "red"
        Session.objects.all().delete()
        return HttpResponse()

    response = through(store.session_key, slow)

    assert Session.objects.count() == 0
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_an_unknown_cookie_is_taken_away():
    response = through("unknownunknownunknown")

    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_all_sessions_of_a_person_end_at_once_but_the_one_here(web):
    coordinator = make_coordinator()
    sign_in(web, coordinator)
    here = web.session.session_key
    other = SessionStore()
    other["_auth_user_id"] = str(coordinator.user.pk)
    other.create()

    assert end_sessions_of(coordinator.user, except_key=here) == 1
    assert is_signed_in(web)


def test_expired_rows_can_be_swept():
    for _ in range(2):
        SessionStore().create()
    Session.objects.filter(pk=Session.objects.first().pk).update(expires_at=timezone.now())

    SessionStore.clear_expired()

    assert Session.objects.count() == 1


def test_a_deactivated_user_is_out_at_the_next_request(web):
    companion = make_companion()
    sign_in(web, companion)
    assert is_signed_in(web)

    companion.user.is_active = False
    companion.user.save()

    assert not is_signed_in(web)
    assert Session.objects.count() == 0


def test_a_deactivated_membership_is_out_at_the_next_request(web):
    companion = make_companion()
    sign_in(web, companion)

    companion.membership.active = False
    companion.membership.save()

    assert not is_signed_in(web)
    assert Session.objects.count() == 0


def test_quick_exit_ends_the_session_and_shows_a_neutral_page(web):
    sign_in(web, make_companion())

    page = web.post(reverse("quick_exit"), follow=True)

    assert page.redirect_chain == [(reverse("left"), 302)]
    assert b"BASODARA" not in page.content
    assert not is_signed_in(web)
    assert Session.objects.count() == 0


def test_quick_exit_needs_no_valid_form(web):
    strict = type(web)(enforce_csrf_checks=True)

    assert strict.post(reverse("quick_exit")).status_code == 302
    assert strict.get(reverse("quick_exit")).status_code == 405
