"""What a unit's year gives it, and a year as somebody tries it out: the limits, the money, and what nobody has entered."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import CITY, figures_on, table
from tonggong.rules.figures import Figure, FigureTable
from tonggong.rules.quota.claims import Standing, claims
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, levy_due, terms
from tonggong.rules.quota.trial import Trial, severe_words

D = Decimal
YEAR = 2024
TERMS = terms(figures_on(date(YEAR, 12, 31)), local_average=D(90000))
RELIEF, AWARD, CONCENTRATED, HARDSHIP = "分档减缴", "超比例安排奖励", "集中就业增值税即征即退", "困难减免"


def given_to(staff, counted="0", persons="0", wage="60000", kind=UnitKind.ENTERPRISE, more=()):
    levy = levy_due(LevyCase.of_year(kind, D(staff), D(counted), D(wage)), TERMS)
    known = [row for row in table().rows if row.id != "overquota.reward"]
    found = claims(levy, D(persons) * 12, YEAR, FigureTable([*known, *more]).of(CITY))
    return {one.title: one for one in found}


def test_the_tier_is_money_spared_without_asking():
    found = given_to(120)

    assert found[RELIEF].standing is Standing.GIVEN
    assert found[RELIEF].yuan == D("10800.00")  # a tenth of 1.8 x 60,000
    assert "10,800.00元" in found[RELIEF].said.text
    assert "财政部公告" in found[RELIEF].said.source
    assert found[HARDSHIP].standing is Standing.WHEN_STRUCK


def test_an_exempt_firm_is_spared_the_whole_and_has_no_hardship_to_ask_for():
    found = given_to(30)

    assert found["小型企业免缴"].yuan == D("27000.00")
    assert HARDSHIP not in found


def test_without_a_wage_no_amount_is_told():
    assert given_to(120, wage="0")[RELIEF].yuan is None
    assert "元" not in given_to(120, wage="0")[RELIEF].said.text


@pytest.mark.parametrize(
    "rows", [(), (Figure("overquota.reward", "超比例奖励办法", "211100", "随便", "formula", "市里的办法"),)]
)
def test_an_award_that_nobody_has_entered_or_nobody_can_read_is_not_promised(rows):
    assert given_to(120, "4", more=rows)[AWARD].standing is Standing.UNKNOWN


def test_an_award_is_told_with_its_amount():
    rule = {"base": "fixed", "amount": "5000", "excess": "fraction"}
    figure = Figure("overquota.reward", "超比例奖励办法", "211100", rule, "formula", "市里的办法")

    assert given_to(400, "8", more=[figure])[AWARD].yuan == D("10000.00")
    assert given_to(400, "8", more=[figure])[AWARD].standing is Standing.OPEN
    assert given_to(400, "6", more=[figure])[AWARD].standing is Standing.NOT_MET


@pytest.mark.parametrize(
    ("staff", "persons", "standing"),
    [
        (40, "10", Standing.OPEN),
        (40, "9.99", Standing.NOT_MET),
        (41, "10", Standing.NOT_MET),
        (20, "5", Standing.NOT_MET),
    ],
)
def test_concentrated_employment_asks_for_a_quarter_and_ten_persons_each_counted_once(staff, persons, standing):
    assert given_to(staff, "20", persons)[CONCENTRATED].standing is standing


def test_who_owes_no_quota_has_nothing_but_the_award_to_ask_about():
    assert set(given_to(50, kind=UnitKind.SOLE_TRADER)) == {AWARD}


def test_the_words_for_the_severe_grades_are_the_figures():
    assert severe_words(figures_on(date(YEAR, 12, 31))) == "残疾人证一、二级，残疾军人证一、二、三级"


@given(
    staff=st.decimals(1, 5000, places=2), ordinary=st.integers(0, 20), ordinary_months=st.integers(1, 12),
    severe=st.integers(0, 20), severe_months=st.integers(1, 12),
)  # fmt: skip
def test_a_trial_is_the_levy_of_the_same_year_said_in_persons(staff, ordinary, ordinary_months, severe, severe_months):
    trial = Trial(UnitKind.ENTERPRISE, staff, D(60000), ordinary, ordinary_months, severe, severe_months)
    months = D(ordinary * ordinary_months + 2 * severe * severe_months)

    said = levy_due(LevyCase(UnitKind.ENTERPRISE, staff * 12, months, D(60000)), TERMS)

    tried = levy_due(trial.case, TERMS)
    assert (tried.payable_yuan, tried.steps) == (said.payable_yuan, said.steps)
