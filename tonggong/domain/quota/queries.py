"""Questions about the stored answers of a year: totals, the lists that they open, and one unit's answer worked out anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, Min, QuerySet, Sum

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import named
from tonggong.domain.quota.choices import Standing
from tonggong.domain.quota.folding import Line, Policies, account, differing, family, groups, line_of, own_of
from tonggong.domain.quota.models import LeadResult, LevyDifference, YearResult
from tonggong.domain.quota.services.years import counting_day, parents_of_units
from tonggong.domain.quota.yearly import UnitQuota, quotas
from tonggong.rules.figures import FigureMissing
from tonggong.rules.outcome import Step
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.leading import ranked_ratios
from tonggong.rules.quota.levy import Levy

PAGE = 50
Kept = TypeVar("Kept", YearResult, LeadResult, LevyDifference)
OBLIGED = "obliged"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which units of a year a list is to show; "" is any.

    `standing`: one of `Standing`, or `OBLIGED` for all that the law names. `words`: part of the name, or the code in full.
    """

    county: str = ""
    kind: str = ""
    standing: str = ""
    tier: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Units and the estimated levy of one kind or county; obliged = met + owing + exempt + unknown."""

    units: int
    by_standing: Mapping[str, int]
    payable_yuan: Decimal

    @property
    def obliged(self) -> int:
        """Units that the law names."""
        return self.units - self.by_standing.get(Standing.NOT_OBLIGED, 0)

    def __getattr__(self, name: str) -> int:
        if name in Standing.values:
            return self.by_standing.get(name, 0)
        raise AttributeError(name)


def years_made(who: Who) -> list[int]:
    """The years of which answers are kept, the latest first."""
    rows = who.sees(YearResult.objects.all()).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def made_at(year: int) -> datetime | None:
    """Since when the oldest answer of a year stands; None where none is kept."""
    found: datetime | None = YearResult.objects.filter(year=year).aggregate(first=Min("made_at"))["first"]
    return found


def results(who: Who, year: int, wanted: Wanted | None = None) -> QuerySet[YearResult]:
    """The lines of a year within reach, by key: a holding once, without its branches."""
    wanted = wanted or Wanted()
    rows = who.sees(YearResult.objects.filter(year=year, part_of=None)).select_related("unit").order_by("pk")
    if wanted.county:
        rows = rows.filter(county_code=wanted.county)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.standing == OBLIGED:
        rows = rows.exclude(standing=Standing.NOT_OBLIGED)
    elif wanted.standing:
        rows = rows.filter(standing=wanted.standing)
    if wanted.tier:
        rows = rows.filter(tier=wanted.tier)
    if words := wanted.words.strip():
        rows = rows.filter(named(words, "unit"))
    return rows


def page_of(rows: QuerySet[Kept], after: int = 0, size: int = PAGE) -> tuple[list[Kept], int | None]:
    """One page in the order of the keys, and the key after which the next begins (None at the end)."""
    found = list(rows.filter(pk__gt=after)[: size + 1])
    return (found[:size], found[size - 1].pk) if len(found) > size else (found, None)


def totals(who: Who, year: int, by: str, *, county: str = "", kind: str = "") -> dict[str, Totals]:
    """Totals by "kind" or by "county_code", and of all under ""; each counts exactly what `results` shows for it."""
    rows = results(who, year, Wanted(county=county, kind=kind)).order_by()
    counted = rows.values(by, "standing").annotate(units=Count("pk"), yuan=Sum("payable_yuan"))
    units: dict[str, dict[str, int]] = {"": {}}
    yuan: dict[str, Decimal] = {"": Decimal(0)}
    for row in counted:
        for key in (row[by], ""):
            standings = units.setdefault(key, {})
            standings[row["standing"]] = standings.get(row["standing"], 0) + row["units"]
            yuan[key] = yuan.get(key, Decimal(0)) + (row["yuan"] or Decimal(0))
    return {key: Totals(sum(found.values()), found, yuan[key]) for key, found in units.items()}


def sum_of(rows: QuerySet[YearResult]) -> tuple[int, Decimal]:
    """How many lines a list has, and their estimated levy in yuan."""
    found = rows.order_by().aggregate(units=Count("pk"), yuan=Sum("payable_yuan"))
    return found["units"], found["yuan"] or Decimal(0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A state enterprise in the order of its placement ratio; equal ones share a place. `place` 0: its staff is unknown."""

    place: int
    row: YearResult
    ratio: Decimal | None


def state_enterprises(who: Who, year: int) -> list[Ranked]:
    """State enterprises by what they placed, the highest ratio first, those of unknown staff last; a holding once."""
    rows = {row.pk: row for row in results(who, year, Wanted(kind=UnitKind.STATE_ENTERPRISE.value))}
    ratios = {pk: row.counted / row.headcount for pk, row in rows.items() if row.headcount}
    known = [Ranked(place, rows[pk], ratios[pk]) for place, pk in ranked_ratios(ratios)]
    return known + [Ranked(0, row, None) for pk, row in rows.items() if pk not in ratios]


# ---------------------------------------------------------------- one unit, worked out anew


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year as its page shows it.

    `line`: of the unit and those counted with it; None where the ledger knows nothing. `kept`: the stored answer.
    `differs`: the fields in which the two differ. `head`: under whom it is counted, itself where nobody stands above.
    `missing`: what the city has not entered, "" where nothing.
    """

    own: UnitQuota | None
    line: Line | None
    kept: YearResult | None
    head: Unit
    members: tuple[Unit, ...]
    differs: tuple[str, ...]
    missing: str = ""

    @property
    def levy(self) -> Levy | None:
        """What the line rests on."""
        return self.line.levy if self.line else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The line's sentences."""
        if self.own is None or self.line is None:
            return ()
        return account(self.own, self.line, [one.name for one in self.members])

    @property
    def is_outdated(self) -> bool:
        """Whether the stored answer is not the one that the ledger gives now."""
        return bool(self.differs) or (self.line is None) != (self.kept is None)


def year_of(unit: Unit, year: int) -> UnitYear:
    """Work a unit's year out anew, with that of the units counted with it, and compare it with the kept answer.

    Nothing is asked about who may see it: the caller does.
    """
    parents, kept = parents_of_units(), YearResult.objects.filter(unit=unit, year=year).first()
    by_key = {one.pk: one for one in Unit.objects.filter(pk__in=family([unit.pk], parents))}
    try:
        day = counting_day(year)
        found = {one.unit.id: one for one in quotas(year, codes=[one.code for one in by_key.values()])}
        policies = Policies(year)
        grouped = groups([own_of(one, day) for one in found.values()], parents)
        head = next((key for key, members in grouped.items() if any(own.unit.id == unit.pk for own in members)), None)
        if head is None:
            return UnitYear(None, None, kept, unit, (), ())
        mine = grouped[head] if head == unit.pk else [own for own in grouped[head] if own.unit.id == unit.pk]
        line = line_of(mine, policies)
    except FigureMissing as missing:
        return UnitYear(None, None, kept, unit, (), (), str(missing))
    differs = differing(kept, line) if kept is not None else []
    if kept is not None and kept.part_of_id != (head if head != unit.pk else None):
        differs.append("part_of")
    members = tuple(by_key[own.unit.id] for own in mine if own.unit.id != unit.pk)
    return UnitYear(found[unit.pk], line, kept, by_key[head], members, tuple(differs))
