"""Rows of the ledger turned into the cases that the quota's rules take: the only file here that knows both."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from tonggong.base.among import among
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.domain.employers.queries import carried
from tonggong.domain.employment.models import AttestedSum, Contribution, Spell, WageMonth
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Certificate, Person, PersonFact
from tonggong.domain.persons.periods import certificate_period
from tonggong.domain.quota import from_files
from tonggong.domain.quota.attested import Held, Said, Sum, held, placements_over, staff_over, wages_over
from tonggong.rules import months
from tonggong.rules.ages import FEMALE, MALE, RetireCategory
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.quota.counting import Holder, Placement, Relation, WorkMonth
from tonggong.rules.quota.headcount import StaffMonth
from tonggong.rules.quota.kinds import UnitKind, kind_of

FETCH = 20_000
INSURANCE, WAGES = "social-insurance", "wages"
_PENSION, _MEDICAL = "养老", "医疗"
_ESTABLISHED = ("在编",)
_OPEN_ENDED = "无固定期限"
_DISPATCHED, _SHELTERED, _ORGAN = "16", "5", "11"


class UnitRow(NamedTuple):
    """A unit as registered."""

    id: int
    code: str
    name: str
    economic_kind: str
    county_code: str
    registered_on: date | None

    @property
    def kind(self) -> UnitKind:
        """What it is for the quota."""
        return kind_of(self.code, self.economic_kind)


@dataclass(slots=True)
class UnitYear:
    """What is known of one unit in a year: heads by month, wages paid, and whom it placed."""

    unit: UnitRow
    staff: list[StaffMonth] = field(default_factory=list)
    wage_total: Decimal | None = None
    wage_months: int = 0
    carried: tuple[str, ...] = ()  # further codes whose files say something of the year
    said_twice: tuple[str, ...] = ()  # months in which files say heads under two codes; the newer one's stand


@dataclass(slots=True)
class Year:
    """A year of the ledger: units that had staff or placements, and every placement by person.

    `insured`: by county, the months of which an insurance file was compared; `waged`: those of the wage file.
    """

    year: int
    units: dict[str, UnitYear] = field(default_factory=dict)
    placements: dict[int, list[Placement]] = field(default_factory=dict)
    insured: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    waged: set[str] = field(default_factory=set)

    @property
    def last_known(self) -> str | None:
        """The last month of the year of which anything is known by file; None where none is."""
        known = self.waged.union(*self.insured.values())
        return max(known) if known else None


def read(
    year: int,
    known_at: datetime | None = None,
    codes: Collection[str] | None = None,
    over: tuple[Iterable[Said], Iterable[Sum]] = ((), ()),
    joins: Mapping[str, str] | None = None,
) -> Year:
    """Read a year: of all units, or of some by code with everybody they placed, wherever else those are placed.

    Args:
        known_at: facts as known at an instant; None is now.
        codes: unified social credit codes; None is every unit.
        over: what a declaration says that nobody has decided yet, laid over what was accepted.
        joins: codes that a unit had before with the code in use, for a trial; None is what the register says.
    """
    found = Year(year)
    laid = held(year, known_at)
    laid.lay_beneath(from_files.agreements(year, known_at))
    laid.add(*over)
    joins = carried(known_at) if joins is None else joins
    laid.under(joins)
    every: Collection[str] = ()  # the asked units' codes, also those that they had before
    if codes is not None:
        codes = {joins.get(code, code) for code in codes}
        every = {*codes, *(old for old, kept in joins.items() if kept in codes)}
    first, last = f"{year}-01", f"{year}-12"
    units = Unit.objects.all() if codes is None else Unit.objects.filter(code__in=codes)
    columns = ("id", "code", "name", "economic_kind", "county_code", "registered_on")
    rows = {row[1]: UnitRow(*row) for row in units.order_by("code").values_list(*columns).iterator(chunk_size=FETCH)}
    rows = {code: row for code, row in rows.items() if code not in joins}
    spells = Spell.objects.known_at(known_at).exclude(unit_code="").filter(started_on__lte=date(year, 12, 31))
    spells = spells.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)), person__merged_into=None)
    sums = UnitMonth.objects.filter(month__gte=first, month__lte=last, delivery__state="complete")
    if known_at is not None:
        sums = sums.filter(delivery__compared_at__lte=known_at)
    if codes is None:
        places = {code: row.county_code for code, row in rows.items()}
    else:
        agreed = [one.person for said in laid.people.values() for one in said if one.unit in codes]
        here = Q(person__in=spells.filter(unit_code__in=every).values("person")) | Q(person__in=agreed)
        spells = spells.filter(here)
        asked = {*codes, *(joins.get(code, code) for code in spells.values_list("unit_code", flat=True))}
        places = dict(Unit.objects.filter(code__in=asked).values_list("code", "county_code"))
        _months_of_files(found, sums, places)
        sums = sums.filter(unit_code__in=every)
    _heads(found, rows, places, sums, joins, laid)
    people = among(spells.order_by().values_list("person", flat=True).distinct())
    # Who pays anywhere is nearly everybody here: a whole city is read without asking a table of whom.
    theirs = Q() if codes is None else Q(person__in=people)
    paid = _paid(theirs, first, last, known_at)
    wages = _wages(theirs, first, last, known_at)
    holders = _holders(people, known_at)
    _carry(paid, joins)
    _carry(wages, joins)
    for row in spells.order_by("pk").values_list(*_SPELL).iterator(chunk_size=FETCH):
        person, unit = row[1], joins.get(row[2], row[2])
        holder = holders.get(person)
        if holder is None:
            continue
        county = places.get(unit, "")
        known = tuple(
            _months(found, county, paid.get((person, unit), {}), wages.get((person, unit), {}), row[5], row[6])
        )
        found.placements.setdefault(person, []).append(_placement(row, unit, holder, county, known))
        if unit in rows and unit not in found.units:
            found.units[unit] = UnitYear(rows[unit])
    paid_out = (
        one._replace(unit=joins.get(one.unit, one.unit))
        for one in from_files.bank_months(theirs, first, last, known_at)
    )
    laid.lay_beneath(paid_out)
    _lay(found, laid, rows, places)
    return found


def _lay(found: Year, laid: Held, rows: dict[str, UnitRow], places: dict[str, str]) -> None:
    """Lay over the files what was accepted of persons and of a unit's heads and wages."""
    for person, said in laid.people.items():
        if person in found.placements:
            places |= {one.unit: rows[one.unit].county_code for one in said if one.unit in rows}
            over = list(placements_over(found.placements[person], said, found.year, places))
            found.placements[person] = over
            for one in over:
                if one.unit in rows and one.unit not in found.units:
                    found.units[one.unit] = UnitYear(rows[one.unit])
    for code, sums in laid.sums.items():
        if code in rows:
            unit = found.units.setdefault(code, UnitYear(rows[code]))
            unit.staff = staff_over(unit.staff, sums)
            unit.wage_total, unit.wage_months = wages_over(unit.wage_total, unit.wage_months, sums)


