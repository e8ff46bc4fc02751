"""The levy to the fen: the thirteen worked cases (made from 财税〔2015〕72号 第八条 and 财政部公告2023年第8号), every edge of
every regime, and sentences whose numbers are those that were reckoned with."""

import csv
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import ROOT, figures_on, table
from tonggong.rules.figures import Figure, FigureMissing, FigureTable, national_figures
from tonggong.rules.quota.kinds import UnitKind, kind_of
from tonggong.rules.quota.levy import LevyCase, Tier, explained, levy_due, terms

D = Decimal
DAY = date(2024, 12, 31)
TERMS = terms(figures_on(DAY), local_average=D(90000))
ENTERPRISE, INSTITUTION = UnitKind.ENTERPRISE, UnitKind.INSTITUTION
with (ROOT / "tests" / "data" / "levy_examples.csv").open(encoding="utf-8") as file:
    EXAMPLES = list(csv.DictReader(file))


def months_of(written: str) -> Decimal:
    """`1 x9 + 0 x3` as weighted months."""
    return sum((D(weight) * D(times) for weight, times in re.findall(r"([\d.]+) x(\d+)", written)), D(0))


def owed(kind, headcount, counted, wage="60000", policy=TERMS):
    return levy_due(LevyCase.of_year(kind, D(headcount), D(counted), D(wage)), policy)


def on(day, average="90000"):
    return terms(figures_on(day), local_average=D(average))


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["case"] for row in EXAMPLES])
def test_the_worked_cases_hold_to_the_fen(row):
    case = LevyCase(
        UnitKind(row["unit_kind"]),
        D(row["in_service_employees"]) * 12,
        months_of(row["monthly_weighted_counts"]),
        D(row["avg_wage"]),
    )
    levy = levy_due(case, terms(figures_on(DAY), ratio=D(row["ratio"]), local_average=D(row["local_avg_wage"])))

    assert levy.payable_yuan == D(row["payable"])
    assert levy.required == D(row["required"])
    assert levy.counted.quantize(D("0.0001")) == D(row["counted"])
    assert levy.placement_ratio.quantize(D("0.000001"), ROUND_HALF_UP) == D(row["placement_ratio"])
    assert levy.shortfall.quantize(D("0.0001")) == D(row["shortfall"])
    if levy.shortfall:
        assert levy.wage_base == D(row["wage_base"])
        assert levy.full_yuan == D(row["full_due"])
    words = {Tier.UPPER: "0.5", Tier.LOWER: "0.9", Tier.MET: "none", Tier.EXEMPT: "exempt"}
    assert words[levy.tier] == row["tier"]


