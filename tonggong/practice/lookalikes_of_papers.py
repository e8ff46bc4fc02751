"""Look-alikes of one person each, in the registers: a certificate, a death, a registration as unemployed."""

import numpy as np

from tonggong.practice import dates
from tonggong.practice.acted import Card, Pattern
from tonggong.practice.certificates import CANCELLED, EXPIRED, FROZEN, LOST, MOVING, VALID
from tonggong.practice.honest import Honest


class OfPapers(Honest):
    """What the registers say of one honest person."""

    def of_papers(self) -> None:
        """Nearly everybody fits these kinds."""
        self.fill(
            Pattern.EXPIRED,
            (0.4, "到期后两三个月内换发", self.renewed_late),
            (0.15, "年末刚到期", self.runs_out_at_the_end),
            (0.15, "换发在办，走访见到在岗", self.waits_for_renewal),
            (1, "到期前已换发", self.renewed_in_time),
        )
        self.fill(
            Pattern.CANCELLED,
            (0.2, "等级变更，注销旧证换发新证", self.regraded),
            (0.2, "冻结待评定，随后恢复", self.frozen),
            (0.1, "跨县区迁移，迁出后重新有效", self.moved),
            (0.15, "康复后自愿注销，仍在岗，走访见到", self.recovered),
            (0.1, "注销当月离岗", self.left_with_it),
            (1, "遗失补办，证号加编号", self.lost),
        )
        self.fill(
            Pattern.DEAD,
            (0.25, "工作到去世当月", self.worked_to_the_end),
            (0.2, "死亡当月的工资和保险次月结清", self.settled_after),
            (0.2, "因病离岗后去世", self.left_before),
            (1, "去世的是同名的另一个人", self.namesake),
        )
        self.fill(
            Pattern.JOBLESS,
            (0.3, "刚入职，失业登记晚一个月注销", self.slow_office),
            (0.2, "刚入职，登记随即注销", self.quick_office),
            (1, "离岗以后才登记失业", self.registered_after),
        )

    # ---------------------------------------------------------- F02, expired

    def _carded(self, rows, *cards) -> list[int]:
        """Give each holder certificates by (month after the opening, word, status, day, issued, runs out, regraded, again)."""
        for row in rows:
            self.acted.cards[self.holder(row)] = [Card(self.town.opening + month, *rest) for month, *rest in cards]
        return list(rows)

    def _day(self, month: int, day: int) -> int:
        """A day of a month counted from the opening."""
        return dates.first_day(self.town.opening + month) + day - 1

    def _years(self, day: int, years: int) -> int:
        return int(dates.add_years(np.array([day]), years)[0])

    def _card(self, month: int, word: str, status: int, on: int, issued: int, **more) -> tuple:
        """A certificate of ten years from the day of issue."""
        until = self._years(issued, 10)
        return month, word, status, on, issued, until, more.get("regraded", 0), more.get("again", 0)

    def renewed_late(self, count: int) -> list[int]:
        """Ran out in the autumn; the new assessment took a month or two."""
        old, new = self._years(self._day(0, 8), -10), self._day(1 + self.size(0, 1), 12)
        month = 1 if new < self._day(2, 1) else 2
        expired = self._card(0, "status", EXPIRED, self._day(0, 9), old)
        return self._carded(self.either(count), expired, self._card(month, "renewed", VALID, new, new))

    def runs_out_at_the_end(self, count: int) -> list[int]:
        """Runs out in the last month."""
        old = self._years(self._day(self.town.last - self.town.opening, 14), -10)
        return self._carded(self.either(count), self._card(0, "status", VALID, old, old))

    def waits_for_renewal(self, count: int) -> list[int]:
        """Ran out in the summer, the assessment is booked; met at work all the while."""
        old = self._years(self._day(-2, 20), -10)
        rows = self._carded(self.either(count), self._card(0, "status", EXPIRED, self._day(-2, 21), old))
        return self.met(rows, 25, 90)

    def renewed_in_time(self, count: int) -> list[int]:
        """Renewed a fortnight before it ran out."""
        old, new = self._years(self._day(1, 25), -10), self._day(1, 11)
        rows = self.either(count)
        return self._carded(rows, self._card(0, "", VALID, old, old), self._card(1, "renewed", VALID, new, new))

    # ---------------------------------------------------------- F02, cancelled

    def regraded(self, count: int) -> list[int]:
        """Assessed again: the old certificate is cancelled, the new one has another grade and so another number."""
        old, cancelled, new = self._years(self._day(0, 2), -4), self._day(1, 9), self._day(2, 6)
        grade = self.town.grade
        rows = self.either(count, lambda who: grade[who] in (2, 3))
        return self._carded(
            rows, self._card(0, "", VALID, old, old), self._card(1, "status", CANCELLED, cancelled, old),
            self._card(2, "new", VALID, new, new, regraded=1),
        )  # fmt: skip

    def lost(self, count: int) -> list[int]:
        """Lost, and issued again with a counter behind the number."""
        old, again = self._years(self._day(0, 2), -6), self._day(1, 15)
        rows = self.either(count)
        return self._carded(
            rows,
            self._card(0, "status", LOST, self._day(0, 12), old),
            self._card(1, "lost", VALID, again, old, again=1),
        )

    def frozen(self, count: int) -> list[int]:
        """Frozen until the assessment that was due, then valid again."""
        old, on, again = self._years(self._day(0, 2), -7), self._day(0, 5), self._day(2, 12)
        rows = self.either(count)
        return self._carded(rows, self._card(0, "status", FROZEN, on, old), self._card(2, "status", VALID, again, old))

    def moved(self, count: int) -> list[int]:
        """On its way to another county, valid again when it has arrived."""
        old, on, again = self._years(self._day(0, 2), -5), self._day(0, 6), self._day(1, 20)
        rows = self.either(count)
        return self._carded(rows, self._card(0, "status", MOVING, on, old), self._card(1, "status", VALID, again, old))

    def recovered(self, count: int) -> list[int]:
        """Gave the certificate back when she had recovered, and works on: the federation meets her."""
        old, on = self._years(self._day(0, 2), -5), self._day(1, 10)
        rows = self.either(count)
        cards = self._card(0, "", VALID, old, old), self._card(1, "status", CANCELLED, on, old)
        return self.met(self._carded(rows, *cards), 12, 80)

    def left_with_it(self, count: int) -> list[int]:
        """Gave up the work in the month in which the certificate was cancelled."""
        old, on = self._years(self._day(0, 2), -5), self._day(1, 10)
        rows = self.either(count)
        self.acted.spells.end[rows] = self._day(1, 24)
        return self._carded(rows, self._card(0, "", VALID, old, old), self._card(1, "status", CANCELLED, on, old))

    # ---------------------------------------------------------- F02, dead

    def _dies(self, rows, day: int, end: int) -> list[int]:
        for row in rows:
            self.acted.spells.end[row] = end
            self.acted.deaths[self.holder(row)] = day
        return list(rows)

    def worked_to_the_end(self, count: int) -> list[int]:
        """Dies in the middle of a month, insured until then."""
        day = self._day(1, 16)
        return self._dies(self.either(count), day, day)

    def settled_after(self, count: int) -> list[int]:
        """The firm settles in the month after the death."""
        return self._dies(self.either(count), self._day(1, 26), self._day(2, 13))

    def left_before(self, count: int) -> list[int]:
        """Gave up the work for an illness of which she died two months later."""
        return self._dies(self.either(count), self._day(1, 8), self._day(-1, 20))

    def namesake(self, count: int) -> list[int]:
        """Somebody else of the name dies."""
        rows = self.either(count)
        self.acted.namesakes += sorted(self.persons(rows))
        return rows

    # ---------------------------------------------------------- F13

    def slow_office(self, count: int) -> list[int]:
        """New work; the registration is closed five weeks later."""
        return self._out_of_work_until(count, 28, 40)

    def quick_office(self, count: int) -> list[int]:
        """New work; the registration is closed within three weeks."""
        return self._out_of_work_until(count, 4, 20)

    def _out_of_work_until(self, count: int, low: int, high: int) -> list[int]:
        rows, s = self.newcomers(min(count, 4), start=self._day(1, 5)), self.acted.spells
        for row in rows:
            begin = int(s.start[row])
            self.acted.registered[int(s.person[row])] = begin - self.size(60, 300), begin + self.size(low, high)
        return rows

    def registered_after(self, count: int) -> list[int]:
        """The work ended in the autumn, and then she registered."""
        rows, s = self.either(count), self.acted.spells
        s.end[rows] = self._day(1, 20)
        for row in rows:
            self.acted.still_registered[int(s.person[row])] = self._day(1, 24) + self.size(0, 20)
        return rows
