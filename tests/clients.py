"""Invented clients for tests, made by walking the real actions."""

import itertools
from datetime import date

from django.utils import timezone

from cases import actions
from cases.vocabulary import Decision, Purpose
from privacy import tokens
from privacy.context import acting_as

_count = itertools.count(1)
FRAME = {"result": "TERLAKSANA", "place": "rumah"}


def token_for(actor, form="test", subject=""):
    return tokens.new(actor, form, subject)


def make_client(by, name=None, call_name=None, **more):
    """A client registered by `by`; `more` are fields of Identity, Client, ContactCard or CaseFile."""
    number = next(_count)
    card = {"call_name": call_name or f"Panggilan {number}", "way": "whatsapp", "home_visit": "ya"}
    person = {"legal_name": name or f"Nama Contoh {number}", "sex": "P", "birth_date": date(1992, 5, 4)}
    case = {"kind": "ODHIV"}
    for key, value in more.items():
        target = card if key in ("way", "phone_for_contact", "time", "may_say", "home_visit", "never") else person
        target = case if key in ("kind", "stage", "guardian", "art_started_on") else target
        target[key] = value
    with acting_as(by):
        return actions.register(token=token_for(by), by=by, person=person, card=card, case=case)


def give_consent(client, by, purpose=Purpose.C1, **more):
    with acting_as(by):
        return actions.record(
            token=token_for(by), client=client, by=by, purpose=purpose, decision=Decision.GIVEN, **more
        )


def share_with(client, organisation, by):
    """Consent to sharing, and the share."""
    give_consent(client, by, Purpose.C4, organisation=organisation)
    with acting_as(by):
        return actions.share(client=client, organisation=organisation, by=by)


def make_visit(client, by, **answers):
    answers = {**FRAME, "visited_at": timezone.now(), **answers}
    with acting_as(by):
        return actions.record_visit(token=token_for(by), client_id=client.pk, by=by, **answers)
