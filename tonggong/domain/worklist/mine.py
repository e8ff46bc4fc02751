"""What a worker owes this month, by name: every one of the four ones that is open, and the people still to be verified.

Counted as the board and `tonggong duties` count: who is over the age and takes part on her own wish stands apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.assignments import people_of
from tonggong.domain.persons.models import Person
from tonggong.domain.status.choices import One
from tonggong.domain.status.models import Owed
from tonggong.domain.status.queries import coverage_of, in_base
from tonggong.rules import four_ones, months

ONES = dict(One.choices)
VOLUNTARY = "voluntary"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing owed to one person."""

    one: str
    due_on: date
    is_overdue: bool

    @property
    def title(self) -> str:
        """The thing in words."""
        return ONES[self.one]


@dataclass(frozen=True, slots=True)
class Debt:
    """A person with what she is owed, the nearest term first."""

    person_id: int
    name: str
    gaps: tuple[Gap, ...]

    @property
    def overdue(self) -> int:
        """How many terms are over."""
        return sum(gap.is_overdue for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Count:
    """How far one of the four is, among one's own people, in the periods that run."""

    one: str
    owed: int
    done: int
    overdue: int

    @property
    def title(self) -> str:
        """The thing in words."""
        return ONES[self.one]


@dataclass(frozen=True, slots=True)
class Mine:
    """What one owes: counts of the four, the debts due by the month's end by name, and how many people one answers for.

    `voluntary` are those over the age who take part on their own wish: in no count and no debt.
    """

    people: int
    day: date
    until: date
    counts: tuple[Count, ...]
    debts: tuple[Debt, ...]
    voluntary: int


def mine(who: Who, day: date | None = None) -> Mine:
    """Return what somebody owes by the end of the month; a fixed number of queries."""
    day = day or clock.today()
    until = months.last_day(months.of(day))
    people = people_of(who.user_id or 0)
    rows = in_base(Owed.objects.filter(person__in=among(people), person__merged_into=None, is_current=True))
    rows = rows.filter(done_on=None, due_on__lte=until).order_by("due_on", "pk")
    names = dict(Person.objects.filter(pk__in=among(people)).values_list("pk", "name"))
    coverage, overdue = coverage_of(people, day)
    counts = tuple(Count(one.value, coverage.owed(one), coverage.done(one), overdue[one]) for one in four_ones.One)
    debts = _debts(rows.values_list("person_id", "one", "due_on"), names, day)
    return Mine(len(people), day, until, counts, debts, coverage.voluntary)


STATES = {"owed": "应办", "done": "办了", "open": "还没办", "overdue": "逾期"}


def my_people(who: Who) -> QuerySet[Person]:
    """Return the living persons for whom one answers, by key: `mine` says how many."""
    return Person.objects.filter(pk__in=among(people_of(who.user_id or 0))).order_by("pk")


def my_owed(who: Who, one: str, state: str, day: date) -> QuerySet[Owed]:
    """Return what `mine` counts of one of the four on a day; with `one` "voluntary" those whom it counts apart.

    Raises:
        KeyError: `state` is none of STATES.
    """
    rows = Owed.objects.filter(person__in=my_people(who).values("pk"), person__merged_into=None, is_current=True)
    if one == VOLUNTARY:
        return rows.filter(one=One.VERIFICATION, is_voluntary=True).select_related("person")
    rows = in_base(rows.filter(one=one))
    found = {
        "owed": rows,
        "done": rows.exclude(done_on=None),
        "open": rows.filter(done_on=None),
        "overdue": rows.filter(done_on=None, due_on__lt=day),
    }[state]
    return found.select_related("person")


def _debts(rows: Iterable[tuple[int, str, date]], names: dict[int, str], day: date) -> tuple[Debt, ...]:
    gaps: dict[int, list[Gap]] = {}
    for person, one, due in rows:
        gaps.setdefault(person, []).append(Gap(one, due, due < day))
    found = [Debt(pk, names[pk], tuple(ones)) for pk, ones in gaps.items()]
    return tuple(sorted(found, key=lambda debt: (debt.gaps[0].due_on, debt.name, debt.person_id)))
