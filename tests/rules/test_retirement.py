"""Nearness to retirement; working age by each use."""

from datetime import date

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.ages import (
    USE_LABELS,
    AgeLimits,
    RetireCategory,
    Use,
    birthday,
    by_use,
    retirement_answer,
    working_age,
)
from tonggong.rules.retirement import is_near_retirement

REFORM = figures_on(date(2026, 11, 30))
M60, F55, F50 = RetireCategory.M60, RetireCategory.F55, RetireCategory.F50


@pytest.mark.parametrize(
    ("approval", "near"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 12, 1), True),
    ],
)
def test_nearness_is_tested_at_the_first_approval(approval, near):
    assert is_near_retirement(M60, date(1970, 6, 1), approval, figures_on(approval)).value is near


def test_an_unknown_category_shows_both_months_and_decides_nothing():
    found = retirement_answer("female", date(1975, 3, 1), None, REFORM)

    assert found.value == ""
    assert "2025-05" in found.because
    assert "2031-07" in found.because
    assert retirement_answer("male", date(1970, 6, 1), None, REFORM).value == "2031-11"


@pytest.mark.parametrize("use", list(Use))
def test_nobody_is_of_working_age_for_any_use_before_sixteen(use):
    day, born = date(2026, 3, 1), date(2010, 3, 2)

    found = [working_age(use, "male", born, d, figures_on(d)).value for d in (day, date(2026, 3, 2))]

    assert found == [False, True]


@pytest.mark.parametrize(
    ("use", "last"),
    [
        (Use.STATISTICS, date(2025, 4, 9)),  # the day before he is 60
        (Use.PLAN, date(2025, 4, 9)),
        (Use.FOUR_ONES, date(2025, 4, 9)),
        (Use.QUOTA, date(2025, 5, 31)),  # the month of the statutory age included
        (Use.TRAINING, date(2025, 5, 31)),
        (Use.INSURANCE_SUBSIDY, date(2025, 5, 31)),
        (Use.PUBLIC_POST, date(2025, 5, 31)),
        (Use.SHELTERED, date(2025, 5, 31)),
    ],
)
def test_each_use_has_its_own_last_day_for_a_man_born_in_april_1965(use, last):
    born, after = date(1965, 4, 10), date.fromordinal(last.toordinal() + 1)

    found = [working_age(use, "male", born, day, figures_on(day)).value for day in (last, after)]

    assert found == [True, False]


def test_who_is_over_age_and_wants_work_has_the_four_ones_on_her_own_wish():
    day, born = date(2024, 6, 30), date(1965, 1, 1)

    plain = working_age(Use.FOUR_ONES, "female", born, day, figures_on(day))
    wanting = working_age(Use.FOUR_ONES, "female", born, day, figures_on(day), wants_work=True)

    assert (plain.value, wanting.value) == (False, True)
    assert working_age(Use.STATISTICS, "female", born, day, figures_on(day), wants_work=True).value is False


def test_an_agreed_later_retirement_counts_at_most_three_years():
    born, day = date(1965, 4, 10), date(2026, 6, 1)

    def fits(on, agreed):
        return working_age(Use.QUOTA, "male", born, on, figures_on(on), agreed_month=agreed).value

    assert (fits(day, None), fits(day, "2026-06"), fits(day, "2026-05")) == (False, True, False)
    assert (fits(date(2028, 5, 31), "2031-01"), fits(date(2028, 6, 1), "2031-01")) == (True, False)


def test_the_days_of_the_statistics_range_are_those_on_which_it_includes_somebody():
    limits, born = AgeLimits(16, 59), date(2004, 2, 29)
    first, last = limits.days(born)

    assert (birthday(born, 16), birthday(born, 17)) == (date(2020, 2, 29), date(2021, 3, 1))
    for day, fits in ((first, True), (date.fromordinal(first.toordinal() - 1), False), (last, True)):
        assert limits.include(born, day) is fits
    assert limits.include(born, date.fromordinal(last.toordinal() + 1)) is False


def test_each_use_is_answered_with_its_own_reason():
    day, born = date(2025, 5, 20), date(1965, 4, 10)  # 60 for the statistics, not yet at the statutory month
    found = dict(by_use("male", born, day, figures_on(day), pension_from=date(2025, 5, 1)))

    assert list(found) == list(Use) == list(USE_LABELS)
    assert {use for use, outcome in found.items() if not outcome.value} == {Use.STATISTICS, Use.PLAN, Use.FOUR_ONES}
    assert all(outcome.because for outcome in found.values())
    wanting = dict(by_use("male", born, day, figures_on(day), wants_work=True))
    assert wanting[Use.FOUR_ONES].value
