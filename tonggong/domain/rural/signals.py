"""What the ledger knows that may throw a rural family back, and which families are to be looked at (返贫预警)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.divisions.queries import city
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import Condition, VisitOutcome
from tonggong.domain.casework.models import Verification, Visit
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.employment.models import Spell, WageMonth
from tonggong.domain.persons.choices import CertificateKind, Circumstance
from tonggong.domain.persons.models import Certificate, HouseholdMember, Person, PersonFact
from tonggong.domain.rural.families import Family, families_with
from tonggong.domain.rural.models import IncomeRecord
from tonggong.rules import contacts, months, poverty
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome
from tonggong.rules.poverty import Kind, Level, Signal

LOOK_BACK = 400  # days in which a stay in hospital may have begun


@dataclass(frozen=True, slots=True)
class Warned:
    """A family with what happened to it lately and what follows."""

    family: Family
    level: Outcome[Level]
    signals: list[Signal]

    @property
    def last_on(self) -> date:
        """The day of the latest signal."""
        return max(one.on for one in self.signals)

    @property
    def named(self) -> list[tuple[Signal, str, str]]:
        """(signal, its kind in words, whose it is) by day; the name is "" where she has died or is out of reach."""
        names = {one.pk: one.name for one in self.family.people}
        return [(one, poverty.KIND_LABELS[one.kind], names.get(one.person, "")) for one in self.signals]


def city_figures(day: date) -> Figures:
    """The figures of the city on a day."""
    found = city()
    return figures_on(day, found.code if found else "")


def warned(who: Who, day: date) -> list[Warned]:
    """Families within reach that are alerted or watched, the alerted first; a fixed number of queries.

    Signals are looked for first: of a city's people few have any.

    Raises:
        FigureMissing: the window, the number of signals or another setting is not entered.
    """
    figures = city_figures(day)
    gathered = _Signals(served(who).order_by().values("pk"), day, figures).found
    known = families_with(gathered, day, who)
    return judge(known, gathered, day, figures)


def warned_of(people: Iterable[int], day: date, figures: Figures) -> list[Warned]:
    """The same for the families of some persons, whoever of the family it happened to."""
    own = set(people)
    near = own.union(*_living_with(own).values())
    gathered = _Signals(among(near), day, figures).found
    known = [one for one in families_with(gathered, day) if own & set(one.keys)] if gathered else []
    return judge(known, gathered, day, figures)


def judge(known: Sequence[Family], gathered: Mapping[int, list[Signal]], day: date, figures: Figures) -> list[Warned]:
    """Say of each family whether it is alerted or watched; those without a signal are left out."""
    found = []
    for family in known:
        own = sorted((s for pk in family.keys for s in gathered.get(pk, ())), key=lambda s: (s.on, s.kind, s.person))
        outcome = poverty.level(own, day, figures)
        if outcome.value != Level.NONE:
            found.append(Warned(family, outcome, own))
    return sorted(found, key=lambda one: (one.level.value != Level.ALERT, -one.last_on.toordinal(), one.family.key))


class _Signals:
    """Signals of some persons within the window: whoever has none is not read any further.

    Args:
        people: their keys, as what stands after `__in=`.
    """

    def __init__(self, people: Any, day: date, figures: Figures) -> None:
        self.people, self.day, self.figures = people, day, figures
        self.since = day - timedelta(days=int(figures["poverty.window_days"].value))
        self.found: dict[int, list[Signal]] = defaultdict(list)
        for read in (
            self._work,
            self._incomes,
            self._wages,
            self._grades,
            self._carers,
            self._hospital,
            self._subsidies,
        ):
            read()

    def _keep(self, person: int, signal: Signal | None) -> None:
        if signal is not None and self.since <= signal.on <= self.day:
            self.found[person].append(signal)

    def _work(self) -> None:
        spells = Spell.objects.standing()
        ended = spells.filter(person__in=self.people, ended_on__gte=self.since, ended_on__lte=self.day)
        some = list(ended.values_list("person", flat=True).distinct())
        if not some:
            return
        known: dict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
        for pk, *spell in spells.filter(person__in=among(some)).values_list(
            "person", "started_on", "ended_on", "unit_name"
        ):
            known[pk].append(tuple(spell))
        for pk, own in known.items():
            self._keep(pk, poverty.lost_work(own, self.day, pk))

    def _incomes(self) -> None:
        rows = IncomeRecord.objects.standing().filter(on__lte=self.day)
        some = list(rows.filter(person__in=self.people, on__gte=self.since).values_list("person", flat=True).distinct())
        if not some:
            return
        known: dict[tuple[int, str], list[tuple[int, Decimal, date]]] = defaultdict(list)
        for pk, basis, *said in rows.filter(person__in=among(some)).values_list(
            "person", "basis", "year", "yuan", "on"
        ):
            known[pk, basis].append(tuple(said))
        for (pk, basis), years in known.items():
            what = "家庭年收入" if basis == IncomeRecord.Basis.HOUSEHOLD else "个人年收入"
            self._keep(pk, poverty.income_fell(years, self.figures, pk, what))

    def _wages(self) -> None:
        first = months.shift(months.of(self.since), -12)
        rows = WageMonth.objects.standing().filter(person__in=self.people, month__gte=first)
        known: dict[int, dict[str, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
        for pk, month, unit, yuan in rows.values_list("person", "month", "unit_code", "wage_yuan"):
            known[pk][month][unit] = known[pk][month].get(unit, Decimal(0)) + yuan
        for pk, declared in known.items():
            last, *before = sorted(declared, reverse=True)
            if before and not declared[before[0]].keys() <= declared[last].keys():
                continue  # a unit has not declared its part yet: what is earned in all is not known
            wages = [(month, sum(parts.values(), Decimal(0))) for month, parts in declared.items()]
            self._keep(pk, poverty.wage_fell(wages, self.day, self.figures, pk))

    def _grades(self) -> None:
        rows = Certificate.objects.filter(kind=CertificateKind.DISABILITY)
        new = Q(issued_on__gte=self.since) | Q(issued_on=None, known_from__gte=clock.now() - timedelta(days=LOOK_BACK))
        some = list(rows.filter(new, person__in=self.people).values_list("person", flat=True).distinct())
        if not some:
            return
        known: dict[int, dict[date, int]] = defaultdict(dict)
        for pk, issued, at, grade in (
            rows.filter(person__in=among(some)).order_by("known_from", "pk").values_list("person", "issued_on", "known_from", "grade")
        ):  # fmt: skip
            known[pk][issued or clock.day_of(at)] = grade
        for pk, grades in known.items():
            self._keep(pk, poverty.grade_worsened([one for one in grades.items() if one[0] <= self.day], pk))

    def _carers(self) -> None:
        """A carer is known only where somebody said at a verification that she cares for the family."""
        near = Person.objects.filter(pk__in=self.people, died_on__gte=self.since, died_on__lte=self.day)
        dead = {pk: on for pk, on in near.values_list("pk", "died_on") if on is not None}
        if not dead:
            return
        said = Verification.objects.standing().filter(on__lte=self.day).exclude(conditions=[])
        carers = {
            pk
            for pk, conditions in said.filter(person__in=among(dead)).values_list("person", "conditions")
            if Condition.CARE.value in conditions
        }
        homes = _living_with(carers)
        here = set(
            Person.objects.filter(pk__in=self.people)
            .filter(pk__in=among({pk for others in homes.values() for pk in others}))
            .values_list("pk", flat=True)
        )
        for pk, others in homes.items():
            for other in sorted(others & here):
                self._keep(other, Signal(Kind.CARER, dead[pk], "照料家人的成员去世", other))

    def _hospital(self) -> None:
        rows = Visit.objects.standing().filter(on__lte=self.day)
        there = rows.filter(person__in=self.people, outcome=VisitOutcome.HOSPITAL, on__gte=self.since)
        some = list(there.values_list("person", flat=True).distinct())
        if not some:
            return
        first = self.day - timedelta(days=LOOK_BACK)
        known: dict[int, list[tuple[date, bool | None]]] = defaultdict(list)
        spoken = contacts.spoken(self.figures)
        for pk, on, outcome in rows.filter(person__in=among(some), on__gte=first).values_list(
            "person", "on", "outcome"
        ):
            known[pk].append((on, outcome == VisitOutcome.HOSPITAL if outcome in spoken else None))
        for pk, visits in known.items():
            self._keep(pk, poverty.hospital(visits, self.figures, pk))

    def _subsidies(self) -> None:
        rows = PersonFact.objects.standing().filter(kind=Circumstance.LOW_INCOME)
        ended = rows.filter(person__in=self.people, ended_on__gte=self.since, ended_on__lte=self.day)
        known = list(ended.order_by("ended_on").values_list("person", "ended_on", "value"))
        if not known:
            return
        going_on = rows.filter(Q(ended_on=None) | Q(ended_on__gt=self.day), person__in=among({pk for pk, *_ in known}))
        still = set(going_on.values_list("person", flat=True))
        for pk, on, what in known:
            if pk not in still:
                self._keep(pk, Signal(Kind.SUBSIDY, on, f"{what or '低收入'}救助停止", pk))


def _living_with(people: Iterable[int]) -> dict[int, set[int]]:
    """Who shares a household with some persons, by person."""
    homes: dict[int, set[int]] = defaultdict(set)
    of: dict[int, set[int]] = defaultdict(set)
    mine = HouseholdMember.objects.standing().filter(person__in=among(people)).values("household")
    for home, pk in HouseholdMember.objects.standing().filter(household__in=mine).values_list("household", "person"):
        homes[home].add(pk)
        of[pk].add(home)
    return {pk: {other for home in of[pk] for other in homes[home]} - {pk} for pk in people}
