"""What a unit may know of itself, and of no other. An account under a code that it had before speaks for the same unit."""

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import codes_under


def own_unit(who: Who) -> Unit | None:
    """Return the unit that somebody speaks for, None where he speaks for none or the register does not have it.

    Of a unit that another one carries it is that other one.
    """
    if not (who.may("own.unit") and who.unit_code):
        return None
    found = Unit.objects.filter(code=who.unit_code).select_related("same_as").first()
    return (found.same_as or found) if found is not None else None


def own_codes(who: Who) -> list[str]:
    """Return all codes of the unit that somebody speaks for, the one in use first; also of one that is not registered."""
    return codes_under(who.unit_code) if who.may("own.unit") else []


def speaks_for(who: Who, unit: Unit) -> bool:
    """Whether somebody speaks for a unit, under whichever of its codes."""
    own = own_unit(who)
    return own is not None and own.pk == (unit.same_as_id or unit.pk)
