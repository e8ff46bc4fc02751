"""Job coaching (就业辅导): stages and when each is done, caseload, fading of support, follow-up days, qualification."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.figures import Figure, Figures
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
PROMPT_LEVELS = {0: "独立", 1: "提示", 2: "口头说明", 3: "示范", 4: "手把手", 5: "全程代做"}
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
YEAR = 365  # a point of follow-up of 365 n days stands for the n-th anniversary
_EXACT = Decimal("0.001")


# --- stages ----------------------------------------------------------------------------------------------------------


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


# --- caseload --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """A coach's caseload: open cases by stage, points, ceiling, and whether the head count is flagged."""

    heads: int
    points: Decimal
    ceiling: Decimal
    is_flagged: bool

    @property
    def is_over(self) -> bool:
        """Whether it lies above the ceiling."""
        return self.points > self.ceiling


def caseload(stages: Mapping[str, int], figures: Figures, own_ceiling: Decimal | None = None) -> Outcome[Load]:
    """The points of a coach's open cases, with the sum in words. A lower ceiling of her own counts before the figure.

    Raises:
        FigureMissing: points or ceiling are not entered.
    """
    points, ceiling = figures["coaching.points"], _ceiling(figures, own_ceiling)
    parts, total, heads = [], Decimal(0), 0
    for stage in STAGE_NAMES:
        if count := stages.get(stage, 0):
            weight = Decimal(points.value[stage])
            total, heads = total + count * weight, heads + count
            parts.append(f"{STAGE_NAMES[stage]} {count} 人 × {_plain(weight)} = {_plain(count * weight)}")
    told = f"{'；'.join(parts) or '没有个案'}。合计 {_plain(total)} 分，上限 {_plain(ceiling)} 分。"
    flag = figures["coaching.head_flag"]
    steps = [Step(told, points.source)]
    if is_flagged := heads > flag.value:
        steps.append(Step(f"共 {heads} 人，超过 {_plain(flag.value)} 人，请留意。", flag.source))
    return Outcome(Load(heads, total, ceiling, is_flagged), tuple(steps))


def may_take(
    stages: Mapping[str, int], stage: str, figures: Figures, own_ceiling: Decimal | None = None
) -> Outcome[bool]:
    """Whether a coach may take one more case that begins in a stage: not if it would lie above the ceiling.

    Raises:
        FigureMissing: points or ceiling are not entered.
    """
    now = caseload(stages, figures, own_ceiling)
    more = Decimal(figures["coaching.points"].value[stage])
    after = now.value.points + more
    if after <= now.value.ceiling:
        return Outcome(True, now.steps)
    told = f"{now.steps[0].text}再加{STAGE_NAMES[stage]} {_plain(more)} 分是 {_plain(after)} 分，超过上限，不能再接新个案。"
    return Outcome(False, (Step(told, figures["coaching.points_ceiling"].source),))


def _ceiling(figures: Figures, own: Decimal | None) -> Decimal:
    general = Decimal(figures["coaching.points_ceiling"].value)
    return general if own is None else min(own, general)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


# --- sessions and fading ---------------------------------------------------------------------------------------------


def independence(prompts: Mapping[int, int]) -> Decimal | None:
    """Steps done at level 0 / steps; None where none was counted. `prompts`: steps by level of prompt, 0 alone to 5."""
    steps = sum(prompts.values())
    return Decimal(prompts.get(0, 0)) / steps if steps else None


def minutes_of_support(spans: Iterable[tuple[int, int]]) -> int:
    """Minutes in which at least one coach was there: two coaches at the same person and hour count once.

    Args:
        spans: (from, to) in minutes on one scale, as since midnight of a common day; travel is not in them.
    """
    total, reached = 0, None
    for start, end in sorted(spans):
        start = start if reached is None else max(start, reached)
        if end > start:
            total, reached = total + end - start, end
    return total


