"""Which visits say otherwise than the ledger does, for those who can decide it."""

from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.prepared import prepared
from tonggong.domain.casework.models import EntryConflict
from tonggong.domain.casework.queries.reach import served, served_among


@prepared
def _open() -> QuerySet[Any, Any]:
    return EntryConflict.objects.filter(state=EntryConflict.State.OPEN).values_list("person_id")


def conflicts(who: Who, *, is_open: bool = True) -> QuerySet[EntryConflict]:
    """Return both-sides cases of persons whom somebody serves, the oldest first; open ones, or those decided."""
    rows = EntryConflict.objects.all()
    rows = rows.filter(state=EntryConflict.State.OPEN) if is_open else rows.exclude(state=EntryConflict.State.OPEN)
    # they are few: whom somebody serves is asked of these alone
    keys = {pk for (pk,) in _open()} if is_open else set(rows.values_list("person_id", flat=True))
    if not keys:
        return rows.none()
    rows = rows.filter(person__in=among(served_among(who, keys))).select_related("person")
    return rows.order_by("at", "pk") if is_open else rows.order_by("-decided_at", "-pk")


def conflict(who: Who, pk: int) -> EntryConflict | None:
    """Return one case within reach, open or decided; None says no more than that."""
    rows = EntryConflict.objects.filter(pk=pk, person__in=served(who).values("pk"))
    return rows.select_related("person").first()


def may_decide(who: Who, row: EntryConflict) -> bool:
    """Say whether a post decides a case: against a department's file only those who decide its differences."""
    duty = "findings.decide" if row.field == EntryConflict.Field.WORK_END else "casework.record"
    return who.may(duty)
