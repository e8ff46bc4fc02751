"""What changes the facts of work, on a `Changes`: facts are added or ended, a correction does both."""

from decimal import Decimal
from typing import Any

from tonggong.base.changes import Changes
from tonggong.domain.employment.models import Contribution, Spell, SpellEvidence, WageMonth

Source = tuple[int | None, int | None]
SPELL = (
    "person_id",
    "unit_code",
    "unit_name",
    "form",
    "started_on",
    "ended_on",
    "end_reason",
    "contract_kind",
    "contract_until",
    "wage_yuan",
    "post",
    "channel",
    "evidence_level",
)


def add_spell(changes: Changes, values: dict[str, Any], source: Source, thread: int | None = None) -> int:
    """Say that a person works or worked somewhere; `values` by the names in SPELL."""
    return changes.add_fact(Spell, SPELL, [values[c] for c in SPELL], source, thread)


def correct_spell(changes: Changes, row: int, thread: int, values: dict[str, Any], source: Source) -> int:
    """Stop believing a statement of a spell and say it anew, in the same thread."""
    changes.end(Spell, row)
    return add_spell(changes, values, source, thread)


def add_evidence(changes: Changes, thread: int, source: Source) -> None:
    """Note a further file that says the same of a spell."""
    columns = ("thread", "source_file_id", "source_row", "known_from")
    changes.add(SpellEvidence, columns, (thread, *source, changes.stamp))


def add_contribution(
    changes: Changes,
    person: int,
    unit_code: str,
    first: str,
    last: str,
    base: Decimal | None,
    source: Source,
    *,
    kinds: str = "",
    is_arrears: bool = False,
) -> int:
    """Say that insurance was paid for a person at a unit from one month to another, both included.

    `kinds` are the insurances as the file names them, empty where it tells none apart; `is_arrears`: paid afterwards.
    """
    columns = ("person_id", "unit_code", "first_month", "last_month", "base_yuan", "kinds", "is_arrears")
    return changes.add_fact(
        Contribution, columns, (person, unit_code, first, last, base, kinds[:40], is_arrears), source
    )


def add_wage(
    changes: Changes,
    person: int,
    unit_code: str,
    month: str,
    wage: Decimal,
    source: Source,
    *,
    post: str = "",
    is_part_time: bool | None = None,
) -> int:
    """Say what a unit declared as a person's wage of a month; post and hours where the file names them."""
    columns = ("person_id", "unit_code", "month", "wage_yuan", "post", "is_part_time")
    return changes.add_fact(WageMonth, columns, (person, unit_code, month, wage, post[:60], is_part_time), source)
