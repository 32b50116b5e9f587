"""Which URL serves and which one owns; the web's role made from the owner's URL alone."""

import os
from urllib.parse import urlsplit

import environ
import psycopg2
import pytest

from basodara import databases
from scripts import database, envfile
from scripts.system import Stop

POWERS = "rolsuper, rolbypassrls, rolcreaterole"
WEB, OWNER = "postgres://web@/db?host=/s", "postgres://own@/db?host=/s"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"DATABASE_URL": WEB, "DATABASE_OWNER_URL": OWNER}, (WEB, OWNER)),
        ({"DATABASE_URL": OWNER, "DATABASE_WEB_URL": WEB}, (WEB, OWNER)),
        ({"DATABASE_OWNER_URL": OWNER, "DATABASE_WEB_URL": WEB}, (WEB, OWNER)),
        ({"DATABASE_URL": WEB}, (WEB, "")),  # a server that is told no owner serves, and migrates nothing
        ({}, ("", "")),
    ],
)
def test_which_url_is_whose(given, expected, monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WEB_URL", "LOCAL_TRIAL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert databases.urls(environ.Env()) == expected


def test_a_trial_without_a_url_uses_the_server_of_this_checkout(monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WEB_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOCAL_TRIAL", "True")

    urls = databases.urls(environ.Env())

    assert urls.web.startswith("postgres://basodara_app@/") and urls.owner.startswith("postgres://basodara_owner@/")


@pytest.fixture
def superuser(tmp_path, monkeypatch):
    """A superuser's URL on the test server, where that server is ours; roles made through it are dropped again."""
    monkeypatch.setattr(envfile, "FILE", tmp_path / ".env")
    parts = urlsplit(os.environ["DATABASE_OWNER_URL"])
    url = parts._replace(netloc="postgres@").geturl()
    if "basodara-" not in parts.query:
        pytest.skip("the test server is somebody else's: no roles are made there")
    before = roles(url)
    yield url
    for role in roles(url) - before:
        execute(url, f"DROP OWNED BY {role}; DROP ROLE {role}")


def execute(url, statement):
    connection = database.connected(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def roles(url):
    return {name for (name,) in execute(url, "SELECT rolname FROM pg_roles")}


def test_the_owners_url_alone_makes_a_plain_role_and_keeps_its_url(superuser):
    url = database.web_role(superuser)

    assert envfile.read()["DATABASE_WEB_URL"] == url
    ((name, *powers),) = execute(url, f"SELECT rolname, {POWERS} FROM pg_roles WHERE rolname = current_user")
    assert name.startswith("basodara_app_")  # the plain name is taken by the server's own
    assert powers == [False, False, False]


def test_a_role_that_was_made_is_used_again(superuser):
    url = database.web_role(superuser)

    assert database.web_role(superuser, known=url) == url


def test_a_role_of_another_server_is_not_taken(superuser):
    elsewhere = "postgres://basodara_app:x@db.example/basodara"

    assert database.web_role(superuser, known=elsewhere) != elsewhere


def test_where_roles_may_not_be_made_one_line_names_both_urls():
    with pytest.raises(Stop) as stop:
        database.web_role(os.environ["DATABASE_URL"])  # the web itself: it may make nothing

    assert "DATABASE_OWNER_URL" in str(stop.value) and "DATABASE_URL" in str(stop.value)
    assert "\n" not in str(stop.value)


def test_a_server_that_does_not_answer_is_named():
    with pytest.raises(Stop, match="DATABASE_URL: the server does not let us in"):
        database.web_role("postgres://someone@/basodara?host=/nowhere")


def test_psycopg_3_is_not_there():
    """Django would silently prefer it."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3 and psycopg2.__version__
