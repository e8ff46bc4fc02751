"""False placements, acted out: what the firm and the agency do, never a mark in a file (`facts.md` 3.4)."""

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.acted import (
    AT_HOME,
    AT_WORK,
    IN_HOSPITAL,
    IN_INSTITUTION,
    NOT_FOUND,
    YEARS_AGO,
    Acted,
    Call,
    Card,
    Pattern,
    Town,
    grown,
    idle,
)
from tonggong.practice.certificates import CANCELLED, EXPIRED
from tonggong.practice.dates import OPEN

PER_HOLDER = 0.007  # false placements of all certificate holders: one in twenty of the insured
SMALL = 2000  # below so many holders not every scheme has room
STUDENT = int(Pattern.STUDENT)
STILL_REGISTERED = 0.3  # of those who never work for it, who stay registered as unemployed
USUAL = (1.15, 1.7)  # times the minimum: wages that say nothing
LICENSED = ("货车司机", "叉车司机", "电工", "焊工", "高空清洗工", "锅炉工")
PRETENCES = (Pattern.TWO_UNITS, Pattern.STUDENT, Pattern.DEAD, Pattern.EXPIRED, Pattern.CARE, Pattern.JOBLESS)


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
        self.posts: list[tuple[int, str]] = []
        self.calls: list[tuple[int, int, str, int]] = []

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
            for single in (self.dead, self.cancelled, self.expired, self.care, self.post, self.jobless, self.stranger):
                single()
        rows = self.acted.add(self.made)
        self.acted.back_paid |= {rows[n] for n in self.back_paid}
        self.acted.posts |= {rows[n]: post for n, post in self.posts}
        self.acted.calls += [Call(rows[n], day, method, outcome) for n, day, method, outcome in self.calls]
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

    def _place(self, who: int, unit: int, form: int, start: int, end: int, pattern: Pattern) -> int:
        """Add a placement; its place in `made`. Wages are the minimum but where another thing is to show alone."""
        person = int(self.town.holder.person[who])
        wage = float(self.town.minimum(np.array([dates.last_day(self.town.last)]))[0])
        if pattern in (Pattern.EXPIRED, Pattern.CARE, Pattern.JOBLESS):
            wage = round(wage * self.rng.uniform(*USUAL) / 10) * 10
        if pattern not in PRETENCES:
            self.never_there.append(len(self.made))
        self.made.append((person, unit, form, start, end, wage, int(pattern)))
        return len(self.made) - 1

    def _long_there(self, pattern: Pattern, fits=None) -> tuple[int, int] | None:
        """Somebody idle who has been on a firm's books for years: row of holder and place in `made`."""
        found = self._take(1, fits)
        if not found:
            return None
        begin = dates.first_day(self.town.opening - self._size(*YEARS_AGO)) + self._size(0, 25)
        return found[0], self._place(found[0], self._firm(), 14, begin, int(OPEN), pattern)

    def _size(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def assessment(self) -> None:
        """Insured from October to December of each year, paid in afterwards."""
        firm, last = self._firm(), self.town.last
        autumn = [month for month in range(last - 23, last + 1) if month % 12 == 9]
        for who in self._take(self._size(2, 3)):
            for begin in autumn:
                over = dates.last_day(begin + 2) if begin + 2 < last else int(OPEN)
                self.back_paid.append(len(self.made))
                self._place(who, firm, 14, dates.first_day(begin), over, Pattern.ASSESSMENT)

    def cohort(self) -> None:
        """People of one agency come on one day and go on one day, and the agent's phone stands for all."""
        agencies = np.flatnonzero(self.town.units.role == units.DISPATCH)
        agency = int(self.rng.choice(agencies))
        begin = dates.first_day(self.town.opening - self._size(0, 2))
        group = self._take(self._size(3, 4))
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
        for who in self._take(self._size(max(3, int(u.staff[firm])), 5)):
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
        for who in self._take(self._size(2, 3)):
            begin = dates.first_day(self.town.opening - self._size(*YEARS_AGO)) + self._size(0, 25)
            self._place(who, firm, 14, begin, int(OPEN), Pattern.MINIMUM)

    def severe(self) -> None:
        """Only people who count twice."""
        firm, grade = self._firm(), self.town.grade
        for who in self._take(self._size(4, 5), lambda who: grade[who] <= 2):
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
        """Somebody who died in the first month that the files show, and is paid for on.

        Where nobody idle dies by chance, one of those who have not worked for years does.
        """
        h, opening = self.town.holder, self.town.opening
        fits = idle(self.acted.spells, h.person, dates.first_day(opening - 14), dates.last_day(self.town.last))
        died = (h.dies > dates.first_day(opening + 1)) & (h.dies <= dates.last_day(opening + 1))
        age = (dates.last_day(self.town.last) - h.birth) / 365.25
        fits &= died & (age < 75) & (h.certified < dates.first_day(opening - 12)) & ~self._taken()
        options = np.flatnonzero(fits)
        if len(options):
            who = int(self.rng.choice(options))
        elif found := self._take(1):
            who = found[0]
            self.acted.deaths[who] = dates.first_day(opening + 1) + self._size(1, 12)
        else:
            return
        self._place(who, self._firm(), 14, dates.first_day(opening - 8), int(OPEN), Pattern.DEAD)

    def cancelled(self) -> None:
        """Somebody whose certificate was cancelled, and who is counted on; where nobody idle had it so, somebody has now."""
        h, opening = self.town.holder, self.town.opening
        age = (dates.last_day(self.town.last) - h.birth) / 365.25
        fits = idle(self.acted.spells, h.person, dates.first_day(opening - 14), dates.last_day(self.town.last))
        fits &= self.town.cancelled & (age > 22) & (age < 52) & (h.dies > dates.last_day(self.town.last))
        options = np.flatnonzero(fits & ~self._taken())
        if len(options):
            who = int(self.rng.choice(options))
            self.acted.keeps_cancelled.add(who)
        elif found := self._take(1):
            who, on = found[0], dates.first_day(opening) - self._size(100, 300)
            issued = int(dates.add_years(np.array([on]), -4)[0])
            until = int(dates.add_years(np.array([issued]), 10)[0])
            self.acted.cards[who] = [Card(opening, "status", CANCELLED, on, issued, until)]
        else:
            return
        self._place(who, self._firm(), 14, dates.first_day(opening - 6), int(OPEN), Pattern.CANCELLED)

    def expired(self) -> None:
        """Somebody whose certificate ran out a year ago and more, and who is counted on."""
        if found := self._long_there(Pattern.EXPIRED):
            end = dates.first_day(self.town.opening) - self._size(300, 500)
            issued = int(dates.add_years(np.array([end]), -10)[0])
            self.acted.cards[found[0]] = [Card(self.town.opening, "status", EXPIRED, end + 1, issued, end)]

    def care(self) -> None:
        """Somebody who lives in an institution or lies in hospital: all the year round she is found there."""
        if found := self._long_there(Pattern.CARE):
            where = IN_INSTITUTION if self.rng.random() < 0.6 else IN_HOSPITAL
            year = dates.first_day(self.town.last - 11)
            for day in (40, 130, 220, 268):
                self.calls.append((found[1], year + day + self._size(-8, 4), AT_HOME, where))
            self.calls.append((found[1], dates.last_day(self.town.last) - self._size(0, 3), AT_HOME, where))

    def post(self) -> None:
        """A person whom the office calls severely disabled in mind drives a lorry, so the firm reports."""
        severe = (self.town.grade <= 2) & np.isin(self.town.category, (5, 6))
        for who in self._take(1, lambda who: severe[who]):
            begin = dates.first_day(self.town.opening + 1) + self._size(0, 12)
            n = self._place(who, self._firm(), 14, begin, int(OPEN), Pattern.POST)
            self.posts.append((n, str(self.rng.choice(LICENSED))))

    def jobless(self) -> None:
        """Nothing in the contributions says so, but the labour office looks for work for her all the while."""
        if found := self._long_there(Pattern.JOBLESS):
            begin = self.made[found[1]][3]
            self.acted.still_registered[int(self.town.holder.person[found[0]])] = int(begin - self._size(40, 400))

    def stranger(self) -> None:
        """The federation asks for her at the firm, and nobody there has heard the name."""
        if found := self._long_there(Pattern.STRANGER):
            for back in (9, 70):
                day = dates.last_day(self.town.last) - back - self._size(0, 30)
                self.calls.append((found[1], day, AT_WORK, NOT_FOUND))

    def _taken(self) -> np.ndarray:
        """Which holders a scheme has already."""
        return np.isin(self.town.holder.person, [person for person, *_ in self.made])

    def _one_phone(self, group: list[int]) -> None:
        people = [int(self.town.holder.person[who]) for who in group]
        self.acted.phones |= dict.fromkeys(people, people[0] if people else 0)
