"""A figure: rows made from the ledger and their measure, as of a day, as known at an instant, within somebody's reach."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.persons.choices import Category, Sex
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan.choices import PlanStatus
from tonggong.domain.plan.models import Plan
from tonggong.domain.reporting.facts import populations, started_within, trained_within
from tonggong.domain.reporting.indicators import INDICATORS, Indicator, indicator
from tonggong.domain.reporting.measures import EXCLUDED, UNKNOWN, Measured
from tonggong.domain.reporting.rows import Question, Row
from tonggong.rules.forms import NATIONAL

_CATEGORY, _SEX = dict(Category.choices), dict(Sex.choices)
UNCLEAR = "不明"
OF_YEAR = ("plan.new_in_year", "jobs.by_associations", "jobs.at_private_firms")  # count within the calendar year


@dataclass(frozen=True, slots=True)
class Way:
    """A way of grouping: the key of a row's group, and what that group is called."""

    title: str
    key: Callable[[Row], str]
    name: Callable[[str], str]


GROUPS: dict[str, Way] = {
    "county": Way("县区", lambda row: row.county_code, lambda code: divisions.name_of(code) if code else UNCLEAR),
    "town": Way("乡镇街道", lambda row: row.township_code, lambda code: divisions.name_of(code) if code else UNCLEAR),
    "month": Way("月份", lambda row: row.month, lambda month: month or UNCLEAR),
    "form": Way("就业形式", lambda row: row.form[:1], lambda form: NATIONAL.get(form, "未就业")),
    "category": Way("残疾类别", lambda row: row.category, lambda code: _CATEGORY.get(code, UNCLEAR)),
    "sex": Way("性别", lambda row: row.sex, lambda code: _SEX.get(code, UNCLEAR)),
}


class NoPlan(LookupError):
    """No city pack is loaded, or it has no such plan."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure as computed; `groups` is {way of grouping: {name: value}}, `excluded` {reason's key: persons}."""

    indicator: Indicator
    as_of: date
    known_on: date | None
    plan: str
    measured: Measured
    groups: dict[str, dict[str, Measured]]
    excluded: dict[str, int]
    rows: list[Row] = field(repr=False)

    def as_json(self, by: str | None = None) -> dict[str, Any]:
        """The shape that programs read; shares are per cent with one place, persons whole numbers."""
        unit = self.indicator.unit
        measured = self.measured
        said = {
            "key": self.indicator.key,
            "title": self.indicator.title,
            "unit": unit,
            "as_of": self.as_of.isoformat(),
            "known_on": self.known_on.isoformat() if self.known_on else None,
            "value": plain(measured.value, unit),
            "groups": self._named(by) if by else {},
            "excluded": {self.indicator.reasons.get(key, key): n for key, n in self.excluded.items()},
            "plan": self.plan,
        }
        if measured.lower is not None:
            said |= {"lower": plain(measured.lower, unit), "upper": plain(measured.upper, unit)}
        if measured.denominator is not None:
            said |= {"numerator": measured.numerator, "denominator": measured.denominator}
        if self.indicator.has_parts:
            said["parts"] = self.parts()
        return said | ({"beside": measured.beside} if measured.beside else {})

    def parts(self) -> dict[str, int]:
        """Persons by what their rows' reasons say, those outside the figure left away; most first."""
        counts = Counter(row.reason for row in self.rows if row.standing != EXCLUDED)
        return {
            self.indicator.reasons.get(key, key): n for key, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
        }

    def _named(self, by: str) -> dict[str, int | float | None]:
        """Groups by name; two towns of one name in two counties are told apart by their county."""
        way, found = GROUPS[by], {}
        for key, measured in self.groups[by].items():
            name = way.name(key)
            if name in found:
                name = f"{divisions.name_of(key[:6] + '000000')}{name}"
            found[name] = plain(measured.value, self.indicator.unit)
        return found


def plain(value: Decimal | None, unit: str) -> int | float | None:
    """A value as JSON has it: persons as whole numbers, the rest with its places."""
    if value is None:
        return None
    return int(value) if unit == "人" else float(value)


