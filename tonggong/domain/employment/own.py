"""Who works in a sheltered institution, for the institution itself.

Only supported work (form 5): an institution arranged it and knows whom it is for. Of other forms a unit is not told here
who holds a certificate, some do not want their employer to know; it is told of those whom it reported itself.
"""

from datetime import date

from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.intake.queries import reports_by
from tonggong.domain.employers.own import own_codes
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.employment.models import Attested, Spell, SpellEvidence

SHELTERED = "5"


def sheltered_people(who: Who, day: date) -> list[Spell]:
    """Return the spells of supported work at the unit that somebody speaks for, on a day, by when they began."""
    rows = Spell.objects.standing().on(day).filter(unit_code__in=own_codes(who), form__startswith=SHELTERED)
    rows = rows.filter(person__merged_into=None).select_related("person")
    return list(rows.order_by("started_on", "pk"))


def reported_people(who: Who) -> set[int]:
    """Return the persons whom the unit that somebody speaks for reported itself, or has in supported work; by key.

    A report that agrees with what is known already counts as well: it stands as further evidence of the spell. So does a
    declaration of the unit that was accepted.
    """
    return reported_by(who.unit_code) if who.may("own.unit") and who.unit_code else set()


def reported_by(unit_code: str) -> set[int]:
    """Return the persons whom a unit reported itself, as `reported_people`; the caller has asked who may know."""
    codes = codes_under(unit_code)
    here, own = Spell.objects.filter(unit_code__in=codes), reports_by(*codes)
    agreed = SpellEvidence.objects.filter(source_file__delivery__in=own).values("thread")
    known = Q(source_file__delivery__in=own) | Q(thread__in=agreed) | Q(pk__in=agreed) | Q(form__startswith=SHELTERED)
    declared = Attested.objects.standing().filter(unit_code__in=codes).exclude(kind__in=Attested.AGAINST)
    return {*here.filter(known).values_list("person", flat=True), *declared.values_list("person", flat=True)}
