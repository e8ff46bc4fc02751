"""Whether an income rose from one year to the next; where either year is not known nothing is said (增收).

"Not known" is never counted as a rise, as a fall or as unchanged.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tonggong.rules.outcome import Outcome, Rate, Step

SOURCE = "防止返贫动态监测和帮扶机制"


class Basis(StrEnum):
    """Whose income it is."""

    HOUSEHOLD = "household"
    PERSON = "person"


BASIS_LABELS = {Basis.HOUSEHOLD: "家庭", Basis.PERSON: "个人"}


class Change(StrEnum):
    """What became of an income."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


CHANGE_LABELS = {Change.UP: "增加", Change.DOWN: "减少", Change.SAME: "不变", Change.UNKNOWN: "不明"}


def change(known: Mapping[tuple[Basis, int], Decimal], year: int) -> Outcome[Change]:
    """Compare a year with the one before on the same basis: the household's where both are known, else the person's.

    Args:
        known: yuan by basis and year.
    """
    for basis in (Basis.HOUSEHOLD, Basis.PERSON):
        before, after = known.get((basis, year - 1)), known.get((basis, year))
        if before is None or after is None:
            continue
        found = Change.UP if after > before else Change.DOWN if after < before else Change.SAME
        words = f"{BASIS_LABELS[basis]}收入{year - 1}年{before:,.0f}元，{year}年{after:,.0f}元。"
        return Outcome(found, (Step(words, SOURCE),))
    return Outcome(Change.UNKNOWN, (Step(f"{_lacking(known, year)}，比不出来。", SOURCE),))


def _lacking(known: Mapping[tuple[Basis, int], Decimal], year: int) -> str:
    have = {one for _, one in known} & {year - 1, year}
    if len(have) == 2:
        return "两年的收入不是同一口径"
    missing = [f"{one}年" for one in (year - 1, year) if one not in have]
    return f"{'和'.join(missing)}的收入没有登记"


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rose, fell, stayed and are not known."""

    counts: Mapping[Change, int]

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(self.counts.values())

    @property
    def rose(self) -> Rate:
        """The share that rose, those not known kept apart."""
        counts = self.counts
        return Rate(counts[Change.UP], counts[Change.DOWN] + counts[Change.SAME], counts[Change.UNKNOWN])


def summary(changes: Iterable[Change]) -> Summary:
    """Count changes; every kind is there, with 0 where nobody has it."""
    counts = Counter(changes)
    return Summary({one: counts[one] for one in Change})
