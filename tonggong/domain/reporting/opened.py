"""A figure opened: its persons page after page, grouped, with reasons, for any day and as known on any day.

A day for which a figure is kept opens the kept rows. Another day, or an earlier knowledge, is counted from the ledger and
remembered by this process until the ledger moves: reading writes nothing.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Substr

from tonggong.base.accounts.who import Who, system_who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.installation.services import current, ledger_version
from tonggong.base.intake.models import SourceFile
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.queries import form_name
from tonggong.domain.persons.models import Person
from tonggong.domain.reporting.figures import GROUPS, Computed, in_reach
from tonggong.domain.reporting.figures import figure as compute
from tonggong.domain.reporting.indicators import INDICATORS, Indicator, shown
from tonggong.domain.reporting.measures import BASE, COUNTED, EXCLUDED, UNKNOWN
from tonggong.domain.reporting.models import Figure, FigureRow
from tonggong.domain.reporting.queries import (
    PAGE,
    Changed,
    figure_by_id,
    figure_rows,
    figure_seen,
    latest_figure,
    rows_page,
    scope_of,
)

STANDINGS = (COUNTED, BASE, UNKNOWN, EXCLUDED)
_COLUMNS = {"county": "county_code", "town": "township_code", "month": "month", "category": "category", "sex": "sex"}
_REMEMBERED = 6
_memory: OrderedDict[tuple[Any, ...], Computed] = OrderedDict()
_lock = threading.Lock()


class NotKept(LookupError):
    """There is no figure yet, or not this one."""


class DayAhead(ValueError):
    """The day asked for has not come."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which persons of a figure; None leaves a thing open. `way` and `group`: a key of GROUPS and of one of its groups."""

    standing: str | None = None
    reason: str | None = None
    way: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One group: how many persons of the asked standing, and the share (per cent) where the figure is one."""

    key: str
    name: str
    count: int
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """One person behind a figure, ready for a page; `source` is the file that decided, with its row."""

    row: Any
    person: Person
    county: str
    town: str
    unit: str
    form: str
    source: SourceFile | None

    @property
    def source_row(self) -> int | None:
        """The row in the file, as its sender counts."""
        row: int | None = self.row.source_row
        return row


@dataclass
class Opened:
    """A figure cut to somebody's reach and to a division within it. `figure` is None where it was counted just now."""

    who: Who
    indicator: Indicator
    as_of: date
    known_at: datetime | None
    plan: str
    scope: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    numerator: int | None
    denominator: int | None
    beside: dict[str, int]
    figure: Figure | None = None
    rows: list[Any] = field(default_factory=list, repr=False)

    @property
    def shown(self) -> str:
        """The value as a page writes it."""
        return shown(self.value, self.indicator.unit)

    @property
    def is_share(self) -> bool:
        """Whether it is a ratio of persons."""
        return self.indicator.unit == "%"

    def standings(self) -> dict[tuple[str, str], int]:
        """Persons by standing and reason."""
        if self.figure is None:
            return dict(Counter((row.standing, row.reason) for row in self.rows))
        found = self._kept().order_by().values_list("standing", "reason").annotate(n=Count("pk"))
        return {(standing, reason): n for standing, reason, n in found}

    def groups(self, way: str, wanted: Filters) -> list[Group]:
        """The persons of a standing (and reason) by one of GROUPS, most first; months in their order."""
        counts: Counter[tuple[str, str]] = Counter()
        if self.figure is None:
            key = GROUPS[way].key
            for row in self.rows:
                if wanted.reason is None or row.reason == wanted.reason:
                    counts[key(row), row.standing] += 1
        else:
            rows = self._kept(reason=wanted.reason).order_by()
            rows = rows.annotate(key=Substr("form", 1, 1)) if way == "form" else rows.annotate(key=F(_COLUMNS[way]))
            for key_, standing, n in rows.values_list("key", "standing").annotate(n=Count("pk")):
                counts[key_, standing] += n
        found = []
        for name in {key for key, _standing in counts}:
            yes, no = counts[name, COUNTED], counts[name, BASE]
            share = Decimal(100 * yes) / (yes + no) if self.is_share and yes + no else None
            n = counts[name, wanted.standing or COUNTED]
            if n:
                found.append(Group(name, GROUPS[way].name(name), n, share))
        return sorted(found, key=lambda one: one.key if way == "month" else (-one.count, one.key))

    def count(self, wanted: Filters) -> int:
        """How many persons the filters leave."""
        if self.figure is None:
            return sum(1 for row in self.rows if _fits(row, wanted))
        return self._filtered(wanted).count()

    def page(self, wanted: Filters, after: str | None = None, size: int = PAGE) -> tuple[list[Line], str | None]:
        """One page of persons, latest deciding day first, and the mark after which the next begins.

        Raises:
            ValueError: the mark is none of ours.
        """
        if self.figure is not None:
            rows, mark = rows_page(self._filtered(wanted), after, size)
            return self.lines(rows), mark
        found = sorted((r for r in self.rows if _fits(r, wanted)), key=_order, reverse=True)
        if after:
            day, _, person = after.partition("_")
            bound = (date.fromisoformat(day), int(person))
            found = [row for row in found if _order(row) < bound]
        part = found[:size]
        return self.lines(part), f"{part[-1].fact_on}_{part[-1].person_id}" if len(found) > size else None

    def lines(self, rows: Sequence[Any]) -> list[Line]:
        """Persons, units and files of rows, each kind in one query."""
        people = Person.objects.in_bulk([row.person_id for row in rows])
        units = dict(
            Spell.objects.filter(pk__in=[r.spell_id for r in rows if r.spell_id]).values_list("pk", "unit_name")
        )
        wanted = {row.source_file_id for row in rows if row.source_file_id}
        files = {file.pk: file for file in SourceFile.objects.filter(pk__in=wanted).select_related("delivery")}
        return [
            Line(
                row,
                people[row.person_id],
                divisions.name_of(row.county_code),
                divisions.name_of(row.township_code) if row.township_code else "",
                units.get(row.spell_id or 0, ""),
                form_name(row.form) if row.form else "",
                files.get(row.source_file_id or 0),
            )
            for row in rows
        ]

    def as_computed(self) -> Computed:
        """The figure as `exports.rows_csv` takes it, with every row in sight."""
        known_on = clock.day_of(self.known_at) if self.known_at else None
        rows = list(self._kept()) if self.figure is not None else self.rows
        measured = self.indicator.measure(rows)
        return Computed(self.indicator, self.as_of, known_on, self.plan, measured, {}, {}, rows)

    def counted(self) -> dict[int, Any]:
        """The counted rows by person."""
        rows = self.rows if self.figure is None else self._kept(standing=COUNTED)
        return {row.person_id: row for row in rows if row.standing == COUNTED}

    def _kept(self, **filters: Any) -> Any:
        assert self.figure is not None
        place = {"county" if self.scope.endswith("000000") else "town": self.scope} if self.scope else {}
        return figure_rows(self.who, self.figure, **{**place, **filters})

    def _filtered(self, wanted: Filters) -> Any:
        rows = self._kept(standing=wanted.standing, reason=wanted.reason)
        if wanted.way and wanted.group is not None:
            column = "form__startswith" if wanted.way == "form" and wanted.group else wanted.way
            rows = rows.filter(**{_COLUMNS.get(column, column): wanted.group})
        return rows


