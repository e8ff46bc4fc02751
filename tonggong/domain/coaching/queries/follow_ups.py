"""Questions about follow-ups: which contacts are owed by a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.coaching.models import FollowUp
from tonggong.domain.coaching.reach import STANDS, follow_ups, spells


def follow_ups_due(who: Who, day: date) -> QuerySet[Any]:
    """Return the contacts in sight that are owed by a day, the longest owed first; a coach's own people only.

    Each has `stands_for`, the key of the person that stands.
    """
    return follow_ups(who).filter(due_on__lte=day, done_on=None, closed_on=None).order_by("due_on", "pk")


def follow_ups_coming(who: Who, day: date, until: date) -> QuerySet[Any]:
    """Return the contacts in sight that fall due after a day, up to another."""
    rows = follow_ups(who).filter(due_on__gt=day, due_on__lte=until, done_on=None, closed_on=None)
    return rows.order_by("due_on", "pk")


def owed_by_person(person_ids: Iterable[int], day: date) -> dict[int, FollowUp]:
    """Return the first contact that each of some persons is owed by a day, by person that stands; without any reach."""
    rows = FollowUp.objects.annotate(stands_for=STANDS).filter(stands_for__in=list(person_ids))
    found: dict[int, FollowUp] = {}
    for row in rows.filter(due_on__lte=day, done_on=None, closed_on=None).order_by("due_on", "pk"):
        found.setdefault(row.stands_for, row)
    return found


def follow_up(who: Who, pk: int) -> FollowUp | None:
    """Return one follow-up in sight."""
    return follow_ups(who).filter(pk=pk).first()


def units_of(rows: Iterable[FollowUp]) -> dict[int, str]:
    """Return the name of the unit of each follow-up's job, by thread."""
    return dict(spells().filter(key__in={row.spell for row in rows}).values_list("key", "unit_name"))


def waiting_words(who: Who) -> str:
    """Return in words how many contacts are owed by today, for the rail; "" for none."""
    count = follow_ups_due(who, clock.today()).count()
    return f"{count} 待跟进" if count else ""
