"""The file of public holidays: what it holds, how it comes into the table, what is said when it is wrong or old."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from basodara import checks
from privacy.context import as_owner
from regions import holidays, loading, workdays
from regions.holidays import holidays_in_file
from regions.models import HolidayKind, LoadedFile, PublicHoliday

HEADER = "day,name,kind,source\n"
ROW = '2031-01-01,Tahun Baru 2031 Masehi,libur,"SKB Nomor 1, Nomor 2"\n'


@pytest.fixture(autouse=True)
def asked_anew():
    workdays.forget()
    yield
    workdays.forget()


@pytest.fixture
def file_with(tmp_path, monkeypatch):
    """Another file in place of ours."""

    def write(text):
        path = tmp_path / "holidays.csv"
        path.write_text(text, encoding="utf-8")
        for module in (holidays, loading):
            monkeypatch.setattr(module, "HOLIDAYS_FILE", path)
        monkeypatch.setattr(loading, "FILES", (loading.DATA_FILE, path))
        return path

    return write


# -- the file ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "public", "joint"), [(2025, 17, 11), (2026, 17, 8)])
def test_as_many_days_as_the_decrees_say(year, public, joint):
    kinds = Counter(one.kind for one in holidays_in_file().values() if one.day.year == year)
    assert kinds == {"libur": public, "cuti_bersama": joint}


def test_every_day_names_its_decree():
    for one in holidays_in_file().values():
        assert one.source.startswith("SKB ") and "Nomor" in one.source, one


def test_joint_leave_is_taken_from_working_days():
    assert [one for one in holidays_in_file().values() if one.kind == "cuti_bersama" and one.day.weekday() > 4] == []


def test_the_kinds_are_those_of_the_table():
    assert set(holidays.KINDS) == set(HolidayKind.values)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("01/01/2031,Tahun Baru,libur,SKB\n", "line 2: .*01/01/2031"),
        ("2031-02-30,Tahun Baru,libur,SKB\n", "line 2"),
        ("2031-01-01,Tahun Baru,merah,SKB\n", "line 2: the kind is 'merah'"),
        ("2031-01-01,Tahun Baru,libur,\n", "line 2: a day needs a name and a source"),
        ("2031-01-01;Tahun Baru;libur;SKB\n", "line 2"),
        (f"2031-01-01,{'Tahun ' * 30},libur,SKB\n", "line 2: a name has at most 120"),
        (ROW + ROW, "line 3: 2031-01-01 stands there twice"),
    ],
)
def test_a_slip_is_named_with_its_line(row, fault, file_with):
    file_with(HEADER + row)
    with pytest.raises(ValueError, match=fault):
        holidays_in_file()


def test_a_spreadsheets_mark_at_the_beginning_does_no_harm(file_with):
    file_with("\ufeff" + HEADER + ROW)
    assert list(holidays_in_file()) == [date(2031, 1, 1)]


# -- into the table ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_days_stand_in_the_table():
    assert set(PublicHoliday.objects.values_list("day", "name", "kind", "source")) == set(holidays_in_file().values())
    assert LoadedFile.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_another_file_takes_the_place_of_the_days(file_with):
    with as_owner():
        assert loading.load_holidays(PublicHoliday, LoadedFile) == 0
        path = file_with(HEADER + ROW)
        assert loading.load_holidays(PublicHoliday, LoadedFile) == 1
        assert loading.load_holidays(PublicHoliday, LoadedFile) == 0
        assert workdays.known(2031) and not workdays.known(2026)

        path.write_text(HEADER + ROW.replace("-01-01", "-01-02"))
        loading.load_after_migrate(None, "default")
        assert list(PublicHoliday.objects.values_list("day", flat=True)) == [date(2031, 1, 2)]
        assert LoadedFile.objects.count() == 2, "the regions' own note stays, that of the old file goes"


@pytest.mark.django_db(transaction=True)
def test_a_table_that_was_dropped_and_made_again_is_filled():
    with as_owner():
        PublicHoliday.objects.all().delete()
        assert loading.load_holidays(PublicHoliday, LoadedFile) == len(holidays_in_file())


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_read_leaves_the_days_of_before(file_with):
    before = PublicHoliday.objects.count()
    file_with(HEADER + "1 Januari,Tahun Baru,libur,SKB\n")

    with as_owner():
        loading.load_after_migrate(None, "default")

    assert PublicHoliday.objects.count() == before


# -- what is said ------------------------------------------------------------------------------------------------------


def said(**kwargs):
    return [message.id for message in checks.holidays_are_there(None, databases=["default"], **kwargs)]


@pytest.fixture
def new_year(monkeypatch, settings):
    """The first day of a year of which nothing is known."""
    settings.LOCAL_TRIAL = False
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2031, 1, 1))


@pytest.mark.django_db
def test_a_missing_year_is_said(new_year):
    (found,) = checks.holidays_are_there(None, databases=["default"])

    assert found.id == "basodara.W015" and "2031" in found.msg
    assert not found.is_serious(), "it must not keep the service from starting"


@pytest.mark.django_db
def test_nothing_is_said_of_what_the_next_migrate_brings_nor_in_a_trial(new_year, settings, file_with):
    settings.LOCAL_TRIAL = True
    assert said() == []
    settings.LOCAL_TRIAL = False
    file_with(HEADER + ROW)
    assert said() == []


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_said(file_with):
    file_with(HEADER + ROW + "soon,Hari Baru,libur,SKB\n")

    (found,) = checks.holidays_are_there(None, databases=["default"])

    assert found.id == "basodara.W014" and "line 3" in found.msg


def test_without_a_database_nothing_is_asked():
    assert checks.holidays_are_there(None) == []


@pytest.mark.django_db(transaction=True)
def test_tidy_says_it_every_night(new_year, monkeypatch):
    out = StringIO()
    call_command("tidy", stdout=out)
    assert "the public holidays of 2031" in out.getvalue()

    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 3, 1))
    out = StringIO()
    call_command("tidy", stdout=out)
    assert "holidays" not in out.getvalue()
