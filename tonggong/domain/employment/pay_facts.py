"""Rows of wages and posts as the rule of equal pay takes them."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tonggong.base.divisions import queries as divisions
from tonggong.domain.employers.models import PostMonth, Unit
from tonggong.domain.employers.queries import carried
from tonggong.domain.employment.models import Spell, WageMonth
from tonggong.domain.persons.choices import Kind
from tonggong.rules import months
from tonggong.rules.equal_pay import PayMonth
from tonggong.rules.forms import CONTRACT_BASED

QUARTER = re.compile(r"(\d{4})Q([1-4])")
PART_TIME = "71"
_FETCH = 20_000


@dataclass(slots=True)
class Paid:
    """What one person was paid at one unit in the whole months of a quarter, with the row that says each."""

    person: int
    unit: str
    unit_name: str
    place: str
    months: list[PayMonth] = field(default_factory=list)
    sources: list[tuple[int | None, int | None]] = field(default_factory=list)

    def as_json(self) -> list[dict[str, Any]]:
        """The months as a check keeps them."""
        return [
            {
                "month": one.month, "pay": str(one.pay_yuan), "post": one.post, "heads": one.heads,
                "median": None if one.median_yuan is None else str(one.median_yuan), "file": file, "row": row,
            }
            for one, (file, row) in zip(self.months, self.sources, strict=True)
        ]  # fmt: skip


def months_of(quarter: str) -> list[str]:
    """The months of a quarter written 2024Q3. Raises ValueError: it is none."""
    found = QUARTER.fullmatch(quarter)
    if not found:
        raise ValueError(f"not a quarter: {quarter!r}")
    first = f"{found[1]}-{(int(found[2]) - 1) * 3 + 1:02d}"
    return [months.shift(first, n) for n in range(3)]


def quarter_of(month: str) -> str:
    """The quarter in which a month lies."""
    return f"{month[:4]}Q{(int(month[5:]) + 2) // 3}"


def paid_in(quarter: str) -> list[Paid]:
    """Everybody of ours who worked a whole month of a quarter at a unit that declared the wage, by person and unit.

    Whole months alone: one in which somebody came or went proves nothing. A month declared in several rows is added up.
    """
    asked = months_of(quarter)
    joins = carried()
    jobs = _jobs(asked, joins)
    posts = _posts(asked, joins)
    units = {code: (name, place) for code, name, place in Unit.objects.values_list("code", "name", "county_code")}
    city = divisions.city()
    found: dict[tuple[int, str], Paid] = {}
    columns = ("person_id", "unit_code", "month", "wage_yuan", "post", "is_part_time", "source_file_id", "source_row")
    rows = (
        WageMonth.objects.standing().filter(month__in=asked, person__merged_into=None).exclude(person__kind=Kind.MEMBER)
    )
    gathered: dict[tuple[int, str, str], list[Any]] = {}
    for person, unit, month, yuan, post, part, file, row in rows.order_by("pk").values_list(*columns).iterator(_FETCH):
        known = gathered.get((person, unit, month))
        if known is None:
            gathered[person, unit, month] = [yuan, post, part, file, row]
        else:
            known[0] += yuan
    for person, old, month in sorted((key for key in gathered if key[1] in joins), reverse=True):
        gathered.setdefault((person, joins[old], month), gathered.pop((person, old, month)))
    for (person, unit, month), (yuan, post, part, file, row) in sorted(gathered.items()):
        job = jobs.get((person, unit, month))
        if job is None:
            continue
        is_part_time = job == PART_TIME if part is None else part
        heads, median = posts.get((unit, month, post, is_part_time), (None, None)) if post else (None, None)
        name, place = units.get(unit, ("", ""))
        one = found.setdefault((person, unit), Paid(person, unit, name, place or (city.code if city else "")))
        one.months.append(PayMonth(month, yuan, post, is_part_time, heads, median))
        one.sources.append((file, row))
    return [found[key] for key in sorted(found)]


def _jobs(asked: list[str], joins: Mapping[str, str]) -> dict[tuple[int, str, str], str]:
    """The form of the work of each person, unit and month that was worked from its first day to its last."""
    first, last = months.first_day(asked[0]), months.last_day(asked[-1])
    rows = (
        Spell.objects.standing()
        .filter(form__in=[*CONTRACT_BASED, PART_TIME], started_on__lte=last)
        .exclude(unit_code="")
    )
    found = {}
    columns = ("person_id", "unit_code", "form", "started_on", "ended_on")
    for person, unit, form, start, end in rows.values_list(*columns).iterator(_FETCH):
        if end is not None and end < first:
            continue
        for month in asked:
            if start <= months.first_day(month) and (end is None or end >= months.last_day(month)):
                found[person, joins.get(unit, unit), month] = form
    return found


def _posts(asked: list[str], joins: Mapping[str, str]) -> dict[tuple[str, str, str, bool], tuple[int, Decimal]]:
    """Heads and median of each post; of one sent in parts nothing, for a median of parts can't be had from them."""
    parts: dict[tuple[str, str, str, bool], list[tuple[int, Decimal]]] = defaultdict(list)
    rows = PostMonth.objects.filter(month__in=asked, delivery__state="complete")
    columns = ("unit_code", "month", "post", "is_part_time", "heads", "median_yuan")
    for unit, month, post, part, heads, median in rows.values_list(*columns).iterator(_FETCH):
        parts[unit, month, post, part].append((heads, median))
    for old, month, post, part in sorted((key for key in parts if key[0] in joins), reverse=True):
        parts.setdefault((joins[old], month, post, part), parts.pop((old, month, post, part)))
    return {key: those[0] for key, those in parts.items() if len(those) == 1}
