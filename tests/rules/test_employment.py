"""Employed on a day, the employment rate, wages against the minimum."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.rules.panjin import HOLDS, figures_on
from tonggong.rules.employment import (
    RateCase,
    Status,
    Work,
    employment_rate,
    employment_status,
    is_employed,
    main_form_on,
    wage_level,
    wage_ratio,
)
from tonggong.rules.outcome import Rate, percent

DAY = date(2024, 6, 30)
AT_WORK = Work("14", date(2023, 7, 1), None, date(2024, 5, 31))
SOMEBODY = RateCase("male", date(1980, 1, 1), HOLDS, (AT_WORK,))


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (SOMEBODY, Status.EMPLOYED),
        (replace(SOMEBODY, work=()), Status.NOT_EMPLOYED),
        (replace(SOMEBODY, work=(replace(AT_WORK, ended_on=DAY),)), Status.EMPLOYED),
        (replace(SOMEBODY, work=(replace(AT_WORK, ended_on=date(2024, 6, 29)),)), Status.NOT_EMPLOYED),
        (replace(SOMEBODY, work=(replace(AT_WORK, confirmed_on=date(2023, 6, 30)),)), Status.EMPLOYED),
        (replace(SOMEBODY, work=(replace(AT_WORK, confirmed_on=date(2023, 6, 29)),)), Status.UNKNOWN),
        (replace(SOMEBODY, certificates=()), Status.NO_CERTIFICATE),
        (replace(SOMEBODY, certificates=(replace(HOLDS[0], valid_to=date(2024, 6, 29)),)), Status.NO_CERTIFICATE),
        (replace(SOMEBODY, born_on=date(1964, 6, 30)), Status.NOT_WORKING_AGE),
        (replace(SOMEBODY, died_on=DAY), Status.DEAD),
        (replace(SOMEBODY, in_school=True), Status.EMPLOYED),
        (replace(SOMEBODY, work=(), in_school=True), Status.IN_SCHOOL),
    ],
)
def test_everybody_has_one_place_in_the_rate(person, status):
    outcome = employment_status(person, DAY, figures_on(DAY))

    assert outcome.value is status
    assert outcome.steps[0].source


def test_the_rate_leaves_out_who_does_not_belong_and_bounds_what_is_unknown():
    found = [Status.EMPLOYED] * 6 + [Status.NOT_EMPLOYED] * 3 + [Status.UNKNOWN] + [Status.DEAD, Status.IN_SCHOOL]

    rate = employment_rate(found)

    assert rate == Rate(6, 3, 1)
    assert [percent(share) for share in (rate.known, rate.lower, rate.upper)] == ["66.7%", "60.0%", "70.0%"]


def test_of_nobody_there_is_no_rate():
    assert percent(employment_rate([]).known) == "—"


def test_work_is_held_on_both_its_ends():
    work = [Work("14", date(2024, 1, 10), date(2024, 2, 20))]

    days = [date(2024, 1, 9), date(2024, 1, 10), date(2024, 2, 20), date(2024, 2, 21)]
    assert [is_employed(work, day) for day in days] == [False, True, True, False]


def test_a_person_of_two_jobs_counts_under_the_better_paid_one():
    held = [replace(AT_WORK, wage_yuan=Decimal(900)), Work("75", date(2024, 1, 1), None, None, Decimal(2000))]

    assert main_form_on(held, DAY) == "75"
    assert main_form_on(held, date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("wage", "level"),
    [("1899.99", "under"), ("1900", "to_1_5"), ("2850", "to_2"), ("3800", "over_2"), (None, "unknown")],
)
def test_the_minimum_itself_is_not_under_it(wage, level):
    assert wage_level(None if wage is None else Decimal(wage), Decimal(1900)) == level


def test_a_wage_is_set_against_the_minimum():
    assert wage_ratio(Decimal(3500), Decimal(1900)) == Decimal("1.84")
    assert wage_ratio(None, Decimal(1900)) is None
    with pytest.raises(ValueError, match="impossible"):
        wage_ratio(Decimal(-1), Decimal(1900))
