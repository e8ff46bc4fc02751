"""Settling the casework history of a city: a year of visits and what came of them, taken in at once from files."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from tonggong.base.accounts.models import Post
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import insert_rows
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.domain.casework.choices import AssignmentKind
from tonggong.domain.casework.models import Assignment
from tonggong.domain.casework.queries.reach import homes
from tonggong.domain.casework.services.settling.reading import CaseworkUnreadable, read_folder
from tonggong.domain.casework.services.settling.rows import Settling
from tonggong.domain.persons.choices import Kind
from tonggong.domain.persons.models import Person


@dataclass(frozen=True)
class Settled:
    """What came of each file: rows added, there already, sent back with the reason (file, row counted from 0, words)."""

    added: dict[str, int]
    already: dict[str, int]
    refused: list[tuple[str, int, str]]

    def reasons(self) -> Counter[tuple[str, str]]:
        """How many rows of each file were sent back for each reason."""
        return Counter((file, why) for file, _row, why in self.refused)


@transaction.atomic
def settle(who: Who, folder: Path) -> Settled:
    """Take in the casework history that lies in a folder, in the shape of `shapes`; a second time changes nothing.

    Each row is known from the evening of the day on which it was written down, and says who wrote it.

    Raises:
        CaseworkUnreadable: a file is none of this shape; nothing is taken in.
    """
    hold_ledger()
    sheets, _desk = read_folder(folder)
    work = Settling(sheets, who.name)
    for name in sheets:
        work.settle(name)
    refused = [(name, row, why) for name, s in sheets.items() for row, why in sorted(s.refused.items())]
    added = work.added
    if any(added.values()):
        audit.record("change", who=who, subject="casework.Visit", step="settle", added=added, refused=len(refused))
        facts_changed(None)
    return Settled(added, {name: s.already for name, s in sheets.items()}, refused)


@transaction.atomic
def assign_towns(who: Who, since: date) -> int:
    """Let the worker of each town answer for everybody there who has nobody yet, by where they live; return how many.

    A town with two workers is left out: who of them answers for whom is not ours to guess.
    """
    workers: dict[str, set[int]] = {}
    for post in Post.objects.on(clock.today()).filter(role="township_worker", user__is_active=True):
        workers.setdefault(f"{post.reach}000", set()).add(post.user_id)
    alone = {town: next(iter(users)) for town, users in workers.items() if len(users) == 1}
    people = who.sees(Person.objects.in_ledger().exclude(kind=Kind.MEMBER).filter(died_on=None))
    taken = set(Assignment.objects.filter(kind=AssignmentKind.WORKER, ended_on=None).values_list("person", flat=True))
    elsewhere = homes(clock.today())
    now = clock.now()
    rows = [
        (pk, AssignmentKind.WORKER.value, alone[town], since, None, who.name, now, "按常住乡镇街道分派")
        for pk, home in people.order_by("pk").values_list("pk", "township_code").iterator(20_000)
        if pk not in taken and (town := elsewhere.get(pk, home)) in alone
    ]
    insert_rows(Assignment, ("person_id", "kind", "user_id", "started_on", "ended_on", "by", "at", "reason"), rows)
    if rows:
        audit.record("change", who=who, subject="casework.Assignment", step="assign-towns", count=len(rows))
    return len(rows)


__all__ = ["CaseworkUnreadable", "Settled", "assign_towns", "settle"]
