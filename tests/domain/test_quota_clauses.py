"""Acceptance examples of the quota's clauses, through files and public functions: A1.1, A2.1, S2.4, S4.9, one fen everywhere."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.domain.month_files import FIRM, UNIT, City
from tests.domain.quota_city import YEAR, body, city_with_wages, firm, placed
from tests.domain.reporting_ledger import TAISHAN, Ledger
from tonggong.base.accounts.who import system_who
from tonggong.base.intake.services import take_in
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.employers.models import Unit, UnitFact
from tonggong.domain.employers.services import set_parent
from tonggong.domain.quota import queries
from tonggong.domain.quota.files import write_quota
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.own import OwnYear
from tonggong.domain.quota.queries import Wanted
from tonggong.domain.quota.services import make_year
from tonggong.domain.quota.trying import policy_of
from tonggong.domain.quota.yearly import quota_of
from tonggong.domain.reporting.papers import levy_letter
from tonggong.rules.identifiers import organisation_check_digit, unit_check_digit
from tonggong.rules.quota.levy import LevyCase, levy_due

pytestmark = pytest.mark.django_db
POSTS = (
    "统一社会信用代码,单位名称,机构类别,机构层级,核定编制,统计日期,主管部门,是否中小学幼儿园,是否残工委成员单位,县区"
)
COUNTED = "91211100MA0TESTX2B"


@pytest.fixture
def who():
    return system_who("试验", "2111")


def institution(number: int) -> str:
    first = f"12211103{number:08d}"
    first += organisation_check_digit(first[8:])
    return first + unit_check_digit(first)


def test_a_register_of_214_units_brings_209_and_its_five_mended_rows_bring_five(practice, who, tmp_path):
    Ledger()
    lines = [POSTS]
    for n in range(214):
        code = institution(n)
        if n < 3:
            code = code[:-1] + ("0" if code[-1] != "0" else "1")
        school = "是" if n % 5 == 0 else "否"
        posts = "" if n in (100, 101) else 20 + n
        member = "是" if n == 50 else "否"
        lines.append(f"{code},第{n}单位,事业单位,市级,{posts},2024-06-30,教育局,{school},{member},兴隆台区")
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    first = take_in(who, "establishment", path, "2024-06", sender="市委编办")
    compare_month(who, "2024-06")

    assert (first.accepted, first.refused, Unit.objects.count()) == (209, 5, 209)
    book = openpyxl.load_workbook(first.refused_file)
    reasons = " ".join(str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value)
    assert reasons.count("不是正确的 18 位统一社会信用代码") == 3
    head = next(row for row in book.active.iter_rows() if any(cell.value == "核定编制" for cell in row))
    at = {cell.value: cell.column for cell in head}
    for row in range(head[0].row + 1, book.active.max_row + 1):
        name = book.active.cell(row, at["单位名称"]).value
        if name:
            n = int(name[1:-2])
            book.active.cell(row, at["统一社会信用代码"]).value = institution(n)
            book.active.cell(row, at["核定编制"]).value = str(20 + n)
    book.save(tmp_path / "mended.xlsx")

    again = take_in(who, "establishment", tmp_path / "mended.xlsx", "2024-06")
    compare_month(who, "2024-06")

    assert (again.accepted, again.refused) == (5, 0)
    assert Unit.objects.count() == 214
    assert UnitFact.objects.standing().filter(kind=UnitFact.Kind.POSTS).count() == 214
    one = Unit.objects.get(code=institution(50))
    assert (one.posts, one.level, one.is_school, one.is_committee_member) == (70, "市级", True, True)
    assert Unit.objects.get(code=institution(101)).posts == 121


def test_posts_said_again_beside_another_name_stay_believed(practice, who, tmp_path):
    """A file that takes the place of another one may say the same posts in another row."""
    Ledger()
    for n, name in enumerate(("甲单位", "甲单位（本级）")):
        path = tmp_path / f"{n}.csv"
        path.write_text(f"{POSTS}\n{institution(1)},{name},事业单位,市级,70,2024-06-30,,否,否,兴隆台区\n", "utf-8")
        take_in(who, "establishment", path, "2024-06", sender="市委编办")
        compare_month(who, "2024-06")

    assert [fact.value for fact in UnitFact.objects.standing().filter(kind=UnitFact.Kind.POSTS)] == ["70"]


def test_of_eighteen_state_enterprises_eleven_met_the_ratio_and_open(practice, who):
    ledger = city_with_wages()
    codes = [f"91211100MA0SOE{n:02d}XY" for n in range(18)]
    for n, code in enumerate(codes):
        firm(ledger, code, 60, "国有企业")
        if n < 11:
            placed(ledger, unit=code)
    branch = firm(ledger, COUNTED, 6, "国有企业")
    set_parent(who, branch, codes[0], "股权登记")
    make_year(who, YEAR)

    ranked = queries.state_enterprises(who, YEAR)
    met = queries.results(who, YEAR, Wanted(kind="state_enterprise", standing="met"))

    assert len(ranked) == 18  # the holding once, not again with its branch
    assert {row.unit.code for row in met} == set(codes[:11])


def test_a_new_form_of_placement_is_a_row_of_data_with_place_dates_and_weight(practice, who):
    """「集中派遣到岗」 counts a half from July in one county; elsewhere it counts nothing, and other forms as ever."""
    ledger = city_with_wages()
    FigureValue.objects.create(
        figure_id="quota.extra_forms", label="集中派遣到岗", scope="211103", value={"19": "0.5"}, unit="form: weight",
        effective_from=date(YEAR, 7, 1), source="兴隆台区试点办法", origin="试验",
    )  # fmt: skip
    forget()
    away = firm(ledger, COUNTED, 100)
    Unit.objects.filter(pk=away.pk).update(county_code=TAISHAN[0])
    for unit in ("91211100MA0TESTX1A", COUNTED):
        placed(ledger, unit=unit, form="19")
        placed(ledger, unit=unit, form="14")

    here, there = (quota_of(code, YEAR) for code in ("91211100MA0TESTX1A", COUNTED))

    months = {one.placement.form: one.weighted_months for _, one in here.placements}
    assert months == {"19": Decimal(3), "14": Decimal(12)}
    assert {one.placement.form: one.weighted_months for _, one in there.placements} == {"19": 0, "14": 12}
    told = [step for _, one in here.placements for step in one.steps if "按0.5计算" in step.text]
    assert "兴隆台区试点办法" in told[0].source


def test_a_veteran_of_grade_three_counts_twice_without_a_disability_certificate_and_grade_nine_not(practice, tmp_path):
    city = City(tmp_path)
    city.register(1)
    rows = [f"{name},{number},军{n},{grade},2018-01-01,有效" for n, ((number, name), grade) in enumerate(zip(city.people[1:3], ("三级", "九级"), strict=True))]  # fmt: skip
    path = tmp_path / "veterans.csv"
    path.write_text(
        "\n".join(["姓名,身份证号,残疾军人证号,残疾等级,发证日期,证件状态", *rows]) + "\n", encoding="utf-8"
    )
    assert take_in(city.who, "military-certificates", path, "2024-08", sender="市退役军人事务局").accepted == 2
    opening = [["兴隆台区", "振兴街道", name, number, "", "按比例就业", FIRM, UNIT, "2023-04-01", "", "2023-04", "2024-08"] for number, name in city.people[1:3]]  # fmt: skip
    city.send("opening-ledger", "2024-08", opening)
    city.compare("2024-08")
    for month in ("2024-09", "2024-10"):
        city.send("social-insurance", month, [city.insured(n, month) for n in (1, 2)])
        city.send("wages", month, [[month, FIRM, UNIT, name, number, 3000] for number, name in city.people[1:3]])
        city.compare(month)

    found = quota_of(UNIT, 2024)

    by_grade = {one.placement.holder.certificates[0].grade: one for _, one in found.placements}
    assert {grade: {m.month: m.weight for m in one.months}["2024-09"] for grade, one in by_grade.items()} == {
        3: 2,
        9: 0,
    }
    assert "残疾军人证（3级）有效，一人按两人计算" in "".join(step.text for step in by_grade[3].steps)
    assert "残疾军人证9级不在可计入的等级之内。" in "".join(step.text for step in by_grade[9].steps)


def test_page_file_letter_simulator_and_kept_answer_say_the_same_fen(practice, who, tmp_path):
    ledger = city_with_wages()
    for n in range(24):
        code = f"91211100MA0F{n:02d}XYZ4"
        firm(ledger, code, 25 + 11 * n, kind="事业单位" if n % 3 else "企业", wage=4_321 + 37 * n)
        if n % 2:
            placed(ledger, unit=code, grade=1 + n % 4)
    body(ledger, "11211100MA0TEST77Z", 60, 77)
    make_year(who, YEAR)
    write_quota(who, YEAR, tmp_path / "q.parquet")
    in_file = {row["unit_code"]: row for row in pq.read_table(tmp_path / "q.parquet").to_pylist()}

    kept = list(YearResult.objects.filter(year=YEAR).select_related("unit"))
    assert len(kept) == 26
    for row in kept:
        page = queries.year_of(row.unit, YEAR)
        levy = page.levy
        fen = row.payable_yuan
        assert (levy.payable_yuan, in_file[row.unit.code]["payable"]) == (fen, float(fen))
        case = LevyCase.of_year(levy.case.kind, levy.headcount, levy.counted, levy.case.wage_yuan)
        assert levy_due(case, policy_of(YEAR, row.county_code).terms).payable_yuan == fen
        own = OwnYear(YEAR, row.county_code, (), ((), ()), page.own)
        paper = levy_letter.as_docx(levy_letter.letter(row.unit.name, own, date(YEAR + 1, 3, 1)))
        words = re.sub(r"<[^>]+>", "", zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml").decode())
        assert f"应缴{fen:,}元" in words
        assert in_file[row.unit.code]["because"].endswith(levy.because)
        assert levy.steps[-1].text in words
