"""Months as "YYYY-MM": the step in which departments report."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@lru_cache(maxsize=4096)
def number(month: str) -> int:
    """Months since year 0, so that months can be subtracted.

    Raises:
        ValueError: not a month written YYYY-MM.
    """
    if not (match := _MONTH.fullmatch(month)):
        raise ValueError(f"not a month: {month!r}")
    return int(match[1]) * 12 + int(match[2]) - 1


def written(months: int) -> str:
    """The month of a number made by `number`."""
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def of(day: date) -> str:
    """The month in which a day lies."""
    return f"{day.year:04d}-{day.month:02d}"


def shift(month: str, by: int) -> str:
    """The month `by` months later; earlier when negative."""
    return written(number(month) + by)


def between(first: str, last: str) -> Iterator[str]:
    """Every month from `first` to `last`, both included."""
    return map(written, range(number(first), number(last) + 1))


def first_day(month: str) -> date:
    """The first day of a month."""
    months = number(month)
    return date(months // 12, months % 12 + 1, 1)


def last_day(month: str) -> date:
    """The last day of a month."""
    months = number(month)
    year, index = months // 12, months % 12 + 1
    return date(year, index, monthrange(year, index)[1])


def later(day: date, by: int) -> date:
    """The same day of the month `by` months later, or the month's last day where it has no such day."""
    months = day.year * 12 + day.month - 1 + by
    year, index = months // 12, months % 12 + 1
    return date(year, index, min(day.day, monthrange(year, index)[1]))
