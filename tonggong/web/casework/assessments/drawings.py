"""Geometry of the two pictures: what somebody can do now, and what changed. In per cent, so that nothing is scaled."""

from dataclasses import dataclass

from tonggong.domain.casework.queries.assessments import Seen
from tonggong.rules.ability import Change, Compared
from tonggong.rules.ability.change import WORDS

TOP = 4
KINDS = {"up": "fast", "down": "slow", "same": "waiting"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One level with its bar: the width of what is filled, and the words that say the same."""

    seen: Seen
    width: str

    @property
    def words(self) -> str:
        """The level in words, for those who do not see the bar."""
        return f"{self.seen.level} 级，共 {TOP} 级"


def draw_levels(levels: list[Seen]) -> list[Drawn]:
    """Return the bars of a group of levels."""
    return [Drawn(one, f"{100 * one.level / TOP:g}%") for one in levels]


@dataclass(frozen=True, slots=True)
class DrawnChange:
    """One dimension on the picture of change: where it was, where it is, the line between."""

    change: Change
    before: str
    now: str
    start: str
    length: str

    @property
    def kind(self) -> str:
        """The kind of tag beside it."""
        return KINDS[self.change.kind]

    @property
    def words(self) -> str:
        """The direction in a word."""
        return WORDS[self.change.kind]


def _at(level: int) -> float:
    """Where a level stands: the ends leave room for the dots."""
    return 4 + 92 * level / TOP


def draw_change(compared: Compared) -> list[DrawnChange]:
    """Return the picture's lines, what went up or down first; what only one of the two knows stands in the table."""
    drawn = []
    for one in [change for kind in KINDS for change in compared.of(kind)]:
        if one.before is None or one.now is None:
            continue
        before, now = _at(one.before.level), _at(one.now.level)
        length = f"{abs(now - before):g}%"
        drawn.append(DrawnChange(one, f"{before:g}%", f"{now:g}%", f"{min(before, now):g}%", length))
    return drawn


def grid() -> list[str]:
    """Where the lines of the levels stand."""
    return [f"{_at(level):g}%" for level in range(TOP + 1)]
