"""How numbers of coaching are written."""

from decimal import Decimal


def plain(number: Decimal) -> str:
    """A number without needless zeros: 1.5, 20."""
    return f"{number.normalize():f}"
