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


def priority(signals: Sequence[Signal], figures: Figures) -> Outcome[Decimal]:
    """Return the points of a person with a sentence for each: the weightiest thing in full, each further one in part.

    Raises:
        FigureMissing: a weight, a window or one of `today.overdue_full_days`, `today.urgency_least`, `today.further_share`
            is not entered.
    """
    full, least = figures["today.overdue_full_days"].value, figures["today.urgency_least"].value
    share = figures["today.further_share"]
    weighed = []
    for signal in signals:
        weight = figures[f"today.weight.{signal.key}"]
        window = figures[f"today.window.{signal.key}"].value if signal.days_left is not None else Decimal(0)
        pressing = urgency(signal.days_left, window, full, least)
        weighed.append((weight.value * pressing, signal, weight, pressing))
    weighed.sort(key=lambda one: (-one[0], one[1].key))
    total, steps = Decimal(0), []
    for n, (points, signal, weight, pressing) in enumerate(weighed):
        counted = points if n == 0 else points * share.value
        total += counted
        words = f"{signal.title}：权重 {_plain(weight.value)} × 紧急程度 {_plain(pressing.quantize(_PERCENT, ROUND_HALF_UP))}"
        words += f" × {_plain(share.value)}（另一件事）" if n else ""
        steps.append(Step(f"{words} = {_plain(counted.quantize(_TENTH, ROUND_HALF_UP))} 分。", weight.source))
    return Outcome(total.quantize(_TENTH, ROUND_HALF_UP), tuple(steps))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
