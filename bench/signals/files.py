"""The files of a city as rows: read as the product reads them, people told apart by number and name, never by the truth."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tonggong.base.intake.feeds import FEEDS
from tonggong.base.intake.reading import read
from tonggong.base.intake.understanding import meanings
from tonggong.rules.identifiers import is_citizen_id

Row = dict[str, Any]


def rows_of(city: Path, feed: str) -> Iterator[tuple[str, Row]]:
    """(month of the delivery, row) of all files of a feed, oldest first."""
    wanted = FEEDS[feed]
    for path in sorted(city.glob(f"[12]*-*/{feed}*")):
        if max((key for key in FEEDS if path.name.startswith(key)), key=len) != feed:
            continue
        sheet = read(wanted, path.read_bytes(), path.name)
        meant = meanings(wanted, sheet)
        columns = {name: one.value.to_pylist() for name, one in meant.items()}
        states = next((one.state.to_pylist() for one in meant.values() if one.state is not None), None)
        for n in range(len(sheet)):
            row = {name: values[n] for name, values in columns.items()}
            row["id_is_sound"] = states is not None and states[n] in ("ok", "widened")
            if not row["id_is_sound"] and (number := _within(row.get("certificate_no"))):
                row["citizen_id"], row["id_is_sound"] = number, True
            row["row"] = f"{path.parent.name}/{path.name}#{sheet.rows[n].as_py()}"
            yield path.parent.name, row


def table(city: Path, name: str) -> list[Row]:
    """A table of what the federation itself recorded."""
    found: list[Row] = pq.read_table(city / "casework" / f"{name}.parquet").to_pylist()
    return found


class People:
    """Certificate holders by number; a row whose number is none, or another's, is found by name and unit or left out."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._at: dict[tuple[str, str], set[str]] = defaultdict(set)

    def add(self, number: str, name: str) -> None:
        """A person of the register."""
        self.names[number] = name

    def worked_at(self, number: str, unit: str) -> None:
        """Somebody surely known at a unit, so that later rows there may lack the number."""
        self._at[_plain(self.names[number]), unit].add(number)

    def sure(self, row: Row) -> str | None:
        """The holder whose number and name the row has."""
        number = row.get("citizen_id")
        if row["id_is_sound"] and number in self.names and _alike(self.names[number], row.get("name") or ""):
            return str(number)
        return None

    def by_name(self, row: Row) -> str | None:
        """The one holder of that name at that unit, for a row without a sound number."""
        if row["id_is_sound"]:
            return None
        found = self._at.get((_plain(row.get("name") or ""), row.get("unit_code") or ""), set())
        return next(iter(found)) if len(found) == 1 else None


def _within(certificate: str | None) -> str | None:
    """The number with which a certificate's own begins, where it is a sound one."""
    number = (certificate or "")[:18]
    return number if is_citizen_id(number) else None


def _plain(name: str) -> str:
    return re.sub(r"[\s·•・.．]", "", name)


def _alike(one: str, other: str) -> bool:
    """The same name but for at most one character."""
    one, other = _plain(one), _plain(other)
    if len(one) != len(other):
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
