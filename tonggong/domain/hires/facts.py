"""What each side says of a year's hires of public bodies: the only file here that reads other apps' rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tonggong.base.bulk import in_chunks
from tonggong.base.divisions import queries as divisions
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.staged import rows_of
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy import blind_indexes
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import carried, keys_in_use
from tonggong.domain.hires.models import HireReport
from tonggong.domain.persons.models import Certificate, Identity, Person
from tonggong.domain.persons.periods import certificate_period
from tonggong.domain.quota.choices import level_of
from tonggong.rules.certificates import CertificatePeriod, valid_on
from tonggong.rules.hiring import Sides
from tonggong.rules.quota.kinds import UnitKind, kind_of

REPORTS, HIRES = "hires", "recruitment"  # what units report, what the personnel authorities sent
PUBLIC = (UnitKind.ORGAN, UnitKind.INSTITUTION)
GRADES = "quota.countable_military_grades"
_LATE_MONTHS = 6  # files of the next half-year may still name hires of the year


class Body(NamedTuple):
    """A public body of the register."""

    id: int
    code: str
    kind: str
    level: str
    county_code: str
    township_code: str


@dataclass(slots=True)
class Said:
    """One statement of a hire: by a row of a file, or by an entered report."""

    unit: int
    identity: bytes
    name: str
    on: date
    file: int | None = None
    row: int | None = None
    report: int | None = None


@dataclass(slots=True)
class Case:
    """One person at one body with what is said; `person` None where the ledger does not know the number."""

    body: Body
    identity: bytes
    name: str
    sides: Sides
    person: int | None
    reported: Said | None
    hired: Said | None


def cases_of(year: int) -> list[Case]:
    """Every case of a year. Raises FigureMissing: the military grades that count are not in force."""
    bodies = public_bodies()
    reported = {**_first(_rows(REPORTS, year, bodies)), **_first(_entered(year))}
    hired = _first(_rows(HIRES, year, bodies))
    people = people_by_identity({identity for _unit, identity in (*reported, *hired)})
    cards = _cards({person for person, _name in people.values()})
    elsewhere: dict[bytes, dict[int, date]] = defaultdict(dict)
    for (unit, identity), said in hired.items():
        elsewhere[identity][unit] = said.on
    by_id = {body.id: body for body in bodies.values()}
    found = []
    for unit, identity in sorted({*reported, *hired}):
        one = _case(
            by_id[unit], identity, reported.get((unit, identity)), hired.get((unit, identity)), people, cards, elsewhere
        )
        if one is not None:
            found.append(one)
    return found


def public_bodies() -> dict[str, Body]:
    """Organs and institutions of the register, by code; a code that one had before leads to it."""
    found = {}
    columns = ("id", "code", "economic_kind", "level", "county_code", "township_code")
    for key, code, word, level, county, town in Unit.objects.values_list(*columns).iterator(chunk_size=20_000):
        kind = kind_of(code, word)
        if kind in PUBLIC:
            found[code] = Body(key, code, kind.value, level_of(level), county, town)
    for old, kept in carried().items():
        found.pop(old, None)
        if kept in found:
            found[old] = found[kept]
    return found


def _case(
    body: Body, identity: bytes, reported: Said | None, hired: Said | None, people: dict[bytes, tuple[int, str]],
    cards: dict[int, list[CertificatePeriod]], elsewhere: dict[bytes, dict[int, date]],
) -> Case | None:  # fmt: skip
    person, name = people.get(identity, (None, ""))
    said = hired or reported
    if said is None or (person is None and reported is None):
        return None  # a stranger: nobody with a certificate, and nobody says so
    has = last = None
    if person is not None:
        has, last = _holds(cards.get(person, []), said.on, body)
        if not has and reported is None:
            return None  # hired without a certificate, and not reported as one who has it
    others = [on for unit, on in elsewhere.get(identity, {}).items() if unit != body.id]
    sides = Sides(
        reported.on if reported else None, hired.on if hired else None, min(others) if others else None, has, last
    )
    return Case(body, identity, name or said.name, sides, person, reported, hired)


def _holds(cards: list[CertificatePeriod], day: date, body: Body) -> tuple[bool, date | None]:
    """Whether a certificate was valid on a day, and the last day of the one that was valid last before it."""
    city = divisions.city()
    grades = figures_on(day, body.county_code or (city.code if city else ""))[GRADES].value
    over = [card.valid_to for card in cards if card.valid_to is not None and card.valid_to < day]
    return valid_on(cards, day, grades) is not None, max(over, default=None)


def _first(said: Iterable[Said]) -> dict[tuple[int, bytes], Said]:
    """One statement for each person at each body: the earliest day, of equal ones the first row."""
    found: dict[tuple[int, bytes], Said] = {}
    for one in said:
        known = found.get((one.unit, one.identity))
        if known is None or one.on < known.on:
            found[one.unit, one.identity] = one
    return found


def _entered(year: int) -> Iterable[Said]:
    rows = HireReport.objects.standing().filter(year=year).order_by("pk")
    keep = keys_in_use()
    for key, unit, identity, name, on in rows.values_list("pk", "unit_id", "citizen_id_index", "name", "hired_on"):
        yield Said(keep.get(unit, unit), bytes(identity), name, on, report=key)


def _rows(feed: str, year: int, bodies: dict[str, Body]) -> Iterable[Said]:
    """The rows of a feed that name a hire of the year at a public body, of those that are still kept."""
    day = "hired_on" if feed == HIRES else "started_on"
    deliveries = Delivery.objects.filter(
        feed=feed, state=Delivery.State.COMPLETE, month__gte=f"{year}-01", month__lte=f"{year + 1}-{_LATE_MONTHS:02d}"
    )
    kept: list[dict[str, Any]] = []
    for delivery in deliveries.order_by("month", "pk"):
        table = rows_of(delivery).select(["file_id", "source_row", "citizen_id", "name", "unit_code", day])
        for row in table.to_pylist():
            on = row[day]
            if on is not None and on.year == year and row["unit_code"] in bodies and row["citizen_id"]:
                kept.append(row)
    indexes = blind_indexes("citizen_id", [row["citizen_id"] for row in kept])
    for row, identity in zip(kept, indexes, strict=True):
        if identity is not None:
            unit = bodies[row["unit_code"]].id
            yield Said(unit, identity, row["name"] or "", row[day], row["file_id"], row["source_row"])


def people_by_identity(identities: Collection[bytes]) -> dict[bytes, tuple[int, str]]:
    """Person and name by the index of a citizen ID, one that he had before among them."""
    found: dict[bytes, tuple[int, str]] = {}
    for chunk in in_chunks(sorted(identities)):
        former = Identity.objects.standing().filter(citizen_id_index__in=chunk, person__merged_into=None)
        for index, key, name in former.values_list("citizen_id_index", "person_id", "person__name"):
            found[bytes(index)] = key, name
        own = Person.objects.in_ledger().filter(citizen_id_index__in=chunk)
        for index, key, name in own.values_list("citizen_id_index", "pk", "name"):
            found[bytes(index)] = key, name
    return found


def _cards(people: Collection[int]) -> dict[int, list[CertificatePeriod]]:
    found: dict[int, list[CertificatePeriod]] = defaultdict(list)
    columns = ("person_id", "kind", "status", "issued_on", "valid_until", "status_on", "grade")
    for chunk in in_chunks(sorted(people)):
        rows = Certificate.objects.standing().filter(person__in=chunk).order_by("pk")
        for person, *known in rows.values_list(*columns):
            period = certificate_period(*known)
            if period is not None:
                found[person].append(period)
    return found
