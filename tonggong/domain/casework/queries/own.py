"""What a person sees on her own start page: what happens next and who does it, whom she can ask."""

from dataclasses import dataclass
from datetime import date

from tonggong.domain.casework.choices import StepState
from tonggong.domain.casework.models import Assignment, PlanStep, Visit
from tonggong.domain.casework.queries.case import LATEST, agreed_next
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that is going to happen: what, on which day, by whom; `is_late`: its day is over."""

    what: str
    on: date
    who: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who answers for her, since when."""

    role: str
    name: str
    since: date


def coming(person: Person, day: date) -> list[Coming]:
    """Return what is going to happen for a person, soonest first: open steps of open plans, the next agreed contact."""
    keys = own_keys(person)
    steps = PlanStep.objects.filter(plan__person__in=keys, plan__closed_on=None, state=StepState.OPEN)
    found = [
        Coming(step.text, step.due_on, step.owner.name, step.due_on < day)
        for step in steps.select_related("owner").order_by("due_on", "pk")
    ]
    rows = Visit.objects.standing().filter(person__in=keys, worker__isnull=False).select_related("worker")
    visits = list(rows.order_by("-on", "-pk")[:LATEST])
    next_on = agreed_next(visits)
    if next_on is not None and next_on >= day:
        agreed = next(visit for visit in visits if visit.next_on == next_on)
        assert agreed.worker is not None  # only such were asked for
        found.append(Coming("和您联系，问问近况", next_on, agreed.worker.name))
    return sorted(found, key=lambda one: one.on)


def helpers(person: Person) -> list[Helper]:
    """Return who answers for a person now."""
    rows = Assignment.objects.filter(person__in=own_keys(person), ended_on=None).select_related("user")
    return [Helper(str(r.get_kind_display()), r.user.name, r.started_on) for r in rows.order_by("started_on", "pk")]
