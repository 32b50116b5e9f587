"""The figures of a run -> docs/performance.md: what pages cost, which budgets of the design hold and which do not."""

from typing import NamedTuple

from bench.pages import ONE_ROW, PAGES
from scripts.localpg import ROOT

FILE = ROOT / "docs" / "performance.md"
MOST_STATEMENTS, MOST_SQL_MS, MOST_GROWTH = 12, 10, 1.5
MOST_MS = {"worklist": 60, "list": 60, "queue": 60, "client": 60, "search": 60, "save": 80}
KB = 1000
MOST_NEWS_KB = 1  # of a desk's question whether anything has changed, while nothing has
MOST_SUGGESTION_MS = 50  # of server time: one request at a time, from the first middleware to the last
COUNTED = {
    "cases_homevisit": "visits",
    "cases_plannedvisit": "planned visits",
    "cases_grant": "grants",
    "companions_companion": "companions",
    "companions_assignment": "assignments",
    "referrals_referral": "referrals",
    "referrals_referralevent": "steps of referrals",
}
FIRST = {"front page": "first", "home page": "home"}
LIGHT = ("worklist", "client", "form")  # pages a phone opens all day: 15 kB
SAME = 1.15  # what still counts as "no slower": two runs of one page differ by as much


class Line(NamedTuple):
    """One budget: what it asks, what was found, whether it holds."""

    asks: str
    found: str
    holds: bool


def write(figures):
    FILE.write_text(text(figures))


def text(figures):
    return HEAD.format(**_told(figures)) + "\n\n".join([budgets(figures), *sections(figures)]) + "\n"


def tables(figures):
    """What the terminal shows."""
    return "\n\n".join([*sections(figures), budgets(figures)])


def sections(figures):
    return [section(world) for world in figures["worlds"]] + ([growth(figures)] if len(figures["worlds"]) > 1 else [])


def section(world):
    users = list(world["load"])
    head = ["page", "statements", "SQL ms p50 / p95", "server ms p50 / p95"]
    head += [f"{label}: p50 / p95 ms" for label in users]
    head += ["× bare page", "kB plain", "kB compressed"]
    rows = []
    for page in known(world):
        counted, weight = world["statements"][page.key], world["weights"].get(page.key)
        row = [page.title, counted["count"], f"{counted['sql_p50']:.1f} / {counted['sql_p95']:.1f}"]
        row += [f"{counted['took_p50']:.0f} / {counted['took_p95']:.0f}"]
        row += [_times(world, count, page.key) for count in users]
        row += [f"{_ratio(world, page.key):.1f}" if page.is_driven else "–"]
        row += [_kb(weight["plain"]), _kb(weight["compressed"])] if weight else ["–", "–"]
        rows.append(row)
    bare = ["Bare Django page", 3, "–", "–", *(_times(world, count, "bare") for count in users), "1", "–", "–"]
    asked = sum(each["count"] for load in world["load"].values() for each in load["pages"].values())
    failed = sum(load["failed"] for load in world["load"].values())
    size = ", ".join(f"{world['rows'][table]:,} {name}" for table, name in COUNTED.items())
    companions, held = world["largest"]["companions"], world["largest"]["clients"]
    first = " or ".join(
        f"{_kb(_first_load(world, key))} kB ({name})" for name, key in FIRST.items() if key in world["weights"]
    )
    rss, pss, bare_rss, bare_pss = (number / 1e6 for number in (*world["memory"], *world["memory_bare"]))
    return f"""## {world["clients"]:,} clients

{size}; {world["bytes"] / 1e6:,.0f} MB of database. The largest LKS with its KDS has {companions:,} companions and
{held:,} clients. {asked:,} pages were asked for, {failed or "none"} failed.

{_table(head, [*rows, bare])}

A worker holds {rss:.0f} MB (RSS); with shared memory shared out, {pss:.0f} MB (PSS). A worker of the bare page:
{bare_rss:.0f} and {bare_pss:.0f} MB. A first visit, with everything that the page pulls in, is
{first}."""


