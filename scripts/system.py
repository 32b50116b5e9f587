"""What the machine itself must bring, and how to ask for it: installed where the user may, else named in one line."""

import ctypes.util
import os
import shutil
import subprocess
import sys


class Stop(Exception):
    """The start cannot go on; the text is the one line that the person at the terminal reads."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def apt_install(*packages):
    """Install Debian packages when we are root on such a system; answers whether it worked."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    say(f"Installing {' '.join(packages)} ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update", "-qq"], install):  # package lists are often missing in containers
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if command is install and done.returncode == 0:
            return True
    say(done.stderr.strip()[-2000:])
    return False


def need(found, *packages, why):
    """Call `found` until it gives something; between the two calls the packages are installed, or named."""
    answer = found()
    if not answer and apt_install(*packages):
        answer = found()
    if not answer:
        raise Stop(f"{why}: please run  sudo apt-get install {' '.join(packages)}  and try again.")
    return answer


PAPER = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")


def paper():
    """What draws PDFs: Pango with its parts. (A font is installed along with them.)"""
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))


def chromium():
    """The browser that the journeys drive: named in CHROMIUM, or found on PATH."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
