"""Stays in a hospital or an institution as visits tell them: no other office says where somebody lives all day."""

from collections.abc import Hashable, Iterable
from datetime import date

from tonggong.rules.figures import Figures
from tonggong.rules.signals.facts import Care, Stretch

Look = tuple[date, Care | None, Hashable]
"""A visit: the day, where she was found (None where anywhere else), its row. One that reached nobody is no look."""


def stays(looks: Iterable[Look], figures: Figures) -> tuple[Stretch, ...]:
    """From the first to the last of so many visits in a row that found somebody at the same kind of place.

    Of the days before and after nothing is known, so they are no part of it.

    Raises:
        FigureMissing: the number of visits is not entered.
    """
    least = int(figures["signals.care_visits"].value)
    found: list[Stretch] = []
    row: list[Look] = []
    for look in [*sorted(looks, key=lambda one: (one[0], one[1] or "", str(one[2]))), None]:
        if look is not None and look[1] is not None and (not row or row[-1][1] == look[1]):
            row.append(look)
            continue
        if len(row) >= least:
            found.append(Stretch(row[0][0], row[-1][0], str(row[0][1]), row[0][2]))
        row = [look] if look is not None and look[1] is not None else []
    return tuple(found)
