"""Records of sessions: written once, withdrawn if wrong, never changed."""

from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from django.db import transaction

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import Activity, Place
from tonggong.domain.coaching.models import Session
from tonggong.domain.coaching.reach import cases, coach_of, coaches
from tonggong.domain.coaching.services.cases import held
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.rules import coaching

MOST_MINUTES = 12 * 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One session as a coach writes it down; `prompts`: steps by level of prompt, 0 alone to 5."""

    key: UUID
    on: date
    started_at: time
    ended_at: time
    place: str
    activity: str
    travel_minutes: int = 0
    task: str = ""
    prompts: dict[int, int] = field(default_factory=dict)
    incident: str = ""
    next_step: str = ""
    next_on: date | None = None


@transaction.atomic
def record_session(who: Who, case_id: int, entry: Entry, coach_id: int | None = None) -> Session:
    """Write down a session; the same key twice is the same session.

    Args:
        coach_id: who was there, where somebody writes for a coach of the county; a coach writes for herself.
    Raises:
        CoachingRefused: the case is not in sight or closed, day or times can't be, or nobody says who was there.
    """
    if (twice := Session.objects.filter(key=entry.key, case__in=cases(who).values("pk")).first()) is not None:
        return twice
    case = held(who, case_id)
    coach = coach_of(who)
    if coach is None and coach_id is not None and who.may("coaching.manage"):
        coach = coaches(who).filter(pk=coach_id).first()
    if coach is None:
        raise CoachingRefused("请先在名册登记辅导员，再记辅导。")
    if entry.on > clock.today():
        raise CoachingRefused("辅导日期不能晚于今天。")
    if entry.on < case.opened_on:
        raise CoachingRefused(f"辅导日期不能早于立案日期 {case.opened_on}。")
    length = (entry.ended_at.hour - entry.started_at.hour) * 60 + entry.ended_at.minute - entry.started_at.minute
    if length <= 0:
        raise CoachingRefused("结束时间要晚于开始时间。")
    if length > MOST_MINUTES:
        raise CoachingRefused("一次辅导不会超过 12 小时，请看看时间。")
    row = Session.objects.create(
        key=entry.key, case=case, coach=coach, on=entry.on, started_at=entry.started_at, ended_at=entry.ended_at,
        travel_minutes=entry.travel_minutes, place=Place(entry.place), stage=case.stage, activity=Activity(entry.activity),
        task=entry.task[:120], prompts={str(level): count for level, count in sorted(entry.prompts.items())},
        independence=coaching.independence(entry.prompts), incident=entry.incident[:200], next_step=entry.next_step[:200],
        by=who.name, at=clock.now(),
    )  # fmt: skip
    if entry.next_on is not None:
        type(case).objects.filter(pk=case.pk).update(next_on=entry.next_on)
    audit.record("change", who=who, subject="coaching.Session", ids=[row.pk, case.person_id], step="session")
    return row


@transaction.atomic
def withdraw_session(who: Who, session_id: int) -> Session:
    """Take a wrong session back; it stays visible as withdrawn and counts nowhere.

    Raises:
        CoachingRefused: it is another coach's, or was taken back before.
    """
    row = Session.objects.standing().filter(pk=session_id).select_related("coach").first()
    if row is None:
        raise CoachingRefused("没有找到这条辅导记录。")
    held(who, row.case_id)
    if row.coach.user_id != who.user_id and not who.may("coaching.manage"):
        raise CoachingRefused("只能撤回自己的辅导记录。")
    if not withdrawn.withdraw(who, row):
        raise CoachingRefused("没有找到这条辅导记录。")
    return row
