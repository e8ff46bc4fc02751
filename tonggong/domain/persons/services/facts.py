"""Verbs that add facts about persons to a unit of work. Values are checked by whoever read them."""

from datetime import date

from tonggong.base.changes import Changes
from tonggong.base.privacy import blind_index, seal
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import (
    Certificate,
    Household,
    HouseholdMember,
    Identity,
    NamePair,
    Person,
    PersonFact,
)

Source = tuple[int | None, int | None]  # the file and the row in it; (None, None) where a person said it

PERSON = (
    "kind",
    "citizen_id_sealed",
    "citizen_id_index",
    "name",
    "sex",
    "born_on",
    "county_code",
    "township_code",
    "phone_sealed",
    "phone_index",
    "phone_tail_index",
    "died_on",
    "merged_into_id",
    "first_known_at",
)
CERTIFICATE = (
    "person_id",
    "kind",
    "number_sealed",
    "number_index",
    "category",
    "grade",
    "issued_on",
    "valid_until",
    "status",
    "status_on",
)
CIRCUMSTANCE = ("person_id", "kind", "value", "sealed", "started_on", "ended_on")


def phone_columns(phone: str | None) -> tuple[bytes | None, bytes | None, bytes | None]:
    """Return a phone number sealed, its index and the index of its last four digits."""
    if not phone:
        return None, None, None
    return seal("person.phone", phone), blind_index("phone", phone), blind_index("phone_tail", phone[-4:])


def add_person(
    changes: Changes,
    *,
    kind: str,
    citizen_id: str,
    name: str,
    sex: str,
    born_on: date,
    county_code: str,
    township_code: str,
    phone: str | None = None,
) -> int:
    """Enter a person into the ledger; return the primary key it will have."""
    person = changes.add(
        Person,
        PERSON,
        (
            kind,
            seal("person.citizen_id", citizen_id),
            blind_index("citizen_id", citizen_id),
            name,
            sex,
            born_on,
            county_code,
            township_code,
            *phone_columns(phone),
            None,
            None,
            changes.stamp,
        ),
    )
    index_name(changes, person, name)
    return person


def index_name(changes: Changes, person: int, name: str) -> None:
    """Make a person found by any two neighbouring characters of a name."""
    for pair in {name[n : n + 2] for n in range(len(name) - 1)}:
        changes.add(NamePair, ("pair", "person_id"), (pair, person))


def add_certificate(
    changes: Changes,
    person: int,
    *,
    kind: str,
    number: str,
    category: str,
    grade: int,
    issued_on: date | None,
    valid_until: date | None,
    status: str,
    status_on: date | None,
    source: Source,
    thread: int | None = None,
) -> int:
    """Add what is known of a certificate; `thread` where it corrects an earlier statement of the same certificate."""
    sealed, index = seal("certificate.number", number), blind_index("certificate", number)
    values = (person, kind, sealed, index, category, grade, issued_on, valid_until, status, status_on)
    return changes.add_fact(Certificate, CERTIFICATE, values, source, thread)


def say(
    changes: Changes,
    person: int,
    kind: Circumstance,
    value: str = "",
    *,
    started_on: date | None = None,
    ended_on: date | None = None,
    sealed: bytes | None = None,
    source: Source,
    thread: int | None = None,
) -> int:
    """Add a circumstance of a person."""
    values = (person, kind.value, value, sealed, started_on, ended_on)
    return changes.add_fact(PersonFact, CIRCUMSTANCE, values, source, thread)


def change_name(changes: Changes, person: int, name: str, source: Source) -> int:
    """Say that a person's name is another from now on; the former one stays findable."""
    changes.update(Person, person, name=name)
    index_name(changes, person, name)
    return say(changes, person, Circumstance.NAME, name, source=source)


def change_place(changes: Changes, person: int, county_code: str, township_code: str, source: Source) -> int:
    """Say that a person belongs to another town from now on."""
    changes.update(Person, person, county_code=county_code, township_code=township_code)
    return say(changes, person, Circumstance.PLACE, township_code, source=source)


def change_phone(changes: Changes, person: int, phone: str, source: Source) -> int:
    """Say that a person's telephone number is another from now on."""
    sealed, index, tail = phone_columns(phone)
    changes.update(Person, person, phone_sealed=sealed, phone_index=index, phone_tail_index=tail)
    return say(changes, person, Circumstance.PHONE, sealed=sealed, source=source)


def record_death(changes: Changes, person: int, died_on: date, source: Source) -> int:
    """Say that a person died. Somebody has decided so: a file alone never does."""
    changes.update(Person, person, died_on=died_on)
    return say(changes, person, Circumstance.DEATH, started_on=died_on, source=source)


def add_identity(changes: Changes, person: int, *, citizen_id: str | None, name: str, source: Source) -> int:
    """Keep another number or name by which a person is known."""
    sealed = seal("person.citizen_id", citizen_id) if citizen_id else None
    index = blind_index("citizen_id", citizen_id) if citizen_id else None
    columns = ("person_id", "citizen_id_sealed", "citizen_id_index", "name")
    return changes.add_fact(Identity, columns, (person, sealed, index, name), source)


def add_household(
    changes: Changes, number: str, county_code: str, township_code: str, basis: str = Household.Basis.BOOK
) -> int:
    """Enter a household: one book, or people who live together."""
    columns = ("number", "basis", "county_code", "township_code")
    return changes.add(Household, columns, (number, str(basis), county_code, township_code))


def add_member(changes: Changes, household: int, person: int, *, relation: str, hukou_kind: str, source: Source) -> int:
    """Say that a person belongs to a household."""
    columns = ("household_id", "person_id", "relation", "hukou_kind")
    return changes.add_fact(HouseholdMember, columns, (household, person, relation, hukou_kind), source)
