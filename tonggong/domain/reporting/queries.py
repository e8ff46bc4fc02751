"""Questions about kept figures: what a number is for somebody, who is behind it, what has changed since.

Nothing here computes a figure from the ledger: pages ask what was kept, so they are as quick for a million persons.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.reporting.figures import GROUPS, plan_on
from tonggong.domain.reporting.indicators import INDICATORS, Indicator, shown
from tonggong.domain.reporting.models import Figure, FigureRow

Standing = FigureRow.Standing
PAGE = 50


@dataclass(frozen=True, slots=True)
class FigureView:
    """A kept figure as somebody sees it: of the whole city, or of the division that the reach or the page names.

    `excluded` is (key, title, persons), most first; `scope_code` "" is the city.
    """

    figure: Figure = field(repr=False)
    indicator: Indicator
    scope_code: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    numerator: int | None
    denominator: int | None
    beside: dict[str, int]
    excluded: list[tuple[str, str, int]]

    @property
    def id(self) -> int:
        """Primary key of the figure: what a link to its rows carries."""
        return self.figure.pk

    @property
    def key(self) -> str:
        return self.indicator.key

    @property
    def title(self) -> str:
        return self.indicator.title

    @property
    def unit(self) -> str:
        return self.indicator.unit

    @property
    def as_of(self) -> date:
        return self.figure.as_of

    @property
    def shown(self) -> str:
        """The value as a page writes it."""
        return shown(self.value, self.unit)

    @property
    def unknown(self) -> int:
        """Persons of whom it is not known."""
        return self.beside.get("待核", 0)

    @property
    def scope(self) -> str:
        """The name of the division, 全市 for the city."""
        return divisions.name_of(self.scope_code) if self.scope_code else "全市"


def latest_figure(who: Who, key: str, as_of: date | None = None, plan: str | None = None) -> Figure | None:
    """The newest kept figure of an indicator, of a day or of the last day there is one for; None where there is none.

    Args:
        plan: of which plan; None takes the plan in force on the day.
    """
    if not who.reach:
        return None
    rows = Figure.objects.filter(key=key)
    if as_of is not None:
        rows = rows.filter(as_of=as_of)
    if INDICATORS[key].of_plan:
        day = as_of or rows.order_by("-as_of").values_list("as_of", flat=True).first()
        if day is None:
            return None
        rows = rows.filter(plan=plan or plan_on(day).key)
    return rows.order_by("-as_of", "-known_at", "-pk").first()


def figures_on(who: Who, as_of: date, plan: str | None = None) -> dict[str, Figure]:
    """The newest kept figure of every indicator of a day, by key, in one query."""
    if not who.reach:
        return {}
    wanted = Q(plan="") | Q(plan=plan or plan_on(as_of).key)
    return {f.key: f for f in Figure.objects.filter(wanted, as_of=as_of, key__in=INDICATORS).order_by("known_at", "pk")}


def figure_by_id(who: Who, pk: int) -> Figure | None:
    """A kept figure; everybody with a reach may know that it is there, the rows are cut to the reach."""
    return Figure.objects.filter(pk=pk).first() if who.reach else None


def days_kept(who: Who, key: str) -> list[date]:
    """The days for which an indicator is kept, latest first."""
    return list(Figure.objects.filter(key=key).values_list("as_of", flat=True).distinct().order_by("-as_of"))


def scope_of(who: Who, scope_code: str = "") -> str:
    """The division whose numbers are to be shown: the asked one if it lies within reach, else the reach; "" the city.

    Raises:
        LookupError: a division outside the reach was asked for; a page answers 404.
    """
    own = who.reach.ljust(12, "0") if len(who.reach) > 4 else ""
    if not scope_code or (scope_code.startswith(who.reach) and scope_code[4:] == "0" * 8):
        return own
    if not who.covers(scope_code):
        raise LookupError(scope_code)
    return scope_code


def figure_seen(who: Who, figure: Figure, scope_code: str = "") -> FigureView:
    """A kept figure cut to a division within reach. Raises LookupError as `scope_of`."""
    scope = scope_of(who, scope_code)
    one = INDICATORS[figure.key]
    if not scope:
        excluded = figure.excluded
        numbers: dict[str, Any] = {
            "value": figure.value,
            "lower": figure.lower,
            "upper": figure.upper,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "beside": figure.beside,
        }
    else:
        way = "county" if scope.endswith("000000") else "town"
        nothing: dict[str, Any] = {"value": 0.0 if one.unit == "人" else None, "numerator": 0, "beside": {}}
        numbers = dict(figure.groups.get(way, {}).get(scope, nothing))
        excluded = figure.groups.get("excluded_of", {}).get(scope, {})
        numbers |= {name: _decimal(numbers.get(name)) for name in ("value", "lower", "upper")}
    ranked = sorted(excluded.items(), key=lambda pair: (-pair[1], pair[0]))
    return FigureView(
        figure,
        one,
        scope,
        numbers["value"],
        numbers["lower"],
        numbers["upper"],
        numbers.get("numerator"),
        numbers.get("denominator"),
        numbers.get("beside") or {},
        [(key, one.reasons.get(key, key), n) for key, n in ranked],
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group of a figure: `key` for the link, value as kept."""

    key: str
    name: str
    value: Decimal | None
    numerator: int | None
    denominator: int | None


