"""Around the statutory month: flexible retirement, the years to be paid, and what nearness to it gives."""

from dataclasses import dataclass
from datetime import date

from tonggong.rules import months
from tonggong.rules.ages import RETIRE_FIGURE, RetireCategory, retirement_month
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


@dataclass(frozen=True, slots=True)
class Span:
    """When somebody may retire, months "YYYY-MM"; before the reform there is no choice and both ends are None."""

    statutory: str
    earliest: str | None
    latest: str | None
    contribution_months: int  # the least for a pension from the statutory month


def retirement_span(category: RetireCategory, born_on: date, figures: Figures) -> Outcome[Span]:
    """The statutory month with the earliest and the latest that may be chosen.

    Early at most three years, never below the former age; late at most three years, with the employer's consent.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    Source: 国务院关于渐进式延迟法定退休年龄的办法 第二、三条.
    """
    retire = retirement_month(category, born_on, figures)
    figure = figures[RETIRE_FIGURE[category]]
    need = contribution_months(int(retire.value[:4]), figures)
    reform = months.of(figure.effective_from or date.min)
    if "retire.flex_years" not in figures or retire.value < reform:
        return Outcome(Span(retire.value, None, None, need.value), (*retire.steps, *need.steps))
    flex = figures["retire.flex_years"]
    by = int(flex.value) * 12
    former = months.shift(months.of(born_on), figure.value["from_years"] * 12)
    earliest, latest = max(former, months.shift(retire.value, -by)), months.shift(retire.value, by)
    text = f"缴满年限的，可以自愿提前到{earliest}；与单位商定的，可以延迟到{latest}。"
    return Outcome(
        Span(retire.value, earliest, latest, need.value), (*retire.steps, Step(text, flex.source), *need.steps)
    )


def contribution_months(year: int, figures: Figures) -> Outcome[int]:
    """The least months of contributions for a pension that begins in a year: 180 to 2029, 240 from 2039.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    Source: 全国人大常委会决定 第二条.
    """
    figure = figures["retire.contribution"]
    rule = figure.value
    later = max(0, year - rule["from_year"] + 1)
    need = min(rule["cap_months"], rule["months"] + rule["step"] * later)
    return Outcome(need, (Step(f"{year}年退休至少缴费{need}个月。", figure.source),))


def months_short(
    category: RetireCategory, born_on: date, paid_months: int, as_of: date, figures: Figures
) -> Outcome[int]:
    """Months of contributions that will be missing at the statutory month even if every month until then is paid.

    The months after that of `as_of` up to the statutory one can still be paid.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    """
    retire = retirement_month(category, born_on, figures)
    need = contribution_months(int(retire.value[:4]), figures)
    left = max(0, months.number(retire.value) - months.number(months.of(as_of)))
    short = max(0, need.value - paid_months - left)
    tail = f"还差{short}个月，请尽早补上" if short else "不缺"
    text = f"已缴{paid_months}个月，到{retire.value}还能缴{left}个月，{tail}。"
    return Outcome(short, (*retire.steps, *need.steps, Step(text, need.steps[0].source)))


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


@dataclass(frozen=True, slots=True)
class Term:
    """Months in which a subsidy or a public post runs, first to last, both included."""

    first: str
    last: str
    is_near: bool

    @property
    def months(self) -> int:
        """How many months that is."""
        return max(0, months.number(self.last) - months.number(self.first) + 1)


def support_term(category: RetireCategory, born_on: date, first_approval: date, figures: Figures) -> Outcome[Term]:
    """How long an insurance subsidy or a public post runs: three years, for those near retirement up to it.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    Source: 财社〔2023〕181号 第十、十一条.
    """
    near = is_near_retirement(category, born_on, first_approval, figures)
    years = figures["publicpost.max_years"]
    first = months.of(first_approval)
    retire = retirement_month(category, born_on, figures).value
    last = retire if near.value else min(retire, months.shift(first, int(years.value) * 12 - 1))
    term = Term(first, last, near.value)
    return Outcome(term, (*near.steps, Step(f"自{first}至{last}，共{term.months}个月。", years.source)))
