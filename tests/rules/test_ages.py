"""Working age for each use; the retirement month of the reform, row for row."""

import csv
from datetime import date

import pytest

from tests.rules.panjin import ROOT, figures_on
from tonggong.rules.ages import RetireCategory, Use, age_on, retirement_month, working_age

REFORM = date(2025, 1, 1)


def test_every_row_of_the_published_tables_is_reproduced():
    with (ROOT / "tests" / "data" / "retirement_age_table.csv").open() as file:
        rows = list(csv.DictReader(file))
    wrong = [
        row
        for row in rows
        if retirement_month(
            RetireCategory(row["category"]), date.fromisoformat(f"{row['birth_month']}-15"), figures_on(REFORM)
        ).value
        != row["retirement_month"]
    ]

    assert len(rows) == 480
    assert wrong == []


@pytest.mark.parametrize(
    ("category", "born", "month"),
    [
        ("M60", date(1964, 12, 1), "2024-12"),
        ("M60", date(1970, 6, 1), "2031-11"),
        ("F55", date(1975, 3, 1), "2031-07"),
        ("F50", date(1975, 3, 1), "2025-05"),
        ("F50", date(1984, 11, 1), "2039-11"),
    ],
)
def test_the_worked_examples_hold(category, born, month):
    assert retirement_month(RetireCategory(category), born, figures_on(REFORM)).value == month


@pytest.mark.parametrize(
    ("sex", "born", "day", "fits"),
    [
        ("male", date(2008, 3, 1), date(2024, 2, 29), False),
        ("male", date(2008, 3, 1), date(2024, 3, 1), True),  # 16th birthday
        ("male", date(1964, 3, 1), date(2024, 2, 29), True),  # last day of 59
        ("male", date(1964, 3, 1), date(2024, 3, 1), False),
        ("female", date(1969, 3, 1), date(2024, 2, 29), True),  # last day of 54
        ("female", date(1969, 3, 1), date(2024, 3, 1), False),
    ],
)
def test_statistics_and_the_plan_take_the_fixed_range(sex, born, day, fits):
    assert working_age(Use.STATISTICS, sex, born, day, figures_on(day)).value is fits
    assert working_age(Use.PLAN, sex, born, day, figures_on(day)).value is fits


def test_the_retirement_month_itself_counts_for_quota():
    born = date(1965, 4, 10)  # statutory 2025-05

    found = [
        working_age(Use.QUOTA, "male", born, day, figures_on(day)).value
        for day in (date(2025, 5, 31), date(2025, 6, 1))
    ]

    assert found == [True, False]


def test_a_womans_category_is_never_guessed_from_her_sex():
    day, born = date(2025, 6, 1), date(1975, 3, 1)

    unknown = working_age(Use.QUOTA, "female", born, day, figures_on(day))
    worker = working_age(Use.QUOTA, "female", born, day, figures_on(day), RetireCategory.F50)
    cadre = working_age(Use.QUOTA, "female", born, day, figures_on(day), RetireCategory.F55)

    assert (unknown.value, worker.value, cadre.value) == (True, False, True)
    assert "退休类别未核实" in unknown.because


def test_somebody_born_on_the_29th_of_february_is_a_year_older_on_the_1st_of_march():
    assert [age_on(date(2004, 2, 29), day) for day in (date(2021, 2, 28), date(2021, 3, 1))] == [16, 17]
