"""Who answers for whom: lists of a worker, the load of each, towns with people whom nobody answers for.

A row that was merged into another hands its assignment on to the one that stands, unless that one has its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.prepared import Given, GivenKeys, prepared
from tonggong.domain.casework.choices import AssignmentKind, StepState
from tonggong.domain.casework.models import Assignment, PlanStep
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.residence import living

KINDS: dict[str, str] = dict(AssignmentKind.choices)
# Who may answer for somebody, by kind; the order is the one in which a page offers them.
ROLES_OF = {
    AssignmentKind.WORKER: ("township_worker",),
    AssignmentKind.COACH: ("job_coach",),
    AssignmentKind.GRADUATE: ("county_staff", "township_worker", "job_coach"),
}


def standing(kind: str = "") -> QuerySet[Any]:
    """Assignments that hold now, each with `stands_for`: the key of the person that stands; exactly one a person and kind."""
    rows = Assignment.objects.filter(ended_on=None)
    rows = rows.filter(kind=kind) if kind else rows
    same = Assignment.objects.filter(ended_on=None, kind=OuterRef("kind"))
    own = same.filter(person=OuterRef("person__merged_into"))
    earlier = same.filter(person__merged_into=OuterRef("person__merged_into"), pk__lt=OuterRef("pk"))
    rows = rows.filter(Q(person__merged_into=None) | (~Exists(own) & ~Exists(earlier)))
    return rows.annotate(stands_for=Coalesce("person__merged_into", "person"))


def list_of(who: Who, user_id: int, kind: str = AssignmentKind.WORKER) -> QuerySet[Person]:
    """Return the persons within reach for whom somebody answers, by name; the dead and merged are left out."""
    keys = standing(kind).filter(user=user_id).values("stands_for")
    return served(who).filter(pk__in=keys, died_on=None).order_by("name", "pk")


@prepared
def _people_of() -> QuerySet[Any, Any]:
    alive = Q(person__merged_into=None, person__died_on=None) | Q(
        person__merged_into__isnull=False, person__merged_into__died_on=None
    )
    return standing().filter(alive, user=Given("user", BigIntegerField())).values_list("stands_for")


def people_of(user_id: int) -> list[int]:
    """Return the keys of the living persons for whom somebody answers, in whatever way; one query."""
    return sorted({pk for (pk,) in _people_of(user=user_id)})


def worker_of(person_ids: Iterable[int], kind: str = AssignmentKind.WORKER) -> dict[int, tuple[int, str]]:
    """Return who answers for each of some persons, as (user, name); persons without are left out."""
    keys = list(person_ids)
    rows = standing(kind).filter(Q(person__in=among(keys)) | Q(person__merged_into__in=among(keys)))
    return {pk: (user, name) for pk, user, name in rows.values_list("stands_for", "user_id", "user__name")}


def history_of(who: Who, person_id: int) -> QuerySet[Assignment]:
    """Return who answered for a person and when, latest first."""
    rows = Assignment.objects.filter(Q(person=person_id) | Q(person__merged_into=person_id))
    return who.sees(rows, "person").select_related("user").order_by("-started_on", "-pk")


def moves_of(who: Who, user_id: int, limit: int = 50) -> QuerySet[Assignment]:
    """Return the assignments of somebody that have ended, latest first."""
    rows = who.sees(Assignment.objects.filter(user=user_id).exclude(ended_on=None), "person")
    return rows.select_related("person").order_by("-ended_on", "-pk")[:limit]


@dataclass(slots=True)
class Load:
    """What lies on somebody's shoulders.

    Args:
        people: persons on the list, `others` those of them out of reach of the one who asks.
        steps: open steps of plans that are due by today.
        is_gone: there are people on the list, but no post in force that could answer for them.
        is_away: the post lies out of reach of the one who asks: she answers for people who live or are registered here.
    """

    user_id: int
    name: str
    role: str
    reach: str
    people: int = 0
    steps: int = 0
    is_gone: bool = False
    is_away: bool = False

    @property
    def place(self) -> str:
        """The place of the post, in words."""
        return name_of(self.reach.ljust(12, "0")) if self.reach else ""


def load(who: Who, kind: str = AssignmentKind.WORKER, day: date | None = None) -> list[Load]:
    """Return everybody within reach who could answer for people, with how many they are; those who left first, those away last."""
    day = day or clock.today()
    found: dict[int, Load] = {}
    for post in _posts(who, kind, day):
        found.setdefault(post.user_id, Load(post.user_id, post.user.name, post.role, post.reach))
    whom = served(who).filter(died_on=None).order_by().values("pk")  # whom `list_of` names
    counted = dict(standing(kind).filter(stands_for__in=whom).order_by().values_list("user").annotate(Count("pk")))
    strange = counted.keys() - found.keys()
    away = {post.user_id: post for post in _may_answer(kind, day).filter(user__in=strange).order_by("-reach", "pk")}
    for user, name in User.objects.filter(pk__in=strange).values_list("pk", "name"):
        held = away.get(user)
        role, reach = (held.role, held.reach) if held else ("", "")
        found[user] = Load(user, name, role, reach, is_gone=held is None, is_away=held is not None)
    for user, count in counted.items():
        found[user].people = count
    due = steps_due(who, day).filter(owner__in=list(found))
    for user, count in due.order_by().values_list("owner").annotate(Count("pk")):
        found[user].steps = count
    return sorted(found.values(), key=lambda one: (not one.is_gone, one.is_away, one.reach, one.name, one.user_id))


def steps_due(who: Who, day: date) -> QuerySet[PlanStep]:
    """Return the open steps of open plans of persons within reach that are due by a day, the earliest first."""
    rows = PlanStep.objects.filter(state=StepState.OPEN, due_on__lte=day, plan__closed_on=None)
    return who.sees(rows, "plan__person").select_related("plan__person", "owner").order_by("due_on", "pk")


def _may_answer(kind: str, day: date) -> QuerySet[Post]:
    return Post.objects.filter(role__in=ROLES_OF[AssignmentKind(kind)], user__is_active=True).on(day)


def _posts(who: Who, kind: str, day: date) -> QuerySet[Post]:
    """Posts in force within reach that may answer for people; a narrower reach lies in a wider one."""
    rows = _may_answer(kind, day)
    rows = rows.filter(reach__startswith=who.reach) if who.reach else rows.none()
    return rows.select_related("user").order_by("reach", "user__name", "pk")


def who_may_answer(who: Who, kind: str, day: date | None = None) -> dict[int, list[str]]:
    """Return the reaches in which each user may answer for people now, by user."""
    found: dict[int, list[str]] = {}
    for post in _posts(who, kind, day or clock.today()):
        found.setdefault(post.user_id, []).append(post.reach)
    return found


def worker_row(who: Who, user_id: int, kind: str = AssignmentKind.WORKER) -> Load | None:
    """Return one of `load`; None says no more than that there is none within reach."""
    return next((one for one in load(who, kind) if one.user_id == user_id), None)


@prepared
def _homes_of() -> QuerySet[Any, Any]:
    facts = living(Given("day", DateField()))
    return facts.filter(person__in=GivenKeys("people")).order_by("pk").values_list("person_id", "value")


def homes_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the township in which persons live, by person, for those of whom it is said."""
    return dict(_homes_of(people=person_ids, day=clock.today()))


