"""False placements, acted out: what the firm and the agency do, never a mark in a file (`facts.md` 3.4)."""

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.dates import OPEN
from tonggong.practice.lives import Spells

ASSESSMENT, COHORT, STUDENT, FAR, TWO_UNITS, DEAD = range(1, 7)
PER_HOLDER = 0.0022


def act_out(
    rng: np.random.Generator,
    spells: Spells,
    holder,
    places_far: np.ndarray,
    staff: units.Units,
    last: int,
    opening: int,
    minimum,
) -> tuple[Spells, dict[int, int]]:
    """Further spells that are no work. The second result: whose phone an agency wrote for its cohort (person to person)."""
    idle = _idle(spells, holder, dates.first_day(opening - 14), dates.last_day(last))
    age = (dates.last_day(last) - holder.birth) / 365.25
    count = max(12, round(len(holder.person) * PER_HOLDER))
    firms = np.flatnonzero(
        (staff.kind == units.FIRM)
        & (staff.role == units.ORDINARY)
        & (staff.staff >= min(20, np.median(staff.staff) + 3))
    )
    agencies = np.flatnonzero(staff.role == units.DISPATCH)
    grown = (
        idle
        & (age > 22)
        & (age < np.where(holder.sex == 1, 57, 52))
        & (holder.certified < dates.first_day(opening - 15))
        & (holder.dies >= OPEN // 2)
    )
    grown &= holder.dies > dates.last_day(last) + 90
    options = rng.permutation(np.flatnonzero(grown))
    made: list[tuple] = []
    phones: dict[int, int] = {}
    # Insured only in the months the audit looks at, at a firm or two.
    autumn = [month for month in range(last - 23, last + 1) if month % 12 == 9]
    take = iter(options.tolist())
    for firm in rng.choice(firms, max(1, count // 18)).tolist():
        for who in [next(take) for _ in range(min(5, max(2, count // 6)))]:
            for begin in autumn:
                over = dates.last_day(begin + 2) if begin + 2 < last else OPEN
                made.append((who, firm, 14, dates.first_day(begin), over, ASSESSMENT))
    # One agency's cohort comes and goes on the same day.
    for _ in range(max(1, count // 40)):
        agency, size = int(rng.choice(agencies)), max(4, min(14, count // 4))
        cohort = [next(take) for _ in range(size)]
        begin = dates.first_day(opening - int(rng.integers(0, 3)))
        made.extend((who, agency, 16, begin, dates.last_day(last - 1), COHORT) for who in cohort)
        phones |= dict.fromkeys(holder.person[cohort].tolist(), int(holder.person[cohort[0]]))
    # Full-time students, persons who live at the other end of the city, and the dead.
    students = np.flatnonzero(
        idle
        & (age >= 16.5)
        & (age < 23)
        & (holder.certified < dates.first_day(opening - 3))
        & (holder.dies > dates.last_day(last))
    )
    for who in students[: max(2, count // 12)].tolist():
        firm = int(rng.choice(firms))
        made.append((who, firm, 14, dates.first_day(last - 1), OPEN, STUDENT))
    for who in [next(take) for _ in range(max(2, count // 6))]:
        far = firms[np.isin(staff.county[firms], places_far[holder.county[who]])]
        firm = int(rng.choice(far if len(far) else firms))
        made.append((who, firm, 14, dates.first_day(opening - int(rng.integers(0, 12))), OPEN, FAR))
    mine = np.flatnonzero(
        np.isin(spells.form, (13, 14)) & (spells.end >= OPEN) & (spells.start < dates.first_day(opening - 2))
    )
    row_of = {int(p): n for n, p in enumerate(holder.person)}
    for row in rng.permutation(mine)[: max(2, count // 12)].tolist():
        who, second = row_of[int(spells.person[row])], int(rng.choice(firms))
        made.append((who, second, 14, dates.first_day(opening), OPEN, TWO_UNITS))
    died = np.flatnonzero(
        idle
        & (holder.dies > dates.first_day(opening - 1))
        & (holder.dies < dates.first_day(last))
        & (age < 75)
        & (holder.certified < dates.first_day(opening - 12))
    )
    for who in died[: max(1, count // 30)].tolist():
        firm = int(rng.choice(firms))
        made.append((who, firm, 14, dates.first_day(opening - 8), OPEN, DEAD))
    who, unit, form, start, end, pattern = (np.array(column, np.int64) for column in zip(*made, strict=True))
    wage = minimum(np.full(len(who), dates.first_day(last))).astype(float)
    until = np.full(len(who), int(OPEN))
    return spells.join(Spells(holder.person[who], unit, form, start, end, until, wage, pattern.astype(np.int8))), phones


def _idle(spells: Spells, holder, begin: int, end: int) -> np.ndarray:
    """Holders without any employment between two days."""
    busy = np.unique(spells.person[(spells.end >= begin) & (spells.start <= end)])
    return ~np.isin(holder.person, busy)
