"""Find the heading by itself, say what each column means and why, and who sent the sheet."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache

from tonggong.base.intake.feeds import FEEDS, Feed
from tonggong.base.intake.reading.files import Grid, WrongFile

SAME, SYNONYM, UNUSED = "列名相同", "同义列名", "用不到"
_BRACKETS = str.maketrans("[]{}【】〔〕〈〉《》", "()()()()()()")
_SENDER = re.compile(
    r"(?:填报|报送|上报|填表|编报|报表|制表|报出)?(?:单位|部门|机关)(?:名称)?(?:\([^)]*\))?[:：]\s*([^\s:：]+)"
)
_STATED = re.compile(r"(?:填报|报送|上报|填表|编报|报表|报出)(?:单位|部门|机关)")
_MEASURES = {"元", "万元", "人", "元/月", "人次", "%", "名", "元、人", "人、元", "户", "年", "月"}
_NUMBER = re.compile(r"报送编号[:：\s]*(\d+)")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column of the sender: its heading, and what it is to us (`field` "" where it is not used)."""

    heading: str
    field: str = ""
    title: str = "不收"
    why: str = UNUSED


@dataclass(slots=True)
class Layout:
    """How a sheet was understood.

    Args:
        sheet: its name in the workbook.
        header_rows: the heading's row numbers as the sender sees them (one, or two).
        header: the cells of these rows.
        columns: one for each of the sender's columns.
        titles: (row, text) of what stands above.
        sender: whom the sheet names as its sender.
        delivery: the delivery's number that a sheet of mended rows carries.
        installation: whose number that is.
        how: encoding and delimiter of a text table.
        blank, foot, repeated: rows left out: empty ones, (row, text) of totals and signatures, repeated headings.
    """

    sheet: str
    header_rows: list[int]
    header: list[list[str]]
    columns: list[Mapped]
    titles: list[tuple[int, str]] = field(default_factory=list)
    sender: str = ""
    delivery: int | None = None
    installation: str = ""
    how: str = ""
    blank: int = 0
    foot: list[tuple[int, str]] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    def place(self, name: str) -> int | None:
        """Return the number of the column that holds a canonical field, None if the sheet has none."""
        return next((n for n, column in enumerate(self.columns) if column.field == name), None)

    def as_json(self) -> dict:
        """Return it as plain data, long numbers of titles and feet blotted out: they may be somebody's phone."""
        plain = asdict(self)
        plain["titles"] = [(row, _blotted(text)) for row, text in self.titles]
        plain["foot"] = [(row, _blotted(text)) for row, text in self.foot]
        return plain


def _blotted(text: str) -> str:
    return re.sub(r"\d{7,}[\dXx]*", "***", text)


def plain_heading(text: str) -> str:
    """A heading with everything taken off that offices add: blanks, stars, kinds of brackets, full width."""
    text = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return re.sub(r"[\s*★☆'\"“”‘’`:。.、·_\u200b\ufeff-]", "", text).lower()


def _bare(text: str) -> str:
    return re.sub(r"\([^)]*\)", "", text)


@cache
def _headings(feed_key: str) -> dict[str, tuple[str, int]]:
    """Plain heading -> (field, rank); rank 0 is the usual heading. Bare ones count where nothing else is called so."""
    found: dict[str, tuple[str, int]] = {}
    loose: dict[str, tuple[str, int]] = {}
    for column in FEEDS[feed_key].columns:
        for rank, heading in enumerate((column.title, *column.headings)):
            plain = plain_heading(heading)
            rank = max(0, rank - 1)
            if plain not in found or found[plain][1] > rank:
                found[plain] = (column.field, rank)
            loose.setdefault(_bare(plain), (column.field, rank))
    return {**loose, **found}


def _match(feed: Feed, top: str, bottom: str) -> tuple[str, tuple[int, int]] | None:
    """Which field a column is, and how well: names of group and column together are better than the column's alone."""
    known = _headings(feed.key)
    tries = [f"{top}/{bottom}", bottom] if top and bottom else [top or bottom]
    if bottom and not _bare(bottom):
        tries = [top + bottom, top]  # 身份证号 above, (18位) below
    for level, text in enumerate(tries):
        for plain in (text, _bare(text)):
            if plain and plain in known:
                return known[plain][0], (level, known[plain][1])
    return None


def _label(top: str, bottom: str) -> str:
    top, bottom = " ".join(top.split()), " ".join(bottom.split())
    return f"{top} / {bottom}" if top and bottom and top != bottom else top or bottom


