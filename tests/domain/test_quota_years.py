"""The stored answers of a year: the same as the page works out, the same when made again, a holding once."""

from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from tests.domain.quota_city import MONTHS, OTHER, YEAR, body, city_with_wages, firm, placed
from tests.domain.reporting_ledger import UNIT, Ledger
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.base.jobs import services as jobs
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.domain.employers.models import Unit, UnitFact, UnitMonth
from tonggong.domain.employers.services import ParentRefused, set_parent
from tonggong.domain.quota import queries
from tonggong.domain.quota.files import write_quota
from tonggong.domain.quota.models import LeadPlan, LeadResult, YearResult
from tonggong.domain.quota.queries import Wanted
from tonggong.domain.quota.services import make_unit, make_year
from tonggong.domain.quota.tasks import QUOTA_YEAR, make

pytestmark = pytest.mark.django_db
BRANCH = "91211100MA0TESTX3C"


@pytest.fixture
def ledger(practice) -> Ledger:
    return city_with_wages()


@pytest.fixture
def who():
    return system_who("试验", "2111")


def unit_of(code=UNIT) -> Unit:
    return Unit.objects.get(code=code)


def kept(code=UNIT) -> YearResult:
    return YearResult.objects.get(unit__code=code, year=YEAR)


def test_a_run_keeps_what_the_page_works_out(ledger, who):
    placed(ledger)

    make_year(who, YEAR)

    row, page = kept(), queries.year_of(unit_of(), YEAR)
    assert (row.headcount, row.required, row.counted, row.shortfall) == (100, Decimal("1.5"), 1, Decimal("0.5"))
    assert (row.payable_yuan, row.tier, row.standing, row.placed) == (Decimal("15000.00"), "upper", "owing", 1)
    assert page.line is not None
    assert page.levy.payable_yuan == row.payable_yuan
    assert not page.is_outdated


def test_a_second_run_writes_the_same_rows_and_a_unit_that_is_gone_leaves_the_list(ledger, who):
    firm(ledger, OTHER, 40)
    make_year(who, YEAR)
    before = list(YearResult.objects.order_by("pk").values_list("pk", "unit", "payable_yuan"))

    make_year(who, YEAR)
    assert list(YearResult.objects.order_by("pk").values_list("pk", "unit", "payable_yuan")) == before

    UnitMonth.objects.filter(unit_code=OTHER).delete()
    make_year(who, YEAR)
    assert not YearResult.objects.filter(unit__code=OTHER).exists()


def test_a_ledger_that_moved_shows_on_the_page_and_one_unit_is_made_again(ledger, who):
    firm(ledger, OTHER, 40)
    make_year(who, YEAR)
    other = kept(OTHER).made_at
    placed(ledger)

    page = queries.year_of(unit_of(), YEAR)
    assert {"counted", "payable_yuan", "placed"} <= set(page.differs)
    make_unit(who, unit_of(), YEAR)

    assert not queries.year_of(unit_of(), YEAR).is_outdated
    assert kept(OTHER).made_at == other


def test_a_holding_is_one_line_with_its_branches(ledger, who):
    branch = firm(ledger, BRANCH, 100)
    placed(ledger, unit=BRANCH)
    placed(ledger, unit=BRANCH)
    placed(ledger, unit=BRANCH)
    make_year(who, YEAR)
    assert queries.results(who, YEAR).count() == 2

    set_parent(who, branch, UNIT, "营业执照副本")
    assert queries.year_of(unit_of(), YEAR).is_outdated
    make_year(who, YEAR)

    row = kept()
    assert list(queries.results(who, YEAR)) == [row]
    assert (row.headcount, row.counted, row.branches, row.standing) == (200, 3, 1, "met")
    assert kept(BRANCH).part_of == unit_of()
    page = queries.year_of(unit_of(), YEAR)
    assert [one.code for one in page.members] == [BRANCH]
    assert not page.is_outdated
    assert not queries.year_of(branch, YEAR).is_outdated


def test_the_file_of_a_year_lists_a_holding_once_as_the_desk_does(ledger, who, tmp_path):
    branch = firm(ledger, BRANCH, 100)
    firm(ledger, OTHER, 40)
    placed(ledger, unit=BRANCH)
    set_parent(who, branch, UNIT, "营业执照副本")
    make_year(who, YEAR)
    out = tmp_path / "quota.parquet"

    assert write_quota(who, YEAR, out) == 2

    rows = {row["unit_code"]: row for row in pq.read_table(out).to_pylist()}
    desk = {row.unit.code: row for row in queries.results(who, YEAR)}
    assert set(rows) == set(desk) == {UNIT, OTHER}
    for code, row in rows.items():
        assert (row["headcount"], row["payable"]) == (desk[code].headcount, float(desk[code].payable_yuan))
    page = queries.year_of(unit_of(), YEAR)
    assert rows[UNIT]["because"] == "".join(step.text for step in page.steps)
    assert f"下属单位并入一起算：{branch.name}。" in rows[UNIT]["because"]
    assert write_quota(system_who("别处", "211102"), YEAR, out) == 0


