"""How far the four ones reach (四个一覆盖率), with the unverified beside it and a careful value."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tonggong.rules.four_ones import Obligation, One
from tonggong.rules.outcome import percent


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the four ones reach: base sets and what is done; who left or is voluntary is not in it."""

    base: int = 0  # B1
    verified: int = 0
    wanting: int = 0  # B2
    assessed: int = 0
    registered: int = 0
    served: int = 0
    complete: int = 0
    overdue: int = 0
    voluntary: int = 0

    @property
    def unverified(self) -> int:
        """Those of whom nobody knows whether they want work: in neither side of the last three."""
        return self.base - self.verified

    def done(self, one: One) -> int:
        """How many have got one of the four."""
        return {
            One.VERIFICATION: self.verified,
            One.ASSESSMENT: self.assessed,
            One.NEED: self.registered,
            One.SERVICE: self.served,
        }[one]

    def owed(self, one: One) -> int:
        """How many are owed it."""
        return self.base if one is One.VERIFICATION else self.wanting

    def rate(self, one: One) -> Decimal | None:
        """c1 to c4, None where nobody is owed it."""
        owed = self.owed(one)
        return Decimal(self.done(one)) / owed if owed else None

    @property
    def wanting_share(self) -> Decimal | None:
        """The share that wants work among the verified."""
        return Decimal(self.wanting) / self.verified if self.verified else None

    def cautious(self, one: One, share: Decimal | None = None) -> Decimal | None:
        """The rate if the unverified want work as often as the verified do (or as `share` says); None if it is the same.

        Of the first nothing is unknown. To be shown only where the percentage would read otherwise, half-up to one place.
        """
        rate, share = self.rate(one), self.wanting_share if share is None else share
        if one is One.VERIFICATION or rate is None or not share or not self.unverified:
            return None
        careful = self.done(one) / (self.wanting + share * self.unverified)
        return careful if percent(careful) != percent(rate) else None


def is_complete(rows: Iterable[Obligation]) -> bool:
    """Whether all that somebody is owed is done; of nobody who is owed nothing."""
    standing = [row for row in rows if row.left_on is None]
    return bool(standing) and all(row.done_on is not None for row in standing)
