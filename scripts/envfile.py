"""`.env`: the values for trying out, made once on the first start and never written over."""

import base64
import os
import secrets
from pathlib import Path

from scripts.localpg import ROOT

FILE = Path(os.environ.get("ENV_FILE") or ROOT / ".env")
HEAD = """\
# Made by the first start, for trying BASODARA out on this machine; a real installation sets its own (docs/install.md).
# Whoever loses SEAL_KEYS loses every name and note in the database.
"""


def trial_values():
    def key():
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SEAL_KEYS": f"k1:{key()}",
        "INDEX_KEY": key(),
        "LOCAL_TRIAL": "True",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
    }


def read():
    """The file's values, without the environment's."""
    try:
        lines = FILE.read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.strip().split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))


def told(name):
    """What the process will see: the environment wins over the file."""
    return os.environ.get(name) or read().get(name, "").strip("'\"")


def first_start():
    """Make the file where there is none, with what the environment does not already say."""
    if FILE.exists():
        return
    values = {name: value for name, value in trial_values().items() if name not in os.environ}
    _write(HEAD + "".join(f"{name}={value}\n" for name, value in values.items()))


def keep(name, value):
    """Put one value into the file, in place of an older one."""
    lines = FILE.read_text().splitlines() if FILE.exists() else []
    _write("".join(f"{line}\n" for line in [*(x for x in lines if not x.startswith(f"{name}=")), f"{name}={value}"]))


def _write(text):
    """All or nothing, and readable by nobody else at any moment."""
    new = FILE.with_name(f"{FILE.name}.{os.getpid()}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(FILE)
