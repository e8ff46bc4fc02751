"""What the providers of reasons are asked, and what they answer; tables that several of them need are read once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import DateField, DateTimeField, Max, Q, QuerySet

from tonggong.base.installation import clock
from tonggong.base.prepared import Given, GivenKeys, prepared
from tonggong.domain.casework.choices import StepState
from tonggong.domain.casework.models import PlanStep, Verification, Visit
from tonggong.domain.casework.queries.visits import BY_HERSELF
from tonggong.domain.comparison.models import Finding
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.rules import contacts
from tonggong.rules.figures import Figures
from tonggong.rules.target import Reason as TargetReason

OUTSIDE = (
    TargetReason.AGE,
    TargetReason.DEAD,
    TargetReason.IN_SCHOOL,
    TargetReason.RETIRED,
    TargetReason.LOST_CAPACITY,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """Why somebody should be contacted.

    Args:
        sentence: in the worker's language, without identifiers.
        on: the day of the fact it rests on, which can be opened.
        fact: the row of that fact, as "employment.Spell:12"; what was ticked off is this fact.
        days_left: days until the term, negative when it is over; None where there is no term.
        since: the first day on which a contact settles it.
        topic: where the person's page shows the fact.
        source: file and row of the fact, where a department's file said it.
    """

    sentence: str
    on: date
    fact: str
    days_left: int | None = None
    since: date | None = None
    topic: str = ""
    source: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A declared reason.

    Args:
        key: of its weight and window among the figures.
        title: in two or three words.
        find: answers for all persons asked about, each at most once: by person.
        by_contact: a contact since the hit's `since` settles it.
        is_ticked: may be ticked off as dealt with; of the others the deed itself has to be recorded.
        is_alone: while it holds nothing else is said of the person, and nobody is to ring her.
    """

    key: str
    title: str
    find: Callable[["Asked"], dict[int, Hit]]
    by_contact: bool = False
    is_ticked: bool = False
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A standing spell, as far as reasons need it."""

    pk: int
    thread: int
    person: int
    unit: str
    form: str
    started_on: date
    ended_on: date | None
    contract_until: date | None
    source: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a department's file told about somebody, as far as reasons need it."""

    pk: int
    person: int
    month: str
    feed: str
    result: str
    state: str
    cause: str
    because: str
    on: date
    source: tuple[int, int] | None

    @property
    def is_lost_work(self) -> bool:
        """Whether it says that a job was lost."""
        return self.result == Finding.Result.ENDED and self.cause in STOPPED


CHANGES = (Finding.Result.NEW, Finding.Result.ENDED, Finding.Result.CHANGED)
TAKEN = (Finding.State.FACT, Finding.State.OPEN, Finding.State.ACCEPTED, Finding.State.RETURNED, Finding.State.ANSWERED)
STOPPED = ("insurance-stopped", "reported-end")
DEATH = "death"
UNDECIDED = (Finding.State.OPEN, Finding.State.RETURNED, Finding.State.ANSWERED)
OPENING = "opening-ledger"  # the ledger's own beginning: nothing of it is a change


def change_rows(since: date | None = None, month: str = "") -> QuerySet[Finding]:
    """Return the changes that departments' files told, found since a day or in the files of a month."""
    rows = Finding.objects.filter(person__isnull=False, result__in=CHANGES, state__in=TAKEN).exclude(feed=OPENING)
    if since is not None:
        rows = rows.filter(found_at__gte=begin_of(since))
    return rows.filter(month=month) if month else rows


# What the tables are asked: `people` are the persons themselves, `rows` every row that stands for one of them.
PEOPLE, ROWS = GivenKeys("people"), GivenKeys("rows")
DAY, LAST = Given("day", DateField()), Given("last", DateField())


@prepared
def _merged() -> QuerySet[Any, Any]:
    return Person.objects.filter(merged_into__in=PEOPLE).values_list("pk", "merged_into_id")


@prepared
def _people() -> QuerySet[Any, Any]:
    columns = ("pk", "name", "born_on", "first_known_at", "county_code", "township_code")
    return Person.objects.filter(pk__in=PEOPLE).values_list(*columns)


@prepared
def _spells() -> QuerySet[Any, Any]:
    columns = (
        "pk", "thread", "person_id", "unit_name", "form", "started_on", "ended_on", "contract_until", "source_file_id", "source_row",
    )  # fmt: skip
    return Spell.objects.standing().filter(person__in=PEOPLE).order_by("started_on", "pk").values_list(*columns)


