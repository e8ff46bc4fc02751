"""The reconciliation sheet of a year's hires as a workbook; names masked, and written into the trail."""

import io
from collections.abc import Iterable

import xlsxwriter

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import last_step
from tonggong.domain.hires.choices import DECIDED
from tonggong.domain.hires.models import HireCase
from tonggong.domain.quota.choices import LEVEL_LABELS
from tonggong.rules.masking import mask_name
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind

HEADINGS = (
    "单位", "统一社会信用代码", "层级", "性质", "县区", "姓名", "单位报的日期", "人事部门的日期", "核对结果", "说明", "状态", "裁定人",
    "裁定时间", "理由",
)  # fmt: skip
WIDTHS = (32, 22, 8, 10, 12, 10, 14, 14, 20, 48, 14, 12, 18, 32)


def hires_xlsx(who: Who, year: int, rows: Iterable[HireCase], purpose: str) -> bytes:
    """Write the cases of a year to a workbook and log the release with what it is for."""
    out, shown = io.BytesIO(), list(rows)
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, head = book.add_worksheet(f"{year}年录聘用核对"), book.add_format({"bold": True, "bottom": 1})
    for n, (title, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(n, n, width)
        sheet.write_string(0, n, title, head)
    for line, row in enumerate(shown, 1):
        for n, cell in enumerate(_cells(row)):
            sheet.write_string(line, n, cell)
    sheet.freeze_panes(1, 1)
    book.close()
    people = sorted({row.person_id for row in shown if row.person_id is not None})
    audit.record(
        "release",
        who=who,
        subject="persons.Person",
        ids=people,
        what="hires",
        purpose=purpose,
        year=year,
        rows=len(shown),
    )
    return out.getvalue()


def _cells(row: HireCase) -> tuple[str, ...]:
    step = last_step(row, row.state) if row.state in DECIDED else None
    day = lambda value: value.isoformat() if value else ""  # noqa: E731
    return (
        row.unit.in_use.name, row.unit.in_use.code, LEVEL_LABELS[row.level], KIND_LABELS[UnitKind(row.kind)],
        name_of(row.county_code) if row.county_code else "", mask_name(row.name), day(row.reported_on), day(row.hired_on),
        row.get_match_display(), row.because, row.get_state_display(), step.by if step else "",
        day(clock.day_of(step.at)) if step else "", step.reason if step else "",
    )  # fmt: skip
