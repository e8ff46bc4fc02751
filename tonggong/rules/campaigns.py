"""Campaigns (专项行动): who was found, who felt needed, which promises were kept, what lasts after 90 days.

The survey campaign is called "找到服务对象、找到被服务对象需要的感觉": both halves are made measurable here. The
assistance month (就业援助月) is a campaign with a table of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.contacts import BY_PHONE, FOUND
from tonggong.rules.contacts import MET as MET
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Rate

CLAUSE = "促进残疾人就业三年行动方案 第五项行动"


class Kind(StrEnum):
    """Kinds of campaign."""

    SURVEY = "survey"
    MONTH = "month"


KIND_LABELS = {Kind.SURVEY: "调查走访", Kind.MONTH: "就业援助月"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach a target: of several the one made last says what came of her."""

    on: date
    at: datetime
    key: int
    outcome: int
    satisfied: int | None = None


def last_attempt(attempts: Iterable[Attempt]) -> Attempt | None:
    """The attempt that counts, None where nobody has tried: each target ends with exactly one outcome."""
    return max(attempts, key=lambda one: (one.on, one.at, one.key), default=None)


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of some targets.

    Args:
        targets: how many there are; `outcomes` how many of them ended how, by outcome.
        felt: of those met, how many gave a closing score and how many of these a high one.
        promised, kept, late: promised services that were due, and done by their date or not; `ahead` are due later.
    """

    targets: int
    outcomes: Mapping[int, int]
    scored: int = 0
    felt: int = 0
    kept: int = 0
    late: int = 0
    ahead: int = 0

    @property
    def found(self) -> int:
        """How many were found."""
        return sum(count for outcome, count in self.outcomes.items() if outcome in FOUND)

    @property
    def without(self) -> int:
        """How many have no outcome yet."""
        return self.targets - sum(self.outcomes.values())

    @property
    def met(self) -> int:
        """How many were met face to face."""
        return self.outcomes.get(MET, 0)

    @property
    def phoned(self) -> int:
        """How many were reached by phone only; never counted as met."""
        return self.outcomes.get(BY_PHONE, 0)

    @property
    def found_rate(self) -> Decimal | None:
        """Found of all targets, those without an outcome included (找到率)."""
        return Decimal(self.found) / self.targets if self.targets else None

    @property
    def felt_rate(self) -> Rate:
        """Who felt needed among those met; who gave no score is unknown (感到被需要的比例)."""
        return Rate(self.felt, self.scored - self.felt, self.met - self.scored)

    @property
    def promise_rate(self) -> Decimal | None:
        """Promises kept by their date of those that were due (承诺兑现率)."""
        due = self.kept + self.late
        return Decimal(self.kept) / due if due else None


def felt(score: int, figures: Figures) -> bool:
    """Whether a closing score says that she felt needed.

    Raises:
        FigureMissing: the score is not set.
    """
    return score >= int(figures["campaign.felt_from"].value)


class Promise(StrEnum):
    """What became of a promised service."""

    KEPT = "kept"
    LATE = "late"
    AHEAD = "ahead"


def promise(due_on: date, done_on: date | None, day: date) -> Promise:
    """Whether a promise was kept by its date; one that is not yet due is neither kept nor broken."""
    if done_on is not None:
        return Promise.KEPT if done_on <= due_on else Promise.LATE
    return Promise.LATE if due_on < day else Promise.AHEAD


class Lasts(StrEnum):
    """What is known of a placement when the days after the campaign are over."""

    INSURED = "insured"
    EMPLOYED = "employed"
    LOST = "lost"
    NOT_YET = "not_yet"


LASTS_LABELS = {
    Lasts.INSURED: "在岗并参保",
    Lasts.EMPLOYED: "在岗，没有参保记录",
    Lasts.LOST: "已不在岗",
    Lasts.NOT_YET: "还没到日子",
}


def result_day(ends_on: date, figures: Figures) -> date:
    """The day on which the lasting result of a campaign is read: so many days after its last.

    Raises:
        FigureMissing: the days are not set.
    """
    return ends_on + timedelta(int(figures["campaign.result_days"].value))


def lasts(jobs: Iterable[tuple[date, date | None]], paid: Iterable[tuple[str, str]], on: date, today: date) -> Lasts:
    """What is known of somebody placed in a campaign on the day of its result.

    Args:
        jobs: first and last day of her standing jobs, None while one lasts; any job counts, not only the one begun then.
        paid: first and last month, "YYYY-MM", of insurance paid.
    """
    if today < on:
        return Lasts.NOT_YET
    if not any(start <= on and (end is None or on <= end) for start, end in jobs):
        return Lasts.LOST
    month = months.of(on)
    return Lasts.INSURED if any(first <= month <= last for first, last in paid) else Lasts.EMPLOYED


# --- the table of the assistance month ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the month's table; `counted` lines come from the ledger, the others are typed by hand."""

    no: str
    key: str
    title: str
    unit: str
    counted: bool


MONTH_LINES = (
    Line("1", "visited", "走访慰问", "户", True),
    Line("2", "recognised", "登记认定就业困难人员", "人", True),
    Line("3", "placed", "帮助实现就业", "人", True),
    Line("4", "posts", "其中：公益性岗位安置", "人", True),
    Line("5", "zero", "零就业家庭：发现", "户", True),
    Line("5", "zero_helped", "零就业家庭：帮扶到位", "户", True),
    Line("6", "supported", "享受扶持政策", "人", True),
    Line("7", "fairs", "专场招聘会", "场", False),
    Line("7", "fair_posts", "招聘会提供岗位", "个", False),
    Line("8", "guided", "职业指导、技能培训", "人", False),
    Line("9", "units", "企业走访", "家", False),
    Line("9", "unit_posts", "收集岗位", "个", False),
    Line("10", "papers", "发放宣传资料", "份", False),
)
BY_KEY = {line.key: line for line in MONTH_LINES}


@dataclass(frozen=True, slots=True)
class Cell:
    """A line with its numbers: of all people, and of persons with disabilities; None is not known yet."""

    line: Line
    total: int | None
    ours: int | None


def month_table(counted: Mapping[str, int], typed: Mapping[str, int]) -> list[Cell]:
    """The table of the month: what is ours comes from the ledger, the total of all people and lines 7 to 10 by hand.

    Without a total typed in, those of the ledger are all there are. A total typed in before the ledger grew is never
    smaller than ours.
    """
    cells = []
    for line in MONTH_LINES:
        if not line.counted:
            cells.append(Cell(line, typed.get(line.key), None))
            continue
        ours = counted[line.key]
        cells.append(Cell(line, max(ours, typed.get(line.key, 0)), ours))
    return cells


def too_small(counted: Mapping[str, int], typed: Mapping[str, int]) -> list[str]:
    """Titles of the totals typed in that are smaller than the persons with disabilities among them."""
    return [line.title for line in MONTH_LINES if line.counted and typed.get(line.key, 1 << 62) < counted[line.key]]
