"""The tax office's yearly file: rows refused with why, nothing doubled, each difference classed, decided and undone."""

from datetime import date
from decimal import Decimal

import pytest

from tests.domain.intake_files import unit_code
from tests.domain.quota_city import YEAR, city_with_wages, firm
from tests.domain.reporting_ledger import TAISHAN, XINGLONG
from tonggong.base.accounts.who import system_who
from tonggong.base.intake.services import take_in
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.base.workflow.queries import steps_of
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.services import set_parent
from tonggong.domain.quota import collected
from tonggong.domain.quota.collected import WAITING, Asked
from tonggong.domain.quota.models import LevyCollected, LevyDifference
from tonggong.domain.quota.services import SettlingRefused, make_unit, make_year, settle_difference

pytestmark = pytest.mark.django_db
HEAD = "统一社会信用代码,纳税人名称,所属年度,在职职工人数,年平均工资,减免费额,应缴费额,入库金额,入库日期,征收状态"
MONTH = f"{YEAR + 1}-11"
A, B, C, D, E, F, STRANGER = (unit_code(n) for n in (31, 32, 33, 34, 35, 36, 99))
OWED = Decimal("81000.00")  # 100 staff at 60,000, nobody placed: 1.5 × 60,000 × 90%


@pytest.fixture
def who(practice):
    ledger = city_with_wages()
    for code in (A, B, C, D, E):
        firm(ledger, code, 100)
    firm(ledger, F, 30)
    return system_who("试验", "2111")


