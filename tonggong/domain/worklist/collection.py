"""Facts that were recorded later than their duty allows (信息采集制度), within reach.

What the ledger began with is old by nature and no delay is counted for it. A correction is no second record: the first
time that something was said counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.bulk import in_chunks
from tonggong.base.installation import clock
from tonggong.domain.casework.models import ServiceRecord, Verification, Visit
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Certificate, PersonFact
from tonggong.domain.training.models import Attendance
from tonggong.domain.worklist.queries import figures_of_city
from tonggong.domain.worklist.reasons.asked import OPENING, begin_of
from tonggong.rules.collection import BY_KEY, DUTIES, Duty, timeliness
from tonggong.rules.figures import Figures


@dataclass(frozen=True, slots=True)
class Late:
    """A fact that came late."""

    duty: Duty
    person_id: int
    name: str
    happened_on: date
    recorded_on: date
    late_by: int
    because: str
    said_by: str

    @property
    def words(self) -> str:
        """How late, in words."""
        return f"迟 {self.late_by} 天"


@dataclass(frozen=True, slots=True)
class Line:
    """One duty with its term, how many facts were recorded in the time looked at, and how many of them late."""

    duty: Duty
    days: int
    recorded: int
    late: int

    @property
    def late_words(self) -> str:
        """How many came late, in words."""
        return f"迟报 {self.late} 条"


@dataclass(frozen=True, slots=True)
class Collection:
    """The table of duties and the late facts, the latest first."""

    since: date
    lines: tuple[Line, ...]
    late: tuple[Late, ...]


Said = tuple[int, str, date, datetime, str]
Row = tuple[str, int, str, date, datetime, str]


def collection(who: Who, day: date | None = None) -> Collection:
    """Return the duties with what was recorded late in the last months; a fixed number of queries.

    Raises:
        FigureMissing: the days of a duty are not entered.
    """
    day = day or clock.today()
    figures = figures_of_city(day)
    since = day - timedelta(days=int(figures["collection.looked_back_days"].value))
    counts: dict[str, list[int]] = {duty.key: [0, 0] for duty in DUTIES}
    late: list[Late] = []
    for key, person, name, happened, known, said_by in _rows(who, since):
        recorded = clock.day_of(known)
        counts[key][0] += 1
        if (recorded - happened).days <= _days(figures, key):  # nearly all: no sentence is made for them
            continue
        judged = timeliness(key, happened, recorded, figures)
        counts[key][1] += 1
        late.append(Late(BY_KEY[key], person, name, happened, recorded, judged.value.late_by, judged.because, said_by))
    lines = tuple(Line(duty, _days(figures, duty.key), *counts[duty.key]) for duty in DUTIES)
    late.sort(key=lambda one: (one.recorded_on, one.late_by), reverse=True)
    return Collection(since, lines, tuple(late))


def _days(figures: Figures, key: str) -> int:
    return int(figures[f"collection.{key}"].value)


def _rows(who: Who, since: date) -> Iterator[Row]:
    """What was first said since a day, by duty: (duty, person, name, happened, known, said by)."""
    spells: QuerySet[Any] = Spell.objects.all()
    for key, jobs, day in (("start", spells, "started_on"), ("end", spells.filter(ended_on__isnull=False), "ended_on")):
        for said, file in _said(who, jobs, day, since):
            yield (f"{key}_by_file" if file else key, *said)
    facts = PersonFact.objects.filter(started_on__isnull=False)
    others: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("certificate", Certificate.objects.filter(issued_on__isnull=False), "issued_on"),
        ("death", facts.filter(kind=Circumstance.DEATH), "started_on"),
        ("place", facts.filter(kind__in=(Circumstance.PLACE, Circumstance.RESIDENCE)), "started_on"),
        ("training", Attendance.objects.filter(ended_on__isnull=False), "ended_on"),
        ("visit", Visit.objects.all(), "on"),
        ("verification", Verification.objects.all(), "on"),
        ("service", ServiceRecord.objects.all(), "on"),
    )
    for key, rows, day in others:
        for said, _ in _said(who, rows, day, since):
            yield (key, *said)


def _said(who: Who, rows: QuerySet[Any], day: str, since: date) -> Iterator[tuple[Said, int | None]]:
    """Standing statements that were first made since a day; a correction is as old as what it corrects."""
    standing = who.sees(rows.filter(known_until=None), "person").filter(person__merged_into=None)
    standing = standing.filter(known_from__gte=begin_of(since))
    columns = ("thread", "pk", "person_id", "person__name", day, "known_from", "said_by", "source_file_id")
    found = list(standing.exclude(source_file__delivery__feed=OPENING).values_list(*columns))
    threads = {thread for thread, pk, *_ in found if thread and thread != pk}
    first: dict[int, datetime] = {}
    for chunk in in_chunks(sorted(threads)):
        earlier = rows.filter(Q(pk__in=chunk) | Q(thread__in=chunk))
        for pk, thread, known in earlier.values_list("pk", "thread", "known_from"):
            first[thread or pk] = min(known, first.get(thread or pk, known))
    for thread, _, person, name, happened, known, said_by, file in found:
        known = min(known, first.get(thread or 0, known))
        if known >= begin_of(since):
            yield (person, name, happened, known, said_by), file
