"""Figures for rules and for pages."""

from datetime import date

from django.db.models import QuerySet

from tonggong.base.policy.models import FigureValue
from tonggong.rules.figures import Figure, Figures, FiguresOn, FigureTable
from tonggong.rules.figures.lookup import decimal_or_same

_memory: list[FigureTable] = []


def forget() -> None:
    """Read the table again at the next question (after figures were loaded, or between tests)."""
    _memory.clear()


def figures_on(day: date, division_code: str) -> Figures:
    """The figures in force on a day in a division: county over city over province over nation. Cached."""
    return _table().on(day, division_code)


def figures_of(division_code: str) -> FiguresOn:
    """The figures of one place as a function of the day, for rules that look at several days."""
    return _table().of(division_code)


def figure_values() -> QuerySet[FigureValue]:
    """Every row, for the register of figures."""
    return FigureValue.objects.all()


def figures_to_enter() -> QuerySet[FigureValue]:
    """What the city must still enter: rows without a value that no other row of the same figure and place fills."""
    filled = FigureValue.objects.filter(value__isnull=False).values("figure_id")
    return FigureValue.objects.filter(value__isnull=True).exclude(figure_id__in=filled)


def as_figure(row: FigureValue) -> Figure:
    """A table row as the rules know it."""
    value = date.fromisoformat(row.value) if row.is_date and row.value else decimal_or_same(row.value)
    return Figure(
        row.figure_id,
        row.label,
        row.scope,
        value,
        row.unit,
        row.source,
        row.effective_from,
        row.effective_to,
        row.published_at,
        row.extended_at,
        row.mark,
        row.confidence,
        row.note,
        row.gap,
        row.practice,
        row.origin,
    )


def _table() -> FigureTable:
    if _memory:
        return _memory[0]
    table = FigureTable(as_figure(row) for row in FigureValue.objects.all())
    if table.rows:
        _memory.append(table)
    return table
