"""What the tax office collected against the estimate: each difference has its class, and what nothing explains stays open."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.figures import Figure, FigureTable, national_figures
from tonggong.rules.quota.collected import (
    DIFFERENCE_LABELS,
    Collected,
    Difference,
    compared,
    due_on,
    not_registered,
    together,
)
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, levy_due, terms

D = Decimal
FIGURES = figures_on(date(2024, 12, 31))
TERMS = terms(FIGURES, local_average=D(90000))
DUE, AFTER = date(2025, 10, 31), date(2025, 11, 30)
OWING, SMALL, MET = (
    LevyCase.of_year(UnitKind.ENTERPRISE, D(staff), D(counted), D(60000))
    for staff, counted in ((120, 1), (30, 0), (120, 2))
)


def classed(case, row, day=AFTER):
    return compared(levy_due(case, TERMS), row, DUE, day, FIGURES)


def row(paid, **facts):
    return Collected(
        None if paid is None else D(paid), **{k: D(v) if isinstance(v, str) else v for k, v in facts.items()}
    )


@pytest.mark.parametrize(
    ("case", "declared", "difference"),
    [
        (OWING, row("43200.00"), Difference.EQUAL),
        (OWING, row("43201.00"), Difference.EQUAL),
        (OWING, row("43201.01"), Difference.UNKNOWN),
        (OWING, row("43200.00", paid_on=date(2025, 10, 31)), Difference.EQUAL),
        (OWING, row("43200.00", paid_on=date(2025, 11, 1)), Difference.LATE),
        # 0.8 × 55,000 × 90%
        (OWING, row("39600.00", wage_yuan="55000"), Difference.WAGE_BASE),
        # 100 staff: 0.5 × 60,000 × 50%
        (OWING, row("15000.00", headcount="100"), Difference.HEADCOUNT),
        (OWING, row("0", headcount="30"), Difference.HEADCOUNT),
        (OWING, row("0", counted="2"), Difference.PLACEMENTS),
        (OWING, row("97200.00", counted="0"), Difference.PLACEMENTS),
        (OWING, row("48000.00"), Difference.EXEMPTION),
        (OWING, row("0", is_exempted=True), Difference.EXEMPTION),
        (OWING, row(None), Difference.NOTHING),
        (OWING, row("0"), Difference.LATE),
        (OWING, row("43200.00", is_late=True), Difference.LATE),
        (OWING, row("12345.67", headcount="100", wage_yuan="55000"), Difference.UNKNOWN),
        (SMALL, row("0"), Difference.EQUAL),
        (SMALL, row(None), Difference.EQUAL),
        (SMALL, row("27000.00"), Difference.EXEMPTION),
        (SMALL, row("100.00"), Difference.PAID_WITHOUT_OWING),
        (SMALL, row("25110.00", headcount="31"), Difference.HEADCOUNT),
        (MET, row("500.00"), Difference.PAID_WITHOUT_OWING),
        (OWING._replace(wage_yuan=D(0)), row("43200.00"), Difference.UNKNOWN),
        (OWING._replace(wage_yuan=D(0)), row("43200.00", wage_yuan="60000"), Difference.WAGE_BASE),
    ],
)
def test_each_difference_has_its_class(case, declared, difference):
    found = classed(case, declared)

    assert found.value.difference is difference
    assert found.value.gap_yuan == (declared.paid_yuan or 0) - levy_due(case, TERMS).payable_yuan
    assert found.because.startswith(f"估算{found.value.estimate_yuan:,}元，实缴")
    assert difference in DIFFERENCE_LABELS


def test_before_the_term_nothing_is_late_unless_the_tax_office_says_so():
    assert classed(OWING, row("0"), DUE).value.difference is Difference.NOT_DUE
    assert classed(OWING, row("0"), date(2025, 11, 1)).value.difference is Difference.LATE
    assert classed(OWING, row("0", is_late=True), DUE).value.difference is Difference.LATE
    assert "期限2025-10-31还没有到" in classed(OWING, row(None), DUE).because


def test_where_the_city_has_set_no_term_no_day_is_late():
    found = compared(levy_due(OWING, TERMS), row("43200.00", paid_on=date(2026, 1, 1)), None, date(2026, 1, 1), FIGURES)
    assert found.value.difference is Difference.EQUAL


def test_the_term_is_the_last_day_of_the_window_in_the_year_after():
    window = Figure("levy.declare_window", "申报期", "211100", ["08-01", "10-31"], "", "试验")
    table = FigureTable([*national_figures(), window])

    assert due_on(2024, table.on(date(2024, 12, 31), "211100000000")) == DUE
    assert due_on(2024, FIGURES) is None


def test_a_holding_s_rows_are_added_and_its_wages_averaged_by_heads():
    """100 heads at 60,000 and 300 at 108,000: 400 at 96,000."""
    found = together(
        [
            row("100.00", headcount="100", counted="1", wage_yuan="60000", paid_on=date(2025, 9, 1)),
            row("50.00", headcount="300", counted="2", wage_yuan="108000", paid_on=date(2025, 10, 1), is_late=True),
        ]
    )
    assert found == Collected(D("150.00"), date(2025, 10, 1), D(400), D(3), D("96000.00"), None, True)
    assert together([row("1"), row("2", headcount="3")]).headcount is None


def test_a_row_of_an_unknown_unit_says_what_to_do():
    found = not_registered("某某公司", row("100.00"), FIGURES)
    assert found.value.difference is Difference.NOT_REGISTERED
    assert "登记册里没有这个信用代码" in found.because


def test_heads_that_were_only_rounded_are_no_difference():
    """22 months are 1.8333 persons in a file: of 1,200 heads at 90,000 that moves the amount by more than the tolerance."""
    case = LevyCase(UnitKind.ENTERPRISE, D(1200 * 12), D(22), D(90000))
    rounded = levy_due(case._replace(counted_months=D("1.8333") * 12), TERMS).payable_yuan
    assert abs(rounded - levy_due(case, TERMS).payable_yuan) > 1

    found = classed(case, row(str(rounded), headcount="1200", counted="1.8333"))

    assert found.value.difference is Difference.EQUAL
    assert "只差进位" in found.because


def test_facts_that_explain_it_only_together_are_all_named():
    """100 staff and 50,000: 0.5 × 50,000 × 50% = 12,500; the headcount changes more than the wage."""
    found = classed(OWING, row("12500.00", headcount="100", wage_yuan="50000", counted="1"))

    assert (found.value.difference, found.value.all) == (
        Difference.HEADCOUNT,
        (Difference.HEADCOUNT, Difference.WAGE_BASE),
    )
    assert "申报职工100人，估算按120人。申报年平均工资50,000.00元，估算按60,000.00元。" in found.because


@pytest.mark.parametrize("bad", [row("-1"), row("1", headcount="-1"), row("1", wage_yuan="-1"), row("1", counted="-1")])
def test_negative_rows_are_refused(bad):
    with pytest.raises(ValueError, match="负数"):
        classed(OWING, bad)


counts = st.integers(0, 300).map(D)


@given(counts, counts, counts, st.integers(0, 3).map(D), st.integers(1, 9_000_000).map(lambda fen: D(fen) / 100))
def test_what_the_unit_s_own_facts_give_is_never_unknown(staff, told, counted, told_counted, wage):
    """Whoever pays what the rule gives for the facts that he declared is explained by them."""
    levy = levy_due(LevyCase.of_year(UnitKind.ENTERPRISE, staff, counted, D(60000)), TERMS)
    own = levy_due(LevyCase.of_year(UnitKind.ENTERPRISE, told, told_counted, wage), TERMS)
    declared = Collected(own.payable_yuan, None, told, told_counted, wage)

    assert compared(levy, declared, DUE, AFTER, FIGURES).value.difference not in (Difference.UNKNOWN, Difference.LATE)
