"""The other staff of each unit, from sums alone: everybody's heads less those who are judged.

Who came and who went can't be told from sums, so what came and went here is the net change of heads from one month to
the next: at least so many. What the sums were not yet asked for when a month was compared stays unknown.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tonggong.base.policy.queries import figures_of
from tonggong.domain.employers.contacts import own_numbers
from tonggong.domain.employers.models import Unit, UnitFact, UnitMonth
from tonggong.domain.quota.facts import FETCH, INSURANCE, WAGES
from tonggong.rules import months
from tonggong.rules.figures import Figures
from tonggong.rules.signals.facts import PlacementFacts, StaffMonth, UnitFacts
from tonggong.rules.signals.naming import says

_DISPATCHED = "16"


@dataclass(slots=True)
class UnitRow:
    """A unit as registered; one that only a contribution names has no name and no place."""

    code: str
    name: str = ""
    county_code: str = ""
    township_code: str = ""
    closed_on: date | None = None
    phones: tuple[str, ...] = ()  # its own numbers, as comparable tokens
    licences: list[tuple[date, date]] | None = (
        None  # to send people out, first and last day; None where no file tells any
    )


@dataclass(slots=True)
class Sums:
    """What is kept of a unit and month, all deliveries together; None where no delivery says it."""

    heads: int | None = None
    back_paid: int | None = None
    paid: int | None = None
    at_minimum: int | None = None
    phones: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Everybody:
    """Everybody's sums by unit and month. `insured`: by county, the months of which an insurance file was compared."""

    by_unit: dict[str, dict[str, Sums]] = field(default_factory=lambda: defaultdict(dict))
    insured: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def units_of(
    codes: Iterable[str], words: Figures, known_at: datetime | None, joins: Mapping[str, str]
) -> dict[str, UnitRow]:
    """The units of some codes in use. Their telephones are always today's, and those of former codes are theirs."""
    wanted = set(codes)
    found = {code: UnitRow(code) for code in wanted}
    rows = Unit.objects.values_list("code", "name", "county_code", "township_code")
    for code, name, county, township in rows.iterator(chunk_size=FETCH):
        if code in wanted:
            found[code] = UnitRow(code, name, county, township)
    said = UnitFact.objects.known_at(known_at).filter(
        kind=UnitFact.Kind.STATUS, value__in=words["signals.closed_words"].value
    )
    for code, closed in said.values_list("unit__code", "started_on"):
        if code in found:
            found[code].closed_on = closed
    for code, phones in own_numbers().items():
        if (unit := found.get(joins.get(code, code))) is not None:
            unit.phones = (*unit.phones, *phones)
    _licences(found, known_at)
    return found


def _licences(found: dict[str, UnitRow], known_at: datetime | None) -> None:
    """From when to when each unit that is registered here may send people out, once any file tells who may."""
    said = UnitFact.objects.known_at(known_at).filter(kind=UnitFact.Kind.LICENCE)
    rows = list(said.values_list("unit__code", "started_on", "ended_on"))
    if not rows:
        return
    for unit in found.values():
        if unit.county_code:
            unit.licences = []
    for code, start, end in rows:
        if code in found and start is not None:
            found[code].licences = [*(found[code].licences or ()), (start, end or date.max)]


def sums_of_year(
    year: int, units: Mapping[str, UnitRow], known_at: datetime | None, joins: Mapping[str, str]
) -> Everybody:
    """Everybody's sums from the December before a year to its end; of a month under two codes of a unit the newer one's."""
    rows = UnitMonth.objects.filter(
        month__gte=f"{year - 1}-12", month__lte=f"{year}-12", delivery__state="complete", feed__in=(INSURANCE, WAGES)
    )
    if known_at is not None:
        rows = rows.filter(delivery__compared_at__lte=known_at)
    places = dict(Unit.objects.values_list("code", "county_code"))
    found = Everybody()
    columns = ("unit_code", "month", "feed", "heads", "back_paid", "paid", "at_minimum", "phones")
    for code, month, feed, heads, late, paid, low, phones in rows.values_list(*columns).iterator(chunk_size=FETCH):
        if feed == INSURANCE:
            found.insured[places.get(joins.get(code, code), "")].add(month)
        if joins.get(code, code) not in units:
            continue
        kept = found.by_unit[code].setdefault(month, Sums())
        kept.heads = _added(kept.heads, heads if feed == INSURANCE else None)
        kept.back_paid = _added(kept.back_paid, late)
        kept.paid, kept.at_minimum = _added(kept.paid, paid), _added(kept.at_minimum, low)
        for token, count in (phones or {}).items():
            kept.phones[token] = max(kept.phones[token], count)
    for old in sorted((code for code in found.by_unit if code in joins), reverse=True):
        theirs = found.by_unit.pop(old)
        for month, sums in theirs.items():
            _fill(found.by_unit[joins[old]].setdefault(month, Sums()), sums)
    return found


