"""Sent twice, kept while typing, limited: what makes forms safe on a bad line."""

import json
import uuid
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from privacy import drafts, limits, tokens
from privacy.context import acting_as
from privacy.models import Draft, Receipt
from privacy.once import sent
from privacy.receipts import SentTwiceDifferently, digest_of
from tests.people import make_coordinator, make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_coordinator()


# -- receipts ----------------------------------------------------------------------------------------------------------


def test_the_same_key_and_content_is_the_same_receipt(actor):
    token = tokens.new(actor, "visit", "x")
    with acting_as(actor):
        first = sent(token, by=actor, content=["a", 1])
        first.done("42")
        again = sent(token, by=actor, content=["a", 1])
        assert (first.repeated, again.repeated, again.result) == (False, True, "42")
        with pytest.raises(SentTwiceDifferently) as error:
            sent(token, by=actor, content=["a", 2])
        assert error.value.receipt.result == "42"


def test_a_key_of_someone_else_is_used_up_and_tells_nothing(actor):
    token, colleague = tokens.new(actor, "visit"), make_member("koordinator", actor.organisation)
    with acting_as(actor):
        sent(token, by=actor, content=["a"])
    with acting_as(colleague):
        assert Receipt.objects.count() == 0
        with pytest.raises(SentTwiceDifferently) as error:
            sent(token, by=colleague, content=["a"])
        assert error.value.receipt is None


def test_a_receipt_keeps_no_content(actor):
    with acting_as(actor):
        sent(tokens.new(actor, "visit"), by=actor, content=["rahasia"])
        row = Receipt.objects.get()
    assert "rahasia" not in json.dumps([row.digest, row.result])
    assert row.digest == digest_of(["rahasia"]) != digest_of(["rahasia "])


def test_what_was_sent_is_no_draft_any_more(actor):
    token = tokens.new(actor, "visit", "x")
    with acting_as(actor):
        drafts.save(actor.id, token, QueryDict("note=halo"))
        sent(token, by=actor, content=["a"]).done("1")
        assert Draft.objects.count() == 0


# -- tokens ------------------------------------------------------------------------------------------------------------


def request_of(actor, token):
    return type("Request", (), {"POST": {tokens.FIELD: str(token)}, "actor": actor})()


def test_a_token_is_for_its_person_form_and_subject(actor):
    token = tokens.new(actor, "visit", "x")
    assert tokens.read_for(request_of(actor, token), "visit", "x") == token
    for other in (("plan", "x"), ("visit", "y")):
        with pytest.raises(tokens.NoToken):
            tokens.read_for(request_of(actor, token), *other)
    with pytest.raises(tokens.NoToken):
        tokens.read_for(request_of(make_coordinator(), token), "visit", "x")


@pytest.mark.parametrize("text", ["", "x", "a:b:c", None])
def test_a_forged_token_is_none(text):
    with pytest.raises(tokens.NoToken):
        tokens.read({tokens.FIELD: text} if text is not None else {})


def test_a_token_is_good_for_a_day(actor, monkeypatch):
    token = str(tokens.new(actor, "visit"))
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + tokens.MAX_AGE_SECONDS + 60)
    with pytest.raises(tokens.NoToken):
        tokens.read({tokens.FIELD: token})


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_one_draft_per_form_the_newest_wins_and_only_its_author_reads_it(actor):
    token = tokens.new(actor, "visit", "x", url="/klien/")
    with acting_as(actor):
        drafts.save(actor.id, token, QueryDict("note=satu"))
        drafts.save(actor.id, token, QueryDict("note=dua&met=a&met=b&password=x&csrfmiddlewaretoken=y"))
        data, saved_at = drafts.load(actor, "visit", "x")
        assert Draft.objects.count() == 1 and saved_at
        assert (data["note"], data.getlist("met")) == ("dua", ["a", "b"])
        assert "password" not in data and "csrfmiddlewaretoken" not in data
    with acting_as(make_member("koordinator", actor.organisation)):
        assert Draft.objects.count() == 0
        assert drafts.load(actor, "visit", "x") == (None, None)


def test_a_draft_is_kept_for_a_day(actor):
    token = tokens.new(actor, "visit", "x")
    with acting_as(actor):
        drafts.save(actor.id, token, QueryDict("note=lama"))
        Draft.objects.update(saved_at=timezone.now() - timedelta(hours=25))
        assert drafts.load(actor, "visit", "x") == (None, None)
        drafts.save(actor.id, tokens.new(actor, "plan", "y"), QueryDict("note=baru"))
        assert [draft.form for draft in Draft.objects.all()] == ["plan"]


def test_too_much_is_not_kept(actor):
    with acting_as(actor):
        data = QueryDict(mutable=True)
        data["note"] = "x" * (drafts.MAX_CHARACTERS + 1)
        assert drafts.save(actor.id, tokens.new(actor, "visit"), data) is None


def test_a_draft_is_taken_up_under_the_key_it_was_typed_with(actor):
    token = tokens.new(actor, "visit", "x")
    with acting_as(actor):
        drafts.save(actor.id, token, QueryDict("note=satu"))
        data, _saved_at = drafts.load(actor, "visit", "x")
    request = type("Request", (), {"actor": actor, "get_full_path": lambda self: "/x/"})()

    assert drafts.token_of(request, data, "visit", "x").key == token.key
    assert drafts.token_of(request, {drafts.KEY: "nonsense"}, "visit", "x") is None


def test_the_autosave_endpoint(actor):
    web, token = sign_in(Web(), actor), tokens.new(actor, "visit", "x")
    there = reverse("save_draft")

    assert web.post(there, {tokens.FIELD: str(token), "note": "halo"}).json()["saved"] is True
    assert web.post(there, {"note": "halo"}).status_code == 400
    foreign = tokens.new(make_coordinator(), "visit", "x")
    assert web.post(there, {tokens.FIELD: str(foreign), "note": "halo"}).status_code == 403
    assert web.get(there).status_code == 405
    with acting_as(actor):
        assert Draft.objects.get().body["note"] == ["halo"]


def test_a_form_that_meets_an_ended_session_is_kept_for_its_person(actor):
    token = tokens.new(actor, "visit", "x", url="/klien/?q=1")

    response = Web().post(reverse("client_new"), {tokens.FIELD: str(token), "call_name": "Ani"})

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    assert "disimpan=1" in response["Location"] and "Ani" not in response["Location"]
    with acting_as(actor):
        assert drafts.load(actor, "visit", "x")[0]["call_name"] == "Ani"


def test_a_stranger_leaves_no_draft_without_a_token_of_ours(actor):
    Web().post(reverse("client_new"), {"call_name": "Ani"})
    Web().post(reverse("client_new"), {tokens.FIELD: "forged", "call_name": "Ani"})
    with acting_as(actor):
        assert Draft.objects.count() == 0


# -- limits ------------------------------------------------------------------------------------------------------------


def test_the_one_after_the_last_is_too_many(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 6000.0)
    who = uuid.uuid4()
    for _try in range(3):
        limits.hit("search", who, 3, 600)
    with pytest.raises(limits.TooMany) as error:
        limits.hit("search", who, 3, 600)
    assert 0 < error.value.again_in <= 601
    limits.hit("search", uuid.uuid4(), 3, 600)  # another person
    limits.hit("nik", who, 3, 600)  # another question


def test_a_new_window_begins_anew(monkeypatch):
    now = [6000.0]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    limits.hit("search", "a", 1, 600)
    with pytest.raises(limits.TooMany):
        limits.hit("search", "a", 1, 600)
    now[0] += 600
    limits.hit("search", "a", 1, 600)
