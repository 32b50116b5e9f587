"""python -m bench [--clients 1000 100000] [--users 1 8] [--seconds 30] [--reading 1] [--pages queue] [--no-report]"""

import argparse
import json
import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench import report, worlds
from bench.measure import LOCAL, measure
from bench.pages import part
from scripts.localpg import ROOT
from scripts.system import Stop, say


def main():
    options = _options()
    LOCAL.mkdir(parents=True, exist_ok=True)
    kept = LOCAL / "figures.json"
    if options.report_only:
        report.write(json.loads(kept.read_text()))
        return
    all_worlds = worlds.Worlds(worlds.start())
    figures = {"machine": _machine(all_worlds), "reading": options.reading, "worlds": []}
    first = all_worlds.world(options.clients[0])
    all_worlds.manage(first, "collectstatic", "--no-input", "--verbosity=0", "--clear")
    for clients in options.clients:
        load = options.users, options.seconds, options.reading
        figures["worlds"].append(measure(all_worlds, clients, *load, part(options.pages)))
        kept.write_text(json.dumps(figures, indent=1))
    all_worlds.drop(worlds.RUN)
    all_worlds.drop(worlds.BARE)
    print(report.tables(figures))
    if not options.no_report and not options.pages:
        report.write(figures)
        say(f"Written to {report.FILE.relative_to(ROOT)}; the dearest statements stand in .local/bench.")


def _options():
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure what pages cost.")
    parser.add_argument("--clients", type=int, nargs="+", default=[1_000, 100_000], help="sizes of the worlds")
    parser.add_argument("--users", type=int, nargs="+", default=[1, 8], help="how many ask at a time")
    parser.add_argument("--seconds", type=int, default=30, help="of each run")
    parser.add_argument("--reading", type=float, default=1, help="seconds between two pages in the last run")
    parser.add_argument("--pages", nargs="+", default=[], help="only those whose keys in pages.py begin so; no report")
    parser.add_argument("--no-report", action="store_true", help="print only, leave docs/performance.md as it is")
    parser.add_argument("--report-only", action="store_true", help="write the page from the last run's figures")
    return parser.parse_args()


def _machine(all_worlds):
    """What the figures depend on; no name of the machine."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "model": models[0] if models else platform.machine(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": platform.system(),
        "python": platform.python_version(),
        "django": version("django"),
        "gunicorn": version("gunicorn"),
        "locust": version("locust"),
        "postgresql": all_worlds.version,
    }


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)
