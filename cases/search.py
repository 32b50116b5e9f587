"""Clients found by a half-remembered name, among those the asker may open.

The database narrows 100,000 sealed names to at most 200 candidates (`sql/find_clients.sql`); these are opened here and put
in order. Searching tells nothing about anyone else: a client without a live care grant for the asker does not exist here.
"""

import json
from dataclasses import asdict
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from cases.models import ContactCard, Identity
from privacy.blind import Candidate, name_index, rank

ENOUGH = 10  # a further, looser round only below this
MOST_LETTERS = 80


class Hit(NamedTuple):
    client_id: UUID
    legal_name: str
    call_name: str
    score: float  # 1 fits letter by letter


def find_clients(actor, text: str, limit: int = 10) -> list[Hit]:
    """The best fitting clients of `actor`, best first. Runs in the actor's transaction, whose settings say what opens.

    The caller limits how often one may ask, and records who was shown (`privacy.access.opened`, kind "search").
    """
    if not actor:
        return []
    text = text[:MOST_LETTERS]
    candidates = {}
    for questions in name_index().rounds(text):
        for client_id, legal_name, call_name in _ask(questions):
            if client_id not in candidates:
                candidates[client_id] = _opened(client_id, legal_name, call_name)
        if len(candidates) >= ENOUGH:
            break
    return [Hit(*candidates[one.key], one.score) for one in rank(text, candidates.values())[:limit]]
