"""Facts that were recorded later than their duty allows (信息采集制度), within reach.

What the ledger began with (the opening ledger, the first delivery of each feed) is old by nature: no delay is counted for
it, it is counted apart. A correction is no second record: the first time that something was said counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.bulk import in_chunks
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.domain.casework.models import ServiceRecord, Verification, Visit
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Certificate, PersonFact
from tonggong.domain.training.models import Attendance
from tonggong.domain.worklist.queries import figures_of_city
from tonggong.domain.worklist.reasons.asked import begin_of
from tonggong.rules.collection import BY_KEY, DUTIES, OPENING, Duty, first_months, is_first_load, timeliness
from tonggong.rules.figures import Figures


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that was recorded under a duty. `place` orders all of them and stays with the fact; `because` is said of late ones."""

    place: int
    duty: Duty
    person_id: int
    name: str
    happened_on: date
    recorded_on: date
    late_by: int
    because: str
    said_by: str
    is_first_load: bool

    @property
    def words(self) -> str:
        """How late, in words."""
        if self.is_first_load:
            return "启用时带来的"
        return f"迟 {self.late_by} 天" if self.late_by else "按时"


@dataclass(frozen=True, slots=True)
class Line:
    """One duty with its term, how many facts were recorded in the time looked at, how many late, and how many the start brought.

    `recorded` and `late` leave out `first_load`, what the first delivery of a feed or the opening ledger brought.
    """

    duty: Duty
    days: int
    recorded: int
    late: int
    first_load: int


@dataclass(frozen=True, slots=True)
class Collection:
    """The table of duties and the late facts, the latest first."""

    since: date
    lines: tuple[Line, ...]
    late: tuple[Fact, ...]

    @property
    def first_load(self) -> int:
        """How many facts in that time the city knew before it started."""
        return sum(line.first_load for line in self.lines)


Said = tuple[int, int, str, date, datetime, str, bool]  # key, person, name, happened, known, said by, of a first load
WHICH = ("recorded", "late", "first")
PLACES = {duty.key: n for n, duty in enumerate(DUTIES)}


def collection(who: Who, day: date | None = None) -> Collection:
    """Return the duties with what was recorded late in the last months; a fixed number of queries.

    Raises:
        FigureMissing: the days of a duty are not entered.
    """
    day = day or clock.today()
    figures = figures_of_city(day)
    since = _since(day, figures)
    counts: dict[str, list[int]] = {duty.key: [0, 0, 0] for duty in DUTIES}
    late: list[Fact] = []
    for key, said in _rows(who, since, day):
        if said[-1]:
            counts[key][2] += 1
            continue
        counts[key][0] += 1
        if _is_late(key, said, figures):  # nearly all are in time: no sentence is made for them
            counts[key][1] += 1
            late.append(_fact(key, said, figures))
    lines = tuple(Line(duty, _days(figures, duty.key), *counts[duty.key]) for duty in DUTIES)
    late.sort(key=lambda one: (one.recorded_on, one.late_by), reverse=True)
    return Collection(since, lines, tuple(late))


def recorded(who: Who, day: date, key: str = "", which: str = "recorded") -> list[Fact]:
    """Return the facts that `collection` counts on a day: of one duty or all.

    Args:
        which: "recorded" all but those of a first load, "late" the late ones of these, "first" those of a first load.
    Raises:
        FigureMissing: the days of a duty are not entered.
    """
    figures = figures_of_city(day)
    return [
        _fact(duty, said, figures)
        for duty, said in _rows(who, _since(day, figures), day)
        if (not key or duty == key)
        and said[-1] == (which == "first")
        and (which != "late" or _is_late(duty, said, figures))
    ]


def _since(day: date, figures: Figures) -> date:
    return day - timedelta(days=int(figures["collection.looked_back_days"].value))


def _is_late(key: str, said: Said, figures: Figures) -> bool:
    return not said[-1] and (clock.day_of(said[4]) - said[3]).days > _days(figures, key)


def _fact(key: str, said: Said, figures: Figures) -> Fact:
    pk, person, name, happened, known, said_by, is_first = said
    recorded_on, late_by, because = clock.day_of(known), 0, ""
    if _is_late(key, said, figures):
        judged = timeliness(key, happened, recorded_on, figures)
        late_by, because = judged.value.late_by, judged.because
    place = pk * len(DUTIES) + PLACES[key]
    return Fact(place, BY_KEY[key], person, name, happened, recorded_on, late_by, because, said_by, is_first)


def _days(figures: Figures, key: str) -> int:
    return int(figures[f"collection.{key}"].value)


def _rows(who: Who, since: date, until: date) -> Iterator[tuple[str, Said]]:
    """What was first said from one day to another, by duty."""
    first_load = _files_of_first_loads()
    spells: QuerySet[Any] = Spell.objects.all()
    for key, jobs, day in (("start", spells, "started_on"), ("end", spells.filter(ended_on__isnull=False), "ended_on")):
        for said, file in _said(who, jobs, day, since, until, first_load):
            yield (f"{key}_by_file" if file else key), said
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
        for said, _ in _said(who, rows, day, since, until, first_load):
            yield key, said


def _files_of_first_loads() -> frozenset[int]:
    taken = Delivery.objects.exclude(state=Delivery.State.INTERRUPTED)
    first = first_months(taken.values_list("feed", "month", "received_at"))
    files = SourceFile.objects.filter(delivery__feed__in=[*first, OPENING])
    columns = ("pk", "delivery__feed", "delivery__month")
    return frozenset(pk for pk, feed, month in files.values_list(*columns) if is_first_load(feed, month, first))


def _said(
    who: Who, rows: QuerySet[Any], day: str, since: date, until: date, first_load: frozenset[int]
) -> Iterator[tuple[Said, int | None]]:
    """Standing statements that were first made from one day to another; a correction is as old as what it corrects.

    `first_load` names the files of which nothing is late.
    """
    standing = who.sees(rows.filter(known_until=None), "person").filter(person__merged_into=None)
    standing = standing.filter(known_from__gte=begin_of(since))
    columns = ("thread", "pk", "person_id", "person__name", day, "known_from", "said_by", "source_file_id")
    found = list(standing.values_list(*columns))
    threads = {thread for thread, pk, *_ in found if thread and thread != pk}
    first: dict[
        int, tuple[datetime, int]
    ] = {}  # of each thread: when it was first said, and in which file (0: in none)
    for chunk in in_chunks(sorted(threads)):
        earlier = rows.filter(Q(pk__in=chunk) | Q(thread__in=chunk))
        for pk, thread, known, file in earlier.values_list("pk", "thread", "known_from", "source_file_id"):
            key = thread or pk
            first[key] = min(first.get(key, (known, file or 0)), (known, file or 0))
    end = begin_of(until + timedelta(days=1))
    for thread, pk, person, name, happened, known, said_by, file in found:
        said_on, said_in = min(first.get(thread or 0, (known, file or 0)), (known, file or 0))
        if begin_of(since) <= said_on < end:
            yield (pk, person, name, happened, said_on, said_by, said_in in first_load), said_in or None
