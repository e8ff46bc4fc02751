"""Follow-ups kept true to the spells, and what a coach did at one.

Which contacts are owed, for whom and until when follows from the facts: `sync_follow_ups` makes it so as often as it is
called, with the same result. What somebody did is never touched by it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import Closing, FollowUpMethod, FollowUpOutcome, Risk, RiskReason
from tonggong.domain.coaching.models import FollowUp, SupportCase
from tonggong.domain.coaching.reach import STANDS, figures, given, human, spell_key, spell_of, spells
from tonggong.domain.coaching.reach import follow_ups as visible
from tonggong.domain.coaching.services.again import lost_jobs
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.coaching.services.risks import plan_step
from tonggong.domain.coaching.services.told import say_ended
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.rules import coaching
from tonggong.rules.figures import FigureMissing

MANY = 5000  # persons; above it everybody is read at once
PLACED_BY = ("残联", "辅导员")  # what a channel of placement says where the federation or a coach placed somebody


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
    try:
        figures(day)["coaching.follow_up_days"]
    except FigureMissing:
        return Synced(0, 0, 0)  # a city without its figures has no follow-up yet; nothing is guessed
    keys = _keys(person_ids)
    rows = _existing(keys)
    jobs = _followed(day, keys)
    known, coached = _known_on(jobs), _coached_since(keys)
    created, changed = [], []
    for thread, spell in jobs.items():
        stood = rows.pop(thread, [])
        since = known[thread]
        if not _was_placed(spell) and spell.person_id in coached:
            since = max(since, coached[spell.person_id])
        fresh, moved = _contacts(spell, stood, since, day)
        created += fresh
        changed += moved
    for stood in rows.values():  # nothing stands of the spell any more
        changed += [row for row in stood if _close(row, Closing.WITHDRAWN, day)]
    FollowUp.objects.bulk_create(created, batch_size=500)
    FollowUp.objects.bulk_update(changed, ["person", "started_on", "due_on", "closed_on", "closing"], batch_size=200)
    reopened = lost_jobs(day, jobs, keys)
    return Synced(len(created), len(changed), reopened)


def _keys(person_ids: list[int] | None) -> list[int] | None:
    """The rows that stand for some persons and those merged into them."""
    if person_ids is None or len(person_ids) > MANY:
        return None
    found = set(person_ids)
    for chunk in in_chunks(sorted(person_ids)):
        rows = Person.objects.filter(Q(pk__in=chunk) | Q(merged_into__in=chunk) | Q(merged__in=chunk))
        for pk, kept in rows.values_list("pk", "merged_into_id"):
            found |= {pk, kept} - {None}
    return sorted(found)


def _existing(keys: list[int] | None) -> dict[int, list[FollowUp]]:
    rows: dict[int, list[FollowUp]] = defaultdict(list)
    chunks: list[Any] = [None] if keys is None else list(in_chunks(keys))
    for chunk in chunks:
        found = FollowUp.objects.all() if chunk is None else FollowUp.objects.filter(person__in=chunk)
        for row in found.order_by("spell", "point"):
            rows[row.spell].append(row)
    return rows


def _followed(day: date, keys: list[int] | None) -> dict[int, Spell]:
    """Standing spells that are followed: placed by the federation or a coach, of a coached person, or followed before."""
    placed = Q()
    for word in PLACED_BY:
        placed |= Q(channel__contains=word)
    recent = day - timedelta(days=int(figures(day)["coaching.reopen_days"].value))
    placed &= Q(ended_on=None) | Q(ended_on__gte=recent)
    cases = SupportCase.objects.filter(closed_on=None).annotate(key=STANDS).values("key")
    handed = given().values("stands_for")
    coached = (Q(person__in=cases) | Q(person__in=handed)) & Q(ended_on=None)
    before = Q(key__in=FollowUp.objects.values("spell")) | Q(
        key__in=SupportCase.objects.exclude(spell=None).values("spell")
    )
    rows = spells().filter(placed | coached | before, started_on__lte=day).select_related("person")
    found: dict[int, Spell] = {}
    chunks: list[Any] = [None] if keys is None else list(in_chunks(keys))
    for chunk in chunks:
        for spell in rows if chunk is None else rows.filter(person__in=chunk):
            found[spell.thread or spell.pk] = spell
    return found


def _known_on(jobs: dict[int, Spell]) -> dict[int, date]:
    """The day on which each job first became known."""
    found: dict[int, date] = {}
    for chunk in in_chunks(sorted(jobs)):
        rows = Spell.objects.annotate(key=spell_key()).filter(key__in=chunk).values("key").order_by()
        found |= {row["key"]: clock.day_of(row["first"]) for row in rows.annotate(first=Min("known_from"))}
    return found


def _coached_since(keys: list[int] | None) -> dict[int, date]:
    """Since when each person has had a coach or a case."""
    found: dict[int, date] = {}
    chunks: list[Any] = [None] if keys is None else list(in_chunks(keys))
    for chunk in chunks:
        cases, handed = SupportCase.objects.annotate(key=STANDS), given()
        if chunk is not None:
            cases, handed = cases.filter(key__in=chunk), handed.filter(stands_for__in=chunk)
        pairs = (*cases.values_list("key", "opened_on"), *handed.values_list("stands_for", "started_on"))
        for person, since in pairs:
            found[person] = min(since, found.get(person, since))
    return found


def _was_placed(spell: Spell) -> bool:
    return any(word in spell.channel for word in PLACED_BY)


def _contacts(spell: Any, stood: list[FollowUp], since: date, day: date) -> tuple[list[FollowUp], list[FollowUp]]:
    """The contacts of one job: those to be created, those that changed."""
    over = min(filter(None, (spell.person.died_on, spell.ended_on)), default=None)
    is_over = over is not None and over <= day
    due = {one.point: one for one in coaching.follow_ups(spell.started_on, since, day, figures(day))}
    changed, there = [], {row.point for row in stood}
    for row in stood:
        before = (row.person_id, row.started_on, row.due_on, row.closed_on, row.closing)
        row.person_id, row.started_on = spell.person_id, spell.started_on
        if row.point in due:
            row.due_on = due[row.point].due_on
        if row.done_on is None:
            row.closed_on, row.closing = None, ""
            if is_over:
                row.closed_on, row.closing = over, Closing.JOB_ENDED
            elif row.point not in due:
                row.closed_on, row.closing = before[3] or day, Closing.WITHDRAWN
        if before != (row.person_id, row.started_on, row.due_on, row.closed_on, row.closing):
            changed.append(row)
    created = [
        FollowUp(person_id=spell.person_id, spell=spell.thread or spell.pk, point=one.point, started_on=spell.started_on, due_on=one.due_on)
        for one in due.values()
        if one.point not in there and not one.is_late_known and not is_over
    ]  # fmt: skip
    return created, changed


def _close(row: FollowUp, closing: Closing, day: date) -> bool:
    """Close a follow-up that nobody did; say whether that changed anything."""
    if row.done_on is not None or (row.closed_on is not None and row.closing == closing):
        return False
    row.closed_on, row.closing = day, closing
    return True


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
