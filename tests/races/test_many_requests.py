"""Two thousand mixed requests of two people and a stranger over shared connections: not one wrong row.

A connection of the pool serves whoever comes next. What the settings of one request left behind would show here.
"""

import itertools
import logging
import threading
from datetime import date

import pytest
from django.db import connection
from django.test import Client as Web
from django.urls import reverse

from accounts import preferences
from cases import actions
from cases.models import Client, ContactCard, Identity
from privacy import context
from privacy.context import NOBODY, acting_as
from tests.clients import make_client, token_for
from tests.people import make_coordinator, make_social_worker, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

REQUESTS, THREADS = 2000, 6


@pytest.fixture(autouse=True)
def quiet():
    """Hundreds of refusals are what this wants: writing their log would take as long as the rest."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world():
    """Two organisations with clients of their own, called by words that are in no other page."""
    people = {"Merpati": make_coordinator(), "Kasuari": make_social_worker()}
    clients = {
        word: [make_client(actor, call_name=f"{word} {number}", birth_date=date(1990, 1, 1)) for number in range(2)]
        for word, actor in people.items()
    }
    for actor in people.values():
        with acting_as(actor):
            preferences.remember_folds(actor, "visit", [])
    return people, clients


def test_two_thousand_requests_without_one_wrong_row(world):
    people, clients = world
    wrong, done = [], itertools.count()
    started = threading.Barrier(THREADS)

    def work(number):
        try:
            connection.ensure_connection()
            webs = {word: sign_in(Web(raise_request_exception=False), actor) for word, actor in people.items()}
            webs[""] = Web(raise_request_exception=False)
            started.wait(timeout=60)
            while (turn := next(done)) < REQUESTS:
                asked(webs, turn, wrong, people, clients)
        except Exception as exc:
            wrong.append(repr(exc))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert wrong == []
    assert next(done) >= REQUESTS


def asked(webs, turn, wrong, people, clients):
    """One request of one of the three, and what is wrong with its answer; at times the connection itself is asked."""
    mine, theirs = ("Merpati", "Kasuari") if turn % 2 else ("Kasuari", "Merpati")
    own, foreign = clients[mine][turn // 2 % 2], clients[theirs][turn // 2 % 2]
    kind = turn // 2 % 8
    if kind == 0:  # one's own list: all of it, and nothing else
        body = webs[mine].get(reverse("client_list")).content.decode()
        good = body.count(f"{mine} 0<") == body.count(f"{mine} 1<") == 1 and theirs not in body
    elif kind == 1:  # one's own client
        body = webs[mine].get(reverse("consents", args=[own.pk])).content.decode()
        good = own.code in body and theirs not in body
    elif kind == 3:  # another's client
        response = webs[mine].get(reverse("client_access", args=[foreign.pk]))
        good = response.status_code == 404 and theirs.encode() not in response.content
    elif kind == 4:  # a write on another's client
        response = webs[mine].post(reverse("client_risk", args=[foreign.pk]), {"risk": "tinggi", "why": "x"})
        good = response.status_code == 404
    elif kind in (2, 5):  # a write of one's own
        response = webs[mine].post(reverse("remember_folds"), {"name": "visit", "value": '["ditemui"]'})
        good = response.status_code == 204
    else:  # nobody signed in
        response = webs[""].get(reverse("client_list"))
        good = response.status_code == 302
    if not good:
        wrong.append((f"request of kind {kind}", turn))
    if turn % 5 == 0:
        wrong += [(problem, turn) for problem in left_behind(people, mine)]


def left_behind(people, mine):
    """What the connection that has just served someone shows to nobody, without any settings, and to someone else."""
    with acting_as(NOBODY):
        if Client.objects.exists() or Identity.objects.exists():
            yield "nobody sees rows"
    if Client.objects.exists():
        yield "rows without a context"
    with acting_as(people[mine]):
        if {card.call_name for card in ContactCard.objects.all()} != {f"{mine} 0", f"{mine} 1"}:
            yield "the next person sees other rows"


def test_this_test_could_see_a_leak(world, monkeypatch):
    """The control: settings of the session that are not set anew for nobody stay for whoever comes next."""
    people, clients = world
    write = context._write

    def for_the_session(values):
        if values[0]:
            write(values)
            with connection.cursor() as cursor:
                for name, value in zip(context.ALL_SETTINGS, values, strict=True):
                    cursor.execute("SELECT set_config(%s, %s, false)", [name, value])

    monkeypatch.setattr(context, "_write", for_the_session)
    wrong = []
    webs = {word: sign_in(Web(), actor) for word, actor in people.items()} | {"": Web()}
    asked(webs, 0, wrong, people, clients)
    connection.close()

    assert [problem for problem, _turn in wrong] == ["nobody sees rows", "rows without a context"]


def test_a_page_that_fails_leaves_nothing_behind_on_its_connection(world):
    people, clients = world
    word, actor = next(iter(people.items()))
    with pytest.raises(ZeroDivisionError), acting_as(actor):
        actions.set_risk(client=clients[word][0], by=actor, risk="tinggi", why="uji")
        1 / 0

    assert Client.objects.count() == 0
    with acting_as(actor):
        assert clients[word][0].case.risk == ""
        assert token_for(actor)
