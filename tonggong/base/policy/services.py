"""Bring figures from files into the table."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.rules.figures import Figure, FigureFileError, problems

COLUMNS = (
    "label",
    "value",
    "is_date",
    "unit",
    "effective_to",
    "published_at",
    "extended_at",
    "source",
    "mark",
    "confidence",
    "note",
    "gap",
    "origin",
)


@transaction.atomic
def load_figures(figures: Iterable[Figure]) -> tuple[int, int, int]:
    """Make the table say what the files say; saying it again changes nothing.

    Returns: rows added, changed, removed.
    Raises:
        FigureFileError: two rows are in force on one day, a period is left out without a reason, or a source lacks.
    """
    figures = list(figures)
    if faults := problems(figures):
        raise FigureFileError(faults)
    known = {(row.figure_id, row.scope, row.effective_from, row.practice): row for row in FigureValue.objects.all()}
    added: list[FigureValue] = []
    changed: list[FigureValue] = []
    for figure in figures:
        key = (figure.id, figure.scope, figure.effective_from, figure.practice)
        wanted = _columns(figure)
        row = known.pop(key, None)
        if row is None:
            added.append(
                FigureValue(
                    figure_id=figure.id,
                    scope=figure.scope,
                    effective_from=figure.effective_from,
                    practice=figure.practice,
                    **wanted,
                )
            )
        elif any(getattr(row, column) != value for column, value in wanted.items()):
            for column, value in wanted.items():
                setattr(row, column, value)
            changed.append(row)
    FigureValue.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    FigureValue.objects.bulk_create(added)
    FigureValue.objects.bulk_update(changed, COLUMNS)
    forget()
    transaction.on_commit(forget)
    return len(added), len(changed), len(known)


def _columns(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "value": _plain(figure.value),
        "is_date": isinstance(figure.value, date),
        "unit": figure.unit,
        "effective_to": figure.effective_to,
        "published_at": figure.published_at,
        "extended_at": figure.extended_at,
        "source": figure.source,
        "mark": figure.mark,
        "confidence": figure.confidence,
        "note": figure.note,
        "gap": figure.gap,
        "origin": figure.where,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}  # JSON has no other keys
    return list(value) if isinstance(value, tuple) else value
