"""Where one person stands in the employment rate and in the plan: the cases of the indicators, asked for one.

Built from rows that a page has read already; `facts.Population` turns them into cases, as it does for a whole city.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tonggong.base.divisions.queries import city
from tonggong.base.policy import queries as policy
from tonggong.domain.employment.models import Contribution, Spell
from tonggong.domain.employment.queries import WorkRecord
from tonggong.domain.persons.choices import Circumstance, Kind
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.persons.queries import Record, is_believed
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.facts import Population
from tonggong.domain.reporting.people import Someone
from tonggong.rules.employment import Status, employment_status
from tonggong.rules.figures import FigureMissing
from tonggong.rules.new_jobs import REASONS, Verdict, Window, new_distinct
from tonggong.rules.outcome import Outcome
from tonggong.rules.schooling import is_attended


@dataclass(frozen=True, slots=True)
class Standing:
    """One person under the rules.

    Args:
        status: in the employment rate on the day asked, with the sentences that say why.
        new_job: whether newly employed in the plan's period, by which spell; None without a start in it.
        plan: title of that plan.
    """

    status: Outcome[Status] | None
    new_job: Outcome[Verdict] | None
    plan: str

    @property
    def counted_spell(self) -> int | None:
        """Primary key of the spell by which the person counts as newly employed."""
        verdict = self.new_job.value if self.new_job else None
        return int(str(verdict.spell)) if verdict and verdict.is_counted else None

    @property
    def why_not_counted(self) -> str:
        """The short reason against counting, "" where the person counts or nothing began in the period."""
        verdict = self.new_job.value if self.new_job else None
        return REASONS.get(verdict.reason, "") if verdict and verdict.reason else ""


class _OnePerson(Population):
    """A population of one, whose facts are in hand."""

    def __init__(self, record: Record, work: WorkRecord, known_at: datetime | None) -> None:
        one: Person = record.person
        here = city()
        self.county, self.known_at, self._only = one.county_code, known_at, None
        self.is_outside = here is not None and not one.county_code.startswith(here.code[:4])
        self.people = {one.pk: Someone(one.pk, one.sex, one.born_on, one.county_code, one.township_code, one.died_on)}
        self._circumstances = record.circumstances
        self._rows: dict[Any, Sequence[Any]] = {
            Certificate: record.certificates,
            Spell: work.spells,
            Contribution: work.contributions,
        }
        self._evidence_of = work.evidence

    def _facts(self, model: Any, *columns: str, known: bool = True, where: Any = None) -> Iterator[tuple]:
        rows = sorted(self._rows[model], key=lambda row: row.pk)
        return (
            tuple(getattr(row, name) for name in columns)
            for row in rows
            if not known or is_believed(row, self.known_at)
        )

    def _said(self, kind: Circumstance) -> list[Any]:
        return [fact for fact in self._circumstances if fact.kind == kind and is_believed(fact, self.known_at)]

    @cached_property
    def deaths(self) -> dict[int, date]:
        if self.known_at is None:
            return {one.id: one.died_on for one in self.people.values() if one.died_on is not None}
        return {fact.person_id: fact.started_on for fact in self._said(Circumstance.DEATH) if fact.started_on}

    def pupils(self, day: date) -> frozenset[int]:
        return frozenset(
            fact.person_id
            for fact in self._said(Circumstance.SCHOOL)
            if (fact.started_on is None or fact.started_on <= day)
            and (fact.ended_on is None or fact.ended_on >= day)
            and is_attended(fact.value, fact.ended_on)
        )

    @cached_property
    def _seconded(self) -> frozenset[int]:
        return frozenset(self._evidence_of)


def standing_of(record: Record, work: WorkRecord, day: date, known_at: datetime | None = None) -> Standing | None:
    """Return where a person of the register stands on a day, by facts as known at an instant.

    None for household members, of whom no indicator speaks, and before the person was known.

    Args:
        record, work: of the same person, as known at the same instant.
    """
    one, here = record.person, city()
    is_known = known_at is None or one.first_known_at <= known_at
    if here is None or one.kind == Kind.MEMBER or not is_known:
        return None
    population = _OnePerson(record, work, known_at)
    try:
        case = population.rate_case(population.people[one.pk], one.pk in population.pupils(day))
        status = employment_status(case, day, policy.figures_on(day, here.code))
    except FigureMissing:
        status = None  # the city has not entered a setting: nothing is said rather than something wrong
    plan = plans.plan_for_progress(day) if work.spells else None
    if plan is None:
        return Standing(status, None, "")
    window = Window(plan.first_day, plan.last_day, here.code[:4], plan.title)
    new_job = None
    if any(window.first <= job.started_on <= min(window.last, day) for job in population.jobs.get(one.pk, ())):
        try:
            case_of_job = population.new_jobs_case(population.people[one.pk], window.first)
            new_job = new_distinct(case_of_job, window, day, policy.figures_of(here.code))
        except FigureMissing:
            new_job = None
    return Standing(status, new_job, plan.title)