def assignable(who: Who) -> QuerySet[Person]:
    """Return the living holders and injured workers within reach: for each of them somebody should answer."""
    return who.sees(Person.objects.holders().filter(died_on=None))


def unassigned(who: Who, kind: str = AssignmentKind.WORKER) -> QuerySet[Person]:
    """Return the persons for whom nobody answers."""
    own = Assignment.objects.filter(ended_on=None, kind=kind)
    taken = Exists(own.filter(person=OuterRef("pk"))) | Exists(own.filter(person__merged_into=OuterRef("pk")))
    return assignable(who).filter(~taken)


UNKNOWN_TOWN = "none"


@dataclass(frozen=True, slots=True)
class Town:
    """A street or town: how many people it has and for how many of them nobody answers."""

    code: str
    name: str
    people: int
    without: int

    @property
    def key(self) -> str:
        """What an address says for it: the code, or UNKNOWN_TOWN."""
        return self.code or UNKNOWN_TOWN

    @property
    def assigned(self) -> int:
        """For how many somebody answers."""
        return self.people - self.without


def towns(who: Who, kind: str = AssignmentKind.WORKER) -> list[Town]:
    """Return the towns within reach that have people, by code; two queries."""
    every = dict(assignable(who).order_by().values_list("township_code").annotate(Count("pk")))
    without = dict(unassigned(who, kind).order_by().values_list("township_code").annotate(Count("pk")))
    return [
        Town(code, name_of(code) if code else "乡镇不明", n, without.get(code, 0)) for code, n in sorted(every.items())
    ]


def picked(
    who: Who, kind: str, *, township: str = "", user_id: int | None = None, free: bool = False
) -> QuerySet[Person]:
    """Return the persons to choose from: of a town, of one who answers for them, or those nobody answers for; by key.

    Args:
        township: a code, UNKNOWN_TOWN for those of whom none is known, "" for all.
    """
    rows = unassigned(who, kind) if free else assignable(who)
    if township:
        rows = rows.filter(township_code="" if township == UNKNOWN_TOWN else township)
    if user_id:
        rows = rows.filter(pk__in=standing(kind).filter(user=user_id).values("stands_for"))
    return rows.order_by("pk")


def rows_of(people: Iterable[Person], kind: str) -> list[dict[str, Any]]:
    """Return persons with who answers for each, for a list; one query."""
    people = list(people)
    answers = worker_of([one.pk for one in people], kind)
    return [
        {"person": one, "place": name_of(one.township_code), "worker": answers.get(one.pk, (0, ""))[1]}
        for one in people
    ]
