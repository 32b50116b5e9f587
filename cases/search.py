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
from django.db.models import Q

from cases.codes import codes_meant
from cases.identity import nik_digest, person_digest, phone_digest
from cases.models import Client, ContactCard, Identity
from cases.register.cells import read_phone
from privacy.blind import fit, fold_whole, name_index

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


def clients_found(actor, text, limit=20):
    """Ids of the clients of `actor` that a search box means: by code or a part of it, NIK or number, else by name."""
    digits = "".join(filter(str.isdigit, text))
    only_digits = not any(map(str.isalpha, text))
    ids = []
    if codes := codes_meant(text):
        ids = list(
            Client.objects.visible_to(actor).filter(code__in=codes).order_by("code").values_list("pk", flat=True)
        )
    people = Identity.objects.visible_to(actor)
    if only_digits and len(digits) == 16:
        ids = people.filter(nik_digest=nik_digest(digits)).values_list("pk", flat=True)
    elif only_digits and len(digits) >= 9:
        digest = phone_digest(read_phone(text).value)  # None for what is no number: it would find all without one
        ids = people.filter(phone_digest=digest).values_list("pk", flat=True) if digest else []
    elif not digits or not ids:  # "ANNA" may be a part of a code, and is a name
        ids += [hit.client_id for hit in find_clients(actor, text, limit=limit) if hit.client_id not in ids]
    return list(ids[:limit])


def find_clients(actor, text, limit=10, *, rounds=None):
    """The clients of `actor` that fit best, as hits, best first; asked in the actor's transaction (`acting_as`).

    `rounds=1` asks for one slip a word and no more: quick where nobody is the usual answer.
    """
    if not actor:
        return []
    text = text[:MOST_LETTERS]
    asked, opener, hits = fold_whole(text), _Opener(), {}
    for questions in islice(name_index().rounds(text), rounds):
        someone_fits = False
        for client_id, sealed_legal, sealed_call in _candidates(questions):
            if client_id not in hits:
                legal = opener.legal_name(client_id, sealed_legal)
                called = opener.call_name(client_id, sealed_call)
                found = fit(asked, fold_whole(legal), fold_whole(called))
                hits[client_id] = Hit(client_id, legal, called, found.score)
                someone_fits = someone_fits or found.is_good
        if someone_fits:
            break  # a looser round would only add who fits less
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.legal_name.casefold(), hit.client_id))[:limit]


def same_clients(actor, person, *phones, limit=5):
    """Clients of `actor` with the same NIK, name with birth date and kelurahan, or number as the person typed."""
    place = person.get("kelurahan")
    asked = Q()
    for name, digest in (
        ("nik_digest", nik_digest(person.get("nik"))),
        (
            "person_digest",
            person_digest(person.get("legal_name"), person.get("birth_date"), place.code if place else ""),
        ),
        *(("phone_digest", phone_digest(phone)) for phone in phones),
    ):
        if digest:
            asked |= Q(**{name: digest})
    if not asked:
        return []
    people = Identity.objects.visible_to(actor).filter(asked).select_related("client__card")
    return [one.client for one in people.order_by("client__code")[:limit]]


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
