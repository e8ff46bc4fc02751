"""Honest people for the look-alikes: those who work already, and some who have long been idle and are given work."""

from collections import Counter

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.acted import AT_WORK, MET, YEARS_AGO, Acted, Call, Pattern, Town, grown
from tonggong.practice.dates import OPEN

FOR_EACH = 10  # look-alikes for each false placement of a pattern
FEWEST = 3  # of a pattern, in a city too small for ten
OF_THE_IDLE = 0.6  # how many of them may be given work
SHARE_SEEN = 0.6  # of those at whose work somebody of the federation looked in
WAGES = (1.12, 1.6)  # times the minimum
FORMS = (13, 14, 16, 21, 22)


class Honest:
    """The honest people of a city, each of whom looks like one pattern at most."""

    def __init__(self, rng: np.random.Generator, acted: Acted, town: Town):
        self.rng, self.acted, self.town = rng, acted, town
        self.row_of = {int(p): n for n, p in enumerate(town.holder.person)}
        self.minimum = float(town.minimum(np.array([dates.last_day(town.last)]))[0])
        s, staff = acted.spells, town.units
        self.false_units = set(s.unit[s.false > 0].tolist())
        self.false_people = set(s.person[s.false > 0].tolist())
        self.real = self._at_work(FORMS)
        self.people = [who for who in rng.permutation(grown(town, s)).tolist() if who not in acted.deaths]
        employed = set(s.unit[(s.end >= OPEN) & (s.unit >= 0)].tolist()) | self.false_units
        firms = np.flatnonzero((staff.kind == units.FIRM) & (staff.role == units.ORDINARY) & (staff.staff >= 10))
        self.firms = [f for f in rng.permutation(firms).tolist() if f not in employed]
        false = Counter({p: len(set(s.person[s.false == p].tolist())) for p in Pattern})
        wanted = sum(FOR_EACH * max(1, count) for count in false.values())
        there = (len(self.real) + OF_THE_IDLE * len(self.people)) / wanted
        self.need = {p: max(FEWEST, round(min(1.0, there) * FOR_EACH * max(1, n))) for p, n in false.items()}

    def _at_work(self, forms: tuple[int, ...]) -> list[int]:
        """Rows of honest lasting work of the given forms, in the order of chance."""
        s = self.acted.spells
        there = np.isin(s.form, forms) & (s.end >= OPEN) & (s.false == 0) & (s.unit >= 0)
        there &= s.start < dates.first_day(self.town.opening - 2)
        return [row for row in self.rng.permutation(np.flatnonzero(there)).tolist() if self._may(row)]

    def _may(self, row: int) -> bool:
        person = int(self.acted.spells.person[row])
        return person in self.row_of and person not in self.false_people and self.holder(row) not in self.acted.cards

    def holder(self, row: int) -> int:
        """The row of the holder whose employment it is."""
        return self.row_of[int(self.acted.spells.person[row])]

    def persons(self, rows) -> set[int]:
        """Whose employments they are: rows of People."""
        return {int(self.acted.spells.person[row]) for row in rows}

    def fill(self, pattern: Pattern, *variants) -> None:
        """Plant as many look-alikes of a pattern as there should be: (share, words, how), the last as often as need be.

        Each `how` is given a number and gives back the rows that it planted, fewer or a few more.
        """
        need = left = self.need[pattern]
        for n, (share, words, how) in enumerate(variants, 1):
            wanted = left if n == len(variants) else min(left, max(1, round(need * share)))
            if wanted > 0:
                rows = list(how(wanted))
                self.acted.looks_like(rows, pattern, words)
                left -= len(rows)

    # ---------------------------------------------------------- who

    def workers(self, count: int, fits=None) -> list[int]:
        """Rows of people at work, each taken once."""
        found = [row for row in self.real if fits is None or fits(row)][: max(0, count)]
        self.real = [row for row in self.real if row not in set(found)]
        return found

    def newcomers(
        self, count: int, *, fits=None, firm=None, form: int = 14, start=None, end=OPEN, wages=WAGES
    ) -> list[int]:
        """Give idle holders work in their own county, where there is any; rows of `spells`.

        Args:
            fits: which rows of holders; everybody where it is None.
            firm: one for all; each at one of their own where it is None.
            start: day; years ago where it is None.
        """
        home, county = self.town.holder.county, self.town.units.county
        fit = [who for who in self.people if fits is None or fits(who)]
        if firm is not None:
            fit.sort(key=lambda who: home[who] != county[firm])
        taken = fit[: max(0, count)]
        self.people = [who for who in self.people if who not in set(taken)]
        made = []
        for who in taken:
            at = firm if firm is not None else self.firm_near(int(home[who]))
            if at is None:
                break
            begin = start if start is not None else dates.first_day(self.town.opening - self.size(*YEARS_AGO))
            begin += self.size(0, 3 if start is not None else 25)
            wage = max(self.minimum, round(self.minimum * self.rng.uniform(*wages) / 10) * 10)
            made.append((int(self.town.holder.person[who]), at, form, begin, int(end), wage, 0))
        return list(self.acted.add(made))

    def firm_near(self, county: int) -> int | None:
        """A firm without a certificate holder, of a county if possible, taken once; None where none is left."""
        if not self.firms:
            return None
        near = [firm for firm in self.firms if self.town.units.county[firm] == county]
        firm = near[-1] if near else self.firms[-1]
        self.firms.remove(firm)
        return int(firm)

    def either(self, count: int, fits=None) -> list[int]:
        """People at work, and where they are too few idle ones who are given work; `fits` asks a row of holders."""
        found = self.workers(count, None if fits is None else lambda row: fits(self.holder(row)))
        return found + self.newcomers(count - len(found), fits=fits)

    def shared_firms(self, least: int) -> list[int]:
        """Ordinary firms at which several honest people with a certificate work, and no false one."""
        s = self.acted.spells
        count = Counter(int(s.unit[row]) for row in self.real)
        role = self.town.units.role
        found = [u for u, n in count.items() if n >= least and u not in self.false_units and role[u] == units.ORDINARY]
        return sorted(found, key=lambda u: (count[u] > 8, u))

    def of_firm(self, firm: int, most: int = 8) -> list[int]:
        """Those of the people at work who work at a firm."""
        unit = self.acted.spells.unit
        return self.workers(most, lambda row: int(unit[row]) == firm)

    def size(self, low: int, high: int) -> int:
        """A number by chance, both ends inclusive."""
        return int(self.rng.integers(low, high + 1))

    # ---------------------------------------------------------- what is seen of them

    def see(self, rows) -> None:
        """Somebody of the federation looked in at the work of most of them."""
        self.acted.seen |= {int(row) for row in rows if self.rng.random() < SHARE_SEEN}

    def met(self, rows, *back: int) -> list[int]:
        """Visits at work so many days before the last day; the rows again."""
        for row in rows:
            for days in back:
                self.call(row, dates.last_day(self.town.last) - days, AT_WORK, MET)
        return list(rows)

    def call(self, row: int, day: int, method: str, outcome: int) -> None:
        """One visit, a few days earlier or later."""
        self.acted.calls.append(Call(int(row), day + self.size(-3, 3), method, outcome))
