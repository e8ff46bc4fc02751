"""Read a folder of casework history: whole columns at a time, each wrong row with its reason."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

from tonggong.base.accounts.models import Post
from tonggong.base.installation import clock
from tonggong.base.privacy import blind_index
from tonggong.domain.casework.services.settling.shapes import DAY_OF, LENGTHS, SHAPES, Column, Kind
from tonggong.domain.persons.models import Identity, Person

TYPES: dict[Kind, Any] = {
    Kind.TEXT: pa.types.is_string,
    Kind.WHOLE: pa.types.is_integer,
    Kind.YES_NO: pa.types.is_boolean,
    Kind.DAY: pa.types.is_date32,
    Kind.INSTANT: pa.types.is_timestamp,
    Kind.LIST: pa.types.is_string,
    Kind.OBJECT: pa.types.is_string,
}
BLANKS: dict[Kind, Any] = {Kind.TEXT: "", Kind.LIST: "[]", Kind.OBJECT: "{}"}
END_OF_WORK = time(17, 40)


class CaseworkUnreadable(ValueError):
    """A file of the folder is none of this shape; the message says which and what is missing."""


@dataclass
class Sheet:
    """One file: its columns as lists, and the rows that can't be taken in, each with the reason."""

    name: str
    count: int
    columns: dict[str, list]
    refused: dict[int, str] = field(default_factory=dict)
    already: int = 0
    known: list[datetime] = field(default_factory=list)  # when each row became known
    people: list[Any] = field(default_factory=list)  # primary keys, None where the row is refused
    workers: list[Any] = field(default_factory=list)  # (key of the account, name), None where the row is refused

    def __getitem__(self, column: str) -> list:
        return self.columns[column]

    def rows(self) -> Iterable[int]:
        """The rows that can be taken in."""
        return (k for k in range(self.count) if k not in self.refused)


@dataclass(frozen=True)
class Desk:
    """Whom rows can mean: people by number, workers by user name and by township."""

    today: date
    now: datetime
    people: dict[str, int]
    users: dict[str, tuple[int, str]]
    towns: dict[str, tuple[int, str]]
    living: dict[int, str]  # township of the certificate, by person


def read_folder(
    folder: Path, shapes: Mapping[str, Mapping[str, Column]] = SHAPES, day_of: Mapping[str, str] = DAY_OF
) -> tuple[dict[str, Sheet], Desk]:
    """Read every file there is.

    Args:
        shapes: files with their columns. day_of: the column of each that has the day of its fact.

    Raises:
        CaseworkUnreadable: a file can't be read or lacks a column that it must have.
    """
    files = {name: folder / f"{name}.parquet" for name in shapes}
    sheets = {name: _read(file, name, shapes[name]) for name, file in files.items() if file.exists()}
    numbers = {n for s in sheets.values() if "citizen_id" in s.columns for n in s["citizen_id"]}
    desk = _desk(numbers)
    for sheet in sheets.values():
        _resolve(sheet, desk, day_of.get(sheet.name, ""))
    return sheets, desk


def _read(path: Path, name: str, shape: Mapping[str, Column]) -> Sheet:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as problem:
        raise CaseworkUnreadable(f"{path.name} 读不出来，不是 parquet 文件或已损坏。") from problem
    sheet = Sheet(name, len(table), {})
    for title, column in shape.items():
        if title not in table.column_names:
            if column.required:
                raise CaseworkUnreadable(f"{path.name} 缺少列 {title}。")
            sheet.columns[title] = [BLANKS.get(column.kind)] * len(table)
            continue
        found = table[title]
        if not (TYPES[column.kind](found.type) or pa.types.is_null(found.type)):
            raise CaseworkUnreadable(f"{path.name} 的列 {title} 类型不对：{found.type}。")
        sheet.columns[title] = _checked(sheet, title, column, found.to_pylist())
    return sheet


