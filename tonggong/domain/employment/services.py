"""What changes the facts of work, on a `Changes`: facts are added or ended, a correction does both."""

from decimal import Decimal
from typing import Any

from tonggong.base.changes import Changes
from tonggong.domain.employment.models import (
    Attested,
    AttestedSum,
    BankPayment,
    Contribution,
    DispatchAgreement,
    Spell,
    SpellEvidence,
    WageMonth,
)
from tonggong.rules import months

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

DISPATCH = (
    "person_id", "unit_code", "unit_name", "user_code", "user_name", "counted_by", "started_on", "ended_on", "number",
    "signed_on",
)  # fmt: skip
BANK = ("person_id", "unit_code", "month", "paid_yuan", "paid_on", "is_returned")
ATTESTED = (
    "person_id", "unit_code", "kind", "first_month", "last_month", "yuan", "until", "other", "ground", "decided_on",
)  # fmt: skip
ATTESTED_SUM = ("unit_code", "kind", "period", "amount", "ground", "decided_on")


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


def add_dispatch(changes: Changes, values: dict[str, Any], source: Source, thread: int | None = None) -> int:
    """Say that an agency sends somebody to a user, and which of the two counts him; `values` by the names in DISPATCH."""
    return changes.add_fact(DispatchAgreement, DISPATCH, [values[c] for c in DISPATCH], source, thread)


def add_bank_payment(changes: Changes, values: dict[str, Any], source: Source, thread: int | None = None) -> int:
    """Say that a bank paid a wage out for a unit, or that it came back; `values` by the names in BANK."""
    return changes.add_fact(BankPayment, BANK, [values[c] for c in BANK], source, thread)


def overrule_attested(changes: Changes, row: Attested, first: str, last: str) -> None:
    """Stop holding what a decision accepted in some months, "2023-04" to "2023-12"; in the others it holds as before."""
    changes.end(Attested, row.pk)
    values = {c: getattr(row, c) for c in ATTESTED}
    for begin, end in (
        (row.first_month, min(row.last_month, months.shift(first, -1))),
        (max(row.first_month, months.shift(last, 1)), row.last_month),
    ):
        if begin <= end:
            part = values | {"first_month": begin, "last_month": end}
            changes.add_fact(Attested, ATTESTED, [part[c] for c in ATTESTED], thread=row.thread or row.pk)


def attest(changes: Changes, values: dict[str, Any]) -> int:
    """Say what a decision accepted of a person's work at a unit; what it said before of the same kind and months ends.

    `values` by the names in ATTESTED.
    """
    for row in _of_kind(values, Attested.objects.standing().filter(person=values["person_id"])):
        overlaps = row.first_month <= values["last_month"] and row.last_month >= values["first_month"]
        if overlaps and row.other == values["other"]:
            changes.end(Attested, row.pk)
    return changes.add_fact(Attested, ATTESTED, [values[c] for c in ATTESTED])


def attest_sum(changes: Changes, values: dict[str, Any]) -> int:
    """Say which heads of a month, or wages of a year, a decision put in place of the files'; an earlier one ends."""
    for row in _of_kind(values, AttestedSum.objects.standing().filter(period=values["period"])):
        changes.end(AttestedSum, row.pk)
    return changes.add_fact(AttestedSum, ATTESTED_SUM, [values[c] for c in ATTESTED_SUM])


def end_attested(changes: Changes, unit_code: str, year: int) -> None:
    """Stop holding all that decisions on declarations accepted of a unit's year: the decision that follows says it anew."""
    first, last = f"{year}-01", f"{year}-12"
    people = Attested.objects.standing().filter(unit_code=unit_code, first_month__gte=first, last_month__lte=last)
    people = people.exclude(kind=Attested.Kind.CASE)
    sums = AttestedSum.objects.standing().filter(unit_code=unit_code, period__startswith=str(year))
    for row in people.values_list("pk", flat=True):
        changes.end(Attested, row)
    for row in sums.values_list("pk", flat=True):
        changes.end(AttestedSum, row)


def end_struck_by_case(changes: Changes, unit_code: str, case: int) -> None:
    """Count again the months that a case of a unit struck out: its result holds no more. `case`: its number."""
    rows = Attested.objects.standing().filter(unit_code=unit_code, kind=Attested.Kind.CASE, other=str(case))
    for row in rows.values_list("pk", flat=True):
        changes.end(Attested, row)


def _of_kind(values: dict[str, Any], rows: Any) -> Any:
    return rows.filter(unit_code=values["unit_code"], kind=values["kind"])