def _fits(row: Any, wanted: Filters) -> bool:
    return (
        (wanted.standing is None or row.standing == wanted.standing)
        and (wanted.reason is None or row.reason == wanted.reason)
        and (not wanted.way or wanted.group is None or GROUPS[wanted.way].key(row) == wanted.group)
    )


def _order(row: Any) -> tuple[date, int]:
    return row.fact_on, row.person_id


def open_figure(
    who: Who,
    key: str,
    *,
    as_of: date | None = None,
    known_on: date | None = None,
    plan: str | None = None,
    figure_id: int | None = None,
    scope: str = "",
) -> Opened:
    """Open a figure: a kept one by its id, else that of a day (the last kept one) as known on a day (now).

    Raises:
        NotKept: there is none yet, or none of this id and key. DayAhead: a day that has not come.
        LookupError: the division lies outside the reach. NoPlan, FigureMissing: see `figures.figure`.
    """
    place = scope_of(who, scope)
    if figure_id is not None:
        figure = figure_by_id(who, figure_id)
        if figure is None or figure.key != key:
            raise NotKept(key)
        return _kept(who, figure, place)
    today = clock.today()
    for day, what in ((as_of, "截至"), (known_on, "按哪一天所知")):
        if day is not None and day > today:
            raise DayAhead(f"{what}的这一天还没有到，请写今天或以前的日子。")
    kept = latest_figure(who, key, as_of, plan)
    if kept is None and as_of is None:
        raise NotKept(key)
    if kept is not None and (known_on is None or known_on == clock.day_of(kept.known_at)):
        return _kept(who, kept, place)
    if kept is not None and known_on == today and kept.ledger_version == ledger_version():
        return _kept(who, kept, place)
    day = as_of or (kept.as_of if kept else today)
    return _counted_now(who, _remembered(key, day, known_on, plan), place)


