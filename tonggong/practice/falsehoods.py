"""False placements, acted out: what the firm and the agency do, never a mark in a file (`facts.md` 3.4)."""

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.acted import YEARS_AGO, Acted, Pattern, Town, grown, idle
from tonggong.practice.dates import OPEN

PER_HOLDER = 0.007  # false placements of all certificate holders: one in twenty of the insured
SMALL = 2000  # below so many holders not every scheme has room
STUDENT = int(Pattern.STUDENT)
STILL_REGISTERED = 0.3  # of those who never work for it, who stay registered as unemployed


def act_out(rng: np.random.Generator, acted: Acted, town: Town) -> None:
    """Add placements that are no work; `rng` is a stream of its own, so that nobody else's life moves."""
    _Schemes(rng, acted, town).run()


class _Schemes:
    def __init__(self, rng: np.random.Generator, acted: Acted, town: Town):
        self.rng, self.acted, self.town = rng, acted, town
        staff = town.units
        self.firms = np.flatnonzero(
            (staff.kind == units.FIRM)
            & (staff.role == units.ORDINARY)
            & (staff.staff >= min(20, np.median(staff.staff) + 3))
        )
        at_work = acted.spells.unit[(acted.spells.unit >= 0) & (acted.spells.end >= OPEN)]
        self.free_firms = list(rng.permutation(self.firms[~np.isin(self.firms, at_work)]))
        self.people = list(rng.permutation(grown(town, acted.spells)))
        self.made: list[tuple] = []
        self.back_paid: list[int] = []  # places in `made`
        self.never_there: list[int] = []

    def run(self) -> None:
        """All schemes in a large city, some in a small one; the single cases always."""
        holders = len(self.town.holder.person)
        groups = [self.assessment, self.cohort, self.agency, self.phone, self.minimum, self.severe]
        times = max(1, round(holders * PER_HOLDER / 28))
        chosen = groups if holders >= SMALL else groups[:2]
        for scheme in chosen:
            for _ in range(times):
                scheme()
        for _ in range(times):
            self.far()
            self.student()
            self.two_units()
            self.dead()
            self.cancelled()
        rows = self.acted.add(self.made)
        self.acted.back_paid |= {rows[n] for n in self.back_paid}
        for n in self.never_there:
            if self.rng.random() < STILL_REGISTERED:
                person, begun = self.made[n][0], self.made[n][3]
                self.acted.still_registered[int(person)] = int(begun - self.rng.integers(40, 400))

    def _take(self, count: int, fits=None) -> list[int]:
        """Rows of idle holders, each taken once."""
        found = [who for who in self.people if fits is None or fits(who)][:count]
        self.people = [who for who in self.people if who not in found]
        return found

    def _firm(self) -> int:
        return int(self.free_firms.pop()) if self.free_firms else int(self.rng.choice(self.firms))

    def _place(self, who: int, unit: int, form: int, start: int, end: int, pattern: Pattern) -> None:
        person = int(self.town.holder.person[who])
        wage = float(self.town.minimum(np.array([dates.last_day(self.town.last)]))[0])
        if pattern not in (Pattern.TWO_UNITS, Pattern.STUDENT, Pattern.DEAD):
            self.never_there.append(len(self.made))
        self.made.append((person, unit, form, start, end, wage, int(pattern)))

    def _size(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def assessment(self) -> None:
        """Insured from October to December of each year, paid in afterwards."""
        firm, last = self._firm(), self.town.last
        autumn = [month for month in range(last - 23, last + 1) if month % 12 == 9]
        for who in self._take(self._size(2, 4)):
            for begin in autumn:
                over = dates.last_day(begin + 2) if begin + 2 < last else int(OPEN)
                self.back_paid.append(len(self.made))
                self._place(who, firm, 14, dates.first_day(begin), over, Pattern.ASSESSMENT)

    def cohort(self) -> None:
        """People of one agency come on one day and go on one day, and the agent's phone stands for all."""
        agencies = np.flatnonzero(self.town.units.role == units.DISPATCH)
        agency = int(self.rng.choice(agencies))
        begin = dates.first_day(self.town.opening - self._size(0, 2))
        group = self._take(self._size(4, 5))
        for who in group:
            self._place(who, agency, 16, begin, dates.last_day(self.town.last - 1), Pattern.COHORT)
        self._one_phone(group)

    def agency(self) -> None:
        """A small firm for labour services whose staff are certificate holders only."""
        u = self.town.units
        small = np.flatnonzero(
            (u.kind == units.FIRM) & (u.role == units.ORDINARY) & (u.staff <= 4) & (u.industry == "L")
        )
        small = small if len(small) else np.flatnonzero((u.kind == units.FIRM) & (u.staff <= 4))
        small = small[~np.isin(small, self.acted.spells.unit)]
        if not len(small):
            return
        firm = int(self.rng.choice(small))
        begin = dates.first_day(self.town.opening - self._size(*YEARS_AGO)) + 5
        for who in self._take(self._size(max(4, int(u.staff[firm])), 6)):
            start = begin + self._size(0, 40)
            self._place(who, firm, 14, start, int(OPEN), Pattern.AGENCY)

    def phone(self) -> None:
        """A go-between finds people for several firms and writes his own number for them."""
        group = self._take(self._size(3, 4))
        for who in group:
            begin = dates.first_day(self.town.opening - self._size(*YEARS_AGO))
            self._place(who, self._firm(), 14, begin, int(OPEN), Pattern.PHONE)
        self._one_phone(group)

    def minimum(self) -> None:
        """All year at the minimum wage to the yuan, while the others at the firm earn what is usual."""
        firm = self._firm()
        for who in self._take(self._size(2, 4)):
            begin = dates.first_day(self.town.opening - self._size(*YEARS_AGO)) + self._size(0, 25)
            self._place(who, firm, 14, begin, int(OPEN), Pattern.MINIMUM)

    def severe(self) -> None:
        """Only people who count twice."""
        firm, grade = self._firm(), self.town.grade
        for who in self._take(self._size(3, 4), lambda who: grade[who] <= 2):
            begin = dates.first_day(self.town.opening - self._size(*YEARS_AGO)) + self._size(0, 25)
            self._place(who, firm, 14, begin, int(OPEN), Pattern.SEVERE)

    def far(self) -> None:
        """Two who live at the other end of the city from the firm."""
        staff = self.town.units
        for who in self._take(2):
            there = [f for f in self.free_firms if staff.county[f] == self.town.far[self.town.holder.county[who]]]
            firm = int(there[-1]) if there else self._firm()
            self.free_firms = [f for f in self.free_firms if f != firm]
            begin = dates.first_day(self.town.opening - self._size(*YEARS_AGO))
            self._place(who, firm, 14, begin, int(OPEN), Pattern.FAR)

    def student(self) -> None:
        """Two who go to school full-time."""
        h, last = self.town.holder, self.town.last
        age = (dates.last_day(last) - h.birth) / 365.25
        fits = idle(self.acted.spells, h.person, dates.first_day(self.town.opening - 14), dates.last_day(last))
        fits &= (age >= 16.5) & (age < 23) & (h.certified < dates.first_day(self.town.opening - 3))
        taken = {person for person, *_ in self.made}
        options = [w for w in np.flatnonzero(fits & (h.dies > dates.last_day(last))) if int(h.person[w]) not in taken]
        for who in self.rng.permutation(options)[:2].tolist() if options else []:
            self.people = [one for one in self.people if one != who]
            self._place(int(who), self._firm(), 14, dates.first_day(last - 2), int(OPEN), Pattern.STUDENT)

    def two_units(self) -> None:
        """Two who work honestly at one firm are full-time at a second one too."""
        s, taken = self.acted.spells, {person for person, *_ in self.made}
        first = dates.first_day(self.town.opening - 2)
        mine = np.flatnonzero(np.isin(s.form, (13, 14)) & (s.end >= OPEN) & (s.start < first) & (s.false == 0))
        row_of = {int(p): n for n, p in enumerate(self.town.holder.person)}
        for row in [r for r in self.rng.permutation(mine) if int(s.person[r]) not in taken][:2]:
            who = row_of[int(s.person[row])]
            self._place(who, self._firm(), 14, dates.first_day(self.town.opening), int(OPEN), Pattern.TWO_UNITS)

    def dead(self) -> None:
        """Somebody who died in the first month that the files show, and is paid for on."""
        h, opening = self.town.holder, self.town.opening
        fits = idle(self.acted.spells, h.person, dates.first_day(opening - 14), dates.last_day(self.town.last))
        died = (h.dies > dates.first_day(opening + 1)) & (h.dies <= dates.last_day(opening + 1))
        age = (dates.last_day(self.town.last) - h.birth) / 365.25
        fits &= died & (age < 75) & (h.certified < dates.first_day(opening - 12)) & ~self._taken()
        options = np.flatnonzero(fits)
        if len(options):
            who = int(self.rng.choice(options))
            self._place(who, self._firm(), 14, dates.first_day(opening - 8), int(OPEN), Pattern.DEAD)

    def cancelled(self) -> None:
        """Somebody whose certificate was cancelled, and who is counted on."""
        h, opening = self.town.holder, self.town.opening
        age = (dates.last_day(self.town.last) - h.birth) / 365.25
        fits = idle(self.acted.spells, h.person, dates.first_day(opening - 14), dates.last_day(self.town.last))
        fits &= self.town.cancelled & (age > 22) & (age < 52) & (h.dies > dates.last_day(self.town.last))
        options = np.flatnonzero(fits & ~self._taken())
        if len(options):
            who = int(self.rng.choice(options))
            self.acted.keeps_cancelled.add(who)
            self._place(who, self._firm(), 14, dates.first_day(opening - 6), int(OPEN), Pattern.CANCELLED)

    def _taken(self) -> np.ndarray:
        """Which holders a scheme has already."""
        return np.isin(self.town.holder.person, [person for person, *_ in self.made])

    def _one_phone(self, group: list[int]) -> None:
        people = [int(self.town.holder.person[who]) for who in group]
        self.acted.phones |= dict.fromkeys(people, people[0] if people else 0)
