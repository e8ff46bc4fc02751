"""Questions about places and offices, answered from memory: the tables are small and change with a city pack only."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tonggong.base.divisions.models import Department, Division, ReportingUnit

_SUFFIX = re.compile(r"(街道办事处|地区办事处|办事处|街道办|街道|镇人民政府|镇政府|镇|乡|林场|农场)$")
_COUNTY_SUFFIX = re.compile(r"(区|县|市)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody or something belongs; codes of 12 digits, "" where unknown.

    `county` and `township` are today's names, even if an old name was read. `reporting_unit` is the zone's key.
    """

    county_code: str
    county: str
    township_code: str = ""
    township: str = ""
    reporting_unit: str = ""


@dataclass(slots=True)
class _Directory:
    by_code: dict[str, Division]
    city: Division | None
    counties: list[Division]
    townships: dict[str, list[Division]]
    county_names: dict[str, str] = field(default_factory=dict)
    zone_names: dict[str, ReportingUnit] = field(default_factory=dict)
    township_names: dict[tuple[str, str], str] = field(default_factory=dict)
    lone_townships: dict[str, str | None] = field(default_factory=dict)
    resolved: dict[tuple[Any, Any], Place | None] = field(default_factory=dict)


_memory: list[_Directory] = []


def forget() -> None:
    """Read the tables again at the next question (after a city pack was loaded, or between tests)."""
    _memory.clear()


def city() -> Division | None:
    """The city of this installation, None before a pack is loaded."""
    return _directory().city


def counties() -> list[Division]:
    """Today's districts and counties, by code."""
    return _directory().counties


def townships(county_code: str) -> list[Division]:
    """Today's streets and towns of a county, by code."""
    return _directory().townships.get(county_code, [])


def division(code: str) -> Division | None:
    """A division by its 12-digit code, former ones included."""
    return _directory().by_code.get(code)


def name_of(code: str) -> str:
    """The name of a division, the code itself where it is not known."""
    found = _directory().by_code.get(code)
    return found.name if found else code


def county_of_identifier(first_six: str) -> Division | None:
    """Today's county of the first six digits of a citizen ID; an abolished county leads to its successor."""
    found = _directory().by_code.get(f"{first_six[:6]}000000")
    while found is not None and found.successor_id:
        found = _directory().by_code.get(found.successor_id)
    return found if found is not None and found.level == Division.Level.COUNTY else None


def resolve(county_text: object, township_text: object = "") -> Place | None:
    """Find the place that an office's words mean, None where they mean none.

    Understands former names (大洼县), names without 街道 or 镇, with the city or county before them, zones that report by
    themselves, twelve- and nine- and six-digit codes, and a town's name alone where only one county has it.
    """
    book = _directory()
    key = (county_text, township_text)
    if key not in book.resolved:
        if len(book.resolved) > 50_000:
            book.resolved.clear()
        book.resolved[key] = _resolve(book, _plain(county_text), _plain(township_text))
    return book.resolved[key]


def reporting_units() -> list[ReportingUnit]:
    """Zones that report by themselves."""
    return list(ReportingUnit.objects.select_related("division"))


def department(key: str) -> Department | None:
    """A department by its key, former ones included."""
    return Department.objects.filter(key=key).first()


def departments(day: date) -> list[Department]:
    """Departments that exist on a day."""
    return list(Department.objects.on(day))


def in_charge(found: Department, day: date) -> Department:
    """Who answers on a day for what a department was given: itself, or its successor after its end."""
    seen = {found.key}
    while found.valid_to is not None and found.valid_to < day and found.successor is not None:
        found = found.successor
        if found.key in seen:
            break
        seen.add(found.key)
    return found


def _directory() -> _Directory:
    if _memory:
        return _memory[0]
    rows = list(Division.objects.all())
    by_code = {row.code: row for row in rows}
    today = [row for row in rows if not row.successor_id and row.valid_to is None]
    towns: dict[str, list[Division]] = {}
    for row in today:
        if row.level == Division.Level.TOWNSHIP:
            towns.setdefault(row.parent_id or "", []).append(row)
    book = _Directory(
        by_code,
        next((row for row in today if row.level == Division.Level.CITY), None),
        [row for row in today if row.level == Division.Level.COUNTY],
        towns,
    )
    _name_counties(book, rows)
    _name_townships(book, rows)
    if rows:
        _memory.append(book)
    return book


def _name_counties(book: _Directory, rows: list[Division]) -> None:
    city_name = book.city.name if book.city else ""
    for row in sorted(rows, key=lambda row: bool(row.successor_id), reverse=True):  # today's names win
        if row.level == Division.Level.COUNTY:
            code = _today(book, row)
            for name in {row.name, _COUNTY_SUFFIX.sub("", row.name)}:
                book.county_names[name] = book.county_names[f"{city_name}{name}"] = code
            book.county_names[row.code] = book.county_names[row.code[:6]] = code
    for zone in ReportingUnit.objects.select_related("division"):
        for name in (zone.name, *zone.aliases):
            book.zone_names[_plain(name)] = zone


def _name_townships(book: _Directory, rows: list[Division]) -> None:
    for row in sorted(rows, key=lambda row: bool(row.successor_id), reverse=True):
        if row.level != Division.Level.TOWNSHIP:
            continue
        target = book.by_code[_today(book, row)]
        county = target.parent_id or ""
        for name in {row.name, _SUFFIX.sub("", row.name), row.code, row.code[:9]}:
            book.township_names[county, name] = target.code
            known = book.lone_townships.get(name, target.code)
            book.lone_townships[name] = target.code if known == target.code else None


def _today(book: _Directory, row: Division) -> str:
    while row.successor_id:
        row = book.by_code[row.successor_id]
    return row.code


def _resolve(book: _Directory, county_text: str, township_text: str) -> Place | None:
    zone = book.zone_names.get(county_text) or book.zone_names.get(township_text)
    county = book.county_names.get(county_text) or _leading_county(book, county_text)
    if county is None and zone is not None:
        county = zone.division.parent_id if zone.division.level == Division.Level.TOWNSHIP else zone.division_id
    town = _township(book, county, township_text)
    if town is None and zone is not None and zone.division.level == Division.Level.TOWNSHIP:
        town = zone.division_id
    if county is None:
        if town is None:
            town = _township(book, None, county_text)
        county = book.by_code[town].parent_id if town else None
    if county is None:
        return None
    town_name = book.by_code[town].name if town else ""
    return Place(county, book.by_code[county].name, town or "", town_name, zone.key if zone else "")


def _leading_county(book: _Directory, text: str) -> str | None:
    found = [name for name in book.county_names if len(name) >= 3 and text.startswith(name)]
    return book.county_names[max(found, key=len)] if found else None


def _township(book: _Directory, county: str | None, text: str) -> str | None:
    if not text:
        return None
    names = [text, _SUFFIX.sub("", text)]
    before = [name for name in book.county_names if len(name) >= 3 and text.startswith(name)]
    if before:
        rest = text[len(max(before, key=len)) :]
        names += [rest, _SUFFIX.sub("", rest)]
        county = county or book.county_names[max(before, key=len)]
    for name in names:
        code = book.township_names.get((county, name)) if county else book.lone_townships.get(name)
        if code:
            return code
    return None


def _plain(text: object) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text or "")))
