"""The quota of units, worked out from the ledger: who counts in which month, what is owed, and what leaves the house."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.domain.quota_city import MONTHS, OTHER, YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import TAISHAN, UNIT, XINGLONG, Ledger
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.cli.employers import quota
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.domain.quota.certified import Stand, certification
from tonggong.domain.quota.files import write_quota
from tonggong.domain.quota.yearly import quota_of, quotas

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(practice) -> Ledger:
    """A firm of 100 heads with twelve months of insurance and wages, in a city that has entered its average wage."""
    return city_with_wages()


def test_a_placement_of_the_whole_year_counts_twelve_months_and_the_levy_follows(ledger):
    placed(ledger)

    found = quota_of(UNIT, YEAR)

    assert found.levy.headcount == 100
    assert found.levy.counted == 1
    assert found.levy.payable_yuan == Decimal("15000.00")  # 0.5 x 60,000 x 50 %
    assert all(step.source for step in found.steps)


def test_a_month_in_which_the_file_does_not_name_her_does_not_count_and_says_so(ledger):
    person = placed(ledger, months=[month for month in MONTHS if month != "2023-06"])

    found = quota_of(UNIT, YEAR)

    ((key, one),) = found.placements
    assert key == person.pk
    assert one.weighted_months == 11
    june = next(month for month in one.months if month.month == "2023-06")
    assert {finding.condition.value for finding in june.failed} == {"insurance", "wage"}


def test_a_month_paid_without_medical_insurance_does_not_count(ledger):
    person = placed(ledger)
    row = person.contributions.get(first_month="2023-03")
    row.kinds = "养老、工伤"
    row.save()

    ((_, one),) = quota_of(UNIT, YEAR).placements

    assert one.weighted_months == 11
    assert "没有缴医疗保险" in "".join(step.text for step in one.steps)


def test_a_severe_grade_counts_twice_and_an_excess_owes_nothing(ledger):
    placed(ledger, grade=1)

    levy = quota_of(UNIT, YEAR).levy

    assert levy.counted == 2
    assert levy.payable_yuan == 0
    assert levy.excess == Decimal("0.5")


def test_somebody_at_two_units_counts_at_one_of_them_in_each_month(ledger):
    firm(ledger, OTHER, 100)
    person = placed(ledger)
    ledger.spell(person, date(2023, 1, 1), unit_code=OTHER, contract_kind="无固定期限劳动合同")
    for month in MONTHS:
        ledger.insured(person, month, month, OTHER)
        row = ledger.wage(person, month, "2600")
        row.unit_code = OTHER
        row.save()

    by_unit = {found.unit.code: found for found in quotas(YEAR)}

    assert by_unit[UNIT].levy.counted == 1
    assert by_unit[OTHER].levy.counted == 0
    assert "另一单位" in "".join(step.text for step in by_unit[OTHER].placements[0][1].steps)
    assert quota_of(OTHER, YEAR).levy.counted == 0  # asked alone it is the same


def test_sheltered_work_is_employment_and_no_quota(ledger):
    placed(ledger, form="51")

    found = quota_of(UNIT, YEAR)

    assert found.levy.counted == 0
    assert "辅助性就业" in "".join(step.text for step in found.placements[0][1].steps)


def test_of_a_unit_whose_staff_nobody_knows_nothing_is_said_to_be_owed_or_met(ledger):
    Unit.objects.create(code=OTHER, name="没有参保数据的单位", economic_kind="企业", county_code=XINGLONG[0])
    placed(ledger, unit=OTHER)

    found = quota_of(OTHER, YEAR)

    assert found.levy is None
    assert "还不能算" in found.steps[-1].text


def test_the_year_is_that_of_what_was_known_at_the_instant(ledger):
    person = placed(ledger)
    late = person.contributions.get(first_month="2023-12")
    late.known_from = late.known_from.replace(year=2024)
    late.save()
    instant = late.known_from.replace(month=1, day=1)
    UnitMonth.objects.filter(month="2023-12").delete()

    assert quota_of(UNIT, YEAR).placements[0][1].weighted_months == 12
    assert quota_of(UNIT, YEAR, instant).placements[0][1].weighted_months == 11


def test_the_table_of_all_units_holds_no_person_and_says_why(ledger, tmp_path):
    placed(ledger)
    firm(ledger, OTHER, 30)
    out = tmp_path / "quota.parquet"

    said = CliRunner().invoke(quota, ["--year", str(YEAR), "--out", str(out), "--json"])

    assert json.loads(said.output)["rows"] == 2
    rows = {row["unit_code"]: row for row in pq.read_table(out).to_pylist()}
    assert rows[OTHER]["tier"] == "exempt"
    assert rows[OTHER]["payable"] == 0
    assert rows[UNIT]["payable"] == 15_000
    assert rows[UNIT]["shortfall"] == 0.5
    assert "按50%缴" in rows[UNIT]["because"]
    assert Entry.objects.filter(kind="release", subject="employers.Unit").exists()


def test_page_and_batch_give_the_same_fen_and_the_same_sentences(ledger):
    for n in range(12):
        code = f"91211100MA0TEST{n:02d}Y"[:18]
        firm(ledger, code, 31 + 17 * n, kind="事业单位" if n % 3 else "企业", wage=4_321 + 7 * n)
        if n % 2:
            placed(ledger, unit=code, grade=1 + n % 4)

    for found in quotas(YEAR):
        alone = quota_of(found.unit.code, YEAR)
        assert (alone.levy.payable_yuan, alone.steps) == (found.levy.payable_yuan, found.steps)


def test_asked_alone_a_unit_knows_of_which_months_each_county_has_sent_a_file(ledger):
    Unit.objects.create(code=OTHER, name="另一县区的单位", economic_kind="企业", county_code=TAISHAN[0])
    person = placed(ledger, months=MONTHS[:6])
    ledger.spell(person, date(2022, 1, 1), unit_code=OTHER, contract_kind="无固定期限劳动合同")

    found = {one.unit.code: one for one in quotas(YEAR)}

    for code in (UNIT, OTHER):  # 兴隆台区 sent a file of each month, 双台子区 none
        alone = quota_of(code, YEAR)
        assert alone.steps == found[code].steps
        assert [one.months for _, one in alone.placements] == [one.months for _, one in found[code].placements]
    assert found[UNIT].placements[0][1].weighted_months == 6
    assert found[OTHER].levy is None


def test_nothing_is_written_where_the_city_has_not_entered_its_average_wage(ledger, tmp_path):
    FigureValue.objects.filter(figure_id="wage.local_average_yearly").update(value=None)
    forget()
    out = tmp_path / "quota.parquet"

    said = CliRunner().invoke(quota, ["--year", str(YEAR), "--out", str(out)])

    assert said.exit_code == 1
    assert "当地社会平均工资" in said.output
    assert list(tmp_path.iterdir()) == []


def test_the_certification_has_a_line_a_placement_with_its_twelve_months(ledger):
    person = placed(ledger, months=MONTHS[3:])

    content, lines = certification(system_who(), YEAR)

    assert lines == 1
    heading, row = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    line = dict(zip(heading, row, strict=True))
    assert line["统一社会信用代码"] == UNIT
    assert line["身份证号"] == person.citizen_id
    assert (line["3月计入"], line["4月计入"], line["4月养老"]) == (0, 1, "是")
    assert line["计入人月"] == 9
    assert line["年度计入人数"] == 0.75
    assert line["认定意见"] == "部分月份计入"
    assert (line["申报状态"], line["提交日期"]) == ("没有申报", None)
    assert (line["行政区划"], line["4月在岗"], line["关联原因"]) == ("兴隆台区", None, None)
    stands = {UNIT: Stand("审核中", date(2024, 4, 1), date(2024, 4, 20))}
    told, _lines = certification(system_who(), YEAR, stands)
    heading, row = list(openpyxl.load_workbook(io.BytesIO(told)).active.values)
    assert heading[-4:] == ("申报状态", "提交日期", "审核期限", "认定日期")
    assert row[-4:] == ("审核中", "2024-04-01", "2024-04-20", None)
    entry = Entry.objects.filter(kind="release", subject="persons.Person").first()
    assert json.loads(entry.subject_ids) == [person.pk]


def test_of_a_year_to_come_no_month_is_judged(ledger):
    placed(ledger)

    assert certification(system_who(), clock.today().year + 5)[1] == 0
    assert all(not one.months for found in quotas(clock.today().year + 5) for _, one in found.placements)


def test_a_file_that_cannot_be_written_says_so_in_words(ledger, tmp_path):
    out = tmp_path / "missing" / "q.parquet"

    said = CliRunner().invoke(quota, ["--year", str(YEAR), "--out", str(out)])

    assert said.exit_code == 1
    assert said.output == f"Error: 写不进 {out}：没有这个文件夹。请换一个位置再试。\n"


def test_whoever_sees_one_county_gets_its_units_only(ledger, tmp_path):
    elsewhere = replace(system_who(), reach="211122")

    assert write_quota(elsewhere, YEAR, tmp_path / "q.parquet") == 0
