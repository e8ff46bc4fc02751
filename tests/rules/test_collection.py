"""Terms of recording: the last day is in time, the next one is late, each duty says who; the start is no delay."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.collection import DUTIES, first_months, is_first_load, timeliness

FIGURES = figures_on(date(2024, 12, 1))


@pytest.mark.parametrize(("passed", "late_by"), [(-3, 0), (0, 0), (10, 0), (11, 1), (12, 2), (40, 30)])
def test_a_placement_has_ten_days(passed, late_by):
    start = date(2024, 5, 1)
    found = timeliness("start", start, start + timedelta(days=passed), FIGURES)

    assert (found.value.late_by, found.value.is_late) == (late_by, late_by > 0)
    assert f"隔{passed}天，应在10天内" in found.because


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.key)
def test_every_duty_has_its_days_somebody_who_does_it_and_a_source(duty):
    found = timeliness(duty.key, date(2024, 5, 1), date(2024, 5, 1), FIGURES)

    assert duty.who
    assert found.value.allowed > 0
    assert found.steps[0].source


def test_a_duty_that_is_not_in_the_table_is_a_slip():
    with pytest.raises(KeyError):
        timeliness("weather", date(2024, 5, 1), date(2024, 5, 1), FIGURES)


def test_the_delivery_that_came_first_says_which_month_a_feed_began_with():
    came = [datetime(2024, month, 3, tzinfo=UTC) for month in (1, 2, 3)]
    deliveries = [
        ("certificates", "2024-02", came[1]),
        ("certificates", "2023-12", came[0]),
        ("certificates", "2022-01", came[2]),  # handed in later about a time before
        ("deaths", "2024-02", came[2]),
    ]
    wanted = {"certificates": "2023-12", "deaths": "2024-02"}

    assert first_months(deliveries) == wanted
    assert first_months(reversed(deliveries)) == wanted
    assert first_months([]) == {}


@pytest.mark.parametrize(
    ("feed", "month", "is_first"),
    [
        ("certificates", "2023-11", True),  # the time before, handed in later
        ("certificates", "2023-12", True),
        ("certificates", "2024-01", False),
        ("deaths", "2024-02", True),  # each feed has a beginning of its own
        ("deaths", "2024-03", False),
        ("opening-ledger", "2030-01", True),
        ("", "", False),  # somebody says it
        ("marriages", "2020-01", False),
    ],
)
def test_what_was_known_before_the_start_is_a_first_load(feed, month, is_first):
    assert is_first_load(feed, month, {"certificates": "2023-12", "deaths": "2024-02"}) is is_first
