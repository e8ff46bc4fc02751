"""A practice city whose coach 陈曦 supports a few people of 盘山县, each at another point of the way."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

from tests.domain.reporting_ledger import Ledger
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment
from tonggong.domain.coaching.models import FadeWeek, SupportCase
from tonggong.domain.coaching.services.coaches import CoachEntry, add_training, give_institution, keep_coach
from tonggong.domain.coaching.services.follow_ups import sync_follow_ups
from tonggong.domain.coaching.services.sessions import Entry, record_session
from tonggong.domain.employers.models import Unit
from tonggong.domain.persons.models import Person

PLACE = ("211122000000", "211122103000")


def _who(username: str) -> Who:
    user = User.objects.get(username=username)
    post = Post.objects.get(user=user)
    role = ROLES[post.role]
    return Who(user.pk, user.name, post.role, role.title, post.reach, role.duties, post_id=post.pk)


class _People(Ledger):
    """The same ledger, in the city that the fixture has already loaded."""

    def named(self, name: str) -> Person:
        person = self.person(PLACE)
        Person.objects.filter(pk=person.pk).update(name=name)
        person.name = name
        return person


def coached_city() -> dict[str, SupportCase]:
    """Write it; return the cases by the names of their people."""
    today = clock.today()
    staff, coach_who = _who("sunwei"), _who("chenxi")
    people = _People()

    def entered(name: str, user: int | None, **more) -> int:
        entry = CoachEntry(
            name, "盘山县残联", "federation", PLACE[0], today - timedelta(500), user, skills=("sign", "autism"), **more
        )
        return keep_coach(staff, entry).pk

    coach = entered("陈曦", coach_who.user_id, certificate_no="ZS-1", certificate_until=today + timedelta(300))
    entered("何平", None)
    add_training(
        staff, coach, "outline", today - timedelta(120), Decimal(80), "就业辅导员基础培训", "市残疾人就业服务中心"
    )

    def case(name: str, stage: str, days: int, **more) -> SupportCase:
        person = people.named(name)
        values = {"hours_per_week": Decimal(30), "days_per_week": 5, **more}
        return SupportCase.objects.create(
            person=person, coach_id=coach, stage=stage, stage_since=today - timedelta(days), opened_on=today - timedelta(days + 40),
            by="孙薇", at=clock.now(), **values,
        )  # fmt: skip

    found = {
        "李晓光": case("李晓光", "S6", 49, unit_name="盘山县第一食品厂", post="包装", supporter="班长 周姐"),
        "赵海燕": case("赵海燕", "S7", 20, unit_name="双台河超市", post="理货"),
        "王立新": case("王立新", "S2", 6),
    }
    for name, start in (("李晓光", 49), ("赵海燕", 35)):
        row = found[name]
        spell = people.spell(row.person, today - timedelta(start), unit_name=row.unit_name, channel="残联推荐")
        SupportCase.objects.filter(pk=row.pk).update(spell=spell.pk)
    first = today - timedelta(days=today.weekday() + 42)
    hours = [Decimal(h) for h in ("30", "22.5", "16.875", "12.656", "9.492", "7.119")]
    for week, plan in enumerate(hours):
        monday = first + timedelta(weeks=week)
        FadeWeek.objects.create(
            case=found["李晓光"], week=monday, advised_hours=plan, hours=plan, by="陈曦", at=clock.now()
        )
        for day in range(5):
            minutes = int(plan * 12)
            entry = Entry(
                uuid4(), monday + timedelta(day), time(8), (datetime.combine(date.min, time(8)) + timedelta(minutes=minutes)).time(),
                "workplace", "teach" if week < 3 else "observe", 25, "包装纸箱", {0: min(20, 15 + week), 1: max(0, 5 - week)},
            )  # fmt: skip
            record_session(coach_who, found["李晓光"].pk, entry)
    waiting = people.named("孙玉兰")
    Assignment.objects.create(
        person=waiting, kind="coach", user_id=coach_who.user_id, started_on=today, by="孙薇", at=clock.now()
    )
    home = Unit.objects.create(
        code="52211122MJTEST01X", name="盘山阳光家园", county_code=PLACE[0], township_code=PLACE[1]
    )
    for name in ("刘强", "周敏"):
        people.spell(people.named(name), today - timedelta(400), form="51", unit_code=home.code, unit_name=home.name)
    give_institution(staff, home.pk, coach)
    sync_follow_ups(today)
    return found
