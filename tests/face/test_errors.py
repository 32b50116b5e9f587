"""Error pages say what happened, what was kept and one way on; no technical word of Django's reaches a person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.utils import translation

from accounts.actor import nobody
from accounts.rules import NotAllowed
from basodara import errors
from privacy.limits import TooMany


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def request_of_a_stranger(rf, monkeypatch):
    monkeypatch.setattr("basodara.face.is_demo", lambda: False)
    request = rf.get("/klien/")
    request.actor, request.user = nobody, None
    return request


def test_a_refusal_of_ours_carries_its_sentence(request_of_a_stranger):
    response = errors.forbidden(request_of_a_stranger, NotAllowed("Ask your coordinator, Abdul."))

    assert response.status_code == 403
    assert "Ask your coordinator, Abdul." in response.content.decode()


def test_a_refusal_of_djangos_does_not(request_of_a_stranger):
    response = errors.forbidden(request_of_a_stranger, PermissionDenied("CSRF cookie not set"))

    assert "CSRF" not in response.content.decode()


@pytest.mark.parametrize(
    ("handler", "status", "words"),
    [
        (errors.bad_request, 400, "This page could not be read"),
        (errors.not_found, 404, "This page does not exist"),
        (errors.csrf_failure, 403, "This page was open for too long"),
        (errors.server_error, 500, "Something went wrong on our side"),
    ],
)
def test_each_page_says_what_to_do(request_of_a_stranger, handler, status, words):
    response = handler(request_of_a_stranger)

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert page.count("<h1") == 1
    assert 'class="btn btn-primary"' in page


def test_too_many_tries_say_when_to_come_back(request_of_a_stranger):
    response = errors.too_many(request_of_a_stranger, TooMany("search", 400))

    assert response.status_code == 429
    assert response["Retry-After"] == "400"
    assert "Try again in 7 minutes. Nothing is lost." in response.content.decode()


def test_a_fault_asks_the_database_nothing_and_names_a_code_that_the_log_knows(
    request_of_a_stranger, caplog, monkeypatch
):
    """No database mark on this test: a query would fail it. Not even the demo marker may be asked."""
    monkeypatch.undo()

    page = errors.server_error(request_of_a_stranger).content.decode()

    assert caplog.records[-1].args[0] in page


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500"])
def test_what_django_answers_by_itself_looks_the_same(name):
    page = render_to_string(f"{name}.html")

    assert page.count("<h1") == 1
    assert 'class="btn btn-primary" href="/"' in page
