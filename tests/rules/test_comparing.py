"""The limits of a comparison are figures, each with its source; a figure that is not there is said, never guessed."""

from datetime import date, timedelta

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.comparing import limits
from tonggong.rules.figures import FigureMissing, FigureTable


def test_the_limits_come_from_the_figures():
    found = limits(figures_on(date(2024, 9, 30)))

    assert (found.youngest, found.silent_months, found.left_recently_months) == (16, 2, 3)
    assert found.unit_silent_months == 3
    assert found.same_hire == timedelta(62)


def test_a_missing_limit_is_said():
    with pytest.raises(FigureMissing, match="work_age"):
        limits(FigureTable([]).on(date(2024, 9, 30), "211100"))
