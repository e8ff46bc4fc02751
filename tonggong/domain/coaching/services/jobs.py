"""Which jobs are followed, and what stands of their contacts: read at once for everybody, or for some persons."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from tonggong.base.among import among
from tonggong.base.installation import clock
from tonggong.domain.coaching.models import FollowUp, SupportCase
from tonggong.domain.coaching.reach import STANDS, given
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.rules.figures import Figures

MANY = 5000  # persons; above it everybody is read at once
PLACED_BY = ("残联", "辅导员")  # what a channel of placement says where the federation or a coach placed somebody


class Job(NamedTuple):
    """A standing spell that is followed; `since` is the day from which the coach's side could know of it."""

    thread: int
    person_id: int
    started_on: date
    ended_on: date | None
    end_reason: str
    died_on: date | None
    since: date


class Contact(NamedTuple):
    """A contact that was owed, as it is kept."""

    pk: int
    spell: int
    point: int
    person_id: int
    started_on: date
    due_on: date
    closed_on: date | None
    closing: str
    done_on: date | None


class _Row(NamedTuple):
    pk: int
    thread: int | None
    person_id: int
    started_on: date
    ended_on: date | None
    end_reason: str
    channel: str
    known_from: datetime
    died_on: date | None


def rows_of(person_ids: Iterable[int] | None) -> list[int] | None:
    """Return the rows that stand for some persons, merged ones too; None, of everybody, also where they are very many."""
    ids = None if person_ids is None else set(person_ids)
    if ids is None or len(ids) > MANY:
        return None
    merged = Person.objects.filter(pk__in=among(ids), merged_into__isnull=False)
    ids |= set(merged.values_list("merged_into_id", flat=True))
    return sorted(ids | set(Person.objects.filter(merged_into__in=among(ids)).values_list("pk", flat=True)))


def followed(
    day: date, keys: list[int] | None, figures: Figures
) -> tuple[dict[int, Job], dict[int, list[Contact]]]:  # fmt: skip
    """Return the followed jobs and the contacts kept, both by the job's thread; a fixed number of queries.

    Followed is who was placed by the federation or a coach, who is coached, and what was followed before.
    """
    rows = _standing(day, keys)
    stood = _contacts(keys, [row.thread or row.pk for row in rows])
    coached, since, cased = _coached(keys)
    recent = day - timedelta(days=int(figures["coaching.reopen_days"].value))
    chosen = []
    for row in rows:
        placed = any(word in row.channel for word in PLACED_BY)
        is_new = placed and (row.ended_on is None or row.ended_on >= recent)
        is_hers = row.ended_on is None and row.person_id in coached
        thread = row.thread or row.pk
        if is_new or is_hers or thread in stood or thread in cased:
            chosen.append((thread, row, placed))
    known = _known_on([row for _, row, _ in chosen])
    jobs = {}
    for thread, row, placed in chosen:
        first = known[thread] if placed else max(known[thread], since.get(row.person_id, date.min))
        jobs[thread] = Job(
            thread, row.person_id, row.started_on, row.ended_on, row.end_reason, row.died_on, first
        )  # fmt: skip
    return jobs, stood


def _only(rows: QuerySet[Any], keys: list[int] | None) -> QuerySet[Any]:
    return rows if keys is None else rows.filter(person__in=among(keys))


def _standing(day: date, keys: list[int] | None) -> list[_Row]:
    columns = (
        "pk", "thread", "person_id", "started_on", "ended_on", "end_reason", "channel", "known_from", "person__died_on",
    )  # fmt: skip
    rows = _only(Spell.objects.standing().filter(started_on__lte=day), keys)
    return [_Row._make(row) for row in rows.values_list(*columns)]


def _contacts(keys: list[int] | None, threads: list[int]) -> dict[int, list[Contact]]:
    """What is kept of the persons and of their jobs, whoever those belonged to when it was kept."""
    rows = FollowUp.objects.all()
    if keys is not None:
        rows = rows.filter(Q(person__in=among(keys)) | Q(spell__in=among(threads)))
    found: dict[int, list[Contact]] = defaultdict(list)
    for row in rows.values_list(*Contact._fields):
        found[row[1]].append(Contact._make(row))
    return dict(found)


def _coached(keys: list[int] | None) -> tuple[set[int], dict[int, date], set[int]]:
    """Who has a coach or an open case now, since when anybody first had one, and the jobs of cases."""
    now: set[int] = set()
    since: dict[int, date] = {}
    jobs: set[int] = set()
    cases = _only(SupportCase.objects.annotate(key=STANDS), keys)
    for person, opened_on, closed_on, spell in cases.values_list("key", "opened_on", "closed_on", "spell"):
        since[person] = min(opened_on, since.get(person, opened_on))
        if closed_on is None:
            now.add(person)
        if spell is not None:
            jobs.add(spell)
    for person, started_on in _only(given(), keys).values_list("stands_for", "started_on"):
        since[person] = min(started_on, since.get(person, started_on))
        now.add(person)
    return now, since, jobs


def _known_on(rows: Iterable[_Row]) -> dict[int, date]:
    """The day on which each job first became known: a corrected one when it was first told."""
    day = _days()
    found = {row.thread or row.pk: row.known_from for row in rows}
    threads = [row.thread for row in rows if row.thread is not None]
    if threads:
        told = Spell.objects.filter(Q(pk__in=among(threads)) | Q(thread__in=among(threads)))
        for pk, thread, known in told.values_list("pk", "thread", "known_from"):
            found[thread or pk] = min(known, found[thread or pk])
    return {thread: day(known) for thread, known in found.items()}


def _days() -> Callable[[datetime], date]:
    """The day of an instant; whole files came in at one."""
    known: dict[datetime, date] = {}

    def day(instant: datetime) -> date:
        if (found := known.get(instant)) is None:
            found = known[instant] = clock.day_of(instant)
        return found

    return day
