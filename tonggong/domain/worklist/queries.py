"""Whom somebody should contact today, in a declared order with the reasons, and what the files changed for whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import city, name_of
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.base.prepared import GivenKeys, prepared
from tonggong.domain.casework.queries.assignments import homes_of, people_of, worker_of
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.choices import Category, CertificateStatus
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.worklist.models import Postponement
from tonggong.domain.worklist.reasons import BY_KEY, REASONS, Asked, Hit, Reason
from tonggong.domain.worklist.reasons.asked import change_rows
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome
from tonggong.rules.priority import Scale, Signal, Weighed, explained


@dataclass(frozen=True, slots=True)
class Found:
    """A reason that holds for somebody, with the fact it rests on."""

    reason: Reason
    hit: Hit


@dataclass(slots=True)
class Task:
    """Somebody to be contacted.

    Args:
        place: code of the street or town in which the person lives, as far as is known.
        weighed: the priority, by the figures in force.
        found: reasons, the weightiest first.
    """

    person_id: int
    name: str
    born_on: date
    place: str
    weighed: Weighed
    figures: Figures
    found: list[Found]

    @property
    def points(self) -> Outcome[Decimal]:
        """The priority with a sentence for each point: words are made for those who are shown."""
        return explained(self.weighed, self.figures)

    @property
    def first(self) -> Found:
        """The weightiest reason."""
        return self.found[0]

    @property
    def may_be_called(self) -> bool:
        """Whether she may be rung: not while a death is to be checked."""
        return not any(one.reason.is_alone for one in self.found)

    @property
    def place_name(self) -> str:
        """The place in words."""
        return name_of(self.place) if self.place else "住处不明"

    @property
    def term(self) -> int | None:
        """The days until the nearest term of all reasons, None where none has one."""
        return min((f.hit.days_left for f in self.found if f.hit.days_left is not None), default=None)


@dataclass(frozen=True, slots=True)
class PutOff:
    """What was put off or ticked off on the day, in one action, to be taken back with one tap."""

    batch: str
    person_id: int
    name: str
    titles: tuple[str, ...]
    until: date | None


@dataclass(slots=True)
class Today:
    """A list of the day.

    Args:
        people: how many persons the list was drawn from.
        tasks: whom to contact, first things first.
        put_off: what was put off or ticked off on this day.
        later: how many persons have nothing but reasons that were put off.
    """

    user_id: int
    day: date
    people: int
    tasks: list[Task]
    put_off: list[PutOff] = field(default_factory=list)
    later: int = 0

    @property
    def counts(self) -> list[tuple[Reason, int]]:
        """How many persons each reason holds for, in the declared order."""
        found = {reason.key: 0 for reason in REASONS}
        for task in self.tasks:
            for one in task.found:
                found[one.reason.key] += 1
        return [(reason, found[reason.key]) for reason in REASONS if found[reason.key]]


class NotYourList(Exception):
    """The list of another worker is for those who assign people."""


def figures_of_city(day: date) -> Figures:
    """Return the figures of the city on a day."""
    found = city()
    return figures_on(day, found.code if found else "")


@dataclass(frozen=True, slots=True)
class Weight:
    """What a reason weighs, and from how many days before its term it is shown (None: it has no term)."""

    title: str
    weight: Decimal
    window: Decimal | None


@dataclass(frozen=True, slots=True)
class Weights:
    """The declared order: every reason with its weight, the heaviest first, and the share of each further one."""

    rows: tuple[Weight, ...]
    share: Decimal


def weights(day: date) -> Weights:
    """Return the order in force on a day. Raises FigureMissing where a weight is not entered."""
    figures = figures_of_city(day)
    rows = []
    for reason in REASONS:
        window = f"today.window.{reason.key}"
        days = figures[window].value if window in figures else None
        rows.append(Weight(reason.title, figures[f"today.weight.{reason.key}"].value, days))
    return Weights(tuple(sorted(rows, key=lambda row: -row.weight)), figures["today.further_share"].value)


def today(who: Who, user_id: int | None = None, day: date | None = None) -> Today:
    """Return the list of the day, of oneself or of another; a fixed number of queries, however many people there are.

    Args:
        user_id: whose list; None: one's own. Another's list needs casework.assign and shows only whom one serves.

    Raises:
        NotYourList: another's list without that duty.
        FigureMissing: a weight or a window is not entered.
    """
    owner, day = user_id or who.user_id or 0, day or clock.today()
    people = people_of(owner)
    if owner != who.user_id:
        if not who.may("casework.assign"):
            raise NotYourList("这是别人的名单，只有分派人员的人能看。")
        seen = (
            set(served(who).filter(pk__in=people).values_list("pk", flat=True)) if len(who.reach) > 4 else set(people)
        )
        people = [pk for pk in people if pk in seen]
    asked = Asked(people, day, figures_of_city(day), owner)
    tasks, rows, later = _tasks(asked)
    return Today(owner, day, len(people), tasks, _put_off(rows, asked), later)


def reasons_of(who: Who, person_id: int, day: date | None = None) -> list[Found]:
    """Return what speaks for contacting one person whom one serves, put off or not; nothing where there is no such person."""
    person = served(who).filter(pk=person_id, died_on=None).first()
    if person is None:
        return []
    day = day or clock.today()
    found = _found(Asked([person.pk], day, figures_of_city(day), who.user_id))
    return found.get(person.pk, [])


def deaths_to_check(person_ids: Iterable[int], day: date | None = None) -> set[int]:
    """Return of whom a death is reported that nobody has decided: they are not to be rung. At most three queries."""
    day = day or clock.today()
    return set(Asked(person_ids, day, figures_of_city(day)).deaths)


def _found(asked: Asked) -> dict[int, list[Found]]:
    """Every reason for every person asked about; what a later contact settled has fallen away.

    Of whom a death is reported nothing else is said until it is decided, or until somebody has found her since.
    """
    found: dict[int, list[Found]] = {}
    if not asked.ids:
        return found
    for reason in REASONS:
        for person, hit in reason.find(asked).items():
            if person in asked.deaths and not reason.is_alone:
                continue
            if reason.by_contact and hit.since is not None:
                contact = asked.last_contact(person)
                if contact is not None and contact >= hit.since:
                    continue
            found.setdefault(person, []).append(Found(reason, hit))
    return found


@prepared
def _postponed() -> QuerySet[Any, Any]:
    rows = Postponement.objects.filter(person__in=GivenKeys("rows"), undone_at=None)
    return rows.values_list("person_id", "reason_key", "fact", "until", "batch", "at")


def _tasks(asked: Asked) -> tuple[list[Task], list[tuple[Any, ...]], int]:
    if not asked.ids:
        return [], [], 0
    found = _found(asked)
    rows = _postponed(rows=asked.rows)
    hidden = {
        (asked.rows[person], key, fact) for person, key, fact, until, *_ in rows if until is None or until > asked.day
    }
    homes, scale = homes_of(asked.ids), Scale(asked.figures)
    tasks, later = [], 0
    for person, ones in found.items():
        kept = [one for one in ones if (person, one.reason.key, one.hit.fact) not in hidden]
        if not kept:
            later += 1
            continue
        signals = tuple(Signal(one.reason.key, one.hit.sentence, one.hit.days_left) for one in kept)
        weighed = scale.weigh(signals)
        order = weighed.order
        kept.sort(key=lambda one: order[one.reason.key])
        name, born, _, county, township = asked.people[person]
        place = homes.get(person) or township or county
        tasks.append(Task(person, name, born, place, weighed, asked.figures, kept))
    tasks.sort(key=lambda t: (-t.weighed.points, t.term if t.term is not None else 9999, t.name, t.person_id))
    return tasks, rows, later


def _put_off(rows: Iterable[tuple[Any, ...]], asked: Asked) -> list[PutOff]:
    batches: dict[UUID, list[tuple[Any, ...]]] = {}
    for row in rows:
        if clock.day_of(row[5]) == asked.day:
            batches.setdefault(row[4], []).append(row)
    found = []
    for batch, ones in sorted(batches.items(), key=lambda item: item[1][0][5], reverse=True):
        person, _, _, until, _, _ = ones[0]
        name = asked.people[person][0] if person in asked.people else ""
        titles = tuple(BY_KEY[key].title for _, key, *_ in ones if key in BY_KEY)
        found.append(PutOff(str(batch), person, name, titles, until))
    return found


# --- how to reach somebody -----------------------------------------------------------------------------------------


HEARS_NOT = (Category.HEARING, Category.SPEECH)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody can be reached: whether a phone number is known, and whether one writes rather than calls."""

    has_phone: bool
    writes: bool


