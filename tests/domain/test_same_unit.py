"""One unit under two codes: joined after a look, counted once, and taken back; a rename keeps the old name."""

from decimal import Decimal

import pytest

from tests.domain.month_files import HEADS
from tests.domain.month_files import UNIT as REGISTERED
from tests.domain.quota_city import MONTHS, OTHER, YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import TAISHAN, UNIT, Ledger
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake.services import take_in
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.employers import queries as employers
from tonggong.domain.employers.joining import JoinRefused
from tonggong.domain.employers.models import Unit, UnitFact, UnitMonth
from tonggong.domain.employers.services import ParentRefused, set_parent
from tonggong.domain.employment.models import AttestedSum
from tonggong.domain.quota import queries
from tonggong.domain.quota.files import write_quota
from tonggong.domain.quota.joining import preview
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.services import join_units, make_year, part_units
from tonggong.domain.quota.yearly import quota_of, quotas
from tonggong.rules.same_unit import Registered, why_same

pytestmark = pytest.mark.django_db
GROUND = "变更登记通知书"


@pytest.fixture
def who():
    return system_who("试验", "2111")


@pytest.fixture
def ledger(practice) -> Ledger:
    return city_with_wages()


def unit_of(code) -> Unit:
    return Unit.objects.get(code=code)


def kept_years():
    columns = ("unit__code", "headcount", "counted", "payable_yuan", "placed", "standing", "months_known")
    return list(YearResult.objects.order_by("unit__code").values_list(*columns))


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (Registered("12211100MA0TESTX1Q", "另一名称", "211102"), "组织机构代码相同"),
        (Registered("MA0TESTX-1", "另一名称", "211102"), "组织机构代码相同"),
        (Registered("91211100MA0ELSE09K", "盘锦　测试(辽宁)公司", "211103"), "名称相同"),
        (Registered("91211100MA0ELSE09K", "盘锦测试（辽宁）公司", "211102"), ""),
        (Registered("91211100MA0ELSE09K", "盘锦试验（辽宁）公司", "211103"), ""),
        (Registered("旧编号12", "", "211103"), ""),
    ],
)
def test_what_may_be_the_same_is_said_with_its_reason(other, because):
    found = why_same(Registered("91211100MA0TESTX1A", "盘锦测试（辽宁）公司", "211103"), other)

    assert because in (found.text if found else "")
    assert bool(found) == bool(because)


def test_two_codes_are_one_unit_after_a_look_and_two_again_when_it_is_taken_back(ledger, who, tmp_path):
    """January to June under the old code, from June on under the new one; a worker in June stands under both."""
    UnitMonth.objects.filter(unit_code=UNIT, month__lt=f"{YEAR}-06").delete()
    old = firm(ledger, OTHER, 80, months=MONTHS[:6])
    worker = placed(ledger, months=MONTHS[:6], unit=OTHER)
    placed(ledger, months=MONTHS[5:], unit=UNIT, person=worker)
    make_year(who, YEAR)
    before = kept_years()
    assert len(before) == 2

    look = preview(who, old, unit_of(UNIT), YEAR)
    assert (look.spells, look.months, look.twice) == (1, 6, f"{YEAR}年6月")
    assert kept_years() == before
    assert not UnitFact.objects.filter(kind="same").exists()
    join_units(who, old, unit_of(UNIT), GROUND)

    # Five months of 80 and seven of 100; June is what the code in use says, and the worker counts once in each month.
    assert [one.unit.code for one in quotas(YEAR)] == [UNIT]
    found = quota_of(OTHER, YEAR)
    assert found.unit.code == UNIT
    assert found.staff.value.person_months == 5 * 80 + 7 * 100
    assert sum(one.weighted_months for _, one in found.placements) == Decimal(12)
    said = "".join(step.text for step in found.steps)
    assert f"{OTHER}是这家单位用过的代码" in said
    assert f"{YEAR}年6月两个代码都报了职工人数" in said
    assert "安排1人" in said
    (line,) = kept_years()
    assert (line[0], line[2], line[4]) == (UNIT, 1, 1)
    assert line[3] == look.after.payable_yuan
    page = queries.year_of(unit_of(UNIT), YEAR)
    assert not page.is_outdated
    assert write_quota(who, YEAR, tmp_path / "year.parquet") == 1
    assert [one.code for one in employers.units(who, words=OTHER)] == [UNIT]
    assert [one.heads for one in employers.sums_of(unit_of(UNIT), "social-insurance")] == [80] * 5 + [100] * 7

    part_units(who, unit_of(OTHER), "登记错了")

    assert kept_years() == before
    fact = UnitFact.objects.get(kind="same")
    assert (fact.value, fact.ground, fact.said_by) == (UNIT, GROUND, "试验")
    assert fact.known_until is not None
    assert Entry.objects.filter(kind="change", subject="employers.Unit").count() == 2


