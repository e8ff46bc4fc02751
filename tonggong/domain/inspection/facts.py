"""Rows of the ledger turned into the placements that the signals judge: the only file here that knows both.

A placement is one person at one unit with all months paid there. What no feed gives (banks, other cities) is None, so
that the judgement says of which signals nothing is known.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.employers.queries import carried
from tonggong.domain.employment.models import Contribution, Spell, WageMonth
from tonggong.domain.inspection import lives
from tonggong.domain.inspection.lines import Line
from tonggong.domain.inspection.staff import Everybody, UnitRow, sums_of_year, unit_facts, units_of
from tonggong.domain.persons.choices import Kind
from tonggong.domain.quota.facts import FETCH
from tonggong.rules import months
from tonggong.rules.figures import Figures
from tonggong.rules.signals.facts import Elsewhere, Home, PaidMonth, PlacementFacts, UnitFacts
from tonggong.rules.signals.naming import says

PART_TIME, AT_HOME_FORMS = "71", ("53", "73")
Pair = tuple[int, str]  # person and unit


class Job(NamedTuple):
    """What the ledger says of the work of a placement, of its latest spell in the year."""

    started_on: date
    ended_on: date | None
    form: str
    post: str
    row: Line


@dataclass(slots=True)
class Year:
    """A year of the ledger: its placements with the county of each unit, and the units' staff."""

    year: int
    placements: list[PlacementFacts] = field(default_factory=list)
    units: list[UnitFacts] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)  # by unit, the division whose figures apply and who may see it


def read(year: int, known_at: datetime | None = None) -> Year:
    """Read every certificate holder who was paid for at a unit in a year; families and strangers are no placements.

    What is written under a code that a unit had before is of the unit in use.

    Args:
        known_at: facts as known at an instant; None is now. Names and places of units are always today's.
    """
    first, last, joins = f"{year}-01", f"{year}-12", carried(known_at)
    paid = Contribution.objects.known_at(known_at).filter(person__merged_into=None)
    paid = paid.exclude(unit_code="").exclude(person__kind=Kind.MEMBER)
    people = paid.filter(first_month__lte=last, last_month__gte=first).values("person")
    jobs, unit_of = _jobs(people, year, known_at, joins)
    words = _Words(year)
    ours = _paid(paid.filter(person__in=people, first_month__lte=last), people, last, jobs, words.of(), known_at, joins)
    units = units_of({unit for _, unit in ours}, words.of(), known_at, joins)
    everybody = sums_of_year(year, units, known_at, joins)
    known = lives.read(people, unit_of, words.of(), known_at)
    found = Year(year, places={code: place_of(unit) for code, unit in units.items()})
    mine: dict[int, list[str]] = defaultdict(list)
    for person, unit in ours:
        mine[person].append(unit)
    stays = {
        pair: _stay(units[pair[1]], jobs.get(pair), paid_months, everybody, year) for pair, paid_months in ours.items()
    }
    placed: dict[str, list[PlacementFacts]] = defaultdict(list)
    for (person, unit), paid_months in sorted(ours.items()):
        if person not in known.holders or not any(month.month.startswith(f"{year}-") for month in paid_months):
            continue
        others = [_elsewhere((person, other), ours, jobs, stays) for other in mine[person] if other != unit]
        one = _placement((person, unit), units[unit], jobs, stays, ours, known, tuple(others), words)
        found.placements.append(one)
        placed[unit].append(one)
    found.units = [
        unit_facts(units[unit], those, everybody, year, place_of, words.of(place_of(units[unit])))
        for unit, those in sorted(placed.items())
    ]
    return found


class _Words:
    """The words of the figures at the year's end, by place; "" is the city's."""

    def __init__(self, year: int):
        city = divisions.city()
        self._day, self._city = date(year, 12, 31), city.code if city else ""
        self._known: dict[str, Figures] = {}

    def of(self, place: str = "") -> Figures:
        place = place or self._city
        if place not in self._known:
            self._known[place] = figures_on(self._day, place)
        return self._known[place]


def place_of(unit: UnitRow) -> str:
    """The division whose figures apply to a unit: its county, the city's where nobody knows it."""
    city = divisions.city()
    return unit.county_code or (city.code if city else "")


def _jobs(
    people: QuerySet[Any], year: int, known_at: datetime | None, joins: Mapping[str, str]
) -> tuple[dict[Pair, Job], dict[int, Pair]]:
    """The latest spell of each placement that had begun by the year's end; and whose each thread is, and where."""
    found: dict[Pair, Job] = {}
    unit_of: dict[int, Pair] = {}
    rows = Spell.objects.known_at(known_at).filter(person__in=people).exclude(unit_code="")
    columns = (
        "id", "thread", "person_id", "unit_code", "started_on", "ended_on", "form", "post", "source_file_id", "source_row"
    )  # fmt: skip
    for key, thread, person, unit, *said in (
        rows.order_by("started_on", "pk").values_list(*columns).iterator(chunk_size=FETCH)
    ):
        unit = joins.get(unit, unit)
        unit_of[thread or key] = person, unit
        started, ended, form, post, file, row = said
        if started <= date(year, 12, 31):
            found[person, unit] = Job(started, ended, form, post, Line("就业记录", file, row, f"{started}起"))
    return found, unit_of


