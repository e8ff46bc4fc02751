"""Employment aid: who must be under it and isn't, who has no dated next step, whose situation is not confirmed for long."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tonggong.base.accounts.who import Who
from tonggong.base.policy.queries import figures_on
from tonggong.domain.campaigns.models import AidRegistration
from tonggong.domain.casework.choices import StepState
from tonggong.domain.casework.models import PlanStep, Verification
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.status.models import PersonStatus
from tonggong.domain.status.queries import statuses
from tonggong.rules import months
from tonggong.rules.aid import NEVER, OUTSIDE, REGISTERED, Aid, aid
from tonggong.rules.outcome import Outcome
from tonggong.rules.target import Reason

Rows = QuerySet[PersonStatus]
LISTS = {
    "gap": "还没有登记的",
    "step": "没有下一步的",
    "stale": "情况太久没核实的",
    "under": "已在援助中的",
    "eligible": "按规则应纳入的",
}


def _registered() -> Q:
    """Those registered or recognised, as the rule reads it from the kept groups."""
    any_of = Q(pk=None)
    for code in sorted(REGISTERED):
        any_of |= Q(codes__contains=f'"{code}"')
    return any_of


def _within(who: Who) -> Rows:
    rows = statuses(who).filter(person__died_on=None).annotate(codes=Cast(F("hardship"), TextField()))
    return rows.exclude(target_reason__in=[*NEVER, *OUTSIDE])


def under(who: Who) -> Rows:
    """Those under aid: registered or recognised at 人社 and without work."""
    return _within(who).filter(_registered())


def gap(who: Who) -> Rows:
    """Those who should be under aid and are not registered: the list that must shrink to nothing."""
    return _within(who).filter(target_reason=Reason.TARGET).exclude(_registered())


def eligible(who: Who) -> Rows:
    """Those who must be under aid by the rule."""
    return _within(who).filter(_registered() | Q(target_reason=Reason.TARGET))


def without_step(who: Who, day: date) -> Rows:
    """Those under aid for whom no open plan has an open step that is due within the next days.

    Raises:
        FigureMissing: the days are not set.
    """
    until = day + timedelta(int(figures_on(day, who.reach.ljust(12, "0"))["plan.next_step_days"].value))
    steps = PlanStep.objects.filter(state=StepState.OPEN, due_on__lte=until, plan__closed_on=None)
    own = steps.filter(plan__person=OuterRef("person"))
    merged = steps.filter(plan__person__merged_into=OuterRef("person"))
    return under(who).filter(~Exists(own), ~Exists(merged))


def stale_before(who: Who, day: date) -> date:
    """Situations confirmed on or before this day are too old. Raises FigureMissing: the months are not set."""
    return months.later(day, -int(figures_on(day, who.reach.ljust(12, "0"))["aid.stale_months"].value))


def stale(who: Who, day: date) -> Rows:
    """Those who must be under aid and whose situation nobody has confirmed for so many months.

    Raises:
        FigureMissing: the months are not set.
    """
    fresh = Verification.objects.standing().filter(
        person=OuterRef("person"), on__gt=stale_before(who, day), on__lte=day
    )
    return eligible(who).filter(~Exists(fresh))


@dataclass(frozen=True, slots=True)
class Counts:
    """How the aid stands within reach."""

    eligible: int
    under: int
    gap: int
    step: int
    stale: int


def counts(who: Who, day: date) -> Counts:
    """How many must be under aid, are, and of them have no next step or an old situation."""
    all_, there = eligible(who).count(), under(who).count()
    return Counts(all_, there, gap(who).count(), without_step(who, day).count(), stale(who, day).count())


def listed(who: Who, which: str, day: date) -> Rows:
    """One of the lists, by place and name.

    Raises:
        KeyError: `which` is none of LISTS.
    """
    rows = {
        "gap": lambda: gap(who), "step": lambda: without_step(who, day), "stale": lambda: stale(who, day),
        "under": lambda: under(who), "eligible": lambda: eligible(who),
    }[which]()  # fmt: skip
    return rows.select_related("person").order_by("person__township_code", "person__name", "person_id")


def confirmed_on(person_ids: list[int]) -> dict[int, date]:
    """The day on which the situation of each was last confirmed."""
    rows = Verification.objects.standing().filter(person__in=person_ids).order_by()
    return dict(rows.values_list("person").annotate(Max("on")))


def standing_of(status: PersonStatus) -> Outcome[Aid]:
    """Where one person stands with the aid, with the reason."""
    return aid(Reason(status.target_reason), status.hardship)


def person(who: Who, pk: int) -> PersonStatus | None:
    """The kept answers of a person whom somebody serves; None says no more than that."""
    found = PersonStatus.objects.filter(pk=pk, person__merged_into=None).select_related("person").first()
    return found if found is not None and served(who).filter(pk=pk).exists() else None


def registrations(one: Person) -> list[AidRegistration]:
    """What was written down here of a person's registrations, the latest first, what was taken back too."""
    return list(AidRegistration.objects.filter(person=one).order_by("-on", "-pk"))


def known_at_labour_office(one: Person, day: date) -> list[PersonFact]:
    """Registrations and recognitions that hold on a day, whoever said so."""
    kinds = (Circumstance.UNEMPLOYED, Circumstance.HARDSHIP)
    facts = PersonFact.objects.standing().filter(person=one, kind__in=kinds)
    return list(facts.filter(Q(ended_on=None) | Q(ended_on__gte=day)).order_by("started_on", "pk"))


def registration(who: Who, pk: int) -> AidRegistration | None:
    """One registration of a person whom somebody serves; None says no more than that."""
    found = AidRegistration.objects.filter(pk=pk).first()
    return found if found is not None and served(who).filter(pk=found.person_id).exists() else None