def test_wages_of_a_holding_are_averaged_by_staff(ledger, who):
    branch = firm(ledger, BRANCH, 300, wage=9_000)
    set_parent(who, branch, UNIT, "营业执照副本")

    make_year(who, YEAR)

    assert kept().wage_yuan == Decimal("96000.00")  # (100 x 60,000 + 300 x 108,000) / 400


def test_a_parent_is_entered_with_evidence_and_never_in_a_circle(ledger, who):
    branch = firm(ledger, BRANCH, 20)
    with pytest.raises(ParentRefused):
        set_parent(who, branch, UNIT, " ")
    with pytest.raises(ParentRefused):
        set_parent(who, branch, "91211100MA0NOBODY9", "营业执照")
    set_parent(who, branch, UNIT, "营业执照副本")
    with pytest.raises(ParentRefused):
        set_parent(who, unit_of(), BRANCH, "营业执照副本")
    set_parent(who, branch, "", "股权已转让")

    said = UnitFact.objects.filter(unit=branch, kind="parent").order_by("pk")
    assert [(one.ground, one.known_until is None) for one in said] == [("营业执照副本", False), ("股权已转让", True)]
    assert Unit.objects.get(code=BRANCH).parent is None


def test_units_out_of_reach_can_not_be_put_under_another(ledger):
    with pytest.raises(ParentRefused):
        set_parent(system_who("试验", "211102"), firm(ledger, BRANCH, 20), UNIT, "营业执照副本")


def test_every_total_is_the_number_of_the_rows_that_it_opens(ledger, who):
    for n, (heads, kind) in enumerate(
        [(30, "企业"), (31, "企业"), (80, "事业单位"), (12, "个体工商户"), (90, "国有企业")]
    ):
        firm(ledger, f"91211100MA0TEST{n}5E", heads, kind)
    placed(ledger, unit="91211100MA0TEST45E", grade=1)
    unit = Unit.objects.create(
        code="91211100MA0TEST85E", name="不明", economic_kind="企业", county_code=unit_of().county_code
    )
    placed(ledger, unit=unit.code, months=[])
    make_year(who, YEAR)

    for by in ("kind", "county_code"):
        found = queries.totals(who, YEAR, by)
        assert found[""].units == 7
        for key, one in found.items():
            wanted = {"kind": key} if by == "kind" else {"county": key}
            assert one.units == queries.results(who, YEAR, Wanted(**wanted)).count()
            assert one.obliged == one.met + one.owing + one.exempt + one.unknown
            for standing in ("obliged", "met", "owing", "exempt", "unknown", "not_obliged"):
                opened = queries.results(who, YEAR, Wanted(**wanted, standing=standing))
                assert getattr(one, standing) == opened.count()
            paid = [row.payable_yuan for row in queries.results(who, YEAR, Wanted(**wanted)) if row.payable_yuan]
            assert one.payable_yuan == sum(paid)
    whole = queries.totals(who, YEAR, "kind")[""]
    assert (whole.met, whole.exempt, whole.unknown, whole.not_obliged) == (1, 1, 1, 1)


def test_another_countys_staff_see_no_line(ledger, who):
    make_year(who, YEAR)

    assert queries.results(system_who("试验", "211102"), YEAR).count() == 0
    assert queries.totals(system_who("试验", "211102"), YEAR, "kind")[""].units == 0


def test_state_enterprises_of_equal_ratio_share_a_place_and_unknown_staff_comes_last(ledger, who):
    for n in range(3):
        firm(ledger, f"91211100MA0TEST{n}5E", 100, "国有企业")
    placed(ledger, unit="91211100MA0TEST25E")
    lost = Unit.objects.create(
        code="91211100MA0TEST85E", name="不明", economic_kind="国有企业", county_code=unit_of().county_code
    )
    placed(ledger, unit=lost.code, months=[])
    make_year(who, YEAR)

    assert [(one.place, one.row.unit.code[-3]) for one in queries.state_enterprises(who, YEAR)] == [
        (1, "2"),
        (2, "0"),
        (2, "1"),
        (0, "8"),
    ]


def test_a_missing_figure_stops_the_run_says_which_and_keeps_what_was_kept(ledger, who):
    make_year(who, YEAR)
    FigureValue.objects.filter(figure_id="wage.local_average_yearly").update(value=None)
    forget()
    run = jobs.start(who, QUOTA_YEAR, str(YEAR), "试验")

    make.func(run.pk)

    run.refresh_from_db()
    assert run.state == "failed"
    assert "wage.local_average_yearly" in run.words
    assert YearResult.objects.count() == 1
    assert "wage.local_average_yearly" in queries.year_of(unit_of(), YEAR).missing


