"""Two kinds of signal within sixty days alert, one is watched; what is not known is no signal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.poverty import (
    Kind,
    Level,
    Signal,
    fell,
    grade_worsened,
    hospital,
    income_fell,
    level,
    lost_work,
    wage_fell,
)

DAY = date(2024, 12, 1)
FIGURES = figures_on(DAY)
ORDER = list(Level)


def signal(kind, days_ago, person=1):
    return Signal(kind, DAY - timedelta(days=days_ago), "发生了", person)


signals = st.lists(st.builds(signal, st.sampled_from(Kind), st.integers(-10, 90), st.integers(1, 3)), max_size=6)


@pytest.mark.parametrize(
    ("happened", "wanted"),
    [
        ([], Level.NONE),
        ([(Kind.WORK, 5)], Level.WATCH),
        ([(Kind.WORK, 5), (Kind.INCOME, 0)], Level.ALERT),
        ([(Kind.WORK, 60), (Kind.INCOME, 0)], Level.ALERT),
        ([(Kind.WORK, 61), (Kind.INCOME, 0)], Level.WATCH),
        ([(Kind.WORK, 61), (Kind.INCOME, 70)], Level.NONE),
        ([(Kind.WORK, -1), (Kind.INCOME, 3)], Level.WATCH),
        ([(Kind.WORK, 5), (Kind.WORK, 9)], Level.WATCH),
        ([(kind, 1) for kind in Kind], Level.ALERT),
    ],
)
def test_kinds_are_counted_within_the_days_before(happened, wanted):
    assert level([signal(*one) for one in happened], DAY, FIGURES).value == wanted


def test_the_reason_names_each_signal_with_its_day():
    found = level([signal(Kind.WORK, 5), signal(Kind.INCOME, 0)], DAY, FIGURES)

    assert "2024年11月26日：发生了。" in found.because
    assert "60天内有2种信号，预警" in found.because


@given(signals, signals)
def test_more_signals_never_make_it_milder(some, more):
    few, many = (level(ones, DAY, FIGURES).value for ones in (some, some + more))

    assert ORDER.index(few) <= ORDER.index(many)


@given(signals)
def test_the_order_of_the_signals_changes_nothing(some):
    assert level(some, DAY, FIGURES) == level(list(reversed(some)), DAY, FIGURES)


@given(signals)
def test_what_lies_outside_the_window_says_nothing(some):
    near = [one for one in some if DAY - timedelta(days=60) <= one.on <= DAY]

    assert level(some, DAY, FIGURES) == level(near, DAY, FIGURES)


def spell(start, end, name="甲厂"):
    return start, end, name


@pytest.mark.parametrize(
    ("spells", "ended_on"),
    [
        ([], None),
        ([spell(date(2024, 1, 1), None)], None),
        ([spell(date(2024, 1, 1), date(2024, 11, 20))], date(2024, 11, 20)),
        ([spell(date(2024, 1, 1), date(2024, 11, 20)), spell(date(2024, 11, 25), None)], None),
        ([spell(date(2024, 1, 1), date(2024, 12, 20))], None),
        ([spell(date(2024, 1, 1), DAY)], DAY),
        ([spell(date(2024, 1, 1), date(2024, 11, 20)), spell(date(2024, 12, 9), None)], date(2024, 11, 20)),
    ],
)
def test_work_is_lost_where_none_is_held(spells, ended_on):
    found = lost_work(spells, DAY)

    assert (found.on if found else None) == ended_on


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (1000, 700, 30),
        (1000, 701, None),
        (1000, 650, 35),
        (1000, 1200, None),
        (0, 0, None),
        (0, 100, None),
        (1000, 0, 100),
    ],
)
def test_a_fall_is_told_from_the_figure_on(before, after, wanted):
    assert fell(Decimal(before), Decimal(after), FIGURES) == wanted


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_lower_income_is_never_a_smaller_fall(before, one, other):
    low, high = sorted((one, other))
    falls = [fell(Decimal(before), Decimal(after), FIGURES) or 0 for after in (low, high)]

    assert falls[0] >= falls[1]


def test_only_the_very_next_year_is_compared():
    said = date(2024, 11, 20)
    gap = [(2021, Decimal(30000), said), (2023, Decimal(10000), said)]
    next_to_each_other = [(2022, Decimal(30000), date(2023, 2, 1)), (2023, Decimal(19500), said)]

    assert income_fell(gap, FIGURES) is None
    assert income_fell(next_to_each_other, FIGURES) == Signal(Kind.INCOME, said, "2023年年收入比上年下降35%")


@pytest.mark.parametrize(
    ("wages", "on"),
    [
        ([("2024-08", 3000), ("2024-09", 3000), ("2024-10", 3000), ("2024-11", 1900)], date(2024, 11, 30)),
        ([("2024-09", 3000), ("2024-10", 3000), ("2024-11", 100)], None),  # too few to compare with
        ([("2024-07", 3000), ("2024-08", 3000), ("2024-09", 3000), ("2024-10", 3000)], None),  # November: not known
        ([("2024-09", 3000), ("2024-10", 3000), ("2024-11", 3000), ("2024-12", 100)], None),  # the month is not over
    ],
)
def test_a_wage_is_compared_with_the_months_that_were_declared(wages, on):
    found = wage_fell([(month, Decimal(yuan)) for month, yuan in wages], DAY, FIGURES)

    assert (found.on if found else None) == on


@pytest.mark.parametrize(
    ("grades", "text"),
    [
        ([], ""),
        ([(date(2015, 1, 1), 3)], ""),
        ([(date(2015, 1, 1), 3), (date(2024, 11, 5), 2)], "残疾等级由三级变为二级"),
        ([(date(2015, 1, 1), 2), (date(2024, 11, 5), 3)], ""),
        ([(date(2015, 1, 1), 3), (date(2015, 1, 1), 2)], ""),  # a slip of the pen, mended
        ([(date(2015, 1, 1), 3), (date(2024, 11, 5), 2), (date(2024, 11, 20), 2)], "残疾等级由三级变为二级"),
        ([(date(2015, 1, 1), 3), (date(2024, 9, 5), 1), (date(2024, 11, 20), 2)], ""),
    ],
)
def test_a_grade_worsens_with_a_new_certificate(grades, text):
    found = grade_worsened(grades)

    assert (found.text if found else "") == text


@pytest.mark.parametrize(
    ("visits", "on"),
    [
        ([(0, True)], None),
        ([(0, True), (30, True)], None),
        ([(0, True), (31, True)], 31),
        ([(0, True), (15, False), (31, True)], None),
        ([(0, True), (15, None), (31, True)], 31),
        ([(0, True), (40, True), (45, False)], None),
        ([(0, False), (5, True), (40, True)], 40),
    ],
)
def test_long_in_hospital_is_proven_by_two_visits(visits, on):
    first = date(2024, 10, 1)
    found = hospital([(first + timedelta(days=n), there) for n, there in visits], FIGURES)

    assert (found.on if found else None) == (first + timedelta(days=on) if on is not None else None)
