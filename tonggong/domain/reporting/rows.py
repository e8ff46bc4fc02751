"""The rows behind each indicator: one a person, counted or not, with the fact that decided and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from tonggong.base.policy import queries as policy
from tonggong.domain.reporting.facts import Population, months_of_insurance
from tonggong.domain.reporting.measures import BASE, COUNTED, EXCLUDED, UNKNOWN
from tonggong.domain.reporting.people import Job, Someone
from tonggong.rules import employment, months, new_jobs, retention, training
from tonggong.rules.employment import Status
from tonggong.rules.figures import FiguresOn
from tonggong.rules.forms import CONTRACT_BASED
from tonggong.rules.new_jobs import Window

LONGEST = 200  # characters of a reason that are kept
# Reasons that time or somebody's enquiry may still turn into a yes: shown as 待核, not as a no.
MAY_COUNT = frozenset(
    {"start_unknown", "weak_evidence", "pending_30_days", "pending_3_months", "running", "attendance_unknown"}
)


class Row(NamedTuple):
    """One person behind a figure; fields are named as the table's columns."""

    person_id: int
    standing: str
    reason: str
    because: str
    county_code: str
    township_code: str
    month: str
    form: str
    category: str
    sex: str
    fact_on: date
    spell_id: int | None
    amount: Decimal | None
    source_file_id: int | None
    source_row: int | None


@dataclass(frozen=True)
class Question:
    """What is asked of the ledger: as of which day, as known at which instant (None: now), in which plan's period."""

    as_of: date
    known_at: datetime | None
    window: Window
    city_code: str  # 12 digits

    @property
    def figures_on(self) -> FiguresOn:
        """The city's policy figures by day."""
        return policy.figures_of(self.city_code)

    def known_insurance(self) -> frozenset[str]:
        """Months whose contributions are wholly known."""
        return months_of_insurance(self.known_at)


def _row(
    population: Population,
    one: Someone,
    standing: str,
    reason: str,
    because: str,
    *,
    month: str = "",
    form: str = "",
    fact_on: date,
    job: Job | None = None,
    amount: Decimal | None = None,
    source: tuple[int | None, int | None] = (None, None),
) -> Row:
    if job is not None:
        source = (job.source_file, job.source_row)
    return Row(
        one.id,
        standing,
        reason,
        because[:LONGEST],
        one.county_code,
        one.township_code,
        month,
        form,
        population.category(one.id),
        one.sex,
        fact_on,
        job.id if job is not None else None,
        amount,
        *source,
    )


def _standing(reason: str | None) -> str:
    if reason is None:
        return COUNTED
    return UNKNOWN if reason in MAY_COUNT else EXCLUDED


def new_job_rows(population: Population, question: Question) -> Iterator[Row]:
    """Newly employed in the plan's period, each by the spell that counts; others by the reason that came nearest."""
    return _new_jobs(population, question, question.window)


def new_in_year_rows(population: Population, question: Question) -> Iterator[Row]:
    """Newly employed in the calendar year of the day asked."""
    year = question.as_of.year
    window = Window(date(year, 1, 1), date(year, 12, 31), question.window.city, f"{year}年度统计")
    return _new_jobs(population, question, window)


def _new_jobs(population: Population, question: Question, window: Window) -> Iterator[Row]:
    key = (question.as_of, window)
    if key not in population.made:
        population.made[key] = list(_judged(population, question, window))
    return iter(population.made[key])


def _judged(population: Population, question: Question, window: Window) -> Iterator[Row]:
    figures_on = question.figures_on
    last = min(window.last, question.as_of)
    for one in population.people.values():
        jobs = population.jobs.get(one.id, ())
        if not any(window.first <= job.started_on <= last for job in jobs):
            continue
        outcome = new_jobs.new_distinct(population.new_jobs_case(one, window.first), window, question.as_of, figures_on)
        verdict = outcome.value
        job = next((job for job in jobs if job.id == verdict.spell), None)
        yield _row(
            population,
            one,
            _standing(verdict.reason),
            verdict.reason or "",
            outcome.because,
            month=months.of(verdict.started_on) if verdict.started_on else "",
            form=job.form if job else "",
            fact_on=verdict.started_on or question.as_of,
            job=job,
        )


def trained_rows(population: Population, question: Question) -> Iterator[Row]:
    """Persons trained in the plan's period; the amount is how many classes each completed (人次)."""
    figures_on = question.figures_on
    first, last = question.window.first, min(question.window.last, question.as_of)
    for one in population.people.values():
        courses = population.courses.get(one.id, [])
        if not any(first <= course.started_on <= last for course in courses):
            continue
        outcome = training.trained(population.training_case(one), question.window, question.as_of, figures_on)
        found = outcome.value
        decisive = next((course for course in courses if course.id in found.completed[:1]), courses[0])
        yield _row(
            population,
            one,
            _standing(found.reason),
            found.reason or "",
            outcome.because,
            month=months.of(decisive.started_on),
            form=_form_on(population, one, question.as_of),
            fact_on=decisive.started_on,
            amount=Decimal(len(found.completed)),
            source=(decisive.source_file, decisive.source_row),
        )


def _form_on(population: Population, one: Someone, day: date) -> str:
    held = [population.work(job) for job in population.held(one.id)]
    return employment.main_form_on(held, day) or ""


