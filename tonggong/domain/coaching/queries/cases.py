"""Questions about cases: a coach's caseload, one case with all that is known of it, what the rule advises for a week."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.coaching.choices import Place, Risk
from tonggong.domain.coaching.facts import Week, case_facts, days_of, sessions_of, support_minutes, weeks_of
from tonggong.domain.coaching.models import Coach, FadeWeek, FollowUp, Session, StageMove, SupportCase
from tonggong.domain.coaching.reach import STANDS, cases, figures, follow_ups, given_to, human, spell_of, spells
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Kind
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys
from tonggong.rules import coaching
from tonggong.rules.coaching import Load, Requirement
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome


def cases_of(user_id: int) -> QuerySet[SupportCase]:
    """Return the open cases whose coach is a user, with the person; `stands_for` is the key of the person that stands."""
    rows = SupportCase.objects.filter(coach__user=user_id, closed_on=None).annotate(stands_for=STANDS)
    return rows.select_related("person__merged_into", "coach").order_by("next_on", "pk")


def stages_of(coach: Coach) -> dict[str, int]:
    """Return how many open cases of a coach are in each stage."""
    rows = SupportCase.objects.filter(coach=coach, closed_on=None).order_by()
    return dict(rows.values_list("stage").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case on the caseload page."""

    case: SupportCase
    person: Person
    next_due: FollowUp | None  # the first contact owed
    is_late: bool


@dataclass(frozen=True, slots=True)
class Caseload:
    """Open cases with their sum, and persons who were given to the coach and have no case yet."""

    lines: list[CaseLine]
    load: Outcome[Load] | None  # of one coach
    waiting: list[Person]

    @property
    def person_ids(self) -> list[int]:
        """Whom the page shows."""
        return [line.person.pk for line in self.lines] + [one.pk for one in self.waiting]

    @property
    def at_risk(self) -> int:
        """How many jobs are at risk."""
        return sum(line.case.risk == Risk.AT_RISK for line in self.lines)


def caseload(who: Who, day: date, coach: Coach | None = None) -> Caseload:
    """Return the open cases in sight, of one coach where she is named, those with the most urgent date first."""
    rows = cases(who).filter(closed_on=None)
    if coach is not None:
        rows = rows.filter(coach=coach)
    found = list(rows)
    owed: dict[int, FollowUp] = {}
    for row in _owed(found):
        owed.setdefault(row.stands_for, row)
    lines = []
    for case in found:
        following = owed.get(case.stands_for)
        dates = [d for d in (case.next_on, following.due_on if following else None) if d]
        lines.append(CaseLine(case, human(case), following, bool(dates) and min(dates) < day))
    lines.sort(key=lambda line: (_first_date(line), line.case.risk != Risk.AT_RISK, line.case.pk))
    load = None
    if coach is not None:
        stages = Counter(case.stage for case in found)
        load = coaching.caseload(stages, figures(day), coach.points_ceiling)
    return Caseload(lines, load, _waiting(who, coach))


def _first_date(line: CaseLine) -> date:
    dates = [d for d in (line.case.next_on, line.next_due.due_on if line.next_due else None) if d]
    return min(dates, default=date.max)


def _owed(found: Sequence[Any]) -> QuerySet[Any]:
    rows = FollowUp.objects.annotate(stands_for=STANDS).filter(done_on=None, closed_on=None)
    return rows.filter(stands_for__in={case.stands_for for case in found}).order_by("due_on")


