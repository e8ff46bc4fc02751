"""A year's placements judged by their signals: what a person should look at first, and never a verdict."""

from datetime import datetime

from tonggong.base.policy.queries import figures_of
from tonggong.domain.inspection.facts import Year, read
from tonggong.rules.figures import FiguresOn
from tonggong.rules.signals import Suspicion, judge


def suspicions(year: int, known_at: datetime | None = None) -> list[Suspicion]:
    """All placements of a year that show anything, the highest score first; `person` is a key, `unit` a credit code.

    The whole city is judged, since what a unit's people have in common with others shows only there; who may see which of
    them is decided where they are shown. Rows of evidence are `lines.Line`.

    Args:
        known_at: facts as known at an instant; None is now.
    Raises:
        FigureMissing: the city has not entered a figure for the signals.
    """
    return judged(read(year, known_at))


def judged(found: Year) -> list[Suspicion]:
    """The same of a year that was read."""
    figures: dict[str, FiguresOn] = {place: figures_of(place) for place in {one.place for one in found.placements}}
    return judge(found.units, found.placements, found.year, figures)
