"""`.env`: made once, private, never written over."""

import base64

import pytest

from scripts import envfile


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(envfile, "FILE", tmp_path / ".env")
    for name in envfile.trial_values():
        monkeypatch.delenv(name, raising=False)
    return tmp_path / ".env"


def test_the_first_start_makes_keys_that_nobody_else_may_read(file):
    envfile.first_start()

    values = envfile.read()
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(values["SECRET_KEY"]) >= 50
    assert len(base64.b64decode(values["SEAL_KEYS"].removeprefix("k1:"))) == 32
    assert len(base64.b64decode(values["INDEX_KEY"])) == 32
    assert (values["LOCAL_TRIAL"], values["ALLOWED_HOSTS"]) == ("True", "localhost,127.0.0.1")


def test_a_second_start_changes_nothing(file):
    envfile.first_start()
    before = file.read_text()

    envfile.first_start()

    assert file.read_text() == before


def test_what_the_environment_says_is_not_written(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "from the environment")

    envfile.first_start()

    assert "SECRET_KEY" not in envfile.read()
    assert envfile.told("SECRET_KEY") == "from the environment"


def test_a_kept_value_replaces_the_older_one_only(file):
    file.write_text("# mine\nCENTRE_NAME=Sentra\nDATABASE_WEB_URL=old\n")

    envfile.keep("DATABASE_WEB_URL", "new")

    assert file.read_text() == "# mine\nCENTRE_NAME=Sentra\nDATABASE_WEB_URL=new\n"
    assert file.stat().st_mode & 0o777 == 0o600
