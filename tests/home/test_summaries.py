"""The daily letter: to who asks for it, once a day, with numbers alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.preferences import want_letter, wants_letter
from basodara import summaries
from privacy.context import acting_as
from tests.cases.pages import HEALTH
from tests.people import make_coordinator, make_referral_officer, sign_in
from tests.races.together import at_once
from tests.referrals.making import send_one

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def configured(settings):
    settings.PUBLIC_URL, settings.MAIL_FROM = "https://contoh.example", "ringkasan@contoh.example"


def asks(actor, email="wulan@contoh.example"):
    with acting_as(actor):
        actor.user.email = email
        type(actor.user).save(actor.user, update_fields=["email"])
        want_letter(actor, True)
    return actor


@pytest.fixture
def officer():
    return asks(make_referral_officer())


def test_it_tells_numbers_and_nothing_else(officer):
    coordinator = make_coordinator()
    sent = send_one(coordinator, officer)
    assert summaries.send_all() == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == ["wulan@contoh.example"] and "https://contoh.example" in letter.body
    words = f"{letter.subject} {letter.body}"
    assert not HEALTH.search(words) and sent.client_code not in words and coordinator.organisation.name not in words


def test_run_twice_it_is_sent_once_and_again_the_next_day(officer):
    send_one(make_coordinator(), officer)
    assert summaries.send_all() == (1, 0) and summaries.send_all() == (0, 0)
    assert summaries.send_all(timezone.localdate() + timedelta(days=1)) == (1, 0)


def test_of_two_runs_at_once_one_sends(officer):
    def claim():
        return summaries._claim(officer, timezone.localdate())

    assert sorted(at_once((officer, claim), (officer, claim))) == [False, True]


def test_what_could_not_be_sent_is_sent_by_the_next_run(officer, monkeypatch):
    send_one(make_coordinator(), officer)
    with monkeypatch.context() as broken:
        broken.setattr(summaries, "send_mail", _no_line)
        assert summaries.send_all() == (0, 1)
    assert summaries.send_all() == (1, 0)


def _no_line(*_args, **_more):
    raise ConnectionRefusedError("no line")


def test_who_has_nothing_waiting_gets_none(officer):
    assert summaries.send_all() == (0, 0) and mail.outbox == []


def test_it_is_asked_for_on_ones_own_page():
    actor = make_referral_officer()
    web, where = sign_in(Web(), actor), reverse("my_account")
    told = {"display_name": "Wulan Contoh", "email": "", "language": "id", "daily_letter": "on"}
    assert web.post(where, told).status_code == 200, "without an address"
    assert web.post(where, {**told, "email": "wulan@contoh.example"}).status_code == 302
    with acting_as(actor):
        assert wants_letter(actor)
    assert web.post(where, {**told, "daily_letter": ""}).status_code == 302
    with acting_as(actor):
        assert not wants_letter(actor)


def test_without_a_mail_server_nobody_is_asked_and_the_command_says_so(settings):
    settings.MAIL_FROM = ""
    web = sign_in(Web(), make_referral_officer())
    assert "daily_letter" not in web.get(reverse("my_account")).content.decode()
    with pytest.raises(CommandError, match="MAIL_FROM"):
        call_command("send_summaries")
