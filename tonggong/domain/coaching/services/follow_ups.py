"""Follow-ups kept true to the spells, and what a coach did at one.

Which contacts are owed, for whom and until when follows from the facts: `sync_follow_ups` makes it so as often as it is
called, with the same result. What somebody did is never touched by it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import insert_rows, no_collector, update_rows
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import Closing, FollowUpMethod, FollowUpOutcome, Risk, RiskReason
from tonggong.domain.coaching.models import FollowUp, SupportCase
from tonggong.domain.coaching.reach import STANDS, figures, human, spell_of
from tonggong.domain.coaching.reach import follow_ups as visible
from tonggong.domain.coaching.services import jobs
from tonggong.domain.coaching.services.again import lost_jobs
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.coaching.services.risks import plan_step
from tonggong.domain.coaching.services.told import say_ended
from tonggong.rules import coaching
from tonggong.rules.figures import FigureMissing, Figures


@dataclass(frozen=True, slots=True)
class Synced:
    """What a synchronisation did."""

    created: int
    changed: int
    reopened: int


def refresh(person_ids: list[int] | None) -> None:
    """Follow facts that have changed (None: of everybody); registered with `base.derived`."""
    sync_follow_ups(clock.today(), person_ids)


@transaction.atomic
def sync_follow_ups(day: date, person_ids: list[int] | None = None) -> Synced:
    """Create the contacts that supported and placed persons are owed, move due days, close what a lost job leaves over.

    A lost job also closes the case that stood for it and opens a new one in S2 (重新就业); an end that is taken back
    undoes that. Doing it twice does nothing more.

    Args:
        day: on which it is judged; yearly contacts are made up to the first after it.
        person_ids: whose facts moved; None is everybody.
    Returns:
        how many follow-ups were created and changed, how many cases opened again.
    """
    of_city = figures(day)
    try:
        of_city["coaching.follow_up_days"]
    except FigureMissing:
        return Synced(0, 0, 0)  # a city without its figures has no follow-up yet; nothing is guessed
    with no_collector():
        followed, stood = jobs.followed(day, jobs.rows_of(person_ids), of_city)
        created, changed = _compared(day, followed, stood, of_city)
        insert_rows(FollowUp, NEW, created)
        update_rows(FollowUp, MOVING, changed)
    return Synced(len(created), len(changed), lost_jobs(day, followed, of_city))


# Database columns: of a fresh row; of one that changed, its key behind them.
NEW = (
    "person_id",
    "spell",
    "point",
    "started_on",
    "due_on",
    *(EMPTY := ("closing", "method", "outcome", "reason", "note", "by")),
    "attempts",
)
MOVING = ("person_id", "started_on", "due_on", "closed_on", "closing")
Values = tuple[Any, ...]


def _compared(
    day: date, followed: dict[int, jobs.Job], stood: dict[int, list[jobs.Contact]], of_city: Figures
) -> tuple[list[Values], list[Values]]:
    """Rows to be written and rows that change, in the order of NEW and MOVING; what is as it should be is in neither."""
    created, changed = [], []
    owed: dict[tuple[date, date], dict[int, coaching.Due]] = {}  # many start on one day and become known on one
    for thread, job in followed.items():
        if (due := owed.get((job.started_on, job.since))) is None:
            found = coaching.follow_ups(job.started_on, job.since, day, of_city)
            due = owed[job.started_on, job.since] = {one.point: one for one in found}
        over = min(filter(None, (job.died_on, job.ended_on)), default=None)
        over = over if over is not None and over <= day else None
        kept = stood.get(thread, [])
        for row in kept:
            values = _as_owed(row, job, due, over, day)
            if values != row[3:8]:
                changed.append((*values, row.pk))
        if over is None:
            there = {row.point for row in kept}
            created += [
                (job.person_id, thread, point, job.started_on, one.due_on, *[""] * len(EMPTY), 0)
                for point, one in due.items()
                if point not in there and not one.is_late_known
            ]
    for thread in stood.keys() - followed.keys():  # nothing stands of the spell any more
        changed += [
            (row.person_id, row.started_on, row.due_on, day, Closing.WITHDRAWN.value, row.pk)
            for row in stood[thread]
            if row.done_on is None and (row.closed_on is None or row.closing != Closing.WITHDRAWN)
        ]
    return created, changed


def _as_owed(row: jobs.Contact, job: jobs.Job, due: dict[int, coaching.Due], over: date | None, day: date) -> Values:
    """What a row should say, in the order of MOVING; what was done stays done, whatever becomes of the job."""
    closed_on, closing = row.closed_on, row.closing
    if row.done_on is None:
        if over is not None:
            closed_on, closing = over, Closing.JOB_ENDED.value
        elif row.point not in due:
            closed_on, closing = row.closed_on or day, Closing.WITHDRAWN.value
        else:
            closed_on, closing = None, ""
    due_on = due[row.point].due_on if row.point in due else row.due_on
    return job.person_id, job.started_on, due_on, closed_on, closing


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody found at a follow-up."""

    method: str
    outcome: str
    reason: str = ""
    note: str = ""
    step: str = ""  # what is done next where the job is at risk
    step_due_on: date | None = None
    left_on: date | None = None  # the day on which the job is said to have ended


