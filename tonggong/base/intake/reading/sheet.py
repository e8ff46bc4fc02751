"""Cut the rows out of a sheet: no blanks, totals, signatures or repeated headings, each with the number its sender sees."""

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tonggong.base.intake.feeds import Feed
from tonggong.base.intake.reading.files import grids
from tonggong.base.intake.reading.layout import Layout, plain_heading, understood

_FOOT = re.compile(
    r"合计|小计|总计|共计|累计|本页|制表|填表|审核|复核|负责人|经办人|单位负责人|填报|报表日期|报送|以上|总人数|联系人|联系电话[:：]|注[:：]|"
    r"说明[:：]|备注[:：]|主管|盖章|\(盖章|（盖章|第\d+页|共\d+|---"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file: one text column for each column of the sender, and their row numbers."""

    layout: Layout
    columns: list[pa.Array]
    rows: pa.Array  # int32, as the sender sees them

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> pa.Array | None:
        """Return the text of a canonical field, None if the sheet has no such column."""
        place = self.layout.place(name)
        return None if place is None else self.columns[place]


def read(feed: Feed, content: bytes, name: str) -> Sheet:
    """Read a file as one of a feed.

    Raises:
        WrongFile: it can't be opened or is not of this feed.
    """
    grid, layout = understood(feed, grids(content, name), name)
    last = layout.header_rows[-1]
    columns = grid.columns_from(last, len(layout.columns))
    rows = pa.array(range(last + 1, last + 1 + len(columns[0])), pa.int32())
    left_out = _left_out(feed, layout, columns, last)
    if left_out:
        mask = [True] * len(rows)
        for n in left_out:
            mask[n] = False
        keep = pa.array(mask)
        columns = [column.filter(keep) for column in columns]
        rows = rows.filter(keep)
    return Sheet(layout, columns, rows)


def _left_out(feed: Feed, layout: Layout, columns: list[pa.Array], last: int) -> list[int]:
    """Return which rows are none of a person or unit, and note them in the layout.

    Only rows whose identifier has hardly a figure are looked at one by one: few.
    """
    place = layout.place(feed.identity)
    name = layout.place("unit_name" if feed.is_about_units else "name")
    place = name if place is None else place
    if place is None or not len(columns[0]):
        return []
    doubtful = pc.invert(pc.match_substring_regex(columns[place], "(?:[0-9０-９][^0-9０-９]*){6}"))
    where = pc.indices_nonzero(doubtful).to_pylist()
    if len(columns[0]) and 0 not in where:
        where = [0, *where]  # a line that numbers the columns has figures
    headings = [[plain_heading(c) for c in row] for row in layout.header]
    out = []
    cells_of = list(zip(*(column.take(pa.array(where, pa.int64())).to_pylist() for column in columns), strict=True))
    for n, cells in zip(where, cells_of, strict=True):
        written = [c.strip() for c in cells if c and c.strip()]
        row = last + 1 + n
        if not written:
            layout.blank += 1
        elif (written == [str(k + 1) for k in range(len(written))] and len(written) > 2 and n == 0) or any(
            _same_heading(cells, heading) for heading in headings
        ):
            layout.repeated.append(row)
        elif not doubtful[n].as_py():
            continue
        elif (
            (len(written) == 1 and len(cells) > 3)
            or _FOOT.match(written[0])
            or (name is not None and _FOOT.match((cells[name] or "").strip()))
        ):
            layout.foot.append((row, written[0][:60]))
        elif (cells[place] or "").strip() and _FOOT.match(cells[place].strip()):
            layout.foot.append((row, cells[place].strip()[:60]))
        else:
            continue
        out.append(n)
    return out


def _same_heading(cells: tuple, heading: list[str]) -> bool:
    plain = [plain_heading(c or "") for c in cells]
    return any(plain) and plain[: len(heading)] == heading[: len(plain)]
