"""A town with a worker and a few people who answer to her: what the tests of the day's list start from."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from tests.domain.reporting_ledger import XINGLONG, Ledger
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.queries import who_is
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, PlanStep, ServicePlan, Verification, Visit

TODAY = date(2024, 12, 1)
TOWN = XINGLONG[1][:9]


def noon(day: date) -> datetime:
    """Noon of a day in China."""
    return datetime.combine(day, time(4), UTC)


@contextmanager
def on(day: date = TODAY):
    """Live on a day."""
    with clock.pretend(noon(day)):
        yield


def a_user(username: str, name: str, role: str = "township_worker", reach: str = TOWN) -> User:
    """Somebody with a post."""
    user = User.objects.create(username=username, name=name, created_at=noon(TODAY))
    Post.objects.create(user=user, role=role, reach=reach, valid_from=date(2020, 1, 1), appointed_by="试验")
    return user


class Town(Ledger):
    """A ledger with workers. People are known since long, were visited and confirmed a month ago: nothing is due for them."""

    def __init__(self, worker: User | None = None):
        super().__init__()
        self.worker = worker or a_user("hanyumei", "韩玉梅")
        self.county = a_user("gaoxiang", "高翔", "county_staff", TOWN[:6])

    def who(self, user: User | None = None):
        """How somebody acts."""
        return who_is(user or self.worker)

    def somebody(self, name: str, *, worker: User | None = None, visited: date | None = date(2024, 11, 1), **more):
        """A person of the worker's list."""
        person = self.person(**more)
        type(person).objects.filter(pk=person.pk).update(name=name)
        person.name = name
        self.give(person, worker or self.worker)
        if visited:
            self.visit(person, visited)
            Verification.objects.create(
                person=person, on=visited, method="home", answered_by="self", known_from=noon(visited)
            )
        return person

    def give(self, person, user: User, kind: str = "worker", since: date = date(2024, 1, 1)) -> Assignment:
        """Let somebody answer for a person."""
        return Assignment.objects.create(
            person=person, kind=kind, user=user, started_on=since, by="试验", at=noon(since), reason=""
        )

    def visit(self, person, day: date, outcome: int = 1, next_on: date | None = None) -> Visit:
        """A visit that was recorded the same day."""
        from uuid import uuid4

        return Visit.objects.create(
            key=uuid4(), person=person, worker=self.worker, method="home", started_at=noon(day), on=day, outcome=outcome,
            next_on=next_on, known_from=noon(day),
        )  # fmt: skip

    def plan(self, person, *, review=date(2025, 6, 1), owner: User | None = None) -> ServicePlan:
        """An open plan."""
        return ServicePlan.objects.create(
            person=person,
            kind="general",
            goal="稳定就业",
            owner=owner or self.worker,
            opened_on=date(2024, 6, 1),
            review_on=review,
        )

    def step(self, plan: ServicePlan, due: date, text: str = "联系培训班", kind: str = "3") -> PlanStep:
        """An open step of a plan."""
        return PlanStep.objects.create(plan=plan, kind=kind, text=text, owner=plan.owner, due_on=due)