def _kept(who: Who, figure: Figure, scope: str) -> Opened:
    view = figure_seen(who, figure, scope)
    return Opened(
        who, view.indicator, figure.as_of, figure.known_at, figure.plan, view.scope_code, view.value, view.lower,
        view.upper, view.numerator, view.denominator, view.beside, figure,
    )  # fmt: skip


def _counted_now(who: Who, found: Computed, scope: str) -> Opened:
    column = "county_code" if scope.endswith("000000") else "township_code"
    rows = [r for r in found.rows if in_reach(who, r) and (not scope or getattr(r, column) == scope)]
    measured = found.indicator.measure(rows)
    known_at = None
    if found.known_on is not None:
        known_at = datetime.combine(found.known_on, datetime.max.time(), clock.SHANGHAI)
    return Opened(
        who, found.indicator, found.as_of, known_at, found.plan, scope, measured.value, measured.lower, measured.upper,
        measured.numerator, measured.denominator, measured.beside, None, rows,
    )  # fmt: skip


def _remembered(key: str, day: date, known_on: date | None, plan: str | None) -> Computed:
    """Count a figure for the whole city, or take it from memory while the ledger has not moved."""
    here = current()
    mark = (here and here.created_at, ledger_version(), key, day, known_on, plan)
    with _lock:  # one count at a time: a second asker waits for the first one's answer
        if mark not in _memory:
            _memory[mark] = compute(system_who("指标"), key, day, known_on, plan)
            while len(_memory) > _REMEMBERED:
                _memory.popitem(last=False)
        _memory.move_to_end(mark)
        return _memory[mark]


def earlier_version(who: Who, opened: Opened) -> Figure | None:
    """The newest kept figure of the same day and plan that was fixed before an opened one, None where there is none."""
    if opened.figure is None:
        return None
    rows = Figure.objects.filter(key=opened.indicator.key, plan=opened.plan, as_of=opened.as_of)
    return rows.filter(is_frozen=True, pk__lt=opened.figure.pk).order_by("-known_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class Change:
    """Who came into a figure and who left it between two states of knowledge, each with why."""

    before: Opened
    after: Opened
    came: list[Changed]
    left: list[Changed]

    def __bool__(self) -> bool:
        return bool(self.came or self.left)


def change(before: Opened, after: Opened) -> Change:
    """Compare two openings of one indicator, cut to the same division."""
    old, new = before.counted(), after.counted()
    gone = [row for person, row in old.items() if person not in new]
    why = _reasons_now(after, [row.person_id for row in gone])
    came = [Changed(row, row.because) for person, row in new.items() if person not in old]
    left = [Changed(row, why.get(row.person_id, "依据已更正，期间内不再有这条记录。")) for row in gone]
    return Change(before, after, sorted(came, key=_place), sorted(left, key=_place))


def _place(one: Changed) -> tuple[str, int]:
    return one.row.county_code, one.row.person_id


def _reasons_now(after: Opened, people: Iterable[int]) -> dict[int, str]:
    wanted = set(people)
    rows: Iterable[Any]
    if after.figure is None:
        rows = (row for row in after.rows if row.person_id in wanted and row.standing != COUNTED)
    else:
        rows = FigureRow.objects.filter(figure=after.figure.rows_of_id or after.figure.pk, person__in=wanted)
        rows = after.who.sees(rows.exclude(standing=COUNTED))
    reasons = after.indicator.reasons
    return {row.person_id: row.because or reasons.get(row.reason, row.reason) for row in rows}


def indicator_of(key: str) -> Indicator | None:
    """The indicator of a key, None where there is none."""
    return INDICATORS.get(key)
