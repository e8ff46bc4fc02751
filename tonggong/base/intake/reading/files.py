"""Open what was sent: .xlsx, .xls, .xlsb, .ods by calamine, text tables by their sniffed encoding and delimiter."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest

import pyarrow as pa
from pyarrow import csv as arrow_csv
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

HEAD = 40  # rows in which a heading is looked for
DESTROYED = 1e15  # a spreadsheet keeps 15 figures of a number: a longer identifier is no longer the one that was typed
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
Columns = list[pa.Array]


class WrongFile(Exception):
    """A file is not what it should be; the words say what is wrong and what to do. Nothing was taken in."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its first rows as text, and a way to get the columns from a row on.

    Args:
        name: of the sheet, "" for a text table.
        is_visible: hidden sheets come last.
        head: the first rows, ragged, as text.
        columns_from: given the number of rows to leave out and the width, returns the columns of all rows after them.
        how: what was found out: encoding and delimiter of a text table.
    """

    name: str
    is_visible: bool
    head: list[list[str]]
    columns_from: Callable[[int, int], Columns]
    how: str = ""


def grids(content: bytes, name: str) -> list[Grid]:
    """Return the sheets of a file, visible ones first.

    Raises:
        WrongFile: it is empty, broken, protected by a password or neither a workbook nor a text table.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise WrongFile(f"“{name}”是空文件。请从原系统重新导出。")
    if content[:4] in (_ZIP, _OLE):
        return _workbook(content, name)
    return [_text_table(content, name)]


def cell_text(value: object) -> str:
    """Return a cell as the sender sees it; a number too long to be kept by a spreadsheet in its damaged form, 2.11E+17."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if abs(value) >= DESTROYED:
            return f"{value:.14E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        whole_day = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if whole_day else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value) if isinstance(value, timedelta) else f"{value}"


def column_text(cells: Sequence[object]) -> pa.Array:
    """Return a column as text; quick where it is text already or repeats itself."""
    try:
        return pa.array(cells, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        known: dict[object, str] = {}  # 1 and True are one key, but no office mixes them in a column
        out = []
        for cell in cells:
            if cell.__class__ is str:
                out.append(cell)
            else:
                text = known.get(cell)
                if text is None:
                    text = known[cell] = cell_text(cell)
                out.append(text)
        return pa.array(out, pa.string())


def _workbook(content: bytes, name: str) -> list[Grid]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = sorted(book.sheets_metadata, key=lambda s: s.visible is not SheetVisibleEnum.Visible)
        found = [
            _of_rows(s.name, s.visible is SheetVisibleEnum.Visible, book.get_sheet_by_name(s.name).to_python(skip_empty_area=False))
            for s in sheets
        ]  # fmt: skip
    except CalamineError as error:
        if "assword" in str(error):
            raise WrongFile(f"“{name}”有密码保护，打不开。请去掉密码再送。") from None
        raise WrongFile(f"“{name}”不是完好的表格文件，打不开。请重新保存为 .xlsx 再送。") from None
    found = [grid for grid in found if grid.head]
    if not found:
        raise WrongFile(f"“{name}”里没有任何内容。请从原系统重新导出。")
    return found


def _of_rows(name: str, is_visible: bool, rows: list[list]) -> Grid:
    def columns_from(skipped: int, width: int) -> Columns:
        body = rows[skipped:]
        if not body:
            return [pa.array([], pa.string())] * width
        uniform = len(body[0]) == len(body[-1])
        columns = list(zip(*body, strict=True)) if uniform else list(zip_longest(*body, fillvalue=""))
        blank = ("",) * len(body)
        return [column_text(columns[n] if n < len(columns) else blank) for n in range(width)]

    return Grid(name, is_visible, [[cell_text(c) for c in row] for row in rows[:HEAD]], columns_from)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content[:4096] and not is_wide:
        raise WrongFile(f"“{name}”不是表格文件。可以送 .xlsx、.xls、.xlsb、.ods 或 .csv。")
    for way in ["utf-16"] if is_wide else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(way), way.removesuffix("-sig").upper()
        except UnicodeDecodeError:
            continue
    raise WrongFile(f"“{name}”的文字编码认不出来。请另存为 .xlsx，或 UTF-8、GB18030 编码的 .csv。")


def _text_table(content: bytes, name: str) -> Grid:
    text, encoding = _decoded(content, name)
    lines = text[:200_000].splitlines()[:HEAD]
    delimiter = max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))
    try:
        head = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), HEAD))
    except csv.Error:
        raise WrongFile(f"“{name}”不是表格文件。可以送 .xlsx、.xls、.xlsb、.ods 或 .csv。") from None

    def columns_from(skipped: int, width: int) -> Columns:
        head_is_plain = '"' not in "".join(lines[:skipped])
        quick = _quick(text, delimiter, skipped, width) if head_is_plain else None
        if quick is not None:
            return quick
        try:
            rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), skipped, None))
        except csv.Error as error:
            raise WrongFile(f"“{name}”里有读不了的行（{error}）。请另存为 .xlsx 再送。") from None
        return _of_rows("", True, [[*row, *[""] * (width - len(row))][:width] for row in rows]).columns_from(0, width)

    marks = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
    return Grid("", True, head, columns_from, f"{encoding}，{marks[delimiter]}分隔")


def _quick(text: str, delimiter: str, skipped: int, width: int) -> Columns | None:
    """Read an even table by Arrow; None where a row has another width, so that the slow and patient way must do it."""
    odd = []

    def on_odd(row: object) -> str:
        odd.append(row)
        return "skip"

    names = [f"c{n}" for n in range(width)]
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(text.encode()),
            arrow_csv.ReadOptions(column_names=names, skip_rows=skipped, block_size=8 << 20),
            arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values='"' in text,
                ignore_empty_lines=False,
                invalid_row_handler=on_odd,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return None if odd else [column.combine_chunks() for column in table.columns]
