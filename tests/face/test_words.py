"""Dates, times and figures as people here read them, as a table."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from basodara.templatetags import face

UTC = dt.UTC
WIT = ZoneInfo("Asia/Jayapura")
MARCH = dt.date(2025, 3, 31)
NIGHT = dt.datetime(2026, 11, 24, 15, 4, tzinfo=UTC)  # in WIT already the 25th, four past midnight
NOW = dt.datetime(2026, 11, 25, 14, 4, tzinfo=WIT)


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.mark.parametrize(
    ("write", "value", "indonesian", "english"),
    [
        (face.day, MARCH, "31 Maret 2025", "31 March 2025"),
        (face.day, NIGHT, "25 November 2026", "25 November 2026"),
        (face.full_day, NIGHT, "Rabu, 25 November 2026", "Wednesday, 25 November 2026"),
        (face.short_day, dt.date(2026, 11, 26), "Kam, 26/11", "Thu, 26/11"),
        (face.figure_day, MARCH, "31/03/2025", "31/03/2025"),
        (face.clock, NIGHT, "00.04", "00:04"),
        (face.when, NIGHT, "25 November 2026, 00.04", "25 November 2026, 00:04"),
        (face.rupiah, 1500000, "Rp1.500.000", "Rp1.500.000"),
        (face.rupiah, 0, "Rp0", "Rp0"),
        (face.phone, "+6281234567890", "0812-3456-7890", "0812-3456-7890"),
        (face.phone, "0921 312 3456", "0921-3123-456", "0921-3123-456"),
        (face.phone, "112", "112", "112"),
        (face.masked_nik, "8271026902889001", "8271••••••••9001", "8271••••••••9001"),
        (face.masked_name, "Mira Umasugi", "M••• U••••••", "M••• U••••••"),
    ],
)
def test_as_it_is_written(write, value, indonesian, english):
    with translation.override("id"):
        assert write(value) == indonesian
    with translation.override("en"):
        assert write(value) == english


@pytest.mark.parametrize(
    ("value", "late", "due"),
    [
        (dt.date(2026, 11, 19), "6 days late", "6 days late"),
        (dt.date(2026, 11, 24), "1 day late", "1 day late"),
        (dt.date(2026, 11, 25), "", "Today"),
        (dt.date(2026, 11, 26), "", "Tomorrow"),
        (dt.date(2026, 11, 27), "", "in 2 days"),
        (NOW - dt.timedelta(hours=5), "5 hours late", "5 hours late"),
        (NOW - dt.timedelta(minutes=12), "12 minutes late", "12 minutes late"),
        (NOW + dt.timedelta(minutes=38), "", "38 minutes left"),
        (NOW + dt.timedelta(hours=3, minutes=5), "", "3 hours left"),
        (NOW - dt.timedelta(hours=20), "20 hours late", "20 hours late"),
        (NOW - dt.timedelta(hours=25), "1 day late", "1 day late"),
        (NOW + dt.timedelta(hours=11), "", "11 hours left"),
        (NOW + dt.timedelta(hours=20), "", "Tomorrow"),
        (None, "", ""),
    ],
)
def test_what_is_due_is_said_in_words(now, value, late, due):
    with translation.override("en"):
        assert (face.late_words(value), face.due_words(value)) == (late, due)


def test_what_has_happened_is_said_from_today(now):
    with translation.override("en"):
        assert face.lately(now - dt.timedelta(hours=4)) == "today 10:04"
        assert face.lately(now - dt.timedelta(days=1)) == "yesterday 14:04"
        assert face.lately(now - dt.timedelta(days=9)) == "16 November 2026, 14:04"


EMPTY = [face.day, face.full_day, face.short_day, face.figure_day, face.clock, face.when, face.lately, face.late_words]


@pytest.mark.parametrize("write", [*EMPTY, face.due_words, face.rupiah, face.phone, face.masked_nik, face.masked_name])
def test_nothing_is_written_of_nothing(write):
    assert write(None) == ""
    assert write("") == ""


def test_an_icon_is_hidden_from_screen_readers():
    page = Template('{% icon "lock" "mt-1" %}').render(Context())

    assert page.startswith('<svg class="i mt-1" aria-hidden="true"><use href="/static/img/icons')
    assert page.endswith('#lock"/></svg>')


def test_a_tag_escapes_its_word():
    page = Template('{% tag "late" word %}').render(Context({"word": "<b>Lewat</b>"}))

    assert page.startswith('<span class="tag tag-late"><svg')
    assert page.endswith("&lt;b&gt;Lewat&lt;/b&gt;</span>")
