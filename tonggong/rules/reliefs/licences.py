"""Tobacco retail licences: what was granted, what was relaxed from what to what, how long it took, what is to be renewed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import median

from tonggong.rules.figures import Figures, FiguresOn
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.working_days import working_days_after

SOURCE = "国烟法〔2020〕205号 第十七条“适当放宽数量、间距”；方案第二项行动"


class Result(StrEnum):
    """What became of an application."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


RESULT_LABELS = {Result.PENDING: "办理中", Result.GRANTED: "准予", Result.REFUSED: "不予", Result.WITHDRAWN: "撤回"}


@dataclass(frozen=True, slots=True)
class Application:
    """One application; `relaxed` what was relaxed ("" for nothing), from `normal` to `granted`, in `measure` (米, 户)."""

    applied_on: date
    decided_on: date | None
    result: Result
    relaxed: str = ""
    normal: Decimal | None = None
    granted: Decimal | None = None
    measure: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Licences:
    """How a number of applications stand. `relaxed`: (what, from, to, measure) with how many; `median_days`: calendar days."""

    applied: int
    decided: int
    granted: int
    refused: int
    pending: int
    relaxed: tuple[tuple[tuple[str, Decimal | None, Decimal | None, str], int], ...]
    median_days: Decimal | None

    @property
    def relaxed_total(self) -> int:
        """How many were granted because something was relaxed."""
        return sum(n for _what, n in self.relaxed)


def licences(applications: Iterable[Application]) -> Outcome[Licences]:
    """Count applications: granted, refused, what was relaxed for whom it was granted, how long decisions took.

    Source: clause 方案第二项行动（烟草零售许可）.
    """
    every = list(applications)
    by = Counter(one.result for one in every)
    took = [(one.decided_on - one.applied_on).days for one in every if one.decided_on is not None]
    relaxed = Counter(
        (one.relaxed, one.normal, one.granted, one.measure)
        for one in every
        if one.result is Result.GRANTED and one.relaxed
    )
    middle = Decimal(str(median(took))) if took else None
    lines = tuple(sorted(relaxed.items(), key=lambda pair: (-pair[1], str(pair[0]))))
    found = Licences(len(every), len(took), by[Result.GRANTED], by[Result.REFUSED], by[Result.PENDING], lines, middle)
    text = f"申请{found.applied}件，准予{found.granted}件，不予{found.refused}件，办理中{found.pending}件。"
    if relaxed:
        text += f"准予的{found.granted}件里，{found.relaxed_total}件因放宽：{'；'.join(f'{in_words(*what)}{n}件' for what, n in lines)}。"
    if middle is not None:
        text += f"办理用时中位数{_plain(middle)}天。"
    return Outcome(found, (Step(text, SOURCE),))


def in_words(relaxed: str, normal: Decimal | None, granted: Decimal | None, measure: str) -> str:
    """What was relaxed, as 间距放宽（50→30米）."""
    if normal is None or granted is None:
        return relaxed
    return f"{relaxed}（{_plain(normal)}→{_plain(granted)}{measure}）"


def decision_due(applied_on: date, figures_on: FiguresOn) -> Outcome[date]:
    """By which day an application has to be decided.

    Raises:
        FigureMissing: the term or the calendar of the year is not known.
    """
    term = figures_on(applied_on)["reliefs.tobacco.decision_days"]
    due = working_days_after(applied_on, int(term.value), figures_on)
    return Outcome(due, (Step(f"应在{int(term.value)}个工作日内决定，即{due.isoformat()}以前。", term.source),))


class Renewal(StrEnum):
    """How a licence stands with its renewal."""

    NOT_YET = "not_yet"
    COMING = "coming"  # the last day to ask is near
    LAST_DAYS = "last_days"  # that day is past, the licence is still valid
    ENDED = "ended"


RENEWAL_LABELS = {
    Renewal.NOT_YET: "还没到", Renewal.COMING: "该提出延续", Renewal.LAST_DAYS: "过了提出延续的日子", Renewal.ENDED: "已到期",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RenewalDue:
    """The last day to ask for the renewal, and how that stands on a day."""

    ask_by: date
    state: Renewal


def renewal(valid_until: date, day: date, figures: Figures) -> Outcome[RenewalDue]:
    """Say how a licence stands with its renewal on a day.

    Raises:
        FigureMissing: the terms are not known on this day.
    """
    term, notice = figures["reliefs.tobacco.renewal_days"], figures["reliefs.notice_days"]
    ask_by = valid_until - timedelta(days=int(term.value))
    state = Renewal.NOT_YET
    if day > valid_until:
        state = Renewal.ENDED
    elif day > ask_by:
        state = Renewal.LAST_DAYS
    elif day >= ask_by - timedelta(days=int(notice.value)):
        state = Renewal.COMING
    text = f"许可证到{valid_until.isoformat()}期满，应在期满{int(term.value)}天前（{ask_by.isoformat()}以前）提出延续：{RENEWAL_LABELS[state]}。"
    return Outcome(RenewalDue(ask_by, state), (Step(text, term.source),))


def application_problem(one: Application) -> str:
    """Why a statement of an application can't be true, "" where nothing speaks against it."""
    if one.result in (Result.GRANTED, Result.REFUSED) and one.decided_on is None:
        return f"结果是“{RESULT_LABELS[one.result]}”，没有决定日期。"
    if one.decided_on is not None and one.decided_on < one.applied_on:
        return "决定日期早于申请日期。"
    if one.relaxed and one.result is not Result.GRANTED:
        return f"结果是“{RESULT_LABELS[one.result]}”，却写了放宽。"
    if one.relaxed and "间距" in one.relaxed and None not in (one.normal, one.granted) and one.granted >= one.normal:  # type: ignore[operator]
        return f"放宽后的间距{_plain(one.granted or Decimal(0))}不比平常的{_plain(one.normal or Decimal(0))}近。"
    return ""


def _plain(number: Decimal) -> str:
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")