def coach_ratio(coach_minutes: int, person_hours: Decimal | None) -> Decimal | None:
    """Coach hours on site / the person's hours of a week; None where the person's hours are not known."""
    return Decimal(coach_minutes) / (person_hours * 60) if person_hours else None


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def fade(
    week_hours: Decimal,
    person_hours: Decimal,
    days: Sequence[Day],
    figures: Figures,
    *,
    days_per_week: int | None = None,
    had_incident: bool = False,
) -> Outcome[Decimal]:
    """How many hours on site the rule advises for next week. Advice only: the coach decides, with a reason.

    Args:
        week_hours: of this week, as decided.
        person_hours: the person's own, which cap the advice.
        days: this week's days with counted steps.
        days_per_week: on which the person works; fewer than the days wanted lower that number.
        had_incident: whether there was a safety event.
    Returns:
        hours to three places, half up, so that a chain of weeks stays exact; the sentence writes one.
    Raises:
        FigureMissing: a threshold is not entered.
    """
    rule, low = figures["coaching.fade_independence"], figures["coaching.fade_low_independence"].value
    factors = {key: Decimal(value) for key, value in figures["coaching.fade_factors"].value.items()}
    wanted = int(figures["coaching.fade_days"].value)
    wanted = min(wanted, days_per_week) if days_per_week else wanted
    counted = [share for day in days if (share := day.independence) is not None]
    good = sum(share >= rule.value for share in counted)
    if not counted:
        key, why = "same", "本周没有记下步数，先不变"
    elif good >= wanted and not had_incident:
        key, why = "less", f"有 {good} 天达到 {percent(rule.value)}，没有安全事件，可以减少"
    elif (mean := sum(counted, Decimal(0)) / len(counted)) < low:
        key, why = "more", f"平均独立完成 {percent(mean)}，低于 {percent(low)}，要增加"
    else:
        event = "，有安全事件" if had_incident else ""
        key, why = "same", f"平均独立完成 {percent(mean)}，达标 {good} 天{event}，先不变"
    advised = min(week_hours * factors[key], person_hours).quantize(_EXACT, ROUND_HALF_UP)
    told = f"{why}：本周 {written(week_hours)} 小时 × {_plain(factors[key])}，下周 {written(advised)} 小时"
    cap = "（不超过本人工作时间）" if week_hours * factors[key] > person_hours else ""
    return Outcome(advised, (Step(f"{told}{cap}。", rule.source),))


def written(hours: Decimal) -> str:
    """Hours to one place, half up, without a zero behind the point: 22.5, 30."""
    return _plain(hours.quantize(Decimal("0.1"), ROUND_HALF_UP))


# --- follow-up -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """One contact after a start. `is_late_known`: the next one was due before anybody knew, so this one is not owed."""

    point: int
    due_on: date
    is_late_known: bool = False


def follow_ups(started_on: date, known_on: date, until: date, figures: Figures) -> list[Due]:
    """The contacts after a start: the days of the figure, then every anniversary up to the first one after `until`.

    Args:
        started_on: first day of work; due days run from it whenever it became known.
        known_on: since when the coach's side could know of it.
        until: a day up to which yearly contacts are wanted.
    Raises:
        FigureMissing: the days are not entered.
    """
    found = [(int(days), started_on + timedelta(int(days))) for days in figures["coaching.follow_up_days"].value]
    years = 1
    while True:
        found.append((YEAR * years, months.later(started_on, 12 * years)))
        if found[-1][1] > until:
            break
        years += 1
    following = [due for _, due in found[1:]] + [date.max]
    return [Due(point, due, nxt <= known_on) for (point, due), nxt in zip(found, following, strict=True)]


def point_name(point: int) -> str:
    """A point of follow-up in words: 第 7 天, 满 1 年."""
    return f"第 {point} 天" if point < YEAR else f"满 {point // YEAR} 年"


# --- the coach -------------------------------------------------------------------------------------------------------


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
    steps = [Step(f"基础培训 {_plain(total)} 课时，要求 {_plain(wanted.value)} 课时。", wanted.source)]
    if finished is None:
        return Outcome(Qualification.IN_TRAINING, tuple(steps))
    if certificate_until is not None and certificate_until < day:
        steps.append(Step(f"职业证书有效期到{certificate_until}，已过。", wanted.source))
        return Outcome(Qualification.CERTIFICATE_OVER, tuple(steps))
    last = day.year - 1
    if last > finished.year:
        steps.append(_renewal(last, continuing.get(last, Decimal(0)), yearly))
        if continuing.get(last, Decimal(0)) < yearly.value:
            return Outcome(Qualification.RENEWAL_DUE, tuple(steps))
    return Outcome(Qualification.QUALIFIED, tuple(steps))


def _renewal(year: int, hours: Decimal, figure: Figure) -> Step:
    return Step(f"{year}年继续教育 {_plain(hours)} 小时，要求 {_plain(figure.value)} 小时。", figure.source)
