"""Look-alikes of one person each, at work: a school, a post, a stay in hospital, a second job, a visit in vain."""

from tonggong.practice import dates
from tonggong.practice.acted import (
    AT_HOME,
    AT_WORK,
    IN_HOSPITAL,
    IN_INSTITUTION,
    MET,
    NOT_FOUND,
    Pattern,
)
from tonggong.practice.dates import OPEN
from tonggong.practice.falsehoods import LICENSED
from tonggong.practice.lookalikes_of_papers import OfPapers
from tonggong.practice.units import CONCENTRATED, MASSAGE

YOUNG = 27  # years: up to here people at work study in evening classes
HELPING = ("电工班辅助工", "叉车班后勤保洁", "锅炉房保洁员（辅助）", "货车司机助理", "焊工车间辅助工")
MIND, BODY = (5, 6), (4,)  # categories of disability


class Alone(OfPapers):
    """What one honest person does or has happen to her."""

    def alone_before(self) -> None:
        """The kinds that only some fit."""
        self.fill(
            Pattern.STUDENT,
            (0.1, "在校生顶岗实习，只缴工伤保险", self.interns),
            (0.2, "休学在岗", self.on_leave_from_school),
            (0.5, "非全日制学习，边工作边上学", self.evening_classes),
            (1, "非全日制学习，边工作边上学", self.newcomers_in_evening_classes),
        )
        self.fill(
            Pattern.FAR,
            (0.4, "居家远程岗位", self.at_home),
            (0.3, "每天通勤或住宿舍，走访见到在岗", self.travels),
            (1, "住单位宿舍，走访见到在岗", self.newcomers_from_afar),
        )
        self.fill(
            Pattern.POST,
            (0.2, "肢体残疾，持有驾驶或操作证", self.licensed_body),
            (0.2, "三、四级，评定允许", self.licensed_mild),
            (0.25, "岗位写大了，走访见到做的是辅助工作", self.licensed_and_met),
            (1, "岗位名称写明是辅助工作", self.helpers),
        )
        self.fill(
            Pattern.CARE,
            (0.2, "机构就是工作的地方", self.workshop_in_institution),
            (0.15, "居家远程岗位", self.at_home_in_care),
            (0.2, "住院几个月后返岗", self.back_from_hospital),
            (0.2, "一个月内两次走访都在住院，随后返岗", self.weeks_in_hospital),
            (1, "短期住院后返岗", self.days_in_hospital),
        )

    def alone_after(self) -> None:
        """The kinds that nearly everybody fits."""
        self.of_papers()
        self.fill(
            Pattern.STRANGER,
            (0.4, "走访当天轮休，第二次见到", self.day_off),
            (0.2, "走访去了派遣单位，人在用工单位上班", self.asked_at_agency),
            (1, "走访当天轮休", self.day_off_once),
        )
        self.fill(
            Pattern.TWO_UNITS,
            (0.4, "换工作，交接月两边都缴", self.handed_over),
            (0.3, "另一份是非全日制", self.second_job),
            (0.15, "小时工做到月底，再到新单位上班", self.from_the_hour),
            (1, "另一份是非全日制", self.newcomers_second_job),
        )

    # ---------------------------------------------------------- F03

    def _is_young(self, row: int) -> bool:
        return bool(dates.last_day(self.town.last) - self.town.holder.birth[self.holder(row)] < YOUNG * 365.25)

    def evening_classes(self, count: int) -> list[int]:
        """Young workers who study part-time."""
        rows = self.workers(count, self._is_young)
        self.acted.part_students |= self.persons(rows)
        return rows

    def on_leave_from_school(self, count: int) -> list[int]:
        """Young people who left their school for a while and work."""
        rows = self.workers(count, self._is_young)
        self.acted.on_leave |= self.persons(rows)
        return rows

    def interns(self, count: int) -> list[int]:
        """Pupils who learn at a firm by the hour, insured against accidents only."""
        rows = self.workers(count, self._is_young)
        self.acted.spells.form[rows] = 71
        self.acted.part_time |= set(rows)
        self.acted.interns |= self.persons(rows)
        return rows

    def newcomers_in_evening_classes(self, count: int) -> list[int]:
        """The youngest of those who came years ago."""
        last, birth = dates.last_day(self.town.last), self.town.holder.birth
        rows = self.newcomers(count, fits=lambda who: last - birth[who] < 35 * 365.25)
        self.acted.part_students |= self.persons(rows)
        return rows

    # ---------------------------------------------------------- F08

    def _apart(self, row: int) -> bool:
        s = self.acted.spells
        return bool(self.town.units.county[s.unit[row]] != self.town.holder.county[self.holder(row)])

    def at_home(self, count: int) -> list[int]:
        """Posts at home for a firm in another county."""
        rows = self.workers(count, self._apart)
        self.acted.remote |= set(rows)
        return rows

    def travels(self, count: int) -> list[int]:
        """People who do travel, met at work."""
        return self.met(self.workers(count, self._apart), 50)

    def newcomers_from_afar(self, count: int) -> list[int]:
        """People who moved into a firm's dormitory, met at work."""
        county, home, found = self.town.units.county, self.town.holder.county, []
        for _ in range(count):
            firm = self.firms.pop() if self.firms else None
            if firm is None:
                break
            found += self.newcomers(1, fits=lambda who, firm=firm: home[who] != county[firm], firm=firm)
        return self.met(found, 60)

    # ---------------------------------------------------------- F09

    def _posted(self, count: int, posts, categories: tuple[int, ...], grades: tuple[int, ...]) -> list[int]:
        """People newly hired for posts that the firm reports."""
        category, grade = self.town.category, self.town.grade
        start = dates.first_day(self.town.opening + 1) + 3
        fits = lambda who: category[who] in categories and grade[who] in grades  # noqa: E731
        rows = self.newcomers(count, fits=fits, start=start)
        for row in rows:
            self.acted.posts[row] = str(self.rng.choice(posts))
        return rows

    def licensed_body(self, count: int) -> list[int]:
        """Drivers and welders with a physical disability."""
        return self._posted(count, LICENSED, BODY, (3, 4))

    def licensed_mild(self, count: int) -> list[int]:
        """People with a mild mental disability whom nothing forbids it."""
        return self._posted(count, LICENSED, MIND, (3, 4))

    def licensed_and_met(self, count: int) -> list[int]:
        """The firm wrote the foreman's post; the federation met them at a helper's work."""
        return self.met(self._posted(count, LICENSED, MIND, (1, 2)), 20, 45)

    def helpers(self, count: int) -> list[int]:
        """The post's own name says that it is a helper's."""
        return self._posted(count, HELPING, MIND, (1, 2))

    # ---------------------------------------------------------- F04

    def _stay(self, rows, where: int, days: tuple[int, ...], back: int | None) -> list[int]:
        """Visits that found them in a hospital or an institution on days of the year, and one later that met them at work."""
        year = dates.first_day(self.town.last - 11)
        for row in rows:
            for day in days:
                self.call(row, year + day, AT_HOME, where)
            if back is not None:
                self.call(row, year + back, AT_WORK, MET)
        return list(rows)

    def workshop_in_institution(self, count: int) -> list[int]:
        """Whoever looks them up finds them where they work."""
        s, role = self.acted.spells, self.town.units.role
        rows = self.workers(count, lambda row: role[s.unit[row]] in (CONCENTRATED, MASSAGE))
        return self._stay(rows, IN_INSTITUTION, (60, 170, 290, 355), None)

    def at_home_in_care(self, count: int) -> list[int]:
        """Work on a computer, done where they are cared for."""
        rows = self.workers(count)
        self.acted.remote |= set(rows)
        return self._stay(rows, IN_INSTITUTION, (60, 170, 290, 355), None)

    def back_from_hospital(self, count: int) -> list[int]:
        """Some months in hospital; the firm paid on, and they came back."""
        return self._stay(self.either(count), IN_HOSPITAL, (80, 150, 215), 300)

    def weeks_in_hospital(self, count: int) -> list[int]:
        """Three weeks in hospital."""
        return self._stay(self.either(count), IN_HOSPITAL, (130, 151), 200)

    def days_in_hospital(self, count: int) -> list[int]:
        """Found there once."""
        return self._stay(self.either(count), IN_HOSPITAL, (self.size(30, 250),), 300)

    # ---------------------------------------------------------- F12

    def day_off(self, count: int) -> list[int]:
        """Not there on the first day, met on the second."""
        rows = self.either(count)
        for row in rows:
            self.call(row, dates.last_day(self.town.last) - 80, AT_WORK, NOT_FOUND)
        return self.met(rows, 40)

    def day_off_once(self, count: int) -> list[int]:
        """Not there on the day, and nobody has been back yet."""
        rows = self.either(count)
        for row in rows:
            self.call(row, dates.last_day(self.town.last) - 30, AT_WORK, NOT_FOUND)
        return rows

    def asked_at_agency(self, count: int) -> list[int]:
        """Dispatched: the agency's clerk doesn't know who works where."""
        s = self.acted.spells
        rows = self.workers(count, lambda row: s.form[row] == 16)
        rows += self.either(count - len(rows))
        for row in rows:
            self.call(row, dates.last_day(self.town.last) - 55, AT_WORK, NOT_FOUND)
        return self.met(rows, 15)

    # ---------------------------------------------------------- F01

    def handed_over(self, count: int) -> list[int]:
        """A new firm from the month's beginning, the old one until its end: both pay for that month."""
        s, month = self.acted.spells, self.town.last - 1
        rows = self.workers(min(count, len(self.firms)), lambda row: s.form[row] == 14)
        made = []
        for row in rows:
            s.end[row] = dates.last_day(month) - self.size(0, 6)
            start = dates.first_day(month) + self.size(0, 4)
            firm = self.firm_near(int(self.town.units.county[s.unit[row]]))
            made.append((int(s.person[row]), firm, 14, start, int(OPEN), s.wage[row], 0))
        return list(self.acted.add(made))

    def from_the_hour(self, count: int) -> list[int]:
        """Worked by the hour until a month's end, and had begun at a new firm all day in that month."""
        month = self.town.last - 1
        rows = self.newcomers(min(count, 4), form=71, end=dates.last_day(month), wages=(1, 1.1))
        self.acted.part_time |= set(rows)
        s, start, made = self.acted.spells, dates.first_day(month) + 2, []
        for row in rows:
            firm = self.firm_near(int(self.town.units.county[s.unit[row]]))
            if firm is not None:
                made.append((int(s.person[row]), firm, 14, start, int(OPEN), s.wage[row], 0))
        return list(self.acted.add(made))

    def second_job(self, count: int) -> list[int]:
        """A second job by the hour beside the first, insured against accidents only."""
        s = self.acted.spells
        return self._by_the_hour(self.workers(count, lambda row: s.form[row] == 14))

    def newcomers_second_job(self, count: int) -> list[int]:
        """The same of people who came years ago."""
        return self._by_the_hour(self.newcomers(count))

    def _by_the_hour(self, rows: list[int]) -> list[int]:
        s, begin = self.acted.spells, dates.first_day(self.town.opening - 4)
        made = []
        for n, row in enumerate(rows[: len(self.firms)]):
            wage = self.size(60, 119) * 10
            firm = self.firm_near(int(self.town.units.county[s.unit[row]]))
            made.append((int(s.person[row]), firm, 71, begin + n, int(OPEN), wage, 0))
        second = list(self.acted.add(made))
        self.acted.part_time |= set(second)
        return second
