"""Nearness to the statutory retirement month."""

from datetime import date

from tonggong.rules import months
from tonggong.rules.ages import RetireCategory, retirement_month
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


def is_near_retirement(
    category: RetireCategory, born_on: date, first_approval: date, figures: Figures
) -> Outcome[bool]:
    """Whether the first approval falls within five years of the statutory month; tested once, at that approval.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    Source: 财社〔2023〕181号 第十、十一条; 辽政发〔2020〕9号.
    """
    retire = retirement_month(category, born_on, figures)
    years = figures["hardship.near_retirement_years"]
    begins = months.shift(retire.value, -int(years.value) * 12)
    near = months.of(first_approval) >= begins
    text = f"{begins}起距法定退休不足{years.value}年，{months.of(first_approval)}{'已' if near else '未'}到。"
    return Outcome(near, (*retire.steps, Step(text, years.source)))
