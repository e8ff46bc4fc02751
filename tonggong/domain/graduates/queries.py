"""Questions about graduates: a class with everybody in it, its rates, colleges, what is answered to the education department."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.bulk import in_chunks
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import AssignmentKind, PlanKind, ServiceKind, StepState
from tonggong.domain.casework.models import PlanStep, ServicePlan, ServiceRecord, Verification
from tonggong.domain.casework.models.visits import COUNTING
from tonggong.domain.casework.queries.assignments import worker_of
from tonggong.domain.casework.queries.reach import served, served_person
from tonggong.domain.employment.models import Spell
from tonggong.domain.graduates.models import CollegeActivity, Destination
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.rules import graduates as rules
from tonggong.rules.graduates import COLLEGE, ClassRates, Group, Schooling
from tonggong.rules.outcome import Outcome
from tonggong.rules.schooling import is_attended

OWN_ACCOUNT = ("3",)
KINDS: dict[str, str] = dict(CollegeActivity.Kind.choices)


@dataclass(frozen=True, slots=True)
class Graduate:
    """One graduate of a class.

    Args:
        stay: the stay at the college by which she belongs to the class.
        worker: who answers for her as a graduate, None where nobody does.
        missing: what is owed of the least services, {kind: times}; only of those who want work.
        written: the destination that somebody wrote down, None where the ledger alone speaks.
    """

    person: Person
    stay: Schooling
    destination: Outcome[str]
    group: Group
    worker: tuple[int, str] | None
    plan: ServicePlan | None
    missing: dict[str, int]
    written: Destination | None

    @property
    def place(self) -> str:
        """Name of the destination, "" where it is not known."""
        code = self.destination.value
        return rules.destinations()[code].name if code else ""


@dataclass(frozen=True, slots=True)
class Class:
    """A class as it is read on its cut-off, or today where that is still ahead."""

    year: int
    read_on: date
    is_ahead: bool
    graduates: list[Graduate]

    @property
    def rates(self) -> ClassRates:
        """First employment with its three denominators."""
        return rules.class_rates(one.group for one in self.graduates)

    @property
    def schools(self) -> Counter[str]:
        """How many from each college."""
        return Counter(one.stay.school for one in self.graduates)


FILTERS: dict[str, tuple[str, Callable[[Graduate, date], bool]]] = {
    "all": ("全部", lambda one, day: True),
    **{
        group.value: (rules.GROUP_LABELS[group], lambda one, day, wanted=group: one.group == wanted)  # type: ignore[misc]
        for group in Group
    },
    "no_worker": ("没有专员的", lambda one, day: one.worker is None),
    "no_plan": ("没有计划的", lambda one, day: one.plan is None),
    "review": ("计划该复查的", lambda one, day: one.plan is not None and one.plan.review_on < day),
    "missing": ("服务还没做够的", lambda one, day: bool(one.missing)),
}


def stays(who: Who) -> dict[int, Schooling]:
    """The last stay at a college of each person within reach, by person; one query."""
    facts = PersonFact.objects.standing().filter(kind=Circumstance.SCHOOL, person__in=served(who).values("pk"))
    levels = Q()
    for level in COLLEGE:
        levels |= Q(value__contains=f" {level}")
    found: dict[int, Schooling] = {}
    rows = facts.filter(levels).order_by("person", "ended_on", "pk")
    for pk, value, start, end in rows.values_list("person", "value", "started_on", "ended_on"):
        stay = rules.read_schooling(value, start, end)
        if stay.class_year is not None:
            found[pk] = stay
    return found


def class_years(who: Who) -> list[int]:
    """The classes that there are, the latest first."""
    return sorted({stay.class_year for stay in stays(who).values() if stay.class_year}, reverse=True)


def class_of(who: Who, year: int, today: date) -> Class:
    """Read a class; a fixed number of queries.

    Raises:
        FigureMissing: the cut-off or the least services are not set.
    """
    figures = figures_on(today, who.reach.ljust(12, "0"))
    last = rules.cutoff(year, figures)
    day = min(last, today)
    known = {pk: stay for pk, stay in stays(who).items() if stay.class_year == year}
    people = list(served(who).filter(pk__in=known).filter(Q(died_on=None) | Q(died_on__gt=day)).order_by("name", "pk"))
    facts = _Facts([p.pk for p in people], known, year, day, rules.services_from(year, figures))
    workers = worker_of([p.pk for p in people], AssignmentKind.GRADUATE)
    graduates = []
    for person in people:
        written = facts.written.get(person.pk)
        outcome = rules.destination(facts.case(person.pk))
        group = rules.group_of(outcome.value)
        owed = group in (Group.WAITING, Group.UNKNOWN) and day >= (known[person.pk].leaves_on or day)
        missing = rules.services_owed(facts.done(person.pk), figures).value if owed else {}
        graduates.append(
            Graduate(person, known[person.pk], outcome, group, workers.get(person.pk), facts.plans.get(person.pk), missing, written)
        )  # fmt: skip
    return Class(year, day, last > today, graduates)


class _Facts:
    """What rules ask about the graduates of a class, gathered set-wise."""

    def __init__(self, people: Sequence[int], known: dict[int, Schooling], year: int, day: date, since: date) -> None:
        self.known, self.day, self.since = known, day, since
        self.written: dict[int, Destination] = {}
        self.plans: dict[int, ServicePlan] = {}
        self.works: dict[int, list[str]] = defaultdict(list)
        self.later: set[int] = set()
        self.incapable: set[int] = set()
        self.wishes: dict[int, str] = {}
        self.services: dict[int, Counter[str]] = defaultdict(Counter)
        for chunk in in_chunks(people):
            self._gather(chunk, year)

    def _gather(self, people: Sequence[int], year: int) -> None:
        day = self.day
        for row in Destination.objects.standing().filter(person__in=people, class_year=year, on__lte=day):
            self.written[row.person_id] = row
        for plan in ServicePlan.objects.filter(person__in=people, kind=PlanKind.GRADUATE, closed_on=None):
            self.plans[plan.person_id] = plan
        held = Spell.objects.standing().on(day).filter(person__in=people)
        for pk, form in held.values_list("person", "form"):
            self.works[pk].append(form)
        stands = (
            PersonFact.objects.standing().filter(person__in=people).filter(Q(started_on=None) | Q(started_on__lte=day))
        )
        now = stands.filter(Q(ended_on=None) | Q(ended_on__gte=day))
        schools = now.filter(kind=Circumstance.SCHOOL).values_list("person", "value", "started_on", "ended_on")
        for pk, value, start, end in schools:
            left = self.known[pk].leaves_on
            if start is not None and left is not None and start > left and is_attended(value, end):
                self.later.add(pk)
        self.incapable.update(now.filter(kind=Circumstance.CAPACITY).values_list("person", flat=True))
        said = (
            Verification.objects.standing().filter(person__in=people, on__lte=day).exclude(wish="").order_by("on", "pk")
        )
        self.wishes.update(said.values_list("person", "wish"))
        self._count_services(people)

    def _count_services(self, people: Sequence[int]) -> None:
        kinds = {
            ServiceKind.POLICY: "policy_briefing",
            ServiceKind.GUIDANCE: "guidance",
            ServiceKind.REFERRAL: "vacancies",
            ServiceKind.FAIR: "vacancies",
            ServiceKind.TRAINING: "training_or_trainee_post",
        }
        rows = ServiceRecord.objects.standing().filter(COUNTING)
        rows = rows.filter(person__in=people, kind__in=list(kinds), on__gte=self.since)
        for pk, kind in rows.values_list("person", "kind"):
            self.services[pk][kinds[kind]] += 1
        steps = PlanStep.objects.filter(
            plan__person__in=people, plan__kind=PlanKind.GRADUATE, state=StepState.DONE, service=None
        )
        of_step = {"policy": "policy_briefing", "service:1": "guidance", "vacancy": "vacancies", "service:3": "training_or_trainee_post"}  # fmt: skip
        for pk, kind in steps.values_list("plan__person", "kind"):
            if kind in of_step:
                self.services[pk][of_step[kind]] += 1

    def done(self, person: int) -> Counter[str]:
        """Services by kind since the last year of study began; a step that names its service counts by the service."""
        return self.services[person]

    def case(self, person: int) -> rules.GraduateCase:
        """What the rule takes."""
        forms = self.works.get(person, [])
        written = self.written.get(person)
        return rules.GraduateCase(
            written.code if written else "",
            bool(forms),
            bool(forms) and all(form.startswith(OWN_ACCOUNT) for form in forms),
            person in self.later,
            person in self.incapable,
            self.wishes.get(person, ""),
        )


def trend(who: Who, years: Iterable[int], today: date) -> list[tuple[int, ClassRates, bool]]:
    """First employment of several classes: (year, rates, the cut-off is still ahead)."""
    found = [class_of(who, year, today) for year in years]
    return [(one.year, one.rates, one.is_ahead) for one in found]


def graduate(who: Who, person_id: int, year: int, today: date) -> Graduate | None:
    """One graduate of a class within reach."""
    if served_person(who, person_id) is None:
        return None
    return next((one for one in class_of(who, year, today).graduates if one.person.pk == person_id), None)


# --- colleges --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class College:
    """A college with students of ours, and what was done with it in a year, by kind."""

    name: str
    students: int
    done: dict[str, list[CollegeActivity]]

    @property
    def cells(self) -> list[tuple[str, str, list[CollegeActivity]]]:
        """(kind, title, activities) in the plan's order."""
        return [(kind, title, self.done.get(kind, [])) for kind, title in KINDS.items()]


