"""Equal pay for equal work: a placed person's pay beside the unit's same post, and never below the minimum (同工同酬).

The whole post is known by sums alone: of a unit, month, post and full or part time, how many there are and what the middle
one earns. Where they are too few nothing is said of a difference, for it would tell what somebody else earns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from tonggong.rules.days import month_in_words
from tonggong.rules.figures import FigureMissing, FiguresOn
from tonggong.rules.months import last_day
from tonggong.rules.outcome import Outcome, Step

LEAST_SHARE, LEAST_HEADS, MINIMUM = "equal_pay.least_share", "equal_pay.least_heads", "wage.minimum_monthly"
LAW = "残疾人就业条例 第十三条"


class Pay(StrEnum):
    """What was found of a stretch of months."""

    BELOW_MINIMUM = "below_minimum"
    BELOW_POST = "below_post"
    EQUAL = "equal"
    TOO_FEW = "too_few"
    UNKNOWN = "unknown"


PAY_LABELS = {
    Pay.BELOW_MINIMUM: "低于最低工资",
    Pay.BELOW_POST: "低于同岗",
    Pay.EQUAL: "没有发现差别",
    Pay.TOO_FEW: "样本不足",
    Pay.UNKNOWN: "来文没有写岗位",
}
FLAGS = (Pay.BELOW_MINIMUM, Pay.BELOW_POST)


@dataclass(frozen=True, slots=True)
class PayMonth:
    """A whole month that somebody worked at a unit; `heads` and `median_yuan` None where nothing is kept of the post.

    `post` is "" where the file names none. Heads and median are those of the post, the person among them.
    """

    month: str
    pay_yuan: Decimal
    post: str = ""
    is_part_time: bool = False
    heads: int | None = None
    median_yuan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PayFound:
    """The answer with its figures: pay and medians summed over the months that could be compared; `share` None where none."""

    pay: Pay
    share: Decimal | None = None
    months: tuple[str, ...] = ()
    heads: int | None = None  # the fewest of any month compared


def equal_pay(months: Sequence[PayMonth], figures: FiguresOn) -> Outcome[PayFound]:
    """Judge the pay of one person at one unit over some months, mostly a quarter.

    Args:
        figures: those of the place of work, as a function of the day.
    Raises:
        FigureMissing: share or least heads are not in force, or the minimum wage of a month is not entered.
    """
    steps: list[Step] = []
    low = []
    for one in months:
        least = figures(last_day(one.month))[MINIMUM]
        if not one.is_part_time and least.value is None:
            raise FigureMissing(MINIMUM, last_day(one.month), "", least.label)
        if not one.is_part_time and one.pay_yuan < Decimal(least.value):
            low.append(one.month)
            text = f"{month_in_words(one.month)}工资{_yuan(one.pay_yuan)}元，低于当地当月最低工资{_yuan(Decimal(least.value))}元。"
            steps.append(Step(text, least.source))
    named = [one for one in months if one.post]
    known = [one for one in named if _is_enough(one, figures)]
    if known:
        return _compared(known, low, steps, figures)
    if low:
        return Outcome(PayFound(Pay.BELOW_MINIMUM, None, tuple(low)), tuple(steps))
    if not named:
        text = "工资和参保来文没有写岗位，不能和同岗比。" if months else "这一季没有整月的工资，不能比。"
        return Outcome(PayFound(Pay.UNKNOWN), (Step(text, LAW),))
    least_heads = figures(last_day(named[-1].month))[LEAST_HEADS]
    text = f"样本不足：本单位“{named[-1].post}”同样工时的不到{least_heads.value}人，不比较。"
    return Outcome(PayFound(Pay.TOO_FEW), (Step(text, least_heads.source),))


def _is_enough(one: PayMonth, figures: FiguresOn) -> bool:
    least = figures(last_day(one.month))[LEAST_HEADS].value
    return one.heads is not None and one.median_yuan is not None and one.median_yuan > 0 and one.heads >= least


def _compared(known: list[PayMonth], low: list[str], steps: list[Step], figures: FiguresOn) -> Outcome[PayFound]:
    pay = sum((one.pay_yuan for one in known), Decimal(0))
    median = sum((one.median_yuan or Decimal(0) for one in known), Decimal(0))
    share, fewest = pay / median, min(one.heads or 0 for one in known)
    least = figures(last_day(known[-1].month))[LEAST_SHARE]
    posts = "、".join(dict.fromkeys(one.post for one in known))
    count = len(known)
    text = (
        f"“{posts}”{'非全日制，' if known[-1].is_part_time else ''}月工资{_yuan(pay / count)}元，"
        f"本单位同岗同工时{fewest}人（含本人）的中位数{_yuan(median / count)}元，为{_percent(share)}"
    )
    is_below = share < Decimal(least.value)
    text += f"，低于{_percent(Decimal(least.value))}。" if is_below else "。"
    steps.append(Step(text, LAW if is_below else least.source))
    found = Pay.BELOW_MINIMUM if low else Pay.BELOW_POST if is_below else Pay.EQUAL
    return Outcome(PayFound(found, share, tuple(one.month for one in known), fewest), tuple(steps))


def _yuan(amount: Decimal) -> str:
    whole = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{whole:,.0f}" if whole == whole.to_integral_value() else f"{whole:,}"


def _percent(share: Decimal) -> str:
    """In per cent to one place, cut off and not rounded: a share just below the threshold must not read as the threshold."""
    return f"{(share * 100).quantize(Decimal('0.1'), ROUND_DOWN).normalize():f}%"
