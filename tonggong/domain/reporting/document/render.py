"""From a paper's content to the bytes of a .docx. The same content always gives the same bytes."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from tonggong.domain.reporting.document.content import Annex, Block, Body, Heading, Paper, Run, Table
from tonggong.domain.reporting.document.layout import (
    CHARACTER,
    HEI,
    KAI,
    LINE,
    TYPE_WIDTH,
    border,
    dress_table,
    paragraph_borders,
    pin_to_foot,
    prepare,
    set_fonts,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # a file's own times say nothing that the paper does not


def render(paper: Paper) -> bytes:
    """Lay a paper out."""
    document = docx.Document()
    prepare(document)
    _properties(document, "".join(paper.title), paper.issuer, paper.number)
    _page_numbers(document)
    if paper.is_draft:
        _draft_mark(document)
    _head(document, paper)
    for block in paper.blocks:
        _block(document, block)
    _annex_list(document, paper)
    _signature(document, paper)
    for n, annex in enumerate(paper.annexes, 1):
        _annex(document, annex, n if len(paper.annexes) > 1 else None)
    _colophon(document, paper)
    return _packed(document)


def render_plain(title: str, lines: Sequence[str], blocks: Sequence[Block], author: str) -> bytes:
    """Lay out a paper without head and signature, such as a report or a file: title, lines under it, blocks, page numbers.

    Args:
        lines: short lines under the title, such as whose it is and as of when.
        author: who made it; kept in the file's properties.
    """
    document = docx.Document()
    prepare(document)
    _properties(document, title, author, "")
    _page_numbers(document)
    _add(document, "Title", title)
    for line in lines:
        _add(document, "表注", line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in blocks:
        _block(document, block)
    return _packed(document)


def _add(document: Document, style: str, *runs: Run | str) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    for run in runs:
        paragraph.add_run(run if isinstance(run, str) else run.text)
    return paragraph


def _head(document: Document, paper: Paper) -> None:
    """Red mark 35 mm down the type area, number two lines under it, red line, title, addressee (版头、标题、主送)."""
    mark = _add(document, "发文机关标志", paper.head)
    size = min(
        44.0, int(440 / len(paper.head) / 0.7 * 2) / 2
    )  # one line, however long the name: first narrower, then smaller
    mark.runs[0].font.size = Pt(size)
    narrow = OxmlElement("w:w")
    narrow.set(qn("w:val"), str(min(100, int(440 / len(paper.head) / size * 100))))
    mark.runs[0]._r.get_or_add_rPr().insert_element_before(narrow, "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    mark.paragraph_format.line_spacing = Pt(max(28.95, size * 1.25))
    mark.paragraph_format.space_before = Pt(99.2 - 0.125 * size)
    number = _add(document, "发文字号", paper.number)
    number.paragraph_format.space_before = LINE * 2
    paragraph_borders(number, border("bottom", 12, "E60012", space=11))
    for n, line in enumerate(paper.title):
        title = _add(document, "Title", line)
        if n == 0:
            title.paragraph_format.space_before = LINE * 2 - Pt(11)
    addressee = _add(document, "主送机关", f"{paper.addressee}：")
    addressee.paragraph_format.space_before = LINE


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        _add(document, f"Heading {block.level}", block.text)
    elif isinstance(block, Body):
        paragraph = _add(document, "公文正文")
        if block.lead:
            set_fonts(paragraph.add_run(block.lead)._r.get_or_add_rPr(), KAI)
        for run in block.runs:
            paragraph.add_run(run.text).font.strike = run.is_struck or None
    else:
        _table(document, block)


def _table(document: Document, block: Table) -> None:
    title = _add(document, "表题", block.title)
    title.paragraph_format.space_before = Pt(8)
    if block.unit:
        unit = _add(document, "表注", f"单位：{block.unit}")
        unit.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        unit.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    whole = sum(column.width for column in block.columns)
    widths = [int(TYPE_WIDTH * column.width / whole) for column in block.columns]
    lines = [[Run(column.title) for column in block.columns], *block.rows]
    for n, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        for cell, column, width, run in zip(row.cells, block.columns, widths, line, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.style = "表头文字" if n == 0 else "表内文字"
            paragraph.alignment = _ALIGN["center" if n == 0 else column.align]
            paragraph.paragraph_format.keep_with_next = n < len(lines) - 1 and len(lines) <= 12
            paragraph.add_run(run.text)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    dress_table(table, block.title, block.summary)
    for note in block.notes:
        _add(document, "表注", note)
    if not block.notes:  # a table must not touch what follows
        gap = _add(document, "表注")
        gap.paragraph_format.line_spacing = Pt(8)


def _annex_list(document: Document, paper: Paper) -> None:
    """附件：1. … one line under the text, names without an end mark, hanging."""
    several = len(paper.annexes) > 1
    for n, annex in enumerate(paper.annexes, 1):
        label = ("附件：" if n == 1 else "　　　") + (f"{n}. " if several else "")
        line = _add(document, "公文正文", f"{label}{annex.title}")
        line.paragraph_format.space_before = LINE if n == 1 else Pt(0)
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _signature(document: Document, paper: Paper) -> None:
    """Issuer above the date, centred on it; the date four characters in from the right (加盖印章的公文)."""
    date = paper.date or "　　　　年　　月　　日"
    date_width = sum(0.5 if character.isascii() else 1.0 for character in date)
    right = 4 + (date_width - len(paper.issuer)) / 2
    issuer = _add(document, "公文正文", paper.issuer)
    issuer.paragraph_format.space_before = LINE * 2
    for paragraph, indent in ((issuer, max(0.0, right)), (_add(document, "公文正文", date), 4.0)):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "0")
        paragraph.paragraph_format.right_indent = int(CHARACTER * indent)
    issuer.paragraph_format.keep_with_next = True
    if paper.note:
        _add(document, "公文正文", f"（{paper.note}）")


def _annex(document: Document, annex: Annex, number: int | None) -> None:
    mark = _add(document, "附件标志", "附件" if number is None else f"附件{number}")
    mark.paragraph_format.page_break_before = True
    title = _add(document, "Title", annex.title)
    title.paragraph_format.space_before = LINE
    title.paragraph_format.space_after = LINE
    for block in annex.blocks:
        _block(document, block)


def _colophon(document: Document, paper: Paper) -> None:
    """The colophon on the foot of the last page: thick line, copies, thin line, printer and date, thick line (版记)."""
    rows: list[tuple[str, str | None]] = [(f"抄送：{paper.copies}。", None)] if paper.copies else []
    if paper.printer:
        rows.append((paper.printer, f"{paper.printed_on}印发" if paper.printed_on else "　　年　月　日印发"))
    if rows:
        table = document.add_table(rows=len(rows), cols=2)
        for row, (left, right) in zip(table.rows, rows, strict=True):
            cell = row.cells[0] if right else row.cells[0].merge(row.cells[1])
            for one, text in ((cell, left), (row.cells[1], right)):
                if text:
                    paragraph = one.paragraphs[0]
                    paragraph.style = "版记"
                    paragraph.add_run(text)
                    paragraph.paragraph_format.line_spacing = Pt(24)
            cell.paragraphs[0].paragraph_format.left_indent = Pt(14)
            if right:
                row.cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
                row.cells[1].paragraphs[0].paragraph_format.right_indent = Pt(14)
            for one, share in zip(row.cells, (0.65, 0.35), strict=True):
                one.width = int(TYPE_WIDTH * share) if right else TYPE_WIDTH
        for column, share in zip(table.columns, (0.65, 0.35), strict=True):
            column.width = int(TYPE_WIDTH * share)
        pin_to_foot(table, height=Pt(24) * len(rows))
    anchor = _add(document, "版记")
    anchor.paragraph_format.line_spacing = Pt(1)


def _page_numbers(document: Document) -> None:
    """— 1 — on the outer side: odd pages right, even pages left, one character in; 7 mm under the type area."""
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = "版记"
        paragraph.alignment = _ALIGN[side]
        setattr(paragraph.paragraph_format, f"{side}_indent", Pt(14))
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            set_fonts(run._r.get_or_add_rPr(), "宋体")
            if text is None:
                for kind in ("begin", None, "separate", "text", "end"):
                    run._r.append(_field_part(kind))


def _field_part(kind: str | None):
    if kind is None:
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = " PAGE "
    elif kind == "text":
        part = OxmlElement("w:t")
        part.text = "1"
    else:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    return part


def _draft_mark(document: Document) -> None:
    """草稿 over the type area of every page, outside it, so that the pages break as they will when issued."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.style = "版记"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        set_fonts(paragraph.add_run("草稿　未经签发")._r.get_or_add_rPr(), HEI)


def _properties(document: Document, title: str, author: str, subject: str) -> None:
    core = document.core_properties
    core.title, core.subject = title, subject
    core.author = core.last_modified_by = author
    core.language = "zh-CN"
    core.comments = core.keywords = core.category = ""
    core.created = core.modified = _NO_TIME
    core.revision = 1
    for relation in [r for r in document.part.package.rels.values() if "thumbnail" in r.reltype]:
        document.part.package.rels.pop(relation.rId)


def _packed(document: Document) -> bytes:
    """Write the package again with fixed times, so that a file's hash is that of its content."""
    first, second = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as read, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            write.writestr(zipfile.ZipInfo(name, _NO_TIME.timetuple()[:6]), read.read(name), zipfile.ZIP_DEFLATED)
    return second.getvalue()
