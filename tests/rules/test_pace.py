"""Progress: what was due by today, the pace and where it leads."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.pace import Goal, expected_by, forecast, pace

YEARS = ((date(2022, 12, 31), 200), (date(2023, 12, 31), 500), (date(2024, 12, 31), 800))
GOAL = Goal(800, date(2022, 1, 1), date(2024, 12, 31), YEARS)
DAY = date(2023, 12, 31)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2021, 12, 31), "0"),
        (date(2022, 12, 31), "200.0"),
        (date(2023, 7, 2), "350.4"),  # 183 of 365 days of the second year
        (date(2023, 12, 31), "500.0"),
        (date(2024, 12, 31), "800"),
        (date(2026, 1, 1), "800"),
    ],
)
def test_what_is_due_follows_the_years_agreed_on(day, due):
    assert expected_by(GOAL, day) == Decimal(due)


def test_without_years_the_target_is_spread_evenly_over_the_days():
    assert expected_by(Goal(1096, date(2022, 1, 1), date(2024, 12, 31)), date(2022, 12, 31)) == Decimal("365.0")


@pytest.mark.parametrize(
    ("actual", "colour"),
    [(500, "green"), (499, "amber"), (450, "amber"), (449, "red"), (800, "done"), (0, "red")],
)
def test_the_colour_changes_on_the_citys_boundaries(actual, colour):
    outcome = pace(GOAL, actual, DAY, figures_on(DAY))

    assert outcome.value.colour == colour
    assert outcome.value.word in outcome.because
    assert outcome.steps[0].source


def test_before_the_plan_begins_there_is_no_pace():
    found = pace(GOAL, 0, date(2021, 6, 1), figures_on(date(2022, 1, 1))).value

    assert (found.colour, found.ratio) == ("none", None)


def test_a_forecast_carries_the_last_six_months_on():
    found = forecast(500, [99, 20, 20, 20, 20, 20, 20], DAY, date(2024, 12, 31)).value

    assert (found.likely, found.low, found.high, found.months_left) == (740, 740, 740, 12)


def test_scattered_months_widen_the_forecast_and_it_never_falls_under_what_is_done():
    found = forecast(500, [0, 60, 0, 60, 0, 0], DAY, date(2024, 12, 31)).value

    assert found.low < found.likely < found.high
    assert found.low >= 500


def test_too_few_months_or_a_period_that_is_over_give_no_forecast():
    assert forecast(10, [5, 5], DAY, date(2024, 12, 31)).value is None
    assert forecast(10, [5, 5, 5], date(2024, 12, 1), date(2024, 12, 31)).value is None


@given(st.dates(date(2021, 1, 1), date(2025, 12, 31)), st.dates(date(2021, 1, 1), date(2025, 12, 31)))
def test_a_later_day_never_expects_less(one, other):
    early, late = sorted((one, other))

    assert expected_by(GOAL, early) <= expected_by(GOAL, late)
