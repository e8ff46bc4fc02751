"""Who works in a sheltered institution, for the institution itself.

Only supported work (form 5): an institution arranged it and knows whom it is for. Of other forms a unit is not told here
who holds a certificate; some do not want their employer to know.
"""

from datetime import date

from tonggong.base.accounts.who import Who
from tonggong.domain.employment.models import Spell

SHELTERED = "5"


def sheltered_people(who: Who, day: date) -> list[Spell]:
    """Return the spells of supported work at the unit that somebody speaks for, on a day, by when they began."""
    if not (who.may("own.unit") and who.unit_code):
        return []
    rows = Spell.objects.standing().on(day).filter(unit_code=who.unit_code, form__startswith=SHELTERED)
    rows = rows.filter(person__merged_into=None).select_related("person")
    return list(rows.order_by("started_on", "pk"))
