"""Consultation meetings: planned, held with what was decided, minutes issued; decisions are closed with their result."""

from datetime import date

from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.services import MoveRefused, move
from tonggong.domain.cooperation.choices import MeetingState
from tonggong.domain.cooperation.models import Attendance, Carried, Decision, Meeting, Partner, Topic
from tonggong.domain.cooperation.queries.meetings import minutes_content, opening_of
from tonggong.domain.cooperation.services.writing import CooperationRefused, must_be_past, must_manage, signed


@transaction.atomic
def plan_meeting(who: Who, *, title: str, on: date, place: str, county_code: str) -> Meeting:
    """Call a meeting; what earlier ones left open stands on its agenda by itself. Raises CooperationRefused: another place."""
    must_manage(who, county_code)
    row = Meeting.objects.create(
        title=title.strip(), on=on, place=place.strip(), county_code=county_code, **signed(who)
    )
    audit.record("change", who=who, subject="cooperation.Meeting", ids=[row.pk], step="plan")
    return row


@transaction.atomic
def add_topic(who: Who, row: Meeting, text: str) -> Topic:
    """Put a new item on the agenda. Raises CooperationRefused: the minutes are issued."""
    _must_be_open(who, row)
    found = Topic.objects.create(meeting=row, text=text.strip(), **signed(who))
    audit.record("change", who=who, subject="cooperation.Meeting", ids=[row.pk], step="topic")
    return found


@transaction.atomic
def add_attendance(
    who: Who, row: Meeting, *, organisation: str, attendee: str, partner: Partner | None = None
) -> Attendance:
    """Write down who was there. Raises CooperationRefused: it stands there already, or the minutes are issued."""
    _must_be_open(who, row)
    name = partner.name if partner else organisation.strip()
    try:
        with transaction.atomic():
            found = Attendance.objects.create(
                meeting=row, partner=partner, organisation=name, attendee=attendee.strip()
            )
    except IntegrityError:
        raise CooperationRefused("这个单位已经记在参会名单里。") from None
    audit.record("change", who=who, subject="cooperation.Meeting", ids=[row.pk], step="attendance")
    return found


@transaction.atomic
def hold(who: Who, row: Meeting, on: date) -> None:
    """Say that a meeting was held: what was open on that day and opened it is kept with it.

    Raises:
        CooperationRefused: the day has not come, or it was held already.
    """
    must_manage(who, row.county_code)
    must_be_past(on)
    try:
        move(row, MeetingState.HELD, who=who, reason="会议已召开", on=on)
    except MoveRefused as refused:
        raise CooperationRefused(str(refused)) from None
    Carried.objects.bulk_create(
        Carried(meeting=row, decision=one.decision, place=n, was_overdue=one.is_overdue)
        for n, one in enumerate(opening_of(row), 1)
    )


@transaction.atomic
def decide(who: Who, row: Meeting, *, text: str, owner: str, due_on: date) -> Decision:
    """Write down what a meeting decided, with its owner and term.

    Raises:
        CooperationRefused: it was not held yet, its minutes are issued, an owner lacks, or the term lies before the meeting.
    """
    _must_be_open(who, row)
    if row.state != MeetingState.HELD:
        raise CooperationRefused("会议还没有召开，先记下召开日期，再记议定事项。")
    if not owner.strip():
        raise CooperationRefused("每项议定事项要有负责单位。")
    if due_on < row.on:
        raise CooperationRefused("办结期限不能早于开会那天。")
    found = Decision.objects.create(meeting=row, text=text.strip(), owner=owner.strip(), due_on=due_on, **signed(who))
    audit.record("change", who=who, subject="cooperation.Decision", ids=[found.pk], step="decide")
    return found


@transaction.atomic
def close_decision(who: Who, row: Decision, *, on: date, result: str) -> None:
    """Say that a decision was carried out and how.

    Raises:
        CooperationRefused: it was closed already, without a result, or on a day before it was decided or still to come.
    """
    must_manage(who, row.meeting.county_code)
    must_be_past(on)
    if not result.strip():
        raise CooperationRefused("请写办结情况。")
    if on < row.meeting.on:
        raise CooperationRefused("办结日期不能早于开会那天。")
    rows = Decision.objects.filter(pk=row.pk, closed_on=None)
    if rows.update(closed_on=on, result=result.strip(), closed_by=who.name[:60], closed_at=clock.now()) != 1:
        raise CooperationRefused("这一项已经办结。")
    row.refresh_from_db()
    audit.record("change", who=who, subject="cooperation.Decision", ids=[row.pk], step="close")


@transaction.atomic
def issue_minutes(who: Who, row: Meeting) -> None:
    """Issue the minutes: from now on they say what they say today.

    Raises:
        CooperationRefused: it was not held, nobody is written down, or they are issued already.
    """
    must_manage(who, row.county_code)
    if not row.attendances.exists():
        raise CooperationRefused("还没有记参会单位，先记下谁参加了。")
    content = minutes_content(row)
    try:
        move(
            row, MeetingState.ISSUED, who=who, reason="印发纪要", minutes=content, issued_at=clock.now(),
            issued_by=who.name[:60],
        )  # fmt: skip
    except MoveRefused as refused:
        raise CooperationRefused(str(refused)) from None


def _must_be_open(who: Who, row: Meeting) -> None:
    must_manage(who, row.county_code)
    if row.state == MeetingState.ISSUED:
        raise CooperationRefused("纪要已经印发，不能再改。要补充，请在下一次会上议。")