@pytest.mark.parametrize(
    ("kind", "headcount", "counted", "tier", "payable"),
    [
        # thirty included, enterprises only
        (ENTERPRISE, "30", "0", Tier.EXEMPT, "0"),
        (UnitKind.STATE_ENTERPRISE, "30", "0", Tier.EXEMPT, "0"),
        (ENTERPRISE, "30.0833333333333333333333", "0", Tier.LOWER, "24367.50"),
        (ENTERPRISE, "31", "0", Tier.LOWER, "25110.00"),
        (INSTITUTION, "30", "0", Tier.LOWER, "24300.00"),
        (UnitKind.ORGAN, "30", "0", Tier.LOWER, "24300.00"),
        (UnitKind.ORGANISATION, "30", "0", Tier.LOWER, "24300.00"),
        (UnitKind.PRIVATE_NON_ENTERPRISE, "30", "0", Tier.LOWER, "24300.00"),
        # a quota met is no exemption, whatever the size
        (ENTERPRISE, "30", "1", Tier.MET, "0"),
        # who is not named by the law owes nothing
        (UnitKind.SOLE_TRADER, "500", "0", Tier.NOT_OBLIGED, "0"),
        (UnitKind.COOPERATIVE, "500", "0", Tier.NOT_OBLIGED, "0"),
        (UnitKind.OTHER, "500", "0", Tier.NOT_OBLIGED, "0"),
        # 66 need 0.99, 67 need 1.005
        (ENTERPRISE, "66", "1", Tier.MET, "0"),
        (ENTERPRISE, "67", "1", Tier.UPPER, "150.00"),
        # one per cent belongs to the upper tier
        (ENTERPRISE, "1000", "9.99", Tier.LOWER, "270540.00"),
        (ENTERPRISE, "1000", "10", Tier.UPPER, "150000.00"),
        (ENTERPRISE, "10000", "99", Tier.LOWER, "2754000.00"),
        (ENTERPRISE, "10000", "149", Tier.UPPER, "30000.00"),
        (ENTERPRISE, "10000", "150", Tier.MET, "0"),
        # nobody employed, nobody owed for; more placed than employed
        (ENTERPRISE, "0", "0", Tier.MET, "0"),
        (ENTERPRISE, "1", "2", Tier.MET, "0"),
    ],
)
def test_edges_fall_on_the_side_the_law_says(kind, headcount, counted, tier, payable):
    levy = owed(kind, headcount, counted)

    assert (levy.tier, levy.payable_yuan) == (tier, D(payable))
    if tier is Tier.NOT_OBLIGED:
        assert (levy.required, levy.shortfall, levy.excess, levy.full_yuan) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("wage", "base"), [("179999.99", "179999.99"), ("180000", "180000"), ("180000.01", "180000"), ("0", "0")]
)
def test_the_wage_stops_at_twice_the_local_average(wage, base):
    levy = owed(ENTERPRISE, 100, 0, wage)

    assert levy.wage_base == D(base)
    assert levy.payable_yuan == (D("1.5") * D(base) * D("0.9")).quantize(D("0.01"), ROUND_HALF_UP)
    assert ("，超过当地" in levy.because) == (D(wage) > 180000)
    assert ("，没有超过当地" in levy.because) == (0 < D(wage) <= 180000)


@pytest.mark.parametrize(
    ("day", "tier", "share", "cap"),
    [
        (date(2015, 10, 1), Tier.FULL, "1", None),
        (date(2017, 3, 31), Tier.FULL, "1", None),
        (date(2017, 4, 1), Tier.FULL, "1", "270000"),
        (date(2018, 3, 31), Tier.FULL, "1", "270000"),
        (date(2018, 4, 1), Tier.FULL, "1", "180000"),
        (date(2019, 12, 31), Tier.FULL, "1", "180000"),
        (date(2020, 1, 1), Tier.LOWER, "0.9", "180000"),
        (date(2022, 12, 31), Tier.LOWER, "0.9", "180000"),
        (date(2023, 1, 1), Tier.LOWER, "0.9", "180000"),
        (date(2027, 12, 31), Tier.LOWER, "0.9", "180000"),
        (date(2028, 1, 1), Tier.FULL, "1", "180000"),
    ],
)
def test_each_regime_has_its_own_cap_and_tiers(day, tier, share, cap):
    policy = on(day)
    levy = owed(ENTERPRISE, 100, 0, "300000", policy)

    assert policy.cap_yuan == (None if cap is None else D(cap))
    assert levy.tier is tier
    assert levy.payable_yuan == 100 * policy.ratio.value * D(cap or "300000") * D(share)


def test_before_the_formula_there_is_no_levy_to_reckon():
    with pytest.raises(FigureMissing):
        terms(figures_on(date(2015, 9, 30)), local_average=D(90000))


def test_without_the_local_average_nothing_is_guessed():
    with pytest.raises(FigureMissing, match="当地社会平均工资"):
        terms(figures_on(DAY))


