"""Coaches and people of each sheltered institution (辅助性就业机构): who has a coach, how many people to one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.domain.coaching.models import InstitutionCoach
from tonggong.domain.coaching.queries.coaches import ratio_words
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell

SHELTERED = "5"


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution on a day."""

    unit: Unit
    county: str
    people: int
    coaches: list[InstitutionCoach]

    @property
    def ratio(self) -> str:
        """People to one coach, as "1 : 26.5"."""
        return ratio_words(self.people, len(self.coaches))


@dataclass(frozen=True, slots=True)
class Institutions:
    """All institutions within reach, and people whose institution is not in the register of units."""

    lines: list[Institution]
    elsewhere: int

    @property
    def with_coach(self) -> list[Institution]:
        """Those that have a coach."""
        return [line for line in self.lines if line.coaches]

    @property
    def without_coach(self) -> list[Institution]:
        """Those that have none."""
        return [line for line in self.lines if not line.coaches]

    @property
    def people(self) -> int:
        """People in them."""
        return sum(line.people for line in self.lines)

    @property
    def coaches(self) -> int:
        """Coaches in them; one who answers for two institutions counts once."""
        return len({given.coach_id for line in self.lines for given in line.coaches})

    @property
    def ratio(self) -> str:
        """People of all institutions to one coach."""
        return ratio_words(self.people, self.coaches)


def institutions(who: Who, day: date) -> Institutions:
    """Return the sheltered institutions of the units within reach: those where somebody works in form 5 on a day."""
    rows = Spell.objects.standing().on(day).filter(form__startswith=SHELTERED, person__merged_into=None)
    heads = dict(rows.order_by().values_list("unit_code").annotate(Count("person", distinct=True)))
    given: dict[str, list[InstitutionCoach]] = defaultdict(list)
    standing = InstitutionCoach.objects.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))
    for row in standing.select_related("coach").order_by("started_on", "pk"):
        given[row.unit_code].append(row)
    units = who.sees(Unit.objects.filter(code__in=set(heads) | set(given))).order_by("county_code", "name", "pk")
    lines = [Institution(u, name_of(u.county_code), heads.get(u.code, 0), given[u.code]) for u in units]
    known = set(Unit.objects.filter(code__in=heads).values_list("code", flat=True))
    unknown = who.sees(rows.exclude(unit_code__in=known), "person")
    return Institutions(lines, unknown.values("person").distinct().count())


def institution(who: Who, unit_id: int, day: date) -> Institution | None:
    """Return one institution within reach."""
    return next((one for one in institutions(who, day).lines if one.unit.pk == unit_id), None)


def given(who: Who, pk: int) -> InstitutionCoach | None:
    """Return a coach's standing place at an institution within reach."""
    row = InstitutionCoach.objects.filter(pk=pk, ended_on=None).select_related("coach").first()
    if row is None or not who.sees(Unit.objects.filter(code=row.unit_code)).exists():
        return None
    return row
