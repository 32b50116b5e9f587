"""One world measured: statements and weights in a pass of their own, then times under load."""

import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from bench.browser import Browser, Weight, form_of, weigh
from bench.pages import BARE, PAGES, facts, people
from bench.serving import served
from scripts.localpg import ROOT
from scripts.system import Stop, say

LOCAL = ROOT / ".local" / "bench"
WARM_UP, COUNTED = 3, 20
WARM_SECONDS = 4
COUNTING = 9  # which of the workers the counting pass borrows: the driving ones find their clients untouched


def measure(worlds, clients, users, seconds, reading, pages=PAGES):
    """{what: figures} of a world of this size."""
    name = worlds.clone(worlds.world(clients))
    told = facts(worlds.environment(name))
    workers, coordinators = told["workers"], told["coordinators"]
    size, rows = worlds.facts(name)
    found = {"clients": clients, "bytes": size, "rows": rows, "largest": told["largest"]}
    say(f"{clients:,} clients: counting statements ...")
    found |= _counted(worlds, name, workers[COUNTING], coordinators, pages)
    with served(worlds.environment(name)) as app, _bare(worlds) as (bare, cookie):
        crowd = people(app.port, workers[: max(users)], coordinators, pages)
        found["load"] = {}
        for count, pause in [*((count, 0) for count in users), (max(users), reading)]:
            label = f"{count} people" if pause else f"{count} at a time"
            say(f"{clients:,} clients: {label} ...")
            found["load"][label] = _driven(app, bare, cookie, crowd, count, seconds, pause)
        found["memory"] = app.memory()
        found["memory_bare"] = bare.memory()
    return found


def _counted(worlds, name, worker, coordinators, pages):
    """Statements, their time and the weight of every page, asked for one at a time."""
    log = LOCAL / f"statements-{name}.jsonl"
    log.unlink(missing_ok=True)
    environment = {**worlds.environment(name, "bench.counted"), "BENCH_STATEMENTS": str(log)}
    weights = {}
    with served(environment) as app:
        person = people(app.port, [worker], coordinators, pages)[0]
        for page in pages:
            if page.kind == "save":
                continue
            browser, addresses = person.browsers[page.who], cycle(person.addresses[page.key])
            if page.kind == "fresh":
                weights[page.key] = _asked_for_news(browser, page)
                continue
            weights[page.key] = weigh(browser, next(addresses))._asdict()
            for turn in range(WARM_UP + COUNTED):
                address = next(addresses)
                answer = browser.fetch(address, X_Bench_Page=page.key if turn >= WARM_UP else "")
                if answer.status != 200:
                    raise Stop(f"{page.title}: {answer.status}")
                if page.kind == "form":
                    _save(browser, address[0], answer.text, "save" if turn >= WARM_UP else "")
        weights["first"] = weigh(Browser(app.port), ("/", None))._asdict()
    return {"statements": _told(log), "weights": weights}


def _asked_for_news(browser, page):
    """A page that knows how things stand asks whether anything has changed: the weight of "no", headers too."""
    stamp = browser.get(page.path).headers["ETag"]
    for turn in range(WARM_UP + COUNTED):
        answer = browser.get(page.path, If_None_Match=stamp, X_Bench_Page=page.key if turn >= WARM_UP else "")
        if answer.status != 304:
            raise Stop(f"{page.title}: {answer.status}")
    size = len(f"HTTP/1.1 304 Not Modified\r\n{answer.headers}\r\n".encode()) + len(answer.body)
    return Weight(size, size, size, 0)._asdict()


def _save(browser, path, html, page):
    fields = [*form_of(html, "_form"), ("health", "baik")]
    answer = browser.post(path, fields, X_Bench_Page=page)
    if answer.status != 302:
        raise Stop(f"A visit was not saved: {answer.status}")


def _told(log):
    """{page: figures} from the middleware's lines; and a list of the dearest statements beside them, to read."""
    counts, times, took, dearest = defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(Counter)
    for line in log.read_text().splitlines():
        told = json.loads(line)
        counts[told["page"]].append(len(told["statements"]))
        times[told["page"]].append(sum(ms for ms, _sql in told["statements"]))
        took[told["page"]].append(told["took"])
        for ms, sql in told["statements"]:
            dearest[told["page"]][re.sub(r"\s+", " ", sql)] += ms
    lines = []
    for page, statements in dearest.items():
        lines.append(f"\n== {page}: {max(counts[page])} statements, {percentile(times[page], 50):.1f} ms")
        lines += [f"{ms / len(counts[page]):7.2f} ms  {sql[:1500]}" for sql, ms in statements.most_common()]
    log.with_suffix(".txt").write_text("\n".join(lines))
    return {
        page: {
            "count": max(counts[page]),
            "sql_p50": percentile(times[page], 50),
            "sql_p95": percentile(times[page], 95),
            "took_p50": percentile(took[page], 50),
            "took_p95": percentile(took[page], 95),
        }
        for page in counts
    }


@contextmanager
def _bare(worlds):
    """The bare page, served beside the application: (server, cookie)."""
    environment = worlds.environment(worlds.bare(), "bench.bare.settings")
    made = subprocess.run(
        [sys.executable, "-m", "bench.bare.fill"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    with served(environment, "bench.bare.wsgi") as bare:
        yield bare, f"sessionid={made.stdout.strip()}"


def _driven(app, bare, cookie, crowd, users, seconds, pause):
    """{page: {count, p50, p95}} under `users` who ask at a time, or who read for `pause` seconds before they go on."""
    drive, times = LOCAL / "drive.json", LOCAL / "times.json"
    plan = {
        "app": app.address.replace("localhost", "127.0.0.1"),
        "bare": f"http://127.0.0.1:{bare.port}{BARE.path}",
        "bare_cookie": cookie,
        "pause": pause,
        "warm": WARM_SECONDS,
        "people": [{"addresses": one.driven(), "cookies": one.cookies()} for one in crowd],
    }
    drive.write_text(json.dumps(plan))
    times.unlink(missing_ok=True)
    command = [
        sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("drive.py")), "--headless", "--only-summary",
        "-u", str(users), "-r", str(users), "-t", f"{seconds + WARM_SECONDS}s", "--stop-timeout", "10",
        "--exit-code-on-error", "0", "--loglevel", "WARNING",
    ]  # fmt: skip
    environment = {**os.environ, "BENCH_DRIVE": str(drive), "BENCH_TIMES": str(times)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if not times.exists():
        raise Stop(f"locust ended without figures: {done.stderr[-2000:]}")
    told = json.loads(times.read_text())
    for what, count in told["failed"].items():
        say(f"  failed {count} times: {what}")
    figures = {
        key: {"count": len(took), "p50": percentile(took, 50), "p95": percentile(took, 95)}
        for key, took in told["times"].items()
    }
    return {"pages": figures, "failed": sum(told["failed"].values()), "seconds": seconds}


def percentile(values, at):
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[at - 1]
