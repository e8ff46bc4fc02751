"""Contracts of work that goes on: what is missing or ends soon, for the federation within reach and for a unit of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import own_codes
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.own import reported_people
from tonggong.domain.persons.choices import Kind
from tonggong.rules.contracts import FORMS, MISSING, Agreed, Contract, contract_of
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """A spell with how its contract stands on the day."""

    spell: Spell
    found: Outcome[Contract]

    @property
    def key(self) -> int:
        """By which a list is cut into pages."""
        return self.spell.pk


GROUPS: dict[str, tuple[Contract, ...]] = {
    "": tuple(one for one in Contract if one is not Contract.NOT_NEEDED),
    "missing": MISSING,
    **{one.value: (one,) for one in Contract if one is not Contract.NOT_NEEDED},
}


def contracts(who: Who, day: date, county: str = "") -> list[Standing]:
    """Every spell of a form that needs a contract, of persons within reach, on a day; by key.

    Raises:
        FigureMissing: a figure of the rule is not in force.
    """
    rows = who.sees(Spell.objects.standing().on(day), "person")
    if county:
        rows = rows.filter(person__county_code=county)
    return list(_judged(rows.exclude(person__kind=Kind.MEMBER), day))


def own_contracts(who: Who, day: date) -> list[Standing]:
    """The same for a unit: of those whom it reported itself, without those whose contract is whole. Raises as `contracts`."""
    ours = reported_people(who)
    if not ours:
        return []
    rows = Spell.objects.standing().on(day).filter(unit_code__in=own_codes(who), person__in=ours)
    return [one for one in _judged(rows, day) if one.found.value is not Contract.WHOLE]


def in_group(found: Iterable[Standing], group: str) -> list[Standing]:
    """Those of a group. Raises KeyError: there is no such group."""
    wanted = GROUPS[group]
    return [one for one in found if one.found.value in wanted]


def _judged(rows: QuerySet[Any], day: date) -> Iterable[Standing]:
    city = divisions.city()
    figures: dict[str, Figures] = {}
    forms = figures_on(day, city.code if city else "")[FORMS].value
    spells = list(rows.filter(form__in=list(forms), person__merged_into=None).select_related("person").order_by("pk"))
    codes = {one.unit_code for one in spells}
    places = {code: place for code, place in Unit.objects.values_list("code", "county_code") if code in codes}
    for one in spells:
        place = places.get(one.unit_code) or one.person.county_code
        if place not in figures:
            figures[place] = figures_on(day, place)
        agreed = Agreed(one.form, one.started_on, one.ended_on, one.contract_kind, one.contract_until)
        found = contract_of(agreed, day, figures[place])
        if found.value is not Contract.NOT_NEEDED:
            yield Standing(one, found)
