"""A unit's own year, for the unit: only whom it reported itself is named and counted; of others at most how many.

Who did not tell his employer of the certificate is not told of here either, by name, month, weight or amount: what the unit
owes is reckoned by what it has reported, as the certification is. Of others a number is said from `small_cells.LEAST` on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.domain.employers.own import own_unit
from tonggong.domain.employers.queries import MonthSum, codes_of, keys_of, sums_of
from tonggong.domain.employment.own import reported_people
from tonggong.domain.persons.models import Person
from tonggong.domain.quota.attested import Said, Sum
from tonggong.domain.quota.facts import INSURANCE, WAGES
from tonggong.domain.quota.trying import city_code
from tonggong.domain.quota.yearly import UnitQuota, quota_of
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing
from tonggong.rules.masking import mask_name
from tonggong.rules.outcome import Step
from tonggong.rules.quota.counting import MonthCount, YearCount, spans
from tonggong.rules.quota.levy import levy_due
from tonggong.rules.quota.numbers import exact, plain
from tonggong.rules.quota.placements import Finding
from tonggong.rules.small_cells import LEAST

_YEAR = Decimal(12)
SHOWN_YEARS = 5


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """A month of one placement: its number, what it counts as, and why not; `weight` None where there was no work."""

    number: int
    weight: Decimal | None
    is_known: bool = True  # False: the month lies ahead of what the files say


@dataclass(frozen=True, slots=True)
class OwnPlacement:
    """Somebody whom the unit reported, masked; months and reasons."""

    person_id: int
    name: str
    months: tuple[OwnMonth, ...]
    persons_of_year: Decimal  # weighted, persons
    months_counted: int  # each person once
    said: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class OwnYear:
    """What a unit is shown of a year.

    `quota` is that of the persons it reported; None where nothing is known of the year, or the city has not entered a figure.
    `others`: how many more the departments' files know, None where so few that the number would point at somebody.
    """

    year: int
    place: str
    heads: tuple[MonthSum, ...]
    senders: tuple[tuple[str, ...], tuple[str, ...]]  # whose files say how many work there, and what they are paid
    quota: UnitQuota | None = None
    people: tuple[OwnPlacement, ...] = ()
    others: int | None = None
    is_figure_missing: bool = False
    is_of_holding: bool = False  # counted elsewhere together with its parent or its branches: not by this page

    @property
    def person_months(self) -> Decimal:
        """Months that count, each person once."""
        return Decimal(sum(one.months_counted for one in self.people))


def known_years(who: Who, today_year: int) -> list[int]:
    """The years to choose from: those with months of a file of the unit, and last year and this; newest first."""
    unit = own_unit(who)
    known = {int(one.month[:4]) for one in sums_of(unit, INSURANCE)} if unit else set()
    return sorted({*known, today_year, today_year - 1}, reverse=True)[:SHOWN_YEARS]


def own_year(who: Who, year: int, over: tuple[Iterable[Said], Iterable[Sum]] = ((), ())) -> OwnYear | None:
    """The year of the unit that somebody speaks for; None where he speaks for none that is registered.

    `over`: what a declaration that is not decided yet says, laid over the files.
    The caller notes that the people in it were looked at.
    """
    unit = own_unit(who)
    if unit is None:
        return None
    place = unit.county_code or city_code()
    heads = tuple(one for one in sums_of(unit, INSURANCE) if one.month.startswith(f"{year}-"))
    codes = codes_of(unit)
    senders = _senders(codes, year, INSURANCE), _senders(codes, year, WAGES)
    try:
        found = quota_of(unit.code, year, over=over)
    except FigureMissing:
        return OwnYear(year, place, heads, senders, is_figure_missing=True)
    ours = reported_people(who)
    mine = [(key, count) for key, count in found.placements if key in ours] if found else []
    # Where neither a file nor a report knows anything, it must not show that a person does stand in the ledger.
    if found is None or (found.levy is None and not mine):
        return OwnYear(year, place, heads, senders)
    rest = {key for key, count in found.placements if key not in ours and count.months}
    names = dict(Person.objects.filter(pk__in=[key for key, _ in mine]).values_list("pk", "name"))
    people = tuple(_placement(key, names[key], one, found.months_counted) for key, one in mine if one.months)
    return OwnYear(
        year, place, heads, senders, _of(found, mine), people, len(rest) if len(rest) >= LEAST else None,
        is_of_holding=unit.parent_id is not None or Unit.objects.filter(parent__in=keys_of(unit)).exists(),
    )  # fmt: skip


def _senders(codes: list[str], year: int, feed: str) -> tuple[str, ...]:
    rows = UnitMonth.objects.filter(
        unit_code__in=codes, feed=feed, month__startswith=f"{year}-", delivery__state="complete"
    )
    return tuple(rows.order_by("delivery__sender").values_list("delivery__sender", flat=True).distinct())


def _of(found: UnitQuota, mine: list[tuple[int, YearCount]]) -> UnitQuota:
    """The same year counted by some of its placements: the very rule that gave the whole."""
    if found.levy is None:
        return replace(found, placements=tuple(mine))
    weighted = sum((one.weighted_months for _, one in mine), Decimal(0)) * _YEAR / found.months_counted
    case = found.levy.case._replace(counted_months=weighted)
    return replace(found, placements=tuple(mine), levy=levy_due(case, found.levy.terms))


def _placement(key: int, name: str, count: YearCount, until: int) -> OwnPlacement:
    judged = {months.number(month.month) % 12 + 1: month for month in count.months}
    cells = tuple(
        OwnMonth(n, judged[n].weight if n in judged else None, n <= until) for n in range(1, int(_YEAR) + 1)
    )  # fmt: skip
    counted = sum(month.counts for month in count.months)
    return OwnPlacement(key, mask_name(name), cells, count.weighted_months / _YEAR, counted, tuple(_said(count)))


def _said(count: YearCount) -> Iterator[Step]:
    """What counts and what doesn't, without the words on the certificate: its grade is told by the weight alone."""
    counted: dict[Decimal, list[MonthCount]] = {}
    against: dict[tuple[str, str], list[str]] = {}
    for month in count.months:
        if month.weighed is not None:
            counted.setdefault(month.weight, []).append(month)
        for one in month.against:
            against.setdefault(_reason(one), []).append(month.month)
    for weight, those in counted.items():
        source = those[0].weighed.source if those[0].weighed else ""
        yield Step(f"{spans(month.month for month in those)}计入，每月算{exact(weight)}人。", source)
    for (text, source), which in against.items():
        yield Step(f"{spans(which)}不计入：{text}", source)
    total = count.weighted_months
    yield Step(
        f"合计{exact(total)}人月，除以{exact(_YEAR)}，为{plain(total / _YEAR)}人。", "残联厅函〔2022〕63号 一(四)"
    )


def _reason(one: Finding) -> tuple[str, str]:
    return one.text, one.source
