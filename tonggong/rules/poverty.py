"""Whether a household may fall back into poverty (防止返贫): two kinds of signal within some weeks alert, one is watched.

Each signal is read from what the ledger knows; where it knows nothing there is none, and `SOURCES` says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


class Kind(StrEnum):
    """What may throw a family back."""

    WORK = "work"
    INCOME = "income"
    GRADE = "grade"
    CARER = "carer"
    HOSPITAL = "hospital"
    SUBSIDY = "subsidy"


KIND_LABELS = {
    Kind.WORK: "失去工作",
    Kind.INCOME: "收入下降",
    Kind.GRADE: "残疾等级加重",
    Kind.CARER: "失去照料人",
    Kind.HOSPITAL: "住院时间长",
    Kind.SUBSIDY: "救助停止",
}
SOURCES = {
    Kind.WORK: "就业记录的结束日期，当天没有另一份工作",
    Kind.INCOME: "登记的家庭或个人年收入；单位申报的月工资",
    Kind.GRADE: "残疾人证前后两次的等级",
    Kind.CARER: "同户成员去世，生前核对时说过要照料家人",
    Kind.HOSPITAL: "两次以上走访都在住院，中间没有在别处见到",
    Kind.SUBSIDY: "低收入救助记有停止日期；各项补贴的发放台账还没有接入，停发了这里看不到",
}


class Level(StrEnum):
    """What is to be done."""

    NONE = "none"
    WATCH = "watch"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that happened to a member of a household on a day; `text` says it without identifiers."""

    kind: Kind
    on: date
    text: str
    person: int = 0


def level(signals: Iterable[Signal], day: date, figures: Figures) -> Outcome[Level]:
    """Alert where enough kinds of signal lie within the days up to `day`, both ends included; fewer are watched.

    Several signals of one kind are one: three members who lost their work are watched, not alerted, until something else is
    added. What lies ahead of the day or before the window counts for nothing.

    Raises:
        FigureMissing: the window or the number is not entered.
    """
    window, least = figures["poverty.window_days"], figures["poverty.alert_signals"]
    since = day - timedelta(days=int(window.value))
    near = sorted(
        (one for one in signals if since <= one.on <= day), key=lambda one: (one.on, one.kind, one.person, one.text)
    )
    kinds = {one.kind for one in near}
    steps = [Step(f"{in_words(one.on)}：{one.text}。", window.source) for one in near]
    if not near:
        return Outcome(Level.NONE, ())
    if len(kinds) >= least.value:
        steps.append(Step(f"{window.value}天内有{len(kinds)}种信号，预警。", least.source))
        return Outcome(Level.ALERT, tuple(steps))
    steps.append(Step(f"{window.value}天内只有{len(kinds)}种信号，先关注。", least.source))
    return Outcome(Level.WATCH, tuple(steps))


def lost_work(spells: Sequence[tuple[date, date | None, str]], day: date, person: int = 0) -> Signal | None:
    """The last job that ended, where none is held on the day.

    Args:
        spells: (first day, last day or None, unit in words).
    """
    if any(start <= day and (end is None or end > day) for start, end, _ in spells):
        return None
    ended = [(end, name) for _, end, name in spells if end is not None and end <= day]
    if not ended:
        return None
    end, name = max(ended)
    return Signal(Kind.WORK, end, f"离开{name or '原来的工作'}，没有新的工作", person)


def fell(before: Decimal, after: Decimal, figures: Figures) -> int | None:
    """By how many whole percent an income fell, None where that is less than the figure or nothing was earned before.

    Raises:
        FigureMissing: the figure is not entered.
    """
    if before <= 0:
        return None
    share = (before - after) * 100 / before
    return int(share) if share >= figures["poverty.income_fall_percent"].value else None


def income_fell(
    years: Sequence[tuple[int, Decimal, date]], figures: Figures, person: int = 0, what: str = "年收入"
) -> Signal | None:
    """A fall from one year to the very next, dated on the day on which the later one was said; the latest such.

    Args:
        years: (year, yuan, day on which it was said).
    Raises:
        FigureMissing: the figure is not entered.
    """
    known = {year: (yuan, on) for year, yuan, on in sorted(years)}
    for year in sorted(known, reverse=True):
        if year - 1 in known and (share := fell(known[year - 1][0], known[year][0], figures)) is not None:
            return Signal(Kind.INCOME, known[year][1], f"{year}年{what}比上年下降{share}%", person)
    return None


def wage_fell(wages: Sequence[tuple[str, Decimal]], day: date, figures: Figures, person: int = 0) -> Signal | None:
    """The last declared month's wage against the mean of the months before it, dated on that month's last day.

    A month without a declaration is not known, never a fall to nothing.

    Args:
        wages: (month "2024-09", yuan of all units together).
    Raises:
        FigureMissing: a figure is not entered.
    """
    count = int(figures["poverty.wage_months"].value)
    known = sorted(one for one in wages if months.last_day(one[0]) <= day)
    if len(known) <= count:
        return None
    before = [yuan for _, yuan in known[-1 - count : -1]]
    month, yuan = known[-1]
    share = fell(sum(before, Decimal(0)) / count, yuan, figures)
    if share is None:
        return None
    return Signal(Kind.INCOME, months.last_day(month), f"{int(month[5:])}月工资比前{count}个月平均下降{share}%", person)


def grade_worsened(grades: Sequence[tuple[date, int]], person: int = 0) -> Signal | None:
    """The last change of a certificate's grade to a heavier one (a smaller number), on the day of the new certificate.

    Args:
        grades: (day of issue, grade) of each certificate of the person; two rows of one day are one certificate corrected.
    """
    known = sorted(dict(grades).items())
    for (_, before), (on, after) in zip(reversed(known[:-1]), reversed(known[1:]), strict=True):
        if after != before:
            words = f"残疾等级由{_NAMES[before]}级变为{_NAMES[after]}级"
            return Signal(Kind.GRADE, on, words, person) if after < before else None
    return None


_NAMES = ("", *"一二三四五六七八九十")


def hospital(visits: Sequence[tuple[date, bool | None]], figures: Figures, person: int = 0) -> Signal | None:
    """Long in hospital: from the first to the last visit in a row that found her there, dated on the last.

    Args:
        visits: (day, in hospital; None where nobody was reached, which says nothing).
    Raises:
        FigureMissing: the number of days is not entered.
    """
    first: date | None = None
    last: date | None = None
    for on, there in sorted((one for one in visits if one[1] is not None), key=lambda one: (one[0], not one[1])):
        if not there:
            first = last = None
            continue
        first, last = first or on, on
    if first is None or last is None or (last - first).days <= figures["poverty.hospital_days"].value:
        return None
    return Signal(
        Kind.HOSPITAL, last, f"{in_words(first)}到{in_words(last)}一直在住院，超过{(last - first).days - 1}天", person
    )
