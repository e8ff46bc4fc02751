"""Registered injured workers (工伤伤残职工): in service without a certificate, counted apart."""

from collections.abc import Iterable

from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.comparison.reading.certificates import enter
from tonggong.domain.persons.choices import Circumstance, Kind


def injured_workers(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """Enter injured workers; one who also holds a certificate stays a holder, one person."""
    for row in rows:
        someone = row.person or enter(row, ledger, Kind.INJURED)
        if someone is None:
            continue
        row.person = someone
        if someone.is_member:
            ledger.set_kind(someone, Kind.INJURED)
        value = f"工伤 {row.grade} 级"
        standing = ledger.circumstances.get((someone.id, Circumstance.INJURY.value), ())
        same = next((f for f in standing if f[3] == row["injured_on"]), None)
        if same is None:
            ledger.say(someone.id, Circumstance.INJURY, value, row["injured_on"], None, row.source)
            out.add(row, Result.NEW, State.FACT)
        elif same[2] == value:
            out.add(row, Result.CONFIRMED, State.SETTLED)
        else:
            ledger.say_anew(someone.id, Circumstance.INJURY, same, value, row["injured_on"], None, row.source)
            out.add(row, Result.CHANGED, State.FACT, sides=[side("伤残等级", same[2], value)])
