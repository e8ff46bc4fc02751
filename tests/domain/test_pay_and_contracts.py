"""Equal pay beside the unit's same post from sums alone, and contracts that are missing or end, for staff and for the unit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.domain.intake_files import citizen_ids
from tests.domain.month_files import FIRM, UNIT, City
from tests.domain.reporting_ledger import Ledger
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.intake.services import take_in
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.employers.models import PostMonth
from tonggong.domain.employment import contracts
from tonggong.domain.employment.models import PayCheck, WageMonth
from tonggong.domain.employment.pay_queries import PAY_GROUPS, checks, counts
from tonggong.domain.employment.pay_services import PayRefused, check_pay, decide_pay, undo_pay
from tonggong.rules.contracts import Contract

pytestmark = pytest.mark.django_db
STRANGERS = citizen_ids(8, seed=43)
QUARTER = "2024Q3"
CLERK = Who(1, "甲", "city_staff", "市残联", "2111", frozenset({"labour.read", "labour.decide"}))
AWAY = Who(2, "乙", "county_staff", "县区残联", "211102", frozenset({"labour.read", "labour.decide"}))
HEAD = "姓名,身份证号,单位名称,统一社会信用代码,所属月份,收入额,岗位,用工形式"


@pytest.fixture
def city(practice, tmp_path) -> City:
    """A city in which one of ours works at a unit since long."""
    city = City(tmp_path)
    city.register(1)
    number, name = city.people[0]
    opening = ["兴隆台区", "振兴街道", name, number, f"{number}43", "其他企业", FIRM, UNIT, "2022-01-01", "", "", ""]
    city.send("opening-ledger", "2024-08", [opening])
    city.compare("2024-08")
    return city


def wages(city, ours, others, post="包装工", hours="全日制", month="2024-09"):
    rows = [(*reversed(city.people[0]), ours)] + [(f"路人{n}", STRANGERS[n], pay) for n, pay in enumerate(others)]
    lines = [HEAD, *(f"{name},{number},{FIRM},{UNIT},{month},{pay},{post},{hours}" for name, number, pay in rows)]
    path = city.folder / f"wages-{len(list(city.folder.iterdir()))}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    take_in(city.who, "wages", path, month, sender="市税务局")
    city.compare(month)


def test_3000_beside_a_median_of_3600_of_five_is_flagged_and_decided_and_undone(city):
    wages(city, 3000, [3600, 3600, 4000, 3500])
    assert check_pay(CLERK, QUARTER).flags == 1

    row = PayCheck.objects.get()
    assert (row.pay, row.state, row.heads, row.share) == ("below_post", "open", 5, Decimal("0.8333"))
    assert "83.3%" in row.because
    assert (row.months[0]["pay"], row.months[0]["median"]) == ("3000.00", "3600.00")
    assert row.months[0]["row"] is not None  # opens the file's row
    decide_pay(CLERK, row, "explained", "计件工资，已看工资条")
    assert check_pay(CLERK, QUARTER).changed == 0
    assert PayCheck.objects.get().state == "explained"
    undo_pay(CLERK, row, "工资条不全")
    assert next((one.after, one.reason) for one in steps_of(row)) == ("explained", "计件工资，已看工资条")
    assert PayCheck.objects.get().state == "open"


def test_of_a_post_of_two_nothing_is_kept_and_nothing_is_flagged(city):
    wages(city, 3000, [3600])
    check_pay(CLERK, QUARTER)

    assert PostMonth.objects.count() == 0
    row = PayCheck.objects.get()
    assert (row.pay, row.state) == ("too_few", "quiet")
    assert "样本不足" in row.because


def test_full_and_part_time_are_different_posts_and_no_strangers_wage_is_kept(city):
    wages(city, 3000, [3600, 3600, 3600], hours="非全日制")
    assert list(PostMonth.objects.values_list("is_part_time", "heads")) == [(True, 4)]
    assert WageMonth.objects.count() == 1
    assert WageMonth.objects.get().is_part_time is True


def test_a_file_without_posts_is_compared_with_nothing(city):
    wages(city, 3000, [3600, 3600, 3600], post="", hours="")
    check_pay(CLERK, QUARTER)
    assert PayCheck.objects.get().pay == "unknown"


def test_below_the_minimum_is_flagged_whatever_the_sample(city):
    wages(city, 1500, [])
    check_pay(CLERK, QUARTER)
    assert PayCheck.objects.get().pay == "below_minimum"


def test_a_decision_stands_while_the_figures_are_the_same_and_falls_once_they_change(city):
    wages(city, 3000, [3600, 3600, 4000, 3500])
    check_pay(CLERK, QUARTER)
    decide_pay(CLERK, PayCheck.objects.get(), "corrected", "已补发")
    wages(city, 3000, [3600, 3600, 3700, 3800])
    check_pay(CLERK, QUARTER)

    assert PayCheck.objects.get().state == "corrected"  # the median is the same: the decision stands
    wages(city, 3600, [3600, 3600, 3700, 3500])
    check_pay(CLERK, QUARTER)
    assert (PayCheck.objects.get().pay, PayCheck.objects.get().state) == ("equal", "quiet")


def test_reach_duty_and_reason_hold(city):
    wages(city, 3000, [3600, 3600, 4000, 3500])
    check_pay(CLERK, QUARTER)
    row = PayCheck.objects.get()
    assert checks(AWAY, QUARTER).count() == 0
    with pytest.raises(PayRefused, match="范围"):
        decide_pay(AWAY, row, "explained", "看过")
    with pytest.raises(PayRefused, match="理由"):
        decide_pay(CLERK, row, "explained", " ")
    with pytest.raises(PayRefused, match="请选"):
        decide_pay(CLERK, row, "quiet", "看过")
    with pytest.raises(PermissionDenied):
        decide_pay(Who(3, "丙", "x", "x", "2111", frozenset({"labour.read"})), row, "explained", "看过")
    found = counts(CLERK, QUARTER)
    assert found["open"] == 1
    assert all(checks(CLERK, QUARTER, key).count() == found[key or "all"] for key in PAY_GROUPS)


# ---------------------------------------------------------------- contracts

DAY = date(2024, 9, 30)


def test_of_fifty_spells_with_46_contracts_four_are_listed(practice):
    ledger = Ledger()
    for n in range(50):
        known = {} if n < 4 else {"contract_kind": "固定期限劳动合同", "contract_until": date(2026, 1, 31)}
        ledger.spell(ledger.person(), date(2023, 1, 1), **known)
    ledger.spell(ledger.person(), date(2023, 1, 1), form="71")  # part time needs none

    found = contracts.contracts(system_who("试验", "2111"), DAY)
    assert len(found) == 50
    assert len(contracts.in_group(found, "missing")) == 4
    assert contracts.contracts(AWAY, DAY) == []


def test_a_unit_is_told_of_those_alone_whom_it_reported(practice):
    ledger = Ledger()
    own = Who(9, "单位", "employer", "用人单位", "", frozenset({"own.unit"}), unit_code=UNIT)
    report = ledger.file("hires", "2024-01", f"{FIRM}（{UNIT}）")
    until = DAY + timedelta(30)
    told = ledger.spell(
        ledger.person(), date(2023, 1, 1), unit_code=UNIT, contract_kind="固定期限", contract_until=until
    )
    told.source_file = report
    told.save()
    ledger.spell(ledger.person(), date(2023, 1, 1), unit_code=UNIT)  # only a department knows of this one
    whole = ledger.spell(ledger.person(), date(2023, 1, 1), unit_code=UNIT, contract_kind="无固定期限劳动合同")
    whole.source_file = report
    whole.save()

    found = contracts.own_contracts(own, DAY)
    assert [(one.spell.pk, one.found.value) for one in found] == [(told.pk, Contract.ENDING)]
    assert contracts.own_contracts(own, DAY - timedelta(1)) == []
    assert contracts.own_contracts(CLERK, DAY) == []