def _mapped(feed: Feed, header: list[list[str]]) -> list[Mapped]:
    """Say of each column what it is; of several that are the same thing the best named, else the first, is taken."""
    width = max(len(row) for row in header)
    rows = [[*row, *[""] * (width - len(row))] for row in header]
    tops, bottoms = (rows[0], [""] * width) if len(rows) == 1 else (_carried(rows[0], rows[1]), rows[1])
    labels = [_label(t, b) for t, b in zip(tops, bottoms, strict=True)]
    matches = [_match(feed, plain_heading(t), plain_heading(b)) for t, b in zip(tops, bottoms, strict=True)]
    best: dict[str, int] = {}
    for n, match in enumerate(matches):
        if match and (match[0] not in best or match[1] < matches[best[match[0]]][1]):  # type: ignore[index]
            best[match[0]] = n
    out = []
    for n, (label, match) in enumerate(zip(labels, matches, strict=True)):
        if match and best[match[0]] == n:
            column = feed.column(match[0])
            usual = {plain_heading(column.title), plain_heading(column.headings[0])}
            out.append(Mapped(label, column.field, column.title, SAME if plain_heading(label) in usual else SYNONYM))
        elif match:
            out.append(Mapped(label, why=f"与“{labels[best[match[0]]]}”列重复"))
        else:
            out.append(Mapped(label))
    return out


def _carried(tops: list[str], bottoms: list[str]) -> list[str]:
    """Names of groups carried over the columns below them, as merged cells mean it."""
    out, last = [], ""
    for top, bottom in zip(tops, bottoms, strict=True):
        last = top if top.strip() else last
        out.append(top if top.strip() or not bottom.strip() else last)
    return out


def _weight(feed: Feed, columns: Iterable[Mapped]) -> int:
    wanted = {name for group in feed.needs for name in group}
    return sum(3 if c.field in wanted else 1 for c in columns if c.field)


def _lacking(feed: Feed, columns: list[Mapped]) -> list[str]:
    have = {c.field for c in columns}
    return ["或".join(feed.column(n).headings[0] for n in group) for group in feed.needs if not have & set(group)]


def understood(feed: Feed, grids: list[Grid], name: str) -> tuple[Grid, Layout]:
    """Choose the sheet and the heading that fit the feed best.

    Raises:
        WrongFile: no sheet has the headings that the feed needs; the words say which are missing.
    """
    best: tuple[int, int, int, Grid, list[Mapped], int] | None = None
    for order, grid in enumerate(grids):
        for start in range(len(grid.head)):
            for height in (1, 2):
                header = grid.head[start : start + height]
                if len(header) < height or not any(c.strip() for c in header[0]):
                    continue
                columns = _mapped(feed, header)
                weight = _weight(feed, columns)
                candidate = (weight, -height, -order * HEAD_ORDER - start, grid, columns, start)
                if weight and (best is None or candidate[:3] > best[:3]):
                    best = candidate
    if best is None or (missing := _lacking(feed, best[4])):
        lacking = _lacking(feed, []) if best is None else missing
        seen = "、".join(c.heading for c in best[4] if c.heading)[:120] if best else ""
        raise WrongFile(
            f"“{name}”不像“{feed.title}”：找不到列{'、'.join(f'“{m}”' for m in lacking)}。"
            + (f"读到的表头是：{seen}。" if seen else "没有找到表头。")
            + "请核对送的是不是这种数据。"
        )
    _, height, _, grid, columns, start = best
    rows = list(range(start, start - height))
    layout = Layout(grid.name, [r + 1 for r in rows], [grid.head[r] for r in rows], columns, how=grid.how)
    _titles(layout, grid, start)
    for other in grids:
        if not other.is_visible and other is not grid:
            _carried_number(layout, other)
    return grid, layout


HEAD_ORDER = 1000  # an earlier sheet is better than an earlier row of a later sheet


def _titles(layout: Layout, grid: Grid, start: int) -> None:
    candidates = []
    for number, row in enumerate(grid.head[:start], 1):
        text = "　".join(c.strip() for c in row if c.strip())
        if not text:
            layout.blank += 1
            continue
        layout.titles.append((number, text))
        if found := _NUMBER.search(unicodedata.normalize("NFKC", text)):
            layout.delivery = int(found[1])
        for cell in (c for c in row if c.strip()):
            said = unicodedata.normalize("NFKC", cell)
            candidates += [
                (not _STATED.match(match[0]), match[1].strip("，,。;；()"))
                for match in _SENDER.finditer(said)
                if match[1] not in _MEASURES and not match[1].isdigit()
            ]
    if candidates:
        layout.sender = min(candidates, key=lambda c: c[0])[1]


def _carried_number(layout: Layout, grid: Grid) -> None:
    """A hidden sheet of ours says the delivery's number and the installation, should the title row be gone."""
    cells = [c for row in grid.head for c in row if c.strip()]
    if len(cells) == 3 and cells[0] == "报送编号" and cells[1].isdigit():
        layout.delivery = layout.delivery or int(cells[1])
        layout.installation = cells[2]
