"""Questions about service plans: one person's, those to be looked at again, who under aid has no next step."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import PlanKind, StepState
from tonggong.domain.casework.models import PlanStep, ServicePlan
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys

KINDS: dict[str, str] = dict(PlanKind.choices)
STATES: dict[str, str] = dict(StepState.choices)


def plans(who: Who) -> QuerySet[ServicePlan]:
    """Plans of persons whom somebody serves."""
    people = served(who).values("pk")
    return ServicePlan.objects.filter(Q(person__in=people) | Q(person__merged_into__in=people))


def plan(who: Who, pk: int) -> ServicePlan | None:
    """One plan of a person whom somebody serves."""
    return plans(who).filter(pk=pk).select_related("person", "owner").first()


def step(who: Who, pk: int) -> PlanStep | None:
    """One step of such a plan."""
    rows = PlanStep.objects.filter(pk=pk, plan__in=plans(who))
    return rows.select_related("plan", "plan__person", "owner").first()


def plans_of(person: Person) -> list[ServicePlan]:
    """All plans of one person, the open ones first, then the latest; each with steps and events; four queries."""
    rows = ServicePlan.objects.filter(person__in=own_keys(person)).select_related("owner")
    rows = rows.prefetch_related("steps__owner", "events")
    return list(rows.order_by(F("closed_on").desc(nulls_first=True), "-opened_on", "-pk"))


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """How the open plans within reach stand, each to be opened as a list."""

    open: int
    review_overdue: int
    no_next_step: int
    step_overdue: int


def _has_next(day: date, who: Who) -> Exists:
    within = int(figures_on(day, who.reach.ljust(12, "0"))["plan.next_step_days"].value)
    until = day + timedelta(within)
    return Exists(PlanStep.objects.filter(plan=OuterRef("pk"), state=StepState.OPEN, due_on__lte=until))


def _overdue(day: date) -> Exists:
    return Exists(PlanStep.objects.filter(plan=OuterRef("pk"), state=StepState.OPEN, due_on__lt=day))


FILTERS = {
    "open": "没有结束的",
    "review": "该复查没复查的",
    "nothing": "没有下一步的",
    "overdue": "有步骤逾期的",
}


def open_plans(who: Who, day: date, which: str = "open", kind: str = "") -> QuerySet[ServicePlan]:
    """Open plans of a kind within reach by what is wrong with them, the review due first.

    Raises:
        KeyError: `which` is none of FILTERS.
    """
    rows = plans(who).filter(closed_on=None)
    rows = rows.filter(kind=kind) if kind else rows
    found = {
        "open": lambda: rows,
        "review": lambda: rows.filter(review_on__lt=day),
        "nothing": lambda: rows.filter(~_has_next(day, who)),
        "overdue": lambda: rows.filter(_overdue(day)),
    }[which]()
    return found.select_related("person", "owner").order_by("review_on", "pk")


def plan_counts(who: Who, day: date, kind: str = "") -> PlanCounts:
    """How many open plans stand how; one query, so that who is served is asked once."""
    found = open_plans(who, day, kind=kind).order_by().aggregate(
        open=Count("pk"),
        review=Count("pk", filter=Q(review_on__lt=day)),
        nothing=Count("pk", filter=~_has_next(day, who)),
        overdue=Count("pk", filter=_overdue(day)),
    )  # fmt: skip
    return PlanCounts(found["open"], found["review"], found["nothing"], found["overdue"])
