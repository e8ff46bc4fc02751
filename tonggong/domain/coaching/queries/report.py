"""A coach's month in figures, every one of them counted from the records (月报)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.domain.coaching.choices import Activity, Closing, FollowUpOutcome, Place
from tonggong.domain.coaching.facts import days_of, support_minutes
from tonggong.domain.coaching.models import Coach, FollowUp, Session, StageMove, SupportCase
from tonggong.domain.coaching.queries.coaches import learnt_in, lines_of
from tonggong.domain.coaching.queries.stability import Rates, by_form, placements
from tonggong.domain.coaching.reach import STANDS, cases, figures, human
from tonggong.domain.persons.models import Person
from tonggong.rules import coaching
from tonggong.rules.months import first_day, last_day
from tonggong.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class CaseMonth:
    """One case in a month."""

    case: SupportCase
    person: Person
    stage: str  # at the month's end
    sessions: int
    hours: Decimal  # support, two coaches at once counted once
    on_site: Decimal
    travel: Decimal
    before: Decimal | None  # independence on the first counted day of the month
    after: Decimal | None  # … on the last
    incidents: int


@dataclass(frozen=True, slots=True)
class MonthReport:
    """All of a coach's month."""

    coach: Coach
    first: date
    last: date
    lines: list[CaseMonth]
    stages: list[tuple[str, int]]  # at the month's end
    load: Outcome[coaching.Load]
    opened: int
    closed: list[tuple[str, int]]
    forward: int
    back: int
    activities: list[tuple[str, int]]
    due: int
    kept: int
    kept_late: int
    missed: int
    attempts: int
    outcomes: list[tuple[str, int]]
    stability: list[Rates]
    learnt: Decimal
    qualified: str

    @property
    def sessions(self) -> int:
        """Sessions in the month."""
        return sum(line.sessions for line in self.lines)

    @property
    def hours(self) -> Decimal:
        """Hours of support."""
        return sum((line.hours for line in self.lines), Decimal(0))

    @property
    def on_site(self) -> Decimal:
        """Hours at the place of work."""
        return sum((line.on_site for line in self.lines), Decimal(0))

    @property
    def travel(self) -> Decimal:
        """Hours on the way, which are no support."""
        return sum((line.travel for line in self.lines), Decimal(0))


def month_report(who: Who, coach: Coach, month: str, day: date) -> MonthReport:
    """Return a coach's month up to a day; the stage of a case is the one it had at the month's end."""
    first, last = first_day(month), min(last_day(month), day)
    mine = [
        case
        for case in cases(who).filter(coach=coach, opened_on__lte=last)
        if case.closed_on is None or case.closed_on >= first
    ]
    sessions: dict[int, list[Session]] = defaultdict(list)
    rows = Session.objects.standing().filter(case__in=mine, on__range=(first, last))
    for one in rows.order_by("on", "started_at"):
        sessions[one.case_id].append(one)
    moves = list(StageMove.objects.filter(case__in=mine, on__lte=last).order_by("at", "pk"))
    stage = {move.case_id: move.after for move in moves}
    lines = [_line(case, sessions[case.pk], stage.get(case.pk, case.stage)) for case in mine]
    at_end: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.case.closed_on is None or line.case.closed_on > last:
            at_end[line.stage] += 1
    in_month = [move for move in moves if move.on >= first and move.before]
    register = lines_of([coach], last)[0]
    load = coaching.caseload(at_end, figures(last), coach.points_ceiling)
    return MonthReport(
        coach=coach,
        first=first,
        last=last,
        lines=lines,
        stages=[(name, at_end[key]) for key, name in coaching.STAGE_NAMES.items()],
        load=load,
        opened=sum(first <= case.opened_on <= last for case in mine),
        closed=_counted(str(case.get_closing_display()) for case in mine if _closed_in(case, first, last)),
        forward=sum(move.after > move.before for move in in_month),
        back=sum(move.after < move.before for move in in_month),
        activities=_counted(str(Activity(one.activity).label) for found in sessions.values() for one in found),
        stability=by_form(placements(who, last, coach)),
        learnt=learnt_in(coach, month),
        qualified=register.qualified_words,
        **_contacts(mine, first, last),
    )


def _closed_in(case: SupportCase, first: date, last: date) -> bool:
    return case.closed_on is not None and first <= case.closed_on <= last and case.closing != Closing.WITHDRAWN


def _line(case: SupportCase, found: list[Session], stage: str) -> CaseMonth:
    days = [share for day in days_of(found) if (share := day.independence) is not None]
    return CaseMonth(
        case,
        human(case),
        stage,
        len(found),
        Decimal(support_minutes(found)) / 60,
        Decimal(support_minutes(found, Place.WORKPLACE)) / 60,
        Decimal(sum(one.travel_minutes for one in found)) / 60,
        days[0] if days else None,
        days[-1] if days else None,
        sum(bool(one.incident) for one in found),
    )


def _counted(words: Iterable[str]) -> list[tuple[str, int]]:
    counts: dict[str, int] = defaultdict(int)
    for word in words:
        counts[word] += 1
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _contacts(mine: list[Any], first: date, last: date) -> dict[str, Any]:
    people = {case.stands_for for case in mine}
    rows = list(FollowUp.objects.annotate(stands_for=STANDS).filter(stands_for__in=people, due_on__range=(first, last)))
    owed = [row for row in rows if row.closed_on is None or row.done_on is not None]
    kept = [row for row in owed if row.done_on is not None and row.done_on <= last]
    return {
        "due": len(owed),
        "kept": len(kept),
        "kept_late": sum(row.done_on > row.due_on for row in kept if row.done_on),
        "missed": len(owed) - len(kept),
        "attempts": sum(row.attempts for row in rows),
        "outcomes": _counted(str(FollowUpOutcome(row.outcome).label) for row in kept),
    }