@transaction.atomic
def record_follow_up(who: Who, follow_up_id: int, contact: Contact) -> FollowUp:
    """Write down a contact. Not reached, it stays owed; at risk, the case says so and the plan gets a step with a day.

    A job that is said to have ended is recorded as a visit records it, with its day.

    Raises:
        CoachingRefused: done before or no longer owed, out of reach, not its day yet, a reason, a step or a day is missing.
    """
    if not who.may("coaching.record"):
        raise CoachingRefused("您的职责不包括记录就业跟进。")
    row = visible(who).filter(pk=follow_up_id).first()
    if row is None:
        raise CoachingRefused("没有找到这次跟进。")
    row = FollowUp.objects.select_for_update().get(pk=row.pk)
    method, outcome = FollowUpMethod(contact.method), FollowUpOutcome(contact.outcome)
    if row.done_on is not None:
        raise CoachingRefused("这次跟进已经记过了。")
    if row.closed_on is not None:
        raise CoachingRefused("这份工作已经结束，不用再跟进。")
    if outcome in (FollowUpOutcome.AT_RISK, FollowUpOutcome.LEFT) and not contact.reason:
        raise CoachingRefused("请选原因。")
    if outcome == FollowUpOutcome.AT_RISK and not contact.step.strip():
        raise CoachingRefused("请写下一步做什么。")
    if outcome == FollowUpOutcome.LEFT and contact.left_on is None:
        raise CoachingRefused("请写哪天离职；记不准的写大约哪天。")
    row.method, row.outcome, row.note = method, outcome, contact.note[:400]
    row.reason = RiskReason(contact.reason) if contact.reason else ""
    row.user_id, row.by, row.at = who.user_id, who.name, clock.now()
    if outcome == FollowUpOutcome.NOT_REACHED:
        row.attempts += 1
    else:
        row.done_on = clock.today()
    row.save()
    _onto_case(who, row, outcome, contact)
    job = spell_of(row.spell)
    if outcome == FollowUpOutcome.LEFT and contact.left_on is not None and job is not None and job.ended_on is None:
        say_ended(who, job, contact.left_on, row.get_reason_display(), method)
    audit.record(
        "change",
        who=who,
        subject="coaching.FollowUp",
        ids=[row.pk, row.person_id],
        step="follow-up",
        outcome=outcome.value,
    )
    return row


def _onto_case(who: Who, row: FollowUp, outcome: FollowUpOutcome, contact: Contact) -> None:
    """Let the case of a followed person say how safe the job is."""
    person = human(FollowUp.objects.select_related("person__merged_into").get(pk=row.pk))
    open_ones: QuerySet[SupportCase] = SupportCase.objects.annotate(key=STANDS).filter(key=person.pk, closed_on=None)
    if outcome == FollowUpOutcome.STEADY:
        SupportCase.objects.filter(pk__in=open_ones.values("pk")).update(risk=Risk.NONE, risk_reason="", risk_step="")
    elif outcome in (FollowUpOutcome.AT_RISK, FollowUpOutcome.LEFT):
        step = contact.step.strip()[:200]
        values: dict[str, Any] = {"risk": Risk.AT_RISK, "risk_reason": contact.reason, "risk_step": step}
        if step:
            values["next_on"] = plan_step(who, person, step, contact.step_due_on, who.user_id)
        SupportCase.objects.filter(pk__in=open_ones.values("pk")).update(**values)
