"""The award above the quota: every shape that places use, as data, with its edges."""

from datetime import date
from decimal import Decimal

import pytest

from tests.rules.panjin import CITY, ROOT, figures_on, table
from tonggong.rules.figures import Figure, FigureMissing, FigureTable, read_figures
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, levy_due, terms
from tonggong.rules.quota.reward import award, rule_of

D = Decimal
TERMS = terms(figures_on(date(2024, 12, 31)), local_average=D(90000))
SIX_WAGES = {"base": "minimum_wage", "amount": "6", "excess": "fraction"}


def figure(value):
    return Figure("overquota.reward", "超比例奖励办法", "211100", value, "formula", "市里的办法")


def minimum(value, start=None, end=None):
    return Figure("wage.minimum_monthly", "月最低工资标准", "211100", D(value), "yuan", "省里的通知", start, end)


WAGE = minimum(1700)


def awarded(rule, staff=400, counted="8", kind=UnitKind.ENTERPRISE, draws=(), wages=(WAGE,)):
    figures = FigureTable([figure(rule), *wages]).of(CITY)
    levy = levy_due(LevyCase.of_year(kind, D(staff), D(counted), D(60000)), TERMS)
    return award(levy, 2024, figures, draws)


def test_the_example_of_the_plan():
    """400 staff need 6, 8 counted, excess 2; six minimum wages of 1,700 each."""
    found = awarded(SIX_WAGES)

    assert found.value == D("20400.00")
    assert [step.text for step in found.steps] == [
        "应安排6人，已安排8人，超出2人。",
        "2人×6×月最低工资1,700.00元＝20,400.00元。",
    ]
    assert "省里的通知" in found.steps[1].source


@pytest.mark.parametrize(
    ("rule", "staff", "counted", "yuan"),
    [
        # parts of a person, or whole ones, and the least excess
        (SIX_WAGES, 120, "2", "2040.00"),
        (SIX_WAGES | {"at_least": "1"}, 120, "2", "0.00"),
        (SIX_WAGES | {"at_least": "1"}, 120, "2.8", "10200.00"),
        (SIX_WAGES | {"excess": "whole"}, 120, "3.7", "10200.00"),
        (SIX_WAGES | {"excess": "whole"}, 120, "2.79", "0.00"),
        # at the quota and below
        (SIX_WAGES, 400, "6", "0.00"),
        (SIX_WAGES, 400, "5", "0.00"),
        # a fixed sum, a share of the yearly minimum wage
        ({"base": "fixed", "amount": "1000", "excess": "fraction"}, 120, "2", "200.00"),
        ({"base": "fixed", "amount": 9600, "excess": "whole"}, 400, "8", "19200.00"),
        ({"base": "yearly_minimum_wage_share", "amount": "0.5", "excess": "whole"}, 400, "8", "20400.00"),
        # the limit
        (SIX_WAGES | {"cap_yuan": "20399.99"}, 400, "8", "20399.99"),
        (SIX_WAGES | {"cap_yuan": "20400"}, 400, "8", "20400.00"),
    ],
)
def test_every_shape_of_formula(rule, staff, counted, yuan):
    found = awarded(rule, staff, counted)

    assert found.value == D(yuan)
    assert all(step.text and step.source for step in found.steps)
    assert ("超过上限" in found.because) == (D(yuan) == D("20399.99"))


def test_who_is_left_out():
    rule = SIX_WAGES | {"kinds": ["enterprise"], "excludes": ["集中就业税收优惠"]}

    assert awarded(rule).value == 20400
    assert "不在奖励范围" in awarded(rule, kind=UnitKind.ORGAN).because
    assert "已享受集中就业税收优惠" in awarded(rule, draws=["集中就业税收优惠"]).because
    assert awarded(rule, draws=["别的"]).value == 20400
    assert awarded(SIX_WAGES, kind=UnitKind.SOLE_TRADER).value == 0


def test_the_yearly_minimum_wage_is_that_of_its_months():
    wages = (minimum(1710, end=date(2024, 4, 30)), minimum(1900, start=date(2024, 5, 1)))
    found = awarded({"base": "yearly_minimum_wage_share", "amount": "0.5", "excess": "whole"}, wages=wages)

    assert found.value == 4 * 1710 + 8 * 1900
    assert "全年最低工资22,040.00元×50%" in found.because


def test_without_a_formula_or_a_minimum_wage_nothing_is_guessed():
    levy = levy_due(LevyCase.of_year(UnitKind.ENTERPRISE, D(400), D(8), D(60000)), TERMS)
    with pytest.raises(FigureMissing, match="超比例奖励办法"):
        award(levy, 2024, table().of(CITY))
    with pytest.raises(FigureMissing):
        awarded(SIX_WAGES, wages=())
    assert awarded({"base": "fixed", "amount": "1", "excess": "whole"}, wages=()).value == 2


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("超出人数×6×月最低工资标准", "base"),
        (SIX_WAGES | {"base": "percent"}, "percent"),
        (SIX_WAGES | {"excess": ""}, "Excess"),
        (SIX_WAGES | {"amount": "六"}, "amount"),
        (SIX_WAGES | {"amount": "-1"}, "amount"),
        (SIX_WAGES | {"cap_yuan": "NaN"}, "cap_yuan"),
        (SIX_WAGES | {"kinds": ["firm"]}, "firm"),
        (SIX_WAGES | {"minimum": 3}, "minimum"),
    ],
)
def test_a_formula_that_cannot_be_read_says_where(value, word):
    with pytest.raises(ValueError, match=word):
        rule_of(figure(value))


def test_the_practice_city_has_a_formula_that_can_be_read():
    rows = read_figures(ROOT / "cities" / "panjin" / "practice-figures.yaml")
    found = [row for row in rows if row.id == "overquota.reward"]

    assert [row.practice for row in found] == [True]
    assert rule_of(found[0]).amount == 6
