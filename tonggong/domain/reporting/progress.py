"""Where targets stand: pace, forecast, counties and months, in numbers and in one sentence each.

Made of kept figures and of the plan's split alone; the rules of pace and forecast are in `tonggong.rules.pace`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from tonggong.base.divisions import queries as divisions
from tonggong.base.policy import queries as policy
from tonggong.domain.plan.models import Plan
from tonggong.domain.plan.queries import TargetSplit
from tonggong.domain.reporting.models import Figure
from tonggong.domain.reporting.queries import FigureView
from tonggong.rules import months, pace
from tonggong.rules.figures import FigureMissing

SEEN = 6  # months that a forecast looks back on


@dataclass(frozen=True, slots=True)
class Progress:
    """A figure against its target. Counts are in the figure's unit; `ahead` is done less expected, negative when behind.

    `word` and `colour` are of `rules.pace`; target and all that follows from it are None where the place has none.
    `years` is (year, target of the year, cumulative target at its end).
    """

    view: FigureView
    done: int
    target: int | None
    expected: int | None
    ahead: int | None
    left: int | None
    months_left: int
    share: Decimal | None
    ratio: Decimal | None
    colour: str
    word: str
    forecast: pace.Forecast | None
    years: list[tuple[int, int, int]] = field(default_factory=list)
    split_source: str = ""
    sentence: str = ""

    @property
    def tag(self) -> str:
        """The pace in a few characters: 快58人 ; 慢42人 ; 已完成."""
        if self.colour == "done":
            return "已完成"
        if self.ahead is None:
            return ""
        return f"{'快' if self.ahead >= 0 else '慢'}{abs(self.ahead)}人"

    @property
    def forecast_words(self) -> str:
        """What is to be expected at the plan's end, with its band; "" without a forecast."""
        if self.forecast is None:
            return ""
        return f"期末预计{self.forecast.likely}人，区间{self.forecast.low}—{self.forecast.high}人"


def goal_of(split: TargetSplit | None, plan: Plan, county: str = "") -> pace.Goal | None:
    """A target, of the whole or of one county, as the pace rule takes it; None where nothing is set for the place."""
    if split is None or (county and county not in split.by_county):
        return None
    if county:
        value = split.by_county[county]
        years = {year: number for (code, year), number in split.by_county_year.items() if code == county}
        if not years and sum(split.by_year.values()) == split.value and split.value:
            # a county whose years are not set goes by the city's years
            years = {year: round(value * number / split.value) for year, number in split.by_year.items()}
    else:
        value, years = split.value, split.by_year
    total, milestones = 0, []
    for year in sorted(years):
        total += years[year]
        milestones.append((date(year, 12, 31), total))
    return pace.Goal(value, plan.first_day, plan.last_day, tuple(milestones))


def month_values(figure: Figure, scope_code: str) -> dict[str, int]:
    """How many joined a plan figure in each month."""
    if scope_code:
        return {month: int(value) for month, value in figure.groups.get("month_of", {}).get(scope_code, {}).items()}
    return {month: int(one["value"]) for month, one in figure.groups.get("month", {}).items() if month}


def progress(view: FigureView, plan: Plan, split: TargetSplit | None, city_code: str) -> Progress:
    """Where a plan's figure stands on its day, for the city or a county."""
    day, done = view.as_of, int(view.value or 0)
    county = view.scope_code if view.scope_code.endswith("000000") else ""
    goal = goal_of(split, plan, county) if county or not view.scope_code else None
    left_months = max(0, months.number(months.of(plan.last_day)) - months.number(months.of(day)))
    if goal is None:
        return Progress(view, done, None, None, None, None, left_months, None, None, "none", "", None)
    try:
        found = pace.pace(goal, done, day, policy.figures_on(day, county or city_code)).value
    except FigureMissing:  # the city has not entered its thresholds: numbers without a colour
        found = pace.Pace(done, goal.target, pace.expected_by(goal, day), None, None, "none", "")
    expected = int(found.expected.quantize(Decimal(1), ROUND_HALF_UP))
    seen = _last_months(month_values(view.figure, view.scope_code), plan, day)
    forecast = pace.forecast(done, seen, day, plan.last_day).value
    before, years = 0, []
    for last, total in goal.milestones:
        years.append((last.year, total - before, total))
        before = total
    return Progress(
        view,
        done,
        goal.target,
        expected,
        done - expected,
        max(0, goal.target - done),
        left_months,
        found.share,
        found.ratio,
        found.colour,
        found.word,
        forecast,
        years,
        split.split_source if split else "",
        _outlook(done, goal.target, seen, day, left_months, forecast),
    )


def _last_months(values: dict[str, int], plan: Plan, day: date) -> list[int]:
    """The whole months, at most six, up to a day within the plan; a month without anybody is a 0."""
    last = months.of(day) if day == months.last_day(months.of(day)) else months.shift(months.of(day), -1)
    first = max(months.of(plan.first_day), months.shift(last, 1 - SEEN))
    return [values.get(month, 0) for month in months.between(first, last)] if first <= last else []