def _checked(sheet: Sheet, title: str, column: Column, values: list) -> list:
    blank = BLANKS.get(column.kind)
    if blank is not None:
        values = [blank if v is None else v for v in values]
    if column.required:
        for k, value in enumerate(values):
            if value is None or value == "":
                sheet.refused.setdefault(k, f"没有 {title}")
    if column.codes:
        wrong = {v for v in set(values) if v not in column.codes and v not in (None, "")}
        for k, value in enumerate(values if wrong else ()):
            if value in wrong:
                sheet.refused.setdefault(k, f"{title} 没有“{value}”这个代码")
    if column.kind in (Kind.LIST, Kind.OBJECT):
        shape = list if column.kind is Kind.LIST else dict
        wrong = {v for v in set(values) if not _is_json(v, shape)}
        for k, value in enumerate(values if wrong else ()):
            if value in wrong:
                sheet.refused.setdefault(k, f"{title} 不是 JSON")
    if (most := LENGTHS.get(title)) is not None:
        values = [v[:most] for v in values]
    return values


def _is_json(text: str, shape: type) -> bool:
    try:
        return isinstance(json.loads(text), shape)
    except ValueError:
        return False


def _desk(numbers: set[str]) -> Desk:
    """Look up all people at once: by blind index, old and wrong numbers too, merged rows as those they were merged into."""
    rows = Person.objects.values_list("pk", "citizen_id_index", "merged_into", "township_code")
    by_index: dict[bytes, int] = {}
    into: dict[int, int] = {}
    living: dict[int, str] = {}
    for pk, index, merged, township in rows.iterator(20_000):
        by_index[bytes(index)] = pk
        living[pk] = township
        if merged is not None:
            into[pk] = merged
    others = Identity.objects.standing().exclude(citizen_id_index=None).values_list("citizen_id_index", "person")
    for index, pk in others.iterator(20_000):
        by_index.setdefault(bytes(index), pk)
    people = {}
    for number in numbers:
        found = by_index.get(blind_index("citizen_id", number)) if number else None
        while found in into:
            found = into[found]
        if found is not None:
            people[number] = found
    today = clock.today()
    posts = Post.objects.on(today).filter(user__is_active=True).select_related("user")
    users = {p.user.username: (p.user_id, p.user.name) for p in posts}
    towns = {f"{p.reach}000": (p.user_id, p.user.name) for p in posts if p.role == "township_worker"}
    return Desk(today, clock.now(), people, users, towns, living)


def _resolve(sheet: Sheet, desk: Desk, day: str) -> None:
    """Say of each row whose it is, who did it and since when it is known."""
    if "citizen_id" not in sheet.columns:
        return
    sheet.people = [desk.people.get(n) for n in sheet["citizen_id"]]
    for k, person in enumerate(sheet.people):
        if person is None:
            sheet.refused.setdefault(k, "台账里没有这个身份证号")
    places = zip(sheet["worker"], sheet["township"], sheet.people, strict=True)
    sheet.workers = [
        desk.users.get(name) if name else desk.towns.get(town) or desk.towns.get(desk.living.get(person or 0, ""))
        for name, town, person in places
    ]
    for k, worker in enumerate(sheet.workers):
        if worker is None:
            name = sheet["worker"][k]
            sheet.refused.setdefault(k, f"没有用户“{name}”" if name else "没有写经办人，这个乡镇街道也没有专职委员账号")
    days = sheet.columns.get(day) or [None] * sheet.count
    written = [r or d or desk.today for r, d in zip(sheet["recorded_on"], days, strict=True)]
    if sheet.name == "living":
        days = written
    for k, (happened, said) in enumerate(zip(days, written, strict=True)):
        if said > desk.today or (happened is not None and happened > desk.today):
            sheet.refused.setdefault(k, "日期在今天之后")
    sheet.known = evenings(written, desk.now)
    for title in ("key", "visit_key"):
        if title in sheet.columns:
            _check_keys(sheet, title)


def evenings(days: Sequence[date], now: datetime) -> list[datetime]:
    """The instants at which what was written down on some days became known: in the evening, never later than now."""
    instants = {day: min(_evening(day), now) for day in set(days)}
    return [instants[day] for day in days]


def _evening(day: date) -> datetime:
    return datetime.combine(day, END_OF_WORK, clock.SHANGHAI).astimezone(clock.UTC)


def _check_keys(sheet: Sheet, title: str) -> None:
    seen: set[str] = set()
    for k, value in enumerate(sheet[title]):
        if not value:
            continue
        try:
            key = UUID(value).hex
        except ValueError:
            sheet.refused.setdefault(k, f"{title} 不是 UUID")
            continue
        if title == "key" and key in seen:
            sheet.refused.setdefault(k, "同一个 key 写了两次")
        seen.add(key)
        sheet.columns[title][k] = key
