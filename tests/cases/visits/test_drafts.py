"""What is typed and not sent: it comes back, for the same person, and is never written twice."""

import pytest
from django.urls import reverse

from cases.models import HomeVisit
from privacy import drafts
from privacy.context import acting_as
from tests.cases.visits.forms import fields_of, fill
from tests.people import PASSWORD, make_member, sign_in

pytestmark = pytest.mark.django_db


def address(person):
    return reverse("visit_new", args=[person.pk])


def test_a_draft_comes_back_and_is_gone_when_sent(web, worker, person):
    web.post(reverse("save_draft"), fill(web, address(person), agreed="Kakak ikut", needs=["pangan", "obat"]))

    page = web.get(address(person))

    again = fields_of(page)
    assert (again["agreed"], again["needs"]) == ("Kakak ikut", ["obat", "pangan"])
    assert reverse("draft_discard") in page.content.decode()
    assert "Belum dikirim" in web.get(reverse("my_work")).content.decode()
    web.post(address(person), again)
    assert fields_of(web.get(address(person)))["agreed"] == ""


def test_a_draft_is_its_authors_own(browser, worker, person):
    web, other = browser(worker), browser(make_member("peksos", worker.organisation))
    web.post(reverse("save_draft"), fill(web, address(person), agreed="Hanya saya"))

    assert fields_of(other.get(address(person)))["agreed"] == ""


def test_a_draft_may_be_thrown_away(web, person):
    web.post(reverse("save_draft"), fill(web, address(person), agreed="Salah"))

    answer = web.post(reverse("draft_discard"), {"form": "visit", "subject": str(person.pk)})

    assert answer["Location"] == address(person)
    assert fields_of(web.get(address(person)))["agreed"] == ""
    assert web.get(reverse("draft_discard")).status_code == 405


def test_a_form_that_meets_an_ended_session_comes_back_after_signing_in(web, worker, person):
    data = fill(web, address(person), agreed="Jangan hilang", health="ada_keluhan")
    web.logout()

    answer = web.post(address(person), data)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    with acting_as(worker):
        assert not HomeVisit.objects.exists()
    signed_in = web.post(answer["Location"], {"login": worker.user.username, "password": PASSWORD})
    assert signed_in["Location"] == address(person)
    again = fields_of(web.get(address(person)))
    assert (again["agreed"], again["health"]) == ("Jangan hilang", ["ada_keluhan"])
    assert web.post(address(person), again).status_code == 302
    with acting_as(worker):
        assert HomeVisit.objects.get().agreed == "Jangan hilang"


def test_one_that_did_arrive_before_the_session_ended_is_not_written_twice(web, worker, person):
    """The answer got lost, the same was sent again into an ended session, and is taken up as a draft."""
    data = fill(web, address(person), agreed="Sekali saja")
    web.post(address(person), data)
    web.logout()
    web.post(address(person), data)
    sign_in(web, worker)

    again = fields_of(web.get(address(person)))
    assert again["agreed"] == "Sekali saja"
    answer = web.post(address(person), again)

    assert answer["Location"] == person.get_absolute_url()
    with acting_as(worker):
        assert HomeVisit.objects.count() == 1
        assert drafts.of(worker).count() == 0


def test_the_folds_a_person_opens_stay_open(web, person):
    url = reverse("remember_folds")

    assert web.post(url, {"name": "visit", "value": '["keluhan"]'}).status_code == 204
    assert 'data-fold="keluhan" open' in web.get(address(person)).content.decode()
    assert 'data-fold="perasaan" open' not in web.get(address(person)).content.decode()
    for wrong in ('["../x"]', "keluhan", '{"a": 1}', "[1]", '["a"' + ', "a"' * 50 + "]"):
        assert web.post(url, {"name": "visit", "value": wrong}).status_code == 400
    assert web.get(url).status_code == 405
