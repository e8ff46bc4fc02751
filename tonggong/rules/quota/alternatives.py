"""What else a unit could lawfully do, each way with its price: the counterfactual of the levy.

A hire is reckoned at the minimum wage in a post that is filled anyway unless it is said to be a new one: then the unit's
headcount grows by it too. Other wages, and with them the average wage, stay as they are.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from tonggong.rules.figures import Figure, Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.levy import Levy, levy_due
from tonggong.rules.quota.numbers import FEN, money, percent_of
from tonggong.rules.quota.terms import LevyCase, Terms, Tier
from tonggong.rules.quota.trial import SEVERE_COUNTS

_YEAR = Decimal(12)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Prices:
    """What a hire costs: the minimum wage of the place, yuan a month, and the employer's share of insurance, if known."""

    minimum: Figure
    insurance: Figure | None = None

    @classmethod
    def of(cls, figures: Figures) -> "Prices":
        """The prices of a day and place.

        Raises:
            FigureMissing: the place has not entered its minimum wage.
        """
        return cls(figures["wage.minimum_monthly"], figures.get("insurance.employer_share"))

    def yuan(self, persons: int, months: int) -> Decimal:
        """What so many persons cost in so many months, half-up to the fen."""
        factor = 1 + (self.insurance.value if self.insurance else _ZERO)
        return Decimal(self.minimum.value * persons * months * factor).quantize(FEN, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way: so many persons more from a month on. Money in yuan of the calendar year.

    `goal`: the share of staff that it just reaches next year, None where it reaches none.
    `saving_next_yuan`: what next year costs less than hiring nobody; negative where it costs more.
    """

    persons: int
    is_severe: bool
    goal: Decimal | None
    this_year: Levy
    next_year: Levy
    hire_this_yuan: Decimal
    hire_next_yuan: Decimal
    saving_next_yuan: Decimal
    saving_this_yuan: Decimal
    said: Step

    @property
    def cost_this_yuan(self) -> Decimal:
        """Levy and hires of this year together."""
        return self.this_year.payable_yuan + self.hire_this_yuan

    @property
    def cost_next_yuan(self) -> Decimal:
        """Levy and hires of the next full year together."""
        return self.next_year.payable_yuan + self.hire_next_yuan


@dataclass(frozen=True, slots=True)
class _Years:
    """Both years as they are without a hire, and how a hire enters them."""

    now: tuple[LevyCase, Terms]
    later: tuple[LevyCase, Terms]
    months: int
    is_new_post: bool

    def levies(self, persons: int, weight: int) -> tuple[Levy, Levy]:
        (case, policy), (next_case, next_policy) = self.now, self.later
        return (
            levy_due(self._with(case, persons * self.months, weight), policy),
            levy_due(self._with(next_case, persons * 12, weight), next_policy),
        )

    def _with(self, case: LevyCase, person_months: int, weight: int) -> LevyCase:
        staff = case.staff_months + (person_months if self.is_new_post else 0)
        return case._replace(staff_months=staff, counted_months=case.counted_months + person_months * weight)

    def least(self, goal: Decimal, weight: int) -> int:
        """How many persons of a weight reach a share of staff next year; 0 where it is reached already."""
        case, _ = self.later
        missing = case.staff_months * goal - case.counted_months
        each = _YEAR * (weight - (goal if self.is_new_post else 0))
        return max(int((missing / each).to_integral_value(ROUND_CEILING)), 0)


def alternatives(
    case: LevyCase,
    policy: Terms,
    from_month: int,
    prices: Prices,
    *,
    next_policy: Terms | None = None,
    next_case: LevyCase | None = None,
    is_new_post: bool = False,
) -> Outcome[tuple[Alternative, ...]]:
    """The lawful ways of one unit, the cheapest next full year first, then the cheapest this year.

    Hiring nobody and paying is always among them; further, without and with a severe disability, one person, and the
    fewest who reach the edge of the lower tier and who reach the quota.

    Args:
        case: this year as it would be without a further hire.
        from_month: first month of this year that a hire counts, 1 to 12.
        next_policy: policy of the next year; as this year's where not given.
        next_case: the next year without a hire; as this year where not given.
        is_new_post: whether a hire adds to the headcount instead of filling a post that is filled anyway.
    Raises:
        ValueError: no such month, or an impossible case.
    """
    if not 1 <= from_month <= 12:
        raise ValueError(f"没有{from_month}月。")
    later = next_policy or policy
    years = _Years((case, policy), (next_case or case, later), 13 - from_month, is_new_post)
    nobody = _way(years, prices, 0, 1, None, None)
    found = {(0, 1): nobody}
    goals = sorted({edge.value for edge in (later.at_least, later.ratio) if edge is not None})
    owes = nobody.this_year.payable_yuan or nobody.next_year.payable_yuan
    for weight in (1, SEVERE_COUNTS) if owes else ():
        # The same persons may reach both limits: the higher one is told.
        wanted = {1: None} | {persons: goal for goal in goals if (persons := years.least(goal, weight))}
        for persons, goal in wanted.items():
            found[persons, weight] = _way(years, prices, persons, weight, goal, nobody)
    ordered = tuple(sorted(found.values(), key=lambda one: (one.cost_next_yuan, one.cost_this_yuan, one.persons)))
    return Outcome(ordered, (*(one.said for one in ordered), *_without_relief(ordered, later)))


def _way(
    years: _Years, prices: Prices, persons: int, weight: int, goal: Decimal | None, nobody: Alternative | None
) -> Alternative:
    this_year, next_year = years.levies(persons, weight)
    hire_this, hire_next = prices.yuan(persons, years.months), prices.yuan(persons, 12)
    before_this = nobody.cost_this_yuan if nobody else this_year.payable_yuan
    before_next = nobody.cost_next_yuan if nobody else next_year.payable_yuan
    saving_this = before_this - this_year.payable_yuan - hire_this
    saving_next = before_next - next_year.payable_yuan - hire_next
    levies = f"今年缴{this_year.payable_yuan:,}元，明年缴{next_year.payable_yuan:,}元"
    if not persons:
        text, source = f"不再安排：{levies}。", this_year.terms.formula.source
    else:
        who = "重度（按两人计算的等级）残疾人" if weight == SEVERE_COUNTS else "残疾人"
        limit = "规定比例" if goal == years.later[1].ratio.value else percent_of(goal or _ZERO)
        reached = "" if goal is None else f"，明年达到{limit}"
        text = (
            f"{13 - years.months}月起安排{persons}名{who}{reached}：{levies}；"
            f"{_price(prices)}，今年{money(hire_this)}元，明年{money(hire_next)}元；"
            f"明年合计{next_year.payable_yuan + hire_next:,}元，比不安排{_compared(saving_next)}。"
        )
        source = f"{next_year.terms.formula.source}；{prices.minimum.source}"
    return Alternative(
        persons, weight == SEVERE_COUNTS, goal, this_year, next_year, hire_this, hire_next, saving_next, saving_this,
        Step(text, source),
    )  # fmt: skip


def _price(prices: Prices) -> str:
    text = f"工资按最低工资每月{money(prices.minimum.value)}元算"
    return f"{text}，加单位缴纳的社会保险{percent_of(prices.insurance.value)}" if prices.insurance else text


def _compared(saving: Decimal) -> str:
    return "一样" if not saving else f"{'少' if saving > 0 else '多'}{abs(saving):,}元"


def _without_relief(ways: tuple[Alternative, ...], policy: Terms) -> tuple[Step, ...]:
    """What each way would pay in a year when tiers and exemption have ended; nothing where they play no part."""
    ending = policy.exempt or policy.upper
    if ending is None or ending.effective_to is None:
        return ()
    bare = replace(policy, exempt=None, small_new=None, at_least=None, upper=None, lower=None)
    told = []
    for way in ways:
        full = levy_due(way.next_year.case, bare)
        if full.tier is Tier.FULL:
            who = f"安排{way.persons}名{'重度' if way.is_severe else ''}残疾人" if way.persons else "不再安排"
            told.append(f"{who}每年缴{full.payable_yuan:,}元")
    if not told:
        return ()
    end = ending.effective_to
    text = f"减缴、免缴到{end.year}年{end.month}月{end.day}日止，如不延续：{'，'.join(told)}"
    rest = "，其余不用缴" if len(told) < len(ways) else ""
    return (Step(f"{text}{rest}。", ending.source),)
