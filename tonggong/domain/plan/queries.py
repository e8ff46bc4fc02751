"""Questions about the plan: versions, clauses, targets and their split, tasks, what the city expects."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.plan.choices import PlanStatus
from tonggong.domain.plan.models import City, Clause, ExpectedFeed, Plan, Target, TargetPart, TaskDue
from tonggong.rules import months
from tonggong.rules.new_jobs import Window
from tonggong.rules.pace import Goal


@dataclass(frozen=True, slots=True)
class Remainder:
    """What the parts of a target leave over, by the way of splitting; the whole target where there is no part."""

    by_year: int
    by_county: int
    by_department: int


@dataclass(frozen=True, slots=True)
class TargetSplit:
    """A target with its parts; every part and remainder in the target's unit."""

    indicator: str
    title: str
    unit: str
    value: int
    source: str
    by_year: dict[int, int] = field(default_factory=dict)
    by_county: dict[str, int] = field(default_factory=dict)
    by_department: dict[str, int] = field(default_factory=dict)
    by_county_year: dict[tuple[str, int], int] = field(default_factory=dict)
    split_source: str = ""

    @property
    def unsplit(self) -> Remainder:
        """What is not split, never spread silently."""
        return Remainder(
            self.value - sum(self.by_year.values()),
            self.value - sum(self.by_county.values()),
            self.value - sum(self.by_department.values()),
        )


def city() -> City | None:
    """The city of this installation with its settings, None before a pack is loaded."""
    return City.objects.first()


def setting(key: str, default: Any = "") -> Any:
    """One of the city's settings: issuer, code_word, committee, federation, hotline, contact, recipients, map."""
    found = city()
    return found.settings.get(key, default) if found else default


def plans() -> QuerySet[Plan]:
    """Every version, oldest first."""
    return Plan.objects.all()


def plan_on(day: date) -> Plan | None:
    """The version that the city works by on a day: the issued one, else the one awaited; None outside all periods."""
    found = list(Plan.objects.on(day))
    return next((plan for plan in found if plan.status == PlanStatus.IN_FORCE), found[0] if found else None)


def plan_for_progress(day: date) -> Plan | None:
    """The version whose targets progress is measured against: that of the day, else the last one with targets before it."""
    plan = plan_on(day)
    if plan is not None and plan.targets.exists():
        return plan
    return Plan.objects.filter(first_day__lte=day, targets__isnull=False).distinct().order_by("-first_day").first()


def window(plan: Plan) -> Window:
    """The plan's period and city as the counting rules take it."""
    here = city()
    return Window(plan.first_day, plan.last_day, here.code[:4] if here else "", plan.title)


def clauses(plan: Plan) -> QuerySet[Clause]:
    """The clauses of a version in the plan's order, with departments and parent documents: a fixed number of queries."""
    return plan.clauses.prefetch_related("departments__department", "parents__document")


def targets(plan: Plan, indicator: str | None = None) -> list[TargetSplit]:
    """The targets of a version with their split; of one indicator if given."""
    rows = Target.objects.filter(plan=plan).prefetch_related(Prefetch("parts", TargetPart.objects.order_by("pk")))
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    return [_split(row) for row in rows]


def goal(plan: Plan, indicator: str, county_code: str = "") -> Goal | None:
    """A target as the pace rule takes it, with the years as milestones; None where nothing is set for that place."""
    found = targets(plan, indicator)
    if not found:
        return None
    split = found[0]
    value = split.by_county.get(county_code) if county_code else split.value
    if value is None:
        return None
    of_county = {year: number for (code, year), number in split.by_county_year.items() if code == county_code}
    years = of_county if county_code else split.by_year
    milestones: list[tuple[date, int]] = []
    total = 0
    for year in sorted(years):
        total += years[year]
        milestones.append((date(year, 12, 31), total))
    return Goal(value, plan.first_day, plan.last_day, tuple(milestones))


def tasks(who: Who, plan: Plan | None = None) -> QuerySet[TaskDue]:
    """Occurrences of tasks within reach: a county sees its own, the city its own and every county's."""
    rows = TaskDue.objects.select_related("task", "task__clause", "owner")
    if plan is not None:
        rows = rows.filter(task__plan=plan)
    return who.sees(rows, township="county_code")


def tasks_overdue(who: Who, today: date, plan: Plan | None = None) -> QuerySet[TaskDue]:
    """Open occurrences whose day has passed, most overdue first."""
    return tasks(who, plan).filter(done_on=None, due_on__lt=today).order_by("due_on", "pk")


def tasks_due(who: Who, today: date, until: date, plan: Plan | None = None) -> QuerySet[TaskDue]:
    """Open occurrences that fall due from today to a day, both included, next first."""
    return tasks(who, plan).filter(done_on=None, due_on__range=(today, until)).order_by("due_on", "pk")


