"""What staff enter for units that must lead: their plan, its recruiting rounds, and the cadres of a federation."""

from datetime import date

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.quota.models import CadreCount, LeadPlan, LeadRound


class PlanRefused(Exception):
    """A plan, a round or a count can't be entered; the message says why."""


def file_plan(
    who: Who, plan: LeadPlan, *, posts: int, deadline: date, measure: str, filed_on: date | None = None
) -> LeadPlan:
    """Enter the plan that a unit filed; entering it again replaces it and keeps the day on which it was filed first.

    Raises:
        PlanRefused: out of reach, settled already, or the plan says nothing that binds.
    """
    _check(who, plan)
    filed = plan.filed_on or filed_on or clock.today()
    if filed > clock.today() or filed < plan.breach_on:
        raise PlanRefused("报送之日要在发现之日以后、今天以前。")
    if posts < 1 or not measure.strip():
        raise PlanRefused("计划至少写明一个岗位和措施。")
    if deadline < filed:
        raise PlanRefused("计划完成之日不能早于报送之日。")
    with transaction.atomic():
        before = {"posts": plan.posts, "deadline": plan.deadline and plan.deadline.isoformat()}
        plan.posts, plan.deadline, plan.measure, plan.filed_on = posts, deadline, measure.strip()[:400], filed
        plan.by, plan.by_id, plan.at = who.name, who.user_id, clock.now()
        plan.save(update_fields=["posts", "deadline", "measure", "filed_on", "by", "by_id", "at"])
        audit.record(
            "change", who=who, subject="quota.LeadPlan", ids=[plan.pk], before=before,
            after={"posts": posts, "deadline": deadline.isoformat()},
        )  # fmt: skip
    return plan


def add_round(who: Who, plan: LeadPlan, *, held_on: date, posts: int, note: str) -> LeadRound:
    """Enter a recruiting round of a plan that was filed.

    Raises:
        PlanRefused: out of reach, settled already, no plan yet, or a round without a post or still ahead.
    """
    _check(who, plan)
    if plan.filed_on is None:
        raise PlanRefused("先登记计划，再登记招录批次。")
    if posts < 1 or held_on > clock.today() or held_on < plan.breach_on:
        raise PlanRefused("招录批次至少一个岗位，日期要在发现之日以后、今天以前。")
    with transaction.atomic():
        row = LeadRound.objects.create(
            plan=plan, held_on=held_on, posts=posts, note=note.strip()[:200], by=who.name, at=clock.now()
        )
        audit.record("change", who=who, subject="quota.LeadRound", ids=[row.pk], plan=plan.pk)
    return row


def count_cadres(who: Who, division: str, *, on: date, cadres: int, with_disability: int, ground: str) -> CadreCount:
    """Enter how many cadres a federation has and how many of them have a disability.

    Raises:
        PlanRefused: out of reach, more with a disability than there are, or no evidence named.
    """
    if not who.covers(division):
        raise PlanRefused("这个残联不在您的范围内。")
    if not 0 <= with_disability <= cadres:
        raise PlanRefused("残疾人干部数不能多于干部总数。")
    if on > clock.today() or not ground.strip():
        raise PlanRefused("写明截至哪一天（不能在今天以后）和凭据。")
    with transaction.atomic():
        row = CadreCount.objects.create(
            division_code=division, on=on, cadres=cadres, with_disability=with_disability, ground=ground.strip()[:200],
            by=who.name, at=clock.now(),
        )  # fmt: skip
        audit.record("change", who=who, subject="quota.CadreCount", ids=[row.pk], division=division)
    return row


def _check(who: Who, plan: LeadPlan) -> None:
    if not who.covers(plan.unit.county_code):
        raise PlanRefused("这个单位不在您的范围内。")
    if plan.ended_on is not None:
        raise PlanRefused("这个单位已经安排，计划已经了结。")
