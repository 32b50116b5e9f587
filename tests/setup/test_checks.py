"""Doubtful settings and dangerous database roles stop the start, each with an id and a hint."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from basodara import checks
from privacy.context import as_owner
from scripts.localpg import ROOT

KEY = "aW5kZXggb25seSBpbmRleCBvbmx5IGluZGV4IG9ubHk="


def ids(found):
    return [message.id for message in found]


def test_the_settings_of_the_tests_are_clean():
    assert [message for message in run_checks() if message.id.startswith("basodara.")] == []


@pytest.mark.parametrize("value", ["", "short", "a" * 60])
def test_a_weak_secret_key(settings, value):
    settings.SECRET_KEY = value

    assert ids(checks.secret_key_is_strong(None)) == ["basodara.E001"]


@pytest.mark.parametrize("value", [[], ["k1"], [f"k1:{KEY}", "k2:dG9vIHNob3J0"], ["k1:not base64 at all!"]])
def test_missing_or_malformed_sealing_keys_are_named(settings, value):
    settings.SEAL_KEYS = value

    (found,) = checks.sealing_keys_are_whole(None)

    assert found.id == "basodara.E002" and "SEAL_KEYS" in found.msg


@pytest.mark.parametrize("value", ["", "dG9vIHNob3J0"])
def test_a_missing_or_malformed_index_key_is_named(settings, value):
    settings.INDEX_KEY = value

    (found,) = checks.sealing_keys_are_whole(None)

    assert found.id == "basodara.E003" and "INDEX_KEY" in found.msg


@pytest.mark.parametrize(
    ("hosts", "trial", "debug", "expected"),
    [
        ([], True, False, ["basodara.E004"]),
        (["localhost", "127.0.0.1", "[::1]"], True, True, []),
        (["basodara.example"], True, False, ["basodara.E005"]),
        (["*"], True, False, ["basodara.E005"]),
        (["basodara.example"], False, False, []),
        (["*"], False, False, ["basodara.E006"]),
        (["basodara.example"], False, True, ["basodara.E007"]),
    ],
)
def test_hosts_must_fit_the_installation(settings, hosts, trial, debug, expected):
    settings.ALLOWED_HOSTS, settings.LOCAL_TRIAL, settings.DEBUG = hosts, trial, debug

    found = checks.hosts_fit_the_installation(None)

    assert ids(found) == expected
    assert all(message.hint for message in found)


def production(tmp_path, **values):
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "SECRET_KEY": "5up3r-l0ng-and-varied-for-the-production-settings-of-this-test",
        "SEAL_KEYS": f"k1:{KEY}",
        "INDEX_KEY": KEY,
        "ALLOWED_HOSTS": "basodara.example",
        **values,
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_check_deploy_is_clean_under_production_settings(tmp_path):
    done = production(tmp_path)

    assert done.returncode == 0, done.stderr


def test_a_real_installation_without_a_key_does_not_start(tmp_path):
    done = production(tmp_path, SEAL_KEYS="")

    assert done.returncode == 1
    assert "SEAL_KEYS" in done.stderr and "basodara.E002" in done.stderr


@pytest.mark.django_db
def test_the_webs_role_may_serve():
    assert checks.web_role_obeys_row_security(None, databases=["default"]) == []
    assert checks.keys_open_the_data(None, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_owner_may_not_serve():
    with as_owner():
        found = checks.web_role_obeys_row_security(None, databases=["default"])

        with pytest.raises(SystemCheckError, match="basodara.E011"):
            call_command("check", databases=["default"], fail_level="ERROR")

    assert ids(found) == ["basodara.E011"]
    assert "owns tables" in found[0].msg


@pytest.mark.django_db(transaction=True)
def test_a_table_about_a_client_without_row_security_is_found():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (client_id uuid)")
    try:
        found = checks.web_role_obeys_row_security(None, databases=["default"])
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE forgotten")

    assert ids(found) == ["basodara.E012"]
    assert "forgotten" in found[0].msg


def test_a_server_that_is_down_is_said(settings, monkeypatch):
    from django.db.utils import OperationalError

    def down():
        raise OperationalError("connection refused")

    monkeypatch.setattr(checks.connection, "cursor", down)

    assert ids(checks.web_role_obeys_row_security(None, databases=["default"])) == ["basodara.E010"]
