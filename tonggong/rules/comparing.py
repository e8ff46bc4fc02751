"""Limits by which a department's row is weighed against the ledger; the numbers are figures (compare.*, work_age.min)."""

from dataclasses import dataclass
from datetime import timedelta

from tonggong.rules.figures import Figures


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a comparison.

    Args:
        youngest: full years below which nobody can work.
        silent_months: months in a row without insurance that question a spell.
        unit_silent_months: months in a row in which a unit insured nobody that question the spells there.
        same_hire: by how much two reports of one hire may differ.
        left_recently_months: how long after leaving a further record at the same unit contradicts the end.
    """

    youngest: int
    silent_months: int
    unit_silent_months: int
    same_hire: timedelta
    left_recently_months: int


def limits(figures: Figures) -> Limits:
    """Return the limits in force. Raises FigureMissing."""
    return Limits(
        int(figures["work_age.min"].value),
        int(figures["compare.silent_months"].value),
        int(figures["compare.unit_silent_months"].value),
        timedelta(int(figures["compare.same_hire_days"].value)),
        int(figures["compare.left_recently_months"].value),
    )
