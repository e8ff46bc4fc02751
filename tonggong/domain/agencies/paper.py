"""A score sheet as a .docx: groups, items, what was answered, both points, and why they differ."""

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.domain.agencies.models import ScoreSheet
from tonggong.domain.agencies.queries import SheetView, view
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.document.render import render_plain

COLUMNS = (
    Column("编号", 2), Column("项目", 8, "left"), Column("满分", 2, "right"), Column("自评", 2, "right"),
    Column("复核", 2, "right"), Column("佐证和理由", 8, "left"),
)  # fmt: skip


def score_sheet_paper(who: Who, sheet: ScoreSheet) -> bytes:
    """Lay the sheet out; that it left the house is written down."""
    found = view(sheet)
    audit.record("release", who=who, subject="agencies.ScoreSheet", ids=[sheet.pk], purpose="考评表")
    lines = (
        f"{sheet.agency}（{name_of(sheet.county_code)}）　{sheet.year}年度",
        f"{sheet.get_state_display()}；系统数据截至{sheet.frozen_on:%Y年%-m月%-d日}"
        if sheet.frozen_on
        else sheet.get_state_display(),
    )
    return render_plain(found.standard.title, lines, _blocks(found), who.name)


def _blocks(found: SheetView) -> list[Block]:
    reviewed = f"，复核{found.reviewed}分" if found.reviewed is not None else ""
    text = f"满分{found.standard.full}分，自评{found.own}分{reviewed}，等次：{found.grade.value}。{found.grade.because}"
    blocks: list[Block] = [Body((Run(text),), "结果。")]
    if found.standard.is_proposal:
        blocks.append(Body((Run(f"{found.standard.source}。"),), "说明。"))
    for number, (group, lines) in enumerate(found.groups, 1):
        rows = []
        for line in lines:
            row = line.row
            said = "；".join(t for t in (row.found.get("sentence", ""), row.evidence, row.reason) if t)
            points = tuple("" if p is None else f"{p:f}" for p in (row.self_score, row.review_score))
            cells = (line.item.id, line.item.text, f"{line.item.full:f}", *points, said)
            rows.append(tuple(Run(cell) for cell in cells))
        full = sum(line.item.full for line in lines)
        blocks.append(Table(f"表{number}　{group}（{full}分）", COLUMNS, tuple(rows)))
    if found.gaps:
        blocks.append(Heading("一、还差的分"))
        text = "；".join(f"{line.item.id} {line.item.text}，差{line.lost:f}分" for line in found.gaps)
        blocks.append(Body((Run(f"{text}。"),)))
    return blocks
