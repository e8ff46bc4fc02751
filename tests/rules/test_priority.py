"""The order of contacts: declared weights, how pressing a term is, a sentence for every point."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.figures import FigureMissing, Figures
from tonggong.rules.priority import Signal, priority, urgency

FIGURES = figures_on(date(2024, 12, 1))


def signal(key, left=None):
    return Signal(key, key, left)


@pytest.mark.parametrize(
    ("left", "wanted"),
    [
        (60, "0.5"), (30, "0.75"), (1, "0.9917"), (0, "1"), (-1, "1.0167"), (-30, "1.5"), (-60, "2"), (-400, "2"), (61, "0.5"),
        (None, "1"),
    ],
)  # fmt: skip
def test_a_term_gets_more_pressing_day_by_day_until_it_is_twice_as_pressing(left, wanted):
    found = urgency(left, Decimal(60), Decimal(60), Decimal("0.5"))

    assert found.quantize(Decimal("0.0001")) == Decimal(wanted).quantize(Decimal("0.0001"))


@given(st.integers(-100, 100))
def test_no_day_is_less_pressing_than_the_one_before(left):
    later, sooner = (urgency(n, Decimal(60), Decimal(60), Decimal("0.5")) for n in (left + 1, left))

    assert sooner >= later


def test_a_reason_without_window_is_as_pressing_as_its_least_before_the_term():
    assert urgency(3, Decimal(0), Decimal(60), Decimal("0.5")) == Decimal("0.5")


def test_the_weightiest_counts_in_full_and_each_other_in_part():
    found = priority([signal("no_contact"), signal("contract_ends", 0), signal("certificate_ends", 90)], FIGURES)

    assert found.value == Decimal("86.3")  # 75 + 25/4 + 40 x 0.5/4
    assert [step.text for step in found.steps] == [
        "contract_ends：权重 75 × 紧急程度 1 = 75 分。",
        "no_contact：权重 25 × 紧急程度 1 × 0.25（另一件事） = 6.3 分。",
        "certificate_ends：权重 40 × 紧急程度 0.5 × 0.25（另一件事） = 5 分。",
    ]
    assert all(step.source for step in found.steps)


@given(st.permutations(["contract_ends", "no_contact", "turned_16", "feed_change"]))
def test_the_order_in_which_reasons_are_found_changes_nothing(keys):
    assert priority([signal(key) for key in keys], FIGURES) == priority([signal(key) for key in sorted(keys)], FIGURES)


def test_a_further_reason_never_puts_somebody_back():
    keys = ["no_contact", "situation_old", "turned_16", "contract_ends"]
    points = [priority([signal(k) for k in keys[:n]], FIGURES).value for n in range(1, 5)]

    assert all(before < after for before, after in pairwise(points))


def test_a_weight_that_nobody_entered_is_not_guessed():
    with pytest.raises(FigureMissing):
        priority([signal("no_contact")], Figures({}, date(2024, 12, 1), "211100"))