@pytest.mark.parametrize(
    ("day", "registered_on", "headcount", "tier"),
    [
        (date(2016, 12, 31), date(2013, 12, 31), 20, Tier.EXEMPT),
        (date(2016, 12, 31), date(2013, 12, 30), 20, Tier.FULL),
        (date(2016, 12, 31), date(2015, 1, 1), 21, Tier.FULL),
        (date(2018, 12, 31), date(2016, 1, 1), 30, Tier.EXEMPT),
        (date(2018, 12, 31), date(2016, 1, 1), 31, Tier.FULL),
        (date(2018, 12, 31), None, 30, Tier.FULL),
        (date(2019, 2, 28), date(2016, 2, 29), 30, Tier.EXEMPT),
        (date(2019, 3, 1), date(2016, 2, 29), 30, Tier.FULL),
        (date(2016, 2, 29), date(2013, 3, 1), 20, Tier.EXEMPT),
        (date(2016, 2, 29), date(2013, 2, 28), 20, Tier.FULL),
    ],
)
def test_a_new_small_enterprise_was_exempt_for_three_years(day, registered_on, headcount, tier):
    case = LevyCase(ENTERPRISE, D(headcount) * 12, D(0), D(60000), registered_on)

    assert levy_due(case, on(day)).tier is tier
    assert levy_due(case._replace(kind=INSTITUTION), on(day)).tier is Tier.FULL


def test_the_last_year_of_a_relief_says_what_comes_without_it():
    assert owed(ENTERPRISE, 120, 1, policy=on(date(2026, 12, 30))).warnings == ()

    warned = owed(ENTERPRISE, 120, 1, policy=on(date(2027, 1, 1))).warnings

    assert [one.text for one in warned] == ["这一减免到2027年12月31日止，如不延续，同样情况应缴48,000.00元。"]
    assert "财政部公告2023年第8号" in warned[0].source
    assert owed(ENTERPRISE, 30, 0, policy=on(date(2027, 6, 1))).warnings[0].text.endswith("应缴27,000.00元。")
    assert owed(ENTERPRISE, 120, 2, policy=on(date(2027, 6, 1))).warnings == ()


def test_when_the_relief_has_lapsed_the_full_amount_is_only_an_estimate_until_the_city_confirms():
    levy = owed(ENTERPRISE, 30, 0, policy=on(date(2028, 12, 31)))

    assert levy.is_provisional
    assert levy.payable_yuan == D("27000.00")
    assert "须由市里确认" in levy.warnings[0].text
    assert "须由市里确认" in levy.because

    said = Figure("levy.relief.lapsed", "减缴免缴到期提示", "211100", False, "rule", "市里的文件", date(2028, 1, 1))
    confirmed = FigureTable([*table().rows, said]).on(date(2028, 12, 31), "211100000000")
    levy = owed(ENTERPRISE, 30, 0, policy=terms(confirmed, local_average=D(90000)))
    assert (levy.is_provisional, levy.payable_yuan, levy.warnings) == (False, D("27000.00"), ())
    assert "确认" not in levy.because


def test_a_renewed_relief_goes_on_without_a_warning():
    renewed = [
        Figure(id_, "减缴", "CN", D(value), "share", "续期文件", date(2028, 1, 1), date(2030, 12, 31))
        for id_, value in {
            "levy.tier.at_least": "0.01",
            "levy.tier.rate_upper": "0.5",
            "levy.tier.rate_lower": "0.9",
            "levy.exempt.max_employees": "30",
        }.items()
    ]
    figures = FigureTable([*table().rows, *renewed]).on(date(2028, 12, 31), "211100000000")
    policy = terms(figures, local_average=D(90000))

    assert owed(ENTERPRISE, 30, 0, policy=policy).tier is Tier.EXEMPT
    levy = owed(ENTERPRISE, 120, 0, policy=policy)
    assert (levy.tier, levy.is_provisional, levy.warnings) == (Tier.LOWER, False, ())


