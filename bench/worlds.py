"""A database per size. A finished world is kept untouched as a template; every run works on a clone of it."""

import hashlib
import os
import subprocess
import sys
from datetime import date

from scripts import localpg
from scripts.database import connected
from scripts.localpg import ROOT
from scripts.run import digest
from scripts.system import Stop, say

# What a small server of its own would be given; the checkout's other servers keep PostgreSQL's defaults.
localpg.OPTIONS["bench"] = ("jit=off", "shared_buffers=1GB", "max_wal_size=4GB", "work_mem=8MB", "random_page_cost=1.1")
MADE_OF = (
    "cases/migrations", "cases/sql", "cases/management/bench", "accounts/migrations", "privacy/blind",
    "privacy/migrations", "regions/data", "companions/migrations", "companions/sql", "referrals/migrations",
    "referrals/sql",
)  # fmt: skip
AND_OF = (
    "bench/companionship.py",
    "bench/referring.py",
    "cases/security.py",
    "companions/security.py",
    "referrals/security.py",
    "privacy/operations.py",
    "privacy/harden.py",
    "privacy/fields.py",
)
RUN, BARE = "bench_run", "bench_bare"


def start():
    """The bench's own PostgreSQL, held until this process ends."""
    server = localpg.Server("bench")
    server.hold()
    return server


class Worlds:
    def __init__(self, server):
        self.web, self.owner = server.urls()
        self.version = self._ask("postgres", "SHOW server_version")[0][0]

    def environment(self, name, settings="bench.settings"):
        """What a process needs to serve or fill one of these databases. The keys guard invented people only."""
        return {
            **{key: value for key, value in os.environ.items() if key not in ("DATABASE_WEB_URL", "PORT", "DEBUG")},
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": self._url(self.web, name),
            "DATABASE_OWNER_URL": self._url(self.owner, name),
            "SECRET_KEY": "only-for-measuring-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
            "SEAL_KEYS": "bench:b25seSBmb3IgbWVhc3VyaW5nIGludmVudGVkIHBlb3A=",
            "INDEX_KEY": "aW5kZXggZm9yIG1lYXN1cmluZyBpbnZlbnRlZCBvbmU=",
            "LOCAL_TRIAL": "True",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "SEARCHES_PER_10_MINUTES": "1000000",
        }

    def world(self, clients):
        """The name of the finished world of this size; made anew on another day, or when what it is made of changed."""
        name, stamp = f"bench_world_{clients}", self._stamp()
        if self._stamp_of(name) == stamp:
            return name
        say(f"Making a world of {clients:,} clients ...")
        self.drop(name)
        self._do(f"CREATE DATABASE {name}")
        self.manage(name, "migrate", "--verbosity=0", "--no-input")
        self.manage(name, "createcachetable", "--verbosity=0")
        self.manage(name, "bench_world", f"--clients={clients}")
        for part in ("companionship", "referring"):
            command = [sys.executable, "-m", f"bench.{part}"]
            if subprocess.run(command, cwd=ROOT, env=self.environment(name)).returncode:
                raise Stop(f"The {part} of the world could not be made; the lines above say why.")
        self._do(f"COMMENT ON DATABASE {name} IS '{stamp}'")
        return name

    def clone(self, world):
        """A copy to work on, so that what a run writes never changes what the next one measures."""
        self.drop(RUN)
        self._do(f"CREATE DATABASE {RUN} TEMPLATE {world} STRATEGY FILE_COPY")
        return RUN

    def bare(self):
        """The database of the bare page, made anew."""
        self.drop(BARE)
        self._do(f"CREATE DATABASE {BARE}")
        return BARE

    def drop(self, name):
        self._do(f"DROP DATABASE IF EXISTS {name}")  # FORCE would fail where autovacuum is at work, this ends it

    def manage(self, name, *arguments, settings="bench.settings"):
        command = [sys.executable, "manage.py", *arguments]
        if subprocess.run(command, cwd=ROOT, env=self.environment(name, settings)).returncode:
            raise Stop(f"manage.py {arguments[0]} failed; the lines above say why.")

    def facts(self, name):
        """(bytes of the database, {table: rows}) of a clone."""
        size = self._ask(name, "SELECT pg_database_size(current_database())")[0][0]
        counts = "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND relname ~ %s"
        tables = self._ask(name, counts, ["^(cases|companions|referrals)_"])
        return size, dict(tables)

    def _stamp(self):
        files = b"".join((ROOT / name).read_bytes() for name in AND_OF)
        return hashlib.sha256(f"{digest(*MADE_OF)}{date.today()}".encode() + files).hexdigest()

    def _stamp_of(self, name):
        asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        rows = self._ask("postgres", asked, [name])
        return rows[0][0] if rows else None

    @staticmethod
    def _url(url, name):
        return url.replace("@/basodara?", f"@/{name}?")

    def _ask(self, name, query, parameters=None):
        connection = connected(self._url(self.owner, name))
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, parameters)
                return cursor.fetchall()
        finally:
            connection.close()

    def _do(self, statement):
        connection = connected(self._url(self.owner, "postgres"))
        connection.autocommit = True  # databases are not made inside a transaction
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()
