"""Working age for each use, and the statutory retirement month since the reform of 2025."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tonggong.rules import months
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


class Use(StrEnum):
    """What working age is asked for; the law answers differently."""

    STATISTICS = "STAT"  # 实名制统计
    PLAN = "T800"  # the plan's newly employed, judged on the spell's first day
    FOUR_ONES = "FOUR_ONES"  # 四个一
    QUOTA = "QUOTA"  # 按比例就业的人月
    TRAINING = "TRAIN"
    INSURANCE_SUBSIDY = "SI_SUBSIDY"
    PUBLIC_POST = "PUBLIC_POST"
    SHELTERED = "SHELTERED"


USE_LABELS = {
    Use.STATISTICS: "实名制统计",
    Use.PLAN: "方案新增就业",
    Use.FOUR_ONES: "四个一",
    Use.QUOTA: "按比例就业",
    Use.TRAINING: "培训",
    Use.INSURANCE_SUBSIDY: "社会保险补贴",
    Use.PUBLIC_POST: "公益性岗位",
    Use.SHELTERED: "辅助性就业",
}


class RetireCategory(StrEnum):
    """Whom the retirement table speaks of; for women a fact with evidence, never derived from sex."""

    M60 = "M60"
    F55 = "F55"
    F50 = "F50"


class UpperKind(StrEnum):
    """What ends working age; the figure `age.upper_kinds` names one for each use."""

    FIXED_AGE = "fixed_age"  # the statistics range
    STATUTORY = "statutory"  # the retirement month by law, or an agreed later one
    ACTUAL_PENSION = "actual_pension"  # the day on which a pension began
    NONE = "none"


MALE = "male"
FEMALE = "female"
RETIRE_FIGURE = {
    RetireCategory.M60: "retire.male",
    RetireCategory.F55: "retire.female_55",
    RetireCategory.F50: "retire.female_50",
}


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Completed years, both inclusive: the statistics range of one sex on one day."""

    youngest: int
    oldest: int

    def include(self, born_on: date, day: date) -> bool:
        """Whether somebody born on a day is within the range on another."""
        return self.youngest <= age_on(born_on, day) <= self.oldest

    def days(self, born_on: date) -> tuple[date, date]:
        """The first and the last day on which somebody born on a day is within the range."""
        last = birthday(born_on, self.oldest + 1)
        return birthday(born_on, self.youngest), date.fromordinal(last.toordinal() - 1)


def age_on(born_on: date, day: date) -> int:
    """Completed years on a day, the birthday included."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def birthday(born_on: date, years: int) -> date:
    """The day on which somebody completes so many years: after a 29 February the 1 March of a common year."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def statistics_limits(sex: str, figures: Figures) -> AgeLimits:
    """The range of the real-name statistics (16–59 men, 16–54 women while 指标说明 2012 stands).

    Raises:
        FigureMissing: no range is in force on the figures' day.
    """
    return _limits(sex == MALE, figures)


@lru_cache(maxsize=256)
def _limits(is_man: bool, figures: Figures) -> AgeLimits:
    oldest = figures["work_age.max_male" if is_man else "work_age.max_female"]
    return AgeLimits(int(figures["work_age.min"].value), int(oldest.value))


def retirement_month(category: RetireCategory, born_on: date, figures: Figures) -> Outcome[str]:
    """The month in which the statutory age is reached, "YYYY-MM".

    One month later for every 4 (formerly 50: every 2) birth months that the former age falls after the reform's
    first month, up to 36 (60) months.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    Source: 国务院关于渐进式延迟法定退休年龄的办法 附件1至3.
    """
    return _retirement_month(category, born_on.year * 12 + born_on.month - 1, figures)


