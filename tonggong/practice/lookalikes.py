"""Honest work that looks like a false placement: about ten for each false one, told apart only by looking closer."""

from collections import Counter

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.acted import YEARS_AGO, Acted, Pattern, Town, grown
from tonggong.practice.dates import OPEN

SHARE_SEEN = 0.6  # of those at whose work somebody of the federation looked in
WAGES = (1.12, 1.6)  # times the minimum
BY_PATTERN = 40  # persons of each kind in a city of 4,000 holders


def act_out(rng: np.random.Generator, acted: Acted, town: Town) -> None:
    """Let honest people do what false ones do: new work in a season or in a mass, habits of those who work already."""
    honest = _Honest(rng, acted, town)
    if honest.times:
        honest.run()


class _Honest:
    def __init__(self, rng: np.random.Generator, acted: Acted, town: Town):
        self.rng, self.acted, self.town = rng, acted, town
        self.times = max(1, round(len(town.holder.person) / 4000))
        self.some = max(4, round(len(town.holder.person) / 4000 * BY_PATTERN))
        self.row_of = {int(p): n for n, p in enumerate(town.holder.person)}
        s, staff = acted.spells, town.units
        self.false_units = set(s.unit[s.false > 0].tolist())
        self.false_people = set(s.person[s.false > 0].tolist())
        at_work = np.isin(s.form, (13, 14, 16, 21, 22)) & (s.end >= OPEN) & (s.false == 0) & (s.unit >= 0)
        at_work &= s.start < dates.first_day(town.opening - 2)
        self.real = [r for r in rng.permutation(np.flatnonzero(at_work)).tolist() if self._mine(r)]
        self.people = list(rng.permutation(grown(town, s)))
        employed = set(s.unit[(s.end >= OPEN) & (s.unit >= 0)].tolist())
        firms = np.flatnonzero((staff.kind == units.FIRM) & (staff.role == units.ORDINARY) & (staff.staff >= 10))
        self.firms = [f for f in rng.permutation(firms).tolist() if f not in employed]

    def _mine(self, row: int) -> bool:
        person = int(self.acted.spells.person[row])
        return person in self.row_of and person not in self.false_people

    def run(self) -> None:
        """Each kind as often as the city is large."""
        for _ in range(self.times):
            for act in (self.season, self.season, self.mass_hiring, *[self.plant_that_closes] * 4):
                act()
        self.paid_late()
        self.low_pay()
        self.one_phone()
        self.agencies()
        self.severe()
        self.study_beside_work()
        self.far()
        self.second_job()

    def _pick(self, count: int, fits) -> list[int]:
        found = [row for row in self.real if fits(row)][:count]
        self.real = [row for row in self.real if row not in set(found)]
        return found

    def _hire(self, count: int, firm: int, start: int, end: int, wages: tuple[float, float], before: bool = False):
        minimum = float(self.town.minimum(np.array([dates.last_day(self.town.last)]))[0])
        made = []
        taken, self.people = self.people[:count], self.people[count:]
        for who in taken:
            person = int(self.town.holder.person[who])
            wage = round(minimum * self.rng.uniform(*wages) / 10) * 10
            if before:
                made.append((person, firm, 14, start - 365, start - 300, wage, 0))
            made.append((person, firm, 14, start + int(self.rng.integers(0, 4)), end, wage, 0))
        return self.acted.add(made)

    def _see(self, rows) -> None:
        self.acted.seen |= {int(row) for row in rows if self.rng.random() < SHARE_SEEN}

    def season(self) -> None:
        """Three who come for the season as most at the firm do, a year before too; the firm may pay in late for all."""
        if not self.firms:
            return
        firm, month = self.firms.pop(), self.town.last - 1
        rows = self._hire(3, firm, dates.first_day(month), int(OPEN), WAGES, before=True)
        self.acted.season[firm] = month
        if self.rng.random() < 0.4:
            self.acted.late_units[firm] = {month, month + 1}
        self.acted.looks_like(rows, Pattern.ASSESSMENT)
        self._see(rows[1::2])

    def mass_hiring(self) -> None:
        """A new shop floor: four with a certificate and many without begin on the same days."""
        if not self.firms:
            return
        firm, month = self.firms.pop(), self.town.opening + 1
        rows = self._hire(4, firm, dates.first_day(month), int(OPEN), WAGES)
        self.acted.season[firm] = month
        self.acted.looks_like(rows, Pattern.COHORT)
        self._see(rows)

    def plant_that_closes(self) -> None:
        """They came together when it opened, and all go when it shuts."""
        if not self.firms:
            return
        firm, last = self.firms.pop(), self.town.last - 1
        rows = self._hire(4, firm, dates.first_day(self.town.opening - YEARS_AGO[0]), dates.last_day(last), (1.0, 1.3))
        self.acted.closes[firm] = last
        self.acted.looks_like(rows, Pattern.COHORT)
        self._see(rows)

    def _shared_firms(self, least: int) -> list[int]:
        """Ordinary firms at which several honest people with a certificate work, and no false one."""
        s = self.acted.spells
        count = Counter(int(s.unit[row]) for row in self.real)
        role = self.town.units.role
        found = [u for u, n in count.items() if n >= least and u not in self.false_units and role[u] == units.ORDINARY]
        return sorted(found, key=lambda u: (count[u] > 8, u))

    def paid_late(self) -> None:
        """Firms that paid a month or two in afterwards, for all their staff."""
        s, found = self.acted.spells, 0
        for firm in self._shared_firms(2):
            if found >= self.some // 2:
                break
            rows = self._pick(8, lambda row, firm=firm: int(s.unit[row]) == firm)
            self.acted.late_units[firm] = {self.town.last - 1, self.town.last}
            self.acted.looks_like(rows, Pattern.ASSESSMENT)
            found += len(rows)

    def low_pay(self) -> None:
        """Firms that pay the minimum to most, with a certificate and without."""
        s, found = self.acted.spells, 0
        minimum = float(self.town.minimum(np.array([dates.last_day(self.town.last)]))[0])
        for firm in self._shared_firms(2):
            if found >= self.some:
                break
            rows = self._pick(8, lambda row, firm=firm: int(s.unit[row]) == firm)
            s.wage[rows] = minimum
            self.acted.low_pay.add(firm)
            self.acted.looks_like(rows, Pattern.MINIMUM)
            self._see(rows)
            found += len(rows)

    def one_phone(self) -> None:
        """Families with one phone, and firms that write their own number for all their staff."""
        s, home = self.acted.spells, self.town.household
        for row in self._pick(self.some * 2 // 3, lambda row: self.town.relative[s.person[row]] >= 0):
            person = int(s.person[row])
            self.acted.phones[person] = int(self.town.relative[person])
            self.acted.looks_like([row], Pattern.PHONE)
        by_home: dict[int, list[int]] = {}
        for row in self.real:
            by_home.setdefault(int(home[s.person[row]]), []).append(row)
        for rows in [rows for rows in by_home.values() if len(rows) > 1]:
            for row in rows:
                self.acted.phones[int(s.person[row])] = int(s.person[rows[0]])
            self.acted.looks_like(rows, Pattern.PHONE)
        for firm in self._shared_firms(3)[: 2 * self.times]:
            rows = self._pick(8, lambda row, firm=firm: int(s.unit[row]) == firm)
            self.acted.units_phone[firm] = int(s.person[rows[0]])
            self.acted.looks_like(rows, Pattern.PHONE)

    def agencies(self) -> None:
        """Agencies whose people do work somewhere; one of them writes its own number for all."""
        s, role = self.acted.spells, self.town.units.role
        rows = self._pick(self.some, lambda row: role[s.unit[row]] == units.DISPATCH)
        self.acted.looks_like(rows, Pattern.AGENCY)
        self._see(rows)
        at = sorted({int(s.unit[row]) for row in rows} - self.false_units)
        if at:
            self.acted.units_phone[at[0]] = next(int(s.person[r]) for r in rows if int(s.unit[r]) == at[0])

    def severe(self) -> None:
        """Workshops and massage shops where people with severe grades do work."""
        s, role, grade = self.acted.spells, self.town.units.role, self.town.grade
        shops = (units.CONCENTRATED, units.MASSAGE)
        rows = self._pick(
            self.some * 2, lambda row: role[s.unit[row]] in shops and grade[self.row_of[int(s.person[row])]] <= 2
        )
        self.acted.looks_like(rows, Pattern.SEVERE)
        self._see(rows)

    def study_beside_work(self) -> None:
        """Young workers who study part-time."""
        s, h = self.acted.spells, self.town.holder
        last = dates.last_day(self.town.last)
        young = lambda row: last - h.birth[self.row_of[int(s.person[row])]] < 27 * 365.25  # noqa: E731
        rows = self._pick(self.some, young)
        self.acted.part_students |= {int(s.person[row]) for row in rows}
        self.acted.looks_like(rows, Pattern.STUDENT)

    def far(self) -> None:
        """Posts at home for a firm far away, and people who do travel."""
        s, staff, h = self.acted.spells, self.town.units, self.town.holder

        def apart(row: int) -> bool:
            return bool(staff.county[s.unit[row]] != h.county[self.row_of[int(s.person[row])]])

        rows = self._pick(self.some, apart)
        at_home = rows[::2]
        self.acted.remote |= set(at_home)
        self.acted.looks_like(rows, Pattern.FAR)
        self.acted.seen |= set(rows[1::2])

    def second_job(self) -> None:
        """A second job by the hour beside the first, insured against accidents only."""
        s, firms = self.acted.spells, self.firms or [int(s_) for s_ in self.acted.spells.unit[:1]]
        rows = self._pick(self.some, lambda row: s.form[row] == 14)
        begin = dates.first_day(self.town.opening - 4)
        made = []
        for n, row in enumerate(rows):
            wage = int(self.rng.integers(60, 120)) * 10
            made.append((int(s.person[row]), firms[n % len(firms)], 71, begin + n, int(OPEN), wage, 0))
        second = self.acted.add(made)
        self.acted.part_time |= set(second)
        self.acted.looks_like(second, Pattern.TWO_UNITS)
