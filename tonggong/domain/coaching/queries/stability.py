"""Stable at 6 and 12 months (稳定就业): read from the insurance months and the standing spells, never typed in.

Forms with contributions and posts of public welfare stand apart from the rest (farm, flexible, sheltered, own account): the
months of those are proved by an open spell only.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from tonggong.base.accounts.who import Who
from tonggong.base.intake.models import Delivery
from tonggong.domain.coaching.models import Coach
from tonggong.domain.coaching.reach import cases, figures, follow_ups, spells
from tonggong.domain.employment.models import Contribution, Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.plan.models import ExpectedFeed
from tonggong.rules import months, retention
from tonggong.rules.outcome import Outcome, Rate
from tonggong.rules.retention import Stability

LENGTHS = (6, 12)
INSURANCE = "social-insurance"
PROVED_BY_UNIT = "124"  # first digits of the forms that a unit's months prove


@dataclass(frozen=True, slots=True)
class Placement:
    """One placement with what is known of it after 6 and 12 months."""

    spell: Spell
    person: Person
    coach: Coach | None
    after: dict[int, Outcome[Stability]]

    @property
    def is_unit_form(self) -> bool:
        """Whether its form is one that a unit's months prove."""
        return self.spell.form[:1] in PROVED_BY_UNIT


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares that are stable after 6 and 12 months, of some placements."""

    title: str
    placements: int
    after: list[tuple[int, Rate, int]]  # (months, rate, not due yet)


def months_known() -> frozenset[str]:
    """Return the months of insurance that are wholly known: every sender that owes the file has been compared."""
    wanted = max(1, ExpectedFeed.objects.filter(feed=INSURANCE).count())
    compared = Delivery.objects.filter(feed=INSURANCE, state=Delivery.State.COMPLETE, compared_at__isnull=False)
    counted = compared.values("month").annotate(senders=Count("sender", distinct=True)).filter(senders__gte=wanted)
    return frozenset(counted.values_list("month", flat=True))


def placements(who: Who, day: date, coach: Coach | None = None) -> list[Placement]:
    """Return the placements in sight that are or were followed, judged on a day, the latest start first."""
    supported = cases(who).exclude(spell=None)
    if coach is not None:
        supported = supported.filter(coach=coach)
    coach_of = {case.spell: case.coach for case in supported.order_by("pk")}
    threads = set(coach_of)
    if coach is None:
        threads |= set(follow_ups(who).order_by().values_list("spell", flat=True).distinct())
    return _judged(threads, coach_of, day)


def stability_of(thread: int, day: date) -> dict[int, Outcome[Stability]]:
    """Return what is known of one job after 6 and 12 months; empty where nothing stands of it."""
    found = _judged({thread}, {}, day)
    return found[0].after if found else {}


def _judged(threads: set[Any], coach_of: dict[Any, Coach | None], day: date) -> list[Placement]:
    jobs = list(spells().filter(key__in=threads).select_related("person").order_by("-started_on", "pk"))
    people = {job.person_id for job in jobs}
    insured, held = _insured(people), _held(people)
    known, figs, last = months_known(), figures(day), _last_full_month(day)
    found = []
    for job in jobs:
        start = months.of(job.started_on)
        window = list(months.between(months.shift(start, 1), months.shift(start, max(LENGTHS))))
        in_work = {m: _in_work(m, job, held[job.person_id], insured[job.person_id], known) for m in window}
        after = {n: retention.stable(start, n, in_work, last, figs) for n in LENGTHS}
        found.append(Placement(job, job.person, coach_of.get(job.thread or job.pk), after))
    return found


def _last_full_month(day: date) -> str:
    """The last month that has ended by a day."""
    return months.of((day + timedelta(days=1)).replace(day=1) - timedelta(days=1))


def _insured(people: set[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Contribution.objects.standing().filter(person__in=people)
    for person, first, last in rows.values_list("person_id", "first_month", "last_month"):
        found[person] |= set(months.between(first, last))
    return found


def _held(people: set[int]) -> dict[int, list[Spell]]:
    found: dict[int, list[Spell]] = defaultdict(list)
    for spell in Spell.objects.standing().filter(person__in=people):
        found[spell.person_id].append(spell)
    return found


def _in_work(month: str, job: Spell, held: list[Spell], insured: set[str], known: frozenset[str]) -> bool | None:
    """Whether somebody worked in a month, in this job or another: contributions decide where there is a contract."""
    first, last = months.first_day(month), months.last_day(month)
    there = [one for one in held if one.started_on <= last and (one.ended_on is None or one.ended_on >= first)]
    if not there:
        return month in insured  # the ledger knows the end: that is knowledge, not silence
    form = job.form if any(one.form == job.form for one in there) else there[0].form
    return retention.is_kept(form, month, insured=insured, known=known, held=True)


def rates(title: str, found: Iterable[Placement]) -> Rates:
    """Return the shares of some placements; unknown ones give bounds, those not due are named apart."""
    rows = list(found)
    after = []
    for length in LENGTHS:
        values = [one.after[length].value for one in rows]
        after.append((length, retention.retention_rate(values), values.count(Stability.NOT_DUE)))
    return Rates(title, len(rows), after)


def by_form(found: Iterable[Placement]) -> list[Rates]:
    """Return the shares of forms that a unit's months prove, and of the rest, apart."""
    rows = list(found)
    return [
        rates("按比例、集中、公益性岗位", [one for one in rows if one.is_unit_form]),
        rates("个体、辅助性、农村、灵活就业", [one for one in rows if not one.is_unit_form]),
    ]


def by_coach(found: Iterable[Placement]) -> list[Rates]:
    """Return the shares of each coach's placements; those without a coach come last."""
    groups: dict[tuple[bool, str, int], list[Placement]] = defaultdict(list)
    for one in found:
        key = (one.coach is None, one.coach.name if one.coach else "没有辅导员", one.coach.pk if one.coach else 0)
        groups[key].append(one)
    return [rates(name, rows) for (_, name, _), rows in sorted(groups.items(), key=lambda item: item[0])]


def followed_people(found: Iterable[Placement]) -> list[int]:
    """Return whom some placements are about."""
    return sorted({one.person.pk for one in found})
