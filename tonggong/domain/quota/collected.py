"""Questions about what the tax office collected: differences by class, the units behind each, one unit's both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import codes_of, named
from tonggong.domain.quota.choices import Settled
from tonggong.domain.quota.models import LevyCollected, LevyDifference
from tonggong.domain.quota.queries import UnitYear, year_of
from tonggong.rules.quota.collected import Difference

PAGE = 50
WAITING = "waiting"  # differences that nobody decided


@dataclass(frozen=True, slots=True)
class Asked:
    """Which differences a list is to show; "" is any. `state`: one of `Settled`, or `WAITING` for what is to be decided."""

    county: str = ""
    kind: str = ""
    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Units of one class, what was estimated and what was paid of them, and how many wait for a decision."""

    units: int
    waiting: int
    estimate_yuan: Decimal
    paid_yuan: Decimal

    @property
    def gap_yuan(self) -> Decimal:
        """What was paid above the estimate; negative where less was."""
        return self.paid_yuan - self.estimate_yuan


def differences(who: Who, year: int, asked: Asked | None = None) -> QuerySet[LevyDifference]:
    """The compared units of a year within reach, by key; what a run found no more only where it is asked for."""
    asked = asked or Asked()
    rows = who.sees(LevyDifference.objects.filter(year=year)).select_related("unit").order_by("pk")
    if asked.state != Settled.GONE:
        rows = rows.exclude(state=Settled.GONE)
    if asked.county:
        rows = rows.filter(county_code=asked.county)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state == WAITING:
        rows = rows.filter(state=Settled.OPEN).exclude(kind=Difference.EQUAL)
    elif asked.state:
        rows = rows.filter(state=asked.state).exclude(kind=Difference.EQUAL)
    if words := asked.words.strip():
        rows = rows.filter(Q(unit_name__contains=words) | Q(unit_code=words.upper()) | named(words, "unit"))
    return rows


def sums(who: Who, year: int, county: str = "") -> Mapping[str, Sums]:
    """What stands in each class, and of all under ""; each counts exactly what `differences` shows for it."""
    rows = differences(who, year, Asked(county=county)).order_by()
    zero = Decimal(0)
    waits = Count("pk", filter=Q(state=Settled.OPEN) & ~Q(kind=Difference.EQUAL))
    found: dict[str, Sums] = {}
    for row in rows.values("kind").annotate(
        n=Count("pk"), waiting=waits, estimate=Coalesce(Sum("estimate_yuan"), zero), paid=Sum("paid_yuan")
    ):
        found[row["kind"]] = Sums(row["n"], row["waiting"], row["estimate"], row["paid"])
    parts = list(found.values())
    found[""] = Sums(
        sum(one.units for one in parts),
        sum(one.waiting for one in parts),
        sum((one.estimate_yuan for one in parts), zero),
        sum((one.paid_yuan for one in parts), zero),
    )
    return found


def gone_count(who: Who, year: int, county: str = "") -> int:
    """How many that stood once were found no more."""
    return differences(who, year, Asked(county=county, state=Settled.GONE)).count()


def sum_of(rows: QuerySet[LevyDifference]) -> Sums:
    """The sums of a list."""
    zero = Decimal(0)
    found = rows.order_by().aggregate(
        n=Count("pk"), estimate=Coalesce(Sum("estimate_yuan"), zero), paid=Coalesce(Sum("paid_yuan"), zero)
    )
    return Sums(found["n"], 0, found["estimate"], found["paid"])


def compared_at(year: int) -> datetime | None:
    """When a year was compared last; None where it never was."""
    return LevyDifference.objects.filter(year=year).order_by("-made_at").values_list("made_at", flat=True).first()


def latest_row(year: int) -> datetime | None:
    """When the tax office's latest row of a year became known; None where it sent nothing."""
    rows = LevyCollected.objects.standing().filter(year=year).order_by("-known_from")
    return rows.values_list("known_from", flat=True).first()


def difference(who: Who, pk: int) -> LevyDifference | None:
    """One compared unit within reach."""
    return who.sees(LevyDifference.objects.filter(pk=pk)).select_related("unit").first()


def difference_of(who: Who, unit: Unit, year: int) -> LevyDifference | None:
    """What was found of a unit in a year."""
    return who.sees(LevyDifference.objects.filter(unit=unit, year=year)).exclude(state=Settled.GONE).first()


@dataclass(frozen=True, slots=True)
class BothSides:
    """A difference with its ground: the rows of the tax office, and the estimate worked out now.

    `estimate` None: the unit is in no register.
    """

    rows: tuple[LevyCollected, ...]
    estimate: UnitYear | None


def both_sides(row: LevyDifference) -> BothSides:
    """Both sides of a difference; of a holding the rows of all that it counts."""
    answer = year_of(row.unit, row.year) if row.unit else None
    units = [*([row.unit] if row.unit else ()), *(answer.members if answer else ())]
    codes = [row.unit_code, *(code for one in units for code in codes_of(one))]
    said = LevyCollected.objects.standing().filter(year=row.year, unit_code__in=codes).select_related("source_file")
    return BothSides(tuple(said.order_by("pk")), answer)
