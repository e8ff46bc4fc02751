"""A department's file as a sheet: what it holds, how its office lays it out, and where each row ends up."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from tonggong.practice import dates, papers

CSV_FROM = 65_000  # files above so many rows are CSV


@dataclass(frozen=True)
class Days:
    """A column of days, written in the office's style when the file is made."""

    values: np.ndarray


@dataclass(frozen=True)
class Layout:
    """How one office lays out one feed, the same every month."""

    heads: tuple[
        tuple[str, str], ...
    ]  # canonical field (or an extra column's name) and its heading, in the office's order
    ext: str = "xlsx"
    title: str = ""
    note: str = ""  # the line under the title, mostly 填报单位：…
    groups: tuple[tuple[str, int], ...] = ()  # a first header row of merged groups
    days: str = "iso"  # see dates.written; "cell" makes true date cells
    month: str = "plain"
    foot: bool = False
    hidden: tuple[str, ...] = ()
    blank_every: int = 0
    encoding: str = "gb18030"

    def for_rows(self, count: int) -> "Layout":
        """CSV, without anything but headings, where a workbook would grow too long."""
        return self if count <= CSV_FROM else self.as_csv(self.encoding)

    def as_csv(self, encoding: str) -> "Layout":
        days = "serial" if self.days == "cell" else self.days
        return replace(
            self, ext="csv", title="", note="", groups=(), hidden=(), blank_every=0, days=days, encoding=encoding
        )


@dataclass
class Sheet:
    """Rows by canonical field: object arrays of text, numbers or None, and Days."""

    feed: str
    month: int
    sender: str
    columns: dict
    people: np.ndarray  # row of People behind each row, -1 for none
    days_swapped: np.ndarray = field(
        default_factory=lambda: np.zeros(0, np.int64)
    )  # rows whose days are written with day and month changed

    def __len__(self) -> int:
        return len(self.people)

    def take(self, rows: np.ndarray) -> "Sheet":
        columns = {k: Days(v.values[rows]) if isinstance(v, Days) else v[rows] for k, v in self.columns.items()}
        return Sheet(self.feed, self.month, self.sender, columns, self.people[rows])


def write_sheet(sheet: Sheet, layout: Layout, path: Path) -> np.ndarray:
    """Write the file and return for each row the line it stands in, counted from 1 as a clerk sees it."""
    n = len(sheet)
    columns, kinds = [], []
    for name, _ in layout.heads:
        values, kind = _column(sheet, name, layout)
        columns.append(values)
        kinds.append(kind)
    lines: list[list[str | None]] = []
    merges: list[tuple[int, int, int, int]] = []
    width = len(layout.heads)
    if layout.title:
        merges.append((0, 0, 0, width - 1))
        lines.append([layout.title] + [None] * (width - 1))
    if layout.note:
        lines.append([layout.note] + [None] * (width - 1))
    if layout.groups:
        top, at = [], 0
        for label, span in layout.groups:
            top += [label] + [None] * (span - 1)
            if span > 1:
                merges.append((len(lines), at, len(lines), at + span - 1))
            at += span
        lines.append(top)
        alone = [span == 1 for _, span in layout.groups for _ in range(span)]
        merges += [(len(lines) - 1, c, len(lines), c) for c in range(width) if alone[c]]
        lines.append([None if alone[c] else head for c, (_, head) in enumerate(layout.heads)])
        lines[-2] = [layout.heads[c][1] if alone[c] else top[c] for c in range(width)]
    else:
        lines.append([head for _, head in layout.heads])
    at = np.arange(n)
    if layout.blank_every:
        at = at + at // layout.blank_every
    foot = _foot(layout, n) if layout.foot else []
    hidden = [c for c, (name, _) in enumerate(layout.heads) if name in layout.hidden]
    paper = papers.Paper(lines, merges, columns, kinds, at, foot, hidden)
    papers.WRITERS[layout.ext](paper, path, layout.encoding)
    return at + len(lines) + 1


def _foot(layout: Layout, n: int) -> list[list[str | None]]:
    width = len(layout.heads)
    total = ["合计", f"{n}人"] + [None] * width
    maker = [None, "制表人：某某", None, "审核人：某某"] + [None] * width
    return [total[:width], maker[:width]]


def _column(sheet: Sheet, name: str, layout: Layout) -> tuple[pa.Array, str | np.ndarray]:
    """The text of a column and its kind: text, number, date, or a mask of the cells that are numbers."""
    if name == "seq":
        return pa.array(np.arange(1, len(sheet) + 1)).cast(pa.string()), "number"
    values = sheet.columns.get(name)
    if values is None:
        return pa.nulls(len(sheet), pa.string()), "text"
    if isinstance(values, Days):
        style = "serial" if layout.days == "cell" else layout.days
        texts = dates.written(values.values, style)
        if len(sheet.days_swapped) and layout.days == "slash":
            texts[sheet.days_swapped] = dates.written(values.values[sheet.days_swapped], "swapped")
        return pa.array(texts, pa.string()), {"cell": "date", "serial": "number"}.get(layout.days, "text")
    if values.dtype != object:
        if np.issubdtype(values.dtype, np.floating):
            return pa.array(
                np.char.mod("%.2f", values) if (values % 1).any() else values.astype(np.int64).astype(str)
            ), "number"
        return pa.array(values).cast(pa.string()), "number"
    numbers = np.fromiter((isinstance(v, (int, float)) for v in values), bool, len(values))
    if numbers.any():
        values = values.copy()
        values[numbers] = [
            repr(v)
            if isinstance(v, float) and v > 1e12
            else f"{v:g}"
            if isinstance(v, float) and v % 1 == 0 and v < 1e6
            else str(v)
            for v in values[numbers]
        ]
        return pa.array(values, pa.string()), numbers
    return pa.array(values, pa.string()), "text"
