"""One person, one plan (一人一策): made from a template, changed step by step, looked at again, ended. Every move is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import IntegrityError, transaction

from tonggong.base.accounts.models import Post
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import PlanKind, StepState
from tonggong.domain.casework.models import PlanEvent, PlanStep, ServicePlan, ServiceRecord
from tonggong.domain.casework.queries.assignments import ROLES_OF
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person

TEMPLATES = Path(__file__).parent.parent / "plan_templates.yaml"
MAY_OWN = sorted({role for roles in ROLES_OF.values() for role in roles} | {"city_staff"})


class PlanRefused(Exception):
    """A step with a plan can't be taken; the text says why and what would help."""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step before it is written: what, until when, by whom (None: the plan's owner)."""

    kind: str
    text: str
    due_on: date
    owner_id: int | None = None


@cache
def templates() -> dict[str, dict[str, Any]]:
    """What plans begin with, by kind, from the data file."""
    kept = yaml.safe_load(TEMPLATES.read_text("utf-8"))
    return {str(kind): kept[str(kind)] for kind in PlanKind}


def template_steps(kind: str, opened_on: date, county_code: str) -> list[StepDraft]:
    """The steps that a plan of a kind begins with, made on a day in a county.

    Raises:
        FigureMissing: their days are not entered.
    """
    days = [int(n) for n in figures_on(opened_on, county_code)[f"plan.days.{kind}"].value]
    steps = templates()[kind]["steps"]
    days += days[-1:] * (len(steps) - len(days))  # the last one given holds for the rest
    return [
        StepDraft(str(step["kind"]), str(step["text"]), opened_on + timedelta(n))
        for step, n in zip(steps, days, strict=False)
    ]


def review_within(person: Person, day: date) -> timedelta:
    """How long a plan may stand before it is looked at again."""
    return timedelta(int(figures_on(day, person.county_code)["plan.review_days"].value))


@transaction.atomic
def open_plan(
    who: Who,
    person: Person,
    kind: str,
    *,
    owner_id: int,
    goal: str = "",
    steps: Sequence[StepDraft] | None = None,
    details: dict[str, Any] | None = None,
) -> ServicePlan:
    """Make a plan for somebody; without steps it takes those of the template.

    Raises:
        PlanRefused: there is an open plan of the kind, the owner holds no post for it, a step is due before today, or
            the person died or is not served by whoever asks.
    """
    today = clock.today()
    if person.died_on is not None or not served(who).filter(pk=person.pk).exists():
        raise PlanRefused("这个人已经去世，或不归您负责。")
    for user in {owner_id, *(draft.owner_id for draft in steps or () if draft.owner_id)}:
        _must_be_owner(user, today)
    drafts = list(steps) if steps is not None else template_steps(kind, today, person.county_code)
    _must_be_ahead(drafts, today)
    try:
        with transaction.atomic():
            plan = ServicePlan.objects.create(
                person=person, kind=kind, goal=goal.strip() or templates()[kind]["goal"], owner_id=owner_id,
                opened_on=today, review_on=today + review_within(person, today), details=details or {},
            )  # fmt: skip
    except IntegrityError:
        raise PlanRefused("此人已有一份没有结束的同类计划，请在那一份上改。") from None
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, kind=d.kind, text=d.text, due_on=d.due_on, owner_id=d.owner_id or owner_id) for d in drafts
    )
    _told(who, plan, "制定计划")
    return plan


@transaction.atomic
def open_plans(who: Who, owners: dict[int, int], kind: str, details: dict[int, dict[str, Any]]) -> int:
    """Make the template's plan for many persons at once, {person: owner}; those who have one are left alone.

    Returns: how many were made.
    Raises:
        PlanRefused: an owner holds no post for it.
    """
    today = clock.today()
    for owner_id in set(owners.values()):
        _must_be_owner(owner_id, today)
    people = {p.pk: p for p in served(who).filter(pk__in=list(owners), died_on=None)}
    there = set(
        ServicePlan.objects.filter(person__in=people, kind=kind, closed_on=None).values_list("person", flat=True)
    )
    made = ServicePlan.objects.bulk_create(
        ServicePlan(
            person=person, kind=kind, goal=templates()[kind]["goal"], owner_id=owners[pk], opened_on=today,
            review_on=today + review_within(person, today), details=details.get(pk, {}),
        )
        for pk, person in people.items()
        if pk not in there
    )  # fmt: skip
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, kind=d.kind, text=d.text, due_on=d.due_on, owner_id=plan.owner_id)
        for plan in made
        for d in template_steps(kind, today, plan.person.county_code)
    )
    PlanEvent.objects.bulk_create(PlanEvent(plan=plan, what="制定计划", by=who.name, at=clock.now()) for plan in made)
    if made:
        ids = [plan.pk for plan in made]
        audit.record("change", who=who, subject="casework.ServicePlan", ids=ids, step="open")
        facts_changed(plan.person_id for plan in made)
    return len(made)


@transaction.atomic
def change_plan(who: Who, plan: ServicePlan, *, goal: str, owner_id: int) -> None:
    """Set another goal or owner. Raises PlanRefused: it has ended, or the owner holds no post for it."""
    row = _open(plan)
    _must_be_owner(owner_id, clock.today())
    before = {"goal": row.goal, "owner": row.owner_id}
    if before == {"goal": goal.strip(), "owner": owner_id} or not goal.strip():
        return
    row.goal, row.owner_id = goal.strip(), owner_id
    row.save(update_fields=["goal", "owner"])
    _told(who, row, "改了目标或负责人", before=before)


@transaction.atomic
def add_step(who: Who, plan: ServicePlan, draft: StepDraft) -> PlanStep:
    """Add a step. Raises PlanRefused: the plan has ended, the day has passed, or the owner holds no post for it."""
    row = _open(plan)
    if draft.owner_id:
        _must_be_owner(draft.owner_id, clock.today())
    _must_be_ahead([draft], clock.today())
    step = PlanStep.objects.create(
        plan=row, kind=draft.kind, text=draft.text.strip(), due_on=draft.due_on, owner_id=draft.owner_id or row.owner_id
    )
    _told(who, row, f"加了一步：{step.text}", step)
    return step


@transaction.atomic
def change_step(who: Who, step: PlanStep, *, text: str, due_on: date, owner_id: int) -> None:
    """Change what is to be done, until when or by whom. Raises PlanRefused: it is done, or the new day has passed."""
    row = _open_step(step)
    _must_be_owner(owner_id, clock.today())
    if due_on != row.due_on:
        _must_be_ahead([StepDraft(row.kind, text, due_on)], clock.today())
    before = {"text": row.text, "due_on": row.due_on.isoformat(), "owner": row.owner_id}
    row.text, row.due_on, row.owner_id = text.strip() or row.text, due_on, owner_id
    row.save(update_fields=["text", "due_on", "owner"])
    _told(who, row.plan, "改了一步", row, before)


@transaction.atomic
def finish_step(who: Who, step: PlanStep, *, on: date, outcome: str, service: int | None = None) -> None:
    """Say that a step was done and what came of it.

    Args:
        service: thread of the service that did it, of the same person.
    Raises:
        PlanRefused: it is done already, no outcome is named, the day is ahead, or the service is somebody else's.
    """
    row = _open_step(step)
    if not outcome.strip():
        raise PlanRefused("请写这一步的结果。")
    if on > clock.today():
        raise PlanRefused("日期还没有到。")
    if service is not None:
        its = ServiceRecord.objects.standing().filter(thread=service, person=row.plan.person)
        if not its.exists():
            raise PlanRefused("这条服务记录不是此人的。")
    row.state, row.done_on, row.outcome, row.service = StepState.DONE, on, outcome.strip(), service
    row.save(update_fields=["state", "done_on", "outcome", "service"])
    _told(who, row.plan, f"办了：{row.text}", row)


@transaction.atomic
def drop_step(who: Who, step: PlanStep, reason: str) -> None:
    """Say that a step is not to be done any more. Raises PlanRefused: it is done, or no reason is given."""
    row = _open_step(step)
    if not reason.strip():
        raise PlanRefused("请写明为什么不办了。")
    row.state, row.done_on, row.outcome = StepState.DROPPED, clock.today(), reason.strip()
    row.save(update_fields=["state", "done_on", "outcome"])
    _told(who, row.plan, f"不办了：{row.text}", row)


@transaction.atomic
def reopen_step(who: Who, step: PlanStep) -> None:
    """Take back that a step was done or dropped. Raises PlanRefused: it is open, or the plan has ended."""
    row = PlanStep.objects.select_for_update().select_related("plan").get(pk=step.pk)
    _open(row.plan)
    if row.state == StepState.OPEN:
        raise PlanRefused("这一步还没有办。")
    before = {"state": row.state, "on": row.done_on.isoformat() if row.done_on else None, "outcome": row.outcome}
    row.state, row.done_on, row.outcome, row.service = StepState.OPEN, None, "", None
    row.save(update_fields=["state", "done_on", "outcome", "service"])
    _told(who, row.plan, f"重新打开：{row.text}", row, before)


@transaction.atomic
def review_plan(who: Who, plan: ServicePlan, *, found: str, agreed: bool) -> None:
    """Look at a plan again: what was found, and the next day on which it is looked at.

    Args:
        agreed: the person agrees with the plan as it is now.
    Raises:
        PlanRefused: it has ended, or nothing is written.
    """
    row = _open(plan)
    if not found.strip():
        raise PlanRefused("请写复查看到的情况。")
    today = clock.today()
    row.review_on = today + review_within(row.person, today)
    row.agreed_on = today if agreed else row.agreed_on
    row.save(update_fields=["review_on", "agreed_on"])
    _told(who, row, f"复查：{found.strip()}"[:200])


@transaction.atomic
def close_plan(who: Who, plan: ServicePlan, reason: str) -> None:
    """End a plan; what was open in it is not done any more. Raises PlanRefused: it has ended, or no reason is given."""
    row = _open(plan)
    if not reason.strip():
        raise PlanRefused("请写明结束的原因。")
    today = clock.today()
    still = row.steps.filter(state=StepState.OPEN)
    still.update(state=StepState.DROPPED, done_on=today, outcome=f"计划结束：{reason.strip()}"[:200])
    row.closed_on, row.closed_reason = today, reason.strip()
    row.save(update_fields=["closed_on", "closed_reason"])
    _told(who, row, f"结束计划：{reason.strip()}"[:200])


def _open(plan: ServicePlan) -> ServicePlan:
    row = ServicePlan.objects.select_for_update().select_related("person").get(pk=plan.pk)
    if row.closed_on is not None:
        raise PlanRefused("这份计划已经结束。要接着办，请新立一份。")
    return row


def _open_step(step: PlanStep) -> PlanStep:
    row = PlanStep.objects.select_for_update().select_related("plan", "plan__person").get(pk=step.pk)
    _open(row.plan)
    if row.state != StepState.OPEN:
        raise PlanRefused("这一步刚才已经有人办了，请重新打开看看。")
    return row


def _must_be_owner(user_id: int, day: date) -> None:
    if not Post.objects.on(day).filter(user=user_id, user__is_active=True, role__in=MAY_OWN).exists():
        raise PlanRefused("负责人须是在任的专职委员、就业辅导员或残联工作人员。")


def _must_be_ahead(drafts: Sequence[StepDraft], today: date) -> None:
    for draft in drafts:
        if not draft.text.strip():
            raise PlanRefused("请写这一步要做什么。")
        if draft.due_on < today:
            raise PlanRefused(f"“{draft.text}”的期限已经过去，请定在今天或以后。")


def _told(
    who: Who, plan: ServicePlan, what: str, step: PlanStep | None = None, before: dict[str, Any] | None = None
) -> None:
    """Keep who did what, write the trail, and let stored answers follow."""
    PlanEvent.objects.create(plan=plan, step=step, what=what[:200], before=before or {}, by=who.name, at=clock.now())
    audit.record("change", who=who, subject="casework.ServicePlan", ids=[plan.pk], person=plan.person_id)
    facts_changed([plan.person_id])


def may_own(who: Who) -> list[tuple[int, str]]:
    """Users who may own a plan within reach, by name: (key, name and place)."""
    today = clock.today()
    posts = Post.objects.on(today).filter(role__in=MAY_OWN, user__is_active=True).select_related("user")
    near = [p for p in posts if p.reach.startswith(who.reach) or who.reach.startswith(p.reach)] if who.reach else []
    found = {p.user_id: f"{p.user.name}（{p.get_role_display()}）" for p in near}
    return sorted(found.items(), key=lambda pair: pair[1])
