"""Fills an empty database with invented people, to measure pages in. Refuses one where anybody is."""

import os
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation
from cases.management.bench import loading
from cases.management.bench.people import PASSWORD, People
from cases.management.bench.plan import Plan
from cases.models import Client
from privacy.context import as_owner
from privacy.models import DemoMarker

FEW = 5_000  # not worth a second process


class Command(BaseCommand):
    help = "Fill an empty database with N invented clients, their histories and their organisations (see make bench)."

    def add_arguments(self, parser):
        parser.add_argument("--clients", type=int, required=True)
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *, clients, seed, processes, **options):
        if clients < 100:
            raise CommandError("A bench world has 100 clients or more.")
        if not settings.DATABASE_OWNER:
            raise CommandError("DATABASE_OWNER_URL is not set: rows are copied in as the owner of the tables.")
        started = time.perf_counter()
        plan = Plan(clients=clients, seed=seed, today=timezone.localdate())
        with as_owner():
            if Client.objects.exists() or Organisation.objects.exists():
                raise CommandError("This database is not empty: a bench world is made in a database of its own.")
            DemoMarker.objects.get_or_create(id=1, defaults={"seed": seed})
            People(plan).invent().write()
            with loading.put_aside():
                loading.copy_clients(plan, 1 if clients <= FEW else processes, said=self.stdout.write)
            loading.derive(plan, 1 if clients <= FEW else processes)
        self.stdout.write(
            f"{clients:,} invented clients in {time.perf_counter() - started:.0f} s. Logins: peksos-1 to "
            f"peksos-{plan.measured}, koordinator-1, koordinator-2, koordinator-balai; password: {PASSWORD}"
        )
