"""Invented companions for tests, made by walking the real actions."""

import html
import re
from datetime import timedelta

from django.utils import timezone

from companions import actions
from companions.vocabulary import Kind, Said
from privacy.context import acting_as
from tests.clients import token_for
from tests.people import make_companion, make_trainer

PROFILE = {"sex": "P", "languages": ["indonesia", "ternate"], "limits": [], "pledged_on": None, "capacity": None}


def make_ready(coordinator, organisation=None, name=None, kind=Kind.PEER, certified=True, **fields):
    """A companion (Actor) of the coordinator's organisation with a profile, a pledge and a certificate."""
    actor = make_companion(organisation or coordinator.organisation, name)
    profile = {**PROFILE, "pledged_on": timezone.localdate() - timedelta(days=400), **fields}
    with acting_as(coordinator):
        actions.save_companion(membership=actor.membership, by=coordinator, kind=kind, **profile)
    if certified:
        certify(actor)
    return actor


def certify(*companions, trainer=None, days_ago=30):
    """A certificate for each, from a training of its own that ended so many days ago."""
    trainer = trainer or make_trainer()
    on = timezone.localdate() - timedelta(days=days_ago)
    with acting_as(trainer):
        training = actions.plan_training(
            token=token_for(trainer), by=trainer, course="Dasar pendampingan", starts_on=on, ends_on=on, place="Ternate"
        )
        session = actions.add_session(training=training, by=trainer, held_on=on, topic="Mendengar dan mencatat")
        actions.enrol(training=training, companions=[one.membership for one in companions], by=trainer)
        rows = list(training.participants.all())
        presences = {str(row.pk): {str(session.pk)} for row in rows}
        actions.record_attendance(training=training, by=trainer, presences=presences, scores={})
        return actions.issue(training=training, participants=rows, by=trainer, issued_on=on)


def assign(client, companion, by, said=Said.AGREES, **more):
    """The client agrees today, unless said otherwise."""
    more.setdefault("said_on", timezone.localdate() if said != Said.NOT_ASKED else None)
    with acting_as(by):
        return actions.assign(
            token=token_for(by), client=client, companion=companion.membership, by=by, said=said, **more
        )


def asked_on(page, companion):
    """What the page says it asks a reason for, as the form sends it along."""
    found = re.findall(r'<input type="hidden" name="asked" value="([^"]*)">', page)
    return [html.unescape(one) for one in found if one.startswith(str(companion.id))]