def test_what_was_known_before_the_join_stays_as_it_was(ledger, who):
    old = firm(ledger, OTHER, 40)
    earlier = clock.now()
    join_units(who, old, unit_of(UNIT), GROUND)

    assert employers.carried() == employers.carried(clock.now()) == {OTHER: UNIT}
    assert employers.carried(earlier) == {}
    assert [one.unit.code for one in quotas(YEAR, known_at=earlier)] == [UNIT, OTHER]


def test_sums_accepted_under_the_old_code_correct_only_its_own(ledger, who):
    UnitMonth.objects.filter(unit_code=UNIT, month__lt=f"{YEAR}-06").delete()
    old = firm(ledger, OTHER, 80, months=MONTHS[:5])
    for kind, period, amount in (("heads", f"{YEAR}-02", 50), ("wages", str(YEAR), 1_000_000)):
        AttestedSum.objects.create(
            unit_code=OTHER, kind=kind, period=period, amount=amount, decided_on=clock.today(), known_from=clock.now()
        )
    join_units(who, old, unit_of(UNIT), GROUND)

    found = quota_of(UNIT, YEAR)

    assert found.staff.value.person_months == 4 * 80 + 50 + 7 * 100
    assert found.levy.case.wage_yuan * found.staff.value.person_months == pytest.approx(
        (1_000_000 + 7 * 100 * 5_000) * 12, rel=Decimal("0.001")
    )


def test_a_join_is_refused_with_its_reason(ledger, who):
    old, third = firm(ledger, OTHER, 40), firm(ledger, "91211100MA0TESTX3C", 10)
    unit = unit_of(UNIT)
    with pytest.raises(JoinRefused, match="凭据"):
        join_units(who, old, unit, " ")
    with pytest.raises(JoinRefused, match="同一条"):
        join_units(who, unit, unit, GROUND)
    Unit.objects.filter(pk=old.pk).update(county_code=TAISHAN[0])
    with pytest.raises(JoinRefused, match="范围"):
        join_units(system_who("县残联", unit.county_code), unit_of(OTHER), unit, GROUND)
    join_units(who, unit_of(OTHER), unit, GROUND)
    with pytest.raises(JoinRefused, match="范围"):
        part_units(system_who("县残联", unit.county_code), unit_of(OTHER), "登记错了")
    with pytest.raises(JoinRefused, match="已经并入"):
        join_units(who, unit_of(OTHER), third, GROUND)
    with pytest.raises(JoinRefused, match="自己也已并入"):
        join_units(who, third, unit_of(OTHER), GROUND)
    with pytest.raises(JoinRefused, match="更早的代码"):
        join_units(who, unit, third, GROUND)
    with pytest.raises(ParentRefused, match="现用代码"):
        set_parent(who, third, OTHER, "股权登记")
    with pytest.raises(JoinRefused, match="没有并入"):
        part_units(who, third, "登记错了")


def test_a_branch_of_the_old_code_is_counted_with_the_code_in_use(ledger, who):
    old, branch = firm(ledger, OTHER, 40), firm(ledger, "91211100MA0TESTX3C", 10)
    set_parent(who, branch, OTHER, "营业执照副本")
    join_units(who, old, unit_of(UNIT), GROUND)
    make_year(who, YEAR)

    (line,) = queries.results(who, YEAR)

    assert (line.unit.code, line.branches, line.headcount) == (UNIT, 1, 110)


def test_a_rename_in_the_business_register_keeps_the_old_name_and_finds_the_unit_by_it(practice, who, tmp_path):
    Ledger()
    for month, name, changed in (("2024-05", "盘锦旧名食品厂", ""), ("2024-06", "盘锦新名食品公司", "2024-06-03")):
        path = tmp_path / f"{month}.csv"
        row = f"{REGISTERED},{name},企业,C,兴隆台区,存续,2010-01-01,{changed}"
        path.write_text(f"{HEADS['businesses']}\n{row}\n", "utf-8")
        take_in(who, "businesses", path, month, sender="市市场监管局")
        compare_month(who, month)

    unit = unit_of(REGISTERED)
    assert unit.name == "盘锦新名食品公司"
    names = UnitFact.objects.filter(unit=unit, kind="name").order_by("pk")
    assert [one.value for one in names] == ["盘锦旧名食品厂", "盘锦新名食品公司"]
    assert str(names[1].started_on) == "2024-06-03"
    assert all(one.source_file_id for one in names)
    assert list(employers.units(who, words="旧名食品")) == [unit]
    assert list(employers.units(who, words="新名食品")) == [unit]
