"""The queue as a sheet, for a clerk who decides in Excel, and the decisions read back from it."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import openpyxl
import xlsxwriter

from tonggong.base.accounts.who import IncompatibleDuties, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.domain.comparison import queries
from tonggong.domain.comparison.models import Decision, Finding
from tonggong.domain.comparison.services.decide import DecisionRefused, decide
from tonggong.domain.persons.models import Person

HEADINGS = (
    "编号", "月份", "数据种类", "比对结果", "原因", "姓名", "身份证尾号", "县区", "为什么", "台账", "来文", "裁定", "人员编号", "理由",
)  # fmt: skip
WORDS = {"采信来文": "accept", "采信": "accept", "不采信": "reject", "退回来源": "return", "退回": "return"}
WIDTHS = (8, 9, 16, 10, 16, 10, 10, 12, 40, 30, 30, 10, 10, 24)


class SheetWrong(Exception):
    """The file is not a queue that was exported from here."""


@dataclass(slots=True)
class Applied:
    """What came of the decisions in a sheet."""

    decided: int = 0
    left: int = 0
    refused: list[dict[str, object]] = field(default_factory=list)


def export_sheet(who: Who, out: Path, month: str | None = None) -> int:
    """Write what waits for a decision to an .xlsx; return how many. Logged as data that left the house."""
    rows = list(queries.queue(who, month))
    with xlsxwriter.Workbook(str(out)) as book:
        sheet = book.add_worksheet("待裁定")
        head = book.add_format({"bold": True, "bg_color": "#E1EDE8", "text_wrap": True})
        for column, (title, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for n, finding in enumerate(rows, 1):
            for column, value in enumerate(_cells(finding)):
                sheet.write_string(n, column, value)
        if rows:
            choices = ["采信来文", "不采信", "退回来源"]
            sheet.data_validation(1, 11, len(rows), 11, {"validate": "list", "source": choices, "ignore_blank": True})
        sheet.freeze_panes(1, 0)
    audit.record(
        "export", who=who, subject="comparison.Finding", ids=[f.pk for f in rows], purpose="裁定", rows=len(rows)
    )
    return len(rows)


def _cells(finding: Finding) -> list[str]:
    ledger = "；".join(f"{s['label']} {s['ledger']}" for s in finding.sides if not s["same"] and s["ledger"])
    incoming = "；".join(f"{s['label']} {s['incoming']}" for s in finding.sides if not s["same"] and s["incoming"])
    candidates = finding.plan.get("candidates") or []
    return [
        str(finding.pk),
        finding.month,
        finding.feed,
        finding.get_result_display(),
        queries.cause_title(finding.cause),
        finding.name,
        finding.person.id_tail if finding.person else "",
        name_of(finding.county_code),
        finding.because,
        ledger,
        incoming,
        "",
        str(candidates[0]["person"]) if candidates else "",
        "",
    ]


def apply_sheet(who: Who, path: Path) -> Applied:
    """Carry out the decisions written in an exported sheet; rows without one are left alone.

    Raises:
        SheetWrong: it is not such a sheet.
    """
    try:
        sheet = openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=True).active
    except Exception as why:  # openpyxl raises whatever its parts raise on a file that is no workbook
        raise SheetWrong("这不是从“差异裁定”导出的 .xlsx 文件。") from why
    rows = sheet.iter_rows(values_only=True) if sheet is not None else iter(())
    heading = [str(c or "").strip() for c in next(rows, ())]
    if "编号" not in heading or "裁定" not in heading:
        raise SheetWrong("表里没有“编号”或“裁定”这一列。请用导出的表填写，不要改表头。")
    place = {title: n for n, title in enumerate(heading)}
    done = Applied()
    for number, cells in enumerate(rows, 2):
        get = lambda title: str(cells[place[title]] or "").strip() if place.get(title, 99) < len(cells) else ""  # noqa: B023, E731
        word = get("裁定")
        if not word:
            done.left += bool(get("编号"))
            continue
        _apply_row(who, done, number, get("编号"), word, get("人员编号"), get("理由"))
    return done


def _apply_row(who: Who, done: Applied, number: int, key: str, word: str, person: str, reason: str) -> None:
    def refuse(why: str) -> None:
        done.refused.append({"row": number, "reason": why})

    if word not in WORDS:
        return refuse(f"裁定“{word}”不认识，请写 采信来文、不采信 或 退回来源。")
    finding = (
        queries.findings(who).filter(pk=int(key) if key.isdigit() else 0).select_related("delivery", "person").first()
    )
    if finding is None:
        return refuse("没有这个编号的差异，或者不属于您的地区。")
    chosen = None
    if finding.plan.get("candidates") and WORDS[word] == Decision.Choice.ACCEPT:
        allowed = {str(c["person"]): c["person"] for c in finding.plan["candidates"]}
        if person not in allowed:
            return refuse("请在“人员编号”里写明是哪一个人（导出时已填最像的一个）。")
        chosen = Person.objects.get(pk=allowed[person])
    try:
        decide(who, finding, WORDS[word], reason=reason, person=chosen)
        done.decided += 1
    except (DecisionRefused, IncompatibleDuties) as why:
        refuse(str(why))
    return None
