"""The plan's target group: who wants and can work and does not (有就业需求和就业条件的未就业残疾人)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tonggong.rules.ages import Use, working_age
from tonggong.rules.certificates import CertificatePeriod, valid_on
from tonggong.rules.days import in_words
from tonggong.rules.employment import Work
from tonggong.rules.figures import Figures
from tonggong.rules.forms import FORMS
from tonggong.rules.outcome import Outcome, Step

CLAUSE = "促进残疾人就业三年行动方案 总体要求"
WANTS = frozenset({"now", "later"})
_KINDEST = {"now": 3, "later": 2, "cannot_say": 1, "no": 0, "": -1}  # of two answers on one day
IN_SCHOOL, RETIRED, LOST_CAPACITY = 1, 2, 5  # not_employed_reason, national survey R19


class Reason(StrEnum):
    """Why somebody is in the target group or is not."""

    TARGET = "target"
    DEAD = "dead"
    NO_CERTIFICATE = "certificate"
    AGE = "age"
    EMPLOYED = "employed"
    IN_SCHOOL = "in_school"
    RETIRED = "retired"
    LOST_CAPACITY = "lost_capacity"
    NO_WISH = "no_wish"
    CANNOT_SAY = "cannot_say"
    WISH_UNKNOWN = "wish_unknown"


REASON_LABELS = {
    Reason.TARGET: "方案服务对象",
    Reason.DEAD: "已死亡",
    Reason.NO_CERTIFICATE: "没有有效残疾人证",
    Reason.AGE: "不在就业年龄段",
    Reason.EMPLOYED: "已就业",
    Reason.IN_SCHOOL: "在校",
    Reason.RETIRED: "退休",
    Reason.LOST_CAPACITY: "丧失劳动能力",
    Reason.NO_WISH: "无意愿",
    Reason.CANNOT_SAY: "意愿说不清",
    Reason.WISH_UNKNOWN: "意愿未核实",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Something that holds from a day to a day, both included; None is open."""

    started_on: date | None
    ended_on: date | None = None
    value: str = ""

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.started_on is None or self.started_on <= day) and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person or her guardian said of work on a day; "" and None where nothing was said."""

    on: date
    wish: str = ""  # now, later, no, cannot_say
    reason: int | None = None  # why not in work
    is_employed: bool | None = None
    not_employed_since: date | None = None


@dataclass(frozen=True, slots=True)
class TargetCase:
    """One person for the target group."""

    sex: str
    born_on: date
    certificates: tuple[CertificatePeriod, ...]
    work: tuple[Work, ...] = ()
    died_on: date | None = None
    school: tuple[Span, ...] = ()  # full-time
    pension: tuple[Span, ...] = ()
    lost_capacity: tuple[Span, ...] = ()  # concluded by a labour-ability body
    said: tuple[Said, ...] = ()


def latest_wish(said: Iterable[Said], day: date) -> Said | None:
    """The last statement of a wish up to a day; of two on one day the one that asks for more help."""
    found = [one for one in said if one.on <= day and one.wish]
    return max(found, key=lambda one: (one.on, _KINDEST.get(one.wish, -1))) if found else None


def latest_reason(said: Iterable[Said], day: date) -> Said | None:
    """The last statement about work up to a day, None where nothing was said."""
    found = [one for one in said if one.on <= day and (one.reason is not None or one.is_employed is not None)]
    if not found:
        return None
    return max(found, key=lambda one: (one.on, _KINDEST.get(one.wish, -1), -(one.reason or 0)))


def target(case: TargetCase, day: date, figures: Figures) -> Outcome[Reason]:
    """Whether somebody belongs to the plan's target group on a day, and if not for which reason; the first that holds.

    A valid certificate, working age, no work, a wish to work now or later; not in full-time school, not retired, not
    found to have lost the capacity to work. A wish that nobody asked about is an answer of its own, never a guess.

    Raises:
        FigureMissing: a setting is not entered for that day.
    """

    def is_(reason: Reason, text: str, source: str = CLAUSE) -> Outcome[Reason]:
        return Outcome(reason, (Step(text, source),))

    if case.died_on is not None and case.died_on <= day:
        return is_(Reason.DEAD, f"{in_words(case.died_on)}死亡。")
    grades = figures["quota.countable_military_grades"]
    if valid_on(case.certificates, day, grades.value) is None:
        return is_(Reason.NO_CERTIFICATE, "没有有效的残疾人证或残疾军人证。", grades.source)
    age = working_age(Use.STATISTICS, case.sex, case.born_on, day, figures)
    if not age.value:
        return Outcome(Reason.AGE, age.steps)
    held = [spell for spell in case.work if spell.on(day)]
    if held:
        first = min(held, key=lambda spell: (spell.started_on, spell.form))
        name = FORMS[first.form].name if first.form in FORMS else first.form
        return is_(Reason.EMPLOYED, f"{in_words(first.started_on)}起已就业（{name}）。")
    return _wish(case, day) if (out := _out(case, day)) is None else out


def _out(case: TargetCase, day: date) -> Outcome[Reason] | None:
    """Study, pension and lost capacity: by a fact first, else as the person said."""
    said = latest_reason(case.said, day)
    reason = said.reason if said is not None and not said.is_employed else None
    when = f"{in_words(said.on)}核对" if said is not None else ""

    def is_(what: Reason, text: str) -> Outcome[Reason]:
        return Outcome(what, (Step(text, CLAUSE),))

    for span in case.school:
        if span.on(day):
            return is_(
                Reason.IN_SCHOOL, f"全日制在校{f'，预计{in_words(span.ended_on)}毕业' if span.ended_on else ''}。"
            )
    if reason == IN_SCHOOL and said is not None:
        left = [span.ended_on for span in case.school if span.ended_on and said.on <= span.ended_on < day]
        if not left:
            return is_(Reason.IN_SCHOOL, f"{when}：在校学习。")
    for span in case.pension:
        if span.on(day):
            return is_(Reason.RETIRED, f"{_since(span)}起领取养老金。")
    if reason == RETIRED:
        return is_(Reason.RETIRED, f"{when}：退休。")
    for span in case.lost_capacity:
        if span.on(day):
            return is_(Reason.LOST_CAPACITY, f"{_since(span)}劳动能力鉴定结论为丧失劳动能力。")
    if reason == LOST_CAPACITY:
        return is_(Reason.LOST_CAPACITY, f"{when}：本人说丧失劳动能力，没有鉴定结论。")
    return None


def _since(span: Span) -> str:
    return in_words(span.started_on) if span.started_on else "此前"


def _wish(case: TargetCase, day: date) -> Outcome[Reason]:
    said = latest_wish(case.said, day)

    def is_(what: Reason, text: str) -> Outcome[Reason]:
        return Outcome(what, (Step(text, CLAUSE),))

    if said is None:
        other = latest_reason(case.said, day)
        if other is not None and other.reason == 3 and not other.is_employed:  # said in so many words
            return is_(Reason.NO_WISH, f"{in_words(other.on)}核对：无就业意愿。")
        return is_(Reason.WISH_UNKNOWN, "还没有核对过就业意愿。")
    if said.wish == "no":
        return is_(Reason.NO_WISH, f"{in_words(said.on)}核对：不想就业。")
    if said.wish == "cannot_say":
        return is_(Reason.CANNOT_SAY, f"{in_words(said.on)}核对：是否想就业说不清。")
    when = "现在" if said.wish == "now" else "以后"
    return is_(Reason.TARGET, f"没有工作，{in_words(said.on)}核对：{when}想就业。")