@prepared
def _writing() -> QuerySet[Any, Any]:
    rows = Certificate.objects.standing().filter(person__in=GivenKeys("people"), category__in=HEARS_NOT)
    return rows.exclude(status=CertificateStatus.CANCELLED).values_list("person_id")


@prepared
def _with_phone() -> QuerySet[Any, Any]:
    return Person.objects.filter(pk__in=GivenKeys("people"), phone_sealed__isnull=False).values_list("pk")


def ways(person_ids: Iterable[int]) -> dict[int, Way]:
    """Return how each person is reached; deaf people and those who do not speak are written to. Two queries."""
    ids = list(person_ids)
    writes, known = {pk for (pk,) in _writing(people=ids)}, {pk for (pk,) in _with_phone(people=ids)}
    return {pk: Way(pk in known, pk in writes) for pk in ids}


# --- what the files changed, and for whom (S4.5) ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One change that a month's file told about a person, with the worker whom it goes to; 0 and "" where there is none."""

    finding_id: int
    person_id: int
    feed: str
    result: str
    user_id: int
    worker: str


def change_items(who: Who, month: str) -> list[ChangeItem]:
    """Return every change of a month's files within reach, one item each, for named workers; three queries."""
    rows = list(
        who.sees(change_rows(month=month), "person").values_list(
            "pk", "person_id", "person__merged_into_id", "feed", "result"
        )
    )
    stands = {pk: merged or person for pk, person, merged, _, _ in rows}
    workers = worker_of(set(stands.values()))
    return [
        ChangeItem(pk, stands[pk], feed, result, *workers.get(stands[pk], (0, "")))
        for pk, _, _, feed, result in sorted(rows)
    ]


def user_named(username: str) -> int | None:
    """Return the key of the account with a user name, None where there is none; for the command line."""
    return User.objects.filter(username=username).values_list("pk", flat=True).first()
