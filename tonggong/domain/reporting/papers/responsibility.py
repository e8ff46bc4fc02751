"""The passage on placements for a report on social responsibility, as a paragraph and a table in a .docx."""

from datetime import date

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.domain.casework.queries.words import day_words
from tonggong.domain.cooperation.queries.reports import Passage
from tonggong.domain.reporting.document.content import Body, Column, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain

__all__ = ["MEDIA_TYPE", "as_docx", "note_release"]


def note_release(who: Who, found: Passage) -> None:
    """Note that the passage was handed out. It names nobody."""
    audit.record("release", who=who, subject="employers.Unit", ids=[found.unit.pk], what="csr passage", year=found.year)


def as_docx(found: Passage, today: date) -> bytes:
    """Lay the passage out: the paragraph that a report takes over, and the four figures with their units."""
    table = Table(
        f"表1　{found.year}年助残就业情况", (Column("项目", 3, "left"), Column("数值", 2, "right"), Column("单位", 1)),
        tuple((Run(one.label), Run(one.value), Run(one.unit)) for one in found.figures),
        notes=("数据来自残疾人就业实名台账，只计本单位报过的人；安排比例中重度残疾人一人算两人。",), summary="每行一个数",
    )  # fmt: skip
    lines = (found.unit.name, f"数据截至{day_words(today)}")
    return render_plain(f"{found.year}年助残就业情况", lines, [Body((Run(found.text),)), table], found.unit.name)
