"""Open a case, add to it, hand it on; and all that is written into it while it is looked into."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.models import Transition
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import code_in_use, codes_under
from tonggong.domain.inspection.choices import Asked
from tonggong.domain.inspection.models import (
    Case,
    Entry,
    PersonFinding,
    Question,
    SiteVisit,
    Subject,
    Suspected,
    Task,
)
from tonggong.domain.inspection.services.refusals import (
    CaseRefused,
    is_same,
    must_be_open,
    must_handle,
    said,
    signed,
    term,
)
from tonggong.rules.signals.cases import State

Row = TypeVar("Row", bound=Entry)


@transaction.atomic
def open_case(who: Who, chosen: Iterable[Suspected], reason: str) -> Case:
    """Open a case from suspicions of one unit and year; nothing opens one by itself.

    Raises:
        CaseRefused: out of reach, of several units or years, none that stands, or a case of the unit is open.
    """
    rows = list(chosen)
    reason = said(reason, "立案理由", 400)
    if not rows or len({(code_in_use(one.unit_code), one.year) for one in rows}) != 1:
        raise CaseRefused("一个案卷只查一家单位一年的疑点，请选同一家单位的。")
    first = rows[0]
    if any(one.ended_in_id is not None for one in rows):
        raise CaseRefused("有的疑点已经不再如此，请回到名单重新选。")
    code = code_in_use(first.unit_code)
    unit = Unit.objects.filter(code=code).first()
    case = Case(
        unit_code=code, unit_name=(unit.name if unit else code)[:120], year=first.year,
        county_code=first.county_code, township_code=first.township_code, reason=reason, owner=who.name,
        owner_id=who.user_id, opened_by=who.name, opened_by_id=who.user_id, opened_at=clock.now(),
    )  # fmt: skip
    must_handle(who, case)
    taken = Case.objects.filter(unit_code__in=codes_under(code), year=first.year).exclude(state=State.CLOSED)
    try:
        with transaction.atomic():
            if not taken.exists():
                case.save()
    except IntegrityError:
        pass
    if case.pk is None:
        raise CaseRefused("这家单位这一年已经有一个没有办结的案卷，请把疑点加进那个案卷。")
    Transition.objects.create(
        subject=Case._meta.label, subject_id=case.pk, before="", after=State.LOOKING.value, by=who.name[:60],
        by_id=who.user_id, reason=reason, at=clock.now(),
    )  # fmt: skip
    _put_in(who, case, rows)
    audit.record("change", who=who, subject="inspection.Case", ids=[case.pk], step="open", suspicions=len(rows))
    return case


@transaction.atomic
def add_suspicions(who: Who, case: Case, chosen: Iterable[Suspected]) -> int:
    """Put further suspicions of the same unit and year into a case; returns how many were new to it.

    Raises:
        CaseRefused: out of reach, a result stands, or of another unit or year.
    """
    must_be_open(who, case)
    rows = list(chosen)
    if any((code_in_use(one.unit_code), one.year) != (code_in_use(case.unit_code), case.year) for one in rows):
        raise CaseRefused("只能加同一家单位同一年的疑点。")
    known = set(case.subjects.values_list("suspected", flat=True))
    fresh = [one for one in rows if one.pk not in known]
    _put_in(who, case, fresh)
    audit.record("change", who=who, subject="inspection.Case", ids=[case.pk], step="add", suspicions=len(fresh))
    return len(fresh)


def _put_in(who: Who, case: Case, rows: Iterable[Suspected]) -> None:
    Subject.objects.bulk_create([Subject(case=case, suspected=one, by=who.name, at=clock.now()) for one in rows])


@transaction.atomic
def take_over(who: Who, case: Case, reason: str) -> None:
    """Become the one who handles a case; only she sees what persons said in confidence.

    Raises:
        CaseRefused: out of reach, no reason, or she handles it already.
    """
    must_handle(who, case)
    reason = said(reason, "接手的理由", 200)
    if is_same(who, case.owner, case.owner_id):
        raise CaseRefused("您已经是承办人。")
    before = case.owner
    Case.objects.filter(pk=case.pk).update(owner=who.name, owner_id=who.user_id)
    case.refresh_from_db()
    Transition.objects.create(
        subject=Case._meta.label, subject_id=case.pk, before=case.state, after=case.state, by=who.name[:60],
        by_id=who.user_id, reason=f"承办人由{before}改为{who.name}：{reason}"[:400], at=clock.now(),
    )  # fmt: skip
    audit.record("change", who=who, subject="inspection.Case", ids=[case.pk], step="take over", reason=reason)


@transaction.atomic
def add_task(who: Who, case: Case, text: str, due_on: date | None = None) -> Task:
    """Note something to be done; without a day by the term of the figures.

    Raises:
        CaseRefused: out of reach, a result stands, nothing said, or the day has passed.
    """
    must_be_open(who, case)
    due = due_on or clock.today() + term(case, "task_days")
    if due < clock.today():
        raise CaseRefused("期限不能早于今天。")
    row = Task.objects.create(case=case, text=said(text, "要办的事", 200), due_on=due, **signed(who))
    return _noted(who, row, "task")


@transaction.atomic
def finish_task(who: Who, case: Case, key: int, note: str) -> Task:
    """Say that a task is done and what came of it. Raises CaseRefused: out of reach, gone, done already, nothing said."""
    must_be_open(who, case)
    row = case.tasks.standing().filter(pk=key, done_on=None).first()
    if row is None:
        raise CaseRefused("这件事已经办完或撤回，请刷新后再看。")
    row.note, row.done_on, row.done_by = said(note, "办的结果", 400), clock.today(), who.name
    row.save(update_fields=["note", "done_on", "done_by"])
    return _noted(who, row, "task done")


@transaction.atomic
def note_visit(who: Who, case: Case, on: date, seen: str, company: str = "") -> SiteVisit:
    """Note what was seen at the unit. Raises CaseRefused: out of reach, a result stands, ahead of today, nothing said."""
    must_be_open(who, case)
    if on > clock.today():
        raise CaseRefused("到单位核查的日期不能晚于今天。")
    text = said(seen, "看到的情况", 1000)
    row = SiteVisit.objects.create(case=case, on=on, seen=text, company=company.strip()[:100], **signed(who))
    return _noted(who, row, "visit")


@transaction.atomic
def ask(who: Who, case: Case, asked: str, texts: Iterable[str], due_on: date | None = None) -> list[Question]:
    """Ask the unit, the person or somebody else; what the unit is asked stands on its own page at once.

    Raises:
        CaseRefused: out of reach, a result stands, nothing asked, or the term has passed.
    """
    must_be_open(who, case)
    due = due_on or clock.today() + term(case, "answer_days")
    if due < clock.today():
        raise CaseRefused("答复期限不能早于今天。")
    wanted = [said(text, "问题", 300) for text in dict.fromkeys(texts) if text.strip()]
    if not wanted or asked not in Asked.values:
        raise CaseRefused("请选或写至少一个问题，并说明问谁。")
    rows = [Question.objects.create(case=case, asked=asked, text=text, due_on=due, **signed(who)) for text in wanted]
    for row in rows:
        _noted(who, row, "question")
    return rows


@transaction.atomic
def note_answer(who: Who, case: Case, key: int, answer: str, *, on: date, is_own_word: bool = False) -> Question:
    """Note an answer that was given by word of mouth; what a person said in confidence only the handler reads.

    Raises:
        CaseRefused: out of reach, answered already, nothing said, ahead of today, or a unit's word as a person's.
    """
    must_be_open(who, case)
    row = case.questions.standing().filter(pk=key, answered_on=None).first()
    if row is None:
        raise CaseRefused("这个问题已经答复或撤回，请刷新后再看。")
    if on > clock.today():
        raise CaseRefused("答复日期不能晚于今天。")
    if is_own_word and row.asked != Asked.PERSON:
        raise CaseRefused("只有问本人的问题才能记成本人私下说的。")
    row.answer, row.answered_on, row.answered_by = said(answer, "答复", 1000), on, who.name
    row.is_own_word = is_own_word
    row.save(update_fields=["answer", "answered_on", "answered_by", "is_own_word"])
    return _noted(who, row, "answer")


ENTRIES: dict[str, Any] = {
    "task": Task, "visit": SiteVisit, "question": Question, "finding": PersonFinding,
}  # fmt: skip


@transaction.atomic
def withdraw(who: Who, case: Case, kind: str, key: int, reason: str) -> None:
    """Take an entry back that was wrong; it stays, struck through. What the unit
    answered, and a letter that was sent, are never taken away.

    Raises:
        CaseRefused: out of reach, a result stands, gone already, or answered by the unit.
    """
    must_be_open(who, case)
    reason = said(reason, "撤回的理由", 200)
    row = ENTRIES[kind].objects.standing().filter(case=case, pk=key).first() if kind in ENTRIES else None
    if row is None:
        raise CaseRefused("这一条已经撤回，请刷新后再看。")
    if isinstance(row, Question) and row.answered_on is not None and not row.is_own_word and row.asked == Asked.UNIT:
        raise CaseRefused("单位已经答复的问题不能撤回。")
    if not withdrawn.withdraw(who, row, reason, case=case.pk, reason=reason):
        raise CaseRefused("这一条已经撤回，请刷新后再看。")


def _noted(who: Who, row: Row, step: str) -> Row:
    audit.record("change", who=who, subject=type(row)._meta.label, ids=[row.pk], step=step)
    return row