TASK_STATES = ("overdue", "soon", "later", "done")
SOON_DAYS = 14


def _in_state(state: str, today: date) -> Q:
    soon = today + timedelta(days=SOON_DAYS)
    return {
        "overdue": Q(done_on=None, due_on__lt=today),
        "soon": Q(done_on=None, due_on__range=(today, soon)),
        "later": Q(done_on=None, due_on__gt=soon),
        "done": Q(done_on__isnull=False),
    }[state]


def task_counts(who: Who, today: date, plan: Plan | None = None, county_code: str = "") -> dict[str, int]:
    """How many occurrences within reach are overdue, due soon (14 days), due later, done; one query."""
    rows = tasks(who, plan).order_by()
    if county_code:
        rows = rows.filter(county_code=county_code)
    return rows.aggregate(**{state: Count("pk", filter=_in_state(state, today)) for state in TASK_STATES})


def tasks_page(
    who: Who, today: date, state: str, plan: Plan | None = None, county_code: str = "", after: str = "", size: int = 50
) -> tuple[list[TaskDue], str]:
    """One page of occurrences in a state, next due first (done ones latest first), and the mark of the next page, "" at the end.

    Raises:
        ValueError: the mark is none of ours. KeyError: no such state.
    """
    rows = tasks(who, plan).filter(_in_state(state, today))
    if county_code:
        rows = rows.filter(county_code=county_code)
    backwards = state == "done"
    if after:
        day, _, key = after.partition("_")
        on, pk = date.fromisoformat(day), int(key)
        further = (
            Q(due_on__lt=on) | Q(due_on=on, pk__lt=pk) if backwards else Q(due_on__gt=on) | Q(due_on=on, pk__gt=pk)
        )
        rows = rows.filter(further)
    found = list(rows.order_by(*(("-due_on", "-pk") if backwards else ("due_on", "pk")))[: size + 1])
    more = len(found) > size
    found = found[:size]
    return found, f"{found[-1].due_on.isoformat()}_{found[-1].pk}" if more else ""


def task_due(who: Who, pk: int) -> TaskDue | None:
    """One occurrence within reach, None where there is none."""
    return tasks(who).filter(pk=pk).first()


def plan_by_key(key: str) -> Plan | None:
    """A version by its key."""
    return Plan.objects.filter(pk=key).first()


def expected_feeds(period: str | None = None) -> QuerySet[ExpectedFeed]:
    """Who owes which feed, by which day of the following month."""
    rows = ExpectedFeed.objects.select_related("department")
    return rows.filter(period=period) if period else rows


def feed_calendar(month: str) -> dict[str, dict[str, Any]]:
    """What the city expects, as `intake.queries.expected` takes it: feed -> due_day (clipped to the month after), senders,
    and period; of several senders the latest day counts.
    """
    last = months.last_day(months.shift(month, 1)).day
    out: dict[str, dict[str, Any]] = {}
    for row in ExpectedFeed.objects.all():
        said = out.setdefault(row.feed, {"due_day": 1, "senders": [], "period": row.period})
        said["due_day"] = min(last, max(said["due_day"], row.due_day))
        said["senders"].append(row.sender)
    return out


def feeds_of(who: Who) -> QuerySet[ExpectedFeed]:
    """What a post answers for: a county its own, a department its own, the city everything of its own and its counties'."""
    rows = ExpectedFeed.objects.order_by("feed", "sender")
    if who.department:
        return rows.filter(department_id=who.department)
    own = who.sees(rows, township="county_code")
    return own | rows.filter(county_code="") if 0 < len(who.reach) <= 4 else own


def senders_elsewhere(who: Who) -> QuerySet[ExpectedFeed]:
    """What lies outside a city's reach: the other side of `feeds_of` for posts that see every unlisted sender too."""
    return ExpectedFeed.objects.exclude(county_code="").exclude(county_code__startswith=who.reach)


def due_on(feed: ExpectedFeed, month: str) -> date:
    """The day by which a sender owes a month's file: a day of the following month, clipped to its end."""
    last = months.last_day(months.shift(month, 1))
    return last.replace(day=min(feed.due_day, last.day))


def _split(row: Target) -> TargetSplit:
    split = TargetSplit(row.indicator, row.title, row.unit, row.value, row.source)
    source = ""
    for part in row.parts.all():
        source = part.source or source
        if part.county_code and part.year is not None:
            split.by_county_year[part.county_code, part.year] = part.value
        elif part.county_code:
            split.by_county[part.county_code] = part.value
        elif part.year is not None:
            split.by_year[part.year] = part.value
        else:
            split.by_department[part.department_id or ""] = part.value
    return TargetSplit(
        split.indicator,
        split.title,
        split.unit,
        split.value,
        split.source,
        split.by_year,
        split.by_county,
        split.by_department,
        split.by_county_year,
        source,
    )