def send(who, tmp_path, *rows, name="tax.csv"):
    path = tmp_path / name
    path.write_text("\n".join([HEAD, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    took = take_in(who, "levy-collected", path, MONTH, sender="市税务局")
    compare_month(who, MONTH)
    return took


def row(code, paid="81000", heads="100", wage="60000", on=f"{YEAR + 1}-09-20", state="正常", year=YEAR):
    return code, f"公司{code[-4:]}", year, heads, wage, "", "", paid, on, state


def kinds(who):
    return {one.unit_code: one.kind for one in collected.differences(who, YEAR)}


def test_planted_differences_are_found_in_their_class(who, tmp_path):
    send(
        who, tmp_path, row(A), row(B, "67500", wage="50000"), row(C, "0", heads="30"), row(D, on=f"{YEAR + 1}-12-05"),
        row(F, "27000", heads="30"), row(STRANGER, "100"),
    )  # fmt: skip
    make_year(who, YEAR)

    found = kinds(who)
    assert {code: found[code] for code in (A, B, C, D, E, F, STRANGER)} == {
        A: "equal", B: "wage_base", C: "headcount", D: "late", E: "nothing", F: "exemption", STRANGER: "not_registered",
    }  # fmt: skip
    sums = collected.sums(who, YEAR)
    assert {kind: one.units for kind, one in sums.items() if kind} == {
        kind: list(found.values()).count(kind) for kind in found.values()
    }
    assert (sums["wage_base"].estimate_yuan, sums["wage_base"].paid_yuan) == (OWED, Decimal(67500))
    told = LevyDifference.objects.get(unit_code=B)
    assert "申报年平均工资50,000.00元，估算按60,000.00元。" in told.because


def test_a_row_that_can_not_be_read_goes_back_with_why_and_the_same_file_again_doubles_nothing(who, tmp_path):
    bad = [row(A[:-1] + ("0" if A[-1] != "0" else "1")), row(B, "约八万"), row(C, year="24年"), row(D, "")]
    took = send(who, tmp_path, row(A), *bad)

    assert (took.accepted, took.refused) == (1, 4)
    assert LevyCollected.objects.count() == 1
    send(who, tmp_path, row(A), *bad)
    assert LevyCollected.objects.count() == 1

    send(who, tmp_path, row(A, "82000"), row(B), name="again.csv")
    assert {one.unit_code: one.paid_yuan for one in LevyCollected.objects.standing()} == {
        A: Decimal(82000), B: Decimal(81000),
    }  # fmt: skip
    assert LevyCollected.objects.count() == 3  # what was said before stays, no longer believed


def test_a_holding_is_compared_once_with_the_rows_of_all_its_branches(who, tmp_path):
    set_parent(who, Unit.objects.get(code=B), A, "营业执照副本")
    send(who, tmp_path, row(A), row(B))
    make_year(who, YEAR)

    one = LevyDifference.objects.get(unit_code=A)
    assert (one.kind, one.estimate_yuan, one.paid_yuan) == ("equal", 2 * OWED, 2 * OWED)
    assert not LevyDifference.objects.filter(unit_code=B).exists()
    assert len(collected.both_sides(one).rows) == 2


def test_a_difference_is_decided_with_a_reason_undone_by_another_and_open_again_once_the_sums_move(who, tmp_path):
    send(who, tmp_path, row(A), row(B, "67500", wage="50000"))
    make_year(who, YEAR)
    one = LevyDifference.objects.get(unit_code=B)

    with pytest.raises(SettlingRefused, match="理由"):
        settle_difference(who, one, "tax", " ")
    with pytest.raises(SettlingRefused, match="范围"):
        settle_difference(system_who("别处", "211102"), one, "tax", "申报有误")
    with pytest.raises(SettlingRefused, match="一致"):
        settle_difference(who, LevyDifference.objects.get(unit_code=A), "tax", "申报有误")
    settle_difference(who, one, "asked", "请税务核实工资口径")
    with pytest.raises(MoveRefused):
        settle_difference(who, one, "asked", "再请一次")
    settle_difference(who, one, "open", "问错了单位")
    settle_difference(who, one, "tax", "企业报表核对过")
    assert [step.after for step in steps_of(one)] == ["asked", "open", "tax"]

    make_year(who, YEAR)
    one.refresh_from_db()
    assert one.state == "tax"  # the same sums: the decision stays
    assert B not in {row.unit_code for row in collected.differences(who, YEAR, Asked(state=WAITING))}

    send(who, tmp_path, row(A), row(B, "66000", wage="50000"), name="again.csv")
    make_unit(who, one.unit, YEAR)
    one.refresh_from_db()
    assert (one.state, one.paid_yuan) == ("open", Decimal(66000))
    assert "实缴67,500.00元" in steps_of(one).last().reason


def test_without_a_file_nothing_is_compared_and_a_county_sees_its_own_only(who, tmp_path):
    make_year(who, YEAR)
    assert not LevyDifference.objects.exists()
    assert collected.latest_row(YEAR) is None

    Unit.objects.filter(code=A).update(county_code=TAISHAN[0])
    send(who, tmp_path, row(A), row(B), row(STRANGER, "100"))
    make_year(who, YEAR)
    assert set(kinds(system_who("双台子", "211102"))) == {A}
    assert STRANGER not in kinds(system_who("兴隆台", XINGLONG[0][:6]))
    assert STRANGER in kinds(who)


def test_before_the_city_sets_a_term_no_payment_is_late(who, tmp_path):
    FigureValue.objects.filter(figure_id="levy.declare_window").update(value=None)
    forget()
    send(who, tmp_path, row(D, on=f"{YEAR + 1}-12-05"))
    make_year(who, YEAR)

    assert kinds(who)[D] == "equal"
    assert date(YEAR + 1, 12, 5) == LevyCollected.objects.get().paid_on


def test_what_a_later_file_says_no_more_stays_with_when_by_which_file_and_what_was_decided(who, tmp_path):
    send(who, tmp_path, row(A), row(STRANGER, "5000"))
    make_year(who, YEAR)
    one = LevyDifference.objects.get(unit_code=STRANGER)
    settle_difference(who, one, "asked", "请税务核实是哪家单位")

    send(who, tmp_path, row(A), name="second.csv")
    make_year(who, YEAR)
    one.refresh_from_db()

    assert (one.state, one.gone_file.name, one.paid_yuan) == ("gone", "second.csv", Decimal(5000))
    assert one.gone_at is not None
    assert [step.after for step in steps_of(one)] == ["asked", "gone"]
    assert "已请税务核实" in steps_of(one).last().reason
    assert STRANGER not in kinds(who)
    assert [row.unit_code for row in collected.differences(who, YEAR, Asked(state="gone"))] == [STRANGER]
    assert collected.gone_count(who, YEAR) == 1
    assert sum(1 for kind, sums in collected.sums(who, YEAR).items() if kind for _ in range(sums.units)) == len(
        kinds(who)
    )
    with pytest.raises(SettlingRefused, match="已经没有"):
        settle_difference(who, one, "tax", "以税务为准")
    make_year(who, YEAR)
    assert steps_of(one).count() == 2

    send(who, tmp_path, row(A), row(STRANGER, "5000", heads="101"), name="third.csv")
    make_year(who, YEAR)
    one.refresh_from_db()
    assert (one.state, one.gone_at, one.gone_file) == ("asked", None, None)
    with pytest.raises(SettlingRefused, match="手工"):
        settle_difference(who, one, "gone", "不要了")