def _waiting(who: Who, coach: Coach | None) -> list[Person]:
    user = coach.user_id if coach is not None else who.user_id
    if user is None:
        return []
    supported = SupportCase.objects.filter(closed_on=None).annotate(key=STANDS).values("key")
    rows = served(who).exclude(kind=Kind.MEMBER).filter(pk__in=given_to(user), died_on=None).exclude(pk__in=supported)
    return list(rows.order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that is known of a case."""

    case: SupportCase
    person: Person
    spell: Spell | None
    jobs: list[Spell]  # standing jobs of the person that the case may be about
    requirements: list[Requirement]
    moves: list[StageMove]
    sessions: list[Session]
    withdrawn: int
    weeks: list[Week]
    advised: Outcome[Decimal] | None
    advised_for: date
    follow_ups: list[FollowUp]
    minutes: int
    travel_minutes: int

    @property
    def back(self) -> list[tuple[str, str]]:
        """Stages to which the case may go back, with their names."""
        return [(key, coaching.STAGE_NAMES[key]) for key in coaching.BACK.get(self.case.stage, ())]

    @property
    def next_stage(self) -> str:
        """The next stage, "" at the last."""
        keys = list(coaching.STAGE_NAMES)
        place = keys.index(self.case.stage) + 1
        return keys[place] if place < len(keys) else ""

    @property
    def is_done(self) -> bool:
        """Whether everything of the present stage is done."""
        return all(one.is_met for one in self.requirements)


def case_page(who: Who, case_id: int, day: date) -> CasePage | None:
    """Return a case in sight with everything known of it; None says no more than that."""
    case = cases(who).filter(pk=case_id).first()
    if case is None:
        return None
    person, sessions = human(case), sessions_of(case)
    keys = own_keys(person)
    threads = FollowUp.objects.filter(spell=case.spell) if case.spell else FollowUp.objects.filter(person__in=keys)
    following = coaching.monday(day) + timedelta(days=7)
    return CasePage(
        case=case,
        person=person,
        spell=spell_of(case.spell),
        jobs=list(spells().filter(person__in=keys, ended_on=None).order_by("-started_on")),
        requirements=coaching.requirements(case.stage, case_facts(case, day, sessions), figures(day)),
        moves=list(StageMove.objects.filter(case=case).order_by("-at", "-pk")),
        sessions=list(reversed(sessions)),
        withdrawn=Session.objects.filter(case=case).exclude(withdrawn_at=None).count(),
        weeks=weeks_of(case, sessions, day),
        advised=advice(case, following, figures(day), sessions),
        advised_for=following,
        follow_ups=list(threads.order_by("due_on")),
        minutes=support_minutes(sessions),
        travel_minutes=sum(one.travel_minutes for one in sessions),
    )


def advice(
    case: SupportCase, week: date, figs: Figures, sessions: Sequence[Session] | None = None
) -> Outcome[Decimal] | None:
    """Return what the rule advises for a week from what the week before showed; None where the hours are not known."""
    if case.hours_per_week is None:
        return None
    before = coaching.monday(week) - timedelta(days=7)
    rows = sessions_of(case) if sessions is None else sessions
    rows = [one for one in rows if coaching.monday(one.on) == before]
    plan = FadeWeek.objects.filter(case=case, week=before).first()
    hours = plan.hours if plan else Decimal(support_minutes(rows, Place.WORKPLACE)) / 60
    if not rows and plan is None:
        return None
    return coaching.fade(
        hours, case.hours_per_week, days_of(rows), figs,
        days_per_week=case.days_per_week, had_incident=any(one.incident for one in rows),
    )  # fmt: skip


def open_cases_of(person: Person) -> list[SupportCase]:
    """Return the open cases of a person, whichever row they were opened under."""
    return list(SupportCase.objects.annotate(key=STANDS).filter(key=person.pk, closed_on=None).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Support:
    """Job coaching of one person as somebody sees it: her cases, the open ones first, the contacts owed, the soonest first."""

    cases: list[SupportCase]
    owed: list[FollowUp]
    may_open: bool  # she has no open case, and this post may open one

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show and nothing to do."""
        return not (self.cases or self.owed or self.may_open)


def support_of(who: Who, person: Person) -> Support:
    """Return the coaching of a person; nothing for whoever has no part in it."""
    found = cases(who).filter(stands_for=person.pk).order_by(F("closed_on").desc(nulls_first=True), "-opened_on", "-pk")
    owed = follow_ups(who).filter(stands_for=person.pk, done_on=None, closed_on=None).order_by("due_on", "pk")
    mine = who.may("coaching.record") and given_to(who.user_id or 0).filter(stands_for=person.pk).exists()
    may_open = (who.may("coaching.manage") or mine) and person.died_on is None and person.kind != Kind.MEMBER
    return Support(list(found), list(owed), may_open and not open_cases_of(person))


def counted_by_stage(found: Sequence[SupportCase]) -> list[tuple[str, int]]:
    """Return names of stages with how many cases are in each, in their order."""
    by: dict[str, int] = defaultdict(int)
    for case in found:
        by[case.stage] += 1
    return [(name, by.get(key, 0)) for key, name in coaching.STAGE_NAMES.items()]


def session_in_sight(who: Who, pk: int) -> Session | None:
    """Return one session of a case in sight."""
    return Session.objects.filter(pk=pk, case__in=cases(who).values("pk")).first()
