"""Trained (残疾人培训): who completed a class, persons and person-times."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tonggong.rules.certificates import CertificatePeriod, valid_on
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures, FiguresOn
from tonggong.rules.new_jobs import Window
from tonggong.rules.outcome import Outcome, Step

REASONS = {
    "no_class_in_window": "期间内没有开班的培训",
    "withdrawn": "依据已撤回",
    "certificate": "开班日没有有效证件",
    "elsewhere": "证件不属本市",
    "running": "尚未结业",
    "result": "结果为不合格或未完成",
    "attendance_unknown": "没有出勤率",
    "attendance": "出勤率未达标准",
}
_STAGE = {reason: stage for stage, reason in enumerate(REASONS)}
FAILED = frozenset({"不合格", "未完成", "退学", "中止"})


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person in one class; `attendance` is a share from 0 to 1, None where the provider gave none."""

    key: Hashable
    started_on: date
    ended_on: date | None
    attendance: Decimal | None
    result: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class TrainingCase:
    """One person's certificates and classes."""

    certificates: tuple[CertificatePeriod, ...]
    enrolments: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """What became of a person: the completed classes, or the reason against the one that came nearest."""

    completed: tuple[Hashable, ...]  # person-times, in order of the class's start
    first_on: date | None  # start of the first completed class
    county: str
    reason: str | None  # None: trained

    @property
    def is_counted(self) -> bool:
        """Whether the person counts."""
        return self.reason is None


def completed(enrolment: Enrolment, as_of: date, figures: Figures) -> Outcome[str | None]:
    """None when the class is completed, else the reason it is not.

    Raises:
        FigureMissing: `training.attendance_min` is not entered for the figures' day.
    """
    rule = figures["training.attendance_min"]
    if enrolment.withdrawn:
        return Outcome("withdrawn", (Step("依据已撤回。", rule.source),))
    if enrolment.ended_on is None or enrolment.ended_on > as_of:
        return Outcome("running", (Step(f"{in_words(as_of)}尚未结业。", rule.source),))
    if enrolment.result.strip() in FAILED:
        return Outcome("result", (Step(f"结果为{enrolment.result.strip()}。", rule.source),))
    if enrolment.attendance is None:
        return Outcome("attendance_unknown", (Step("没有出勤率，不能认定完成。", rule.source),))
    share, least = f"{enrolment.attendance * 100:.0f}%", f"{rule.value * 100:.0f}%"
    if enrolment.attendance < rule.value:
        return Outcome("attendance", (Step(f"出勤率{share}，未达{least}。", rule.source),))
    return Outcome(
        None, (Step(f"{in_words(enrolment.started_on)}开班，出勤率{share}，达到{least}，计为完成。", rule.source),)
    )


def trained(case: TrainingCase, window: Window, as_of: date, figures_on: FiguresOn) -> Outcome[Trained]:
    """Whether a person counts as trained in the window, once, with all completed classes beside it.

    A class belongs to the period in which it starts (指标说明).

    Raises:
        FigureMissing: a setting is not entered for a class's first day.
    """
    done: list[Enrolment] = []
    steps: list[Step] = []
    county, reason, said = "", "no_class_in_window", None
    for enrolment in sorted(case.enrolments, key=lambda one: (one.started_on, str(one.key))):
        if not window.first <= enrolment.started_on <= min(window.last, as_of):
            continue
        figures = figures_on(enrolment.started_on)
        certificate = valid_on(
            case.certificates, enrolment.started_on, figures["quota.countable_military_grades"].value
        )
        outcome = completed(enrolment, as_of, figures)
        why, step = outcome.value, outcome.steps[0]
        if why != "withdrawn" and certificate is None:
            why, step = "certificate", Step(f"{in_words(enrolment.started_on)}开班日没有有效证件。", window.source)
        elif (
            why != "withdrawn" and certificate and certificate.county and not certificate.county.startswith(window.city)
        ):
            why, step = "elsewhere", Step("证件不属本市。", window.source)
        if why is None:
            done.append(enrolment)
            steps.append(step)
            county = county or (certificate.county if certificate else "")
        elif said is None or _STAGE[why] > _STAGE[reason]:
            reason, said = why, step
    if done:
        return Outcome(Trained(tuple(one.key for one in done), done[0].started_on, county, None), tuple(steps))
    said = said or Step(f"{in_words(window.first)}至{in_words(min(window.last, as_of))}没有开班的培训。", window.source)
    return Outcome(Trained((), None, "", reason), (said,))


def persons_and_times(found: Iterable[Trained]) -> tuple[int, int]:
    """Persons and person-times (人, 人次): 1,200 persons / 1,260 completions."""
    persons = times = 0
    for one in found:
        persons += one.is_counted
        times += len(one.completed)
    return persons, times
