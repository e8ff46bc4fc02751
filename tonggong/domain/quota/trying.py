"""The levy tried out: under which policy a year stands at a place, what else could be done and when. Nothing is kept."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.quota.yearly import policy_day
from tonggong.rules.figures import FigureMissing, Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.alternatives import Alternative, Prices, alternatives
from tonggong.rules.quota.levy import Levy, LevyCase, Terms, levy_due, terms

LOCAL_AVERAGE, MINIMUM = "wage.local_average_yearly", "wage.minimum_monthly"
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Policy:
    """The terms of a year at a place; `warnings` say what of it nobody has entered and what that does to the amount."""

    year: int
    place: str
    figures: Figures
    terms: Terms
    warnings: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """The lawful ways from the next month on: `year` is called this year in their sentences, the one after it next year."""

    year: int
    from_month: int
    found: Outcome[tuple[Alternative, ...]]


def city_code() -> str:
    """The city's division code, "" before a city is loaded."""
    found = divisions.city()
    return found.code if found else ""


def policy_of(year: int, place: str = "") -> Policy:
    """The policy by which a year is reckoned at a place; without a place the city's.

    Where the city has not entered its average wage the levy stands without a cap, never too low, and a warning says so.

    Raises:
        FigureMissing: another figure is not entered, or the year lies before the levy's formula.
    """
    place = place or city_code()
    figures = figures_on(policy_day(year), place)
    try:
        return Policy(year, place, figures, terms(figures))
    except FigureMissing as missing:
        if missing.figure_id != LOCAL_AVERAGE:
            raise
    without = terms(figures, local_average=Decimal(1))
    text = "当地社会平均工资还没有填，没有和工资上限比；工资特别高的单位实际会少缴一些。"
    said = Step(text, without.multiple.source if without.multiple else "")
    return Policy(year, place, figures, replace(without, multiple=None, local_average=None), (said,))


def ways(case: LevyCase, place: str, today: date) -> Ways | None:
    """What else the unit could do from next month on; None where the place has not entered its minimum wage.

    Raises as `policy_of`.
    """
    year, month = (today.year, today.month + 1) if today.month < _MONTHS else (today.year + 1, 1)
    now, later = policy_of(year, place), policy_of(year + 1, place)
    try:
        prices = Prices.of(figures_on(date(year, month, 1), now.place))
    except FigureMissing:
        return None
    return Ways(year, month, alternatives(case, now.terms, month, prices, next_policy=later.terms))


def by_month(case: LevyCase, policy: Policy, heads: int = 1) -> list[tuple[int | None, Levy]]:
    """The levy of a year by the month from which so many heads more count; the last one, month None, is without."""
    found: list[tuple[int | None, Levy]] = [
        (
            month,
            levy_due(case._replace(counted_months=case.counted_months + heads * (_MONTHS + 1 - month)), policy.terms),
        )
        for month in range(1, _MONTHS + 1)
    ]
    return [*found, (None, levy_due(case, policy.terms))]


def is_monthly_wage(yearly_yuan: Decimal, policy: Policy) -> bool:
    """Whether a yearly wage is so low that it must be that of a month: less than the minimum wage of half a year."""
    least = policy.figures.get(MINIMUM)
    return least is not None and 0 < yearly_yuan < least.value * _MONTHS / 2