@prepared
def _contacts() -> QuerySet[Any, Any]:
    rows = Visit.objects.standing().filter(person__in=PEOPLE, on__lte=DAY).exclude(BY_HERSELF).order_by()
    answered, found = Q(outcome__in=sorted(contacts.ANSWERED)), Q(outcome__in=sorted(contacts.FOUND))
    return rows.values_list("person").annotate(
        tried=Max("on"), reached=Max("on", filter=answered), found=Max("on", filter=found)
    )


@prepared
def _confirmed() -> QuerySet[Any, Any]:
    rows = Verification.objects.standing().filter(person__in=PEOPLE, on__lte=DAY)
    return rows.order_by().values_list("person").annotate(Max("on"))


@prepared
def _owed() -> QuerySet[Any, Any]:
    rows = Owed.objects.filter(person__in=ROWS, is_current=True, done_on=None, left_on=None)
    rows = rows.filter(owed_from__lte=DAY, due_on__lte=LAST)
    return rows.values_list("pk", "person_id", "one", "owed_from", "due_on")


@prepared
def _steps() -> QuerySet[Any, Any]:
    rows = PlanStep.objects.filter(plan__person__in=ROWS, plan__closed_on=None, state=StepState.OPEN, due_on__lte=LAST)
    return rows.values_list("pk", "plan__person_id", "kind", "text", "due_on", "owner_id")


@prepared
def _findings() -> QuerySet[Any, Any]:
    columns = (
        "pk", "person_id", "month", "feed", "result", "state", "cause", "because", "found_at", "source_file_id", "source_row",
    )  # fmt: skip
    rows = change_rows().filter(person__in=ROWS, found_at__gte=Given("since", DateTimeField()))
    return rows.values_list(*columns)


@prepared
def _deaths() -> QuerySet[Any, Any]:
    columns = ("pk", "person_id", "found_at", "source_file_id", "source_row")
    return Finding.objects.filter(person__in=ROWS, cause=DEATH, state__in=UNDECIDED).values_list(*columns)


@prepared
def _outside() -> QuerySet[Any, Any]:
    return PersonStatus.objects.filter(person__in=PEOPLE, target_reason__in=OUTSIDE).values_list("person_id")


