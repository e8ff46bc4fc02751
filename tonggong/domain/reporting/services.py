"""Computing and keeping figures: the snapshots that pages show, and those that a closed month or a circular fixes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import insert_rows
from tonggong.base.installation import clock
from tonggong.base.installation.services import ledger_version
from tonggong.domain.comparison.models import Month
from tonggong.domain.comparison.services import close_month as close
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.facts import populations
from tonggong.domain.reporting.figures import computed, is_left_out, plan_on, question
from tonggong.domain.reporting.indicators import INDICATORS, Indicator
from tonggong.domain.reporting.measures import COUNTED, Measured
from tonggong.domain.reporting.models import Figure, FigureRow
from tonggong.domain.reporting.rows import Question, Row
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing

# An indicator that only measures the rows of another keeps none of its own: one list, opened twice.
ROWS_OF = {"employment.count": "employment.rate"}
_WAYS = ("county", "town", "month", "form", "category", "sex")


@dataclass(frozen=True, slots=True)
class _Made:
    indicator: Indicator
    plan: str
    columns: dict[str, Any]
    rows: list[Row]


def last_compared_day() -> date:
    """Return the day that figures are of when nobody asks for another: the end of the last month that was compared."""
    month = Month.objects.filter(compared_at__isnull=False).order_by("-month").values_list("month", flat=True).first()
    return months.last_day(month or months.shift(months.of(clock.today()), -1))


def refresh_figures(as_of: date | None = None, *, again: bool = False) -> list[Figure]:
    """Compute every figure of a day from the ledger as it is known now, and keep it with its rows for the pages.

    Figures made before for the same day go, but for frozen ones and those that a circular states. When the ledger has
    not moved since they were made nothing is computed (unless `again`).

    Raises:
        NoPlan: no city pack is loaded.
    """
    day = as_of or last_compared_day()
    version = ledger_version()
    standing = Figure.objects.filter(as_of=day, ledger_version=version)
    if not again and standing.filter(key__in=INDICATORS).values("key").distinct().count() == len(INDICATORS):
        return list(standing.order_by("pk"))
    made = list(_make(day))
    with transaction.atomic():
        return _keep(made, day, version)


def _make(day: date) -> Iterable[_Made]:
    """Compute the figures of a day for every plan begun by then, reading the ledger once."""
    own = plan_on(day)
    keys = [own.key, *(p.key for p in plans.plans() if p.first_day <= day and p.key != own.key)]
    asked = {key: question(day, plan=key)[0] for key in keys}
    rows: dict[tuple[str, str], list[Row]] = {}
    for wanted in INDICATORS.values():
        if wanted.key not in ROWS_OF:
            for key in keys if wanted.of_plan else [""]:
                rows[wanted.key, key] = []
    for population in populations(None):
        for (name, key), found in rows.items():
            found += _rows(INDICATORS[name], population, asked[key or own.key])
    for (name, key), found in rows.items():
        yield _Made(INDICATORS[name], key, _columns(INDICATORS[name], found, day, key), found)
    for name, source in ROWS_OF.items():
        found = [row for row in rows[source, ""] if row.standing == COUNTED]
        yield _Made(INDICATORS[name], "", _columns(INDICATORS[name], found, day, ""), [])


def _rows(wanted: Indicator, population: Any, asked: Question) -> list[Row]:
    try:
        return list(wanted.rows(population, asked))
    except FigureMissing:
        return []  # the city has not entered it: the figure stands without a value, and the register of figures says so


def _columns(wanted: Indicator, rows: list[Row], day: date, plan: str) -> dict[str, Any]:
    found = computed(wanted, rows, day, None, plan, _WAYS)
    groups: dict[str, Any] = {way: {key: _kept(one) for key, one in found.groups[way].items()} for way in _WAYS}
    excluded: dict[str, Counter[str]] = defaultdict(Counter)
    monthly: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for code in {row.county_code, row.township_code}:
            if is_left_out(wanted, row):
                excluded[code][row.reason] += 1
            elif wanted.of_plan and row.month:
                monthly[code][row.month].append(row)
    groups["excluded_of"] = {code: dict(counter) for code, counter in excluded.items()}
    groups["month_of"] = {
        code: {month: _kept(wanted.measure(part))["value"] for month, part in sorted(parts.items())}
        for code, parts in monthly.items()
    }
    measured = found.measured
    return {
        "value": measured.value,
        "lower": measured.lower,
        "upper": measured.upper,
        "numerator": measured.numerator,
        "denominator": measured.denominator,
        "beside": measured.beside,
        "groups": groups,
        "excluded": found.excluded,
    }


def _kept(measured: Measured) -> dict[str, Any]:
    number = lambda value: None if value is None else float(value)  # noqa: E731
    return {
        "value": number(measured.value),
        "lower": number(measured.lower),
        "upper": number(measured.upper),
        "numerator": measured.numerator,
        "denominator": measured.denominator,
        "beside": measured.beside,
    }


def _keep(made: Iterable[_Made], day: date, version: int) -> list[Figure]:
    old = Figure.objects.filter(as_of=day, is_frozen=False, circulars=None, key__in=INDICATORS)
    old_ids = list(old.values_list("pk", flat=True))
    _forget(old_ids)
    kept: dict[str, Figure] = {}
    figures = []
    for one in made:
        figure = Figure.objects.create(
            key=one.indicator.key,
            plan=one.plan,
            as_of=day,
            known_at=clock.now(),
            ledger_version=version,
            unit=one.indicator.unit,
            rows_of=kept.get(ROWS_OF.get(one.indicator.key, "")),
            **one.columns,
        )
        kept[one.indicator.key] = figure
        insert_rows(FigureRow, ("figure_id", *Row._fields), [(figure.pk, *row) for row in one.rows])
        figures.append(figure)
    return figures


def _forget(figures: list[int]) -> None:
    """Delete figures nobody has fixed, with their rows; those whose rows a kept one still measures stay."""
    held = set(Figure.objects.filter(rows_of__in=figures).exclude(pk__in=figures).values_list("rows_of_id", flat=True))
    going = [pk for pk in figures if pk not in held]
    FigureRow.objects.filter(figure__in=going).delete()
    Figure.objects.filter(pk__in=going, rows_of__isnull=False).delete()
    Figure.objects.filter(pk__in=going).delete()


def freeze(figures: Iterable[int]) -> None:
    """Fix figures, and those whose rows they measure: from now on they never change and never go."""
    wanted = set(figures)
    wanted |= set(Figure.objects.filter(pk__in=wanted, rows_of__isnull=False).values_list("rows_of_id", flat=True))
    Figure.objects.filter(pk__in=wanted).update(is_frozen=True)


@transaction.atomic
def freeze_month(who: Who, month: str) -> list[Figure]:
    """Fix the figures of a month's end as they are known now (关账)."""
    figures = refresh_figures(months.last_day(month))
    freeze(figure.pk for figure in figures)
    audit.record("change", who=who, subject="reporting.Figure", ids=[f.pk for f in figures], step="freeze", month=month)
    return figures


def close_month(who: Who, month: str) -> Month:
    """Close a month and fix its figures, together or not at all.

    Raises:
        MonthRefused: something is undecided or unsigned. NoPlan: no city pack is loaded.
    """
    refresh_figures(months.last_day(month))  # the long part, before anybody has to wait
    with transaction.atomic():
        row = close(who, month)
        freeze_month(who, month)
    return row
