"""The standing ledger in memory, for the length of one comparison: found by number, changed as rows are read.

Every reader asks and changes this one object; what it changes goes into its `Changes` at the same moment, so the next
row already sees it. Nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from tonggong.base.bulk import in_chunks
from tonggong.base.changes import Changes
from tonggong.base.divisions.queries import city
from tonggong.base.facts import Fact
from tonggong.base.installation.clock import day_of
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy import unseal_many
from tonggong.domain.employers import services as employers
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment import services as employment
from tonggong.domain.employment.models import Contribution, Spell, WageMonth
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance, Kind
from tonggong.domain.persons.models import (
    Certificate,
    Household,
    HouseholdMember,
    Identity,
    Person,
    PersonFact,
)
from tonggong.domain.training.models import Attendance
from tonggong.rules import comparing, months

Source = tuple[int | None, int | None]
CLOSED = {"注销", "吊销", "迁出"}  # what the business register writes of a unit that is no more here


@dataclass(slots=True)
class Someone:
    """A person as the ledger stands."""

    id: int
    kind: str
    citizen_id: str
    name: str
    sex: str
    born_on: date
    county_code: str
    township_code: str
    phone: str | None
    died_on: date | None

    @property
    def is_member(self) -> bool:
        """Whether the person stands here only as somebody's family."""
        return self.kind == Kind.MEMBER


@dataclass(slots=True)
class Card:
    """A standing statement of a certificate."""

    id: int
    thread: int
    kind: str
    number: str
    category: str
    grade: int
    issued_on: date | None
    valid_until: date | None
    status: str
    status_on: date | None


@dataclass(slots=True)
class Job:
    """A standing statement of a spell."""

    id: int
    thread: int
    person: int
    source_file: int | None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def unit_code(self) -> str:
        return self.values["unit_code"]

    @property
    def started_on(self) -> date:
        return self.values["started_on"]

    @property
    def ended_on(self) -> date | None:
        return self.values["ended_on"]

    def covers(self, month: str) -> bool:
        """Whether some day of the month lies in it."""
        return self.started_on <= months.last_day(month) and (
            self.ended_on is None or self.ended_on >= months.first_day(month)
        )


@dataclass(slots=True)
class Firm:
    """A unit as the register stands."""

    id: int
    code: str
    name: str
    economic_kind: str
    county_code: str
    status: str


