"""What of a notice's rows may be public: the fields that the dated figure allows, and no small number of persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tonggong.base.divisions.queries import name_of
from tonggong.domain.quota.choices import LEVEL_LABELS
from tonggong.domain.reporting.models import NoticeRow
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind
from tonggong.rules.quota.leading import LEAD_LABELS, Lead
from tonggong.rules.small_cells import LEAST, closed

UNIT_TITLES = {
    "name": "单位", "kind": "性质", "level": "层级", "county": "县区", "posts": "编制数", "placed": "安排残疾人（人）",
    "ratio_met": "是否达到比例", "lead": "带头安排",
}  # fmt: skip
KIND_TITLES = {
    "units": "单位（家）", "posts": "编制数", "placed": "安排残疾人（人）", "ratio_met": "达到比例（家）", "without": "没有安排（家）",
    "duty": "应带头安排（家）", "breach": "应安排没有安排（家）",
}  # fmt: skip
FEW, HIDDEN = f"不足{LEAST}人", "不单独公布"
DUTY = (Lead.BREACH.value, Lead.FULFILLED.value, Lead.RATIO_MET.value)


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed figure; `group` and `field` name what it opens, "" where it opens nothing."""

    text: str
    field: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the public table: its key (a row's, or level and kind), its name, its cells."""

    key: str
    name: str
    cells: tuple[Cell, ...]


def counted(field: str, rows: Iterable[NoticeRow]) -> list[NoticeRow]:
    """The rows that a field of a kind counts; of persons and posts those that have any. Raises KeyError: no such field."""
    tests = {
        "units": lambda row: True, "posts": lambda row: bool(row.posts), "placed": lambda row: row.placed > 0,
        "ratio_met": lambda row: row.is_below is False, "without": lambda row: row.placed == 0,
        "duty": lambda row: row.lead in DUTY, "breach": lambda row: row.lead == Lead.BREACH.value,
    }  # fmt: skip
    return [row for row in rows if tests[field](row)]


def group_of(row: NoticeRow) -> str:
    """The group under which a notice by kind counts a body."""
    return f"{row.level or 'none'}-{row.kind}"


def group_name(key: str) -> str:
    """A group in words."""
    level, _, kind = key.partition("-")
    return f"{LEVEL_LABELS['' if level == 'none' else level]}{KIND_LABELS[UnitKind(kind)]}"


def by_unit(rows: Sequence[NoticeRow], fields: Sequence[str]) -> list[Line]:
    """One line a body. Raises KeyError: a field that can't be public."""
    heads = _persons([row.placed for row in rows])
    found = []
    for row, persons in zip(rows, heads, strict=True):
        said = {
            "name": row.name, "kind": KIND_LABELS[UnitKind(row.kind)], "level": LEVEL_LABELS[row.level],
            "county": name_of(row.county_code) if row.county_code else "", "posts": "不明" if row.posts is None else f"{row.posts:,}",
            "placed": persons, "ratio_met": met_words(row.is_below), "lead": LEAD_LABELS[Lead(row.lead)],
        }  # fmt: skip
        cells = tuple(
            Cell(said[one], one if one == "placed" else "", one in ("posts", "placed"))
            for one in fields
            if one != "name"
        )
        found.append(Line(str(row.pk), row.name, cells))
    return found


def by_kind(rows: Sequence[NoticeRow], fields: Sequence[str]) -> list[Line]:
    """One line for each level and kind, and the total. Raises KeyError: a field that can't be public."""
    groups: dict[str, list[NoticeRow]] = {}
    for row in rows:
        groups.setdefault(group_of(row), []).append(row)
    order = list(LEVEL_LABELS)
    keys = sorted(groups, key=lambda key: (order.index("" if key.startswith("none") else key.split("-")[0]), key))
    heads = dict(zip(keys, _persons([sum(row.placed for row in groups[key]) for key in keys]), strict=True))
    found = [Line(key, group_name(key), _kind_cells(groups[key], fields, heads[key])) for key in keys]
    total = sum(row.placed for row in rows)
    whole = FEW if 0 < total < LEAST else f"{total:,}"
    return [*found, Line("all", "合计", _kind_cells(list(rows), fields, whole))] if rows else []


def _kind_cells(rows: list[NoticeRow], fields: Sequence[str], persons: str) -> tuple[Cell, ...]:
    said = {field: f"{len(counted(field, rows)):,}" for field in KIND_TITLES}
    said |= {"placed": persons, "posts": f"{sum(row.posts or 0 for row in rows):,}"}
    return tuple(Cell(said[field], field, True) for field in fields)


def _persons(counts: Sequence[int]) -> list[str]:
    shown = closed(counts)
    return [
        f"{value:,}" if value is not None else FEW if count < LEAST else HIDDEN
        for count, value in zip(counts, shown, strict=True)
    ]


def person_words(text: str) -> str:
    """A number of persons as a public page may say it."""
    return FEW if text.isdecimal() and 0 < int(text) < LEAST else text


def met_words(is_below: bool | None) -> str:
    """Whether a body meets the ratio, in words."""
    return "不明" if is_below is None else "没有达到" if is_below else "达到"
