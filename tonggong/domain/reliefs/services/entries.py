"""Statements of this ledger on a `Changes`, whoever makes them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tonggong.base.changes import Changes
from tonggong.domain.reliefs.models import LicenceApplication, Placed, Relief
from tonggong.rules.reliefs import money
from tonggong.rules.reliefs.channels import Channel

Source = tuple[int | None, int | None]
Columns = tuple[str, ...]


def columns_of(model: type[Placed]) -> Columns:
    """The columns of a table that say something, without its key and what every fact carries."""
    return tuple(str(f.column) for f in model._meta.concrete_fields if f.column not in ("id", *model.FACT_COLUMNS))


def add(
    changes: Changes,
    model: type[Placed],
    values: Mapping[str, Any],
    source: Source = (None, None),
    thread: int | None = None,
) -> int:
    """Say something of a point, a relief, an application or a round; return its key.

    Args:
        values: by column; what is left out is empty.
        thread: of the statement that this one corrects.
    """
    columns = columns_of(model)
    nothing = {f.column: None if f.null else "" for f in model._meta.concrete_fields}
    return changes.add_fact(model, columns, [values.get(c, nothing[c]) for c in columns], source, thread)


def with_worth(model: type[Placed], values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a relief with what it is worth: by the rule, where both fees are known; in all, where it has an end.

    Of another table they stay as they are.
    """
    said = dict(values)
    before, after, until = said.get("normal_value"), said.get("granted_value"), said.get("until")
    if model is not Relief or said["channel"] != Channel.FEES or before is None or after is None:
        return said
    said["month_yuan"] = before - after
    said["months"] = said["worth_yuan"] = None
    if until is not None:
        said["months"] = money.whole_months(said["started_on"], until)
        said["worth_yuan"] = money.worth(Decimal(before), Decimal(after), said["months"]).value
    return said


def relief_of_licence(row: Mapping[str, Any], thread: int) -> dict[str, Any] | None:
    """The relief that a licence granted by relaxation is, None where nothing was relaxed.

    Args:
        row: an application by column.
        thread: of that application.
    """
    if not row.get("relaxed") or row.get("decided_on") is None:
        return None
    kept = {
        c: row.get(c) for c in ("person_id", "county_code", "township_code", "normal_value", "granted_value", "ground")
    }
    return {
        **kept,
        "channel": Channel.TOBACCO.value, "kind": row["relaxed"], "place": row.get("shop") or "", "measure": row.get("measure") or "",
        "normal_rule": "零售点合理布局规定", "normal_source": "烟草专卖许可证管理办法实施细则", "started_on": row["decided_on"],
        "until": row.get("valid_until"), "review_on": row.get("valid_until"), "about": thread,
    }  # fmt: skip


def say_licence(
    changes: Changes, values: Mapping[str, Any], source: Source = (None, None), old: Mapping[str, Any] | None = None
) -> tuple[int, int | None]:
    """Say an application, and with it the relief that it is; one that was said before is ended by `values` saying it anew.

    Args:
        old: {"id", "thread", "relief_id", "relief_thread"} of what stood; the reliefs' keys None where it had none.
    Returns: the keys of the application and of its relief, None where it is none.
    """
    if old is not None:
        changes.end(LicenceApplication, old["id"])
    row = add(changes, LicenceApplication, values, source, old["thread"] if old else None)
    if old is not None and old["relief_id"] is not None:
        changes.end(Relief, old["relief_id"])
    relief = relief_of_licence(values, old["thread"] if old else row)
    if relief is None:
        return row, None
    return row, add(changes, Relief, relief, source, old["relief_thread"] if old else None)
