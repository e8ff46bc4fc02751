"""Terms in working days: weekends, public holidays, and the days worked in exchange, as the notices of the years give them."""

from datetime import date, timedelta

import pytest

from tests.rules.panjin import CITY, table
from tonggong.rules.figures import Figure, FigureMissing, FigureTable
from tonggong.rules.working_days import is_working_day, working_days_after, working_days_late

ON = table().of(CITY)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-09-02", True),  # a Monday
        ("2024-09-07", False),  # a Saturday
        ("2024-09-14", True),  # a Saturday worked for the Mid-Autumn Festival
        ("2024-09-16", False),  # a Monday off
        ("2024-09-29", True),  # a Sunday worked for the National Day
        ("2024-10-07", False),
        ("2024-10-08", True),
        ("2024-10-12", True),
        ("2023-12-30", False),
        ("2022-12-31", False),
        ("2021-11-01", True),
        ("2021-12-31", True),
        ("2025-02-04", False),
        ("2025-02-08", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2027-05-03", True),  # no notice yet: only weekends are off
        ("2027-05-02", False),
    ],
)
def test_a_day_is_worked_as_the_notice_of_its_year_says(day, works):
    assert is_working_day(date.fromisoformat(day), ON) is works


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        ("2024-09-02", 2, "2024-09-04"),
        ("2024-09-06", 2, "2024-09-10"),  # a Friday: the weekend does not count
        ("2024-09-07", 2, "2024-09-10"),  # said on a Saturday
        ("2024-09-13", 2, "2024-09-18"),  # the Saturday after is worked, three days are off
        ("2024-09-30", 2, "2024-10-09"),  # over the National Day
        ("2024-12-31", 2, "2025-01-03"),  # into the next year and its own notice
        ("2025-01-27", 2, "2025-02-06"),  # over the Spring Festival
        ("2024-09-02", 0, "2024-09-02"),
        ("2024-09-02", 5, "2024-09-09"),
        ("2024-09-02", 60, "2024-11-29"),
    ],
)
def test_a_term_ends_on_its_last_working_day(day, count, last):
    assert working_days_after(date.fromisoformat(day), count, ON).isoformat() == last


def test_what_is_late_is_counted_in_working_days():
    due = date(2024, 9, 13)

    assert [working_days_late(due, due + timedelta(n), ON) for n in (-3, 0, 1, 2, 4, 5)] == [0, 0, 1, 1, 1, 2]


def test_a_term_that_can_not_be_and_a_place_without_a_calendar_are_refused():
    with pytest.raises(ValueError, match="negative"):
        working_days_after(date(2024, 9, 2), -1, ON)
    with pytest.raises(FigureMissing, match=r"calendar\.days_off"):
        is_working_day(date(2024, 9, 2), FigureTable([Figure("x", "x", "CN", 1, "year", "x")]).of(CITY))


def test_every_day_off_and_worked_lies_in_the_period_of_its_row_and_says_something():
    for row in table().rows:
        if row.id != "calendar.days_off" or not row.value["holidays"]:
            continue
        for first, last in row.value["holidays"]:
            assert first <= last
            assert row.on(date.fromisoformat(first))
            assert row.on(date.fromisoformat(last))
        for text in row.value["worked"]:
            assert row.on(date.fromisoformat(text))
            assert date.fromisoformat(text).weekday() >= 5