def _paid(
    paid: QuerySet[Any], people: QuerySet[Any], last: str, jobs: Mapping[Pair, Job], words: Figures,
    known_at: datetime | None, joins: Mapping[str, str],
) -> dict[Pair, tuple[PaidMonth, ...]]:  # fmt: skip
    """The months paid for at each placement up to the year's end, with wages; a month said twice counts once.

    Of a month under two codes of a unit what the one in use says stands.
    """
    wages: dict[Pair, dict[str, tuple[Decimal, tuple[int | None, int | None]]]] = defaultdict(dict)
    declared = WageMonth.objects.known_at(known_at).filter(person__in=people, month__lte=last).order_by("pk")
    of_wage = ("person_id", "unit_code", "month", "wage_yuan", "source_file_id", "source_row")
    for person, unit, month, yuan, file, row in declared.values_list(*of_wage).iterator(chunk_size=FETCH):
        before, _ = wages[person, unit].get(month, (Decimal(0), None))
        wages[person, unit][month] = before + yuan, (file, row)
    _carry(wages, joins)
    found: dict[Pair, dict[str, PaidMonth]] = defaultdict(dict)
    columns = (
        "person_id", "unit_code", "first_month", "last_month", "kinds", "is_arrears", "source_file_id", "source_row"
    )  # fmt: skip
    for person, unit, begin, end, kinds, late, file, row in (
        paid.order_by("pk").values_list(*columns).iterator(chunk_size=FETCH)
    ):
        there = person, joins.get(unit, unit)
        job = jobs.get(there)
        full = says(kinds, "pension_words", words) if kinds else (False if job and job.form == PART_TIME else None)
        stretch = begin != end  # taken over from a ledger that names the first and the last month only
        for month in months.between(begin, min(end, last)):
            wage, declared_at = wages.get(there, {}).get(month, (None, None))
            line = Line("参保缴费", file, row, month, declared_at)
            one = PaidMonth(month, full, None if stretch else late, wage, line)
            if not stretch or month not in found[person, unit]:
                found[person, unit][month] = one
    _carry(found, joins)
    return {pair: tuple(by_month[month] for month in sorted(by_month)) for pair, by_month in found.items()}


def _carry(known: dict[Pair, dict[str, Any]], joins: Mapping[str, str]) -> None:
    """Bring months under former codes to the code in use; a month that is known there stays as it is."""
    for person, old in sorted((pair for pair in known if pair[1] in joins), reverse=True):
        for month, said in known.pop((person, old)).items():
            known.setdefault((person, joins[old]), {}).setdefault(month, said)


def _stay(
    unit: UnitRow, job: Job | None, paid: tuple[PaidMonth, ...], everybody: Everybody, year: int
) -> tuple[date, date | None]:
    """From when to when somebody was there: by the ledger, and over with the last paid month once a later one was compared."""
    last = paid[-1].month
    started = job.started_on if job and months.of(job.started_on) <= last else months.first_day(paid[0].month)
    if job and job.ended_on is not None and months.of(job.ended_on) >= last:
        return started, job.ended_on
    insured = [month for month in everybody.insured.get(unit.county_code, ()) if month > last]
    return started, months.last_day(last) if insured else None


def _elsewhere(
    pair: Pair,
    ours: Mapping[Pair, tuple[PaidMonth, ...]],
    jobs: Mapping[Pair, Job],
    stays: Mapping[Pair, tuple[date, date | None]],
) -> Elsewhere:
    job = jobs.get(pair)
    part_time = (job is not None and job.form == PART_TIME) or None
    return Elsewhere(pair[1], stays[pair][0], ours[pair], part_time, "", job.row if job else Line("参保缴费"))


def _placement(
    pair: Pair,
    unit: UnitRow,
    jobs: Mapping[Pair, Job],
    stays: Mapping[Pair, tuple[date, date | None]],
    ours: Mapping[Pair, tuple[PaidMonth, ...]],
    known: lives.Lives,
    elsewhere: tuple[Elsewhere, ...],
    words: _Words,
) -> PlacementFacts:
    person, code = pair
    job, (started, ended), life = jobs.get(pair), stays[pair], known.people[person]
    form, post = (job.form, job.post) if job else ("", "")
    said = known.own_word(person, started, ended, is_only=not elsewhere)
    return PlacementFacts(
        key=pair,
        person=person,
        unit=code,
        place=place_of(unit),
        started_on=started,
        ended_on=ended,
        form=form,
        post=post,
        is_part_time=form == PART_TIME or None,
        is_remote=says(post, "at_home_words", words.of(place_of(unit))) or form in AT_HOME_FORMS or None,
        months=ours[pair],
        certificates=life.certificates,
        cancelled_on=life.cancelled_on,
        category=life.category,
        grade=life.grade,
        died_on=life.died_on,
        unconfirmed=life.unconfirmed,
        school=known.school(person),
        part_time_school=person in known.part_time_students,
        care=known.care(person, words.of(place_of(unit))),
        benefits=known.unemployed(person),
        elsewhere=elsewhere,
        home=life.home,
        work=Home(unit.county_code, unit.township_code) if unit.county_code else None,
        phone=life.phone,
        household=life.household,
        traces=tuple(one for at, one in known.traces.get(person, ()) if at in (None, code)),
        statements=tuple(said),
        row=job.row if job else ours[pair][-1].row,
    )
