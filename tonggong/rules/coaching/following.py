"""Contacts after a placement (跟进): which days they fall on."""

from dataclasses import dataclass
from datetime import date, timedelta

from tonggong.rules import months
from tonggong.rules.figures import Figures

YEAR = 365  # a point of follow-up of 365 n days stands for the n-th anniversary


@dataclass(frozen=True, slots=True)
class Due:
    """One contact after a start. `is_late_known`: the next one was due before anybody knew, so this one is not owed."""

    point: int
    due_on: date
    is_late_known: bool = False


def follow_ups(started_on: date, known_on: date, until: date, figures: Figures) -> list[Due]:
    """The contacts after a start: the days of the figure, then every anniversary up to the first one after `until`.

    Args:
        started_on: first day of work; due days run from it whenever it became known.
        known_on: since when the coach's side could know of it.
        until: a day up to which yearly contacts are wanted.
    Raises:
        FigureMissing: the days are not entered.
    """
    found = [(int(days), started_on + timedelta(int(days))) for days in figures["coaching.follow_up_days"].value]
    years = 1
    while True:
        found.append((YEAR * years, months.later(started_on, 12 * years)))
        if found[-1][1] > until:
            break
        years += 1
    following = [due for _, due in found[1:]] + [date.max]
    return [Due(point, due, nxt <= known_on) for (point, due), nxt in zip(found, following, strict=True)]


def point_name(point: int) -> str:
    """A point of follow-up in words: 第 7 天, 满 1 年."""
    return f"第 {point} 天" if point < YEAR else f"满 {point // YEAR} 年"
