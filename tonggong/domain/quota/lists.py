"""The list of units as a workbook that leaves the house: no person is in it, and it is written into the trail."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.domain.quota.choices import TIER_LABELS, Settled, Standing
from tonggong.domain.quota.models import LevyDifference, YearResult
from tonggong.rules.quota.collected import DIFFERENCE_LABELS, Difference
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind

HEADINGS = (
    "统一社会信用代码", "单位", "单位性质", "县区", "并入的下属单位", "在职职工", "应安排", "已安排", "差额", "状态", "分档",
    "按多少缴", "计费工资（元）", "估算应缴（元）", "有数据的月数", "说明",
)  # fmt: skip
DIFFERENCE_HEADINGS = (
    "统一社会信用代码", "单位", "县区", "差异类别", "估算应缴（元）", "实缴（元）", "实缴减估算（元）", "处理", "说明",
)  # fmt: skip
AWARD_HEADINGS = (
    "统一社会信用代码", "单位", "单位性质", "县区", "在职职工", "应安排", "已安排", "超出", "奖励（元）", "说明",
)  # fmt: skip
PROVISIONAL = "估算，还不能作数"


def units_xlsx(who: Who, year: int, rows: Iterable[YearResult], purpose: str) -> bytes:
    """Write the lines of a year to a workbook and log the release with what it is for."""
    content, written = _book(f"{year}年度", HEADINGS, map(_cells, rows))
    audit.record("release", who=who, subject="quota.YearResult", purpose=purpose, year=year, rows=written)
    return content


def differences_xlsx(who: Who, year: int, rows: Iterable[LevyDifference], purpose: str) -> bytes:
    """Write a year's estimates against what was collected to a workbook and log the release with what it is for."""
    content, written = _book(f"{year}年度征收比对", DIFFERENCE_HEADINGS, map(_difference_cells, rows))
    audit.record("release", who=who, subject="quota.LevyDifference", purpose=purpose, year=year, rows=written)
    return content


def awards_xlsx(who: Who, year: int, rows: Iterable[YearResult], purpose: str) -> bytes:
    """Write a year's awards above the quota to a workbook and log the release with what it is for."""
    content, written = _book(f"{year}年度超比例奖励", AWARD_HEADINGS, map(_award_cells, rows))
    audit.record(
        "release", who=who, subject="quota.YearResult", purpose=purpose, year=year, rows=written, list="awards"
    )
    return content


def _book(title: str, headings: Sequence[str], lines: Iterable[tuple[str | float | None, ...]]) -> tuple[bytes, int]:
    """A workbook of one sheet, the first two columns kept in sight; and how many lines it has."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, head = book.add_worksheet(title), book.add_format({"bold": True, "bottom": 1})
    for n, title in enumerate(headings):
        sheet.write_string(0, n, title, head)
    written = 0
    for line in lines:
        written += 1
        for n, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(written, n, cell)
            elif cell is not None:
                sheet.write_number(written, n, cell)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, len(headings) - 1, 14)
    book.close()
    return out.getvalue(), written


def _cells(row: YearResult) -> tuple[str | float | None, ...]:
    return (
        row.unit.code, row.unit.name, KIND_LABELS[UnitKind(row.kind)], name_of(row.county_code) if row.county_code else "",
        row.branches, _number(row.headcount), _number(row.required), _number(row.counted), _number(row.shortfall),
        Standing(row.standing).label, TIER_LABELS.get(row.tier, row.tier), _number(row.rate), _number(row.wage_yuan),
        _number(row.payable_yuan), row.months_known, PROVISIONAL if row.is_provisional else "",
    )  # fmt: skip


def _award_cells(row: YearResult) -> tuple[str | float | None, ...]:
    excess = None if row.required is None else row.counted - row.required
    return (
        row.unit.code, row.unit.name, KIND_LABELS[UnitKind(row.kind)], name_of(row.county_code) if row.county_code else "",
        _number(row.headcount), _number(row.required), _number(row.counted), _number(excess), _number(row.award_yuan),
        row.award_because,
    )  # fmt: skip


def _difference_cells(row: LevyDifference) -> tuple[str | float | None, ...]:
    gap = None if row.estimate_yuan is None else row.paid_yuan - row.estimate_yuan
    return (
        row.unit_code, row.unit_name, name_of(row.county_code) if row.county_code else "",
        DIFFERENCE_LABELS[Difference(row.kind)], _number(row.estimate_yuan), _number(row.paid_yuan), _number(gap),
        "" if row.kind == Difference.EQUAL else Settled(row.state).label, row.because,
    )  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
