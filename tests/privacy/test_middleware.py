"""One transaction around a request: what fails is rolled back and never called saved."""

import pytest
from django.db import IntegrityError, connection
from django.http import HttpResponse, HttpResponseServerError
from django.template import Context, Template
from django.template.response import TemplateResponse
from django.test import Client as Web
from django.test import RequestFactory
from django.urls import reverse

from accounts.actor import nobody
from accounts.models import Organisation
from cases.models import Client
from cases.views import client_list
from privacy.limits import TooMany
from privacy.middleware import person_context
from tests.clients import make_client
from tests.people import make_coordinator, make_organisation, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


class Someone:
    is_authenticated = False


def ask(view, actor=nobody):
    request = RequestFactory().get("/kerja/")
    request.actor, request.user, request.session = actor, Someone(), {}
    return person_context(view)(request)


def test_what_a_view_writes_is_there_afterwards():
    def view(request):
        make_organisation("LKS", name="Tersimpan")
        return HttpResponse()

    assert ask(view).status_code == 200
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_failed_answer_rolls_back(status):
    def view(request):
        make_organisation("LKS", name="Hilang")
        return HttpResponse(status=status)

    assert ask(view).status_code == status
    assert Organisation.objects.count() == 0


def test_an_exception_rolls_back():
    def view(request):
        make_organisation("LKS", name="Hilang")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(view)
    assert Organisation.objects.count() == 0


def swallow(request):
    """A view that catches a database error and goes on to say "saved": PostgreSQL would answer COMMIT with ROLLBACK."""
    make_organisation("LKS", name="Sama")
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO accounts_organisation SELECT * FROM accounts_organisation")
    except IntegrityError:
        pass
    return HttpResponse("SUDAH-DISIMPAN")


def test_a_swallowed_database_error_is_a_fault_and_not_saved():
    response = ask(swallow)

    assert response.status_code == 500
    assert b"SUDAH-DISIMPAN" not in response.content
    assert Organisation.objects.count() == 0


def test_a_template_that_renders_late_still_has_its_person():
    actor = make_coordinator()
    make_client(actor)

    def view(request):
        response = TemplateResponse(request, Template("{{ clients.count }}"), {"clients": Client.objects.all()})
        response.template_name = Template("{{ clients.count }}")
        response.resolve_template = lambda template: _Plain(template)
        return response.render()

    assert ask(view, actor).content == b"1"
    assert ask(view).content == b"0"


class _Plain:
    def __init__(self, template):
        self.template = template

    def render(self, context, request=None):
        return self.template.render(Context(context))


def test_too_many_tries_are_an_answer_and_what_was_counted_stays():
    request = RequestFactory().get("/klien/")
    request.actor = nobody
    response = person_context(lambda request: None).process_exception(request, TooMany("search", 90))

    assert response.status_code == 429
    assert response["Retry-After"] == "90"
    assert person_context(lambda request: None).process_exception(request, ValueError()) is None


def test_a_page_of_the_site_that_breaks_answers_500_and_keeps_nothing(monkeypatch):
    actor = make_coordinator()
    web = sign_in(Web(raise_request_exception=False), actor)

    def broken(request, *args, **kwargs):
        make_organisation("LKS", name="Hilang")
        raise ZeroDivisionError

    monkeypatch.setattr(client_list, "workers_of", broken)
    response = web.get(reverse("client_list"))

    assert response.status_code == 500
    assert Organisation.objects.filter(name="Hilang").count() == 0
    assert "no-store" in response["Cache-Control"]
    assert isinstance(response, (HttpResponse, HttpResponseServerError))
