"""What several pages of a department ask in the same way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.plan import queries as plans
from tonggong.web.components import exchange

PERIODS = {"month": "每月", "quarter": "每季", "half_year": "每半年", "year": "每年", "once": "一次"}


def senders(who: Who) -> list[str]:
    """Return the names under which a department's files come."""
    if not who.department:
        return []
    return list(plans.feeds_of(who).order_by("sender").values_list("sender", flat=True).distinct())


def returned(who: Who) -> Any:
    """Return the differences that were sent back to a department and wait for its answer: of its own feeds only."""
    pairs = list(plans.feeds_of(who).values_list("feed", "sender")) if who.department else []
    own = Q(pk=None)
    for feed, sender in pairs:
        own |= Q(feed=feed, delivery__sender=sender)
    return comparison.returned_to(who, [sender for _feed, sender in pairs]).filter(own)


@dataclass(frozen=True, slots=True)
class Owed:
    """One feed that a department owes, and how it stands in a month.

    Args:
        kind: "done", "late", "due" (within a week) or "waiting".
        days: how many days late, or left.
    """

    feed: str
    key: str
    sender: str
    period: str
    due_on: date
    kind: str
    days: int
    delivery: Any
    says: str


def owed(who: Who, month: str) -> list[Owed]:
    """Return what a department owes for a month, what is late first."""
    if not who.department:
        return []
    came = {(d.feed, d.sender): d for d in exchange.deliveries_of(who).filter(month=month, state="complete")}
    today, found = clock.today(), []
    for row in plans.feeds_of(who):
        if row.period == "once" or row.feed not in FEEDS:
            continue
        due, delivery = plans.due_on(row, month), came.get((row.feed, row.sender))
        left = (due - today).days
        is_monthly = row.period == "month"
        kind = "done" if delivery else "waiting" if not is_monthly or left > 7 else "late" if left < 0 else "due"
        found.append(
            Owed(FEEDS[row.feed].title, row.feed, row.sender, PERIODS.get(row.period, row.period), due, kind, abs(left),
                 delivery, FEEDS[row.feed].says)
        )  # fmt: skip
    order = ("late", "due", "waiting", "done")
    return sorted(found, key=lambda one: (order.index(one.kind), one.due_on, one.feed, one.sender))
