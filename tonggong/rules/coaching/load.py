"""A coach's caseload in points, its ceiling, and whether one more case has room."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tonggong.rules.coaching.numbers import plain
from tonggong.rules.coaching.stages import STAGE_NAMES
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


@dataclass(frozen=True, slots=True)
class Load:
    """A coach's caseload: open cases by stage, points, ceiling, and whether the head count is flagged."""

    heads: int
    points: Decimal
    ceiling: Decimal
    is_flagged: bool

    @property
    def is_over(self) -> bool:
        """Whether it lies above the ceiling."""
        return self.points > self.ceiling


def caseload(stages: Mapping[str, int], figures: Figures, own_ceiling: Decimal | None = None) -> Outcome[Load]:
    """The points of a coach's open cases, with the sum in words. A lower ceiling of her own counts before the figure.

    Raises:
        FigureMissing: points or ceiling are not entered.
    """
    points, ceiling = figures["coaching.points"], _ceiling(figures, own_ceiling)
    parts, total, heads = [], Decimal(0), 0
    for stage in STAGE_NAMES:
        if count := stages.get(stage, 0):
            weight = Decimal(points.value[stage])
            total, heads = total + count * weight, heads + count
            parts.append(f"{STAGE_NAMES[stage]} {count} 人 × {plain(weight)} = {plain(count * weight)}")
    told = f"{'；'.join(parts) or '没有个案'}。合计 {plain(total)} 分，上限 {plain(ceiling)} 分。"
    flag = figures["coaching.head_flag"]
    steps = [Step(told, points.source)]
    if is_flagged := heads > flag.value:
        steps.append(Step(f"共 {heads} 人，超过 {plain(flag.value)} 人，请留意。", flag.source))
    return Outcome(Load(heads, total, ceiling, is_flagged), tuple(steps))


def may_take(
    stages: Mapping[str, int], stage: str, figures: Figures, own_ceiling: Decimal | None = None
) -> Outcome[bool]:
    """Whether a coach may take one more case that begins in a stage: not if it would lie above the ceiling.

    Raises:
        FigureMissing: points or ceiling are not entered.
    """
    now = caseload(stages, figures, own_ceiling)
    more = Decimal(figures["coaching.points"].value[stage])
    after = now.value.points + more
    if after <= now.value.ceiling:
        return Outcome(True, now.steps)
    told = (
        f"{now.steps[0].text}再加{STAGE_NAMES[stage]} {plain(more)} 分是 {plain(after)} 分，超过上限，不能再接新个案。"
    )
    return Outcome(False, (Step(told, figures["coaching.points_ceiling"].source),))


def _ceiling(figures: Figures, own: Decimal | None) -> Decimal:
    general = Decimal(figures["coaching.points_ceiling"].value)
    return general if own is None else min(own, general)
