"""What changes the register of units, on a `Changes`."""

from datetime import date

from tonggong.base.changes import Changes
from tonggong.domain.employers.models import Unit, UnitFact, UnitMonth

Source = tuple[int | None, int | None]
UNIT = (
    "code",
    "name",
    "economic_kind",
    "industry",
    "county_code",
    "township_code",
    "status",
    "registered_on",
    "level",
    "supervisor",
    "posts",
    "is_school",
    "is_committee_member",
)


def add_unit(changes: Changes, code: str, name: str, source: Source, **known: object) -> int:
    """Enter a unit; `known` gives further columns. Its first name is a fact with its evidence."""
    empty: dict[str, object] = {"registered_on": None, "posts": None, "is_school": False, "is_committee_member": False}
    values = [known.get(c, empty.get(c, "")) for c in UNIT[2:]]
    unit = changes.add(Unit, UNIT, (code, name, *values))
    say_of_unit(changes, unit, UnitFact.Kind.NAME, name, source, started_on=None)
    return unit


def say_of_unit(changes: Changes, unit: int, kind: str, value: str, source: Source, *, started_on: date | None) -> int:
    """Add something said of a unit."""
    columns = ("unit_id", "kind", "value", "started_on", "ended_on")
    return changes.add_fact(UnitFact, columns, (unit, str(kind), value, started_on, None), source)


def rename_unit(changes: Changes, unit: int, name: str, source: Source, *, since: date | None) -> int:
    """Say that a unit has another name; the former one stays in its history."""
    changes.update(Unit, unit, name=name)
    return say_of_unit(changes, unit, UnitFact.Kind.NAME, name, source, started_on=since)


def keep_sums(changes: Changes, rows: list[tuple]) -> None:
    """Keep sums by unit and month (unit_code, month, feed, delivery, heads, total, median): no person is in them."""
    columns = ("unit_code", "month", "feed", "delivery_id", "heads", "total_yuan", "median_yuan")
    for row in rows:
        changes.add(UnitMonth, columns, row)
