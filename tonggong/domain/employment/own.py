"""Who works in a sheltered institution, for the institution itself.

Only supported work (form 5): an institution arranged it and knows whom it is for. Of other forms a unit is not told here
who holds a certificate, some do not want their employer to know; it is told of those whom it reported itself.
"""

from datetime import date

from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.intake.queries import reports_of_unit
from tonggong.domain.employment.models import Attested, Spell, SpellEvidence

SHELTERED = "5"


def sheltered_people(who: Who, day: date) -> list[Spell]:
    """Return the spells of supported work at the unit that somebody speaks for, on a day, by when they began."""
    if not (who.may("own.unit") and who.unit_code):
        return []
    rows = Spell.objects.standing().on(day).filter(unit_code=who.unit_code, form__startswith=SHELTERED)
    rows = rows.filter(person__merged_into=None).select_related("person")
    return list(rows.order_by("started_on", "pk"))


def reported_people(who: Who) -> set[int]:
    """Return the persons whom the unit that somebody speaks for reported itself, or has in supported work; by key.

    A report that agrees with what is known already counts as well: it stands as further evidence of the spell. So does a
    declaration of the unit that was accepted.
    """
    if not (who.may("own.unit") and who.unit_code):
        return set()
    here, own = Spell.objects.filter(unit_code=who.unit_code), reports_of_unit(who)
    agreed = SpellEvidence.objects.filter(source_file__delivery__in=own).values("thread")
    known = Q(source_file__delivery__in=own) | Q(thread__in=agreed) | Q(pk__in=agreed) | Q(form__startswith=SHELTERED)
    declared = Attested.objects.standing().filter(unit_code=who.unit_code).exclude(kind__in=Attested.AGAINST)
    return {*here.filter(known).values_list("person", flat=True), *declared.values_list("person", flat=True)}
