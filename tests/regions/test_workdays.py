"""Working days: neither weekends nor days off by decree; a year that nobody wrote down counts Monday to Friday."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from privacy.context import NOBODY, acting_as, as_owner
from regions import workdays
from regions.models import PublicHoliday
from regions.workdays import add_working_days, is_working_day, known, missing_year, working_days_between

pytestmark = pytest.mark.django_db
NO_DATA = 2031
DAYS = st.dates(date(2024, 12, 1), date(2027, 3, 31))


@pytest.fixture(autouse=True)
def asked_anew():
    workdays.forget()
    yield
    workdays.forget()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 17), True),
        (date(2026, 3, 18), False),  # joint leave before Nyepi
        (date(2026, 3, 19), False),  # Nyepi
        (date(2026, 3, 20), False),  # joint leave before Idul Fitri
        (date(2026, 3, 21), False),  # Idul Fitri, a Saturday
        (date(2026, 3, 24), False),  # joint leave after Idul Fitri
        (date(2026, 3, 25), True),
        (date(2025, 8, 18), False),  # by the decree that came in August
        (date(2026, 8, 18), True),
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 29), False),
        (date(NO_DATA, 1, 1), True),  # a Wednesday, and New Year: nobody wrote it down
        (date(NO_DATA, 1, 4), False),  # a Saturday all the same
    ],
)
def test_days_at_work(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        (date(2026, 3, 16), 1, date(2026, 3, 17)),
        (date(2026, 3, 17), 1, date(2026, 3, 25)),
        (date(2026, 3, 17), 2, date(2026, 3, 26)),
        (date(2026, 3, 21), 1, date(2026, 3, 25)),
        (date(2026, 11, 27), 2, date(2026, 12, 1)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # 2027 is not written down
        (date(2026, 3, 21), 0, date(2026, 3, 21)),
    ],
)
def test_the_nth_working_day_after(day, n, then):
    assert add_working_days(day, n) == then


def test_nobody_counts_backwards():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 3, 17), -1)
    assert working_days_between(date(2026, 3, 17), date(2026, 3, 2)) == 0


def test_idul_fitri_2026_leaves_a_fortnight_five_days():
    assert working_days_between(date(2026, 3, 13), date(2026, 3, 27)) == 5
    assert working_days_between(date(2026, 3, 17), date(2026, 3, 24)) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(day=DAYS, n=st.integers(1, 60))
@example(day=date(2026, 3, 17), n=1)
def test_the_nth_working_day_is_one_and_has_n_before_it(day, n):
    then = add_working_days(day, n)

    assert is_working_day(then)
    assert working_days_between(day, then) == n
    assert working_days_between(day, then - timedelta(days=1)) == n - 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_a_stretch_is_the_sum_of_its_parts(days):
    a, b, c = days

    assert working_days_between(a, c) == working_days_between(a, b) + working_days_between(b, c)


# -- what it costs, and who may ask ------------------------------------------------------------------------------------


def test_many_days_cost_one_statement_and_then_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_days(date(2025, 12, 1), 300)
        assert known(2025) and known(2026) and not known(NO_DATA)
    with django_assert_num_queries(0):
        is_working_day(date(2026, 3, 17))


def test_the_days_are_read_anew_after_ten_minutes(monkeypatch, django_assert_num_queries):
    now = 5000.0
    monkeypatch.setattr(workdays.time, "monotonic", lambda: now)
    known(2026)
    now += 599
    with django_assert_num_queries(0):
        known(2026)
    now += 1
    with django_assert_num_queries(1):
        known(2026)


def test_a_request_without_a_person_knows_the_days():
    with acting_as(NOBODY):
        assert not is_working_day(date(2026, 3, 19))


@pytest.mark.parametrize("privilege", ["INSERT", "UPDATE", "DELETE"])
def test_the_web_changes_none(privilege):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [PublicHoliday._meta.db_table, privilege])
        assert cursor.fetchone() == (False,)


# -- a year that nobody wrote down -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2027, 12, 1), 2027),
    ],
)
def test_the_year_that_is_missing(today, year, years_until):
    years_until(2026)
    assert missing_year(today) == year


def test_nothing_is_missing_once_it_is_there(years_until):
    years_until(2027)
    assert missing_year(date(2026, 11, 1)) is None
    assert missing_year(date(2027, 10, 31)) is None
    assert missing_year(date(2027, 11, 1)) == 2028


@pytest.fixture
def years_until(monkeypatch):
    """What the rows say, whatever the file has by the time this runs."""

    def say(last):
        off = frozenset(date(year, 1, 1) for year in range(2025, last + 1))
        kept = workdays._Days(off, frozenset(day.year for day in off), float("inf"))
        monkeypatch.setitem(workdays._kept, "days", kept)

    return say


@pytest.mark.django_db(transaction=True)
def test_a_day_that_comes_counts_once_the_rows_are_read_again():
    new_year = date(NO_DATA, 1, 1)
    assert is_working_day(new_year)
    with as_owner():
        PublicHoliday.objects.create(day=new_year, name="Tahun Baru", kind="libur", source="-")
    try:
        assert is_working_day(new_year)
        workdays.forget()
        assert not is_working_day(new_year)
    finally:
        with as_owner():
            PublicHoliday.objects.filter(day=new_year).delete()