_SPELL = (
    "id", "person_id", "unit_code", "form", "contract_kind", "started_on", "ended_on", "contract_until", "thread",
)  # fmt: skip


def _months_of_files(found: Year, sums: QuerySet[Any], places: dict[str, str]) -> None:
    """Of which months a file was compared, for the counties of some units: without reading what every unit has."""
    found.waged |= set(sums.filter(feed=WAGES).values_list("month", flat=True).distinct())
    for county in set(places.values()):
        there = sums.filter(feed=INSURANCE, unit_code__in=Unit.objects.filter(county_code=county).values("code"))
        found.insured[county] |= set(there.values_list("month", flat=True).distinct())


def _heads(
    found: Year,
    rows: dict[str, UnitRow],
    places: dict[str, str],
    sums: QuerySet[Any],
    joins: Mapping[str, str],
    laid: Held,
) -> None:
    """Everybody's heads by unit and month, and the wages paid; a month of a county with a file but without the unit is 0."""
    heads: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    totals: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for code, month, feed, count, total in sums.values_list("unit_code", "month", "feed", "heads", "total_yuan").iterator(chunk_size=FETCH):  # fmt: skip
        if feed == INSURANCE:
            kept = joins.get(code, code)
            found.insured[places.get(kept, "")].add(month)
            if kept in rows:
                heads[code][month] += count
        elif feed == WAGES:
            found.waged.add(month)
            if joins.get(code, code) in rows and total is not None:
                totals[code][month] += total
    twice = _under_one_code(heads, totals, joins, {code: laid.sums[code] for code in joins if code in laid.sums}, rows)
    for code in heads.keys() | totals.keys():
        unit = found.units[code] = UnitYear(rows[code])
        unit.carried, unit.said_twice = twice.get(code, ((), ()))
        known = found.insured.get(rows[code].county_code, set()) | heads[code].keys()
        unit.staff = [StaffMonth(month, heads[code].get(month, Decimal(0))) for month in sorted(known)]
        if code in totals:
            unit.wage_months = len(found.waged)
            unit.wage_total = sum(totals[code].values(), Decimal(0))


