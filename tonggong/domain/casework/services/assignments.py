"""Give people to the one who answers for them, and hand a list over; exactly one answers for a person, always (一对一)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import AssignmentKind, StepState
from tonggong.domain.casework.models import Assignment, PlanEvent, PlanStep, ServicePlan
from tonggong.domain.casework.queries.assignments import KINDS, homes_of, standing, who_may_answer
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person

SUBJECT = "casework.Assignment"


class AssignmentRefused(Exception):
    """These people can't be given to this user; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What came of an assignment: newly given, taken over from another, with the same as before."""

    given: int
    taken_over: int
    unchanged: int


@transaction.atomic
def assign(who: Who, person_ids: Iterable[int], kind: str, user_id: int, reason: str = "") -> Assigned:
    """Let a user answer for some persons from today on; who answered before hands over the same day.

    Raises:
        PermissionDenied: without the duty casework.assign.
        AssignmentRefused: a person is out of reach, dead or unknown, or the user has no post where a person lives.
    """
    _must_assign(who)
    kind = AssignmentKind(kind)
    people = _locked(person_ids)
    seen = {pk for pk in _served_of(who, people) if people[pk].died_on is None}
    if set(people) - seen:
        raise AssignmentRefused(
            f"有 {len(set(people) - seen)} 人不在您的范围内，或已去世、已合并。请刷新名单后再分派。"
        )
    _must_answer(who, kind, user_id, people.values())
    before = _standing_of(people, kind)
    today, now = clock.today(), clock.now()
    same = {person for person, rows in before.items() if {user for _, user in rows} == {user_id}}
    ended = [row for person, rows in before.items() if person not in same for row, _ in rows]
    _end(ended, today)
    fresh = [
        Assignment(person_id=pk, kind=kind, user_id=user_id, started_on=today, by=who.name, at=now, reason=reason[:120])
        for pk in people
        if pk not in same
    ]
    Assignment.objects.bulk_create(fresh, batch_size=500)
    if fresh:
        audit.record(
            "change", who=who, subject="persons.Person", ids=[row.person_id for row in fresh],
            step="assign", list_kind=kind.value, to=user_id, reason=reason,
        )  # fmt: skip
    taken = sum(person not in same for person in before)
    return Assigned(len(fresh) - taken, taken, len(same))


@transaction.atomic
def hand_over(who: Who, from_user_id: int, kind: str, to_user_id: int, reason: str = "") -> int:
    """Hand the whole list of somebody over in one action, open plans and their steps with it; return how many people.

    Raises:
        PermissionDenied: without the duty casework.assign.
        AssignmentRefused: the same user, an empty list, people out of reach of either, or no reason given.
    """
    _must_assign(who)
    kind = AssignmentKind(kind)
    if from_user_id == to_user_id:
        raise AssignmentRefused("交接的双方是同一个人，请另选接手的人。")
    if not reason.strip():
        raise AssignmentRefused("请写明为什么交接，例如 调离、退休、产假。")
    keys = list(standing(kind).filter(user=from_user_id).values_list("stands_for", flat=True))
    people = _locked(keys)
    rows = list(
        standing(kind).filter(user=from_user_id).values_list("pk", "stands_for")
    )  # read again: now nobody moves
    if not rows:
        raise AssignmentRefused(f"此人名下没有需要交接的人（{KINDS[kind]}）。")
    people |= _locked(stands for _, stands in rows)
    people = {pk: one for pk, one in people.items() if pk in {stands for _, stands in rows}}
    seen = _served_of(who, people)
    if outside := people.keys() - seen:
        raise AssignmentRefused(f"名单里有 {len(outside)} 人不在您的范围内，请由市残联交接。")
    alive = {pk: one for pk, one in people.items() if one.died_on is None}
    _must_answer(who, kind, to_user_id, alive.values())
    today, now = clock.today(), clock.now()
    before = _standing_of(people, kind)
    _end([row for given in before.values() for row, _ in given], today)
    Assignment.objects.bulk_create(
        [
            Assignment(
                person_id=pk, kind=kind, user_id=to_user_id, started_on=today, by=who.name, at=now, reason=reason[:120]
            )
            for pk in alive
        ],
        batch_size=500,
    )
    _hand_plans_over(who, from_user_id, to_user_id, list(alive), reason)
    audit.record(
        "change", who=who, subject="persons.Person", ids=sorted(people), step="hand over", list_kind=kind.value,
        **{"from": from_user_id, "to": to_user_id, "reason": reason},
    )  # fmt: skip
    return len(alive)


