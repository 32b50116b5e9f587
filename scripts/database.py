"""Which database a start uses, and as whom.

Nothing named: the local server of this checkout. DATABASE_URL and DATABASE_OWNER_URL: those. DATABASE_URL alone is the
owner's: the role that serves pages is made on that server, and its URL goes to `.env` as DATABASE_WEB_URL.
"""

import secrets
from typing import NamedTuple
from urllib.parse import urlsplit

from scripts import envfile
from scripts.localpg import Server
from scripts.system import Stop


class Database(NamedTuple):
    web: str
    owner: str
    server: Server | None = None  # set where the launcher itself made the database

    def environment(self):
        return {"DATABASE_URL": self.web, "DATABASE_OWNER_URL": self.owner}


def is_local():
    return not envfile.told("DATABASE_URL")


def chosen():
    """The database of `make run`, its local server started and held until this process ends."""
    url, owner, web = (envfile.told(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WEB_URL"))
    if not url:
        return local("dev")
    if owner:
        return Database(url, owner)
    return Database(web_role(url, known=web), url)


def local(name):
    server = Server(name)
    server.hold()
    return Database(*server.urls(), server)


def connected(url):
    import psycopg2  # here, so that a bare machine can import this module

    # libpq knows one of the four spellings that DATABASE_URL may have.
    return psycopg2.connect("postgresql" + url[url.index(":") :], connect_timeout=10)


def _place(url):
    """Server and database, without who asks."""
    parts = urlsplit(url)
    return parts.hostname, parts.port, parts.path, parts.query


def web_role(owner_url, known=""):
    """The URL of a role on the owner's server that owns and bypasses nothing; made where there is none yet."""
    import psycopg2
    from psycopg2 import errors, sql

    parts = urlsplit(owner_url)
    if known and _place(known) == _place(owner_url):
        try:
            connected(known).close()
            return known
        except psycopg2.OperationalError:
            pass  # the server was made anew: so is the role
    try:
        connection = connected(owner_url)
    except psycopg2.OperationalError as error:
        raise Stop(f"DATABASE_URL: the server does not let us in: {str(error).strip()}") from None
    connection.autocommit = True
    role, password = "basodara_app", secrets.token_urlsafe(24)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
            if cursor.rowcount:  # another database of this server serves through it: its password stays as it is
                role = f"{role}_{secrets.token_hex(3)}"
            new, here = sql.Identifier(role), sql.Identifier(connection.info.dbname)
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(new, sql.Literal(password)))
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(new))
            cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(here, new))
    except errors.InsufficientPrivilege:
        raise Stop(
            "DATABASE_URL may not make roles on its server: give two URLs, DATABASE_OWNER_URL (migrates) and "
            "DATABASE_URL (a plain role that serves); docs/install.md shows the SQL."
        ) from None
    finally:
        connection.close()
    host = parts.netloc.rpartition("@")[2]
    url = parts._replace(netloc=f"{role}:{password}@{host}").geturl()
    envfile.keep("DATABASE_WEB_URL", url)
    return url
