"""Sessions, weeks and contacts of a case, turned into what the rules of coaching take: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from tonggong.domain.casework.choices import Depth
from tonggong.domain.casework.models import Assessment
from tonggong.domain.coaching.choices import Place
from tonggong.domain.coaching.models import FadeWeek, FollowUp, Session, SupportCase
from tonggong.domain.coaching.reach import human, spell_of
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.own import own_keys
from tonggong.rules import coaching
from tonggong.rules.coaching import YEAR, CaseFacts, Day


def minutes(at: time) -> int:
    """A time of day in minutes since midnight."""
    return at.hour * 60 + at.minute


def support_minutes(sessions: Iterable[Session], place: str = "") -> int:
    """Minutes of support, each case's day by itself and two coaches at once counted once; travel is not in them."""
    spans: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    for one in sessions:
        if not place or one.place == place:
            spans[one.case_id, one.on].append((minutes(one.started_at), minutes(one.ended_at)))
    return sum(coaching.minutes_of_support(day) for day in spans.values())


def days_of(sessions: Iterable[Session]) -> list[Day]:
    """The days on which steps were counted, all of a day's tasks together."""
    alone: dict[date, int] = defaultdict(int)
    steps: dict[date, int] = defaultdict(int)
    for one in sessions:
        counted = {int(level): int(count) for level, count in one.prompts.items()}
        if total := sum(counted.values()):
            alone[one.on] += counted.get(0, 0)
            steps[one.on] += total
    return [Day(on, alone[on], steps[on]) for on in sorted(steps)]


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a case: hours on site, share of the person's hours, hours decided, what the rule advised."""

    monday: date
    hours: Decimal  # on site, counted once
    ratio: Decimal | None
    decided: Decimal | None
    advised: Decimal | None
    reason: str
    independence: Decimal | None
    had_incident: bool
    days: tuple[Day, ...]

    @property
    def is_faded(self) -> bool:
        """Whether the coach was there for less than a whole week's work."""
        return self.ratio is not None and self.ratio < 1


def weeks_of(case: SupportCase, sessions: Sequence[Session], day: date) -> list[Week]:
    """Return every week from the first session or decision to the one of `day`, the earliest first."""
    decided = {row.week: row for row in FadeWeek.objects.filter(case=case)}
    by_week: dict[date, list[Session]] = defaultdict(list)
    for one in sessions:
        by_week[coaching.monday(one.on)].append(one)
    known = [*decided, *by_week]
    if not known:
        return []
    found, current, last = [], min(known), max(coaching.monday(day), max(known))
    while current <= last:
        rows, plan = by_week.get(current, []), decided.get(current)
        on_site = support_minutes(rows, Place.WORKPLACE)
        days = tuple(days_of(rows))
        steps = sum(one.steps for one in days)
        found.append(
            Week(
                current,
                Decimal(on_site) / 60,
                coaching.coach_ratio(on_site, case.hours_per_week),
                plan.hours if plan else None,
                plan.advised_hours if plan else None,
                plan.reason if plan else "",
                Decimal(sum(one.alone for one in days)) / steps if steps else None,
                any(one.incident for one in rows),
                days,
            )
        )
        current += timedelta(days=7)
    return found


def sessions_of(case: SupportCase) -> list[Session]:
    """Return the sessions of a case that stand, the earliest first."""
    rows = Session.objects.standing().filter(case=case).select_related("coach")
    return list(rows.order_by("on", "started_at", "pk"))


def case_facts(case: SupportCase, day: date, sessions: Sequence[Session] | None = None) -> CaseFacts:
    """Return what is known of a case on a day."""
    sessions = sessions_of(case) if sessions is None else sessions
    spell = spell_of(case.spell)
    since = [one for one in sessions if one.on >= case.stage_since]
    first, this = coaching.monday(case.stage_since), coaching.monday(day)
    full = [week for week in weeks_of(case, sessions, day) if first <= week.monday < this]
    return CaseFacts(
        day=day,
        confirmed=frozenset(case.checks),
        has_coach=case.coach_id is not None,
        has_profile=_has_profile(case),
        has_post=bool(case.post and case.unit_name),
        has_job=spell is not None,
        has_supporter=bool(case.supporter),
        days=tuple(days_of(since)),
        ratios=tuple(week.ratio for week in full),
        contacts=_contacts(case),
        started_on=spell.started_on if spell else None,
        ended_on=spell.ended_on if spell else None,
    )


def _has_profile(case: SupportCase) -> bool:
    found = Assessment.objects.standing().filter(person__in=own_keys(human(case)))
    return found.filter(depth__in=(Depth.TALK, Depth.WORK_SAMPLE), signed_on__isnull=False).exists()


def _contacts(case: SupportCase) -> tuple[int, int]:
    rows = FollowUp.objects.filter(spell=case.spell, point__lt=YEAR, closed_on=None) if case.spell else None
    kept = list(rows.values_list("done_on", flat=True)) if rows is not None else []
    return sum(on is not None for on in kept), len(kept)


def is_over(spell: Spell, day: date) -> bool:
    """Whether a job has ended by a day."""
    return spell.ended_on is not None and spell.ended_on <= day
