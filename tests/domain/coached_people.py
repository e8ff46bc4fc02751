"""Two coaches and their people in one small city: for the tests of job coaching."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

from tests.domain.reporting_ledger import XINGLONG, Ledger
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.coaching.models import Coach, SupportCase
from tonggong.domain.coaching.services.coaches import CoachEntry, keep_coach
from tonggong.domain.coaching.services.sessions import Entry

START = date(2024, 3, 1)


def noon(day: date) -> datetime:
    """Noon of a day in China."""
    return datetime.combine(day, time(4), UTC)


def somebody(role: str, reach: str, name: str, **more) -> Who:
    """An account with a post, as the one who acts."""
    user = User.objects.create(
        username=f"u{uuid4().hex[:12]}", name=name, created_at=clock.now(), password_set_at=clock.now()
    )
    post = Post.objects.create(
        user=user,
        role=role,
        reach=reach,
        valid_from=date(2020, 1, 1),
        appointed_by="试验",
        person_id=more.get("person_id"),
    )
    return Who(user.pk, name, role, ROLES[role].title, reach, ROLES[role].duties, post_id=post.pk, **more)


class Coached:
    """A county with its staff, two coaches and whom they support. Days are told, the clock is asked for none."""

    def __init__(self):
        self.ledger = Ledger()
        self.staff = somebody("county_staff", "211103", "孙伟")
        self.city = somebody("city_staff", "2111", "李楠")
        self.coach_who = somebody("job_coach", "211103", "陈曦")
        self.other_who = somebody("job_coach", "211103", "何平")
        self.coach, self.other = (self.registered(who) for who in (self.coach_who, self.other_who))

    def registered(self, who: Who, **more) -> Coach:
        values = {
            "name": who.name, "employer": "兴隆台区残联", "kind": "federation", "county_code": XINGLONG[0],
            "started_on": date(2022, 1, 1), "user_id": who.user_id,
        }  # fmt: skip
        return keep_coach(self.staff, CoachEntry(**{**values, **more}))

    def person(self, **more):
        return self.ledger.person(**more)

    def case(self, person, stage="S1", coach=None, **more) -> SupportCase:
        """A case as it stands on a day, without the way there."""
        values = {"opened_on": date(2024, 1, 2), "stage_since": date(2024, 1, 2), "by": "试验", "at": noon(START)}
        return SupportCase.objects.create(person=person, coach=coach or self.coach, stage=stage, **{**values, **more})

    def placed(self, person, start=START, end=None, **more):
        """A job in which somebody was placed by the federation."""
        values = {"channel": "残联推荐", **more}
        return self.ledger.spell(person, start, end, **values)


def session(on: date, start="09:00", end="11:00", **more) -> Entry:
    """A session of two hours at the place of work."""
    values = {"place": "workplace", "activity": "teach", "key": uuid4(), **more}
    return Entry(on=on, started_at=time.fromisoformat(start), ended_at=time.fromisoformat(end), **values)


def steps(alone: int, of: int = 20) -> dict[int, int]:
    """So many of some steps alone, the rest with a hint."""
    return {0: alone, 1: of - alone}


HOURS = Decimal(30)