def _must_assign(who: Who) -> None:
    if not who.may("casework.assign"):
        raise PermissionDenied("您的职责不包括分派人员。")


def _served_of(who: Who, person_ids: Iterable[int]) -> set[int]:
    """Those of some persons whom somebody serves; the dead too, none who was merged."""
    found: set[int] = set()
    for chunk in in_chunks(list(person_ids)):
        found |= set(served(who).filter(pk__in=chunk).values_list("pk", flat=True))
    return found


def _locked(person_ids: Iterable[int]) -> dict[int, Person]:
    """Persons by key, held until the transaction ends, in the order of their keys so that two who assign never wait in a ring."""
    found: dict[int, Person] = {}
    for chunk in in_chunks(sorted(set(person_ids))):
        rows = Person.objects.filter(pk__in=chunk).order_by("pk").select_for_update()
        found |= {
            one.pk: one for one in rows.only("pk", "name", "county_code", "township_code", "died_on", "merged_into")
        }
    return found


def _must_answer(who: Who, kind: AssignmentKind, user_id: int, given: Iterable[Person]) -> None:
    reaches = who_may_answer(who, kind).get(user_id)
    if not reaches:
        raise AssignmentRefused(f"接手的人没有在任的{KINDS[kind]}职责，请先由安全管理员任命。")
    people = {one.pk: one for one in given}
    homes: dict[int, str] = {}
    for chunk in in_chunks(list(people)):
        homes |= homes_of(chunk)
    places = {pk: (one.township_code or one.county_code, homes.get(pk, "")) for pk, one in people.items()}
    away = [pk for pk, codes in places.items() if not any(code.startswith(r) for code in codes for r in reaches)]
    if away:
        name = User.objects.values_list("name", flat=True).get(pk=user_id)
        raise AssignmentRefused(f"有 {len(away)} 人不住在{name}的片区，请分派给当地的人。")


def _standing_of(people: Iterable[int], kind: str) -> dict[int, list[tuple[int, int]]]:
    """Every assignment that holds, of a person and of the rows merged into it: by person (assignment, user)."""
    found: dict[int, list[tuple[int, int]]] = {}
    for chunk in in_chunks(list(people)):
        rows = Assignment.objects.filter(ended_on=None, kind=kind)
        rows = rows.filter(Q(person__in=chunk) | Q(person__merged_into__in=chunk))
        for pk, person, kept, user in rows.values_list("pk", "person_id", "person__merged_into_id", "user_id"):
            found.setdefault(kept or person, []).append((pk, user))
    return found


def _end(rows: list[int], day: object) -> None:
    for chunk in in_chunks(rows):
        Assignment.objects.filter(pk__in=chunk).update(ended_on=day)


def _hand_plans_over(who: Who, old: int, new: int, people: list[int], reason: str) -> None:
    """Open plans and steps of the one who leaves go to the one who comes; the plan's history says so."""
    for chunk in in_chunks(people):
        about = Q(person__in=chunk) | Q(person__merged_into__in=chunk)
        plans = list(ServicePlan.objects.filter(about, owner=old, closed_on=None).values_list("pk", flat=True))
        whose = Q(plan__person__in=chunk) | Q(plan__person__merged_into__in=chunk)
        rows = PlanStep.objects.filter(whose, plan__closed_on=None, owner=old, state=StepState.OPEN)
        steps = list(rows.values_list("pk", "plan_id"))
        ServicePlan.objects.filter(pk__in=plans).update(owner=new)
        PlanStep.objects.filter(pk__in=[step for step, _ in steps]).update(owner=new)
        now, before = clock.now(), {"owner": old}
        what = f"负责人交接：{reason}"[:200]
        events = [PlanEvent(plan_id=pk, what=what, before=before, by=who.name, at=now) for pk in plans]
        events += [
            PlanEvent(plan_id=plan, step_id=step, what=what, before=before, by=who.name, at=now) for step, plan in steps
        ]
        PlanEvent.objects.bulk_create(events, batch_size=500)
