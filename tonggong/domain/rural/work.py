"""Work in rural families: persons with disabilities in one column, their relatives in another, never added up.

The plan's new jobs are those of persons with disabilities alone; a relative's job is shown here and counts nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tonggong.base.among import among
from tonggong.domain.employment.models import Spell
from tonggong.domain.rural.families import Family, Relative


@dataclass(frozen=True, slots=True)
class Column:
    """One of the two groups: everybody, who works on the day, whose job began this year, and who of these began one."""

    people: list[Relative]
    working: list[Relative]
    new: list[Relative]


@dataclass(frozen=True, slots=True)
class Work:
    """Both groups, apart."""

    holders: Column
    members: Column


def work(known: Sequence[Family], day: date) -> Work:
    """Count people of families and their work in a year up to a day; one query."""
    people = [one for family in known for one in family.people]
    began = Spell.objects.standing().filter(
        person__in=among(one.pk for one in people), started_on__year=day.year, started_on__lte=day
    )
    new = set(began.values_list("person", flat=True))

    def column(wanted: list[Relative]) -> Column:
        return Column(wanted, [one for one in wanted if one.works], [one for one in wanted if one.pk in new])

    return Work(column([p for p in people if p.is_holder]), column([p for p in people if not p.is_holder]))