def growth(figures):
    small, large = figures["worlds"][0], figures["worlds"][-1]
    users = list(large["load"])
    rows = []
    driven = measured(figures)
    for page in known(large):
        times = [f"{_growth(small, large, count, page.key):.2f}" if page in driven else "–" for count in users]
        alone = [f"{_alone_growth(small, large, page.key, what):.2f}" for what in ("sql_p50", "took_p50")]
        rows.append([page.title, *times, *alone])
    head = ["page", *(f"p95, {label}" for label in users), "SQL p50", "server time p50"]
    return f"""## Growth from {small["clients"]:,} to {large["clients"]:,} clients

How many times as long a page takes in the larger world (1: no growth). The largest LKS is another one there: it has
{large["largest"]["companions"]:,} companions instead of {small["largest"]["companions"]:,}.

{_table(head, rows)}"""


def budgets(figures):
    rows = [[line.asks, line.found, "holds" if line.holds else "**does not hold**"] for line in judged(figures)]
    largest = figures["worlds"][-1]["clients"]
    return f"""## Budgets of the design (section 6) and of the suggestion, at {largest:,} clients

{_table(["budget", "found", ""], rows)}"""


def judged(figures):
    """The budgets, each with what the largest world of this run says to it."""
    small, large = figures["worlds"][0], figures["worlds"][-1]
    runs = list(large["load"])[1:] or list(large["load"])  # the first is one at a time
    pages = known(large)
    statements = {page.title: large["statements"][page.key]["count"] for page in pages if page.is_list}
    yield _over(f"list pages ≤ {MOST_STATEMENTS} statements", statements, MOST_STATEMENTS, "{:.0f}")
    if small is not large:
        changed = {
            page.title: abs(large["statements"][page.key]["count"] - small["statements"][page.key]["count"])
            for page in pages
            if page.kind != "search"  # asks again, less strictly, while nobody fits
        }
        yield _over("statements do not grow with rows", changed, 0, "{:+.0f}")
    titles = {page.key: page.title for page in pages if page.key in ONE_ROW}
    more = {
        title: large["statements"][key]["count"] - large["statements"][ONE_ROW[key]]["count"]
        for key, title in titles.items()
    }
    yield _over("a full page asks no more than one with one row", more, 0, "{:+.0f}")
    sql = {page.title: large["statements"][page.key]["sql_p95"] for page in pages}
    yield _over(f"all SQL of a page ≤ {MOST_SQL_MS} ms p95", sql, MOST_SQL_MS, "{:.1f} ms")
    largest = large["largest"]
    asks = f"suggestion ≤ {MOST_SUGGESTION_MS} ms of server time p95, {largest['companions']:,} companions and "
    asks += f"{largest['clients']:,} clients to choose among"
    took = {page.title: large["statements"][page.key]["took_p95"] for page in pages if page.kind == "suggestion"}
    yield _over(asks, took, MOST_SUGGESTION_MS, "{:.0f} ms")
    for run in runs:
        answered = large["load"][run]["pages"]
        if small is not large:
            grown = {page.title: _growth(small, large, run, page.key) for page in measured(figures)}
            asks = f"p95 ≤ {MOST_GROWTH} × that of {small['clients']:,} clients, {run}"
            yield _over(asks, grown, MOST_GROWTH, "{:.2f} ×")
        for limit in sorted(set(MOST_MS.values())):
            kinds = [kind for kind, at_most in MOST_MS.items() if at_most == limit]
            slow = {page.title: answered[page.key]["p95"] for page in measured(figures) if page.kind in kinds}
            yield _over(f"{', '.join(kinds)}: p95 ≤ {limit} ms, {run}", slow, limit, "{:.0f} ms")
    calm = next(iter(large["load"].values()))["pages"]
    both = "client" in calm and "client_500" in calm
    long = {"500 visits": calm["client_500"]["p50"] / calm["client"]["p50"]} if both else {}
    yield _over("a client with 500 visits no slower than one with 5", long, SAME, "{:.2f} ×")
    loads = {name: _first_load(large, key) / KB for name, key in FIRST.items() if key in large["weights"]}
    yield _over("first load ≤ 150 kB in all", loads, 150, "{:.0f} kB")
    for limit, wanted in ((15, True), (25, False)):
        weights = {
            page.title: large["weights"][page.key]["compressed"] / KB
            for page in pages
            if page.kind != "save" and (page.kind in LIGHT) is wanted
        }
        which = "home page, client page, visit form" if wanted else "other pages"
        yield _over(f"{which} ≤ {limit} kB compressed", weights, limit, "{:.1f} kB")
    news = {page.title: large["weights"][page.key]["as_sent"] / KB for page in pages if page.kind == "fresh"}
    yield _over(f"nothing new in the queue ≤ {MOST_NEWS_KB} kB with its headers", news, MOST_NEWS_KB, "{:.2f} kB")
    weights = [large["weights"][key]["compressed"] for key in ("form", "client") if key in large["weights"]]
    saved = {"form and client page": sum(weights) / KB} if len(weights) > 1 else {}
    yield _over("a saved visit ≤ 60 kB in all", saved, 60, "{:.1f} kB")


