"""Questions about work: who works where on a day, and everything said of one person's work."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.intake.models import SourceFile
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Contribution, Spell, SpellEvidence, WageMonth
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.queries import known_by
from tonggong.rules.forms import FORMS
from tonggong.rules.months import shift

PAGE = 50


def form_name(code: str) -> str:
    """Return the name of a form of employment; a code that is not in the set stays as it is."""
    return FORMS[code].name if code in FORMS else code


def with_work(rows: QuerySet[Person], day: date, is_working: bool) -> QuerySet[Person]:
    """Keep the persons who are in work on a day, or those who are not."""
    held = Exists(Spell.objects.standing().on(day).filter(person=OuterRef("pk")))
    return rows.filter(held if is_working else ~held)


def work_on(people: Sequence[Person], day: date) -> dict[int, tuple[str, str]]:
    """Return unit and form of the spell that each person holds on a day, of the one that began last; by person."""
    rows = Spell.objects.standing().on(day).filter(person__in=[p.pk for p in people]).order_by("started_on", "pk")
    return {pk: (unit, form) for pk, unit, form in rows.values_list("person_id", "unit_name", "form")}


def vouching_row(spell: Spell) -> tuple[SourceFile, int] | None:
    """Return the department's file, and the row in it, that last said a job; None where only papers or words stand behind it."""
    thread = spell.thread or spell.pk
    said = Spell.objects.filter(Q(pk=thread) | Q(thread=thread)).exclude(source_file=None).order_by("-pk")
    again = SpellEvidence.objects.filter(thread=thread).order_by("-known_from", "-pk")
    row = said.select_related("source_file__delivery").first() or again.select_related("source_file__delivery").first()
    if row is None or row.source_file is None:
        return None
    return row.source_file, row.source_row or 0


@dataclass(frozen=True, slots=True)
class Run:
    """Months without a break in which insurance was paid for somebody at a unit."""

    unit_code: str
    unit_name: str
    first_month: str
    last_month: str
    base_yuan: Decimal | None
    latest: Contribution


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """Everything said of one person's work, also what is no longer believed.

    Args:
        contributions: months of insurance as the files said them, as they stand.
        evidence: further files that say the same, by thread.
        runs: the same put together without a break, latest first.
        wages: declared wages as they stand, latest month first.
        units: names of the units, by code.
        open_units: primary keys, by code, of the units that `who` may open.
    """

    spells: list[Spell]
    contributions: list[Contribution]
    evidence: dict[int, list[SpellEvidence]]
    runs: list[Run]
    wages: list[WageMonth]
    units: dict[str, str]
    open_units: dict[str, int]

    def unit_name(self, code: str, written: str = "") -> str:
        """Return a unit's name: as the file wrote it, else as the register has it, else its code."""
        return written or self.units.get(code, "") or code


def work_of(who: Who, person: Person, known_at: datetime | None = None) -> WorkRecord:
    """Return what is said of a person's work, as known at an instant; a fixed number of queries."""
    spells = list(known_by(Spell.objects.filter(person=person), known_at))
    threads = [s.thread or s.pk for s in spells]
    evidence: dict[int, list[SpellEvidence]] = {}
    for row in known_by(SpellEvidence.objects.filter(thread__in=threads), known_at):
        evidence.setdefault(row.thread, []).append(row)
    paid = Contribution.objects.known_at(known_at).filter(person=person)
    contributions = list(paid.order_by("unit_code", "first_month"))
    declared = WageMonth.objects.known_at(known_at).filter(person=person)
    wages = list(declared.order_by("-month", "unit_code"))
    codes = {row.unit_code for rows in (spells, contributions, wages) for row in rows} - {""}
    units, open_units = {}, {}
    for pk, code, name, place in Unit.objects.filter(code__in=codes).values_list("pk", "code", "name", "county_code"):
        units[code] = name
        if who.covers(place):
            open_units[code] = pk
    return WorkRecord(spells, contributions, evidence, _runs(contributions, units), wages, units, open_units)


def _runs(contributions: Sequence[Contribution], units: dict[str, str]) -> list[Run]:
    runs: list[Run] = []
    for row in contributions:
        before = runs[-1] if runs and runs[-1].unit_code == row.unit_code else None
        if before and row.first_month <= shift(before.last_month, 1):
            first, last = before.first_month, max(before.last_month, row.last_month)
            runs[-1] = Run(row.unit_code, before.unit_name, first, last, row.base_yuan, row)
        else:
            name = units.get(row.unit_code, row.unit_code)
            runs.append(Run(row.unit_code, name, row.first_month, row.last_month, row.base_yuan, row))
    return sorted(runs, key=lambda run: run.last_month, reverse=True)


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Our people at a unit on a day: a page of those within reach, and how many there are in the whole city."""

    spells: list[Spell]
    next: int | None
    within: int
    elsewhere: int


def people_at(who: Who, codes: Sequence[str], day: date, after: int = 0, size: int = PAGE) -> Colleagues:
    """Return who works at a unit on a day, in the order of the spells' keys; of persons out of reach only their number.

    Args:
        codes: the unit's code, with those that it had before.
    """
    rows = Spell.objects.standing().on(day).filter(unit_code__in=codes, person__merged_into=None)
    mine = who.sees(rows, "person")
    found = list(mine.filter(pk__gt=after).select_related("person").order_by("pk")[: size + 1])
    following = found[size - 1].pk if len(found) > size else None
    within = mine.aggregate(heads=Count("person", distinct=True))["heads"]
    heads = rows.aggregate(heads=Count("person", distinct=True))["heads"]
    return Colleagues(found[:size], following, within, heads - within)


def heads_at(who: Who, codes: Mapping[str, str], day: date) -> dict[str, int]:
    """Return how many persons within reach work on a day at each of some units, by code.

    Args:
        codes: the code by which a unit is counted for each code that it has or had.
    """
    rows = who.sees(Spell.objects.standing().on(day).filter(unit_code__in=codes), "person")
    there = {(codes[code], person) for code, person in rows.order_by().values_list("unit_code", "person").distinct()}
    return dict(Counter(code for code, _ in there))
