"""A hit of a signal: its clue, its evidence rows, what in the files speaks for an innocent reading; and what is not known."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from tonggong.rules.figures import Figures
from tonggong.rules.signals.words import EXCUSE_LABELS, SIGNALS, Excuse, Strength, Words


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, and the rows of the ledger on which it rests."""

    text: str
    rows: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Innocent:
    """An innocent fact that was found, with its rows; it lowers what its hit counts."""

    excuse: Excuse
    text: str
    rows: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One clue of one signal on one placement. `points` and `left` are figures; `counts` is what remains of them."""

    code: str
    clue: str
    points: int
    evidence: tuple[Evidence, ...]
    innocent: tuple[Innocent, ...]
    left: float
    source: str

    @property
    def words(self) -> Words:
        """Title, strength, innocent readings and questions."""
        return SIGNALS[self.code]

    @property
    def strength(self) -> Strength:
        """How much the signal says by itself."""
        return self.words.strength

    @property
    def counts(self) -> float:
        """Points after the innocent facts."""
        return self.points * self.left


def hit(
    code: str, clue: str, evidence: Iterable[Evidence], innocent: Iterable[Innocent | None], figures: Figures
) -> Hit:
    """A hit with its points; the innocent fact that explains most decides how much of them is left.

    Raises:
        FigureMissing: the place has no figures for signals.
    """
    points, kept = figures["signals.points"], figures["signals.left"]
    found = tuple(sorted({one for one in innocent if one is not None}, key=_order))
    left = min((float(kept.value[one.excuse.value]) for one in found), default=1.0)
    told = tuple(sorted(evidence, key=lambda one: (one.text, str(one.rows))))
    return Hit(code, clue, int(points.value[clue]), told, found, left, points.source)


def innocent(excuse: Excuse, detail: str = "", rows: Iterable[Hashable] = ()) -> Innocent:
    """An innocent fact in words."""
    return Innocent(excuse, EXCUSE_LABELS[excuse] + (f"：{detail}" if detail else ""), tuple(sorted(rows, key=str)))


def _order(one: Innocent) -> tuple[str, str, str]:
    return one.excuse.value, one.text, str(one.rows)
