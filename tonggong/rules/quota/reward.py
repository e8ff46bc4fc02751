"""The award for placing more than the quota (超比例奖励): each place's own formula, as data."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from tonggong.rules import months
from tonggong.rules.figures import Figure, FiguresOn
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind
from tonggong.rules.quota.levy import Levy
from tonggong.rules.quota.numbers import FEN, exact, money, percent_of, plain

_ZERO = Decimal(0)
_NOTHING = Decimal("0.00")


class Base(StrEnum):
    """What an excess person is worth."""

    FIXED = "fixed"  # so many yuan a year
    MINIMUM_WAGE = "minimum_wage"  # so many monthly minimum wages
    YEARLY_SHARE = "yearly_minimum_wage_share"  # a share of the year's twelve minimum wages


class Excess(StrEnum):
    """Whether a part of a person is awarded."""

    WHOLE = "whole"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Rule:
    """A place's formula.

    `amount`: yuan, times or share, as `base` says. `at_least`: the least excess that is awarded, persons.
    `cap_yuan`: the most that a unit gets in a year, None without a limit. `kinds`: whom it is for, empty for all obliged.
    `excludes`: what a unit must not draw beside it, such as the tax relief of concentrated employment.
    """

    base: Base
    amount: Decimal
    excess: Excess
    at_least: Decimal
    cap_yuan: Decimal | None
    kinds: frozenset[UnitKind]
    excludes: frozenset[str]


_FIELDS = frozenset("base amount excess at_least cap_yuan kinds excludes".split())


def rule_of(figure: Figure) -> Rule:
    """Read the formula from the figure `overquota.reward`.

    Raises:
        ValueError: it is not such a mapping; the message names the field.
    """
    value = figure.value
    if not isinstance(value, Mapping):
        raise ValueError(f"{figure.label}应写成 base、amount、excess 等各项，现在是：{value}")
    if unknown := sorted(set(value) - _FIELDS):
        raise ValueError(f"{figure.label}没有这一项：{'、'.join(map(str, unknown))}")
    try:
        return Rule(
            base=Base(value.get("base", "")),
            amount=_number(value, "amount"),
            excess=Excess(value.get("excess", "")),
            at_least=_number(value, "at_least", "0"),
            cap_yuan=None if value.get("cap_yuan") is None else _number(value, "cap_yuan"),
            kinds=frozenset(UnitKind(one) for one in value.get("kinds") or ()),
            excludes=frozenset(value.get("excludes") or ()),
        )
    except ValueError as wrong:
        raise ValueError(f"{figure.label}写得不对：{wrong}") from None


def _number(value: Mapping[str, Any], name: str, default: str | None = None) -> Decimal:
    try:
        number = Decimal(str(value.get(name, default)))
    except InvalidOperation:
        raise ValueError(f"{name} 不是数字：{value.get(name)}") from None
    if not number.is_finite() or number < 0:
        raise ValueError(f"{name} 应是不小于零的数：{value.get(name)}")
    return number


def award(levy: Levy, year: int, figures_on: FiguresOn, draws: Collection[str] = ()) -> Outcome[Decimal]:
    """What a unit is awarded for a year, yuan, half-up to the fen; 0 with the reason where it is not.

    Args:
        levy: the unit's year, whose excess is awarded.
        figures_on: figures of the unit's place; the award and the minimum wage of the year's last day hold, a share of
            the yearly minimum wage sums the year's months.
        draws: what the unit draws beside it, in the words of the formula's `excludes`.
    Raises:
        FigureMissing: the place has no formula, or no minimum wage while the formula asks for it.
        ValueError: the formula can't be read.
    """
    last = figures_on(months.last_day(f"{year}-12"))
    figure = last["overquota.reward"]
    rule = rule_of(figure)
    excess = levy.excess
    steps = [
        Step(
            f"应安排{plain(levy.required)}人，已安排{plain(levy.counted)}人，超出{plain(excess)}人。",
            levy.terms.ratio.source,
        )
    ]

    def nothing(text: str) -> Outcome[Decimal]:
        return Outcome(_NOTHING, (*steps, Step(text, figure.source)))

    if not excess:
        return nothing("没有超出比例，不奖励。")
    if rule.kinds and levy.case.kind not in rule.kinds:
        return nothing(f"{KIND_LABELS[levy.case.kind]}不在奖励范围内。")
    if beside := sorted(rule.excludes & set(draws)):
        return nothing(f"已享受{'、'.join(beside)}，不重复奖励。")
    if excess < rule.at_least:
        return nothing(f"超出不足{exact(rule.at_least)}人，不奖励。")
    if rule.excess is Excess.WHOLE:
        excess = excess.to_integral_value(ROUND_FLOOR)
        if not excess:
            return nothing("超出不足1人，不奖励。")
    each, words, source = _worth(rule, year, figures_on)
    amount = (excess * each).quantize(FEN, ROUND_HALF_UP)
    text = f"{plain(excess)}人×{words}＝{money(amount)}元。"
    if rule.cap_yuan is not None and amount > rule.cap_yuan:
        amount = rule.cap_yuan.quantize(FEN, ROUND_HALF_UP)
        text = text.removesuffix("。") + f"，超过上限，按{money(amount)}元奖励。"
    steps.append(Step(text, f"{figure.source}；{source}" if source else figure.source))
    return Outcome(amount, tuple(steps))


def _worth(rule: Rule, year: int, figures_on: FiguresOn) -> tuple[Decimal, str, str]:
    """What one excess person is worth, the words for it, and the source of the minimum wage."""
    if rule.base is Base.FIXED:
        return rule.amount, f"{money(rule.amount)}元", ""
    last = figures_on(months.last_day(f"{year}-12"))["wage.minimum_monthly"]
    if rule.base is Base.MINIMUM_WAGE:
        return rule.amount * last.value, f"{exact(rule.amount)}×月最低工资{money(last.value)}元", last.source
    whole = sum(
        (
            figures_on(months.last_day(month))["wage.minimum_monthly"].value
            for month in months.between(f"{year}-01", f"{year}-12")
        ),
        _ZERO,
    )
    return rule.amount * whole, f"全年最低工资{money(whole)}元×{percent_of(rule.amount)}", last.source
