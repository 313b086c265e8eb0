"""Dutch working days, as deadlines count them."""

from datetime import date

import pytest
from django.test import override_settings

from core.workdays import _days_off, add_workdays, is_workday, workdays_between

DAYS_OFF_2019 = {
    date(2019, 1, 1): "New Year's Day",
    date(2019, 4, 21): "Easter Sunday",
    date(2019, 4, 22): "Easter Monday",
    date(2019, 4, 27): "King's Day",
    date(2019, 5, 30): "Ascension Day",
    date(2019, 6, 9): "Whit Sunday",
    date(2019, 6, 10): "Whit Monday",
    date(2019, 12, 25): "Christmas Day",
    date(2019, 12, 26): "Boxing Day",
}


@pytest.mark.parametrize("day", DAYS_OFF_2019, ids=DAYS_OFF_2019.get)
def test_nobody_works_on_a_public_holiday(day):
    assert not is_workday(day)


@pytest.mark.parametrize(
    "day", [date(2019, 4, 19), date(2019, 5, 5).replace(year=2020), date(2019, 12, 24)]
)
def test_good_friday_liberation_day_and_christmas_eve_are_working_days(day):
    assert is_workday(day)


def test_an_organisation_can_have_good_friday_off():
    _days_off.cache_clear()
    with override_settings(DAYS_OFF_BY_AGREEMENT={"Goede vrijdag": True}):
        assert not is_workday(date(2019, 4, 19))
    _days_off.cache_clear()


def test_nobody_works_at_the_weekend():
    assert [is_workday(date(2019, 3, day)) for day in range(25, 32)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("year", [2014, 2025])
def test_kings_day_on_a_sunday_is_kept_on_saturday(year):
    assert date(year, 4, 27).weekday() == 6
    assert is_workday(date(year, 4, 28))


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        (date(2019, 3, 26), 0, date(2019, 3, 26)),
        (date(2019, 3, 26), 1, date(2019, 3, 27)),
        (date(2019, 3, 29), 1, date(2019, 4, 1)),
        (date(2019, 6, 12), -1, date(2019, 6, 11)),
        (date(2019, 6, 12), -2, date(2019, 6, 7)),  # Whit Monday and a weekend between
        (date(2019, 6, 12), -3, date(2019, 6, 6)),
        (date(2019, 6, 17), -3, date(2019, 6, 12)),
        (date(2020, 1, 2), -3, date(2019, 12, 27)),  # New Year's Day and a weekend between
        (date(2019, 12, 30), -3, date(2019, 12, 23)),  # Christmas and a weekend between
        (date(2019, 4, 19), 10, date(2019, 5, 6)),  # Easter Monday; King's Day is a Saturday
        (date(2019, 3, 30), 1, date(2019, 4, 1)),
        (date(2019, 3, 30), -1, date(2019, 3, 29)),
    ],
)
def test_counting_skips_weekends_and_holidays(day, number, found):
    assert add_workdays(day, number) == found


def test_ten_working_days_there_and_back_is_where_one_began():
    day = date(2019, 5, 28)
    assert add_workdays(add_workdays(day, 10), -10) == day


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2019, 3, 1), date(2019, 3, 1), 0),
        (date(2019, 3, 1), date(2019, 3, 3), 0),
        (date(2019, 3, 1), date(2019, 3, 4), 1),
        (date(2019, 4, 18), date(2019, 4, 23), 2),
        (date(2019, 3, 4), date(2019, 3, 1), 0),
    ],
)
def test_working_days_that_went_by_leave_out_weekends_and_holidays(first, last, number):
    assert workdays_between(first, last) == number
