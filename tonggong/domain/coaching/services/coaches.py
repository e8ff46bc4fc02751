"""The register of coaches: entered, trained, changed, left; given to sheltered institutions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.privacy import seal
from tonggong.domain.coaching.choices import CoachKind, CoachSkill, CoachStatus, TrainingKind
from tonggong.domain.coaching.models import Coach, CoachTraining, InstitutionCoach, SupportCase
from tonggong.domain.coaching.reach import coaches
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.employers.models import Unit

CERTIFICATE = "coach.certificate"  # the sealed field's name


@dataclass(frozen=True, slots=True)
class CoachEntry:
    """What the register says of a coach. `certificate_no` None leaves what stands, "" takes it away."""

    name: str
    employer: str
    kind: str
    county_code: str
    started_on: date
    user_id: int | None = None
    is_full_time: bool = True
    other_counties: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    certificate_no: str | None = None
    certificate_until: date | None = None
    supervisor: str = ""
    points_ceiling: Decimal | None = None
    status: str = CoachStatus.ACTIVE
    left_on: date | None = None


@transaction.atomic
def keep_coach(who: Who, entry: CoachEntry, coach_id: int | None = None) -> Coach:
    """Enter a coach into the register, or change what it says of her.

    Raises:
        CoachingRefused: the county is out of reach, the account is another's or no coach's, or she leaves with open cases.
    """
    _must_manage(who)
    if not who.covers(entry.county_code):
        raise CoachingRefused("这个县区不在您的范围内。")
    row = Coach() if coach_id is None else coaches(who).filter(pk=coach_id).first()
    if row is None:
        raise CoachingRefused("没有找到这位辅导员。")
    if entry.user_id is not None:
        _check_account(who, entry.user_id, row.pk)
    left = entry.status == CoachStatus.LEFT
    if left and entry.left_on is None:
        raise CoachingRefused("请写明离开日期。")
    if left and row.pk and SupportCase.objects.filter(coach=row, closed_on=None).exists():
        raise CoachingRefused("这位辅导员还有没有结案的个案，请先交接。")
    row.user_id, row.name, row.employer, row.kind = entry.user_id, entry.name, entry.employer, CoachKind(entry.kind)
    row.is_full_time, row.county_code = entry.is_full_time, entry.county_code
    row.other_counties, row.skills = list(entry.other_counties), [CoachSkill(s).value for s in entry.skills]
    if entry.certificate_no is not None:
        number = entry.certificate_no.strip()
        row.certificate_sealed = seal(CERTIFICATE, number) if number else None
    row.certificate_until, row.supervisor = entry.certificate_until, entry.supervisor
    row.points_ceiling, row.status = entry.points_ceiling, CoachStatus(entry.status)
    row.started_on, row.left_on = entry.started_on, entry.left_on if left else None
    row.by, row.at = who.name, clock.now()
    row.save()
    if left:
        InstitutionCoach.objects.filter(coach=row, ended_on=None, started_on__lte=row.left_on).update(
            ended_on=row.left_on
        )
    audit.record("change", who=who, subject="coaching.Coach", ids=[row.pk], step="keep coach")
    return row


def _must_manage(who: Who) -> None:
    if not who.may("coaching.manage"):
        raise CoachingRefused("您的职责不包括管理就业辅导员名册。")


def _check_account(who: Who, user_id: int, coach_id: int | None) -> None:
    posts = Post.objects.on(clock.today()).filter(user=user_id, role="job_coach", reach__startswith=who.reach)
    if not User.objects.filter(pk=user_id, is_active=True, posts__in=posts).exists():
        raise CoachingRefused("这个账号在本地没有就业辅导员的职责。")
    if Coach.objects.filter(user=user_id).exclude(pk=coach_id or 0).exists():
        raise CoachingRefused("这个账号已经登记为另一位辅导员。")


@transaction.atomic
def add_training(
    who: Who, coach_id: int, kind: str, on: date, hours: Decimal, topic: str, provider: str = ""
) -> CoachTraining:
    """Enter hours in which a coach learnt.

    Raises:
        CoachingRefused: the coach is out of reach, the day lies ahead, or the hours can't be.
    """
    _must_manage(who)
    coach = coaches(who).filter(pk=coach_id).first()
    if coach is None:
        raise CoachingRefused("没有找到这位辅导员。")
    if on > clock.today():
        raise CoachingRefused("培训日期不能晚于今天。")
    if not 0 < hours <= 400:
        raise CoachingRefused("课时要在 0 到 400 之间。")
    row = CoachTraining.objects.create(
        coach=coach, kind=TrainingKind(kind), on=on, hours=hours, topic=topic[:120], provider=provider[:120], by=who.name,
        at=clock.now(),
    )  # fmt: skip
    audit.record("change", who=who, subject="coaching.Coach", ids=[coach.pk], step="training", hours=str(hours))
    return row


@transaction.atomic
def give_institution(who: Who, unit_id: int, coach_id: int) -> InstitutionCoach:
    """Let a coach answer for the people of a sheltered institution, beside those who do.

    Raises:
        CoachingRefused: unit or coach is out of reach, the coach has left, or answers already.
    """
    _must_manage(who)
    unit = who.sees(Unit.objects.filter(pk=unit_id)).first()
    coach = coaches(who).filter(pk=coach_id).first()
    if unit is None or coach is None:
        raise CoachingRefused("没有找到这家机构或这位辅导员。")
    if coach.status == CoachStatus.LEFT:
        raise CoachingRefused(f"{coach.name}已经离开。")
    if InstitutionCoach.objects.filter(unit_code=unit.code, coach=coach, ended_on=None).exists():
        raise CoachingRefused(f"{coach.name}已在这家机构。")
    row = InstitutionCoach.objects.create(
        unit_code=unit.code, coach=coach, started_on=clock.today(), by=who.name, at=clock.now()
    )
    audit.record(
        "change", who=who, subject="coaching.InstitutionCoach", ids=[row.pk, coach.pk], step="give institution"
    )
    return row


@transaction.atomic
def end_institution(who: Who, given_id: int) -> None:
    """Say that a coach no longer answers for an institution, from today on.

    Raises:
        CoachingRefused: it is out of reach or has ended before.
    """
    _must_manage(who)
    row = InstitutionCoach.objects.select_for_update().filter(pk=given_id, ended_on=None).first()
    if row is None or not who.sees(Unit.objects.filter(code=row.unit_code)).exists():
        raise CoachingRefused("没有找到这条安排。")
    InstitutionCoach.objects.filter(pk=row.pk).update(ended_on=clock.today())
    audit.record("change", who=who, subject="coaching.InstitutionCoach", ids=[row.pk], step="end institution")
