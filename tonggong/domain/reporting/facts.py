"""Rows of the ledger, as known at an instant, turned into the cases that rules take: the only file that knows both.

Everything is read set-wise, as plain tuples, a county at a time, so that a city of a million needs no more memory than
its largest county.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from tonggong.base.bulk import in_chunks
from tonggong.base.divisions import queries as divisions
from tonggong.base.facts import FactQuerySet
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.domain.employment.models import Contribution, Spell, SpellEvidence, WageMonth
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Certificate, Person, PersonFact
from tonggong.domain.persons.periods import certificate_period
from tonggong.domain.plan.models import ExpectedFeed
from tonggong.domain.reporting.people import Course, Job, Someone
from tonggong.domain.training.models import Attendance
from tonggong.rules import employment as rule_employment
from tonggong.rules import months
from tonggong.rules import new_jobs as rule_new_jobs
from tonggong.rules import training as rule_training
from tonggong.rules.ages import FEMALE, MALE
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.schooling import is_attended

CHUNK = 20_000
_INSURANCE = "social-insurance"
_TELLS_STARTS = ("hires", "recruitment", "opening-ledger")  # feeds that state the day on which work began


def counties_of_ledger() -> list[str]:
    """Return the county codes under which holders stand in the ledger: the batches in which a city is read."""
    return list(Person.objects.holders().values_list("county_code", flat=True).distinct().order_by("county_code"))


def _compared_insurance(known_at: datetime | None) -> QuerySet[Delivery]:
    compared = Delivery.objects.filter(feed=_INSURANCE, state=Delivery.State.COMPLETE, compared_at__isnull=False)
    return compared if known_at is None else compared.filter(compared_at__lte=known_at)


def months_of_insurance(known_at: datetime | None) -> frozenset[str]:
    """Return the months whose contributions are wholly known: every sender that owes the feed has been compared."""
    wanted = max(1, ExpectedFeed.objects.filter(feed=_INSURANCE).count())
    counted = (
        _compared_insurance(known_at)
        .values("month")
        .annotate(senders=Count("sender", distinct=True))
        .filter(senders__gte=wanted)
    )
    return frozenset(counted.values_list("month", flat=True))


class Population:
    """Certificate holders and injured workers of one county with their facts as known at an instant.

    Args:
        county: 12-digit code, as `counties_of_ledger` gives them; one outside the city is shown under the city's code.
        known_at: None is now.
        only: a query of person ids; None takes everybody.
    """

    def __init__(self, county: str, known_at: datetime | None = None, only: QuerySet[Any] | None = None):
        self.county = county
        self.known_at = known_at
        rows = Person.objects.holders().filter(county_code=county)
        if known_at is not None:
            rows = rows.filter(first_known_at__lte=known_at)
        if only is not None:
            rows = rows.filter(pk__in=only)
        self._only = only
        self.made: dict[Hashable, list[Any]] = {}  # rows that several indicators need, made once
        city = divisions.city()
        self.is_outside = city is not None and not county.startswith(city.code[:4])
        columns = ("id", "sex", "born_on", "county_code", "township_code", "died_on")
        self.people = {
            row[0]: Someone(*row) for row in rows.order_by("id").values_list(*columns).iterator(chunk_size=CHUNK)
        }
        if city is not None and self.is_outside:  # shown to the city, which is nobody's county
            for key, one in self.people.items():
                self.people[key] = one._replace(county_code=city.code, township_code="")

    def _facts(self, model: Any, *columns: str, known: bool = True, where: Q | None = None) -> Iterator[tuple]:
        """Facts of this county's persons that stood at the instant (all that were known until then: `known` False)."""
        rows: FactQuerySet = model.objects.all()
        if known:
            rows = rows.known_at(self.known_at)
        elif self.known_at is not None:
            rows = rows.filter(known_from__lte=self.known_at)
        if where is not None:
            rows = rows.filter(where)
        rows = rows.filter(person__county_code=self.county)
        if self._only is not None:
            rows = rows.filter(person__in=self._only)
        return rows.order_by("id").values_list(*columns).iterator(chunk_size=CHUNK)

    # --- certificates, death, school -----------------------------------------------------------------------------

    @cached_property
    def _certificates(self) -> tuple[dict[int, tuple[CertificatePeriod, ...]], dict[int, str]]:
        periods: dict[int, list[CertificatePeriod]] = defaultdict(list)
        category: dict[int, str] = {}
        columns = ("person_id", "kind", "category", "grade", "issued_on", "valid_until", "status", "status_on")
        for person, kind, group, grade, issued, until, status, status_on in self._facts(Certificate, *columns):
            if group:
                category[person] = group
            period = certificate_period(kind, status, issued, until, status_on, grade, self.county)
            if period is not None:
                periods[person].append(period)
        return {person: tuple(found) for person, found in periods.items()}, category

    def certificates(self, person: int) -> tuple[CertificatePeriod, ...]:
        """The certificates of a person with the days on which they were valid."""
        return self._certificates[0].get(person, ())

    def category(self, person: int) -> str:
        """The code of a person's category of disability, "" where none is known."""
        return self._certificates[1].get(person, "")

    @cached_property
    def deaths(self) -> dict[int, date]:
        """Day of death by person, as known."""
        if self.known_at is None:
            return {one.id: one.died_on for one in self.people.values() if one.died_on is not None}
        where = Q(kind=Circumstance.DEATH, started_on__isnull=False)
        return dict(self._facts(PersonFact, "person_id", "started_on", where=where))

    def pupils(self, day: date) -> frozenset[int]:
        """Persons in full-time school on a day."""
        where = Q(kind=Circumstance.SCHOOL) & (Q(started_on=None) | Q(started_on__lte=day))
        where &= Q(ended_on=None) | Q(ended_on__gte=day)
        found = self._facts(PersonFact, "person_id", "value", "ended_on", where=where)
        return frozenset(person for person, value, end in found if is_attended(value, end))

    # --- work ----------------------------------------------------------------------------------------------------

    @cached_property
    def jobs(self) -> dict[int, list[Job]]:
        """Spells by person; the last version of a thread that stands no more is there as withdrawn."""
        standing: dict[int, list[Job]] = defaultdict(list)
        threads: set[int] = set()
        gone: dict[int, Job] = {}
        columns = (
            "id", "thread", "person_id", "unit_code", "form", "started_on", "ended_on", "wage_yuan", "evidence_level",
            "source_file_id", "source_row", "known_from", "known_until",
        )  # fmt: skip
        for *rest, until in self._facts(Spell, *columns, known=False):
            job = Job(*rest)
            thread = job.thread or job.id
            if until is None or (self.known_at is not None and until > self.known_at):
                standing[job.person].append(job)
                threads.add(thread)
            else:
                gone[thread] = job
        for thread, job in gone.items():
            if thread not in threads:
                standing[job.person].append(job._replace(withdrawn=True))
        return standing

    def held(self, person: int) -> list[Job]:
        """The spells of a person that stand."""
        return [job for job in self.jobs.get(person, ()) if not job.withdrawn]

    @cached_property
    def _seconded(self) -> frozenset[int]:
        """Threads of spoken statements that a second source confirms."""
        spoken = [
            job.thread or job.id
            for jobs in self.jobs.values()
            for job in jobs
            if job.evidence == Spell.Evidence.WORD.value
        ]
        if not spoken:
            return frozenset()
        rows = SpellEvidence.objects.all()
        if self.known_at is not None:
            rows = rows.filter(known_from__lte=self.known_at)
        known = set(rows.values_list("thread", flat=True))
        return frozenset(known.intersection(spoken))

    @cached_property
    def _unproved(self) -> frozenset[int]:
        """Spells whose start only the first month of a sender's contributions says, and nothing else."""
        jobs = [job for found in self.jobs.values() for job in found if job.source_file and not job.withdrawn]
        senders: dict[int, str] = {}
        for chunk in in_chunks(sorted({job.source_file for job in jobs if job.source_file})):
            files = SourceFile.objects.filter(pk__in=chunk, delivery__feed=_INSURANCE)
            senders |= dict(files.values_list("pk", "delivery__sender"))
        if not senders:
            return frozenset()
        compared = set(_compared_insurance(self.known_at).values_list("sender", "month"))
        doubtful = {
            job.thread or job.id: job.id
            for job in jobs
            if job.source_file in senders
            and (senders[job.source_file], months.shift(months.of(job.started_on), -1)) not in compared
        }
        for chunk in in_chunks(list(doubtful)):
            others = SpellEvidence.objects.filter(thread__in=chunk, source_file__delivery__feed__in=_TELLS_STARTS)
            if self.known_at is not None:
                others = others.filter(known_from__lte=self.known_at)
            for thread in others.values_list("thread", flat=True):
                doubtful.pop(thread, None)
        return frozenset(doubtful.values())

    @cached_property
    def contributions(self) -> dict[int, list[tuple[str, int, int]]]:
        """(unit, first month, last month) by person, months as numbers."""
        found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        number = months.number
        for person, unit, first, last in self._facts(
            Contribution, "person_id", "unit_code", "first_month", "last_month"
        ):
            found[person].append((unit, number(first), number(last)))
        return found

    def insured_in(self, person: int, wanted: Iterable[str]) -> frozenset[str]:
        """Those of some months in which somebody's insurance was paid, at whatever unit."""
        runs = self.contributions.get(person)
        if not runs:
            return frozenset()
        number = months.number
        return frozenset(m for m in wanted if any(first <= number(m) <= last for _unit, first, last in runs))

    def insured_before(self, job: Job) -> int:
        """Months of contributions at the same unit without a break up to a spell's start."""
        runs = [(first, last) for unit, first, last in self.contributions.get(job.person, ()) if unit == job.unit_code]
        month, count = months.number(months.of(job.started_on)) - 1, 0
        while (run := next((r for r in runs if r[0] <= month <= r[1]), None)) is not None:
            count += month - run[0] + 1
            month = run[0] - 1
        return count

    def wages(self, first_month: str, last_month: str) -> dict[int, tuple[str, Decimal]]:
        """The latest declared wage by person within some months: (month, yuan of all units together)."""
        found: dict[int, tuple[str, Decimal]] = {}
        where = Q(month__gte=first_month, month__lte=last_month)
        for person, month, yuan in self._facts(WageMonth, "person_id", "month", "wage_yuan", where=where):
            seen = found.get(person)
            if seen is None or month > seen[0]:
                found[person] = (month, yuan)
            elif month == seen[0]:
                found[person] = (month, seen[1] + yuan)
        return found

    # --- cases ---------------------------------------------------------------------------------------------------

    def new_jobs_case(self, one: Someone, first: date) -> rule_new_jobs.Case:
        """Somebody's facts for the rule of new employment; contributions are looked up for starts since `first`."""
        spells = tuple(
            rule_new_jobs.Spell(
                job.id,
                job.form,
                job.started_on,
                job.ended_on,
                self._evidence(job),
                self.insured_before(job) if job.started_on >= first and job.unit_code else 0,
                None,
                job.withdrawn,
                job.id not in self._unproved,
            )
            for job in self.jobs.get(one.id, ())
        )
        return rule_new_jobs.Case(sex_of(one), one.born_on, self.certificates(one.id), spells)

    def _evidence(self, job: Job) -> str:
        return "C+" if job.evidence == "C" and (job.thread or job.id) in self._seconded else job.evidence

    def rate_case(self, one: Someone, in_school: bool) -> rule_employment.RateCase:
        """Somebody's facts for the employment rate."""
        work = tuple(self.work(job) for job in self.jobs.get(one.id, ()) if not job.withdrawn)
        return rule_employment.RateCase(
            sex_of(one), one.born_on, self.certificates(one.id), work, self.deaths.get(one.id), in_school
        )

    def work(self, job: Job, wage_yuan: Decimal | None = None) -> rule_employment.Work:
        """A spell for the rules; vouched for on the day it became known or in the last month of contributions."""
        vouched = clock.day_of(job.known_from)
        for unit, _first, last in self.contributions.get(job.person, ()):
            if unit == job.unit_code:
                vouched = max(vouched, months.last_day(months.written(last)))
        return rule_employment.Work(
            job.form, job.started_on, job.ended_on, vouched, job.wage_yuan if wage_yuan is None else wage_yuan
        )

    @cached_property
    def courses(self) -> dict[int, list[Course]]:
        """Attendances by person; withdrawn ones as for spells."""
        standing: dict[int, list[Course]] = defaultdict(list)
        threads: set[int] = set()
        gone: dict[int, Course] = {}
        columns = (
            "id", "thread", "person_id", "started_on", "ended_on", "attendance_share", "result",
            "source_file_id", "source_row", "known_until",
        )  # fmt: skip
        for *rest, until in self._facts(Attendance, *columns, known=False):
            course = Course(*rest)
            thread = course.thread or course.id
            if until is None or (self.known_at is not None and until > self.known_at):
                standing[course.person].append(course)
                threads.add(thread)
            else:
                gone[thread] = course
        for thread, course in gone.items():
            if thread not in threads:
                standing[course.person].append(course._replace(withdrawn=True))
        return standing

    def training_case(self, one: Someone) -> rule_training.TrainingCase:
        """Somebody's facts for the rule of training."""
        labels = dict(Attendance.Result.choices)
        enrolments = tuple(
            rule_training.Enrolment(
                course.id,
                course.started_on,
                course.ended_on,
                course.share,
                labels.get(course.result, course.result),
                course.withdrawn,
            )
            for course in self.courses.get(one.id, ())
        )
        return rule_training.TrainingCase(self.certificates(one.id), enrolments)


def sex_of(one: Someone) -> str:
    """The rules' word for a person's sex."""
    return MALE if one.sex == "1" else FEMALE


def started_within(first: date, last: date) -> QuerySet[Any]:
    """Persons of whom a spell that began within some days was ever known."""
    return Spell.objects.filter(started_on__gte=first, started_on__lte=last).values("person_id")


def trained_within(first: date, last: date) -> QuerySet[Any]:
    """Persons of whom a class that began within some days was ever known."""
    return Attendance.objects.filter(started_on__gte=first, started_on__lte=last).values("person_id")


def populations(
    known_at: datetime | None, only: QuerySet[Any] | None = None, counties: Iterable[str] | None = None
) -> Iterator[Population]:
    """The ledger's holders, a county at a time."""
    for county in counties_of_ledger() if counties is None else counties:
        yield Population(county, known_at, only)
