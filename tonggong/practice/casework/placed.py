"""Jobs that workers wrote down themselves before the insurance file came, some of them later than they should."""

import numpy as np

from tonggong.practice import dates
from tonggong.practice.casework.standing import Standing

SHARE = 0.4  # of the jobs of the last months
LATE = 0.35  # of these, written down after the term of ten days
LATEST = 14  # days from the start to the office's file, so that there is time to be late
COMPARED = 9  # of the month after: by then the office's file says it


def placed(world, s: Standing) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """By month of the start: rows of spells, and the day on which each was written down."""
    rng = world.rng("placed")
    sp = world.spells
    known = world.holder_row[sp.person]
    fresh = sp.insured & (sp.false == 0) & (known >= 0) & (sp.end > s.last)
    found: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for month in range(world.opening + 1, world.last + 1):
        begin, end = dates.first_day(month), dates.last_day(month)
        rows = np.flatnonzero(fresh & (sp.start >= begin) & (sp.start <= end))
        rows = rows[s.counts[known[rows]] & s.employed[known[rows]] & world.registers[month].holds(end)[known[rows]]]
        draw, delay = rng.random(len(rows)), rng.random(len(rows))
        latest = end + COMPARED - sp.start[rows]  # days
        possible = np.flatnonzero(latest > LATEST)
        draw[possible[:1]] = 0  # one a month in the smallest city too
        late = (draw < SHARE * LATE) & (latest > LATEST)
        days = np.where(late, 12 + delay * (latest - 12), delay * np.minimum(latest, 10)).astype(np.int64)
        chosen = draw < SHARE
        found[month] = rows[chosen], sp.start[rows[chosen]] + days[chosen]
    return found
