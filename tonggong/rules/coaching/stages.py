"""Stages of supported employment (支持性就业): what ends each, and where a case may go from there."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step, percent

STAGE_NAMES = {
    "S1": "引介",
    "S2": "职业侧写",
    "S3": "岗位开拓",
    "S4": "匹配试工",
    "S5": "密集支持",
    "S6": "渐退",
    "S7": "持续跟进",
    "S8": "结案",
}
# A new task, a new boss or an illness leads back; that is part of the work and no failure.
BACK = {
    "S2": (),
    "S3": ("S2",),
    "S4": ("S3",),
    "S5": ("S4", "S3"),
    "S6": ("S5", "S3"),
    "S7": ("S5", "S6", "S3"),
    "S8": (),
}


@dataclass(frozen=True, slots=True)
class Day:
    """The steps of one day's tasks: how many there were, how many were done without a prompt."""

    on: date
    alone: int
    steps: int

    @property
    def independence(self) -> Decimal | None:
        """Steps done alone / steps; None where none was counted."""
        return Decimal(self.alone) / self.steps if self.steps else None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case on a day.

    Args:
        confirmed: keys of the requirements that the coach has confirmed.
        days: since the case came into its stage, by day.
        ratios: coach's share of each full week since then, the earliest first; None where it can't be told.
        contacts: follow-ups owed in the first 180 days: (done, owed).
        started_on, ended_on: of the job.
    """

    day: date
    confirmed: frozenset[str] = frozenset()
    has_coach: bool = False
    has_profile: bool = False
    has_post: bool = False
    has_job: bool = False
    has_supporter: bool = False
    days: tuple[Day, ...] = ()
    ratios: tuple[Decimal | None, ...] = ()
    contacts: tuple[int, int] = (0, 0)
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that ends a stage. `is_confirmed_by_coach` tells those that a person says from those that records show."""

    key: str
    words: str
    is_met: bool
    said: str
    is_confirmed_by_coach: bool


_CONFIRMED = {
    "S1": {"consent": "本人同意支持性就业"},
    "S2": {"agreed": "一页侧写经本人认可"},
    "S3": {"task_analysis": "岗位任务分析", "risks": "风险清单", "accommodations": "合理便利清单"},
    "S4": {"trial": "试工有报酬或已签合同"},
    "S5": {},
    "S6": {"quality": "单位认可工作质量"},
    "S7": {},
    "S8": {"person_agrees": "本人同意结案", "employer_agrees": "单位同意结案"},
}
CONFIRMABLE = {key: stage for stage, checks in _CONFIRMED.items() for key in checks}


def requirements(stage: str, facts: CaseFacts, figures: Figures) -> list[Requirement]:
    """What ends a stage, each with whether it is met and what is known of it.

    Raises:
        KeyError: there is no such stage.
        FigureMissing: a threshold is not entered.
    """
    found = [
        Requirement(key, words, key in facts.confirmed, "已确认" if key in facts.confirmed else "还没有确认", True)
        for key, words in _CONFIRMED[stage].items()
    ]
    return found + [Requirement(*one, False) for one in _observed(stage, facts, figures)]


def _observed(stage: str, facts: CaseFacts, figures: Figures) -> list[tuple[str, str, bool, str]]:
    def there(key: str, words: str, is_there: bool) -> tuple[str, str, bool, str]:
        return key, words, is_there, "已有" if is_there else "还没有"

    if stage == "S1":
        return [there("coach", "已派辅导员", facts.has_coach)]
    if stage == "S2":
        return [there("profile", "访谈或试工评估（D1、D3）", facts.has_profile)]
    if stage == "S3":
        return [there("post", "找到岗位", facts.has_post)]
    if stage == "S4":
        return [there("supporter", "确定自然支持者", facts.has_supporter)]
    if stage == "S5":
        return [there("job", "台账上有这份工作", facts.has_job), _intensive(facts, figures)]
    if stage == "S6":
        return [_faded(facts, figures)]
    if stage == "S7":
        return [_kept_in_touch(facts, figures)]
    return [_stable(facts, figures)]


def _intensive(facts: CaseFacts, figures: Figures) -> tuple[str, str, bool, str]:
    least, wanted = figures["coaching.fade_independence"].value, int(figures["coaching.intensive_days"].value)
    run = 0
    for day in sorted(facts.days, key=lambda one: one.on):
        if day.independence is not None:
            run = run + 1 if day.independence >= least else 0
    words = f"独立完成 {percent(least)} 以上，连续 {wanted} 天"
    return "independent", words, run >= wanted, f"最近连续达标 {run} 天"


def _faded(facts: CaseFacts, figures: Figures) -> tuple[str, str, bool, str]:
    most, wanted = figures["coaching.faded_ratio"].value, int(figures["coaching.faded_weeks"].value)
    run = 0
    for ratio in facts.ratios:
        run = run + 1 if ratio is not None and ratio <= most else 0
    words = f"辅导时间占比不超过 {percent(most)}，连续 {wanted} 周"
    return "faded", words, run >= wanted, f"最近连续达标 {run} 周"


def _kept_in_touch(facts: CaseFacts, figures: Figures) -> tuple[str, str, bool, str]:
    done, owed = facts.contacts
    last = max(int(days) for days in figures["coaching.follow_up_days"].value)
    is_over = facts.started_on is not None and facts.day >= facts.started_on + timedelta(last)
    told = f"应跟进 {owed} 次，已跟进 {done} 次" + ("" if is_over else f"，还没到第 {last} 天")
    return "contacts", f"跟进到第 {last} 天", is_over and done >= owed, told


def _stable(facts: CaseFacts, figures: Figures) -> tuple[str, str, bool, str]:
    wanted = int(figures["coaching.stable_days"].value)
    if facts.started_on is None:
        return "stable", f"在岗满 {wanted} 天", False, "还没有工作记录"
    until = min(facts.day, facts.ended_on) if facts.ended_on else facts.day
    held = (until - facts.started_on).days
    is_stable = held >= wanted and (facts.ended_on is None or facts.ended_on >= facts.day)
    return "stable", f"在岗满 {wanted} 天", is_stable, f"已在岗 {held} 天"


def may_move(before: str, after: str, facts: CaseFacts, figures: Figures, reason: str = "") -> Outcome[bool]:
    """Whether a case may go from one stage to another: one step forward when all is done, back with a reason.

    Raises:
        KeyError: there is no such stage.
        FigureMissing: a threshold is not entered.
    """
    source = figures["coaching.intensive_days"].source
    names = f"{STAGE_NAMES[before]}到{STAGE_NAMES[after]}"
    if int(after[1]) == int(before[1]) + 1:
        missing = [one for one in requirements(before, facts, figures) if not one.is_met]
        if missing:
            told = "；".join(f"{one.words}（{one.said}）" for one in missing)
            return Outcome(False, (Step(f"从{names}还差：{told}。", source),))
        return Outcome(True, (Step(f"{STAGE_NAMES[before]}各项已做到。", source),))
    if after in BACK.get(before, ()):
        if reason.strip():
            return Outcome(True, (Step(f"从{names}：{reason.strip()}。", source),))
        return Outcome(False, (Step(f"从{names}请写明原因，例如换了任务、换了主管、生病。", source),))
    return Outcome(False, (Step(f"不能从{names}。", source),))
