"""Where one person stands in the employment rate and in the plan: the cases of the indicators, asked for one."""

from dataclasses import dataclass
from datetime import date, datetime

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import city
from tonggong.base.policy import queries as policy
from tonggong.domain.persons.models import Person
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.facts import Population
from tonggong.rules.employment import Status, employment_status
from tonggong.rules.figures import FigureMissing
from tonggong.rules.new_jobs import REASONS, Verdict, new_distinct
from tonggong.rules.outcome import Outcome


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


def standing_of(who: Who, person: Person, day: date, known_at: datetime | None = None) -> Standing | None:
    """Return where a person of the register stands on a day, as known at an instant; a fixed number of queries.

    None for household members, of whom no indicator speaks, and for persons out of reach.
    """
    only = who.sees(Person.objects.filter(pk=person.pk)).values("pk")
    population = Population(person.county_code, known_at, only)
    one = population.people.get(person.pk)
    here = city()
    if one is None or here is None:
        return None
    plan = plans.plan_for_progress(day)
    try:
        case = population.rate_case(one, person.pk in population.pupils(day))
        status = employment_status(case, day, policy.figures_on(day, here.code))
    except FigureMissing:
        status = None  # the city has not entered a setting: nothing is said rather than something wrong
    new_job = None
    if plan is not None:
        window = plans.window(plan)
        if any(window.first <= job.started_on <= min(window.last, day) for job in population.jobs.get(one.id, ())):
            try:
                new_job = new_distinct(
                    population.new_jobs_case(one, window.first), window, day, policy.figures_of(here.code)
                )
            except FigureMissing:
                new_job = None
    return Standing(status, new_job, plan.title if plan else "")
