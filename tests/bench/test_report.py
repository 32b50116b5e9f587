"""The page of figures says of each budget whether it holds, and names what is over it."""

import copy

import pytest

from bench import report
from bench.browser import form_of
from bench.measure import percentile
from bench.pages import PAGES

WEIGHT = {"plain": 20_000, "compressed": 5_000, "as_sent": 20_000, "assets": 30_000}


def world(clients, ms=10.0):
    times = {"count": 40, "p50": ms, "p95": ms * 1.2}
    keys = [page.key for page in PAGES]
    return {
        "clients": clients,
        "bytes": 40_000_000,
        "rows": dict.fromkeys(report.COUNTED, clients),
        "largest": {"companions": 1_000, "clients": 30_000},
        "statements": {
            key: {"count": 11, "sql_p50": 3.0, "sql_p95": 5.0, "took_p50": ms, "took_p95": ms} for key in keys
        },
        "weights": {**{key: dict(WEIGHT) for key in [*keys, "first"]}, "queue_fresh": {**WEIGHT, "as_sent": 600}},
        "load": {
            users: {"pages": {key: dict(times) for key in [*keys, "bare"]}, "failed": 0, "seconds": 30}
            for users in ("1 at a time", "8 at a time", "8 people")
        },
        "memory": (80e6, 60e6),
        "memory_bare": (40e6, 20e6),
    }


@pytest.fixture
def figures():
    machine = dict.fromkeys(
        ("date", "cores", "model", "system", "python", "django", "gunicorn", "locust", "postgresql"), "x"
    )
    return {"machine": {**machine, "memory": 8e9}, "reading": 1, "worlds": [world(1_000), world(100_000)]}


def test_a_light_world_keeps_every_budget(figures):
    assert all(line.holds for line in report.judged(figures))
    assert "does not hold" not in report.text(figures)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda large: large["statements"]["list"].update(count=13), "≤ 12 statements"),
        (lambda large: large["statements"]["client"].update(sql_p95=12.5), "≤ 10 ms"),
        (lambda large: large["statements"]["suggest_head"].update(took_p95=51), "suggestion ≤ 50 ms"),
        (lambda large: large["statements"]["inbox"].update(count=12), "one with one row"),
        (lambda large: large["weights"]["queue_fresh"].update(as_sent=1_001), "nothing new in the queue"),
        (lambda large: large["load"]["8 at a time"]["pages"]["queue"].update(p95=61), "p95 ≤ 60 ms"),
        (lambda large: large["load"]["8 at a time"]["pages"]["home"].update(p95=61), "p95 ≤ 60 ms"),
        (lambda large: large["load"]["8 at a time"]["pages"]["search"].update(p95=20), "1,000 clients"),
        (lambda large: large["load"]["1 at a time"]["pages"]["client_500"].update(p50=15), "500 visits"),
        (lambda large: large["weights"]["form"].update(compressed=15_500), "≤ 15 kB"),
        (lambda large: large["weights"]["first"].update(assets=150_000), "first load"),
    ],
)
def test_what_is_over_a_budget_is_said(figures, change, named):
    change(figures["worlds"][1])
    broken = [line.asks for line in report.judged(figures) if not line.holds]
    assert broken
    assert any(named in asks for asks in broken)


def test_one_world_alone_makes_a_page(figures):
    figures["worlds"] = figures["worlds"][:1]
    assert "Growth" not in report.text(copy.deepcopy(figures))


def test_a_part_of_the_pages_is_told_alone(figures):
    for each in figures["worlds"]:
        for part in (each["statements"], each["weights"]):
            for key in [key for key in part if key not in ("queue", "queue_one", "first")]:
                del part[key]
    assert "Queue, new" in report.tables(figures)
    assert "Client list" not in report.tables(figures)


def test_percentiles_of_few_values():
    assert percentile([], 95) == 0
    assert percentile([7.0], 95) == 7.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0


def test_a_form_is_read_as_a_browser_would_send_it():
    page = """<form><input name="q" value="x"></form>
    <form><input type="hidden" name="_form" value="k"><input type="radio" name="a" value="1">
    <input type="radio" name="a" value="2" checked><input type="checkbox" name="b" value="3">
    <select name="c"><option value="4"><option value="5" selected></select><textarea name="d"></textarea>
    <input type="submit" name="go"></form>"""
    assert form_of(page, "_form") == [("_form", "k"), ("a", "2"), ("c", "5"), ("d", "")]
