"""Sessions, the coach's share of a week, and how support fades (渐退)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tonggong.rules.coaching.numbers import plain
from tonggong.rules.coaching.stages import Day
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step, percent

PROMPT_LEVELS = {0: "独立", 1: "提示", 2: "口头说明", 3: "示范", 4: "手把手", 5: "全程代做"}
_EXACT = Decimal("0.001")


def independence(prompts: Mapping[int, int]) -> Decimal | None:
    """Steps done at level 0 / steps; None where none was counted. `prompts`: steps by level of prompt, 0 alone to 5."""
    steps = sum(prompts.values())
    return Decimal(prompts.get(0, 0)) / steps if steps else None


def minutes_of_support(spans: Iterable[tuple[int, int]]) -> int:
    """Minutes in which at least one coach was there: two coaches at the same person and hour count once.

    Args:
        spans: (from, to) in minutes on one scale, as since midnight of a common day; travel is not in them.
    """
    total, reached = 0, None
    for start, end in sorted(spans):
        start = start if reached is None else max(start, reached)
        if end > start:
            total, reached = total + end - start, end
    return total


def coach_ratio(coach_minutes: int, person_hours: Decimal | None) -> Decimal | None:
    """Coach hours on site / the person's hours of a week; None where the person's hours are not known."""
    return Decimal(coach_minutes) / (person_hours * 60) if person_hours else None


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def fade(
    week_hours: Decimal,
    person_hours: Decimal,
    days: Sequence[Day],
    figures: Figures,
    *,
    days_per_week: int | None = None,
    had_incident: bool = False,
) -> Outcome[Decimal]:
    """How many hours on site the rule advises for next week. Advice only: the coach decides, with a reason.

    Args:
        week_hours: of this week, as decided.
        person_hours: the person's own, which cap the advice.
        days: this week's days with counted steps.
        days_per_week: on which the person works; fewer than the days wanted lower that number.
        had_incident: whether there was a safety event.
    Returns:
        hours to three places, half up, so that a chain of weeks stays exact; the sentence writes one.
    Raises:
        FigureMissing: a threshold is not entered.
    """
    rule, low = figures["coaching.fade_independence"], figures["coaching.fade_low_independence"].value
    factors = {key: Decimal(value) for key, value in figures["coaching.fade_factors"].value.items()}
    wanted = int(figures["coaching.fade_days"].value)
    wanted = min(wanted, days_per_week) if days_per_week else wanted
    counted = [share for day in days if (share := day.independence) is not None]
    good = sum(share >= rule.value for share in counted)
    if not counted:
        key, why = "same", "本周没有记下步数，先不变"
    elif good >= wanted and not had_incident:
        key, why = "less", f"有 {good} 天达到 {percent(rule.value)}，没有安全事件，可以减少"
    elif (mean := sum(counted, Decimal(0)) / len(counted)) < low:
        key, why = "more", f"平均独立完成 {percent(mean)}，低于 {percent(low)}，要增加"
    else:
        event = "，有安全事件" if had_incident else ""
        key, why = "same", f"平均独立完成 {percent(mean)}，达标 {good} 天{event}，先不变"
    advised = min(week_hours * factors[key], person_hours).quantize(_EXACT, ROUND_HALF_UP)
    told = f"{why}：本周 {written(week_hours)} 小时 × {plain(factors[key])}，下周 {written(advised)} 小时"
    cap = "（不超过本人工作时间）" if week_hours * factors[key] > person_hours else ""
    return Outcome(advised, (Step(f"{told}{cap}。", rule.source),))


def written(hours: Decimal) -> str:
    """Hours to one place, half up, without a zero behind the point: 22.5, 30."""
    return plain(hours.quantize(Decimal("0.1"), ROUND_HALF_UP))
