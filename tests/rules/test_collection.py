"""Terms of recording: the last day is in time, the next one is late, each duty says who."""

from datetime import date, timedelta

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.collection import DUTIES, timeliness

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
