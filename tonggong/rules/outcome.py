"""What a rule answers: a value and the sentences that justify it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the reasoning, in the clerk's language, with the text it rests on."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The answer of a rule; number and words are made in one place, so they cannot drift apart."""

    value: T
    steps: tuple[Step, ...]

    @property
    def because(self) -> str:
        """All sentences in a row, without their sources."""
        return " ".join(step.text for step in self.steps)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share whose unknown cases are never counted as "no" (各项比率的已知值与上下限).

    Shares are between 0 and 1, None where nothing can be said (nobody in the denominator).
    """

    yes: int
    no: int
    unknown: int

    @property
    def whole(self) -> int:
        """How many stand in the denominator, those not known among them."""
        return self.yes + self.no + self.unknown

    @property
    def known(self) -> Decimal | None:
        """yes / (yes + no): the share among those of whom something is known."""
        return _share(self.yes, self.yes + self.no)

    @property
    def lower(self) -> Decimal | None:
        """The share if every unknown were a no."""
        return _share(self.yes, self.yes + self.no + self.unknown)

    @property
    def upper(self) -> Decimal | None:
        """The share if every unknown were a yes."""
        return _share(self.yes + self.unknown, self.yes + self.no + self.unknown)


def percent(share: Decimal | None) -> str:
    """A share as "48.0%", half-up to one place; "—" where there is none (GB/T 15835)."""
    return "—" if share is None else f"{(share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None
