"""A year's hires of public bodies: what units report against the personnel authorities' files and the certificates (录聘用核对).

Four sides meet: the unit's report, the file of the civil-servant office or of the institutions' personnel office, and the
certificate on the day of the hire. Where all agree the hire is confirmed; each difference waits for a person.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

SAME_HIRE = "compare.same_hire_days"
SOURCE = "三年行动方案“比对、核实当年录（聘）用数据”；机关、事业单位、国有企业带头安排残疾人就业办法"


class Match(StrEnum):
    """What was found of one person at one unit in one year."""

    CONFIRMED = "confirmed"
    NOT_OURS = "not_ours"  # 台账里没有这个人
    CERTIFICATE = "certificate"
    UNKNOWN = "unknown"  # reported, and no personnel file names the person
    ELSEWHERE = "elsewhere"  # reported, hired by another unit
    UNREPORTED = "unreported"
    DAY = "day"  # the same hire, and the days are too far apart


MATCH_LABELS = {
    Match.CONFIRMED: "一致",
    Match.NOT_OURS: "台账里没有这个人",
    Match.CERTIFICATE: "录用时证件无效",
    Match.UNKNOWN: "人事部门没有记录",
    Match.ELSEWHERE: "人事部门记在别的单位",
    Match.UNREPORTED: "录用了没有报",
    Match.DAY: "录用日期不一致",
}


@dataclass(frozen=True, slots=True)
class Sides:
    """What each side says of one person at one unit.

    `reported_on`: the day of the hire by the unit, None where it reports none. `hired_on`, `hired_elsewhere_on`: by the
    personnel authorities, at this unit and at another one. `has_certificate` on the day of the hire, None where the ledger
    does not know the person; `expired_on`: the last day of the certificate that was valid last, None where it had none.
    """

    reported_on: date | None
    hired_on: date | None
    hired_elsewhere_on: date | None = None
    has_certificate: bool | None = None
    expired_on: date | None = None


def match(sides: Sides, figures: Figures) -> Outcome[Match]:
    """Say what the four sides come to.

    Raises:
        ValueError: neither the unit nor a personnel authority says anything.
        FigureMissing: how far two days of one hire may lie apart is not in force.
    """
    day = sides.hired_on or sides.reported_on
    if day is None:
        raise ValueError("nobody says that the person was hired")
    if sides.has_certificate is None:
        return _said(Match.NOT_OURS, f"单位报{in_words(day)}录（聘）用，台账里按身份证号找不到这个人。")
    if sides.reported_on is None:
        return _said(Match.UNREPORTED, f"人事部门记录{in_words(day)}录（聘）用，单位没有报。")
    if sides.hired_on is None and sides.hired_elsewhere_on is not None:
        other = in_words(sides.hired_elsewhere_on)
        return _said(Match.ELSEWHERE, f"单位报{in_words(day)}录（聘）用，人事部门{other}记在别的单位。")
    if sides.hired_on is None:
        return _said(Match.UNKNOWN, f"单位报{in_words(day)}录（聘）用，当年人事部门的名册里没有这个人。")
    if not sides.has_certificate:
        why = f"证件{in_words(sides.expired_on)}失效" if sides.expired_on else "当时没有有效的证件"
        return _said(Match.CERTIFICATE, f"{in_words(day)}录（聘）用，{why}。")
    apart, most = abs((sides.hired_on - sides.reported_on).days), int(figures[SAME_HIRE].value)
    if apart > most:
        text = (
            f"单位报{in_words(sides.reported_on)}，人事部门记{in_words(sides.hired_on)}，相差{apart}天，超过{most}天。"
        )
        return _said(Match.DAY, text)
    return _said(Match.CONFIRMED, f"单位、人事部门、证件一致：{in_words(day)}录（聘）用，证件有效。")


def _said(value: Match, text: str) -> Outcome[Match]:
    return Outcome(value, (Step(text, SOURCE),))
