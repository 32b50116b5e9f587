"""Installing once, ports, and the sums by which a start knows what it has already done."""

import os
import socket
import subprocess
import sys

import pytest

from privacy.paper import LIBRARIES
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


@pytest.fixture
def started(project, monkeypatch):
    """What `prepare.main` starts in the end, the packages being there; nothing is installed."""
    modules = []
    monkeypatch.chdir(project)
    monkeypatch.setenv("CHROMIUM", sys.executable)
    monkeypatch.setattr(prepare, "prepare", lambda *profiles: None)
    monkeypatch.setattr(prepare.os, "umask", lambda mask: None)
    monkeypatch.setattr(prepare.os, "execv", lambda path, command: modules.append(command[2]))
    return modules


@pytest.fixture
def asked_of_apt(monkeypatch):
    """Without Pango, on a machine where nothing can be installed: the packages that were asked for."""
    asked = []
    for module in (prepare, system):
        monkeypatch.setattr(module, "paper", lambda: False)
        monkeypatch.setattr(module, "apt_install", lambda *packages: bool(asked.extend(packages)))
    return asked


def test_without_pango_the_start_goes_on_and_says_how_to_get_it(started, asked_of_apt, capsys):
    prepare.main("run")

    assert started == ["scripts.run"] and asked_of_apt == list(system.PAPER)
    (line,) = capsys.readouterr().err.splitlines()
    assert f"sudo apt-get install {' '.join(system.PAPER)}" in line


def test_without_pango_the_tests_do_not_start(started, asked_of_apt):
    with pytest.raises(Stop, match=f"please run  sudo apt-get install {' '.join(system.PAPER)}"):
        prepare.main("test")

    assert started == [] and asked_of_apt == list(system.PAPER)


@pytest.mark.parametrize(("command", "module"), [("run", "scripts.run"), ("test", "pytest")])
def test_with_pango_nothing_is_asked_of_apt(started, asked_of_apt, monkeypatch, capsys, command, module):
    monkeypatch.setattr(prepare, "paper", lambda: True)

    prepare.main(command)

    assert started == [module] and asked_of_apt == [] and capsys.readouterr().err == ""


@pytest.mark.parametrize("missing", ["", *LIBRARIES])
def test_the_start_looks_for_the_libraries_that_papers_are_drawn_with(monkeypatch, missing):
    looked_for = set()

    def find(name):
        looked_for.add(name)
        return None if name == missing else f"lib{name}.so.0"

    monkeypatch.setattr(system.ctypes.util, "find_library", find)

    assert system.paper() is (not missing)
    assert looked_for <= set(LIBRARIES) and (missing or looked_for == set(LIBRARIES))


def test_who_is_not_root_is_not_asked_to_wait_for_apt(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(subprocess, "run", None)  # calling it would fail

    assert not system.apt_install(*system.PAPER)


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
