"""Workbooks and CSV files written column by column.

An .xlsx is put together here and not by a library: a column at a time is some ten times quicker than a cell at a time,
and the city must be ready within seconds. Written again with the same content a file has the same bytes.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BLOCK = 20_000  # rows put together at a time


@dataclass(frozen=True)
class Paper:
    """Lines before the rows, the rows by column, lines after them."""

    head: list[list[str | None]]
    merges: list[tuple[int, int, int, int]]  # first row, first column, last row, last column, from 0
    columns: list[pa.Array]
    kinds: list  # text, number, date or a mask of number cells
    at: np.ndarray  # line of each row, counted from the first line after the head
    foot: list[list[str | None]]
    hidden: list[int]


def write_csv(paper: Paper, path: Path, encoding: str) -> None:
    """CSV with the office's encoding; utf-8-sig gives the mark at the beginning."""
    parts = ["\r\n".join(",".join(cell or "" for cell in line) for line in paper.head) + "\r\n"]
    cells = []
    for column in paper.columns:
        awkward = pc.fill_null(pc.match_substring_regex(column, '[,"\r\n]'), False)
        if pc.any(awkward).as_py():
            quoted = pc.binary_join_element_wise('"', pc.replace_substring(column, '"', '""'), '"', "")
            column = pc.if_else(awkward, quoted, column)
        cells.append(pc.fill_null(column, ""))
    cells[-1] = pc.binary_join_element_wise(cells[-1], "\r\n", "")
    lines = pc.binary_join_element_wise(*cells, ",")
    parts.append(_text(lines))
    parts += [",".join(cell or "" for cell in line) + "\r\n" for line in paper.foot]
    path.write_bytes("".join(parts).encode(encoding, "replace"))


def _text(lines: pa.Array) -> str:
    """All strings of an array one after the other."""
    if isinstance(lines, pa.ChunkedArray):
        return "".join(_text(chunk) for chunk in lines.chunks)
    if not len(lines):
        return ""
    offsets = np.frombuffer(lines.buffers()[1], np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(lines.buffers()[2])[offsets[0] : offsets[-1]].tobytes().decode()


def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _escaped(text: pa.Array) -> pa.Array:
    for plain, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        if pc.any(pc.fill_null(pc.match_substring(text, plain), False)).as_py():
            text = pc.replace_substring(text, plain, safe)
    return text


def _few_lines(lines: list[list[str | None]], first: int) -> str:
    made = []
    for r, line in enumerate(lines, first + 1):
        cells = "".join(
            f'<c r="{_letters(c)}{r}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for c, cell in enumerate(line)
            if cell is not None
        )
        made.append(f'<row r="{r}">{cells}</row>')
    return "".join(made)


def _rows(paper: Paper, begin: int, end: int, offset: int) -> str:
    line = pa.array(paper.at[begin:end] + offset + 1).cast(pa.string())
    cells = [pc.binary_join_element_wise('<row r="', line, '">', "")]
    for c, (column, kind) in enumerate(zip(paper.columns, paper.kinds, strict=True)):
        text = _escaped(column.slice(begin, end - begin))
        reference = pc.binary_join_element_wise(f'<c r="{_letters(c)}', line, "")
        written = pc.binary_join_element_wise(
            reference, '" t="inlineStr"><is><t xml:space="preserve">', text, "</t></is></c>", ""
        )
        number = pc.binary_join_element_wise(
            reference, '" s="1"><v>' if isinstance(kind, str) and kind == "date" else '"><v>', text, "</v></c>", ""
        )
        made = written if isinstance(kind, str) and kind == "text" else number
        if not isinstance(kind, str):
            made = pc.if_else(pa.array(kind[begin:end]), number, written)
        cells.append(pc.fill_null(made, ""))
    return _text(pc.binary_join_element_wise(*cells, "</row>", ""))


_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/>'
    '<name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}  # fmt: skip
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_xlsx(paper: Paper, path: Path, encoding: str = "") -> None:
    """A workbook of one sheet: text in the cells, numbers and dates as numbers, merged header cells, hidden columns."""
    n, offset = len(paper.at), len(paper.head)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in _PARTS.items():
            _put(book, name, [_DECLARATION + content])
        columns = "".join(
            f'<col min="{c + 1}" max="{c + 1}" width="9" hidden="1" customWidth="1"/>' for c in paper.hidden
        )
        pieces = [
            _DECLARATION,
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
            f"<cols>{columns}</cols>" if columns else "",
            "<sheetData>",
            _few_lines(paper.head, 0),
        ]
        pieces += [_rows(paper, begin, min(begin + BLOCK, n), offset) for begin in range(0, n, BLOCK)]
        last = int(paper.at[-1]) + 1 if n else 0
        merged = "".join(
            f'<mergeCell ref="{_letters(c0)}{r0 + 1}:{_letters(c1)}{r1 + 1}"/>' for r0, c0, r1, c1 in paper.merges
        )
        pieces += [
            _few_lines(paper.foot, offset + last),
            "</sheetData>",
            f'<mergeCells count="{len(paper.merges)}">{merged}</mergeCells>' if merged else "",
            "</worksheet>",
        ]
        _put(book, "xl/worksheets/sheet1.xml", pieces)


def _put(book: zipfile.ZipFile, name: str, pieces: list[str]) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with book.open(entry, "w") as part:
        for piece in pieces:
            part.write(piece.encode())


def write_xls(paper: Paper, path: Path, encoding: str = "") -> None:
    """The old workbook format, for offices that still send it."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    merged = {(r0, c0): (r0, r1, c0, c1) for r0, c0, r1, c1 in paper.merges}
    covered = {(r, c) for r0, c0, r1, c1 in paper.merges for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)}
    for r, line in enumerate(paper.head):
        for c, cell in enumerate(line):
            if (r, c) in merged:
                sheet.write_merge(*merged[r, c], cell)
            elif cell is not None and (r, c) not in covered:
                sheet.write(r, c, cell)
    first = len(paper.head)
    for c, (column, kind) in enumerate(zip(paper.columns, paper.kinds, strict=True)):
        numeric = np.full(len(column), kind in ("number", "date")) if isinstance(kind, str) else kind
        for n, (text, is_number) in enumerate(zip(column.to_pylist(), numeric, strict=True)):
            if text is None:
                continue
            row = first + int(paper.at[n])
            if is_number:
                sheet.write(row, c, float(text), *([day] if isinstance(kind, str) and kind == "date" else []))
            else:
                sheet.write(row, c, text)
    last = first + (int(paper.at[-1]) + 1 if len(paper.at) else 0)
    for r, line in enumerate(paper.foot, last):
        for c, cell in enumerate(line):
            if cell is not None:
                sheet.write(r, c, cell)
    for c in paper.hidden:
        sheet.col(c).hidden = True
    book.save(str(path))


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "xls": write_xls}