def _under_one_code(
    heads: dict[str, dict[str, Decimal]],
    totals: dict[str, dict[str, Decimal]],
    joins: Mapping[str, str],
    accepted: Mapping[str, list[Sum]],
    rows: Mapping[str, UnitRow],
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Bring what is known under former codes to the code in use, and say of each unit which codes and months said twice.

    Of a month under two codes only the newer one's stands: a file under the old code then repeats the same people. What was
    accepted of a former code corrects that code's own sums before they are brought over.
    """
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for old, said in accepted.items():
        if joins[old] not in rows:
            continue
        for one in said:
            if one.kind == AttestedSum.Kind.HEADS:
                heads[old][one.period] = one.amount
            elif one.kind == AttestedSum.Kind.WAGES:
                totals[old] = defaultdict(Decimal, {one.period: one.amount})  # of the year, not of a month
    for old in sorted(joins, reverse=True):
        if old not in heads and old not in totals:
            continue
        kept = joins[old]
        codes, months_twice = found.get(kept, ((), ()))
        theirs = heads.pop(old, {})
        again = {month for month in theirs if month in heads.get(kept, {})}
        for store, brought in ((heads, theirs), (totals, totals.pop(old, {}))):
            for period, amount in brought.items():
                store[kept].setdefault(period, amount)
        found[kept] = ((*codes, old), tuple(sorted({*months_twice, *again})))
    return found


def _carry(known: dict[tuple[int, str], dict[str, Any]], joins: Mapping[str, str]) -> None:
    """Bring a person's months under former codes to the code in use; a month that is known there stays as it is."""
    for person, old in sorted((key for key in known if key[1] in joins), reverse=True):
        theirs = known.pop((person, old))
        mine = known[person, joins[old]]
        for month, said in theirs.items():
            mine.setdefault(month, said)


def _paid(theirs: Q, first: str, last: str, known_at: datetime | None) -> dict[tuple[int, str], dict[str, str]]:
    """The insured months of each person at each unit, with the kinds of insurance as the file names them."""
    found: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    rows = Contribution.objects.known_at(known_at).filter(theirs, first_month__lte=last, last_month__gte=first)
    columns = ("person_id", "unit_code", "first_month", "last_month", "kinds")
    for person, unit, begin, end, kinds in rows.values_list(*columns).iterator(chunk_size=FETCH):
        for month in months.between(max(begin, first), min(end, last)):
            known = found[person, unit].get(month)
            found[person, unit][month] = kinds if not known else f"{known}、{kinds}" if kinds else known
    return found


def _wages(theirs: Q, first: str, last: str, known_at: datetime | None) -> dict[tuple[int, str], dict[str, Decimal]]:
    found: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
    rows = WageMonth.objects.known_at(known_at).filter(theirs, month__gte=first, month__lte=last)
    for person, unit, month, yuan in rows.values_list("person_id", "unit_code", "month", "wage_yuan").iterator(chunk_size=FETCH):  # fmt: skip
        found[person, unit][month] = found[person, unit].get(month, Decimal(0)) + yuan
    return found


def _holders(people: RawSQL, known_at: datetime | None) -> dict[int, Holder]:
    certificates: dict[int, list[CertificatePeriod]] = defaultdict(list)
    rows = Certificate.objects.known_at(known_at).filter(person__in=people).order_by("pk")
    columns = ("person_id", "kind", "status", "issued_on", "valid_until", "status_on", "grade")
    for person, *known in rows.values_list(*columns).iterator(chunk_size=FETCH):
        period = certificate_period(*known)
        if period is not None:
            certificates[person].append(period)
    categories: dict[int, RetireCategory] = {}
    said = PersonFact.objects.known_at(known_at).filter(person__in=people, kind=Circumstance.RETIREMENT)
    for person, value in said.order_by("known_from", "pk").values_list("person_id", "value"):
        if value in RetireCategory.__members__:
            categories[person] = RetireCategory(value)
    found: dict[int, Holder] = {}
    for key, sex, born, died in Person.objects.filter(pk__in=people).values_list("id", "sex", "born_on", "died_on").iterator(chunk_size=FETCH):  # fmt: skip
        if key in certificates:
            held = tuple(certificates[key])
            found[key] = Holder(MALE if sex == "1" else FEMALE, born, held, categories.get(key), died)
    return found


def _months(
    found: Year, county: str, paid: dict[str, str], wages: dict[str, Decimal], started: date, ended: date | None
) -> Iterator[WorkMonth]:
    first = max(f"{found.year}-01", months.of(started))
    last = min(f"{found.year}-12", months.of(ended) if ended else "9999-12")
    for month in months.between(first, last) if first <= last else ():
        if month in paid:
            kinds = paid[month]
            pension, medical = (not kinds or _PENSION in kinds), (not kinds or _MEDICAL in kinds)
        else:
            pension = medical = False if month in found.insured.get(county, ()) else None  # type: ignore[assignment]
        wage = wages.get(month)
        if wage is None and month in found.waged:
            wage = Decimal(0)
        yield WorkMonth(month, wage, pension, medical)


def _placement(row: tuple, unit: str, holder: Holder, county: str, known: tuple[WorkMonth, ...]) -> Placement:
    key, _person, _code, form, contract, started, ended, until, thread = row
    return Placement(
        key=thread or key,
        unit=unit,
        holder=holder,
        form=form,
        relation=_relation(form, contract),
        started_on=started,
        ended_on=ended,
        contract_until=until,
        is_open_ended=_OPEN_ENDED in contract,
        place=county,
        months=known,
    )


def _relation(form: str, contract: str) -> Relation:
    if form.startswith(_SHELTERED):
        return Relation.AGREEMENT
    if form == _DISPATCHED:
        return Relation.DISPATCH
    if form == _ORGAN or contract in _ESTABLISHED:
        return Relation.ESTABLISHED
    return Relation.CONTRACT
