"""What a worker owes this month, by name: every one of the four ones that is open, and the people still to be verified."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.assignments import people_of
from tonggong.domain.persons.models import Person
from tonggong.domain.status.choices import One
from tonggong.domain.status.models import Owed
from tonggong.rules import months

ONES = dict(One.choices)


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

    @property
    def overdue_words(self) -> str:
        """How many terms are over, in words."""
        return f"逾期 {self.overdue}"


@dataclass(frozen=True, slots=True)
class Mine:
    """What one owes: counts of the four, the debts due by the month's end by name, and how many people one answers for."""

    people: int
    day: date
    until: date
    counts: tuple[Count, ...]
    debts: tuple[Debt, ...]


def mine(who: Who, day: date | None = None) -> Mine:
    """Return what somebody owes by the end of the month; a fixed number of queries."""
    day = day or clock.today()
    until = months.last_day(months.of(day))
    people = people_of(who.user_id or 0)
    merged = dict(Person.objects.filter(merged_into__in=people).values_list("pk", "merged_into_id"))
    stands = {pk: pk for pk in people} | merged
    rows = list(
        Owed.objects.filter(person__in=stands, is_current=True, left_on=None, owed_from__lte=day)
        .order_by("due_on", "pk")
        .values_list("person_id", "one", "due_on", "done_on")
    )
    running = [row for row in rows if row[3] is None or row[2] >= day - timedelta(days=366)]
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return Mine(len(people), day, until, _counts(running, day), _debts(rows, stands, names, day, until))


Row = tuple[int, str, date, date | None]


def _counts(rows: Iterable[Row], day: date) -> tuple[Count, ...]:
    rows = list(rows)
    found = []
    for one in ONES:
        own = [row for row in rows if row[1] == one]
        done = sum(row[3] is not None for row in own)
        found.append(Count(one, len(own), done, sum(row[3] is None and row[2] < day for row in own)))
    return tuple(found)


def _debts(
    rows: Iterable[Row], stands: dict[int, int], names: dict[int, str], day: date, until: date
) -> tuple[Debt, ...]:
    gaps: dict[int, list[Gap]] = {}
    for row, one, due, done in rows:
        if done is None and due <= until:
            gaps.setdefault(stands[row], []).append(Gap(one, due, due < day))
    found = [Debt(pk, names[pk], tuple(ones)) for pk, ones in gaps.items()]
    return tuple(sorted(found, key=lambda debt: (debt.gaps[0].due_on, debt.name, debt.person_id)))
