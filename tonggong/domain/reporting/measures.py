"""Measures over rows. They take the rows just made and the rows read back from the database alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from tonggong.rules.outcome import Rate

COUNTED, BASE, UNKNOWN, EXCLUDED = "counted", "base", "unknown", "excluded"


class Measurable(Protocol):
    """What a measure needs of a row."""

    @property
    def standing(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its bounds, its two parts and what stands beside it (人次). Shares are per cent, to one place."""

    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    beside: dict[str, int] = field(default_factory=dict)


def heads(rows: Iterable[Measurable], times: bool = False) -> Measured:
    """Persons counted; beside it those who may still count, and with `times` the sum of the amounts (人次)."""
    rows = list(rows)
    counted = [row for row in rows if row.standing == COUNTED]
    beside = {"人次": int(sum(row.amount or 0 for row in counted))} if times else {}
    if unknown := sum(row.standing == UNKNOWN for row in rows):
        beside["待核"] = unknown
    return Measured(Decimal(len(counted)), numerator=len(counted), beside=beside)


def share_of_rows(rows: Iterable[Measurable]) -> Measured:
    """Counted among those of whom something is known; unknown rows give the bounds and are never a "no"."""
    number = dict.fromkeys((COUNTED, BASE, UNKNOWN, EXCLUDED), 0)
    for row in rows:
        number[row.standing] += 1
    rate = Rate(number[COUNTED], number[BASE], number[UNKNOWN])
    whole = number[COUNTED] + number[BASE] + number[UNKNOWN]
    return Measured(
        _per_cent(rate.known), _per_cent(rate.lower), _per_cent(rate.upper), rate.yes, whole, {"待核": rate.unknown}
    )


def median_amount(rows: Iterable[Measurable]) -> Measured:
    """The median of the amounts of the counted rows, to two places; of an even number the mean of the middle two."""
    rows = list(rows)
    amounts = sorted(row.amount for row in rows if row.standing == COUNTED and row.amount is not None)
    if not amounts:
        return Measured(None, numerator=0, denominator=0)
    middle = len(amounts) // 2
    value = amounts[middle] if len(amounts) % 2 else (amounts[middle - 1] + amounts[middle]) / 2
    unknown = sum(row.standing == UNKNOWN for row in rows)
    return Measured(
        value.quantize(Decimal("0.01"), ROUND_HALF_UP),
        numerator=len(amounts),
        denominator=len(amounts) + unknown,
        beside={"待核": unknown},
    )


def _per_cent(share: Decimal | None) -> Decimal | None:
    return None if share is None else (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
