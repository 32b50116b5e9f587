"""Rows into the tables, quickly. For the owner of a database that holds nobody real.

Row triggers and the two dearest indexes are put aside while rows come in; afterwards the holders' own rows are derived
by the very function that the triggers call, so that a bench world and a real one cannot tell different things.
"""

import multiprocessing
from contextlib import contextmanager
from functools import partial

from django.db import connection, transaction

from cases.management.bench.clients import TABLES, Clients
from cases.management.bench.codes import codes
from cases.models import Responsibility

AT_ONCE = 1_000
DEAR_INDEXES = ("identity_name_pieces", "accessedrecord_subject")


@contextmanager
def put_aside():
    """Triggers off and dear indexes away; both come back, also after a failure."""
    tables = [model._meta.db_table for model in TABLES]
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY (%s)", [list(DEAR_INDEXES)])
        indexes = dict(cursor.fetchall())
    try:
        _run(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables))
        _run(*(f"DROP INDEX {name}" for name in indexes))
        yield
    finally:
        _run("SET maintenance_work_mem = '512MB'", *indexes.values())
        _run(*(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables))


def copy_clients(plan, processes, said=print):
    """All clients of the plan, in runs shared out among processes."""
    codes(plan.clients)  # before the children are forked
    runs = [(start, min(start + AT_ONCE, plan.clients)) for start in range(0, plan.clients, AT_ONCE)]
    for done in _shared_out(partial(_copy_run, plan), runs, processes):
        if done % 25 == 0:
            said(f"  {min(done * AT_ONCE, plan.clients):,} clients")


def derive(plan, processes):
    """The derived columns of every holder's row, by the triggers' own function; then the statistics planners need."""
    _run("ANALYZE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_client ORDER BY id")
        ids = [row[0] for row in cursor.fetchall()]
    runs = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    for _done in _shared_out(_derive_run, runs, processes):
        pass
    _run(f"VACUUM FULL {Responsibility._meta.db_table}", "VACUUM ANALYZE")


def _copy_run(plan, run):
    with transaction.atomic():
        Clients(plan, *run).write()


def _derive_run(ids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_refresh_responsibility(client) FROM unnest(%s::uuid[]) client", [ids])


def _shared_out(work, runs, processes):
    """Calls `work` for every run and counts those done. Forked children open connections of their own."""
    if processes == 1 or len(runs) == 1:
        for number, run in enumerate(runs, start=1):
            work(run)
            yield number
        return
    connection.close()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from (number for number, _ in enumerate(pool.imap_unordered(work, runs), start=1))


def _run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