def figure_groups(who: Who, figure: Figure, by: str) -> list[GroupView]:
    """A figure by county, town, month, form, category or sex; towns and counties only within reach.

    The other ways are kept for the whole city only, so they are empty for a narrower reach, but for months of plan
    figures, which are kept for every division.
    """
    kept = figure.groups.get(by, {})
    scope = scope_of(who)
    if scope and by == "month" and INDICATORS[figure.key].of_plan:
        months = figure.groups.get("month_of", {}).get(scope, {})
        kept = {month: {"value": value} for month, value in months.items()}
    elif scope and by in ("county", "town"):
        kept = {code: one for code, one in kept.items() if code.startswith(who.reach)}
    elif scope:
        kept = {}
    return [
        GroupView(key, GROUPS[by].name(key), _decimal(one["value"]), one.get("numerator"), one.get("denominator"))
        for key, one in kept.items()
    ]


def figure_rows(
    who: Who,
    figure: Figure,
    *,
    standing: str | None = None,
    reason: str | None = None,
    county: str | None = None,
    town: str | None = None,
    month: str | None = None,
    form: str | None = None,
    category: str | None = None,
    sex: str | None = None,
) -> QuerySet[FigureRow]:
    """The persons behind a figure within reach, latest deciding day first, each with person and source file.

    Args:
        form: national form, "1" to "7". The others as the row has them.
    """
    rows = FigureRow.objects.filter(figure=figure.rows_of_id or figure.pk)
    if figure.rows_of_id and standing is None:
        standing = Standing.COUNTED
    asked = {
        "standing": standing,
        "reason": reason,
        "county_code": county,
        "township_code": town,
        "month": month,
        "form__startswith": form,
        "category": category,
        "sex": sex,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    rows = who.sees(rows).select_related("person", "source_file__delivery")
    return rows.order_by("-fact_on", "-pk")


def rows_page(
    rows: QuerySet[FigureRow], after: str | None = None, size: int = PAGE
) -> tuple[list[FigureRow], str | None]:
    """One page of `figure_rows` and the mark that the next page begins after, None at the end.

    The mark is a day and a key, so a page costs the same however far down it is.

    Raises:
        ValueError: the mark is none of ours.
    """
    if after:
        day, _, key = after.partition("_")
        on = date.fromisoformat(day)
        rows = rows.filter(fact_on__lte=on).filter(Q(fact_on__lt=on) | Q(pk__lt=int(key)))
    found = list(rows[: size + 1])
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    return found[:size], f"{last.fact_on.isoformat()}_{last.pk}"


def reason_title(figure: Figure, reason: str) -> str:
    """What a row's reason is called."""
    return INDICATORS[figure.key].reasons.get(reason, reason)


@dataclass(frozen=True, slots=True)
class Changed:
    """One person who came into a figure or left it, and why."""

    row: FigureRow
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two figures of one indicator: who came in, who left, within somebody's reach."""

    before: Figure
    after: Figure
    came: list[Changed]
    left: list[Changed]

    def __bool__(self) -> bool:
        return bool(self.came or self.left)


def changes_between(who: Who, before: Figure, after: Figure) -> Difference:
    """Say who is counted in one figure and not in the other. Meant for two figures of one indicator."""
    old = _counted(who, before)
    new = _counted(who, after)
    gone = [old[person] for person in old.keys() - new.keys()]
    reasons = {
        row.person_id: row.because or reason_title(after, row.reason)
        for row in who.sees(
            FigureRow.objects.filter(
                figure=after.rows_of_id or after.pk, person__in=[row.person_id for row in gone]
            ).exclude(standing=Standing.COUNTED)
        )
    }
    came = [Changed(row, row.because) for person, row in new.items() if person not in old]
    left = [Changed(row, reasons.get(row.person_id, "依据已更正，期间内不再有这条记录。")) for row in gone]
    order = lambda one: (one.row.county_code, one.row.pk)  # noqa: E731
    return Difference(before, after, sorted(came, key=order), sorted(left, key=order))


def _counted(who: Who, figure: Figure) -> dict[int, FigureRow]:
    rows = FigureRow.objects.filter(figure=figure.rows_of_id or figure.pk, standing=Standing.COUNTED)
    return {row.person_id: row for row in who.sees(rows).select_related("person")}


def later_corrections(who: Who, frozen: Figure) -> Difference | None:
    """What has changed of a fixed figure since: against the newest of the same day; None where nothing newer is kept."""
    newer = Figure.objects.filter(key=frozen.key, plan=frozen.plan, as_of=frozen.as_of, pk__gt=frozen.pk)
    newest = newer.order_by("-known_at", "-pk").first()
    return changes_between(who, frozen, newest) if newest else None
