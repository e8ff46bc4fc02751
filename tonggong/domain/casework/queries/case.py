"""One person's case: who answers for her, what was seen, what is needed, what was done, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tonggong.domain.casework.choices import StepState
from tonggong.domain.casework.models import (
    Assessment,
    Assignment,
    Consent,
    EntryConflict,
    Need,
    NeedRegistration,
    Paper,
    PlanStep,
    ServicePlan,
    ServiceRecord,
    Verification,
    Visit,
)
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys
from tonggong.domain.persons.residence import home_of

LATEST = 12  # visits that may still hold an agreed next contact


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about the work with one person, also what is no longer believed; the latest first.

    Args:
        assignments: who answers for her now, by kind.
        next_on: the next contact that was agreed, None where none is ahead.
        residence: township in which she lives, "" where that is the certificate's.
    """

    assignments: list[Assignment]
    visits: list[Visit]
    verifications: list[Verification]
    registrations: list[NeedRegistration]
    needs: list[Need]
    services: list[ServiceRecord]
    assessments: list[Assessment]
    plans: list[ServicePlan]
    steps: list[PlanStep]
    papers: int
    consents: list[Consent]
    conflicts: list[EntryConflict]
    residence: str

    def standing(self, rows: Iterable[Any]) -> list[Any]:
        """Those of some facts that are believed."""
        return [row for row in rows if row.known_until is None]

    @property
    def open_needs(self) -> list[Need]:
        """Needs neither met nor taken back, the oldest first."""
        return [n for n in reversed(self.standing(self.needs)) if n.met_on is None and n.dropped_on is None]

    @property
    def settled_needs(self) -> list[Need]:
        """Needs met or taken back."""
        return [n for n in self.standing(self.needs) if n.met_on is not None or n.dropped_on is not None]

    @property
    def last_visit(self) -> Visit | None:
        """The last visit that stands."""
        return next(iter(self.standing(self.visits)), None)

    @property
    def next_on(self) -> date | None:
        """When she is to be contacted next, as was agreed and has not been done since."""
        return agreed_next(self.standing(self.visits))

    @property
    def registration(self) -> NeedRegistration | None:
        """The latest registration of needs."""
        return next(iter(self.standing(self.registrations)), None)

    @property
    def verification(self) -> Verification | None:
        """The latest verification."""
        return next(iter(self.standing(self.verifications)), None)

    @property
    def worker(self) -> Assignment | None:
        """Who answers for her as a worker."""
        return next((a for a in self.assignments if a.kind == "worker"), None)

    @property
    def open_steps(self) -> list[PlanStep]:
        """What is still to be done, the most urgent first."""
        return [s for s in self.steps if s.state == StepState.OPEN]


def agreed_next(visits: Iterable[Visit]) -> date | None:
    """Return the day agreed last for the next contact, None where a later visit has kept it; visits the latest first."""
    reached: date | None = None
    for visit in visits:
        if visit.next_on is not None and (reached is None or visit.next_on > reached):
            return visit.next_on
        reached = reached or visit.on
    return None


def case_of(person: Person, day: date) -> Case:
    """Return the work with one person; a fixed number of queries, whatever there is."""

    keys = own_keys(person)  # what is no fact stays with the row that was merged

    def all_of(model: Any) -> list[Any]:
        return list(model.objects.filter(person=person).order_by("-on", "-pk"))

    home = home_of(person.pk, day)
    plans = list(
        ServicePlan.objects.filter(person__in=keys).select_related("owner").order_by("closed_on", "-opened_on", "-pk")
    )
    steps = PlanStep.objects.filter(plan__person__in=keys, plan__closed_on=None).select_related("plan", "owner")
    return Case(
        list(Assignment.objects.filter(person__in=keys, ended_on=None).select_related("user").order_by("kind")),
        list(Visit.objects.filter(person=person).select_related("worker").order_by("-on", "-pk")),
        all_of(Verification),
        all_of(NeedRegistration),
        list(Need.objects.filter(person=person).order_by("-said_on", "-pk")),
        list(ServiceRecord.objects.filter(person=person).select_related("by_user").order_by("-on", "-pk")),
        [row for row in all_of(Assessment) if row.signed_on],  # a draft says nothing yet
        plans,
        list(steps.order_by("due_on", "pk")),
        Paper.objects.standing().filter(person=person).count(),
        list(Consent.objects.filter(person__in=keys).order_by("-given_on", "-pk")),
        list(EntryConflict.objects.filter(person__in=keys, state=EntryConflict.State.OPEN).order_by("at")),
        home if home != person.township_code else "",
    )


@dataclass(frozen=True, slots=True)
class Glance:
    """A few words on the work with one person, for the pages of the ledger."""

    worker: str
    last_on: date | None
    last_words: str
    next_on: date | None
    next_words: str
    needs: list[str]


def glance_at(person: Person) -> Glance:
    """Return who answers for a person, the last contact and the next step; four queries."""
    worker = Assignment.objects.filter(person=person, kind="worker", ended_on=None).values_list("user__name", flat=True)
    visits = list(Visit.objects.standing().filter(person=person).order_by("-on", "-pk")[:LATEST])
    visit = visits[0] if visits else None
    step = (
        PlanStep.objects.filter(plan__person=person, plan__closed_on=None, state=StepState.OPEN)
        .order_by("due_on")
        .first()
    )
    needs = Need.objects.standing().filter(person=person, met_on=None, dropped_on=None).order_by("said_on", "pk")
    names = [n.get_kind_display() for n in needs]
    next_on, words = (step.due_on, step.text) if step else (agreed_next(visits), "再联系")
    return Glance(
        next(iter(worker), ""), visit.on if visit else None, str(visit.get_outcome_display()) if visit else "", next_on, words,
        names,
    )  # fmt: skip
