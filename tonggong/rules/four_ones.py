"""The four ones (四个一): basic information verified; for who wants work an assessment, a registration of needs, a service.

To whom they are owed from when until when, who leaves without; `evidence` says what counts, `coverage` how far it reaches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tonggong.rules.ages import statistics_limits
from tonggong.rules.certificates import DISABILITY, CertificatePeriod
from tonggong.rules.employment import Work
from tonggong.rules.evidence import (
    Check,
    Registration,
    Report,
    Service,
    check_counts,
    registration_counts,
    report_counts,
    service_counts,
)
from tonggong.rules.figures import Figures
from tonggong.rules.target import WANTS, Said, latest_wish

DAY = timedelta(1)
FOREVER = date(9999, 12, 31)
SEEN = "certificate"  # of evidence.ITEMS


class One(StrEnum):
    """The four, in their order."""

    VERIFICATION = "verification"
    ASSESSMENT = "assessment"
    NEED = "need"
    SERVICE = "service"


REST = (One.ASSESSMENT, One.NEED, One.SERVICE)


class Left(StrEnum):
    """Why somebody is owed nothing any more though nothing was done."""

    EMPLOYED = "employed"
    DEAD = "dead"
    NO_CERTIFICATE = "certificate"
    AGE = "age"


LEFT_LABELS = {
    Left.EMPLOYED: "已就业",
    Left.DEAD: "已死亡",
    Left.NO_CERTIFICATE: "证件失效",
    Left.AGE: "超出就业年龄段",
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days in which each is owed once; both ends included."""

    key: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class FourOnesCase:
    """One person for the four ones."""

    sex: str
    born_on: date
    certificates: tuple[CertificatePeriod, ...]
    work: tuple[Work, ...] = ()
    died_on: date | None = None
    said: tuple[Said, ...] = ()
    checks: tuple[Check, ...] = ()
    reports: tuple[Report, ...] = ()
    registrations: tuple[Registration, ...] = ()
    services: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """One of the four that somebody is owed in a period, and how it stands."""

    one: One
    owed_from: date
    due_on: date
    done_on: date | None = None
    evidence: int | None = None  # thread of what counts
    left_on: date | None = None
    left_reason: Left | None = None
    is_voluntary: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether it is in the base of the counts: not left, and not over the age on her own wish."""
        return self.left_on is None and not self.is_voluntary

    def is_overdue(self, day: date) -> bool:
        """Whether it is neither done nor left and its day has passed."""
        return self.done_on is None and self.left_on is None and self.due_on < day


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days without a break in which somebody belonged to those who are owed; `last` is None while it lasts."""

    first: date
    last: date | None
    left: Left | None = None  # why it ended