class Asked:
    """Persons, the day and the figures; further tables are read when a provider wants them, once for all of them."""

    def __init__(self, people: Iterable[int], day: date, figures: Figures, user_id: int | None = None) -> None:
        self.ids, self.day, self.figures, self.user_id = list(people), day, figures, user_id

    def number(self, key: str) -> int:
        """Return a whole number of the figures. Raises FigureMissing where it is not entered."""
        return int(self.figures[key].value)

    def window(self, key: str) -> int:
        """Return how many days before its term a reason is shown."""
        return self.number(f"today.window.{key}")

    def left(self, day: date) -> int:
        """Return the days until a day."""
        return (day - self.day).days

    def back(self, days: int) -> date:
        """Return the day so many days ago."""
        return self.day - timedelta(days=days)

    def ahead(self, days: int) -> date:
        """Return the day in so many days."""
        return self.day + timedelta(days=days)

    @cached_property
    def rows(self) -> dict[int, int]:
        """Every row that stands for one of the persons, merged ones too: which person it stands for."""
        return {pk: pk for pk in self.ids} | dict(_merged(people=self.ids))

    @cached_property
    def people(self) -> dict[int, tuple[str, date, date, str, str]]:
        """By person: name, day of birth, day of entry, county, township."""
        days: dict[datetime, date] = {}  # whole files came in at one instant
        found = {}
        for pk, name, born, known, county, township in _people(people=self.ids):
            if (day := days.get(known)) is None:
                day = days[known] = clock.day_of(known)
            found[pk] = (name, born, day, county, township)
        return found

    @cached_property
    def spells(self) -> list[Work]:
        """Standing spells, by their beginning."""
        return [
            Work(pk, thread or pk, person, unit, form, start, end, until, (file, row) if file and row else None)
            for pk, thread, person, unit, form, start, end, until, file, row in _spells(people=self.ids)
        ]

    def in_work(self, person: int) -> bool:
        """Say whether somebody holds a job on the day, or will begin one."""
        return person in self._working

    @cached_property
    def _working(self) -> set[int]:
        return {one.person for one in self.spells if one.ended_on is None or one.ended_on >= self.day}

    @cached_property
    def contacts(self) -> dict[int, tuple[date, date | None, date | None]]:
        """By person the day of the last attempt, of the last answer and the last on which she was found; up to the day."""
        return {person: days for person, *days in _contacts(people=self.ids, day=self.day)}

    def last_contact(self, person: int) -> date | None:
        """Return the day on which somebody was last reached."""
        return self.contacts.get(person, (None, None, None))[1]

    @cached_property
    def deaths(self) -> dict[int, tuple[int, date, tuple[int, int] | None]]:
        """Who is said to have died and nobody has decided it: the last finding, its day and row; not who was found since."""
        found = {}
        for pk, row, at, file, line in sorted(_deaths(rows=self.rows)):
            person, on = self.rows[row], clock.day_of(at)
            seen = self.contacts.get(person, (None, None, None))[2]
            if on <= self.day and (seen is None or seen < on):
                found[person] = (pk, on, (file, line) if file and line else None)
        return found

    @cached_property
    def confirmed(self) -> dict[int, date]:
        """By person the day on which the situation was last confirmed."""
        return dict(_confirmed(people=self.ids, day=self.day))

    @cached_property
    def owed(self) -> list[tuple[Any, ...]]:
        """What the four ones owe and is neither done nor left, due within the next weeks: (key, row, which, from, due)."""
        return _owed(rows=self.rows, day=self.day, last=self.ahead(self.window("four_ones_soon")))

    @cached_property
    def steps(self) -> list[tuple[Any, ...]]:
        """Open steps of open plans that are the worker's own to do: (key, row, kind, text, due, whose)."""
        found = _steps(rows=self.rows, last=self.ahead(max(self.window("promised_step"), self.window("plan_step"))))
        if self.user_id is None:
            return found
        return [row for row in found if row[5] == self.user_id]  # a step that another one does is not hers to do

    @cached_property
    def findings(self) -> list[Told]:
        """What departments' files changed about the persons lately, as it stands; nothing of the ledger's beginning."""
        since = begin_of(self.back(self.number("today.change_days")))
        return [
            Told(
                pk, self.rows[row], month, feed, result, state, cause, because, clock.day_of(at), (file, line) if file and line else None
            )
            for pk, row, month, feed, result, state, cause, because, at, file, line in _findings(rows=self.rows, since=since)
        ]  # fmt: skip

    @cached_property
    def outside(self) -> set[int]:
        """Persons whose work is no question now: too young or old, retired, in school, unable to work by a conclusion."""
        return {pk for (pk,) in _outside(people=self.ids)}


def most_pressing(hits: Iterable[tuple[int, Hit]], more: str = "") -> dict[int, Hit]:
    """Keep one hit a person, the one whose term is nearest; `more` counts them in its sentence, as "共 {} 项"."""
    found: dict[int, list[Hit]] = {}
    for person, hit in hits:
        found.setdefault(person, []).append(hit)
    kept = {}
    for person, ones in found.items():
        if len(ones) == 1:
            kept[person] = ones[0]
            continue
        first = min(ones, key=lambda h: (h.days_left if h.days_left is not None else 0, h.on, h.fact))
        if more:
            said = f"{first.sentence}（{more.format(len(ones))}）"
            first = Hit(said, first.on, first.fact, first.days_left, first.since, first.topic, first.source)
        kept[person] = first
    return kept


def day_words(day: date, today: date) -> str:
    """Return a day as 6月30日, with its year where that is another one."""
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def term_words(days_left: int) -> str:
    """Return how far a term is: 剩 6 天, 今天到期, 逾期 3 天."""
    if days_left == 0:
        return "今天到期"
    return f"还有 {days_left} 天" if days_left > 0 else f"已过 {-days_left} 天"


def months_passed(since: date, day: date) -> int:
    """Return how many whole months have passed from a day to another."""
    return (day.year - since.year) * 12 + day.month - since.month - (since.day > day.day)


def begin_of(day: date) -> datetime:
    """Return the instant at which a day begins in China."""
    return datetime.combine(day, time(0), clock.SHANGHAI)


def row_of(name: str, pk: Any) -> str:
    """Return the name of a fact's row."""
    return f"{name}:{pk}"
