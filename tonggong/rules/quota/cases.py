"""Cases for the levy read from a table, row by row: what can be read is reckoned, what can't says why."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tonggong.rules.quota.kinds import named
from tonggong.rules.quota.terms import LevyCase

COLUMNS = {
    "case": ("编号",),
    "unit_kind": ("单位性质",),
    "in_service_employees": ("在职职工人数",),
    "ratio": ("安排比例",),
    "monthly_weighted_counts": ("各月加权人数",),
    "avg_wage": ("年平均工资",),
    "local_avg_wage": ("当地社会平均工资",),
}
_OPTIONAL = frozenset({"ratio", "local_avg_wage"})
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_TIMES = re.compile(r"([\d.,]+)\s*[xX×*]\s*(\d{1,2})")
_DIGITS = 10  # before the point: ten milliards, more than any headcount or wage
_MONTHS = 12


class TableUnreadable(ValueError):
    """The file is no table of cases; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the case with its own ratio and local average where it has them, or what is wrong with it.

    `line`: the line of the file, the heading being 1.
    """

    line: int
    name: str
    case: LevyCase | None
    ratio: Decimal | None = None
    local_average: Decimal | None = None
    faults: tuple[str, ...] = ()


def read_cases(content: bytes) -> list[Row]:
    """Read a CSV of cases, UTF-8 or GB18030, with or without a byte-order mark; empty lines are passed over.

    Raises:
        TableUnreadable: the encoding is unknown, it is no CSV, or a column is missing.
    """
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as wrong:
        raise TableUnreadable(f"不是可读的 CSV：第{reader.line_num}行，{wrong}。") from None
    if not lines:
        raise TableUnreadable("文件是空的。")
    places = _places(lines[0][1])
    return [
        _row(line, {name: cells[n] if n < len(cells) else "" for name, n in places.items()})
        for line, cells in lines[1:]
    ]


def _decoded(content: bytes) -> str:
    if b"\0" not in content:
        for way in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(way)
            except UnicodeDecodeError:
                continue
    raise TableUnreadable("文字编码认不出来，请另存为 UTF-8 或 GBK 编码的 CSV。")


def _places(heading: list[str]) -> dict[str, int]:
    written = {_plain(cell): n for n, cell in reversed(list(enumerate(heading)))}
    found = {name: written[one] for name, others in COLUMNS.items() for one in (name, *others) if one in written}
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        raise TableUnreadable(f"缺少列：{'、'.join(missing)}。")
    return found


def _row(line: int, cells: Mapping[str, str]) -> Row:
    faults: list[str] = []

    def number(column: str) -> Decimal | None:
        text = _plain(cells[column])
        if not text and column in _OPTIONAL:
            return None
        try:
            return _number(text)
        except ValueError as wrong:
            faults.append(f"{column}：{wrong}")
            return None

    name, word = cells["case"].strip(), _plain(cells["unit_kind"])
    kind = named(word)
    if kind is None:
        faults.append(f"unit_kind：不认识“{word}”。" if word else "unit_kind：没有填。")
    staff, wage = number("in_service_employees"), number("avg_wage")
    ratio, average = _ratio(cells["ratio"], faults), number("local_avg_wage")
    try:
        counted = _counted_months(_plain(cells["monthly_weighted_counts"]))
    except ValueError as wrong:
        faults.append(f"monthly_weighted_counts：{wrong}")
        counted = Decimal(0)
    if average is not None and not average:
        faults.append("local_avg_wage：不能是零。")
    if faults or kind is None or staff is None or wage is None:
        return Row(line, name, None, faults=tuple(faults))
    return Row(line, name, LevyCase(kind, staff * _MONTHS, counted, wage), ratio, average)


def _ratio(cell: str, faults: list[str]) -> Decimal | None:
    text = _plain(cell)
    if not text:
        return None
    try:
        ratio = _number(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError as wrong:
        faults.append(f"ratio：{wrong}")
        return None
    if not 0 < ratio < 1:
        faults.append(f"ratio：“{text}”不是比例，请写成 0.015 或 1.5%。")
        return None
    return ratio


def _counted_months(text: str) -> Decimal:
    """`1 x9 + 0 x3`, or twelve numbers, as the sum of the weighted months."""
    if not text:
        raise ValueError("没有填。")
    pairs = list(_stretches(text) if _TIMES.search(text) else _singly(text))
    months = sum(times for _, times in pairs)
    if months != _MONTHS:
        raise ValueError(f"应有12个月，现在是{months}个月。")
    return sum((weight * times for weight, times in pairs), Decimal(0))


def _stretches(text: str) -> Iterator[tuple[Decimal, int]]:
    for part in text.split("+"):
        match = _TIMES.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"“{part.strip()}”看不懂，请写成 1 x9 + 0 x3。")
        yield _number(match[1]), int(match[2])


def _singly(text: str) -> Iterator[tuple[Decimal, int]]:
    for part in re.split(r"[\s,;、]+", text):
        yield _number(part), 1


def _number(text: str) -> Decimal:
    if not text:
        raise ValueError("没有填。")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"“{text}”不是不小于零的数。")
    number = Decimal(text.replace(",", ""))
    if number.adjusted() >= _DIGITS:
        raise ValueError(f"太大了，整数部分最多{_DIGITS}位。")
    return number


def _plain(cell: str) -> str:
    """Half-width, without blanks at the ends, and without the apostrophe with which spreadsheets mark text."""
    return unicodedata.normalize("NFKC", cell).strip().lstrip("'").strip()
