"""Make a table say what a file says: add, change, remove, and leave alone what is the same already."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Count:
    """Rows touched."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.added + other.added, self.changed + other.changed, self.removed + other.removed)

    def as_dict(self) -> dict[str, int]:
        """For reports."""
        return asdict(self)


def sync(
    model: type[models.Model],
    key: Sequence[str],
    rows: Sequence[dict[str, Any]],
    among: models.QuerySet | None = None,
    *,
    removable: models.Q | None = None,
) -> Count:
    """Bring `among` (all rows by default) to `rows`, matched by `key`.

    Args:
        rows: column names (attnames) to values; rows that others point to come first.
        removable: which surplus rows may go; None lets all go.
    """
    stored = among if among is not None else model._default_manager.all()
    known = {tuple(getattr(row, column) for column in key): row for row in stored}
    added: list[models.Model] = []
    changed: list[models.Model] = []
    columns = [column for column in rows[0] if column not in key] if rows else []
    for wanted in rows:
        row = known.pop(tuple(wanted[column] for column in key), None)
        if row is None:
            added.append(model(**wanted))
        elif any(getattr(row, column) != wanted[column] for column in columns):
            for column in columns:
                setattr(row, column, wanted[column])
            changed.append(row)
    model._default_manager.bulk_create(added)
    if changed:
        model._default_manager.bulk_update(changed, [column.removesuffix("_id") for column in columns])
    surplus = model._default_manager.filter(pk__in=[row.pk for row in known.values()])
    if removable is not None:
        surplus = surplus.filter(removable)
    removed = surplus.count()
    surplus.delete()
    return Count(len(added), len(changed), removed)
