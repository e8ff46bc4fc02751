"""Community points that are newly built, and the posts reserved at them (新增社区公共服务点预留岗位)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step, percent

ROUNDINGS = {"up": ROUND_CEILING, "down": ROUND_FLOOR, "half_up": ROUND_HALF_UP}
NO_RATIO = "预留比例市里还没有定，只列出新建和预留的数。"


@dataclass(frozen=True, slots=True)
class Point:
    """A point: what an address calls it, when it was built, its posts and how many of them are reserved."""

    name: str
    built_on: date
    posts: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is reserved of what is new.

    `new`, `reserved`: points or posts, as the city counts; `required`, `short` None while the city has set no ratio;
    `without`: the new points that reserve nothing.
    """

    new: int
    reserved: int
    required: int | None
    short: int | None
    without: tuple[Point, ...]

    @property
    def is_met(self) -> bool | None:
        """Whether enough is reserved; None while nobody knows how much is enough."""
        return None if self.short is None else self.short == 0


def reserve(points: Iterable[Point], first: date, last: date, figures: Figures) -> Outcome[Reserve]:
    """Say whether enough is reserved of what was built from `first` to `last`; older points don't count.

    Points that were built before the ratio came into force don't count either.

    Raises:
        FigureMissing: the way of counting is not known on this day.
    Source: 方案第二项行动“新增建设邮政报刊零售亭等社区公共服务点时，应当预留一定比例的岗位”.
    """
    ratio, basis = figures.get("reliefs.points.ratio"), figures["reliefs.points.basis"]
    if ratio is not None and ratio.effective_from is not None:
        first = max(first, ratio.effective_from)
    fresh = [point for point in points if first <= point.built_on <= last]
    without = tuple(sorted((p for p in fresh if not p.reserved), key=lambda p: (p.built_on, p.name)))
    if basis.value == "posts":
        new, reserved, unit = sum(p.posts for p in fresh), sum(p.reserved for p in fresh), "个岗位"
    else:
        new, reserved, unit = len(fresh), len(fresh) - len(without), "处"
    counted = Step(
        f"新建{len(fresh)}处，合{new}{unit}，预留{reserved}{unit}。"
        if unit != "处"
        else f"新建{new}处，预留了岗位的{reserved}处。",
        basis.source,
    )
    if ratio is None:
        return Outcome(Reserve(new, reserved, None, None, without), (counted, Step(NO_RATIO, "方案第二项行动")))
    rounding = figures["reliefs.points.rounding"]
    required = int((new * ratio.value).to_integral_value(ROUNDINGS[rounding.value]))
    short = max(required - reserved, 0)
    text = f"按{percent(ratio.value)}应预留{required}{unit}，"
    text += f"差{short}。" if short else "已够。" if required else "没有要预留的。"
    return Outcome(Reserve(new, reserved, required, short, without), (counted, Step(text, ratio.source)))


def point_problem(posts: int, reserved: int) -> str:
    """Why a statement of a point can't be true, "" where nothing speaks against it."""
    return f"预留{reserved}个岗位，比全部{posts}个岗位还多。" if reserved > posts else ""


def share(value: Reserve) -> Decimal | None:
    """Reserved by new, None where nothing is new."""
    return Decimal(value.reserved) / value.new if value.new else None
