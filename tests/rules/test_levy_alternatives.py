"""What one hire changes: the cheapest lawful way first, to the fen, and what the end of the reliefs does to each."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.figures import Figure
from tonggong.rules.quota.alternatives import Prices, alternatives
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, Tier, levy_due, terms

D = Decimal
DAY = date(2024, 12, 31)
TERMS = terms(figures_on(DAY), local_average=D(90000))
PRICES = Prices.of(figures_on(DAY))
FIRM = LevyCase.of_year(UnitKind.ENTERPRISE, D(120), D(0), D(60000))


def short(found):
    return [
        (one.persons, one.is_severe, str(one.this_year.payable_yuan), str(one.next_year.payable_yuan))
        for one in found.value
    ]


def test_a_firm_of_120_with_nobody_placed_in_april():
    """97,200 without; one person from April: 56,700 this year, 43,200 next; a severely disabled one: 0 next."""
    found = alternatives(FIRM, TERMS, 4, PRICES)

    assert short(found) == [
        (1, True, "9000.00", "0.00"),
        (2, False, "9000.00", "0.00"),
        (1, False, "56700.00", "43200.00"),
        (0, False, "97200.00", "97200.00"),
    ]
    best = found.value[0]
    assert (best.hire_this_yuan, best.hire_next_yuan) == (D("17100.00"), D("22800.00"))
    assert (best.cost_this_yuan, best.cost_next_yuan) == (D("26100.00"), D("22800.00"))
    assert (best.saving_this_yuan, best.saving_next_yuan) == (D("71100.00"), D("74400.00"))
    assert [step.text for step in found.steps] == [
        "4月起安排1名重度（按两人计算的等级）残疾人，明年达到规定比例：今年缴9,000.00元，明年缴0.00元；"
        "工资按最低工资每月1,900.00元算，今年17,100.00元，明年22,800.00元；"
        "明年合计22,800.00元，比不安排少74,400.00元。",
        "4月起安排2名残疾人，明年达到规定比例：今年缴9,000.00元，明年缴0.00元；"
        "工资按最低工资每月1,900.00元算，今年34,200.00元，明年45,600.00元；"
        "明年合计45,600.00元，比不安排少51,600.00元。",
        "4月起安排1名残疾人：今年缴56,700.00元，明年缴43,200.00元；"
        "工资按最低工资每月1,900.00元算，今年17,100.00元，明年22,800.00元；"
        "明年合计66,000.00元，比不安排少31,200.00元。",
        "不再安排：今年缴97,200.00元，明年缴97,200.00元。",
        "减缴、免缴到2027年12月31日止，如不延续：安排1名残疾人每年缴48,000.00元，不再安排每年缴108,000.00元，其余不用缴。",
    ]
    assert all(step.source for step in found.steps)


def test_the_lower_limit_is_a_way_of_its_own():
    """A hundred need one to reach 1% and two to reach 1.5%."""
    found = alternatives(FIRM._replace(staff_months=D(1200)), TERMS, 1, PRICES)

    assert {(one.persons, one.is_severe): (one.goal, one.next_year.tier) for one in found.value} == {
        (0, False): (None, Tier.LOWER),
        (1, False): (D("0.01"), Tier.UPPER),
        (1, True): (D("0.015"), Tier.MET),
        (2, False): (D("0.015"), Tier.MET),
    }
    assert "1月起安排1名残疾人，明年达到1%：" in found.because


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (FIRM._replace(staff_months=D(360)), Tier.EXEMPT),
        (FIRM._replace(counted_months=D(24)), Tier.MET),
        (FIRM._replace(kind=UnitKind.SOLE_TRADER), Tier.NOT_OBLIGED),
    ],
)
def test_who_owes_nothing_is_offered_nothing(case, why):
    found = alternatives(case, TERMS, 6, PRICES)

    assert [one.this_year.tier for one in found.value] == [why]
    assert found.steps[0].text == "不再安排：今年缴0.00元，明年缴0.00元。"


def test_the_exempt_are_told_what_comes_when_the_relief_ends():
    found = alternatives(FIRM._replace(staff_months=D(360)), TERMS, 6, PRICES)

    assert found.steps[-1].text == "减缴、免缴到2027年12月31日止，如不延续：不再安排每年缴27,000.00元。"


def test_a_year_after_the_reliefs_is_reckoned_in_full():
    after = terms(figures_on(date(2028, 12, 31)), local_average=D(90000))
    found = alternatives(FIRM, TERMS, 12, PRICES, next_policy=after)
    nobody = next(one for one in found.value if not one.persons)

    assert (nobody.this_year.payable_yuan, nobody.next_year.payable_yuan) == (D("97200.00"), D("108000.00"))
    assert [one.persons for one in found.value] == [1, 2, 1, 0]
    assert nobody.next_year.is_provisional


def test_a_new_post_adds_a_head():
    """66 with one placed need none; a 67th who is placed makes two of 1.005."""
    found = alternatives(FIRM._replace(staff_months=D(200 * 12)), TERMS, 1, PRICES, is_new_post=True)
    three, four = (levy_due(LevyCase.of_year(FIRM.kind, D(200 + n), D(n), D(60000)), TERMS) for n in (3, 4))

    assert (three.payable_yuan > 0, four.payable_yuan) == (True, 0)
    assert {(one.persons, one.is_severe) for one in found.value} == {
        (0, False), (1, False), (1, True), (3, False), (2, True), (4, False),
    }  # fmt: skip
    assert all(one.next_year.case.staff_months == 12 * (200 + one.persons) for one in found.value)


def test_the_employer_s_share_is_reckoned_only_where_a_figure_gives_it():
    share = Figure("insurance.employer_share", "单位缴纳的社会保险比例", "211100", D("0.26"), "share", "市里的文件")
    found = alternatives(FIRM, TERMS, 1, Prices(PRICES.minimum, share))

    assert found.value[0].hire_next_yuan == D("28728.00")
    assert "加单位缴纳的社会保险26%" in found.steps[0].text


@pytest.mark.parametrize("month", [0, 13])
def test_there_is_no_such_month(month):
    with pytest.raises(ValueError, match="月"):
        alternatives(FIRM, TERMS, month, PRICES)


cases = st.builds(
    LevyCase,
    st.sampled_from(UnitKind),
    st.integers(0, 30_000).map(D),
    st.integers(0, 400).map(D),
    st.integers(0, 20_000_000).map(lambda fen: D(fen) / 100),
)


@given(cases, st.integers(1, 12), st.booleans())
def test_each_way_is_the_fewest_who_reach_their_limit(case, month, is_new_post):
    found = alternatives(case, TERMS, month, PRICES, is_new_post=is_new_post)

    assert len(found.steps) <= 12
    costs = [(one.cost_next_yuan, one.cost_this_yuan) for one in found.value]
    assert costs == sorted(costs)
    assert sum(not one.persons for one in found.value) == 1
    for one in found.value:
        if one.goal is not None:
            assert one.next_year.placement_ratio >= one.goal
            fewer = case.counted_months + 12 * (one.persons - 1) * (2 if one.is_severe else 1)
            staff = case.staff_months + (12 * (one.persons - 1) if is_new_post else 0)
            assert fewer < staff * one.goal
