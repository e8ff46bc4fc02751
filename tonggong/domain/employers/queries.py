"""Questions about units: lists by keyset, one unit with its history and its monthly sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit, UnitFact, UnitMonth
from tonggong.rules.outcome import Step
from tonggong.rules.same_unit import Registered, organisation_code, why_same
from tonggong.rules.small_cells import LEAST_PAID

PAGE = 50


def units(who: Who, *, county: str = "", words: str = "") -> QuerySet[Unit]:
    """Return the units within reach, by key; `words` are part of the name, or the code in full."""
    rows = who.sees(Unit.objects.filter(same_as=None)).order_by("pk")
    if county:
        rows = rows.filter(county_code=county)
    if words := words.strip():
        rows = rows.filter(named(words))
    return rows


def named(words: str, field: str = "pk") -> Q:
    """What finds units by part of a name that they have or had, or by a code in full, also by one that they had before.

    Args:
        field: which column of the asked rows is the unit's key.
    """
    said = UnitFact.objects.filter(kind=UnitFact.Kind.NAME, value__contains=words).values("unit")
    hits = Unit.objects.filter(Q(name__contains=words) | Q(code=words.upper()) | Q(pk__in=said))
    return Q(**{f"{field}__in": hits.values("pk")}) | Q(
        **{f"{field}__in": hits.exclude(same_as=None).values("same_as")}
    )


def former(who: Who, words: str) -> Unit | None:
    """Return the row within reach whose code is exactly what was asked for, where it is of another unit now."""
    rows = Unit.objects.filter(code=words.strip().upper()).exclude(same_as=None)
    return who.sees(rows.select_related("same_as")).first()


def carried(known_at: datetime | None = None) -> dict[str, str]:
    """Return the codes that are of another unit of the register, with the code in use, as known at an instant."""
    if known_at is None:
        return dict(Unit.objects.exclude(same_as=None).values_list("code", "same_as__code"))
    rows = UnitFact.objects.known_at(known_at).filter(kind=UnitFact.Kind.SAME)
    return dict(rows.values_list("unit__code", "value"))


def codes_of(unit: Unit) -> list[str]:
    """Return the codes under which a unit is written in files: its own, then those that it carries, the newest first."""
    return [unit.code, *Unit.objects.filter(same_as=unit).order_by("-pk").values_list("code", flat=True)]


def code_in_use(code: str) -> str:
    """Return the code in use of the unit that a code is or was of; of a code that is in no register itself."""
    kept = Unit.objects.filter(code=code).values_list("same_as__code", flat=True).first()
    return kept or code


def codes_under(code: str) -> list[str]:
    """Return all codes of the unit that a code is or was of, the one in use first; "" has none."""
    kept = code_in_use(code)
    return (
        [kept, *Unit.objects.filter(same_as__code=kept).order_by("-pk").values_list("code", flat=True)] if code else []
    )


def keys_in_use() -> dict[int, int]:
    """Return for each row of the register that another one carries that one's key."""
    return dict(Unit.objects.exclude(same_as=None).values_list("pk", "same_as_id"))


def keys_of(unit: Unit) -> list[int]:
    """Return the keys of the rows that a unit has in the register, the one in use first; the same for each of them."""
    kept = unit.same_as_id or unit.pk
    return [kept, *Unit.objects.filter(same_as=kept).order_by("-pk").values_list("pk", flat=True)]


def codes_in_use(units: Sequence[Unit]) -> dict[str, str]:
    """Return for each code that some units have or had the one in use."""
    former = Unit.objects.filter(same_as__in=[one.pk for one in units]).values_list("code", "same_as__code")
    return {**{one.code: one.code for one in units}, **dict(former)}


@dataclass(frozen=True, slots=True)
class Likely:
    """A unit that may be the same as another one, and by what."""

    unit: Unit
    because: Step


def likely_same(who: Who, unit: Unit) -> list[Likely]:
    """Return the units within reach that may be the same as one, by key; nothing is joined by it."""
    asked = Registered(unit.code, unit.name, unit.county_code)
    rows = who.sees(Unit.objects.filter(same_as=None).exclude(pk=unit.pk))
    near = Q(county_code=unit.county_code)
    if organisation := organisation_code(unit.code):
        near |= Q(code__contains=organisation)
        if len(unit.code) == 18:
            near |= Q(code=f"{organisation[:8]}-{organisation[8]}")
    columns = rows.filter(near).values_list("pk", "code", "name", "county_code")
    found = {pk: why for pk, *other in columns.iterator() if (why := why_same(asked, Registered(*other))) is not None}
    return [Likely(one, found[one.pk]) for one in Unit.objects.filter(pk__in=list(found)[:PAGE]).order_by("pk")]


