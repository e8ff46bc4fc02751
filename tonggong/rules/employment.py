"""In work or not on a day, under which form, for what wage: one definition for lists, rates and papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.ages import statistics_limits
from tonggong.rules.certificates import CertificatePeriod, valid_on
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.forms import FormMonth, main_form
from tonggong.rules.outcome import Outcome, Rate, Step


@dataclass(frozen=True, slots=True)
class Work:
    """One employment: days inclusive, `ended_on` None while it lasts, `confirmed_on` when somebody last vouched."""

    form: str
    started_on: date
    ended_on: date | None = None
    confirmed_on: date | None = None
    wage_yuan: Decimal | None = None  # a month

    def on(self, day: date) -> bool:
        """Whether it was held on a day."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


class Status(StrEnum):
    """Where a person stands in the employment rate on a day."""

    EMPLOYED = "employed"
    NOT_EMPLOYED = "not_employed"
    UNKNOWN = "unknown"
    NO_CERTIFICATE = "certificate"
    NOT_WORKING_AGE = "age"
    DEAD = "dead"
    IN_SCHOOL = "in_school"


STATUS_LABELS = {
    Status.EMPLOYED: "已就业",
    Status.NOT_EMPLOYED: "未就业",
    Status.UNKNOWN: "就业状况超过规定期限未核实",
    Status.NO_CERTIFICATE: "没有有效残疾人证",
    Status.NOT_WORKING_AGE: "不在就业年龄段",
    Status.DEAD: "已死亡",
    Status.IN_SCHOOL: "全日制在校",
}
IN_RATE = (Status.EMPLOYED, Status.NOT_EMPLOYED, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class RateCase:
    """One person for the employment rate."""

    sex: str
    born_on: date
    certificates: tuple[CertificatePeriod, ...]
    work: tuple[Work, ...]
    died_on: date | None = None
    in_school: bool = False  # full-time, on the day asked


def is_employed(work: Iterable[Work], day: date) -> bool:
    """Whether any employment is held on a day, both ends included."""
    return any(spell.on(day) for spell in work)


def main_form_on(work: Iterable[Work], day: date) -> str | None:
    """The form under which a person counts on a day, None when not employed."""
    held = [FormMonth(spell.form, spell.wage_yuan) for spell in work if spell.on(day)]
    return main_form(held) if held else None


def employment_status(case: RateCase, day: date, figures: Figures) -> Outcome[Status]:
    """Where a person stands in the employment rate on a day.

    Numerator and denominator: holders of a valid certificate of working age, full-time pupils left out if the city
    says so. An employment that nobody vouched for within `employment.stale_months` is unknown, never "no".

    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    stale = figures["employment.stale_months"]

    def is_(status: Status, text: str, source: str = stale.source) -> Outcome[Status]:
        return Outcome(status, (Step(text, source),))

    if case.died_on is not None and case.died_on <= day:
        return is_(Status.DEAD, f"{in_words(case.died_on)}死亡。")
    grades = figures["quota.countable_military_grades"]
    if valid_on(case.certificates, day, grades.value) is None:
        return is_(Status.NO_CERTIFICATE, f"{in_words(day)}没有有效证件。", grades.source)
    limits = statistics_limits(case.sex, figures)
    if not limits.include(case.born_on, day):
        text = f"{in_words(day)}不在{limits.youngest}—{limits.oldest}周岁。"
        return is_(Status.NOT_WORKING_AGE, text, figures["work_age.min"].source)
    held = [spell for spell in case.work if spell.on(day)]
    if not held:
        pupils = figures["employment.exclude_in_school"]
        if case.in_school and pupils.value:
            return is_(Status.IN_SCHOOL, "全日制在校，不计入分母。", pupils.source)
        return is_(Status.NOT_EMPLOYED, f"{in_words(day)}没有在职记录。")
    fresh = months.later(day, -int(stale.value))
    vouched = [spell.confirmed_on or spell.started_on for spell in held]
    if max(vouched) < fresh:
        return is_(Status.UNKNOWN, f"最近一次核实在{max(vouched)}，已超过{stale.value}个月。")
    return is_(Status.EMPLOYED, f"{in_words(day)}在职，{in_words(max(vouched))}核实。")


def employment_rate(statuses: Iterable[Status]) -> Rate:
    """Employed among holders of working age; unknown persons give bounds."""
    counted = dict.fromkeys(Status, 0)
    for status in statuses:
        counted[status] += 1
    return Rate(counted[Status.EMPLOYED], counted[Status.NOT_EMPLOYED], counted[Status.UNKNOWN])


WAGE_LEVELS = {
    "under": "低于最低工资",
    "to_1_5": "最低工资至1.5倍",
    "to_2": "1.5倍至2倍",
    "over_2": "2倍及以上",
    "unknown": "工资不明",
}


def wage_ratio(wage_yuan: Decimal | None, minimum_yuan: Decimal) -> Decimal | None:
    """A month's wage over the local monthly minimum, half-up to 0.01; None where the wage is not known.

    Raises:
        ValueError: the minimum is not positive, or the wage is negative.
    """
    if minimum_yuan <= 0 or (wage_yuan is not None and wage_yuan < 0):
        raise ValueError(f"impossible wage {wage_yuan} against {minimum_yuan}")
    return None if wage_yuan is None else (wage_yuan / minimum_yuan).quantize(Decimal("0.01"), ROUND_HALF_UP)


def wage_level(wage_yuan: Decimal | None, minimum_yuan: Decimal) -> str:
    """The key of `WAGE_LEVELS` for a month's wage; exactly the minimum is not under it."""
    if wage_yuan is None:
        return "unknown"
    if wage_yuan < minimum_yuan:
        return "under"
    if wage_yuan < minimum_yuan * Decimal("1.5"):
        return "to_1_5"
    return "to_2" if wage_yuan < minimum_yuan * 2 else "over_2"
