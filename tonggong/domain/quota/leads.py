"""Questions about who must lead by example: duty and breach lists, the yearly statistic, plans owed, cadres of federations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.quota.models import CadreCount, LeadPlan, LeadResult
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.leading import (
    Cadres,
    Filing,
    Lead,
    Light,
    Reminder,
    cadres,
    filing_of,
    light_of,
    plan_due,
    reminders,
)

DUTY, BREACH, BELOW, NONE_PLACED, FIRST = "duty", "breach", "below", "none", "first"
# What a number of the statistic counts, and so what it opens.
GROUPS = {
    "": Q(),
    DUTY: Q(lead__in=[Lead.BREACH.value, Lead.FULFILLED.value, Lead.RATIO_MET.value]),
    BREACH: Q(lead=Lead.BREACH.value),
    BELOW: Q(is_below=True),
    NONE_PLACED: Q(placed=0),
    "unknown": Q(lead=Lead.UNKNOWN.value),
    "member": Q(is_member=True),
    FIRST: Q(is_member=True, placed=0) | Q(lead=Lead.BREACH.value),
}


def years_made(who: Who) -> list[int]:
    """The years of which answers are kept, the latest first."""
    return list(who.sees(LeadResult.objects.all()).order_by("-year").values_list("year", flat=True).distinct())


def bodies(
    who: Who, year: int, group: str = "", *, county: str = "", kind: str = "", level: str | None = None
) -> QuerySet[LeadResult]:
    """Public bodies of a year within reach, by key.

    Args:
        group: one of `GROUPS`. level: as the rules call it, "" for those of unknown level, None for all.
    Raises:
        KeyError: there is no such group.
    """
    rows = who.sees(LeadResult.objects.filter(GROUPS[group], year=year)).select_related("unit").order_by("pk")
    if county:
        rows = rows.filter(county_code=county)
    if kind:
        rows = rows.filter(kind=kind)
    return rows if level is None else rows.filter(level=level)


def breaches(who: Who, year: int) -> list[LeadResult]:
    """Whom to speak to: members of the committee without placement first, whatever their size, then breaches, the largest first."""
    rows = bodies(who, year, FIRST)
    return sorted(
        rows,
        key=lambda row: (
            not (row.is_member and not row.placed),
            row.lead != Lead.BREACH.value,
            -(row.posts or 0),
            row.unit.name,
            row.pk,
        ),
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """A line of the yearly statistic; heads and posts of those of which they are known."""

    units: int = 0
    posts: int = 0
    placed: int = 0
    headcount: Decimal = Decimal(0)
    counted: Decimal = Decimal(0)
    below: int = 0
    duty: int = 0
    breach: int = 0
    none: int = 0

    @property
    def ratio(self) -> Decimal | None:
        """Weighted persons by in-service staff, of the units whose staff is known."""
        return self.counted / self.headcount if self.headcount else None

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def statistic(who: Who, year: int) -> Mapping[tuple[str, str, str], Sums]:
    """The yearly statistic by (level, kind, county); each number counts exactly what `bodies` opens for it."""
    rows = bodies(who, year).order_by().values("level", "kind", "county_code")
    found = rows.annotate(
        units=Count("pk"), sum_posts=Sum("posts"), sum_placed=Sum("placed"), sum_heads=Sum("headcount"),
        sum_counted=Sum("counted", filter=Q(headcount__isnull=False)), below=Count("pk", filter=GROUPS[BELOW]),
        duty=Count("pk", filter=GROUPS[DUTY]), breach=Count("pk", filter=GROUPS[BREACH]),
        none=Count("pk", filter=GROUPS[NONE_PLACED]),
    )  # fmt: skip
    return {
        (row["level"], row["kind"], row["county_code"]): Sums(
            row["units"], row["sum_posts"] or 0, row["sum_placed"] or 0, row["sum_heads"] or Decimal(0),
            row["sum_counted"] or Decimal(0), row["below"], row["duty"], row["breach"], row["none"],
        )
        for row in found
    }  # fmt: skip


# ---------------------------------------------------------------- plans


@dataclass(frozen=True, slots=True)
class Owed:
    """A plan with where it stands today: filed or not, the reminder that is due, its light."""

    plan: LeadPlan
    due_on: date
    filing: Outcome[Filing]
    deadline: date
    light: Outcome[Light]
    reminder: Reminder | None
    rounds: tuple[date, ...]

    @property
    def is_missing(self) -> bool:
        """Whether no plan was filed yet."""
        return self.filing.value in (Filing.OPEN, Filing.OVERDUE)


def plan(who: Who, pk: int) -> LeadPlan | None:
    """One plan within reach."""
    return _plans(who).filter(pk=pk).select_related("unit").first()


def owed(row: LeadPlan) -> Owed:
    """Where a plan stands today. Raises FigureMissing where the city has no rule for plans."""
    return _owed(row, clock.today(), _figures(row.unit.county_code))


def plans_owed(who: Who) -> list[Owed]:
    """Every plan that is not settled: the missing ones first, the earliest term first."""
    today = clock.today()
    rows = _plans(who).filter(ended_on=None).select_related("unit").prefetch_related("rounds")
    found = [_owed(row, today, _figures(row.unit.county_code)) for row in rows]
    return sorted(found, key=lambda one: (not one.is_missing, one.due_on, one.plan.pk))


def _plans(who: Who) -> QuerySet[LeadPlan]:
    return who.sees(LeadPlan.objects.filter(unit__same_as=None), "unit")


def _owed(row: LeadPlan, today: date, figures: Figures) -> Owed:
    rounds = tuple(sorted(one.held_on for one in row.rounds.all()))
    filing = filing_of(row.breach_on, row.filed_on, today, figures)
    deadline = row.deadline or figures["leadby.deadline"].value
    light = light_of(deadline, rounds, row.ended_on is not None, today, figures)
    come = [one for one in reminders(row.breach_on, figures) if one.on <= today] if row.filed_on is None else []
    return Owed(
        row, plan_due(row.breach_on, figures), filing, deadline, light, come[-1] if come and not row.ended_on else None, rounds
    )  # fmt: skip


def _figures(county: str) -> Figures:
    city = divisions.city()
    return figures_on(clock.today(), county or (city.code if city else ""))


# ---------------------------------------------------------------- cadres of the federations


@dataclass(frozen=True, slots=True)
class Federation:
    """A federation's cadres against the share; `count` None where nobody entered them yet."""

    code: str
    name: str
    count: CadreCount | None
    found: Cadres | None
    steps: tuple[Step, ...] = ()


def federations(who: Who) -> list[Federation]:
    """The city's federation and those of its counties that lie within reach, each with the latest count."""
    city = divisions.city()
    places = ([city] if city else []) + divisions.counties()
    found = []
    for place in places:
        if not who.covers(place.code):
            continue
        rows = CadreCount.objects.filter(division_code=place.code, on__lte=clock.today())
        last = rows.order_by("-on", "-pk").first()
        name = f"{place.name}残联"
        if last is None:
            found.append(Federation(place.code, name, None, None))
            continue
        outcome = cadres(last.cadres, last.with_disability, figures_on(last.on, place.code))
        found.append(Federation(place.code, name, last, outcome.value, outcome.steps))
    return found
