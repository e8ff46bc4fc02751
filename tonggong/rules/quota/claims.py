"""What a unit is spared or may ask for in a year: reliefs, the award, the tax of concentrated employment (可享受的)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.figures import FigureMissing, Figures, FiguresOn
from tonggong.rules.outcome import Step
from tonggong.rules.quota.levy import Levy
from tonggong.rules.quota.numbers import exact, money, percent_of, percent_reached, plain
from tonggong.rules.quota.reward import award
from tonggong.rules.quota.terms import Tier

_YEAR = Decimal(12)


class Standing(StrEnum):
    """How a unit stands to a relief or a payment."""

    GIVEN = "given"  # the levy has it already
    OPEN = "open"  # it may be asked for
    WHEN_STRUCK = "when_struck"  # only after a loss
    NOT_MET = "not_met"
    UNKNOWN = "unknown"  # the place has not said its terms


STANDING_LABELS = {
    Standing.GIVEN: "已经算进去", Standing.OPEN: "可以申请", Standing.WHEN_STRUCK: "遇到可申请", Standing.NOT_MET: "条件还不够", Standing.UNKNOWN: "本市还没有定",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One of them, with the sentence; `yuan` is what it is worth in the year where that can be said."""

    title: str
    standing: Standing
    said: Step
    yuan: Decimal | None = None


def claims(levy: Levy, person_months: Decimal, year: int, figures_on: FiguresOn) -> tuple[Claim, ...]:
    """What the year of a unit gives it, in the order in which it is told.

    Args:
        person_months: months that count, each person once, for what is measured in persons.
        figures_on: figures of the unit's place.
    """
    figures = figures_on(months.last_day(f"{year}-12"))
    found = (
        _relief(levy), _award(levy, year, figures_on), _concentrated(levy, person_months, figures), _hardship(levy, figures),
    )  # fmt: skip
    return tuple(one for one in found if one is not None)


def _relief(levy: Levy) -> Claim | None:
    """What exemption or tier takes off. An unknown wage leaves the amount open."""
    if levy.tier not in (Tier.EXEMPT, Tier.UPPER, Tier.LOWER):
        return None
    policy = levy.terms
    figure = {Tier.EXEMPT: policy.exempt or policy.small_new, Tier.UPPER: policy.upper, Tier.LOWER: policy.lower}[
        levy.tier
    ]
    title = "小型企业免缴" if levy.tier is Tier.EXEMPT else "分档减缴"
    spared = None if not levy.case.wage_yuan else levy.full_yuan - levy.payable_yuan
    amount = "" if spared is None else f"，这一年少缴{money(spared)}元"
    return Claim(title, Standing.GIVEN, Step(f"不用申请{amount}。", figure.source if figure else ""), spared)


def _award(levy: Levy, year: int, figures_on: FiguresOn) -> Claim:
    title = "超比例安排奖励"
    try:
        found = award(levy, year, figures_on)
    except (FigureMissing, ValueError):  # not entered, or entered so that nobody can read it: nothing is promised
        figure = figures_on(months.last_day(f"{year}-12")).get("overquota.reward")
        return Claim(
            title, Standing.UNKNOWN, Step("奖励办法还没有填，定了以后这里会算。", figure.source if figure else "")
        )
    standing = Standing.OPEN if found.value else Standing.NOT_MET
    return Claim(title, standing, found.steps[-1], found.value or None)


def _concentrated(levy: Levy, person_months: Decimal, figures: Figures) -> Claim | None:
    ratio, least = figures.get("concentrated.ratio"), figures.get("concentrated.min_persons")
    if ratio is None or least is None or levy.tier is Tier.NOT_OBLIGED or not levy.case.staff_months:
        return None
    persons = person_months / _YEAR
    is_met = person_months >= levy.case.staff_months * ratio.value and persons >= least.value
    limits = f"{percent_of(ratio.value)}、{exact(Decimal(least.value))}人"
    text = f"安置{plain(persons)}人，占职工{percent_reached(person_months, levy.case.staff_months)}；要达到{limits}。"
    return Claim("集中就业增值税即征即退", Standing.OPEN if is_met else Standing.NOT_MET, Step(text, ratio.source))


def _hardship(levy: Levy, figures: Figures) -> Claim | None:
    rule = figures.get("levy.hardship.max_reduction_years")
    if rule is None or not levy.standing.due:
        return None
    text = f"不可抗力损失重大的，最长减免{exact(Decimal(rule.value))}年，须批准。"
    return Claim("困难减免", Standing.WHEN_STRUCK, Step(text, rule.source))