def _outlook(
    done: int, target: int, seen: Sequence[int], day: date, left_months: int, forecast: pace.Forecast | None
) -> str:
    if done >= target:
        return f"已达到{target}人的目标。" if done == target else f"已超过目标{done - target}人。"
    if left_months == 0:
        return f"期满仍差{target - done}人。"
    if forecast is None:
        return f"还差{target - done}人，平均每月需{ceil((target - done) / left_months)}人。"
    mean = sum(seen) / len(seen)
    if forecast.likely >= target and mean > 0:
        reached = months.shift(months.of(day), ceil((target - done) / mean))
        year, month = reached.split("-")
        when = f"{int(month)}月" if int(year) == day.year else f"{year}年{int(month)}月"
        return f"照近{len(seen)}个月的速度，{when}可达{target}人。"
    short = target - forecast.likely
    need = ceil((target - done) / left_months)
    return f"照近{len(seen)}个月的速度，期末差{short}人；要完成，余下每月需{need}人。"


@dataclass(frozen=True, slots=True)
class County:
    """A county on the map: done of its part of the target, in a word. `kind`: done, fast, slow or none."""

    code: str
    name: str
    done: int
    target: int | None
    expected: int | None
    ahead: int | None
    share: Decimal | None
    ratio: Decimal | None
    rank: int
    colour: str
    kind: str
    word: str


def counties(figure: Figure, plan: Plan, split: TargetSplit | None) -> list[County]:
    """Every county with its part of a plan's figure, in the order of the codes; rank by share of the target done."""
    found = []
    for division in divisions.counties():
        one = figure.groups.get("county", {}).get(division.code)
        done = int(one["value"]) if one else 0
        goal = goal_of(split, plan, division.code)
        if goal is None:
            found.append(
                County(division.code, division.name, done, None, None, None, None, None, 0, "none", "none", "")
            )
            continue
        try:
            stand = pace.pace(goal, done, figure.as_of, policy.figures_on(figure.as_of, division.code)).value
            share, ratio, colour = stand.share, stand.ratio, stand.colour
            expected = stand.expected
        except FigureMissing:
            expected, share, ratio, colour = pace.expected_by(goal, figure.as_of), None, None, "none"
        due = int(expected.quantize(Decimal(1), ROUND_HALF_UP))
        ahead = done - due
        kind = "done" if done >= goal.target else "fast" if ahead >= 0 else "slow"
        word = "已完成" if kind == "done" else f"{'快' if ahead >= 0 else '慢'}{abs(ahead)}人"
        found.append(
            County(division.code, division.name, done, goal.target, due, ahead, share, ratio, 0, colour, kind, word)
        )
    return _ranked(found)


def _ranked(found: list[County]) -> list[County]:
    """Rank by the share of the target that is done; equals share a rank, without a target there is none (0)."""
    shares = sorted((one.done / one.target for one in found if one.target), reverse=True)
    return [replace(one, rank=shares.index(one.done / one.target) + 1) if one.target else one for one in found]


def counties_sentence(found: Sequence[County]) -> str:
    """Who is behind and who leads, in one sentence."""
    aimed = [one for one in found if one.target]
    if not aimed:
        most = max(found, key=lambda one: one.done, default=None)
        return f"目标没有分到县区；{most.name}最多，{most.done}人。" if most and most.done else "目标没有分到县区。"
    slow = sorted((one for one in aimed if one.kind == "slow"), key=lambda one: one.ahead or 0)
    well = len(aimed) - len(slow)
    if not slow:
        best = min(aimed, key=lambda one: one.rank)
        return f"{well}个县区都达到进度，{best.name}完成率最高。"
    behind = "、".join(f"{one.name}慢{-(one.ahead or 0)}人" for one in slow)
    return f"{well}个县区达到进度，{behind}。" if well else f"各县区都慢于进度：{behind}。"


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """One month of the year. `kind`: full at or over the month's target, soft under it, forecast still to come."""

    month: str
    label: str
    value: int
    kind: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The months of the year of a figure's day, with the month's share of the year's target (None without one)."""

    year: int
    months: list[TrendMonth]
    month_target: int | None
    sentence: str


def trend(view: FigureView, stands: Progress) -> Trend:
    """How many joined in each month of the year, and what the rest of the year will bring at this speed."""
    day = view.as_of
    values = month_values(view.figure, view.scope_code)
    year_target = next((part for year, part, _total in stands.years if year == day.year), None)
    wanted = None if year_target is None else ceil(year_target / 12)
    last = months.of(day)
    found = []
    ahead = 0
    if stands.forecast is not None and stands.forecast.months_left:
        ahead = round((stands.forecast.likely - stands.done) / stands.forecast.months_left)
    for month in months.between(f"{day.year}-01", f"{day.year}-12"):
        label = f"{int(month[5:])}月"
        if month <= last:
            value = values.get(month, 0)
            kind = "full" if wanted is None or value >= wanted else "soft"
            found.append(TrendMonth(month, label, value, kind))
        elif stands.forecast is not None:
            found.append(TrendMonth(month, label, max(0, ahead), "forecast"))
    return Trend(day.year, found, wanted, _trend_sentence([one for one in found if one.kind != "forecast"], wanted))


def _trend_sentence(found: Sequence[TrendMonth], wanted: int | None) -> str:
    if not any(one.value for one in found):
        return "今年还没有。"
    most = max(found, key=lambda one: one.value)
    under = [one.label.removesuffix("月") for one in found if one.kind == "soft"]
    lead = f"{most.label}最多，{most.value}人"
    if wanted is None:
        return f"{lead}；目标没有分到年度。"
    if not under:
        return f"{lead}；各月都达到月目标{wanted}人。"
    if len(under) == len(found):
        return f"{lead}；各月都低于月目标{wanted}人。"
    return f"{lead}；{'、'.join(under)}月低于月目标{wanted}人。"
