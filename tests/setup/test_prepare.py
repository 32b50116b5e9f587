"""Installing once, ports, and the sums by which a start knows what it has already done."""

import socket
import sys

import pytest

from scripts import prepare, run, system
from scripts.system import Stop


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    for names in prepare.FILES.values():
        for name in names:
            (tmp_path / name).write_text(f"# {name}\n")
    return tmp_path


def test_what_was_installed_is_known_by_the_sums_of_the_files(project):
    prepare.stamp("run").write_text(prepare.sums("run"))
    assert prepare.installed("run")

    (project / "requirements.txt").write_text("django==9\n")

    assert not prepare.installed("run")


def test_nothing_is_run_when_everything_is_installed(project, monkeypatch):
    prepare.stamp("run").write_text(prepare.sums("run"))
    monkeypatch.setattr(prepare.subprocess, "run", None)  # calling it would fail

    prepare.install("run")


@pytest.mark.parametrize(
    ("place", "version", "expected"),
    [("", "", True), ("/somewhere/else", "", False), ("", "2.7.18", False)],
)
def test_an_environment_that_was_moved_or_is_of_another_python_is_made_anew(
    project, monkeypatch, place, version, expected
):
    python = project / ".venv/bin/python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    monkeypatch.setattr(prepare, "PYTHON", python)
    version = version or ".".join(map(str, sys.version_info[:3]))
    (project / ".venv/pyvenv.cfg").write_text(
        f"version = {version}\ncommand = /usr/bin/python3 -m venv --clear {place or project / '.venv'}\n"
    )

    assert prepare.works() is expected

    python.unlink()
    assert not prepare.works()


def test_a_missing_package_is_named_in_one_line(monkeypatch):
    monkeypatch.setattr(system, "apt_install", lambda *packages: False)

    with pytest.raises(Stop, match="The browser tests need Chromium: please run  sudo apt-get install chromium"):
        system.need(lambda: None, "chromium", why="The browser tests need Chromium")


def test_a_busy_port_is_passed_over():
    taken, port = run.free_socket(18500)
    other, next_port = run.free_socket(port)

    assert next_port > port
    taken.close()
    other.close()


def test_a_port_that_answers_on_ipv6_is_busy():
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener:
        mine, port = run.free_socket(listener.getsockname()[1])
        mine.close()

        assert port != listener.getsockname()[1]


def test_a_changed_file_changes_the_sum(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "room").mkdir()
    (tmp_path / "room/models.py").write_text("a = 1\n")
    before = run.digest("room", "not there")

    assert run.digest("room", "not there") == before
    (tmp_path / "room/models.py").write_text("a = 2\n")

    assert run.digest("room", "not there") != before
