"""The right to be heard (听取意见): a letter to the unit, and what it states or that it let the term pass."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.services import move
from tonggong.domain.inspection.models import Case, HearingLetter
from tonggong.domain.inspection.services.refusals import CaseRefused, must_be_open, said, signed, term
from tonggong.rules.signals.cases import State


@transaction.atomic
def send_letter(who: Who, case: Case, text: str) -> HearingLetter:
    """Send the unit the letter of its hearing about everybody in the case; it stands on the unit's page at once.

    Raises:
        CaseRefused: out of reach, a result stands, nothing said, or a hearing is under way.
        FigureMissing: the city has not entered the term.
    """
    must_be_open(who, case)
    if case.state == State.HEARING:
        raise CaseRefused("上一封听取意见的函还没有结束。")
    people = sorted(set(case.subjects.values_list("suspected__person", flat=True)))
    today = clock.today()
    row = HearingLetter.objects.create(
        case=case, sent_on=today, due_on=today + term(case, "hearing_days"), text=said(text, "函的内容", 2000),
        people=people, **signed(who),
    )  # fmt: skip
    move(case, State.HEARING.value, who=who, reason=f"发出听取意见的函，期限 {row.due_on}。")
    audit.record("change", who=who, subject="inspection.HearingLetter", ids=[row.pk], step="send", due=row.due_on)
    return row


@transaction.atomic
def note_statement(who: Who, case: Case, text: str, *, on: date, stated_by: str) -> HearingLetter:
    """Note what the unit stated on paper or in person.

    Raises:
        CaseRefused: out of reach, no hearing under way, nothing said, or a day outside the hearing.
    """
    must_be_open(who, case)
    row = _running(case)
    if not row.sent_on <= on <= clock.today():
        raise CaseRefused("陈述的日期要在发函以后、今天以前。")
    return state(who, case, row, said(text, "单位的陈述", 4000), on, said(stated_by, "谁陈述的", 60))


def state(who: Who, case: Case, row: HearingLetter, text: str, on: date, stated_by: str) -> HearingLetter:
    """Keep a statement and end the hearing; the caller has checked who may."""
    row.statement, row.stated_on, row.stated_by = text, on, stated_by
    row.save(update_fields=["statement", "stated_on", "stated_by"])
    move(case, State.HEARD.value, who=who, reason="单位陈述了意见。")
    audit.record("change", who=who, subject="inspection.HearingLetter", ids=[row.pk], step="stated")
    return row


@transaction.atomic
def note_silence(who: Who, case: Case) -> HearingLetter:
    """Note after the term that the unit said nothing.

    Raises:
        CaseRefused: out of reach, no hearing under way, or the term has not passed.
    """
    must_be_open(who, case)
    row, today = _running(case), clock.today()
    if today <= row.due_on:
        raise CaseRefused(f"陈述的期限是 {row.due_on}，还没有过。")
    row.silent_on = today
    row.save(update_fields=["silent_on"])
    move(case, State.HEARD.value, who=who, reason="期限届满，单位没有陈述意见。")
    audit.record("change", who=who, subject="inspection.HearingLetter", ids=[row.pk], step="silent")
    return row


def _running(case: Case) -> HearingLetter:
    row = case.letters.filter(stated_on=None, silent_on=None).order_by("pk").last()
    if case.state != State.HEARING or row is None:
        raise CaseRefused("现在没有进行中的听取意见。")
    return row


def draft(unit_name: str, year: int, questions: Iterable[str]) -> str:
    """The words a letter begins with; who handles the case changes them. They name no person and no source."""
    asked = "\n".join(f"{n}. {text}" for n, text in enumerate(questions, 1))
    return (
        f"{unit_name}：\n我们在核查{year}年按比例就业安排情况时，有一些情况需要贵单位说明：\n{asked}\n"
        "请在期限内陈述意见，可以附上考勤、工资银行流水、劳动合同等材料。在作出对贵单位不利的认定以前，我们会考虑贵单位的意见；"
        "期满没有陈述的，按已查到的情况办理。"
    )
