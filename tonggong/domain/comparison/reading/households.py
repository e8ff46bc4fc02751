"""Household books (户): who lives with our people; of all other families nothing is kept."""

from collections import defaultdict
from collections.abc import Iterable

from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.comparison.reading.certificates import enter
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Kind
from tonggong.domain.persons.models import HouseholdMember


def households(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """Enter the members of households in which somebody of ours lives."""
    books: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        books[row.text("household_no")].append(row)
    for number, members in books.items():
        if not any(row.person and not row.person.is_member for row in members):
            continue
        county, township = members[0].place
        household = ledger.households.get(number)
        if household is None:
            household = persons.add_household(ledger.changes, number, county, township)
            ledger.households[number] = household
        for row in members:
            row.person = row.person or enter(row, ledger, Kind.MEMBER)
            if row.person is not None:
                _member(row, household, ledger, out)


def _member(row: Row, household: int, ledger: Ledger, out: Findings) -> None:
    someone = row.person
    assert someone is not None
    said = (household, row.text("relation"), row.text("hukou_kind"))
    old = ledger.members.get(someone.id)
    if old is not None and old[1:] == said:
        out.add(row, Result.CONFIRMED, State.SETTLED)
        return
    if old is not None:
        ledger.changes.end(HouseholdMember, old[0])
    new = persons.add_member(
        ledger.changes, household, someone.id, relation=said[1], hukou_kind=said[2], source=row.source
    )
    ledger.members[someone.id] = (new, *said)
    if old is None:
        out.add(row, Result.NEW, State.FACT)
    else:
        sides = [side("与户主关系", old[2], said[1]), side("户口性质", old[3], said[2])]
        out.add(row, Result.CHANGED, State.FACT, sides=sides)
