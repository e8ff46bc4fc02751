"""Questions about visits: one by its key, and everything that came of the visits to one person."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import Method
from tonggong.domain.casework.models import EntryReceipt, Verification, Visit
from tonggong.domain.casework.queries.reach import served

# What somebody filled in at her own door: nobody went to see her and nobody rang her up.
BY_HERSELF = Q(method=Method.ONLINE, worker=None)


def visit_by_key(who: Who, key: UUID) -> Visit | None:
    """Return the visit that stands under a key, of a person whom somebody serves; None says no more than that."""
    rows = Visit.objects.standing().filter(key=key, person__in=served(who).values("pk"))
    return rows.select_related("person", "worker").first()


def verification_of(key: UUID) -> Verification | None:
    """Return the verification of a visit as it stands."""
    return Verification.objects.standing().filter(visit_key=key).first()


def is_still_ones_own(who: Who, receipt: EntryReceipt) -> bool:
    """Say whether somebody sent an entry and the day on which it was received isn't over: till then it is taken back."""
    is_today = clock.day_of(receipt.received_at) == clock.today()
    return receipt.user_id is not None and receipt.user_id == who.user_id and is_today and not receipt.taken_back_at


def may_take_back(who: Who, key: UUID) -> bool:
    """Say whether somebody may still take an entry back."""
    receipt = EntryReceipt.objects.filter(key=key).first()
    return receipt is not None and is_still_ones_own(who, receipt)


def visits_of(person_id: int) -> QuerySet[Visit]:
    """Return every visit to a person as it stands, the latest first."""
    rows = Visit.objects.standing().filter(person=person_id).select_related("worker")
    return rows.order_by("-on", "-pk")


def last_visits(person_ids: Any) -> dict[int, Visit]:
    """Return the latest visit of each person, whatever came of it."""
    rows = Visit.objects.standing().filter(person__in=person_ids).order_by("on", "pk")
    return {row.person_id: row for row in rows}