_STANDING = {Status.EMPLOYED: COUNTED, Status.NOT_EMPLOYED: BASE, Status.UNKNOWN: UNKNOWN}


def rate_rows(population: Population, question: Question) -> Iterator[Row]:
    """Every certificate holder of the city with the standing in the employment rate on the day asked."""
    if population.is_outside:
        return
    day = question.as_of
    figures = question.figures_on(day)
    pupils, month = population.pupils(day), months.of(day)
    for one in population.people.values():
        outcome = employment.employment_status(population.rate_case(one, one.id in pupils), day, figures)
        job = _main_job(population, one, day)
        yield _row(
            population,
            one,
            _STANDING.get(outcome.value, EXCLUDED),
            str(outcome.value),
            outcome.because,
            month=month,
            form=job.form if job else "",
            fact_on=job.started_on if job else day,
            job=job,
        )


def _main_job(population: Population, one: Someone, day: date) -> Job | None:
    """The spell under whose form a person counts on a day."""
    held = [
        job
        for job in population.held(one.id)
        if job.started_on <= day and (job.ended_on is None or job.ended_on >= day)
    ]
    if len(held) < 2:
        return held[0] if held else None
    form = employment.main_form_on([population.work(job) for job in held], day)
    return next(job for job in held if job.form == form)


def employed_rows(population: Population, question: Question) -> Iterator[Row]:
    """The counted rows of the employment rate."""
    return (row for row in rate_rows(population, question) if row.standing == COUNTED)


def _contract_jobs(population: Population, question: Question) -> Iterator[tuple[Someone, Job]]:
    if population.is_outside:
        return
    for one in population.people.values():
        job = _main_job(population, one, question.as_of)
        if job is not None and job.form in CONTRACT_BASED:
            yield one, job


def insured_rows(population: Population, question: Question) -> Iterator[Row]:
    """Persons in contract-based work: whether the month's contributions show them."""
    month = months.of(question.as_of)
    is_known = month in question.known_insurance()
    for one, job in _contract_jobs(population, question):
        insured = bool(population.insured_in(one.id, (month,)))
        standing, reason = (COUNTED, "insured") if insured else (BASE, "not_insured")
        if not insured and not is_known:
            standing, reason = UNKNOWN, "unknown"
        words = {
            "insured": f"{month}缴费表中有本人。",
            "not_insured": f"{month}缴费表中没有本人。",
            "unknown": f"{month}缴费表尚未比对齐全。",
        }
        yield _row(
            population,
            one,
            standing,
            reason,
            words[reason],
            month=month,
            form=job.form,
            fact_on=job.started_on,
            job=job,
        )


def wage_rows(population: Population, question: Question) -> Iterator[Row]:
    """Persons in contract-based work with their wage as a multiple of the local minimum."""
    month = months.of(question.as_of)
    place = population.county if population.county.startswith(question.window.city) else question.city_code
    minimum = policy.figures_on(question.as_of, place)["wage.minimum_monthly"].value
    declared = population.wages(months.shift(month, -2), month)
    for one, job in _contract_jobs(population, question):
        said, yuan = declared.get(one.id, (None, job.wage_yuan))
        ratio = employment.wage_ratio(yuan, minimum)
        because = (
            "近三个月没有申报，合同也未写明。"
            if ratio is None
            else f"月工资{yuan}元，是最低工资{minimum}元的{ratio}倍。"
        )
        yield _row(
            population,
            one,
            UNKNOWN if ratio is None else COUNTED,
            employment.wage_level(yuan, minimum),
            because,
            month=said or month,
            form=job.form,
            fact_on=job.started_on,
            job=job,
            amount=ratio,
        )


_KEPT = {
    retention.Stability.STABLE: COUNTED,
    retention.Stability.NOT_STABLE: BASE,
    retention.Stability.UNKNOWN: UNKNOWN,
    retention.Stability.NOT_DUE: EXCLUDED,
}


def retained_rows(population: Population, question: Question, length: int) -> Iterator[Row]:
    """The newly employed of the plan's period: still in work `length` months after their first."""
    known, last = question.known_insurance(), months.of(question.as_of)
    figures = question.figures_on(question.as_of)
    if question.as_of < months.last_day(last):
        last = months.shift(last, -1)
    for row in _new_jobs(population, question, question.window):
        if row.standing != COUNTED:
            continue
        start = months.of(row.fact_on)
        window = list(months.between(months.shift(start, 1), months.shift(start, length)))
        insured = population.insured_in(row.person_id, window)
        held = population.held(row.person_id)
        in_work = {month: _in_work(month, row.form, held, insured, known) for month in window}
        outcome = retention.stable(start, length, in_work, last, figures)
        yield row._replace(
            standing=_KEPT[outcome.value], reason=str(outcome.value), because=outcome.because[:LONGEST], month=start
        )


def _in_work(month: str, form: str, held: list[Job], insured: frozenset[str], known: frozenset[str]) -> bool | None:
    """Whether somebody worked in a month: contributions decide where there is a contract, else the open spell."""
    there = [job for job in held if job.touches(month)]
    if not there:
        return month in insured  # the ledger knows the end: that is knowledge, not silence
    form = next((job.form for job in there if job.form == form), there[0].form)
    return retention.is_kept(form, month, insured=insured, known=known, held=True)