def colleges(who: Who, year: int, today: date) -> list[College]:
    """Colleges of the students and of this and the last class, with the four kinds of guidance of a calendar year."""
    counts = Counter(stay.school for stay in stays(who).values() if (stay.class_year or 0) >= year)
    held = activities(who).filter(on__year=year, on__lte=today, withdrawn_at=None)
    done: dict[str, dict[str, list[CollegeActivity]]] = defaultdict(lambda: defaultdict(list))
    for one in held:
        done[one.college][one.kind].append(one)
    return [College(name, counts.get(name, 0), dict(done[name])) for name in sorted({*counts, *done})]


def students(who: Who, year: int, college: str) -> list[tuple[Person, Schooling]]:
    """The students whom `colleges` counts at one college: of the class of a year or a later one."""
    known = {pk: stay for pk, stay in stays(who).items() if stay.school == college and (stay.class_year or 0) >= year}
    return [(one, known[one.pk]) for one in served(who).filter(pk__in=known).order_by("pk")]


def activities(who: Who) -> QuerySet[CollegeActivity]:
    """What one's own county did with colleges, and what the city did for all of them; latest first, also what was taken back."""
    rows = CollegeActivity.objects.order_by("-on", "-pk")
    if len(who.reach) <= 4:
        return who.sees(rows)
    places = (who.reach[:6].ljust(12, "0"), who.reach[:4].ljust(12, "0"))
    return rows.filter(county_code__in=places)


def own_activities(who: Who) -> QuerySet[CollegeActivity]:
    """Those of them that somebody may take back: written down within reach."""
    return who.sees(CollegeActivity.objects.order_by("-on", "-pk"))


def share_done(found: Sequence[College]) -> tuple[int, int, Decimal | None]:
    """How many of the four kinds at each college with students were done: (done, due, share)."""
    with_students = [one for one in found if one.students]
    due = len(with_students) * len(KINDS)
    done = sum(bool(rows) for one in with_students for _kind, _title, rows in one.cells)
    return done, due, Decimal(done) / due if due else None