def known(world):
    """The pages that were asked for: all, but for a run of a part of them."""
    return [page for page in PAGES if page.key in world["statements"]]


def measured(figures):
    """The pages that every run got an answer from: a short run on a busy machine may miss some."""
    loads = [load["pages"] for world in figures["worlds"] for load in world["load"].values()]
    return [page for page in PAGES if page.is_driven and all(page.key in pages for pages in loads)]


def _over(asks, found, limit, form):
    """A budget with its worst page; where some are over, all of those are named."""
    if not found:
        return Line(asks, "not measured", False)
    worst = max(found, key=found.get)
    over = {title: value for title, value in found.items() if value > limit}
    named = over or {worst: found[worst]}
    said = "; ".join(f"{title} {form.format(value)}" for title, value in sorted(named.items(), key=lambda x: -x[1]))
    return Line(asks, said if over else f"at most {said}", not over)


def _times(world, users, key):
    took = world["load"][users]["pages"].get(key)
    return f"{took['p50']:.0f} / {took['p95']:.0f}" if took else "–"


def _ratio(world, key):
    """Against the bare page, one at a time: nothing waits for anything else there."""
    pages = next(iter(world["load"].values()))["pages"]
    return pages[key]["p50"] / pages["bare"]["p50"] if key in pages and "bare" in pages else 0


def _growth(small, large, users, key):
    return large["load"][users]["pages"][key]["p95"] / small["load"][users]["pages"][key]["p95"]


def _alone_growth(small, large, key, what):
    return large["statements"][key][what] / small["statements"][key][what]


def _first_load(world, key):
    return world["weights"][key]["compressed"] + world["weights"][key]["assets"]


def _kb(size):
    return f"{size / KB:.1f}"


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _told(figures):
    machine = figures["machine"]
    return {
        **machine,
        "memory": f"{machine['memory'] / 1e9:.0f}",
        "reading": f"{figures['reading']:g}",
        "seconds": next(iter(figures["worlds"][0]["load"].values()))["seconds"],
    }


HEAD = """\
# What pages cost

Written by `make bench` on {date}; run it to write it anew. Nothing is rounded in our favour.

- **Machine**: {cores} cores ({model}), {memory} GB, {system}; the application, PostgreSQL and the load tool
  share them.
- **Versions**: Python {python}, Django {django}, gunicorn {gunicorn} (gthread, 2 workers of 4 threads),
  PostgreSQL {postgresql} (1 GB of shared buffers), locust {locust}.
- **People**: social workers of a Balai who see four of five of all clients and answer for 30 each, the coordinator of
  an LKS of 500 and a companion there, the coordinator of the Balai, and the coordinator of the largest LKS, who acts
  for its KDS, too: the most that anyone may have to choose from. Histories of about 5 visits, some of 60, and one of
  500 in each measured caseload. Two referrals a client, nearly all closed; at the Balai's desk 500 run in a world of
  1,000 clients and 2,000 in one of 100,000, at the clinic's 60.
- **Way**: signed in through the page; every page in turn, {seconds} s a run. "8 at a time" go on without a pause, so
  that eight requests are always under way; "8 people" read for {reading} s between two pages. Times are what locust
  saw, its own waiting for a core included. Statements are counted, and their time taken, in a pass of their own with
  one request at a time; the time includes planning, and the way to PostgreSQL and back. Server time is taken in the
  same pass: what the application needs for a page, from the first middleware to the last. Pages without times under
  load are asked for in that pass alone.
- **Noise**: other work ran on these cores now and then. Ratios within one run (× bare page, growth) say more than
  milliseconds do; a p95 of one page alone may be a neighbour's.
- **Bytes**: pages as the server sends them and, where it sends them plain, as a proxy would (gzip level 6); static
  files are sent as brotli.
- **Bare page**: Django as it comes, with session, user, template and one query of 50 rows, served in the same way
  during the same run.

The design names these budgets for a million clients; this run went as far as the largest world below. Which statements
are the dearest stands in `.local/bench/statements-*.txt` after a run.

"""
