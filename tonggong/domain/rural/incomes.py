"""Incomes that somebody said, year by year, and what became of them; what is not known stays apart (增收)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.rural.exchange import RuralRefused
from tonggong.domain.rural.families import Family, Relative, families, families_with, watched
from tonggong.domain.rural.models import IncomeRecord
from tonggong.rules import income
from tonggong.rules.income import Basis, Change, Summary
from tonggong.rules.outcome import Outcome

BASES: dict[str, str] = dict(IncomeRecord.Basis.choices)
SOURCES: dict[str, str] = dict(IncomeRecord.Source.choices)
WATCHED, RURAL = "watched", "rural"
GROUPS = {WATCHED: "监测对象", RURAL: "农村残疾人"}
EARLIEST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One person with what became of the income from the year before."""

    person: Relative
    change: Outcome[Change]


def records_of(who: Who, person: Person) -> QuerySet[IncomeRecord]:
    """What was said of a person's and her household's income, the latest year first, with what was corrected."""
    rows = IncomeRecord.objects.filter(person=person, person__in=served(who).values("pk"))
    return rows.order_by("-year", "basis", "-known_from", "-pk")


def changes(who: Who, year: int, day: date, group: str = WATCHED) -> list[Line]:
    """Everybody of a group within reach: rose, fell, the same, or not known; a fixed number of queries.

    A household's income counts for each of its people, whichever of them it was said of.

    Args:
        group: WATCHED, everybody on the monitoring list, or RURAL, the persons with disabilities of rural families.
    """
    on_list = watched(who, day) if group == WATCHED else {}
    known = families_with(on_list, day, who) if group == WATCHED else families(who, day)
    kin = {pk for family in known for pk in family.keys}
    own, homes = _incomes(kin, year), dict[str, dict[tuple[Basis, int], Decimal]]()
    lines = []
    for family in known:
        homes[family.key] = shared = _household(family, own)
        for one in family.people:
            if (one.pk in on_list) if group == WATCHED else (family.is_rural and one.is_holder):
                said = {key: yuan for key, (yuan, _) in own.get(one.pk, {}).items() if key[0] == Basis.PERSON}
                lines.append(Line(one, income.change({**said, **shared}, year)))
    return lines


Said = dict[tuple[Basis, int], tuple[Decimal, tuple[date, int]]]


def _incomes(people: Iterable[int], year: int) -> dict[int, Said]:
    rows = IncomeRecord.objects.standing().filter(person__in=among(people), year__in=(year - 1, year))
    found: dict[int, Said] = defaultdict(dict)
    for pk, basis, one, yuan, on, key in rows.values_list("person", "basis", "year", "yuan", "on", "pk"):
        found[pk][Basis(basis), one] = (yuan, (on, key))
    return found


def _household(family: Family, own: dict[int, Said]) -> dict[tuple[Basis, int], Decimal]:
    """The household's income of each year: of what was said of several members, what was said last."""
    said: dict[tuple[Basis, int], tuple[Decimal, tuple[date, int]]] = {}
    for pk in family.keys:
        for key, value in own.get(pk, {}).items():
            if key[0] == Basis.HOUSEHOLD and (key not in said or said[key][1] < value[1]):
                said[key] = value
    return {key: yuan for key, (yuan, _) in said.items()}


def summary(lines: Iterable[Line]) -> Summary:
    """How many of each."""
    return income.summary(one.change.value for one in lines)


@transaction.atomic
def write_income(who: Who, person: Person, *, basis: str, year: int, yuan: Decimal, source: str) -> IncomeRecord:
    """Write down a year's income; what was said of the same year before stays in the history.

    Raises:
        PermissionDenied: without the duty casework.record.
        RuralRefused: the year is not over yet or long ago, the amount negative, or the source none of those there are.
    """
    if not who.may("casework.record"):
        raise PermissionDenied("casework.record")
    today = clock.today()
    if not EARLIEST <= year < today.year:
        raise RuralRefused(f"请写已经过完的年度，例如 {today.year - 1}。")
    if yuan < 0:
        raise RuralRefused("收入不能小于 0。没有收入写 0。")
    if basis not in BASES or source not in SOURCES:
        raise RuralRefused("请选口径和来源。")
    now = clock.now()
    standing = IncomeRecord.objects.select_for_update().filter(person=person, basis=basis, year=year, known_until=None)
    before = standing.first()
    if before is not None and (before.yuan, before.source) == (yuan, source):
        return before
    standing.update(known_until=now)
    row = IncomeRecord.objects.create(
        person=person, basis=basis, year=year, yuan=yuan, source=source, on=today, known_from=now, said_by=who.name,
        thread=(before.thread or before.pk) if before else None,
    )  # fmt: skip
    if row.thread is None:
        IncomeRecord.objects.filter(pk=row.pk).update(thread=row.pk)
    audit.record("change", who=who, subject="rural.IncomeRecord", ids=[row.pk], person=person.pk)
    facts_changed([person.pk])
    return row