@lru_cache(maxsize=16_384)
def _retirement_month(category: RetireCategory, birth_month: int, figures: Figures) -> Outcome[str]:
    figure = figures[RETIRE_FIGURE[category]]
    rule = figure.value
    former = birth_month + rule["from_years"] * 12
    late = former - months.number(months.of(figure.effective_from or date.min))
    delay = 0 if late < 0 else min(rule["cap_months"], late // rule["one_month_per"] + 1)
    month = months.written(former + delay)
    text = f"原退休年龄{rule['from_years']}周岁，延迟{delay}个月，法定退休时间为{month}。"
    return Outcome(month, (Step(text, figure.source),))


def retirement_answer(
    sex: str, born_on: date, retire_category: RetireCategory | None, figures: Figures
) -> Outcome[str]:
    """The statutory month as far as it is known: "" for a woman whose category is not, with both her months in words.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    """
    category = retire_category or (RetireCategory.M60 if sex == MALE else None)
    return _retirement_answer(category, born_on.year * 12 + born_on.month - 1, figures)


@lru_cache(maxsize=16_384)
def _retirement_answer(category: RetireCategory | None, birth_month: int, figures: Figures) -> Outcome[str]:
    if category is not None:
        return _retirement_month(category, birth_month, figures)
    worker = _retirement_month(RetireCategory.F50, birth_month, figures)
    cadre = _retirement_month(RetireCategory.F55, birth_month, figures)
    text = (
        f"退休类别未核实：原50周岁退休的为{worker.value}，原55周岁退休的为{cadre.value}；"
        "暂按统计年龄判断，请核实岗位、档案或参保身份。"
    )
    return Outcome("", (Step(text, worker.steps[0].source),))


def working_age(
    use: Use,
    sex: str,
    born_on: date,
    day: date,
    figures: Figures,
    retire_category: RetireCategory | None = None,
    *,
    wants_work: bool = False,
    agreed_month: str | None = None,
    pension_from: date | None = None,
) -> Outcome[bool]:
    """Whether a person is of working age on `day`, for one use.

    What ends it is the figure `age.upper_kinds`: the statistics range, the statutory retirement month (the month itself
    included if the figure `age.last_month_inclusive` says so), the day a pension began, or nothing. For a woman whose
    category is unknown the statistics range answers for the statutory month, and says so.

    Args:
        wants_work: somebody over the range who still wants work has the four ones on her own wish.
        agreed_month: an agreed later retirement, "YYYY-MM".
        pension_from: the day from which a pension is drawn.
    Raises:
        FigureMissing: no range or rule is in force on the figures' day.
    """
    limits = statistics_limits(sex, figures)
    age = age_on(born_on, day)
    if age < limits.youngest:
        return Outcome(False, (Step(f"{age}周岁，未满{limits.youngest}周岁。", figures["work_age.min"].source),))
    category = retire_category or (RetireCategory.M60 if sex == MALE else None)
    kinds = figures["age.upper_kinds"]
    kind = UpperKind(kinds.value[use.value])
    if kind is UpperKind.NONE:
        return Outcome(True, (Step(f"{age}周岁，这一用途没有年龄上限。", kinds.source),))
    if kind is UpperKind.ACTUAL_PENSION:
        fits = pension_from is None or day < pension_from
        word = "没有领取养老金" if pension_from is None or fits else f"{in_words(pension_from)}起领取养老金"
        return Outcome(fits, (Step(f"{age}周岁，{word}。", kinds.source),))
    if kind is UpperKind.FIXED_AGE or category is None:
        found = _within_range(sex == MALE, age, figures)
        if kind is not UpperKind.FIXED_AGE:
            text = "退休类别未核实，暂按统计年龄判断，请核实岗位或档案。"
            return Outcome(found.value, (*found.steps, Step(text, found.steps[0].source)))
        if use is Use.FOUR_ONES and wants_work and not found.value:
            return Outcome(True, (*found.steps, Step("本人仍想就业，自愿纳入“四个一”。", kinds.source)))
        return found
    return _within_statutory(category, born_on, day, agreed_month, figures)


@lru_cache(maxsize=4096)
def _within_range(is_man: bool, age: int, figures: Figures) -> Outcome[bool]:
    limits = _limits(is_man, figures)
    fits = age <= limits.oldest
    text = f"{age}周岁，{'在' if fits else '不在'}统计就业年龄{limits.youngest}—{limits.oldest}周岁之内。"
    return Outcome(fits, (Step(text, figures["work_age.max_male" if is_man else "work_age.max_female"].source),))


def _within_statutory(
    category: RetireCategory, born_on: date, day: date, agreed_month: str | None, figures: Figures
) -> Outcome[bool]:
    retire = retirement_month(category, born_on, figures)
    steps, last = retire.steps, retire.value
    if agreed_month is not None and agreed_month > last:
        flex = figures["retire.flex_years"]
        last = min(agreed_month, months.shift(last, int(flex.value) * 12))
        steps += (Step(f"与单位约定延迟到{last}退休。", flex.source),)
    inclusive = figures["age.last_month_inclusive"]
    month = months.of(day)
    fits = month <= last if inclusive.value else month < last
    return Outcome(fits, (*steps, Step(f"{'未超过' if fits else '已超过'}退休月份。", inclusive.source)))


def by_use(
    sex: str,
    born_on: date,
    day: date,
    figures: Figures,
    retire_category: RetireCategory | None = None,
    *,
    wants_work: bool = False,
    pension_from: date | None = None,
) -> tuple[tuple[Use, Outcome[bool]], ...]:
    """Whether a person is of working age on `day` for each use, with the reason in words; in the uses' order.

    Args and Raises: as `working_age`.
    """
    return tuple(
        (
            use,
            working_age(
                use, sex, born_on, day, figures, retire_category, wants_work=wants_work, pension_from=pension_from
            ),
        )
        for use in Use
    )