class Ledger:
    """All that comparison needs of the ledger, read once.

    Args:
        changes: where everything that is changed is noted.
        gone: facts that this very comparison withdraws, by table.
        only: the persons that matter, where one decision is carried out; all of them otherwise.
        again: facts that this very comparison says again, by table: old key → new key.
    """

    def __init__(
        self,
        changes: Changes,
        gone: dict[type[Fact], set[int]] | None = None,
        only: Iterable[int] | None = None,
        again: dict[type[Fact], dict[int, int]] | None = None,
    ):
        self.changes = changes
        self.gone = gone or {}
        self.again = again or {}
        self.only = None if only is None else list(only)
        self.has_new_people = False
        self.asked_as_closed: set[int] = set()  # spells asked about in this run because the unit is closed
        self.people: dict[int, Someone] = {}
        self.by_number: dict[str, int] = {}
        rows = Person.objects.in_ledger().values_list(
            "id", "kind", "citizen_id_sealed", "name", "sex", "born_on", "county_code", "township_code", "phone_sealed", "died_on"
        )  # fmt: skip
        if self.only is not None:
            rows = rows.filter(pk__in=self.only)
        rows = list(rows.iterator(chunk_size=20_000))
        numbers = unseal_many("person.citizen_id", [r[2] for r in rows])
        phones = unseal_many("person.phone", [r[8] for r in rows])
        for row, number, phone in zip(rows, numbers, phones, strict=True):
            someone = Someone(row[0], row[1], str(number), row[3], row[4], row[5], row[6], row[7], phone, row[9])
            self.people[someone.id] = someone
            self.by_number[someone.citizen_id] = someone.id
        self.aliases = self._aliases()

    def _aliases(self) -> list[tuple[int, str | None, str]]:
        """Other numbers and former names: (person, number, name)."""
        rows = list(self.standing(Identity, "person_id", "citizen_id_sealed", "name"))
        numbers = unseal_many("person.citizen_id", [r[2] for r in rows])
        found = [(r[1], n, r[3]) for r, n in zip(rows, numbers, strict=True) if r[1] in self.people]
        for person, number, _name in found:
            if number:
                self.by_number.setdefault(number, person)
        return found

    def standing(self, model: type[Any], *columns: str) -> Iterator[tuple]:
        """Rows of facts that stand, without those withdrawn now, with those said again; the first column is the key."""
        gone, again = self.gone.get(model, set()), self.again.get(model, {})
        rows = model._default_manager.all()
        if self.only is not None:
            rows = rows.filter(person_id__in=self.only)
        rows = rows.values_list("id", *columns)
        yield from (row for row in rows.filter(known_until=None).iterator(20_000) if row[0] not in gone)
        for chunk in in_chunks(list(again)):
            yield from ((again[row[0]], *row[1:]) for row in rows.filter(pk__in=chunk))

    @cached_property
    def limits(self) -> comparing.Limits:
        """The city's limits of a comparison, looked up once. Raises FigureMissing."""
        place = city()
        return comparing.limits(figures_on(day_of(self.changes.now), place.code if place else ""))

    # --- persons ---------------------------------------------------------------------------------------------------

    def add_person(self, **known: Any) -> Someone:
        """Enter a person (columns as `persons.services.add_person`)."""
        someone = Someone(persons.add_person(self.changes, **known), died_on=None, **known)
        self.people[someone.id] = someone
        self.by_number[someone.citizen_id] = someone.id
        self.has_new_people = True
        return someone

    def set_kind(self, someone: Someone, kind: str) -> None:
        """Say why a person stands in the ledger, where that has changed."""
        if someone.kind != kind:
            someone.kind = kind
            self.changes.update(Person, someone.id, kind=kind)

    @cached_property
    def cards(self) -> dict[int, list[Card]]:
        """Standing certificates by person."""
        found: dict[int, list[Card]] = defaultdict(list)
        rows = list(
            self.standing(
                Certificate, "thread", "person_id", "kind", "number_sealed", "category", "grade",
                "issued_on", "valid_until", "status", "status_on",
            )
        )  # fmt: skip
        numbers = unseal_many("certificate.number", [r[4] for r in rows])
        for row, number in zip(rows, numbers, strict=True):
            found[row[2]].append(Card(row[0], row[1] or row[0], row[3], str(number), *row[5:]))
        return found

    def add_card(self, person: int, known: dict[str, Any], source: Source, old: Card | None = None) -> None:
        """Add a certificate, or say one anew."""
        if old is not None:
            self.changes.end(Certificate, old.id)
            self.cards[person].remove(old)
        thread = old.thread if old else None
        row = persons.add_certificate(self.changes, person, **known, source=source, thread=thread)
        self.cards[person].append(Card(row, thread or row, **known))

    def holds_valid_card(self, person: int, day: date) -> bool:
        """Whether some certificate of the person is valid on a day."""
        return any(
            c.status in ("valid", "expired", "lost", "migrating")
            and (c.issued_on is None or c.issued_on <= day)
            and (c.valid_until is None or c.valid_until >= day)
            for c in self.cards.get(person, ())
        )

    @cached_property
    def circumstances(self) -> dict[tuple[int, str], list[tuple[int, int, str, date | None, date | None]]]:
        """Standing circumstances: (row, thread, value, from, to) by person and kind."""
        found: dict[tuple[int, str], list[tuple]] = defaultdict(list)
        for row in self.standing(PersonFact, "thread", "person_id", "kind", "value", "started_on", "ended_on"):
            found[row[2], row[3]].append((row[0], row[1] or row[0], *row[4:]))
        return found

    def say(
        self, person: int, kind: Circumstance, value: str, start: date | None, end: date | None, source: Source
    ) -> None:
        """Add a circumstance."""
        row = persons.say(self.changes, person, kind, value, started_on=start, ended_on=end, source=source)
        self.circumstances[person, str(kind)].append((row, row, value, start, end))

    def say_anew(
        self,
        person: int,
        kind: Circumstance,
        old: tuple,
        value: str,
        start: date | None,
        end: date | None,
        source: Source,
    ) -> None:
        """Correct a circumstance."""
        self.changes.end(PersonFact, old[0])
        self.circumstances[person, str(kind)].remove(old)
        row = persons.say(
            self.changes, person, kind, value, started_on=start, ended_on=end, source=source, thread=old[1]
        )
        self.circumstances[person, str(kind)].append((row, old[1], value, start, end))

    # --- households -------------------------------------------------------------------------------------------------

    @cached_property
    def households(self) -> dict[str, int]:
        """Households by number."""
        return dict(Household.objects.values_list("number", "id"))

    @cached_property
    def members(self) -> dict[int, tuple[int, int, str, str]]:
        """Standing membership in a book by person: (row, household, relation, kind of registration)."""
        living = set(Household.objects.filter(basis=Household.Basis.LIVING).values_list("id", flat=True))
        rows = self.standing(HouseholdMember, "person_id", "household_id", "relation", "hukou_kind")
        return {r[1]: (r[0], *r[2:]) for r in rows if r[2] not in living}

    # --- work -------------------------------------------------------------------------------------------------------

    @cached_property
    def jobs(self) -> dict[int, list[Job]]:
        """Standing spells by person."""
        found: dict[int, list[Job]] = defaultdict(list)
        for row in self.standing(Spell, "thread", "person_id", "source_file_id", *employment.SPELL[1:]):
            values = dict(zip(employment.SPELL, (row[2], *row[4:]), strict=True))
            found[row[2]].append(Job(row[0], row[1] or row[0], row[2], row[3], values))
        return found

    def jobs_at(self, person: int, unit_code: str) -> Iterator[Job]:
        """Standing spells of a person at a unit."""
        return (job for job in self.jobs.get(person, ()) if job.unit_code == unit_code)

    def add_job(self, values: dict[str, Any], source: Source) -> Job:
        """Add a spell."""
        row = employment.add_spell(self.changes, values, source)
        job = Job(row, row, values["person_id"], source[0], values)
        self.jobs[job.person].append(job)
        return job

    def correct_job(self, job: Job, source: Source, **changed: Any) -> Job:
        """Say a spell anew with some columns changed."""
        values = job.values | changed
        row = employment.correct_spell(self.changes, job.id, job.thread, values, source)
        new = replace(job, id=row, source_file=source[0], values=values)
        self.jobs[job.person].remove(job)
        self.jobs[job.person].append(new)
        return new

    @cached_property
    def contributions(self) -> dict[tuple[int, str], tuple[str, str, Decimal | None, int | None]]:
        """Last stretch of paid months by person and unit: (first, last, base, file)."""
        found: dict[tuple[int, str], tuple] = {}
        for _id, person, unit, first, last, base, file in self._paid_rows:
            known = found.get((person, unit))
            if known is None or last > known[1]:
                found[person, unit] = (min(first, known[0]) if known else first, last, base, file)
        return found

    @cached_property
    def paid(self) -> set[tuple[int, str, str]]:
        """Single months known as paid: (person, unit, month), of contributions that name one month."""
        return {(person, unit, last) for _id, person, unit, _first, last, _base, _file in self._paid_rows}

    @cached_property
    def _paid_rows(self) -> list[tuple]:
        columns = ("person_id", "unit_code", "first_month", "last_month", "base_yuan", "source_file_id")
        return list(self.standing(Contribution, *columns))

    def add_contribution(
        self,
        person: int,
        unit: str,
        first: str,
        last: str,
        base: Decimal | None,
        source: Source,
        *,
        kinds: str = "",
        is_arrears: bool = False,
    ) -> None:
        """Add paid months."""
        employment.add_contribution(
            self.changes, person, unit, first, last, base, source, kinds=kinds, is_arrears=is_arrears
        )
        known = self.contributions.get((person, unit))
        if known is None or last > known[1]:
            self.contributions[person, unit] = (min(first, known[0]) if known else first, last, base, source[0])
        self.paid.add((person, unit, last))

    @cached_property
    def declared(self) -> set[tuple[int, str, str]]:
        """Wages known: (person, unit, month)."""
        return {row[1:] for row in self.standing(WageMonth, "person_id", "unit_code", "month")}

    def add_wage(
        self, person: int, unit: str, month: str, wage: Decimal, source: Source, post: str, is_part_time: bool | None
    ) -> None:
        """Add a declared wage."""
        employment.add_wage(self.changes, person, unit, month, wage, source, post=post, is_part_time=is_part_time)
        self.declared.add((person, unit, month))

    # --- units, training --------------------------------------------------------------------------------------------

    @cached_property
    def firms(self) -> dict[str, Firm]:
        """Units by credit code."""
        rows = Unit.objects.values_list("id", "code", "name", "economic_kind", "county_code", "status")
        return {r[1]: Firm(*r) for r in rows}

    def add_firm(self, code: str, name: str, source: Source, **known: Any) -> Firm:
        """Enter a unit."""
        row = employers.add_unit(self.changes, code, name, source, **known)
        firm = Firm(
            row, code, name, known.get("economic_kind", ""), known.get("county_code", ""), known.get("status", "")
        )
        self.firms[code] = firm
        return firm

    @cached_property
    def classes(self) -> dict[tuple[int, str, date], tuple[int, int, dict[str, Any]]]:
        """Standing training by person, class and first day: (row, thread, values)."""
        columns = (
            "person_id",
            "class_name",
            "started_on",
            "kind",
            "provider",
            "ended_on",
            "hours",
            "attendance_share",
            "result",
        )
        rows = self.standing(Attendance, "thread", *columns)
        return {(r[2], r[3], r[4]): (r[0], r[1] or r[0], dict(zip(columns, r[2:], strict=True))) for r in rows}
