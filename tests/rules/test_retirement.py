"""Flexible retirement, the least contributions, nearness to retirement; working age by each use."""

import csv
from datetime import date

import pytest

from tests.rules.panjin import ROOT, figures_on
from tonggong.rules.ages import AgeLimits, RetireCategory, Use, birthday, retirement_answer, working_age
from tonggong.rules.retirement import (
    contribution_months,
    is_near_retirement,
    months_short,
    retirement_span,
    support_term,
)

REFORM = figures_on(date(2026, 11, 30))
M60, F55, F50 = RetireCategory.M60, RetireCategory.F55, RetireCategory.F50


@pytest.mark.parametrize(
    ("category", "born", "span"),
    [
        (M60, "1964-12", ("2024-12", None, None, 180)),
        (M60, "1965-04", ("2025-05", "2025-04", "2028-05", 180)),
        (M60, "1965-05", ("2025-07", "2025-05", "2028-07", 180)),
        (M60, "1970-06", ("2031-11", "2030-06", "2034-11", 192)),
        (M60, "1976-09", ("2039-09", "2036-09", "2042-09", 240)),
        (F55, "1975-03", ("2031-07", "2030-03", "2034-07", 192)),
        (F50, "1975-03", ("2025-05", "2025-03", "2028-05", 180)),
        (F50, "1979-07", ("2031-11", "2029-07", "2034-11", 192)),
        (F50, "1984-11", ("2039-11", "2036-11", "2042-11", 240)),
    ],
)
def test_the_published_examples_of_flexible_retirement_hold(category, born, span):
    found = retirement_span(category, date.fromisoformat(f"{born}-09"), REFORM).value

    assert (found.statutory, found.earliest, found.latest, found.contribution_months) == span


def test_nobody_may_retire_below_the_former_age_nor_more_than_three_years_off():
    with (ROOT / "tests" / "data" / "retirement_age_table.csv").open() as file:
        rows = list(csv.DictReader(file))
    former = {"M60": 60, "F55": 55, "F50": 50}
    for row in rows:
        found = retirement_span(RetireCategory(row["category"]), date.fromisoformat(f"{row['birth_month']}-01"), REFORM)
        if found.value.earliest is None:
            continue
        year, month = map(int, row["birth_month"].split("-"))
        oldest = f"{year + former[row['category']]:04d}-{month:02d}"
        assert oldest <= found.value.earliest <= row["retirement_month"] <= found.value.latest


@pytest.mark.parametrize(
    ("year", "months"), [(2025, 180), (2029, 180), (2030, 186), (2031, 192), (2035, 216), (2039, 240), (2050, 240)]
)
def test_the_least_contributions_rise_by_half_a_year_each_year(year, months):
    assert contribution_months(year, REFORM).value == months


def test_before_the_reform_fifteen_years_are_enough():
    assert contribution_months(2024, figures_on(date(2024, 6, 1))).value == 180


def test_who_will_be_short_of_contributions_learns_it_now():
    found = months_short(M60, date(1976, 9, 1), 82, date(2026, 11, 30), REFORM)

    assert found.value == 4
    assert "154个月" in found.because
    assert months_short(M60, date(1976, 9, 1), 86, date(2026, 11, 30), REFORM).value == 0


@pytest.mark.parametrize(
    ("approval", "near", "last", "months"),
    [
        (date(2026, 3, 1), False, "2029-02", 36),
        (date(2026, 10, 31), False, "2029-09", 36),
        (date(2026, 11, 1), True, "2031-11", 61),
        (date(2026, 12, 1), True, "2031-11", 60),
    ],
)
def test_nearness_is_tested_at_the_first_approval_and_both_ends_are_shown(approval, near, last, months):
    born = date(1970, 6, 1)

    term = support_term(M60, born, approval, figures_on(approval)).value

    assert is_near_retirement(M60, born, approval, figures_on(approval)).value is near
    assert (term.last, term.months, term.is_near) == (last, months, near)


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
