"""What is acted out beside ordinary lives: placements that are no work, and honest ones that look like them.

Both are behaviour only: who is insured when, at which wage, with whose phone. Nothing in an office's file says which is
which; the truth alone does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from tonggong.practice import dates
from tonggong.practice.dates import OPEN
from tonggong.practice.lives import Holder, Spells
from tonggong.practice.units import Units

MET, IN_INSTITUTION, IN_HOSPITAL, NOT_FOUND = 1, 5, 6, 9  # what comes of a visit, as the ledger numbers it
AT_WORK, AT_HOME = "workplace", "home"  # how somebody is looked up
YEARS_AGO = (36, 50)  # months before the opening in which lasting placements begin: before a plan of three years


class Pattern(IntEnum):
    """What a false placement does; a look-alike is honest work that shows the same (`facts.md` 3.4)."""

    ASSESSMENT = 1  # insured only in the months the audit looks at, paid in afterwards
    COHORT = 2  # an agency's people come and go together
    STUDENT = 3  # sits in school full-time
    FAR = 4  # lives far away, nobody ever sees her there
    TWO_UNITS = 5  # full-time at a second unit
    DEAD = 6  # contributions go on after the death
    CANCELLED = 7  # the certificate was cancelled, the placement goes on
    AGENCY = 8  # a labour agency that employs such people only
    PHONE = 9  # one go-between's phone for people at several firms
    MINIMUM = 10  # everybody with a certificate gets the minimum wage to the yuan, the others do not
    SEVERE = 11  # only grades one and two, which count twice
    EXPIRED = 12  # the certificate ran out long ago, the placement goes on
    CARE = 13  # lives in an institution or a hospital: whoever looks her up finds her there, the whole year
    POST = 14  # a severe intellectual or psychosocial disability in a post for which a licence is needed
    JOBLESS = 15  # registered as unemployed all the while
    STRANGER = 16  # asked for at the firm, and nobody there knows the name


@dataclass(frozen=True)
class Town:
    """What the acting asks of the city: columns over holders, but for those named otherwise."""

    holder: Holder
    grade: np.ndarray
    category: np.ndarray  # of the disability
    cancelled: np.ndarray  # certificate cancelled at the opening, though alive
    relative: np.ndarray  # by row of People: one of the same household, -1
    household: np.ndarray  # by row of People
    far: np.ndarray  # by county: one that is another
    units: Units
    opening: int
    last: int
    minimum: Callable[[np.ndarray], np.ndarray]  # days -> yuan a month


@dataclass(frozen=True)
class Card:
    """What a certificate is from a month on; `word` is the kind of change that the month's file brings."""

    month: int
    word: str
    status: int
    status_on: int
    issued: int
    valid_until: int
    regraded: int = 0  # grades more or less than at the opening: the number changes with it
    again: int = 0  # cards issued again since


@dataclass(frozen=True)
class Call:
    """A visit of the federation: to whom (row of `spells`), on which day of the year, how and what came of it."""

    row: int
    day: int
    method: str
    outcome: int


@dataclass
class Acted:
    """All employments with those that were added, and what offices then write.

    `row`, `pattern` and `why` name the honest look-alikes (rows of `spells`); false ones have their pattern in `spells.false`.
    """

    spells: Spells
    phones: dict[int, int] = field(default_factory=dict)  # person -> whose phone stands for her
    units_phone: dict[int, int] = field(default_factory=dict)  # unit -> person whose phone it writes for all its staff
    row: list[int] = field(default_factory=list)
    pattern: list[int] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    back_paid: set[int] = field(default_factory=set)  # spells
    late_units: dict[int, set[int]] = field(default_factory=dict)  # unit -> months it paid late for all its staff
    part_time: set[int] = field(default_factory=set)  # spells insured against accidents only
    remote: set[int] = field(default_factory=set)  # spells whose post is at home
    seen: set[int] = field(default_factory=set)  # spells at which somebody of the federation looks in
    season: dict[int, int] = field(default_factory=dict)  # unit -> month in which most of its other staff come
    closes: dict[int, int] = field(default_factory=dict)  # unit -> last month, after which nobody is there
    low_pay: set[int] = field(default_factory=set)  # units that pay most of their other staff the minimum
    leaves: dict[int, int] = field(default_factory=dict)  # unit -> last month of most of its other staff
    part_students: set[int] = field(default_factory=set)  # persons who study beside their work
    on_leave: set[int] = field(default_factory=set)  # pupils who have left school for a while
    interns: set[int] = field(default_factory=set)  # pupils who learn at a firm, by the hour
    still_registered: dict[int, int] = field(default_factory=dict)  # person -> day of registration as unemployed
    registered: dict[int, tuple[int, int]] = field(default_factory=dict)  # person -> first and last day of it
    keeps_cancelled: set[int] = field(default_factory=set)  # rows of holders
    cards: dict[int, list[Card]] = field(default_factory=dict)  # row of holder -> what becomes of the certificate
    deaths: dict[int, int] = field(default_factory=dict)  # row of holder -> day
    namesakes: list[int] = field(default_factory=list)  # persons of whose name and sex somebody else died
    posts: dict[int, str] = field(default_factory=dict)  # spell -> post, which the firm reports
    calls: list[Call] = field(default_factory=list)

    def add(self, made: list[tuple]) -> range:
        """Further employments (holder's person, unit, form, start, end, wage, pattern of falsehood); their rows."""
        first = len(self.spells)
        if made:
            who, unit, form, start, end, wage, false = (np.array(c) for c in zip(*made, strict=True))
            open_ended = np.full(len(who), int(OPEN))
            more = Spells(who, unit, form, start, end, open_ended, wage.astype(float), false.astype(np.int8))
            self.spells = self.spells.join(more)
        return range(first, len(self.spells))

    def looks_like(self, rows, pattern: Pattern, words: str) -> None:
        """Note honest employments that look like a pattern, and why they do."""
        known = set(self.row)
        for row in rows:
            if row not in known:
                self.row.append(int(row))
                self.pattern.append(int(pattern))
                self.why.append(words)


def idle(spells: Spells, person: np.ndarray, begin: int, end: int) -> np.ndarray:
    """Which persons have no employment between two days."""
    busy = np.unique(spells.person[(spells.end >= begin) & (spells.start <= end)])
    return ~np.isin(person, busy)


def grown(town: Town, spells: Spells) -> np.ndarray:
    """Rows of holders of working age, long certified, alive, without work for years."""
    h = town.holder
    age = (dates.last_day(town.last) - h.birth) / 365.25
    fits = idle(spells, h.person, dates.first_day(town.opening - YEARS_AGO[1] - 3), dates.last_day(town.last))
    fits &= (
        (age > 26)
        & (age < np.where(h.sex == 1, 57, 52))
        & (h.certified < dates.first_day(town.opening - YEARS_AGO[1] - 3))
    )
    return np.flatnonzero(fits & (h.dies > dates.last_day(town.last) + 90) & ~town.cancelled)


def marks(acted: Acted, unit: np.ndarray, spell: np.ndarray, month: int) -> np.ndarray:
    """Which contributions of a month were paid in afterwards; `spell` is -1 for whoever holds no certificate."""
    late = [u for u, when in acted.late_units.items() if month in when]
    return np.isin(unit, late) | np.isin(spell, list(acted.back_paid))
