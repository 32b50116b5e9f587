"""Style, order of the rooms, templates and migrations: what `make lint` asks, as part of every test run."""

import subprocess
from importlib.util import find_spec
from io import StringIO

import pytest
from django.core.management import call_command

from scripts import lint

NEEDS = {"style": "ruff", "format": "ruff", "rooms": "importlinter", "templates": "djlint"}


@pytest.mark.parametrize("name", lint.COMMANDS)
def test_lint_is_clean(name):
    if not find_spec(NEEDS[name]):
        pytest.skip(f"needs {NEEDS[name]}; `make test` installs it")

    done = subprocess.run(lint.COMMANDS[name], cwd=lint.ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
