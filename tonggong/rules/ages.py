"""Working age for each use, and the statutory retirement month since the reform of 2025."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tonggong.rules import months
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


class RetireCategory(StrEnum):
    """Whom the retirement table speaks of; for women a fact with evidence, never derived from sex."""

    M60 = "M60"
    F55 = "F55"
    F50 = "F50"


MALE = "male"
FEMALE = "female"
FIXED_AGE = frozenset({Use.STATISTICS, Use.PLAN, Use.FOUR_ONES})
_RETIRE_FIGURE = {
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


def age_on(born_on: date, day: date) -> int:
    """Completed years on a day, the birthday included."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def statistics_limits(sex: str, figures: Figures) -> AgeLimits:
    """The range of the real-name statistics (16–59 men, 16–54 women while 指标说明 2012 stands).

    Raises:
        FigureMissing: no range is in force on the figures' day.
    """
    oldest = figures["work_age.max_male" if sex == MALE else "work_age.max_female"]
    return AgeLimits(int(figures["work_age.min"].value), int(oldest.value))


def retirement_month(category: RetireCategory, born_on: date, figures: Figures) -> Outcome[str]:
    """The month in which the statutory age is reached, "YYYY-MM".

    One month later for every 4 (formerly 50: every 2) birth months that the former age falls after the reform's
    first month, up to 36 (60) months.

    Raises:
        FigureMissing: no rule is in force on the figures' day.
    Source: 国务院关于渐进式延迟法定退休年龄的办法 附件1至3.
    """
    figure = figures[_RETIRE_FIGURE[category]]
    rule = figure.value
    former = months.number(months.of(born_on)) + rule["from_years"] * 12
    late = former - months.number(months.of(figure.effective_from or date.min))
    delay = 0 if late < 0 else min(rule["cap_months"], late // rule["one_month_per"] + 1)
    month = months.written(former + delay)
    text = f"原退休年龄{rule['from_years']}周岁，延迟{delay}个月，法定退休时间为{month}。"
    return Outcome(month, (Step(text, figure.source),))


def working_age(
    use: Use, sex: str, born_on: date, day: date, figures: Figures, retire_category: RetireCategory | None = None
) -> Outcome[bool]:
    """Whether a person is of working age on `day`, for one use.

    Fixed-age uses take the statistics range. The others take the statutory retirement month, the month itself
    included; for a woman whose category is unknown they fall back on the statistics range and say so.

    Raises:
        FigureMissing: no range or rule is in force on the figures' day.
    """
    limits = statistics_limits(sex, figures)
    age = age_on(born_on, day)
    range_source = figures["work_age.max_male" if sex == MALE else "work_age.max_female"].source
    if age < limits.youngest:
        return Outcome(False, (Step(f"{day}为{age}周岁，未满{limits.youngest}周岁。", figures["work_age.min"].source),))
    category = retire_category or (RetireCategory.M60 if sex == MALE else None)
    if use in FIXED_AGE or category is None:
        fits = age <= limits.oldest
        word = "在" if fits else "不在"
        text = f"{day}为{age}周岁，{word}统计就业年龄{limits.youngest}—{limits.oldest}周岁之内。"
        steps: tuple[Step, ...] = (Step(text, range_source),)
        if use not in FIXED_AGE:
            steps += (Step("退休类别未核实，暂按统计年龄判断，请核实岗位或档案。", range_source),)
        return Outcome(fits, steps)
    retire = retirement_month(category, born_on, figures)
    fits = months.of(day) <= retire.value
    return Outcome(fits, (*retire.steps, Step(f"{day}{'未超过' if fits else '已超过'}法定退休月份。", range_source)))
