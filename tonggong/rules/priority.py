"""Whom to contact first (先急后缓): a declared order, every point of it told in a sentence. The weights are figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

_TENTH = Decimal("0.1")
_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that speaks for contacting somebody.

    Args:
        key: of the figures `today.weight.<key>` and, where days count, `today.window.<key>`.
        title: in the clerk's words.
        days_left: days until the term, negative when it is over; None where there is no term, and then it is pressing.
    """

    key: str
    title: str
    days_left: int | None = None


def urgency(days_left: int | None, window: Decimal, overdue_full: Decimal, least: Decimal) -> Decimal:
    """Return how pressing a term is: `least` at the window's beginning, 1 on the day, up to 2 when long overdue.

    Args:
        days_left: days until the term; None: no term, as pressing as one of today.
        window: days before the term from which it is shown; not negative.
        overdue_full: days over the term after which it can't get more pressing; more than 0.
        least: between 0 and 1.
    """
    if days_left is None:
        return Decimal(1)
    if days_left <= 0:
        return 1 + min(Decimal(1), Decimal(-days_left) / overdue_full)
    if window <= 0:
        return least
    return least + (1 - least) * max(Decimal(0), 1 - Decimal(days_left) / window)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for somebody, the weightiest first: (signal, weight, how pressing, points as counted), and all points."""

    parts: tuple[tuple[Signal, Decimal, Decimal, Decimal], ...]
    points: Decimal

    @property
    def order(self) -> dict[str, int]:
        """The place of each signal, by key."""
        return {part[0].key: n for n, part in enumerate(self.parts)}


class Scale:
    """The figures of a day, to weigh many people by: what weighs the same for several of them is worked out once.

    Raises:
        FigureMissing: here, or as soon as it is needed: a weight, a window or one of `today.overdue_full_days`,
            `today.urgency_least`, `today.further_share` is not entered.
    """

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._full, self._least = figures["today.overdue_full_days"].value, figures["today.urgency_least"].value
        self._share = figures["today.further_share"].value
        self._known: dict[tuple[str, int | None], tuple[Decimal, Decimal, Decimal]] = {}

    def weigh(self, signals: Sequence[Signal]) -> Weighed:
        """Return the points of a person: the weightiest thing counts in full, each further one in part."""
        found = [(self._of(signal.key, signal.days_left), signal) for signal in signals]
        found.sort(key=lambda one: (-one[0][2], one[1].key))
        parts = tuple(
            (signal, weight, pressing, points if n == 0 else points * self._share)
            for n, ((weight, pressing, points), signal) in enumerate(found)
        )
        return Weighed(parts, sum((part[3] for part in parts), Decimal(0)).quantize(_TENTH, ROUND_HALF_UP))

    def _of(self, key: str, days_left: int | None) -> tuple[Decimal, Decimal, Decimal]:
        """What a thing weighs, how pressing it is, and its points in full."""
        if (known := self._known.get((key, days_left))) is None:
            weight = self._figures[f"today.weight.{key}"].value
            window = self._figures[f"today.window.{key}"].value if days_left is not None else Decimal(0)
            pressing = urgency(days_left, window, self._full, self._least)
            known = self._known[key, days_left] = weight, pressing, weight * pressing
        return known


def weigh(signals: Sequence[Signal], figures: Figures) -> Weighed:
    """Return the points of one person. Raises FigureMissing as `Scale`."""
    return Scale(figures).weigh(signals)


def explained(weighed: Weighed, figures: Figures) -> Outcome[Decimal]:
    """Return the points with a sentence for each part, made from the very numbers that were counted."""
    share, steps = figures["today.further_share"].value, []
    for n, (signal, weight, pressing, counted) in enumerate(weighed.parts):
        words = f"{signal.title}：权重 {_plain(weight)} × 紧急程度 {_plain(pressing.quantize(_PERCENT, ROUND_HALF_UP))}"
        words += f" × {_plain(share)}（另一件事）" if n else ""
        words += f" = {_plain(counted.quantize(_TENTH, ROUND_HALF_UP))} 分。"
        steps.append(Step(words, figures[f"today.weight.{signal.key}"].source))
    return Outcome(weighed.points, tuple(steps))


def priority(signals: Sequence[Signal], figures: Figures) -> Outcome[Decimal]:
    """Return the points of a person with their sentences. Raises FigureMissing as `weigh`."""
    return explained(weigh(signals, figures), figures)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
