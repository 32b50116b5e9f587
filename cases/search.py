"""Clients found by a half-remembered name, among those the asker may open.

The database narrows all sealed names to at most 200 candidates (`sql/find_clients.sql`); these are opened here and put
in order. A client without a live care grant for the asker does not exist here. Callers limit how often one may ask and
record who was shown: a search is a way of guessing.
"""

import json
from dataclasses import asdict
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from cases.models import Client, ContactCard, Identity
from privacy.blind import fit, fold, name_index

MOST_LETTERS = 80
LIKE_ENOUGH = 0.8  # to be shown as perhaps the same person, when year or place agree
SAME_NAME = 0.97  # to be shown whatever else is known
YEARS_APART = 2  # ages are often guessed

_LEGAL_NAME = Identity._meta.get_field("legal_name")
_CALL_NAME = ContactCard._meta.get_field("call_name")


class Hit(NamedTuple):
    client_id: UUID
    legal_name: str
    call_name: str
    score: float  # 1 fits letter by letter


class Similar(NamedTuple):
    """A client who may be the person being registered, and what speaks for it."""

    client: Client
    legal_name: str
    call_name: str
    score: float
    same_year: bool
    same_place: bool

    @property
    def client_id(self):
        return self.client.pk


def find_clients(actor, text, limit=10, *, rounds=None):
    """The clients of `actor` that fit best, as hits, best first; asked in the actor's transaction (`acting_as`).

    `rounds=1` asks for one slip a word and no more: quick where nobody is the usual answer.
    """
    if not actor:
        return []
    text = text[:MOST_LETTERS]
    asked, opener, hits = fold(text), _Opener(), {}
    for questions in islice(name_index().rounds(text), rounds):
        someone_fits = False
        for client_id, sealed_legal, sealed_call in _candidates(questions):
            if client_id not in hits:
                legal = opener.legal_name(client_id, sealed_legal)
                called = opener.call_name(client_id, sealed_call)
                found = fit(asked, fold(legal), fold(called))
                hits[client_id] = Hit(client_id, legal, called, found.score)
                someone_fits = someone_fits or found.is_good
        if someone_fits:
            break  # a looser round would only add who fits less
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.legal_name.casefold(), hit.client_id))[:limit]


def similar_clients(actor, name, birth_year=None, kelurahan_code=None, limit=5):
    """Clients of `actor` who may be this person already. A name alone is no identity: year and place weigh in.

    Of clients whom the actor may not open it tells nothing: the whole database is asked on saving, without telling.
    """
    hits = [hit for hit in find_clients(actor, name, limit=50, rounds=1) if hit.score >= LIKE_ENOUGH]
    clients = Client.objects.visible_to(actor).in_bulk([hit.client_id for hit in hits]) if hits else {}
    similar = []
    for client_id, legal_name, call_name, score_ in hits:
        if not (client := clients.get(client_id)):
            continue
        years_known = birth_year and client.birth_year
        same_year = bool(years_known) and abs(client.birth_year - birth_year) <= YEARS_APART
        same_place = bool(kelurahan_code) and client.kelurahan_id == kelurahan_code
        if same_year or same_place or (score_ >= SAME_NAME and not years_known):
            similar.append(Similar(client, legal_name, call_name, score_, same_year, same_place))
    similar.sort(key=lambda one: (-one.same_year - one.same_place, -one.score))
    return similar[:limit]


def _candidates(questions):
    if not questions:
        return []
    asked = json.dumps([[asdict(word) for word in question] for question in questions])
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_id, legal_name, call_name FROM cases_find_clients(%s)", [asked])
        return cursor.fetchall()


class _Opener:
    """Opens sealed names. One unsaved row of each table lends its place to all: making hundreds would cost more."""

    def __init__(self):
        self._identity, self._card = Identity(), ContactCard()

    def legal_name(self, client_id, sealed):
        return self._open(_LEGAL_NAME, self._identity, client_id, sealed)

    def call_name(self, client_id, sealed):
        return self._open(_CALL_NAME, self._card, client_id, sealed)

    @staticmethod
    def _open(field, row, client_id, sealed):
        row.client_id = client_id
        return field.open(sealed, row) if sealed else ""
