"""What happens to a case: opened, given, confirmed, moved, closed. The records decide what can be seen from them."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.coaching.choices import CaseKind, Closing, CoachStatus, Risk, RiskReason
from tonggong.domain.coaching.facts import case_facts
from tonggong.domain.coaching.models import Coach, FadeWeek, StageMove, SupportCase
from tonggong.domain.coaching.queries.cases import advice, stages_of
from tonggong.domain.coaching.reach import STANDS, cases, coach_of, coaches, figures, given_to, human, spells
from tonggong.domain.coaching.services.follow_ups import sync_follow_ups
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.coaching.services.risks import plan_step
from tonggong.domain.coaching.services.told import let_answer
from tonggong.domain.persons.choices import Kind
from tonggong.rules import coaching

CASE = "coaching.SupportCase"


def held(who: Who, case_id: int) -> SupportCase:
    """Return a case that somebody may work on, held until the transaction ends.

    Raises:
        CoachingRefused: there is none in sight, it is closed, or the duty is missing.
    """
    if not who.may("coaching.record"):
        raise CoachingRefused("您的职责不包括就业辅导。")
    seen = cases(who).filter(pk=case_id).first()
    if seen is None:
        raise CoachingRefused("没有找到这个个案。")
    if seen.closed_on is not None:
        raise CoachingRefused("这个个案已经结案，不能再改。")
    SupportCase.objects.select_for_update().get(pk=seen.pk)
    return seen


def _note(who: Who, case: SupportCase, step: str, **more: Any) -> None:
    audit.record("change", who=who, subject=CASE, ids=[case.pk, case.person_id], step=step, **more)


def _moved(case: SupportCase) -> None:
    person = case.person.merged_into_id or case.person_id
    sync_follow_ups(clock.today(), [person])


def _must_have_room(coach: Coach, stage: str) -> None:
    """Raise CoachingRefused with the sum in words where one more case would lie above the ceiling."""
    if coach.status != CoachStatus.ACTIVE or coach.left_on is not None:
        raise CoachingRefused(f"{coach.name}现在不在岗，不能接新个案。")
    outcome = coaching.may_take(stages_of(coach), stage, figures(clock.today()), coach.points_ceiling)
    if not outcome.value:
        raise CoachingRefused(f"{coach.name}：{outcome.because}")


@transaction.atomic
def open_case(who: Who, person_id: int, coach_id: int | None = None) -> SupportCase:
    """Open a case in S1. A coach opens one for somebody she was given, and takes it herself.

    Raises:
        CoachingRefused: the person is out of reach, dead or has a case; the coach is not in sight, away or has no room
            (with the sum of the points in words).
    """
    if not who.may("coaching.record"):
        raise CoachingRefused("您的职责不包括就业辅导。")
    seen = served(who).exclude(kind=Kind.MEMBER).filter(died_on=None)
    if not who.may("coaching.manage"):
        seen = seen.filter(pk__in=given_to(who.user_id or 0))
    person = seen.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise CoachingRefused("没有找到这个人，或这个人还没有分派给您。")
    if SupportCase.objects.annotate(key=STANDS).filter(key=person.pk, closed_on=None).exists():
        raise CoachingRefused("此人已有一个没有结案的个案。")
    mine = coach_of(who) if not who.may("coaching.manage") else None
    coach = mine or _coach_in_sight(who, coach_id)
    if coach is not None:
        _must_have_room(coach, "S1")
    today, now = clock.today(), clock.now()
    row = SupportCase.objects.create(
        person=person,
        coach=coach,
        kind=CaseKind.FIRST,
        stage="S1",
        stage_since=today,
        opened_on=today,
        by=who.name,
        at=now,
    )
    StageMove.objects.create(case=row, after="S1", on=today, by=who.name, at=now)
    let_answer(who, coach, [person], "就业辅导立案")
    _note(who, row, "open case")
    _moved(row)
    return row


def _coach_in_sight(who: Who, coach_id: int | None) -> Coach | None:
    if coach_id is None:
        return None
    found = coaches(who).select_for_update(of=("self",)).filter(pk=coach_id).first()
    if found is None:
        raise CoachingRefused("没有找到这位辅导员。")
    return found


@transaction.atomic
def give_case(who: Who, case_id: int, coach_id: int) -> SupportCase:
    """Let a coach take a case over.

    Raises:
        CoachingRefused: without the duty, or the coach has no room (with the sum in words).
    """
    _must_manage(who)
    case = held(who, case_id)
    coach = _coach_in_sight(who, coach_id)
    assert coach is not None
    if coach.pk != case.coach_id:
        _must_have_room(coach, case.stage)
        SupportCase.objects.filter(pk=case.pk).update(coach=coach)
        let_answer(who, coach, [human(case)], "就业辅导个案交接")
        _note(who, case, "give case", coach=coach.pk)
    return case


@transaction.atomic
def hand_over_cases(who: Who, from_coach: int, to_coach: int) -> int:
    """Hand every open case of a coach to another; return how many.

    Raises:
        CoachingRefused: the other one has no room for all of them, no post where they live, or some are out of reach.
    """
    _must_manage(who)
    before, after = _coach_in_sight(who, from_coach), _coach_in_sight(who, to_coach)
    assert before is not None
    assert after is not None
    if before.pk == after.pk:
        raise CoachingRefused("交接的两位是同一个人。")
    held_ones = SupportCase.objects.select_for_update(of=("self",)).filter(coach=before, closed_on=None)
    moving = list(held_ones.select_related("person__merged_into"))
    if outside := len(moving) - cases(who).filter(pk__in=[case.pk for case in moving]).count():
        raise CoachingRefused(f"有 {outside} 个个案不在您的范围内，请由市残联交接。")
    stages = stages_of(after)
    for case in moving:
        stages[case.stage] = stages.get(case.stage, 0) + 1
    load = coaching.caseload(stages, figures(clock.today()), after.points_ceiling)
    if load.value.is_over:
        raise CoachingRefused(f"全部交给{after.name}后：{load.because}请分给几位辅导员。")
    SupportCase.objects.filter(pk__in=[case.pk for case in moving]).update(coach=after)
    let_answer(who, after, [human(case) for case in moving], "就业辅导个案交接")
    audit.record(
        "change", who=who, subject=CASE, ids=[case.pk for case in moving], step="hand over", to=after.pk, frm=before.pk
    )
    return len(moving)


def _must_manage(who: Who) -> None:
    if not who.may("coaching.manage"):
        raise CoachingRefused("您的职责不包括管理就业辅导员名册。")


@dataclass(frozen=True, slots=True)
class Job:
    """What is known of the post that a case is about; None leaves what stands."""

    unit_name: str | None = None
    post: str | None = None
    supporter: str | None = None
    hours_per_week: Decimal | None = None
    days_per_week: int | None = None
    spell: int | None = None  # thread
    next_on: date | None = None


@transaction.atomic
def describe_job(who: Who, case_id: int, job: Job) -> SupportCase:
    """Write down unit, post, natural supporter, hours, the job on the ledger and the next contact.

    Raises:
        CoachingRefused: the job on the ledger is somebody else's.
    """
    case = held(who, case_id)
    values = {f.name: getattr(job, f.name) for f in fields(job) if getattr(job, f.name) is not None}
    if job.spell is not None:
        person = case.person.merged_into_id or case.person_id
        if not spells().filter(key=job.spell, person=person).exists():
            raise CoachingRefused("台账上没有这个人的这份工作。")
    SupportCase.objects.filter(pk=case.pk).update(**values)
    _note(who, case, "describe job", fields=sorted(values))
    _moved(case)
    return case


@transaction.atomic
def confirm(who: Who, case_id: int, keys: list[str]) -> SupportCase:
    """Say which of the present stage's requirements a coach confirms; those not named are no longer confirmed.

    Raises:
        CoachingRefused: one is read from the records and cannot be confirmed by hand.
    """
    case = held(who, case_id)
    own = {key for key, stage in coaching.CONFIRMABLE.items() if stage == case.stage}
    if set(keys) - own:
        raise CoachingRefused("这一项由记录得出，不能手工勾选。")
    today = clock.today().isoformat()
    kept = {key: said for key, said in case.checks.items() if key not in own}
    fresh = {key: case.checks.get(key) or {"on": today, "by": who.name} for key in keys}
    SupportCase.objects.filter(pk=case.pk).update(checks=kept | fresh)
    _note(who, case, "confirm", keys=sorted(keys))
    return case


@transaction.atomic
def move_case(who: Who, case_id: int, after: str, reason: str = "") -> SupportCase:
    """Take a case one stage on, or back with a reason; back-steps are normal and count as no failure.

    Raises:
        CoachingRefused: the stage is not done (with what is missing), or the way does not exist.
    """
    case = held(who, case_id)
    today = clock.today()
    if after not in coaching.STAGE_NAMES:
        raise CoachingRefused("没有这个阶段。")
    facts = case_facts(case, today)
    outcome = coaching.may_move(case.stage, after, facts, figures(today), reason)
    if not outcome.value:
        raise CoachingRefused(outcome.because)
    is_back = after < case.stage
    checks = case.checks
    if is_back:  # what is done again has to be confirmed again
        checks = {key: said for key, said in checks.items() if coaching.CONFIRMABLE.get(key, "") < after}
    SupportCase.objects.filter(pk=case.pk).update(stage=after, stage_since=today, checks=checks)
    StageMove.objects.create(
        case=case, before=case.stage, after=after, on=today, reason=reason.strip()[:200], by=who.name, at=clock.now()
    )
    _note(who, case, "move", before=case.stage, after=after)
    return case


@transaction.atomic
def close_case(who: Who, case_id: int, closing: str, note: str = "") -> SupportCase:
    """Close a case: as stable when everything of S8 is done, else with a sentence.

    Raises:
        CoachingRefused: it is not stable yet (with what is missing), or the sentence is missing.
    """
    case = held(who, case_id)
    today, why = clock.today(), Closing(closing)
    if why == Closing.STABLE:
        if case.stage != "S8":
            raise CoachingRefused("到结案阶段才能按稳定结案。")
        missing = [r for r in coaching.requirements("S8", case_facts(case, today), figures(today)) if not r.is_met]
        if missing:
            raise CoachingRefused(f"还差：{'；'.join(f'{r.words}（{r.said}）' for r in missing)}。")
    elif why not in (Closing.OWN_WISH, Closing.OTHER):
        raise CoachingRefused("这个原因由台账得出，不能手工选。")
    elif not note.strip():
        raise CoachingRefused("请写明结案的情况。")
    SupportCase.objects.filter(pk=case.pk).update(closed_on=today, closing=why, closing_note=note.strip()[:200])
    _note(who, case, "close", closing=why.value)
    _moved(case)
    return case


@transaction.atomic
def report_risk(
    who: Who, case_id: int, risk: str, reason: str = "", step: str = "", next_on: date | None = None
) -> SupportCase:
    """Say how safe a job is; at risk it has a reason and a next step, which also stands in the person's plan.

    Raises:
        CoachingRefused: reason or step is missing.
    """
    case, level = held(who, case_id), Risk(risk)
    if level == Risk.AT_RISK and not (reason and step.strip()):
        raise CoachingRefused("有风险时，请选原因并写下一步做什么。")
    values: dict[str, Any] = {
        "risk": level, "risk_reason": RiskReason(reason) if reason and level != Risk.NONE else "", "risk_step": step.strip()[:200],
    }  # fmt: skip
    if level == Risk.AT_RISK and step.strip() != case.risk_step:
        owner = case.coach.user_id if case.coach is not None else None
        next_on = plan_step(who, human(case), step.strip()[:200], next_on, owner)
    if next_on is not None:
        values["next_on"] = next_on
    SupportCase.objects.filter(pk=case.pk).update(**values)
    _note(who, case, "risk", risk=level.value)
    return case


@transaction.atomic
def decide_week(who: Who, case_id: int, week: date, hours: Decimal, reason: str = "") -> FadeWeek:
    """Decide the hours on site of a week. The rule only advises; a coach who decides otherwise says why.

    Raises:
        CoachingRefused: the person's hours are not known or lower, or the reason is missing.
    """
    case = held(who, case_id)
    week = coaching.monday(week)
    if case.hours_per_week is None:
        raise CoachingRefused("请先记下本人每周工作多少小时。")
    if not 0 <= hours <= case.hours_per_week:
        raise CoachingRefused(f"要在 0 到 {coaching.written(case.hours_per_week)} 小时之间（本人的工作时间）。")
    advised = advice(case, week, figures(clock.today()))
    told = advised.value if advised else None
    if told is not None and coaching.written(hours) == coaching.written(told):
        hours = told  # as advised: kept to the place that the next week's advice is worked out from
    elif told is not None and not reason.strip():
        raise CoachingRefused(f"建议是 {coaching.written(told)} 小时；另定请写明理由。")
    row, _ = FadeWeek.objects.update_or_create(
        case=case, week=week,
        defaults={"hours": hours, "advised_hours": told, "reason": reason.strip()[:200], "by": who.name, "at": clock.now()},
    )  # fmt: skip
    _note(who, case, "decide week", week=week.isoformat())
    return row


def without_coach(who: Who) -> int:
    """Return how many open cases within reach wait for a coach."""
    return cases(who).filter(Q(coach=None), closed_on=None).count()
