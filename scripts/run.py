"""`make run`: everything for trying BASODARA out, in the foreground until Ctrl-C.

Steps that the database has already seen with the same code are skipped; what a killed start left behind is ended.
"""

import contextlib
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time

from scripts import database, envfile
from scripts.localpg import ROOT, alive
from scripts.system import Stop, say

LOCAL = ROOT / ".local"
RUNS = LOCAL / "runs"
ROOMS = ("privacy", "regions", "accounts", "cases", "companions", "referrals", "treatment", "reports", "basodara")
GUNICORN = ("-m", "gunicorn", "basodara.wsgi", "--worker-class=gthread", "--workers=2", "--threads=4", "--preload")


def digest(*folders):
    """A sum over the files' content; a start with the same sum has nothing to do."""
    total = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def settle(chosen, environment):
    """Migrations, cache table, demo world and static files, as far as something has changed since the last start."""
    remembered = LOCAL / "steps.json"
    done = json.loads(remembered.read_text()) if remembered.exists() else {}
    packages = hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()
    static = digest("static") + packages
    demo = bool(chosen.server) or os.environ.get("DEMO") == "1"
    now = {"static": static, "code": digest(*ROOMS) + packages, "demo": demo, "database": None}
    if chosen.server:  # another data folder, or the same one made anew
        made = (chosen.server.data / "PG_VERSION").stat()
        now["database"] = [str(chosen.server.data), made.st_ino, made.st_mtime_ns]
    has_static = done.get("static") == static and (ROOT / "staticfiles").exists()
    if now["database"] and done == now and has_static:  # on a server that is not ours, migrate looks for itself
        return
    say("Preparing the database and the static files ...")
    wishes = ["--demo"] * demo + ["--static"] * (not has_static)
    remembered.unlink(missing_ok=True)  # a start killed now begins again
    if subprocess.run([sys.executable, "-m", "scripts.steps", *wishes], cwd=ROOT, env=environment).returncode:
        raise Stop("The start ends here; the lines above say what to do.")
    remembered.write_text(json.dumps(now))


def free_socket(first):
    """A listening socket on the first free port; handed to the server, so that nobody can take the port in between."""
    for port in range(first, min(first + 100, 65536)):
        with contextlib.suppress(OSError), socket.create_connection(("::1", port), timeout=0.2):
            continue  # a browser would ask that one for `localhost`
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
            return listener, port
        listener.close()
    raise Stop(f"No free port from {first} on: name another one with PORT=…")


def wait_for_page(port, server, ending):
    """Until the front page answers; the server's own words stand above when it ends instead."""
    until = time.monotonic() + 60
    while time.monotonic() < until and not ending:
        if server.poll() is not None:
            raise Stop("The server did not start; the lines above say why.")
        with contextlib.suppress(OSError, http.client.HTTPException):
            page = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            page.request("GET", "/", headers={"Host": f"localhost:{port}"})
            if (status := page.getresponse().status) >= 500:
                say(f"The front page answers {status}; the lines above say why.")
            return
        time.sleep(0.05)
    if not ending:
        raise Stop("The server does not answer.")


def end_leftovers(everything=False):
    """End servers whose launcher was killed; with `everything`, end the launchers that still run too (`make stop`)."""
    ended = 0
    for note in RUNS.glob("*.json"):
        with contextlib.suppress(ValueError, KeyError, FileNotFoundError):
            run = json.loads(note.read_text())
            launcher = alive(run["launcher"], "scripts.run")
            if launcher and not everything:
                continue
            victim = run["launcher"] if launcher else run["server"]
            if launcher or alive(victim, "basodara.wsgi"):
                os.kill(victim, signal.SIGTERM)
                for _ in range(200):
                    if not alive(victim):
                        break
                    time.sleep(0.1)
                ended += 1
        note.unlink(missing_ok=True)
    return ended


def serve(chosen, environment):
    listener, port = free_socket(int(os.environ.get("PORT") or 8000))
    command = [sys.executable, *GUNICORN, "--log-level=warning", "--bind", f"fd://{listener.fileno()}"]
    # What the daily summary by e-mail needs to be offered; `manage.py send_summaries` writes it to the terminal here.
    environment = {"PUBLIC_URL": f"http://localhost:{port}", "MAIL_FROM": "basodara@localhost", **environment}
    ending = []
    # From here on a signal is only noted: raised inside Popen.wait() it can leave that one's lock taken for ever.
    on_signals(lambda number, frame: ending.append(number))
    # A session of its own: Ctrl-C reaches this process alone, which then ends the server in order.
    server = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[listener.fileno()], start_new_session=True)
    note = RUNS / f"{os.getpid()}.json"
    note.write_text(json.dumps({"launcher": os.getpid(), "server": server.pid, "port": port}))
    listener.close()
    try:
        wait_for_page(port, server, ending)
        if not ending:
            tell(port)
        parent = os.getppid() if "MAKELEVEL" in os.environ else None
        while not ending and server.poll() is None:
            time.sleep(0.2)
            if parent and os.getppid() != parent:  # `make` was killed: nobody is left to press Ctrl-C
                ending.append(None)
        if not ending:
            raise Stop(f"The server ended by itself ({server.returncode}).")
    finally:
        if server.poll() is None:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        note.unlink(missing_ok=True)


def tell(port):
    logins = LOCAL / "logins.txt"
    print(f"\nhttp://localhost:{port}\n", logins.read_text() if logins.exists() else "", sep="\n")
    print("Ctrl-C ends it (from elsewhere: make stop).", flush=True)


def on_signals(handler):
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, handler)


def interrupted(number, frame):
    """While things are being prepared the first signal begins the end; later ones do not disturb it."""
    on_signals(signal.SIG_IGN)
    raise KeyboardInterrupt


def main():
    on_signals(interrupted)
    RUNS.mkdir(parents=True, exist_ok=True)
    envfile.first_start()
    end_leftovers()
    chosen = database.chosen()
    environment = {**os.environ, **chosen.environment()}
    settle(chosen, environment)
    serve(chosen, environment)


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(0)
