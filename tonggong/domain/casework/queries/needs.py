"""What is needed and not met, by kind and place, down to the names; places are where people live now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.casework.choices import NeedKind
from tonggong.domain.casework.models import Need
from tonggong.domain.casework.queries.reach import homes, living_in, served

PAGE = 100


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and place.

    Args:
        places: (code, name) of the columns.
        rows: (key, title, counts by place, sum), the largest sum first.
        people: how many persons are behind all of it.
    """

    places: list[tuple[str, str]]
    rows: list[tuple[str, str, list[int], int]]
    people: int

    @property
    def sums(self) -> list[int]:
        """The sum of each column."""
        return [sum(counts[n] for _key, _title, counts, _sum in self.rows) for n in range(len(self.places))]

    @property
    def total(self) -> int:
        """The sum of everything."""
        return sum(row[3] for row in self.rows)


def places_of(who: Who) -> list[tuple[str, str]]:
    """Return the columns that somebody's reach falls into: counties of the city, towns of a county, the own town."""
    if len(who.reach) == 9:
        code = f"{who.reach}000"
        return [(code, divisions.name_of(code))]
    if len(who.reach) == 6:
        return [(t.code, t.name) for t in divisions.townships(f"{who.reach}000000")]
    return [(c.code, c.name) for c in divisions.counties()] if who.reach else []


def place_in(code: str, places: Iterable[tuple[str, str]]) -> str:
    """Return which of some places a township lies in, "" where in none of them."""
    county = f"{code[:6]}000000"
    return next((place for place, _ in places if place in (code, county)), "")


def unmet(who: Who) -> QuerySet[Need]:
    """Needs that stand, neither met nor taken back, of persons whom somebody serves."""
    rows = Need.objects.standing().filter(met_on=None, dropped_on=None, person__died_on=None)
    return rows.filter(person__in=served(who).values("pk"))


def unmet_by_place(who: Who, day: date) -> Table:
    """Count unmet needs by kind and by the place where people live; two queries."""
    places, live = places_of(who), homes(day)
    counts: Counter[tuple[str, str]] = Counter()
    people = set()
    for kind, person, town in unmet(who).values_list("kind", "person_id", "person__township_code"):
        counts[kind, place_in(live.get(person, town), places) or "elsewhere"] += 1
        people.add(person)
    if any(place == "elsewhere" for _kind, place in counts):
        places = [*places, ("elsewhere", "住在别处")]
    rows = []
    for kind in NeedKind:
        row = [counts[kind.value, code] for code, _ in places]
        if sum(row):
            rows.append((kind.value, str(kind.label), row, sum(row)))
    return Table(places, sorted(rows, key=lambda r: -r[3]), len(people))


def unmet_names(who: Who, day: date, kind: str = "", place: str = "", after: int = 0) -> tuple[list[Need], int | None]:
    """Return a page of unmet needs with their persons, and the key after which the next begins."""
    rows = unmet(who)
    if kind:
        rows = rows.filter(kind=kind)
    if place == "elsewhere":
        for code, _ in places_of(who):
            rows = rows.exclude(living_in(code, day))
    elif place:
        rows = rows.filter(living_in(place, day))
    found = list(rows.filter(pk__gt=after).select_related("person").order_by("pk")[: PAGE + 1])
    return (found[:PAGE], found[PAGE - 1].pk) if len(found) > PAGE else (found, None)