def _fill(kept: Sums, more: Sums) -> None:
    """What a former code's files say of a month where those of the code in use say nothing."""
    if kept.heads is None:
        kept.heads, kept.back_paid = more.heads, more.back_paid
    if kept.paid is None:
        kept.paid, kept.at_minimum = more.paid, more.at_minimum
    kept.phones = kept.phones or more.phones


def _added(known: int | None, more: int | None) -> int | None:
    return known if more is None else (known or 0) + more


def unit_facts(
    unit: UnitRow,
    placed: list[PlacementFacts],
    everybody: Everybody,
    year: int,
    place_of: Callable[[UnitRow], str],
    words: Figures,
) -> UnitFacts:
    """A unit as the signals take it: its kind by its name and the forms of its placements, its staff less those placed."""
    sums = everybody.by_unit.get(unit.code, {})
    at_minimum, compared, most = _pay(unit, placed, sums, year, place_of)
    own = Counter(str(one.phone) for one in placed if one.phone is not None)
    phones: Counter[str] = Counter()
    for kept in sums.values():
        for token, count in kept.phones.items():
            phones[token] = max(phones[token], count - own[token])
    forms = Counter(one.form[:1] for one in placed)
    return UnitFacts(
        unit.code,
        is_agency=says(unit.name, "agency_words", words),
        has_licence=_has_licence(unit, placed, year),
        is_concentrated=says(unit.name, "concentrated_words", words) or bool(forms["2"]),
        is_sheltered=bool(forms["5"]),
        closed_on=unit.closed_on,
        staff=tuple(_staff(unit, placed, sums, everybody, year)),
        others_at_minimum=Decimal(at_minimum) / compared if compared else None,
        others_paid=most,
        phones={token: count for token, count in phones.items() if count > 0},
        contacts=unit.phones,
    )


def _has_licence(unit: UnitRow, placed: list[PlacementFacts], year: int) -> bool | None:
    """Whether a unit had a licence in every month of the year in which somebody whom it sends out was paid for.

    None where it sends nobody, or no file tells who has one: a firm that only works on others' sites needs none.
    """
    sent = {month.month for one in placed if one.form == _DISPATCHED for month in one.months}
    sent = {month for month in sent if month.startswith(f"{year}-")}
    if unit.licences is None or not sent:
        return None
    held = [(months.of(start), months.of(end)) for start, end in unit.licences]
    return all(any(first <= month <= last for first, last in held) for month in sent)


def _staff(
    unit: UnitRow, placed: list[PlacementFacts], sums: Mapping[str, Sums], everybody: Everybody, year: int
) -> Iterable[StaffMonth]:
    ours: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for one in placed:
        ours.update(month.month for month in one.months)
        late.update(month.month for month in one.months if month.back_paid)
    insured = {month for month, kept in sums.items() if kept.heads is not None}
    known = sorted(everybody.insured.get(unit.county_code, set()) | insured)
    before: tuple[str, int] | None = None
    for month in known:
        kept = sums.get(month, Sums())
        others = max(0, (kept.heads or 0) - ours[month])
        change = others - before[1] if before and before[0] == months.shift(month, -1) else None
        before = month, others
        if month.startswith(f"{year}-"):
            joined, left = (None, None) if change is None else (max(0, change), max(0, -change))
            yield StaffMonth(month, others, joined, left, max(0, (kept.back_paid or 0) - late[month]))


def _pay(
    unit: UnitRow,
    placed: list[PlacementFacts],
    sums: Mapping[str, Sums],
    year: int,
    place_of: Callable[[UnitRow], str],
) -> tuple[int, int, int]:
    """Of the other staff's wages of a year: how many are the minimum to the yuan, of how many, and the most in a month."""
    low = compared = most = 0
    figures = figures_of(place_of(unit))
    for month, kept in sums.items():
        if kept.paid is None or kept.at_minimum is None or not month.startswith(f"{year}-"):
            continue
        on = figures(months.last_day(month))
        least, near = on.get("wage.minimum_monthly"), on.get("signals.exact_yuan")
        if least is None or near is None or least.value is None:
            continue
        wages = [paid.wage_yuan for one in placed for paid in one.months if paid.month == month]
        declared = [wage for wage in wages if wage is not None]
        others = max(0, kept.paid - len(declared))
        ours = sum(abs(wage - Decimal(least.value)) <= Decimal(near.value) for wage in declared)
        low += min(others, max(0, kept.at_minimum - ours))
        compared += others
        most = max(most, others)
    return low, compared, most