def test_a_wage_nobody_knows_gives_no_amount():
    levy = owed(ENTERPRISE, 120, 0, 0)

    assert levy.is_provisional
    assert [one.text for one in levy.warnings] == ["年平均工资没有来源，金额还算不出。"]
    assert "应缴" not in levy.because
    assert not owed(ENTERPRISE, 120, 2, 0).is_provisional
    assert not owed(ENTERPRISE, 30, 0, 0).is_provisional


def test_a_kind_nobody_knows_is_no_release():
    assert "请核实" in owed(UnitKind.OTHER, 100, 0).warnings[0].text


@pytest.mark.parametrize(("headcount", "counted", "wage"), [("-1", 0, 1), (1, "-1", 1), (1, 0, "-0.01")])
def test_impossible_facts_are_refused(headcount, counted, wage):
    with pytest.raises(ValueError, match="负数"):
        owed(ENTERPRISE, headcount, counted, wage)


# 100 × 1.5% = 1.5 short; a fen on the edge goes up: 1.5 × 0.01 × 0.9 = 0.0135, 1.5 × 0.10 × 0.5 = 0.075
@pytest.mark.parametrize(
    ("headcount", "counted", "wage", "payable"),
    [
        ("100", "0", "0.01", "0.01"),
        ("100", "1", "0.20", "0.05"),
        ("100", "1", "0.10", "0.03"),
        ("100", "1", "0.02", "0.01"),
    ],
)
def test_half_a_fen_goes_up(headcount, counted, wage, payable):
    assert owed(ENTERPRISE, headcount, counted, wage).payable_yuan == D(payable)


def test_the_sentences_are_those_a_clerk_reads_out():
    levy = explained(LevyCase(ENTERPRISE, D(1440), D(9), D(60000)), TERMS)

    assert [step.text for step in levy.steps] == [
        "年平均在职职工120人，应安排120人×1.5%＝1.8人。",
        "已安排0.75人（9人月÷12），差1.05人。",
        "年平均工资60,000.00元，没有超过当地社会平均工资90,000.00元的2倍（180,000.00元）。",
        "安排比例0.625%，不到1%，按90%缴（执行到2027年12月31日）。",
        "应缴：1.05人×60,000.00元×90%＝56,700.00元。",
    ]
    assert levy.value.because == "".join(step.text for step in levy.steps)
    assert levy.steps[3].source == (
        "财政部公告2019年第98号; 财政部公告2023年第8号，2020-01-01起至2027-12-31，2019-12-27公布，2023-03-26延续"
    )


def test_a_gap_that_four_decimals_cut_short_is_told_in_months():
    levy = levy_due(LevyCase(ENTERPRISE, D(1441), D(12), D(60000)), TERMS)

    assert "差0.8013人（9.615人月÷12）" in levy.because
    assert "应缴：9.615人月÷12×60,000.00元×90%＝43,267.50元。" in levy.because


def test_an_estimate_without_end_is_told_in_four_decimals():
    levy = levy_due(LevyCase(ENTERPRISE, D(1200), D(10) * 12 / 7, D(60000)), TERMS)

    assert "已安排1.4286人，差0.0714人。" in levy.because


@pytest.mark.parametrize(
    ("staff_months", "counted_months", "words"),
    [
        (1_200_000, 11_999, "0.9999%，不到1%"),
        (1_200_000, 12_000, "1%，达到1%"),
        (1_200_000, 17_999, "1.4999%，达到1%、不到1.5%"),
    ],
)
def test_a_share_just_below_a_limit_never_reads_as_the_limit(staff_months, counted_months, words):
    assert f"安排比例{words}" in levy_due(LevyCase(ENTERPRISE, D(staff_months), D(counted_months), D(1)), TERMS).because


cases = st.builds(
    LevyCase,
    st.sampled_from(UnitKind),
    st.integers(0, 60_000).map(lambda n: D(n) / 2),
    st.integers(0, 600).map(lambda n: D(n) / 2),
    st.integers(0, 40_000_000).map(lambda fen: D(fen) / 100),
)
days = st.sampled_from([date(2016, 12, 31), date(2017, 12, 31), date(2019, 12, 31), DAY, date(2028, 12, 31)])


