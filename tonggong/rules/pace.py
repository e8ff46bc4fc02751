"""Progress to a target: what was to be expected by today, how fast it goes, where it will end."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tonggong.rules import months
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

COLOURS = {"done": "已完成", "green": "正常", "amber": "偏慢", "red": "滞后", "none": "未开始"}
_BAND = Decimal("1.28")  # of a normal distribution: four of five months' sums fall within


@dataclass(frozen=True, slots=True)
class Goal:
    """A target over a period; `milestones` are (last day, cumulative target) of parts agreed on, in order."""

    target: int
    first: date
    last: date
    milestones: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a target stands on a day; counts in its own unit."""

    actual: int
    target: int
    expected: Decimal  # by today, to 0.1
    ratio: Decimal | None  # actual / expected, to 0.001; None before anything is expected
    share: Decimal | None  # actual / target, to 0.001
    colour: str  # key of COLOURS
    word: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The count at the period's end if the last months go on, with a band that holds in about 4 of 5 cases."""

    likely: int
    low: int
    high: int
    months_left: int


def expected_by(goal: Goal, day: date) -> Decimal:
    """The part of the target that is due by the end of a day: evenly between milestones, else over the period."""
    if day < goal.first:
        return Decimal(0)
    if day >= goal.last:
        return Decimal(goal.target)
    points = [(date.fromordinal(goal.first.toordinal() - 1), 0)]
    points += [point for point in goal.milestones if point[0] < goal.last]
    points.append((goal.last, goal.target))
    for (start, before), (end, after) in itertools.pairwise(points):
        if day <= end:
            share = Decimal((day - start).days) / Decimal((end - start).days)
            return (before + (after - before) * share).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Decimal(goal.target)


def pace(goal: Goal, actual: int, day: date, figures: Figures) -> Outcome[Pace]:
    """Compare what is done with what was to be expected by today, in a word and a colour.

    Raises:
        FigureMissing: `pace.green_from` or `pace.amber_from` is not entered.
        ValueError: a negative count or target.
    """
    if actual < 0 or goal.target < 0:
        raise ValueError(f"impossible counts: {actual} of {goal.target}")
    green, amber = figures["pace.green_from"], figures["pace.amber_from"]
    expected = expected_by(goal, day)
    ratio = _ratio(Decimal(actual), expected)
    if goal.target and actual >= goal.target:
        colour = "done"
    elif ratio is None:
        colour = "none"
    else:
        colour = "green" if ratio >= green.value else "amber" if ratio >= amber.value else "red"
    found = Pace(
        actual, goal.target, expected, ratio, _ratio(Decimal(actual), Decimal(goal.target)), colour, COLOURS[colour]
    )
    text = f"目标{goal.target}，至{in_words(day)}应完成{expected}，已完成{actual}"
    text += "。" if ratio is None else f"，为应完成的{(ratio * 100).quantize(Decimal('0.1'))}%，{found.word}。"
    return Outcome(found, (Step(text, green.source),))


def forecast(actual: int, last_months: Sequence[int], day: date, last: date) -> Outcome[Forecast | None]:
    """Carry the mean of the last (at most six) whole months on to the period's end.

    The band grows with the scatter of those months and the root of the months left. None with fewer than three
    months to look at, or when the period is over.
    """
    seen = [Decimal(count) for count in last_months[-6:]]
    left = months.number(months.of(last)) - months.number(months.of(day))
    if len(seen) < 3 or left <= 0:
        text = "近月数据不足三个月，不作预测。" if left > 0 else "期间已结束，不作预测。"
        return Outcome(None, (Step(text, "预测方法：近六个月平均"),))
    mean = sum(seen, Decimal(0)) / len(seen)
    scatter = (sum(((count - mean) ** 2 for count in seen), Decimal(0)) / (len(seen) - 1)).sqrt()
    band = _BAND * scatter * Decimal(left).sqrt()
    likely, low, high = (_whole(actual + mean * left + sign * band) for sign in (0, -1, 1))
    found = Forecast(likely, max(actual, low), high, left)
    average = mean.quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"近{len(seen)}个月平均每月{average}，余{left}个月，预计期末{likely}（{found.low}至{high}）。"
    return Outcome(found, (Step(text, "预测方法：近六个月平均，区间约含八成情形"),))


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(Decimal("0.001"), ROUND_HALF_UP) if whole else None


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))
