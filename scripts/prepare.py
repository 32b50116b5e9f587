"""Makes the virtual environment and fills it, then hands over: `python3 -m scripts.prepare run|test|bench [arguments]`.

A second call costs nothing: what was installed is remembered by the sums of the requirement files.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from scripts.system import PAPER, Stop, apt_install, chromium, need, paper, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
UV = "uv==0.13.9"
FILES = {"run": ["requirements.txt"], "test": ["requirements-dev.txt"], "bench": ["requirements-bench.txt"]}


def works():
    """Whether .venv can be used: made here (a moved one's programmes start the old one) by this version of Python."""
    if not PYTHON.exists():  # or a link to a Python that an upgrade removed
        return False
    lines = (VENV / "pyvenv.cfg").read_text().splitlines()
    told = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    version = told.get("version", told.get("version_info", "")).split(".")[:2]
    return told.get("command", str(VENV)).endswith(str(VENV)) and version == [
        str(part) for part in sys.version_info[:2]
    ]


def make_venv():
    if works():
        return
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    package = f"python{version}-venv"
    if not importlib.util.find_spec("ensurepip") and not (apt_install(package) or apt_install("python3-venv")):
        raise Stop(f"Python's venv is missing: please run  sudo apt-get install {package}  and try again.")
    say("Making .venv ...")
    # A new process: this one may have been started before ensurepip was installed.
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"Python could not make .venv: {(done.stdout + done.stderr).strip()}")


def sums(profile):
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in FILES[profile])).hexdigest()


def stamp(profile):
    return VENV / f"installed-{profile}"


def installed(profile):
    return stamp(profile).exists() and stamp(profile).read_text() == sums(profile)


def install(*profiles):
    """Bring the environment to the pinned, hashed requirements; a profile installed earlier stays."""
    if all(map(installed, profiles)):
        return
    profiles = [name for name in FILES if name in profiles or stamp(name).exists()]
    files = [name for profile in profiles for name in FILES[profile]]
    say(f"Installing {', '.join(files)} ...")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    uv = VENV / "bin/uv"
    if not uv.exists():
        subprocess.run([*pip, "install", "-q", UV], capture_output=True)
    sync = ["pip", "sync", "-q", "--python", PYTHON, "--require-hashes", "--compile-bytecode", *files]
    if not uv.exists() or subprocess.run([uv, *sync], cwd=ROOT).returncode:
        each = [word for name in files for word in ("-r", name)]
        if subprocess.run([*pip, "install", "-q", "--require-hashes", *each], cwd=ROOT).returncode:
            raise Stop("The packages could not be installed; the lines above say why (is there a network?).")
    for profile in profiles:
        stamp(profile).write_text(sums(profile))


def prepare(*profiles):
    (ROOT / ".local").mkdir(exist_ok=True)
    with open(ROOT / ".local/prepare.lock", "w") as lock:  # `make run` and `make test` may start side by side
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_venv()
        install(*profiles)


def main(command, *arguments):
    os.umask(0o022)
    if command == "run":
        prepare("run")
        if not paper() and not apt_install(*PAPER):
            say(f"For papers as PDF, later: sudo apt-get install {' '.join(PAPER)}  (pages can be printed meanwhile).")
        module = ["scripts.run", *arguments]
    elif command == "test":
        prepare("run", "test")
        os.environ["CHROMIUM"] = need(chromium, "chromium", why="The browser tests need Chromium")
        need(paper, *PAPER, why="The tests of papers need Pango")
        module = ["pytest", *arguments]
    elif command == "lint":
        prepare("run", "test")
        module = ["scripts.lint", *arguments]
    elif command == "messages":
        prepare("run")
        module = ["scripts.messages"]
    elif command == "bench":
        prepare("run", "bench")
        module = ["bench", *arguments]
    else:
        raise Stop(__doc__)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", *module])


if __name__ == "__main__":
    try:
        main(*sys.argv[1:] or ("help",))
    except Stop as stop:
        sys.exit(str(stop))
    except PermissionError as error:
        sys.exit(f"{error.filename} belongs to another user: go on as that user, or remove it.")
    except KeyboardInterrupt:
        sys.exit(130)
