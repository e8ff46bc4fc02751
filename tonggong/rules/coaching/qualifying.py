"""Whether somebody is a qualified coach (资格)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tonggong.rules.coaching.numbers import plain
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figure, Figures
from tonggong.rules.outcome import Outcome, Step


class Qualification(StrEnum):
    """Whether somebody may be called a qualified coach."""

    QUALIFIED = "qualified"
    IN_TRAINING = "in_training"
    RENEWAL_DUE = "renewal_due"
    CERTIFICATE_OVER = "certificate_over"


QUALIFICATION_LABELS = {
    Qualification.QUALIFIED: "合格",
    Qualification.IN_TRAINING: "培训中",
    Qualification.RENEWAL_DUE: "继续教育不足",
    Qualification.CERTIFICATE_OVER: "证书过期",
}


def qualification(
    outline: Sequence[tuple[date, Decimal]],
    continuing: Mapping[int, Decimal],
    certificate_until: date | None,
    day: date,
    figures: Figures,
) -> Outcome[Qualification]:
    """Whether a coach is qualified on a day: the outline's hours, last year's continuing hours, a certificate in force.

    Args:
        outline: (day, hours) of basic training.
        continuing: hours of each calendar year; owed from the year after the outline was finished.
        certificate_until: last day of the trade certificate; None: none has been entered, which is not required.
    Raises:
        FigureMissing: the hours are not entered.
    """
    wanted, yearly = figures["coaching.outline_hours"], figures["coaching.renewal_hours"]
    total, finished = Decimal(0), None
    for on, hours in sorted(outline):
        if on <= day:
            total += hours
            if finished is None and total >= wanted.value:
                finished = on
    steps = [Step(f"基础培训 {plain(total)} 课时，要求 {plain(wanted.value)} 课时。", wanted.source)]
    if finished is None:
        return Outcome(Qualification.IN_TRAINING, tuple(steps))
    if certificate_until is not None and certificate_until < day:
        steps.append(Step(f"职业证书有效期到{in_words(certificate_until)}，已过。", wanted.source))
        return Outcome(Qualification.CERTIFICATE_OVER, tuple(steps))
    last = day.year - 1
    if last > finished.year:
        steps.append(_renewal(last, continuing.get(last, Decimal(0)), yearly))
        if continuing.get(last, Decimal(0)) < yearly.value:
            return Outcome(Qualification.RENEWAL_DUE, tuple(steps))
    return Outcome(Qualification.QUALIFIED, tuple(steps))


def _renewal(year: int, hours: Decimal, figure: Figure) -> Step:
    return Step(f"{year}年继续教育 {plain(hours)} 小时，要求 {plain(figure.value)} 小时。", figure.source)
