"""The figures in force on a day at a place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

NATION = "CN"


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with its period, its place and the text it comes from.

    `value` is a Decimal, a bool, a text, a date, a tuple or a mapping as `unit` says; None where the place must
    still enter it. `scope` is CN or a six-digit division code. Both dates are inclusive; None is open.
    """

    id: str
    label: str
    scope: str
    value: Any
    unit: str
    source: str
    effective_from: date | None = None
    effective_to: date | None = None
    published_at: date | None = None
    extended_at: date | None = None
    mark: str = ""
    confidence: str = ""
    note: str = ""
    gap: str = ""  # why the period before this row has no value, where there is such a period
    practice: bool = False  # 练习: made up for the practice city, never policy
    where: str = ""  # file and line it was read from

    def on(self, day: date) -> bool:
        """Whether the row is in force on a day, both ends included."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


class FigureMissing(LookupError):
    """No value is in force for the day and place asked; somebody must enter one, nothing is guessed."""

    def __init__(self, figure_id: str, day: date, place: str, label: str = ""):
        name = f"{label}（{figure_id}）" if label else figure_id
        where = "全国的规定里" if place == NATION else f"在 {place} "
        super().__init__(f"{day.isoformat()} {where}没有可用的政策数值：{name}。请由本市填报并注明依据。")
        self.figure_id = figure_id
        self.day = day
        self.place = place


class Figures:
    """All figures in force on one day at one place; `figures["quota.ratio"].value` or `FigureMissing`."""

    __slots__ = ("_labels", "_rows", "day", "place")

    def __init__(self, rows: dict[str, Figure], day: date, place: str, labels: dict[str, str] | None = None):
        self._rows = rows
        self._labels = labels or {}
        self.day = day
        self.place = place

    def __getitem__(self, figure_id: str) -> Figure:
        """The figure in force.

        Raises:
            FigureMissing: none is.
        """
        try:
            return self._rows[figure_id]
        except KeyError:
            raise FigureMissing(figure_id, self.day, self.place, self._labels.get(figure_id, "")) from None

    def get(self, figure_id: str) -> Figure | None:
        """The figure in force, None where none is: for what the law knew only for a time."""
        return self._rows.get(figure_id)

    def __contains__(self, figure_id: str) -> bool:
        return figure_id in self._rows

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._rows.values())


FiguresOn = Callable[[date], Figures]
"""Figures of one place by day: what a rule takes that looks at several days."""


def scope_chain(division_code: str) -> tuple[str, ...]:
    """The scopes that speak for a division, nearest first: county, city, province, nation."""
    chain = [division_code[:6], f"{division_code[:4]}00", f"{division_code[:2]}0000", NATION]
    return tuple(dict.fromkeys(scope for scope in chain if scope == NATION or (len(scope) == 6 and scope.isdigit())))


class FigureTable:
    """A set of rows, asked by day and place. Rows are taken as already checked (see `problems`)."""

    def __init__(self, rows: Iterable[Figure]):
        self.rows = tuple(rows)
        self._by_scope: dict[str, list[Figure]] = {}
        self._labels = {row.id: row.label for row in self.rows}
        for row in self.rows:
            self._by_scope.setdefault(row.scope, []).append(row)
        self._known: dict[tuple[date, tuple[str, ...]], Figures] = {}

    def on(self, day: date, division_code: str) -> Figures:
        """The figures in force on `day` in a division, the nearest scope winning; remembered per day and place."""
        chain = scope_chain(division_code)
        known = self._known.get((day, chain))
        if known is None:
            known = self._known[day, chain] = self._gather(day, chain)
        return known

    def of(self, division_code: str) -> FiguresOn:
        """The same for one place: a function of the day."""
        return lambda day: self.on(day, division_code)

    def _gather(self, day: date, chain: tuple[str, ...]) -> Figures:
        found: dict[str, Figure] = {}
        for scope in reversed(chain):
            for row in self._by_scope.get(scope, ()):
                if row.value is not None and row.on(day):
                    found[row.id] = row
        return Figures(found, day, chain[0], self._labels)


def decimal_or_same(value: Any) -> Any:
    """Numbers become Decimal so that shares and money never pass through floating point; the rest stays."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str):
        plain = value.removeprefix("-")
        whole, dot, part = plain.partition(".")
        if whole.isdigit() and (not dot or part.isdigit()):
            return Decimal(value)
    return value
