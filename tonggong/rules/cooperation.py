"""Partners, consultation and reports on responsibility: when a partner is quiet, what opens the next agenda, what is owed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Quiet:
    """How long nobody has spoken with a partner: whole days since the last contact, or since the cooperation began."""

    days: int
    is_quiet: bool


def contact_standing(last_on: date | None, began_on: date, today: date, figures: Figures) -> Outcome[Quiet]:
    """Whether a partner has gone without contact for longer than the city allows.

    Args:
        last_on: the latest contact up to today; None where there was none yet.
        began_on: when the cooperation began.
    Raises:
        FigureMissing: the term is not entered.
    Source: 三年行动方案（二）助力计划：加强与协会商会、工商联等合作；期限由本市设定.
    """
    limit = figures["partner.contact_days"]
    since = max(last_on, began_on) if last_on else began_on
    days = max((today - since).days, 0)
    is_quiet = days > int(limit.value)
    began = f"{in_words(last_on)}最后一次联系" if last_on else f"{in_words(began_on)}开始合作，还没有联系记录"
    ended = f"，已经 {days} 天" if days else ""
    standing = f"，超过 {limit.value} 天没有联系" if is_quiet else f"，{limit.value} 天内联系过"
    return Outcome(Quiet(days, is_quiet), (Step(f"{began}{ended if is_quiet else ''}{standing}。", limit.source),))


# ---------------------------------------------------------------- consultation meetings


@dataclass(frozen=True, slots=True)
class ActionItem(Generic[Key]):
    """What a meeting decided: who sees to it, by which day, and when it was done (None: it is open)."""

    key: Key
    decided_on: date
    due_on: date
    closed_on: date | None = None

    def is_open_on(self, day: date) -> bool:
        """Whether it was decided by a day and not yet done at its end."""
        return self.decided_on <= day and (self.closed_on is None or self.closed_on > day)

    def is_overdue_on(self, day: date) -> bool:
        """Whether it was open on a day after its term."""
        return self.is_open_on(day) and self.due_on < day


def opening_items(items: Iterable[ActionItem[Key]], day: date) -> list[ActionItem[Key]]:
    """What opens the agenda of a meeting on a day by itself: every item still open, those over their term first, oldest first.

    Source: 三年行动方案（二）：建立助残就业会商协商机制；未办结事项转入下次会议.
    """
    found = [one for one in items if one.is_open_on(day)]
    return sorted(found, key=lambda one: (not one.is_overdue_on(day), one.due_on, one.decided_on))


class YearStanding(StrEnum):
    """Where a year stands with its meetings."""

    MET = "met"
    DUE = "due"  # the year is not over
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class MeetingYear:
    """Meetings held in a year, how many are wanted, and where that stands."""

    held: int
    wanted: int
    standing: YearStanding


def meetings_of_year(held_on: Iterable[date], year: int, today: date, figures: Figures) -> Outcome[MeetingYear]:
    """Whether the year has its consultation meetings, as of a day.

    Raises:
        FigureMissing: how many are wanted is not entered.
    """
    wanted = figures["consultation.meetings_a_year"]
    least = int(wanted.value)
    held = sum(1 for day in held_on if day.year == year and day <= today)
    if held >= least:
        return Outcome(
            MeetingYear(held, least, YearStanding.MET),
            (Step(f"{year}年开了 {held} 次会商会，达到每年 {least} 次。", wanted.source),),
        )
    is_over = today > date(year, 12, 31)
    standing = YearStanding.MISSED if is_over else YearStanding.DUE
    rest = f"少 {least - held} 次" if is_over else f"还差 {least - held} 次，12月31日前开"
    text = f"{year}年开了 {held} 次会商会，每年至少 {least} 次，{rest}。"
    return Outcome(MeetingYear(held, least, standing), (Step(text, wanted.source),))


# ---------------------------------------------------------------- social responsibility


@dataclass(frozen=True, slots=True)
class PlacementYear:
    """What the ledger knows of a unit's year.

    headcount: yearly average of the staff, persons. people: persons placed with at least one month that counts.
    person_months: months that count, each person once. counted: yearly average of persons as the quota counts them
    (severe grades twice).
    """

    unit_name: str
    year: int
    headcount: Decimal
    people: int
    person_months: int
    counted: Decimal


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure of the passage. `key`: which rows it opens; `value` as it is printed."""

    key: str
    label: str
    value: str
    unit: str


HEADCOUNT, PEOPLE, PERSON_MONTHS, RATIO = "headcount", "people", "months", "ratio"


def responsibility_passage(case: PlacementYear) -> tuple[str, tuple[ReportFigure, ...]]:
    """The paragraph for an enterprise's report on social responsibility and the four figures it states.

    Args:
        case: see `PlacementYear`.
    Raises:
        ValueError: the staff is not positive: no ratio can be said.
    Source: 三年行动方案（二）助力计划：将助残就业纳入企业社会责任报告.
    """
    if case.headcount <= 0:
        raise ValueError("no ratio without staff")
    ratio = f"{case.counted / case.headcount * 100:.2f}"
    figures = (
        ReportFigure(HEADCOUNT, "全年平均在职职工", f"{case.headcount:,.2f}".rstrip("0").rstrip("."), "人"),
        ReportFigure(PEOPLE, "安排残疾人就业", f"{case.people:,}", "人"),
        ReportFigure(PERSON_MONTHS, "残疾职工累计在岗", f"{case.person_months:,}", "人月"),
        ReportFigure(RATIO, "安排比例", ratio, "%"),
    )
    staff, people, months, share = (one.value for one in figures)
    if case.people:
        did = f"安排残疾人就业 {people} 人，累计在岗 {months} 人月，按规定折算的安排比例为 {share}%"
    else:
        did = f"没有安排残疾人就业，安排比例为 {share}%"
    return f"{case.year}年，{case.unit_name}全年平均在职职工 {staff} 人，{did}。", figures


def missing(owed: Sequence[Key], filed: Iterable[Key]) -> list[Key]:
    """Those who should have filed and have not, in their order."""
    done = set(filed)
    return [one for one in owed if one not in done]
