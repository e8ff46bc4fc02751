"""Honest work that looks like a false placement: ten for each false one, told apart only by looking closer.

Each pattern has look-alikes of several kinds, and each kind its innocent explanation (words of the truth). Here are those
that a firm or a family has in common; `lookalikes_alone` has those of one person.
"""

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.acted import YEARS_AGO, Acted, Pattern, Town
from tonggong.practice.dates import OPEN
from tonggong.practice.honest import WAGES
from tonggong.practice.lookalikes_alone import Alone

AUTUMN = 10  # the month in which those come who are then insured in the audit's months alone
SHOPS = {units.CONCENTRATED: 21, units.MASSAGE: 22}  # the form of work there


def act_out(rng: np.random.Generator, acted: Acted, town: Town) -> None:
    """Let honest people do what false ones do: new work in a season or in a mass, habits of those who work already."""
    honest = _Together(rng, acted, town)
    if honest.real:
        honest.run()


class _Together(Alone):
    def run(self) -> None:
        """The kinds that few people fit come first."""
        self.fill(
            Pattern.SEVERE,
            (0.5, "集中安置单位、盲人按摩机构本来多是重度", self.severe_in_shops),
            (0.1, "一个班组都是重度，走访都见到在岗", self.severe_shift),
            (1, "辅助性强的集中安置车间", self.severe_newcomers),
        )
        self.fill(
            Pattern.AGENCY,
            (0.5, "派遣机构确有用工单位", self.dispatched),
            (0.1, "劳务公司里也有别的职工", self.mixed_firm),
            (0.1, "几个持证人自己做的小公司，走访都见到在岗", self.small_firm),
            (1, "派遣到各单位，各有班组", self.dispatched_newcomers),
        )
        self.alone_before()
        self.fill(
            Pattern.ASSESSMENT,
            (0.25, "旺季用工，去年也在这几个月", self.season),
            (0.35, "单位为全体职工补缴", self.paid_late),
            (0.12, "秋天新招用，此后一直在", self.hired_in_autumn),
            (0.12, "病愈返岗", self.back_from_illness),
            (1, "单位资金紧张，全体职工补缴", self.newcomers_paid_late),
        )
        self.fill(
            Pattern.COHORT,
            (0.12, "新开车间，其他职工同时招进", self.mass_hiring),
            (0.25, "单位关停，大家一起离开", self.plant_that_closes),
            (0.2, "项目到期，其他职工也一起离开", self.project_that_ends),
            (0.1, "车间整体转到另一家单位", self.taken_over),
            (1, "单位关停，大家一起离开", self.plant_that_closes),
        )
        self.fill(
            Pattern.MINIMUM,
            (0.45, "单位其他职工也按最低工资发放", self.low_pay),
            (0.2, "公益性岗位按最低工资发放", self.public_posts),
            (0.12, "只有一人在起薪岗，走访见到在岗", self.starting_pay),
            (1, "单位其他职工也按最低工资发放", self.newcomers_at_low_pay),
        )
        self.fill(
            Pattern.PHONE,
            (0.4, "一家人共用一部电话", self.families),
            (0.2, "一家两人都就业，留一个电话", self.two_of_a_family),
            (0.2, "单位统一留联系电话", self.phone_of_the_unit),
            (0.2, "邻居两人互留电话", self.neighbours),
            (1, "一家人共用一部电话", self.newcomers_with_family),
        )
        self.alone_after()

    # ---------------------------------------------------------- F06

    def season(self, count: int) -> list[int]:
        """Three at a time who come for the season as most at the firm do, a year before too; it may pay late for all."""
        found: list[int] = []
        month = self.town.last - 1
        start = dates.first_day(month)
        while len(found) < count and self.firms:
            firm = self.firms.pop()
            rows = self.newcomers(3, firm=firm, start=start)
            if not rows:
                break
            s = self.acted.spells
            before = [(int(s.person[r]), firm, 14, int(s.start[r]) - 365, start - 300, s.wage[r], 0) for r in rows]
            self.acted.add(before)
            self.acted.season[firm] = month
            if self.rng.random() < 0.4:
                self.acted.late_units[firm] = {month, month + 1}
            self.see(rows[1::2])
            found += rows
        return found

    def paid_late(self, count: int) -> list[int]:
        """Firms that paid a month or two in afterwards, for all their staff."""
        found: list[int] = []
        for firm in self.shared_firms(2):
            if len(found) >= count:
                break
            found += self.of_firm(firm)
            self.acted.late_units[firm] = {self.town.last - 1, self.town.last}
        return found

    def newcomers_paid_late(self, count: int) -> list[int]:
        """The same where people came years ago, one or two to a firm."""
        rows = self.newcomers(count)
        late = {self.town.last - 1, self.town.last}
        self.acted.late_units |= {int(self.acted.spells.unit[row]): set(late) for row in rows}
        return rows

    def hired_in_autumn(self, count: int) -> list[int]:
        """New people, each at a firm of their own, who stay."""
        month = self.town.last - (self.town.last % 12 + 1 - AUTUMN) % 12
        return self.newcomers(min(count, 4), start=dates.first_day(month) + 4)

    def back_from_illness(self, count: int) -> list[int]:
        """At the firm for years, ill from the spring, back in the autumn."""
        rows, s = self.newcomers(count, end=dates.last_day(self.town.last - 9)), self.acted.spells
        begin = dates.first_day(self.town.last - 2)
        again = [(int(s.person[r]), int(s.unit[r]), 14, begin + self.size(0, 5), int(OPEN), s.wage[r], 0) for r in rows]
        return list(self.acted.add(again))

    # ---------------------------------------------------------- F11

    def mass_hiring(self, count: int) -> list[int]:
        """A new shop floor: four with a certificate and many without begin on the same days."""
        month = self.town.opening + 1
        return self._groups(count, self.acted.season, month, start=dates.first_day(month))

    def plant_that_closes(self, count: int) -> list[int]:
        """They came together when it opened, and all go when it shuts."""
        last = self.town.last - 1
        start = dates.first_day(self.town.opening - YEARS_AGO[0])
        return self._groups(count, self.acted.closes, last, start=start, end=dates.last_day(last))

    def project_that_ends(self, count: int) -> list[int]:
        """Hired for a project with others, who go with them when it is done."""
        last = self.town.last - 1
        start = dates.first_day(self.town.opening - YEARS_AGO[0] - 2)
        return self._groups(count, self.acted.leaves, last, start=start, end=dates.last_day(last))

    def taken_over(self, count: int) -> list[int]:
        """A workshop changes hands: on one day they go from one firm to the other."""
        last = self.town.last - 2
        start = dates.first_day(self.town.opening - YEARS_AGO[0] - 4)
        found: list[int] = []
        while len(found) < count and len(self.firms) > 1:
            firm = self.firms.pop()
            other = self.firm_near(int(self.town.units.county[firm]))
            rows, s = self.newcomers(4, firm=firm, start=start, end=dates.last_day(last)), self.acted.spells
            if not rows:
                break
            begin = dates.first_day(last + 1)
            self.acted.add([(int(s.person[r]), other, 14, begin, int(OPEN), s.wage[r], 0) for r in rows])
            self.see(rows)
            found += rows
        return found

    def _groups(self, count: int, moves: dict[int, int], month: int, *, start: int, end: int = int(OPEN)) -> list[int]:
        """Fours at a firm of their own, whose other staff move in a month too."""
        found: list[int] = []
        while len(found) < count and self.firms:
            firm = self.firms.pop()
            rows = self.newcomers(4, firm=firm, start=start, end=end, wages=(1.05, 1.35))
            if not rows:
                break
            moves[firm] = month
            self.see(rows)
            found += rows
        return found

    # ---------------------------------------------------------- F05

    def low_pay(self, count: int) -> list[int]:
        """Firms that pay the minimum to most, with a certificate and without."""
        found: list[int] = []
        for firm in self.shared_firms(2):
            if len(found) >= count:
                break
            rows = self.of_firm(firm)
            self.acted.spells.wage[rows] = self.minimum
            self.acted.low_pay.add(firm)
            self.see(rows)
            found += rows
        return found

    def newcomers_at_low_pay(self, count: int) -> list[int]:
        """The same where threes came years ago."""
        found: list[int] = []
        while len(found) < count and self.firms:
            firm = self.firms.pop()
            rows = self.newcomers(min(3, count - len(found)), firm=firm, wages=(1, 1))
            if not rows:
                break
            self.acted.low_pay.add(firm)
            found += rows
        return found

    def public_posts(self, count: int) -> list[int]:
        """Posts that the state pays, at the minimum for everybody."""
        rows = self._at_work((41,))[:count]
        self.acted.spells.wage[rows] = self.minimum
        return rows

    def starting_pay(self, count: int) -> list[int]:
        """One who gets what the firm pays for the simplest work, and who is met there."""
        rows = self.newcomers(count, wages=(1, 1))
        return self.met(rows, 40)

    # ---------------------------------------------------------- F07

    def families(self, count: int) -> list[int]:
        """A son's phone stands for his mother."""
        relative, person = self.town.relative, self.acted.spells.person
        rows = self.workers(count, lambda row: relative[person[row]] >= 0)
        return self._of_relatives(rows)

    def newcomers_with_family(self, count: int) -> list[int]:
        """The same of people who came years ago."""
        relative, person = self.town.relative, self.town.holder.person
        return self._of_relatives(self.newcomers(count, fits=lambda who: relative[person[who]] >= 0))

    def _of_relatives(self, rows: list[int]) -> list[int]:
        person = self.acted.spells.person
        self.acted.phones |= {int(person[row]): int(self.town.relative[person[row]]) for row in rows}
        return rows

    def two_of_a_family(self, count: int) -> list[int]:
        """Two of one household at work, with one phone."""
        s, home = self.acted.spells, self.town.household
        by_home: dict[int, list[int]] = {}
        for row in self.real:
            by_home.setdefault(int(home[s.person[row]]), []).append(row)
        pairs = [row for rows in by_home.values() if len(rows) > 1 for row in rows][: count + 1]
        found = self.workers(len(pairs), set(pairs).__contains__)
        for row in found:
            self.acted.phones[int(s.person[row])] = int(s.person[by_home[int(home[s.person[row]])][0]])
        return found

    def neighbours(self, count: int) -> list[int]:
        """Two of two households, of whom one has no phone."""
        at, shared = self.acted.spells.unit, self.acted.units_phone
        rows = self.workers(count // 2 * 2, lambda row: int(at[row]) not in shared)
        rows += self.newcomers(count // 2 * 2 - len(rows))
        person = self.acted.spells.person
        for one, other in zip(rows[::2], rows[1::2], strict=False):
            self.acted.phones[int(person[one])] = int(person[other])
        return rows

    def phone_of_the_unit(self, count: int) -> list[int]:
        """Firms, and an agency, that write their own number for all their staff."""
        found: list[int] = []
        s = self.acted.spells
        for firm in self.shared_firms(2):
            if len(found) >= count:
                break
            rows = self.of_firm(firm)
            self.acted.units_phone[firm] = int(s.person[rows[0]])
            found += rows
        return found

    # ---------------------------------------------------------- F16

    def dispatched(self, count: int) -> list[int]:
        """Agencies whose people do work somewhere; one of them writes its own number for all."""
        s, role = self.acted.spells, self.town.units.role
        rows = self.workers(count, lambda row: role[s.unit[row]] == units.DISPATCH)
        self.see(rows)
        at = sorted({int(s.unit[row]) for row in rows} - self.false_units)
        if at:
            self.acted.units_phone[at[0]] = next(int(s.person[r]) for r in rows if int(s.unit[r]) == at[0])
        return rows

    def dispatched_newcomers(self, count: int) -> list[int]:
        """People of agencies who came years ago, at different times; of one without a false one where there is any."""
        all_agencies = np.flatnonzero(self.town.units.role == units.DISPATCH).tolist()
        agencies = [unit for unit in all_agencies if unit not in self.false_units] or all_agencies
        found: list[int] = []
        for n in range(count if agencies else 0):
            found += self.newcomers(1, firm=agencies[n % len(agencies)], form=16)
        return found

    def mixed_firm(self, count: int) -> list[int]:
        """A firm for labour services with some staff who hold a certificate and many who don't."""
        industry = self.town.units.industry
        firm = next((f for f in self.firms if industry[f] == "L"), None)
        if firm is None:
            return []
        self.firms.remove(firm)
        return self.newcomers(max(3, count), firm=firm)

    def small_firm(self, count: int) -> list[int]:
        """Some who made a small firm of their own and were all met at work there."""
        u = self.town.units
        small = np.flatnonzero((u.kind == units.FIRM) & (u.role == units.ORDINARY) & (u.staff <= 3))
        small = small[~np.isin(small, self.acted.spells.unit)]
        if not len(small):
            return []
        rows = self.newcomers(min(max(3, count), 4), firm=int(self.rng.choice(small)), wages=WAGES)
        return self.met(rows, 35, 160)

    # ---------------------------------------------------------- F10

    def _is_severe(self, who: int) -> bool:
        return bool(self.town.grade[who] <= 2)

    def severe_in_shops(self, count: int) -> list[int]:
        """Workshops and massage shops where people with severe grades do work."""
        s, role = self.acted.spells, self.town.units.role
        rows = self.workers(count, lambda row: role[s.unit[row]] in SHOPS and self._is_severe(self.holder(row)))
        self.see(rows)
        return rows

    def severe_shift(self, count: int) -> list[int]:
        """A call centre with a shift of people with severe grades, all of whom were met there."""
        if not self.firms:
            return []
        rows = self.newcomers(min(max(3, count), 4), fits=self._is_severe, firm=self.firms.pop())
        return self.met(rows, 30, 120)

    def severe_newcomers(self, count: int) -> list[int]:
        """More of them in such shops, who came years ago."""
        role = self.town.units.role
        shops = [u for u in np.flatnonzero(np.isin(role, list(SHOPS))).tolist() if u not in self.false_units]
        found: list[int] = []
        for n in range(count if shops else 0):
            shop = shops[n % len(shops)]
            found += self.newcomers(1, fits=self._is_severe, firm=shop, form=SHOPS[int(role[shop])])
        return found
