"""What is written down of graduates and colleges; plans for a whole class at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.casework.services.plans import open_plans
from tonggong.domain.graduates.models import CollegeActivity, Destination
from tonggong.domain.graduates.queries import Graduate, own_activities
from tonggong.rules.graduates import destinations


class GraduateRefused(Exception):
    """A step can't be taken; the text says why and what would help."""


@transaction.atomic
def write_destination(who: Who, one: Graduate, year: int, *, code: str, on: date, evidence: str) -> Destination:
    """Say where a graduate went; what was said before stays in the history.

    Raises:
        GraduateRefused: no such code, no evidence, a day ahead, or before the stay began.
    """
    if code not in destinations():
        raise GraduateRefused("请选一个去向。")
    if not evidence.strip():
        raise GraduateRefused("请写凭据，例如劳动合同、录取通知书。")
    if on > clock.today():
        raise GraduateRefused("日期还没有到。")
    if one.stay.enrolled_on is not None and on < one.stay.enrolled_on:
        raise GraduateRefused("落实日期早于入学日期，请核对。")
    now = clock.now()
    before = (
        Destination.objects.select_for_update().filter(person=one.person, class_year=year, known_until=None).first()
    )
    if before is not None:
        Destination.objects.filter(pk=before.pk).update(known_until=now)
    row = Destination.objects.create(
        person=one.person, class_year=year, code=code, on=on, evidence=evidence.strip(), known_from=now, said_by=who.name,
        thread=(before.thread or before.pk) if before else None,
    )  # fmt: skip
    if row.thread is None:
        Destination.objects.filter(pk=row.pk).update(thread=row.pk)
    audit.record("change", who=who, subject="graduates.Destination", ids=[row.pk], person=one.person.pk)
    facts_changed([one.person.pk])
    return row


def plans_for(who: Who, graduates: Sequence[Graduate], year: int) -> int:
    """Make the graduates' plan for each who has none and has somebody who answers for her; return how many were made.

    Raises:
        GraduateRefused: nobody answers for any of them.
    """
    waiting = [one for one in graduates if one.plan is None]
    owners = {one.person.pk: one.worker[0] for one in waiting if one.worker is not None}
    if waiting and not owners:
        raise GraduateRefused("这些毕业生还没有服务专员，请先分派，每人一个。")
    details: dict[int, dict[str, Any]] = {
        one.person.pk: {"class_year": year, "school": one.stay.school} for one in waiting
    }
    return open_plans(who, owners, "graduate", details)


def add_activity(
    who: Who, *, college: str, kind: str, on: date, people: int | None = None, note: str = ""
) -> CollegeActivity:
    """Write down what was done with a college, as something of one's own place.

    Raises:
        GraduateRefused: a day ahead, no college, or nobody's place.
    """
    if not who.reach:
        raise GraduateRefused("您的职责没有辖区，不能登记。")
    if on > clock.today():
        raise GraduateRefused("日期还没有到。")
    if not college.strip():
        raise GraduateRefused("请写学校名称。")
    row = CollegeActivity.objects.create(
        college=college.strip(), kind=kind, on=on, people=people, note=note.strip(), by=who.name, at=clock.now(),
        county_code=who.reach[:6].ljust(12, "0"),
        township_code=who.reach.ljust(12, "0") if len(who.reach) == 9 else "",
    )  # fmt: skip
    audit.record("change", who=who, subject="graduates.CollegeActivity", ids=[row.pk], step="add")
    return row


def withdraw_activity(who: Who, row: CollegeActivity) -> None:
    """Take back what was written down wrongly.

    Raises:
        GraduateRefused: another place wrote it down, or it was taken back already.
    """
    if not own_activities(who).filter(pk=row.pk).exists():
        raise GraduateRefused("这是别的地区登记的，请由登记的地区撤回。")
    if not withdrawn.withdraw(who, row):
        raise GraduateRefused("这条记录已经撤回了。")