def stretches(case: FourOnesCase, since: date, day: date, figures: Figures, *, over_age: bool = False) -> list[Stretch]:
    """When somebody held a valid certificate, was of statistics age, alive and without work, between two days.

    A stretch that had begun before `since` begins on its true day. A certificate issued again says only when that was:
    whoever's certificate was confirmed at a verification since then but before its issue held one on that day already.

    Args:
        over_age: take the days after the statistics age instead of those within it.
    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    first_day, last_day = statistics_limits(case.sex, figures).days(case.born_on)
    lower, upper = (last_day + DAY, FOREVER) if over_age else (first_day, last_day)
    if case.died_on is not None:
        upper = min(upper, case.died_on - DAY)
    if lower > day or upper < since:
        return []
    grades = figures["quota.countable_military_grades"].value
    seen = min(
        (
            row.on
            for row in case.checks
            if row.on >= since and SEEN in row.confirmed and check_counts(row, figures).value
        ),
        default=FOREVER,
    )
    held = _joined(
        (min(one.valid_from, seen) if one.valid_from else date.min, one.valid_to or FOREVER)
        for one in case.certificates
        if one.kind == DISABILITY or one.grade in grades
    )
    working = _joined((one.started_on, one.ended_on or FOREVER) for one in case.work if one.started_on <= day)
    found: list[Stretch] = []
    for begins, ends in held:
        start, stop = max(begins, lower), min(ends, upper)
        for at_work, out_of_work in working:
            if out_of_work < start:
                continue
            if at_work > stop:
                break
            if at_work > start:
                _add(found, start, at_work - DAY, Left.EMPLOYED, since, day)
            start = out_of_work + DAY if out_of_work < FOREVER else FOREVER
        if start <= stop and start < FOREVER:
            _add(found, start, stop, _why(case, stop), since, day)
    return found


def _why(case: FourOnesCase, last: date) -> Left:
    if case.died_on is not None and case.died_on - DAY <= last:
        return Left.DEAD
    held = [one.valid_to for one in case.certificates]
    return Left.NO_CERTIFICATE if last in held else Left.AGE


def _add(found: list[Stretch], first: date, last: date, left: Left, since: date, day: date) -> None:
    if first > last or last < since or first > day:
        return
    found.append(Stretch(first, None) if last >= day else Stretch(first, last, left))


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans of days in order, those that touch made one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if found and (found[-1][1] == FOREVER or first <= found[-1][1] + DAY):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


Evidence = tuple[date, int]  # the day on which it counts, and its thread


def obligations(case: FourOnesCase, period: Period, day: date, figures: Figures) -> tuple[Obligation, ...]:
    """What somebody is owed in the period of `day`, as it stood on that day; at most one row for each of the four.

    Who belonged before the period began is owed until its end; a late joiner within 30 days, the rest within 60. Who
    finds work in time is owed nothing more, with that reason; after the due day the duty stays. Need is known only from
    a verification of the period, so who is not verified is owed the first alone.

    Args:
        period: the one that holds `day`.
    Raises:
        FigureMissing: a setting is not entered for that day.
    Source: 促进残疾人就业三年行动方案 提升服务能力 (四个一).
    """
    if not case.certificates:
        return ()
    late = {
        One.VERIFICATION: timedelta(int(figures["four_ones.late_days_first"].value)),
        **dict.fromkeys(REST, timedelta(int(figures["four_ones.late_days_rest"].value))),
    }
    since = period.first - max(late.values())
    regular = stretches(case, since, day, figures)
    evidence = _Evidence(case, period, since, late, day, figures)
    first = evidence.best(One.VERIFICATION, regular)
    rows = {One.VERIFICATION: first}
    verified = first is not None and first.done_on is not None
    wish = latest_wish(case.said, day)
    wants = wish is not None and wish.wish in WANTS
    if verified and wants:
        rows |= {one: evidence.best(one, regular) for one in REST}
    if wants and (verified or evidence.of(One.VERIFICATION)):
        over = stretches(case, period.first, day, figures, over_age=True)
        if any(span.last is None for span in over):
            for one in One:
                row = rows.get(one)
                if row is None or row.left_on is not None:
                    rows[one] = evidence.voluntary(one)
    return tuple(row for one in One if (row := rows.get(one)) is not None)


class _Evidence:
    """What was done for one person in a period, and what of it answers which stretch."""

    def __init__(
        self, case: FourOnesCase, period: Period, since: date, late: dict[One, timedelta], day: date, figures: Figures
    ):
        self.case, self.period, self.since = case, period, since
        self.late, self.day, self.figures = late, day, figures

    def of(self, one: One, first: date | None = None) -> list[Evidence]:
        """What counts for one of the four from a day on (else from the period's first) up to the day of the question."""
        case, figures = self.case, self.figures
        first = first or self.period.first
        if one is One.VERIFICATION:
            found = [(row.on, row.thread) for row in case.checks if check_counts(row, figures).value]
        elif one is One.ASSESSMENT:
            days = ((report_counts(row, first, figures).value, row.thread) for row in case.reports)
            found = [(when, thread) for when, thread in days if when is not None]
        elif one is One.NEED:
            found = [(row.on, row.thread) for row in case.registrations if registration_counts(row).value]
        else:
            found = [(row.on, row.thread) for row in case.services if service_counts(row).value]
        return sorted(pair for pair in found if first <= pair[0] <= self.day)

    def best(self, one: One, spans: Sequence[Stretch]) -> Obligation | None:
        """Of the stretches of a period the one that says most: done (the earliest), else still owed, else left last."""
        rows = [self._of(one, span) for span in spans if span.last is None or span.last >= self.period.first]
        if not rows:
            return None
        done = [row for row in rows if row.done_on is not None]
        if done:
            return min(done, key=lambda row: (row.done_on or date.max, row.owed_from))
        owed = [row for row in rows if row.left_on is None]
        return min(owed, key=lambda row: (row.due_on, row.owed_from)) if owed else rows[-1]

    def _of(self, one: One, span: Stretch) -> Obligation:
        period, days = self.period, self.late[one]
        owed_from, due_on = max(span.first, period.first), period.last
        is_late = span.first > period.first
        if self.since <= span.first < period.first and span.first + days >= period.first:
            # who joined so late in the last period that the days run into this one keeps them, unless it was done
            done = self.of(one, span.first)
            is_late = not done or done[0][0] >= period.first
            owed_from = span.first if is_late else owed_from
        if is_late:
            due_on = span.first + days
        left = span.last is not None and (span.left is not Left.EMPLOYED or span.last + DAY <= due_on)
        # an ability does not change with a job: an assessment of the period counts though work came and went since
        for when, thread in self.of(one, period.first if one is One.ASSESSMENT else owed_from):
            if not left or (span.last is not None and when <= span.last):  # what came later was not owed any more
                return Obligation(one, owed_from, due_on, when, thread)
        if left and span.last is not None:
            return Obligation(one, owed_from, due_on, left_on=span.last + DAY, left_reason=span.left)
        return Obligation(one, owed_from, due_on)

    def voluntary(self, one: One) -> Obligation:
        """One of the four for who is over the statistics age and still wants work, counted apart."""
        done = self.of(one)
        when, thread = done[0] if done else (None, None)
        return Obligation(one, self.period.first, self.period.last, when, thread, is_voluntary=True)
