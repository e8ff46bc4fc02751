"""The practice city's dispatched workers: their agreements, the agencies' licences and a bank's pay, sent before the last month is compared."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

from tonggong.base.privacy import unseal_many
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell, WageMonth
from tonggong.domain.persons.models import Person
from tonggong.practice.dispatched import Firm, Sent, write_dispatched

DISPATCHED, USERS = "16", 8
USER_CODES, USER_KIND = "91", "企业"


def write_dispatch(folder: Path, seed: int, month: str) -> list[Path]:
    """Write the files of a month for those whom the ledger knows as sent out then; none where nobody is."""
    year = int(month[:4])
    rows = list(
        Spell.objects.standing()
        .on(date(year, int(month[5:]), 1))
        .filter(form=DISPATCHED, person__merged_into=None)
        .exclude(unit_code="")
        .order_by("unit_code", "person_id", "started_on")
        .values_list("person_id", "unit_code", "started_on")
    )
    people = sorted({row[0] for row in rows})
    named = _named(people)
    wages = _wages(people, year)
    firms = _firms({row[1] for row in rows})
    sent = [
        Sent(*named[person], firms[unit], started, wages[person, unit])
        for person, unit, started in rows
        if unit in firms
    ]
    return write_dispatched(seed, month, sent, _users(set(firms)), folder)


def _named(people: list[int]) -> dict[int, tuple[str, str]]:
    rows = list(Person.objects.filter(pk__in=people).values_list("pk", "name", "citizen_id_sealed"))
    clear = unseal_many("person.citizen_id", [row[2] for row in rows])
    return {pk: (name, str(number)) for (pk, name, _), number in zip(rows, clear, strict=True)}


def _wages(people: list[int], year: int) -> dict[tuple[int, str], dict[str, Decimal]]:
    found: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
    rows = WageMonth.objects.standing().filter(person__in=people, month__startswith=str(year))
    for person, unit, month, yuan in rows.order_by("pk").values_list("person_id", "unit_code", "month", "wage_yuan"):
        found[person, unit][month] = yuan
    return found


def _firms(codes: set[str]) -> dict[str, Firm]:
    rows = Unit.objects.filter(code__in=codes).values_list("code", "name")
    return {code: Firm(code, name) for code, name in rows}


def _users(agencies: set[str]) -> list[Firm]:
    """Firms that stand and send nobody out themselves; the same city gives the same."""
    rows = Unit.objects.filter(code__startswith=USER_CODES, parent=None, status="存续").exclude(code__in=agencies)
    return [Firm(code, name) for code, name in rows.order_by("code").values_list("code", "name")[:USERS]]
