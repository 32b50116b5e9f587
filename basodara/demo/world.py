"""The demo world in one transaction: all of it is there afterwards, with its marker, or nothing."""

import random
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from accounts.models import Organisation, User
from basodara.demo import companions, companionship, gatherings, pesisir, referring, services
from basodara.demo.aging import age
from basodara.demo.lives import Draw
from basodara.demo.portraits import portraits
from basodara.demo.roster import roster
from basodara.demo.team import make_team
from basodara.demo.telling import Teller, tell
from cases.models import Client, HomeVisit
from privacy.context import as_owner
from privacy.models import DemoMarker
from regions.models import Region

ONE_AT_A_TIME = 827_1001  # key of an advisory lock


class InUse(Exception):
    """There are people in this database who were not invented."""


def build(seed):
    """Make the world. Gives (clients, visits), or None where it stands already. Raises InUse.

    The owner makes the team and the marker, and becomes the web's role while the people act: they are held by row
    security and by the web's privileges, as on a page.
    """
    with as_owner(), transaction.atomic(), translation.override("id"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if DemoMarker.objects.exists():
            return None
        _check_empty()
        now, rng = timezone.now(), random.Random(seed)
        places, actors = make_team(others())
        regions = {region.code: region for region in Region.objects.villages().in_use().under(settings.HOME_CITY)}
        teller = Teller(rng=rng, now=now, places=places, actors=actors, regions=regions)
        lives = _lives(teller, rng)
        with _as_the_web():
            companions.enrol_companions(teller)
            gatherings.train(teller)
            gatherings.keep_profiles(teller)
            clients = [(tell(teller, life), life) for life in lives]
            companionship.accompany(teller, clients)
            gatherings.meet(teller, clients)
            gatherings.supervise(teller, clients)
            companions.tell_absence_and_leaving(teller)
            companionship.hand_over(teller, clients)
            services.offer_services(teller)
            referring.refer(teller, clients)
            clients += pesisir.settle_in(teller, clients)
        age(clients, rng, now=now)
        DemoMarker.objects.create(seed=seed)
        return len(clients), HomeVisit.objects.count()


def others():
    """{key: Person} of all companions who are not in the team's own list."""
    return companions.people() | pesisir.people()


def _lives(teller, rng):
    draw = Draw(rng, teller.today)
    by_hand = portraits(teller.today)
    free = sorted(set(teller.regions) - {life.kelurahan for life in by_hand})
    lives = [*by_hand, *roster(draw, rng, rng.sample(free, len(free)))]
    return [draw.complete(life) for life in lives]


def _check_empty():
    found = {
        "clients": Client.objects.count(),
        "people": User.objects.count(),
        "organisations": Organisation.objects.count(),
    }
    if any(found.values()):
        raise InUse(", ".join(f"{count} {what}" for what, count in found.items() if count))


@contextmanager
def _as_the_web():
    """Until the end of the block, this transaction has the web's privileges. An error undoes all of it anyway."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(settings.WEB_ROLE)}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
