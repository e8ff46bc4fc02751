"""Stable employment: one gap month allowed, unknown months never a "no"."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules import months
from tonggong.rules.outcome import Rate, percent
from tonggong.rules.retention import Stability, is_kept, judge, retention_rate, stable

FIGURES = figures_on(date(2024, 12, 31))
READ = {"Y": True, "N": False, "?": None}


def told(words, start="2024-01"):
    return {months.shift(start, n): READ[word] for n, word in enumerate(words.split(), 1)}


@pytest.mark.parametrize(
    ("six_months", "found"),
    [
        ("Y Y N Y Y Y", Stability.STABLE),
        ("Y Y Y Y Y N", Stability.NOT_STABLE),
        ("Y Y N N Y Y", Stability.NOT_STABLE),
        ("Y Y Y Y Y Y", Stability.STABLE),
        ("Y Y ? Y Y Y", Stability.STABLE),
        ("Y Y ? N Y Y", Stability.UNKNOWN),
        ("Y Y Y Y Y ?", Stability.UNKNOWN),
        ("? ? ? ? ? N", Stability.NOT_STABLE),
        ("N N ? ? ? ?", Stability.NOT_STABLE),
    ],
)
def test_six_months_are_judged_as_the_definition_says(six_months, found):
    assert stable("2024-01", 6, told(six_months), "2024-07", FIGURES).value is found


def test_a_window_that_has_not_closed_is_not_due():
    outcome = stable("2024-01", 6, told("Y Y Y Y Y Y"), "2024-06", FIGURES)

    assert outcome.value is Stability.NOT_DUE
    assert "未到期" in outcome.because


def test_a_cohorts_rate_is_the_facts_own_example():
    found = [Stability.STABLE] * 7 + [Stability.NOT_STABLE] * 2 + [Stability.UNKNOWN] + [Stability.NOT_DUE] * 2

    rate = retention_rate(found)

    assert [percent(share) for share in (rate.known, rate.lower, rate.upper)] == ["77.8%", "70.0%", "80.0%"]


def test_conversion_after_training_is_the_facts_own_example():
    rate = Rate(yes=12, no=13, unknown=2)

    assert [percent(share) for share in (rate.known, rate.lower, rate.upper)] == ["48.0%", "44.4%", "51.9%"]


def test_a_missing_contribution_says_no_only_where_the_months_file_came():
    known = {"2024-02"}

    assert is_kept("14", "2024-02", insured={"2024-02"}, known=known, held=None) is True
    assert is_kept("14", "2024-02", insured=set(), known=known, held=True) is False
    assert is_kept("14", "2024-03", insured=set(), known=known, held=True) is None
    assert is_kept("61", "2024-03", insured=set(), known=known, held=True) is True


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=12))
def test_what_is_found_holds_however_the_unknown_months_turn_out(states):
    best = judge([state is not False for state in states], 1)
    worst = judge([state is True for state in states], 1)

    assert judge(states, 1) is (best if best is worst else Stability.UNKNOWN)
