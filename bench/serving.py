"""Gunicorn as `make run` starts it, for the application and for the bare page."""

import contextlib
import http.client
import subprocess
import sys
import time
from pathlib import Path

from scripts.localpg import ROOT
from scripts.run import GUNICORN, free_socket
from scripts.system import Stop

FIRST_PORT = 8700


class Served:
    """A running server: its port, and what its workers hold in memory."""

    def __init__(self, process, port):
        self.process, self.port = process, port
        self.address = f"http://localhost:{port}"

    def memory(self):
        """(RSS, PSS) of the workers in bytes, on average. PSS counts pages that workers share once, in parts."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        found = [_memory_of(child) for child in children]
        return tuple(sum(each) / len(found) for each in zip(*found, strict=True))


@contextlib.contextmanager
def served(environment, application="basodara.wsgi"):
    """Serve an application until the block ends."""
    listener, port = free_socket(FIRST_PORT)
    words = [application if word == "basodara.wsgi" else word for word in GUNICORN]
    command = [sys.executable, *words, "--log-level=warning", "--bind", f"fd://{listener.fileno()}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[listener.fileno()], start_new_session=True)
    listener.close()
    try:
        _wait(port, process)
        yield Served(process, port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port, process):
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            page = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            page.request("GET", "/", headers={"Host": f"localhost:{port}"})
            page.getresponse().read()
            return
        time.sleep(0.05)
    raise Stop("A server that is to be measured did not start; the lines above say why.")


def _memory_of(pid):
    kilobytes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, value = line.partition(":")
        kilobytes[name] = int(value.split()[0])
    return kilobytes["Rss"] * 1024, kilobytes["Pss"] * 1024