def test_the_worker_makes_a_year_and_says_how_many(ledger, who):
    run = jobs.start(who, QUOTA_YEAR, str(YEAR), "试验")

    make.func(run.pk)

    run.refresh_from_db()
    assert (run.state, run.words) == ("done", "2023年算完：1 家单位，0 家机关事业单位。")


# ---------------------------------------------------------------- leading by example


def lead_of(code: str) -> str:
    return LeadResult.objects.get(unit__code=code, year=YEAR).lead


@pytest.mark.parametrize(
    ("kind", "posts", "heads", "known", "placements", "lead"),
    [
        ("机关", 49, 100, {}, 0, "no_duty"),
        ("机关", 50, 100, {}, 0, "breach"),
        ("机关", 50, 100, {}, 1, "fulfilled"),
        ("机关", 50, 60, {}, 1, "ratio_met"),
        ("事业单位", 66, 100, {}, 0, "no_duty"),
        ("事业单位", 67, 100, {}, 0, "breach"),
        ("事业单位", 120, 130, {"is_school": True}, 0, "no_duty"),
        ("机关", 80, 100, {"level": "县级"}, 0, "no_duty"),
        ("机关", 80, 0, {}, 0, "breach"),
        ("机关", None, 100, {}, 0, "unknown"),
    ],
)  # fmt: skip
def test_a_body_leads_by_its_posts_level_and_heads(ledger, who, kind, posts, heads, known, placements, lead):
    code = f"{'11' if kind == '机关' else '12'}211100MA0TEST77Z"
    body(ledger, code, posts, heads, kind, **known)
    for _ in range(placements):
        placed(ledger, unit=code)

    make_year(who, YEAR)

    assert lead_of(code) == lead


def test_posts_are_those_of_the_day_also_after_another_number_was_said(ledger, who):
    unit = body(ledger, "11211100MA0TEST77Z", 60)
    UnitFact.objects.update(known_until=clock.now())
    UnitFact.objects.create(unit=unit, kind="posts", value="40", started_on=date(2024, 6, 30), known_from=clock.now())

    make_year(who, YEAR)

    row = LeadResult.objects.get(unit=unit)
    assert (row.posts, row.posts_on, row.lead) == (60, date(2022, 12, 31), "breach")


def test_posts_that_were_taken_back_are_not_believed(ledger, who):
    unit = body(ledger, "11211100MA0TEST77Z", 60)
    UnitFact.objects.update(known_until=clock.now())

    make_year(who, YEAR)

    assert LeadResult.objects.get(unit=unit).lead == "unknown"


def test_a_breach_opens_one_plan_and_a_placement_settles_it(ledger, who):
    unit = body(ledger, "11211100MA0TEST77Z", 60, 100)
    make_year(who, YEAR)
    make_year(who, YEAR)
    plan = LeadPlan.objects.get()
    assert (plan.unit, plan.breach_on, plan.ended_on) == (unit, clock.today(), None)

    placed(ledger, unit=unit.code)
    make_year(who, YEAR)

    plan.refresh_from_db()
    assert plan.ended_on == clock.today()


def test_an_older_year_opens_and_settles_no_plan(ledger, who):
    unit = body(ledger, "11211100MA0TEST77Z", 60, 100)
    make_year(who, YEAR)
    LeadPlan.objects.all().delete()

    make_year(who, YEAR - 1)

    assert LeadResult.objects.filter(unit=unit, year=YEAR - 1).exists()
    assert not LeadPlan.objects.exists()


def test_months_that_end_a_placement_before_the_day_leave_nobody_placed(ledger, who):
    body(ledger, "11211100MA0TEST77Z", 60, 100)
    placed(ledger, unit="11211100MA0TEST77Z", months=MONTHS[:6], ended_on=date(YEAR, 6, 30))

    make_year(who, YEAR)

    row = LeadResult.objects.get(unit__code="11211100MA0TEST77Z")
    assert (row.placed, row.lead, row.counted) == (0, "breach", Decimal("0.5"))


def test_a_county_joins_no_unit_of_its_own_to_a_holding_of_another_nor_takes_it_from_one(ledger):
    head = Unit.objects.get(code=UNIT)
    Unit.objects.filter(pk=head.pk).update(county_code="211122000000")
    branch = firm(ledger, OTHER, 40)
    county = system_who("兴隆台区", "211103")

    with pytest.raises(ParentRefused, match="请市残联登记"):
        set_parent(county, branch, UNIT, "营业执照副本")
    set_parent(system_who("市残联", "2111"), branch, UNIT, "营业执照副本")
    with pytest.raises(ParentRefused, match="请市残联登记"):
        set_parent(county, branch, "", "已分立")

    branch.refresh_from_db()
    assert branch.parent_id == head.pk
