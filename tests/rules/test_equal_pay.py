"""Equal pay: flagged below the share of the post's median, silent where the post is too small, never below the minimum."""

from decimal import Decimal

import pytest

from tests.rules.panjin import CITY, table
from tonggong.rules.equal_pay import Pay, PayMonth, equal_pay
from tonggong.rules.figures import FigureMissing, FigureTable, national_figures

FIGURES = table().of(CITY)


def month(pay, median="3600", heads=5, post="包装工", month="2024-09", **more):
    return PayMonth(month, Decimal(pay), post, heads=heads, median_yuan=median and Decimal(median), **more)


@pytest.mark.parametrize(
    ("months", "found"),
    [
        ([month("3000")], Pay.BELOW_POST),
        ([month("3419.99")], Pay.BELOW_POST),
        ([month("3420")], Pay.EQUAL),  # exactly 95 %
        ([month("3600")], Pay.EQUAL),
        ([month("3000", heads=3)], Pay.BELOW_POST),
        ([month("3000", heads=2)], Pay.TOO_FEW),
        ([month("3000", heads=None, median=None)], Pay.TOO_FEW),
        ([month("3000", post="", heads=None, median=None)], Pay.UNKNOWN),
        ([], Pay.UNKNOWN),
        ([month("1899.99", heads=2)], Pay.BELOW_MINIMUM),  # the minimum needs no sample
        ([month("1900", heads=2)], Pay.TOO_FEW),
        ([month("1899.99", median="1900")], Pay.BELOW_MINIMUM),
        ([month("950", median="1000", is_part_time=True)], Pay.EQUAL),  # part time has no monthly minimum
    ],
)
def test_pay_is_judged(months, found):
    outcome = equal_pay(months, FIGURES)
    assert outcome.value.pay is found
    assert outcome.because


def test_3000_beside_3600_of_five_is_83_percent_and_of_two_the_sample_is_too_small():
    five, two = equal_pay([month("3000")], FIGURES), equal_pay([month("3000", heads=2)], FIGURES)
    assert (round(five.value.share, 4), five.value.heads) == (Decimal("0.8333"), 5)
    assert "83.3%" in five.because
    assert two.value.share is None
    assert "样本不足" in two.because


def test_a_quarter_is_judged_by_the_months_that_can_be_compared():
    found = equal_pay(
        [month("3000", month="2024-07"), month("9000", month="2024-08", heads=2), month("3600", month="2024-09")],
        FIGURES,
    )
    assert found.value.months == ("2024-07", "2024-09")
    assert found.value.share == Decimal(6600) / 7200


def test_without_a_minimum_wage_nothing_is_said():
    with pytest.raises(FigureMissing):
        equal_pay([month("3000")], FigureTable(national_figures()).of(CITY))
