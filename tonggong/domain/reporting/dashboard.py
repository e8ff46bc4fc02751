"""What the dashboard shows, from kept figures, in a fixed number of queries however large the city is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.installation.services import ledger_version
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan.models import Plan, TaskDue
from tonggong.domain.reporting.figures import GROUPS, plan_on
from tonggong.domain.reporting.models import Figure
from tonggong.domain.reporting.progress import (
    County,
    Progress,
    Trend,
    counties,
    counties_sentence,
    progress,
    trend,
)
from tonggong.domain.reporting.queries import FigureView, figure_seen, figures_on, scope_of
from tonggong.rules import months

TARGETS = ("plan.new_jobs", "plan.trained")
QUALITY = (
    "employment.rate",
    "employment.retained_6m",
    "employment.retained_12m",
    "employment.insured_share",
    "employment.wage_over_minimum",
)
SHOWN = 5  # tasks on the page
SOON = 14  # days


@dataclass(frozen=True, slots=True)
class Work:
    """The month's comparison: findings by result, decided and waiting, who has how many left."""

    month: str
    counts: dict[str, int]
    asked: int
    decided: int
    open: int
    open_by_county: list[tuple[str, int]]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the page shows. `figures` has every kept figure of the day as seen, by key."""

    as_of: date
    plan: Plan
    other_plans: list[Plan]
    scope_code: str
    scope: str
    scopes: list[tuple[str, str]]
    figures: dict[str, FigureView]
    targets: list[Progress]
    quality: list[FigureView]
    quality_sentence: str
    forms: list[tuple[str, int, str]]
    trend: Trend | None
    counties: list[County]
    counties_sentence: str
    overdue: list[TaskDue]
    overdue_count: int
    due_soon: list[TaskDue]
    work: Work | None
    is_closed: bool
    is_stale: bool


class NothingKept(LookupError):
    """No figure is kept for the day: compare a month first, or ask for another day."""


def last_day_kept(who: Who) -> date | None:
    """The last day that figures are kept for, None where there is none yet."""
    if not who.reach:
        return None
    return Figure.objects.order_by("-as_of").values_list("as_of", flat=True).first()


def dashboard(who: Who, as_of: date | None = None, plan: str | None = None, scope_code: str = "") -> Dashboard:
    """Return the dashboard of a day (the last one kept) for the reach, or for a division within it.

    Raises:
        NothingKept: there are no figures for the day yet. NoPlan: no such plan.
        LookupError: the division lies outside the reach.
    """
    scope = scope_of(who, scope_code)
    day = as_of or last_day_kept(who)
    if day is None:
        raise NothingKept("还没有指标。先收文、比对一个月，指标随后算出。")
    of = plan_on(day, plan)
    kept = figures_on(who, day, of.key)
    if not kept:
        raise NothingKept(f"{day}没有保存的指标。")
    views = {key: figure_seen(who, figure, scope) for key, figure in kept.items()}
    city = divisions.city()
    splits = {split.indicator: split for split in plans.targets(of)}
    stands = {
        key: progress(views[key], of, splits.get(key), city.code if city else "") for key in TARGETS if key in views
    }
    jobs = kept.get("plan.new_jobs")
    found = [one for one in counties(jobs, of, splits.get("plan.new_jobs")) if who.covers(one.code)] if jobs else []
    today = clock.today()
    overdue = list(plans.tasks_overdue(who, today, of)[:SHOWN])
    month = months.of(day)
    row = comparison.month_row(month)
    is_closed = row is not None and row.closed_at is not None
    return Dashboard(
        day,
        of,
        [one for one in plans.plans() if one.pk != of.pk],
        scope,
        divisions.name_of(scope) if scope else "全市",
        _scopes(who),
        views,
        list(stands.values()),
        [views[key] for key in QUALITY if key in views],
        _quality_sentence(views),
        _forms(kept, scope),
        trend(views["plan.new_jobs"], stands["plan.new_jobs"]) if "plan.new_jobs" in stands else None,
        found,
        counties_sentence(found) if len(found) > 1 else "",
        overdue,
        plans.tasks_overdue(who, today, of).count() if len(overdue) == SHOWN else len(overdue),
        list(plans.tasks_due(who, today, date.fromordinal(today.toordinal() + SOON), of)[:SHOWN]),
        _work(who, month, is_closed) if row is not None else None,
        is_closed,
        next(iter(kept.values())).ledger_version != ledger_version(),
    )


def _scopes(who: Who) -> list[tuple[str, str]]:
    """The divisions that the page may be switched to: the city and its counties, for whoever sees the city."""
    if len(who.reach) > 4:
        return []
    return [("", "全市"), *((one.code, one.name) for one in divisions.counties() if who.covers(one.code))]


def _forms(kept: dict[str, Figure], scope: str) -> list[tuple[str, int, str]]:
    """(name, persons, share) of the employed by national form, most first; kept for the whole city only."""
    figure = kept.get("employment.count")
    if figure is None or scope:
        return []
    found: list[tuple[str, int]] = [
        (GROUPS["form"].name(form), int(one["value"])) for form, one in figure.groups.get("form", {}).items() if form
    ]
    whole = sum(n for _name, n in found)
    ranked = sorted(found, key=lambda pair: -pair[1])
    return [(name, n, f"{100 * n / whole:.1f}%") for name, n in ranked] if whole else []


def _quality_sentence(views: dict[str, FigureView]) -> str:
    """How steady and how well paid the work is, in one sentence; "" where nothing is due yet."""
    parts: list[str] = []
    half = views.get("employment.retained_6m")
    if half is not None and half.value is not None:
        parts.append(f"满6个月仍稳定的占{half.shown}（到期{half.denominator}人，待核{half.unknown}人）")
    wage = views.get("employment.wage_over_minimum")
    if wage is not None and wage.value is not None:
        parts.append(f"工资中位数是最低工资的{wage.shown}倍")
    return "，".join(parts) + "。" if parts else ""


def _work(who: Who, month: str, is_closed: bool) -> Work:
    counts: dict[str, Any] = comparison.counts(who, month)
    rows = [one for one in comparison.progress_by_county(month) if who.covers(one.county_code) or len(who.reach) <= 4]
    left = sorted(((one.county, one.open) for one in rows if one.open), key=lambda pair: -pair[1])
    asked, decided = sum(one.total for one in rows), sum(one.decided for one in rows)
    return Work(month, counts, asked, decided, sum(one.open for one in rows), left, is_closed)
