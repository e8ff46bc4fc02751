"""Services given, by kind and outcome; one without an outcome is kept apart and doesn't count."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.casework.choices import ServiceKind, ServiceOutcome
from tonggong.domain.casework.models import ServiceRecord
from tonggong.domain.casework.models.visits import COUNTING
from tonggong.domain.casework.queries.reach import served
from tonggong.rules.contacts import NO_SERVICE, service_came_to_something

PAGE = 100
NOTHING = "none"  # no outcome yet


@dataclass(frozen=True, slots=True)
class Given:
    """Services of a year.

    Args:
        rows: (kind, title, counts by outcome, counting, without a result) each.
        outcomes: (code, name) of the columns.
        people: how many persons had a service that counts.
    """

    outcomes: list[tuple[str, str]]
    rows: list[tuple[str, str, list[int], int, int]]
    people: int

    @property
    def counting(self) -> int:
        """Services with an outcome."""
        return sum(row[3] for row in self.rows)

    @property
    def without(self) -> int:
        """Services that don't count: without an outcome, or nobody was reached."""
        return sum(row[4] for row in self.rows)


def given(who: Who, year: int) -> QuerySet[ServiceRecord]:
    """Services of a year to persons whom somebody serves."""
    rows = ServiceRecord.objects.standing().filter(on__gte=date(year, 1, 1), on__lte=date(year, 12, 31))
    return rows.filter(person__in=served(who).values("pk"))


def given_by_kind(who: Who, year: int) -> Given:
    """Count services by kind and outcome."""
    counts: Counter[tuple[int, int | None]] = Counter()
    people = set()
    for kind, outcome, person in given(who, year).values_list("kind", "outcome", "person_id"):
        counts[kind, outcome] += 1
        if service_came_to_something(outcome):
            people.add(person)
    columns = [o for o in ServiceOutcome if service_came_to_something(o.value)]
    rows = []
    for kind in ServiceKind:
        row = [counts[kind, outcome] for outcome in columns]
        without = sum(counts[kind, outcome] for outcome in (None, *NO_SERVICE))
        if sum(row) or without:
            rows.append((str(kind.value), str(kind.label), row, sum(row), without))
    return Given([(str(o.value), str(o.label)) for o in columns], rows, len(people))


def given_names(
    who: Who, year: int, kind: str = "", outcome: str = "", after: int = 0
) -> tuple[list[ServiceRecord], int | None]:
    """Return a page of services with their persons; `outcome` "none" are those that don't count."""
    rows = given(who, year)
    if kind:
        rows = rows.filter(kind=int(kind))
    if outcome == NOTHING:
        rows = rows.exclude(COUNTING)
    elif outcome == "counts":
        rows = rows.filter(COUNTING)
    elif outcome:
        rows = rows.filter(outcome=int(outcome))
    found = list(rows.filter(pk__gt=after).select_related("person", "by_user").order_by("pk")[: PAGE + 1])
    return (found[:PAGE], found[PAGE - 1].pk) if len(found) > PAGE else (found, None)