def page_of(rows: QuerySet[Unit], after: int = 0, size: int = PAGE) -> tuple[list[Unit], int | None]:
    """Return one page of units in the order of their keys, and the key after which the next begins (None at the end)."""
    found = list(rows.filter(pk__gt=after)[: size + 1])
    return (found[:size], found[size - 1].pk) if len(found) > size else (found, None)


def unit(who: Who, pk: int) -> Unit | None:
    """Return one unit within reach."""
    return who.sees(Unit.objects.filter(pk=pk)).first()


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of registered units by unified social credit code."""
    return dict(Unit.objects.filter(code__in=set(codes)).values_list("code", "name"))


def facts_of(unit: Unit, known_at: datetime | None = None) -> list[UnitFact]:
    """Return everything said of a unit, also what is no longer believed, the latest first."""
    rows = UnitFact.objects.filter(unit=unit)
    if known_at is not None:
        rows = rows.filter(known_from__lte=known_at)
    return list(rows.order_by("-known_from", "-pk"))


@dataclass(frozen=True, slots=True)
class YearSize:
    """A unit's size in a year: insured heads on average over the months known, and the posts last said by its end.

    `posts` None: nobody has said any by then. `said`: the statement of the posts.
    """

    year: int
    heads: Decimal | None
    months: int
    senders: tuple[str, ...]
    said: UnitFact | None

    @property
    def posts(self) -> int | None:
        """Established posts."""
        return int(self.said.value) if self.said is not None else None


def sizes_of(unit: Unit, feed: str, facts: Sequence[UnitFact]) -> list[YearSize]:
    """Return the size of a unit by year, the latest first: of each year with insured heads or a statement of posts."""
    heads: dict[int, list[int]] = {}
    senders: dict[int, set[str]] = {}
    by_month: dict[str, int] = {}
    for month, parts in _parts_of(unit, feed).items():
        by_month[month] = sum(part.heads for part in parts)
        senders.setdefault(int(month[:4]), set()).update(part.delivery.sender for part in parts)
    for month, count in by_month.items():
        heads.setdefault(int(month[:4]), []).append(count)
    posts = [one for one in facts if one.kind == UnitFact.Kind.POSTS and one.value.isdecimal()]
    posts = sorted((one for one in posts if one.started_on), key=lambda one: (one.started_on, one.pk))
    found = []
    for year in sorted({*heads, *(one.started_on.year for one in posts if one.started_on)}, reverse=True):
        mine = heads.get(year)
        said = [one for one in posts if one.started_on and one.started_on.year <= year]
        average = Decimal(sum(mine)) / len(mine) if mine else None
        found.append(
            YearSize(year, average, len(mine or ()), tuple(sorted(senders.get(year, ()))), said[-1] if said else None)
        )
    return found


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What is kept of everybody at a unit in a month; money is None where too few persons would be recognised."""

    month: str
    feed: str
    heads: int
    total_yuan: Decimal | None
    median_yuan: Decimal | None
    is_too_few: bool


def sums_of(unit: Unit, feed: str) -> list[MonthSum]:
    """Return the monthly sums of one feed at a unit, the earliest month first; a month sent in parts is added up.

    A median of parts can't be had from the parts; it is left out then.
    """
    return [_added(month, feed, parts) for month, parts in _parts_of(unit, feed).items()]


def _parts_of(unit: Unit, feed: str) -> dict[str, list[UnitMonth]]:
    """What one feed says of a unit by month, the earliest first; of a month under two codes only what the newer one says."""
    codes = codes_of(unit)
    rows = UnitMonth.objects.filter(unit_code__in=codes, feed=feed, delivery__state="complete")
    found: dict[str, dict[str, list[UnitMonth]]] = {}
    for row in rows.select_related("delivery").order_by("month", "pk"):
        found.setdefault(row.month, {}).setdefault(row.unit_code, []).append(row)
    return {month: next(said[code] for code in codes if code in said) for month, said in found.items()}


def _added(month: str, feed: str, parts: Sequence[UnitMonth]) -> MonthSum:
    heads = sum(part.heads for part in parts)
    if heads < LEAST_PAID:
        return MonthSum(month, feed, heads, None, None, is_too_few=True)
    totals = [part.total_yuan for part in parts if part.total_yuan is not None]
    median = parts[0].median_yuan if len(parts) == 1 else None
    return MonthSum(month, feed, heads, sum(totals, Decimal(0)) if totals else None, median, is_too_few=False)