def plan_on(day: date, key: str | None = None) -> Plan:
    """Return the plan that a day's figures are of: the asked one, else the latest of the city's own begun by then.

    Before any plan began it is the first one, whose figures are then 0.

    Raises:
        NoPlan: no city pack is loaded, or there is no plan of this key.
    """
    versions = list(plans.plans())
    if key:
        found = next((plan for plan in versions if plan.key == key), None)
        if found is None:
            raise NoPlan(f"没有这个方案：{key}。")
        return found
    own = [plan for plan in versions if plan.status == PlanStatus.IN_FORCE]
    if not own:
        raise NoPlan("还没有载入城市包，请先执行 tonggong load-city。")
    begun = [plan for plan in own if plan.first_day <= day]
    return begun[-1] if begun else own[0]


def end_of(day: date) -> datetime:
    """Return the instant at which a day ends in China: what was known on it was known by then."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), clock.SHANGHAI)
    return midnight.astimezone(clock.real_now().tzinfo)


def question(as_of: date, known_on: date | None = None, plan: str | None = None) -> tuple[Question, str]:
    """Return what is asked of the ledger, and the key of the plan it is asked for.

    Raises:
        NoPlan: see `plan_on`.
    """
    city, found = divisions.city(), plan_on(as_of, plan)
    if city is None:
        raise NoPlan("还没有载入城市包，请先执行 tonggong load-city。")
    known_at = end_of(known_on) if known_on else None
    return Question(as_of, known_at, plans.window(found), city.code), found.key


def figure(
    who: Who, key: str, as_of: date, known_on: date | None = None, plan: str | None = None, by: Sequence[str] = ()
) -> Computed:
    """Compute one figure from the ledger, within somebody's reach.

    Args:
        known_on: only what was known by the end of this day; None is everything known now.
        by: ways of grouping, keys of GROUPS.
    Raises:
        IndicatorUnknown: there is no such indicator. NoPlan: no such plan. FigureMissing: a policy figure lacks.
    """
    wanted = indicator(key)
    asked, plan_key = question(as_of, known_on, plan)
    only = None
    if key == "plan.trained":
        only = trained_within(asked.window.first, as_of)
    elif key in OF_YEAR:
        only = started_within(date(as_of.year, 1, 1), as_of)
    elif wanted.of_plan:
        only = started_within(asked.window.first, as_of)
    rows: list[Row] = []
    for population in populations(asked.known_at, only):
        rows += (row for row in wanted.rows(population, asked) if in_reach(who, row))
    return computed(wanted, rows, as_of, known_on, plan_key, by)


def computed(
    wanted: Indicator, rows: list[Row], as_of: date, known_on: date | None, plan: str, by: Iterable[str]
) -> Computed:
    """Put measure, groups and exclusions to rows."""
    excluded = Counter(row.reason for row in rows if is_left_out(wanted, row))
    groups = {way: grouped(wanted, rows, way) for way in by}
    return Computed(wanted, as_of, known_on, plan, wanted.measure(rows), groups, dict(excluded.most_common()), rows)


def is_left_out(wanted: Indicator, row: Row) -> bool:
    """Say whether a row is outside the figure, with its reason to be named: of a count also those still to be looked at."""
    return row.standing == EXCLUDED or (wanted.unit == "人" and row.standing == UNKNOWN)


def grouped(wanted: Indicator, rows: Iterable[Row], by: str) -> dict[str, Measured]:
    """The measure of each group, by the group's key."""
    key = GROUPS[by].key
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.standing != EXCLUDED:
            parts[key(row)].append(row)
    return {name: wanted.measure(part) for name, part in sorted(parts.items())}


def in_reach(who: Who, row: Any) -> bool:
    """Say whether a row lies within somebody's reach, as `who.sees` would."""
    if len(who.reach) == 9:
        return bool(row.township_code == f"{who.reach}000")
    return who.covers(row.county_code)


__all__ = [
    "GROUPS",
    "INDICATORS",
    "Computed",
    "NoPlan",
    "computed",
    "end_of",
    "figure",
    "grouped",
    "in_reach",
    "plan_on",
]
