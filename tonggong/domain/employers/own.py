"""What a unit may know of itself, and of no other."""

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit


def own_unit(who: Who) -> Unit | None:
    """Return the unit that somebody speaks for, None where he speaks for none or the register does not have it."""
    if not (who.may("own.unit") and who.unit_code):
        return None
    return Unit.objects.filter(code=who.unit_code).first()