@given(cases, days, st.integers(1, 24))
def test_one_more_counted_placement_never_raises_the_levy(case, day, more):
    policy = on(day)
    fewer, many = levy_due(case, policy), levy_due(case._replace(counted_months=case.counted_months + more), policy)

    assert many.payable_yuan <= fewer.payable_yuan
    assert many.full_yuan <= fewer.full_yuan


@given(cases, days)
def test_the_levy_is_what_whole_fen_give(case, day):
    """The same reckoned in integers: twelve-hundred-thousandths of a fen, halves up."""
    policy = on(day)
    levy = levy_due(case, policy)
    share = {Tier.UPPER: 50, Tier.LOWER: 90, Tier.FULL: 100}.get(levy.tier, 0)
    base = int(levy.wage_base * 100)
    gap = int(case.staff_months * 2) * int(policy.ratio.value * 1000) - int(case.counted_months * 2) * 1000
    scaled = 12 * 2 * 1000 * 100
    fen = (max(gap, 0) * base * share * 2 + scaled) // (2 * scaled)

    assert levy.payable_yuan * 100 == fen


@given(cases, days)
def test_the_printed_numbers_are_the_values(case, day):
    levy = levy_due(case, on(day))
    last = levy.steps[-1].text

    assert levy.because == "".join(step.text for step in levy.steps)
    assert all(step.source for step in levy.steps)
    if levy.has_no_wage:
        assert "金额还算不出" in levy.because
        assert "应缴：" not in levy.because
    elif levy.standing.due:
        # What is printed is put into a calculator again.
        product = D(1)
        for factor in last.removeprefix("应缴：").partition("＝")[0].split("×"):
            number = re.match(r"[\d,.]+", factor)[0].replace(",", "")
            product *= D(number) / (100 if factor.endswith("%") else 1) / (12 if "÷12" in factor else 1)
        assert abs(product - levy.payable_yuan) <= D("0.005000001")
        assert last.endswith(f"＝{levy.payable_yuan:,}元。")
    else:
        assert levy.payable_yuan == 0


@given(st.lists(cases, max_size=6), days)
def test_what_was_reckoned_before_changes_nothing(some, day):
    policy = on(day)
    forth = [levy_due(case, policy) for case in some]
    back = [levy_due(case, on(day)) for case in reversed(some)]

    assert [(one.payable_yuan, one.because) for one in forth] == [
        (one.payable_yuan, one.because) for one in reversed(back)
    ]


@pytest.mark.parametrize(
    ("code", "word", "kind"),
    [
        ("91211100MA0000000X", "", ENTERPRISE),
        ("91211100MA0000000X", "国有企业", UnitKind.STATE_ENTERPRISE),
        ("91211100MA0000000X", "其他单位", ENTERPRISE),
        ("12211100MA0000000X", " 事业单位 ", INSTITUTION),
        ("92211100MA0000000X", "", UnitKind.SOLE_TRADER),
        ("93211100MA0000000X", "农民专业合作社", UnitKind.COOPERATIVE),
        ("11211100MA0000000X", "", UnitKind.ORGAN),
        ("52211100MA0000000X", "", UnitKind.PRIVATE_NON_ENTERPRISE),
        ("", "", UnitKind.OTHER),
        ("31211100MA0000000X", "没有见过的词", UnitKind.OTHER),
    ],
)
def test_the_kind_is_the_register_s_word_or_else_the_code_s(code, word, kind):
    assert kind_of(code, word) is kind


def test_the_national_rows_alone_carry_the_levy():
    """A place without a pack: the nation's and the province's rows, its own ratio and average from the file."""
    figures = FigureTable(national_figures()).on(DAY, "210000")

    assert owed(ENTERPRISE, 31, 0, "50000", terms(figures, local_average=D(90000))).payable_yuan == D("20925.00")
