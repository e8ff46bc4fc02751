"""What was found of each person, what is proposed to come of the case, and a second person's yes or no."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.services import move
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.inspection.facts_of_case import case_facts
from tonggong.domain.inspection.models import Case, PersonFinding, Result
from tonggong.domain.inspection.services.refusals import (
    CaseRefused,
    is_same,
    must_be_open,
    must_handle,
    said,
    signed,
)
from tonggong.domain.inspection.services.striking import count_again, strike
from tonggong.rules.signals.cases import ENDING_LABELS, Ending, Office, State, Verdict, why_not_ended, why_not_found


@transaction.atomic
def find(who: Who, case: Case, person: int, verdict: str, reason: str, evidence: str) -> PersonFinding:
    """Find whether somebody's placement is real; a later finding of the same person takes the place of this one.

    Raises:
        CaseRefused: out of reach, without reason or evidence, or against somebody whose unit was not heard.
    """
    must_be_open(who, case)
    if verdict not in set(Verdict):
        raise CaseRefused("请选认定：属实、不实或查不清。")
    if refused := why_not_found(case_facts(case), person, Verdict(verdict), reason):
        raise CaseRefused(refused)
    row = PersonFinding.objects.create(
        case=case, person_id=person, verdict=verdict, reason=said(reason, "理由", 600),
        evidence=said(evidence, "依据", 400), **signed(who),
    )  # fmt: skip
    audit.record(
        "change",
        who=who,
        subject="inspection.PersonFinding",
        ids=[row.pk],
        case=case.pk,
        verdict=verdict,
        person=person,
    )
    return row


@transaction.atomic
def propose(
    who: Who, case: Case, ending: str, reason: str, months: Mapping[int, Iterable[str]] | None = None,
    offices: Iterable[str] = (),
) -> Result:  # fmt: skip
    """Propose what comes of a case; somebody else has to confirm it.

    Raises:
        CaseRefused: out of reach, or the findings and the hearing do not bear it.
        MoveRefused: a colleague was faster.
    """
    must_handle(who, case)
    if ending not in set(Ending):
        raise CaseRefused("请选结论。")
    struck = {person: sorted(set(those)) for person, those in (months or {}).items() if those}
    if ending != Ending.NOT_COUNTED:
        struck = {}
    known = [office for office in Office if office.value in set(offices)] if ending != Ending.NO_PROBLEM else []
    if refused := why_not_ended(case_facts(case), Ending(ending), struck, known, reason):
        raise CaseRefused(refused)
    row = Result.objects.create(
        case=case, ending=ending, months={str(person): those for person, those in struck.items()},
        offices=[office.value for office in known], reason=said(reason, "理由", 600), **signed(who),
    )  # fmt: skip
    move(case, State.PROPOSED.value, who=who, reason=f"提出结论：{ENDING_LABELS[Ending(ending)]}。")
    return row


@transaction.atomic
def confirm(who: Who, case: Case, note: str = "") -> Result:
    """Confirm the proposed result and close the case; never by who proposed it. Months it strikes out count no more.

    Raises:
        CaseRefused: out of reach, nothing proposed, or the same person.
        MoveRefused: a colleague was faster.
    """
    must_handle(who, case)
    row = _proposed(case)
    if is_same(who, row.by, row.by_id):
        raise CaseRefused("提结论的人不能自己办结，请另一位同事复核。")
    row.confirmed_by, row.confirmed_by_id, row.confirmed_at = who.name, who.user_id, clock.now()
    row.save(update_fields=["confirmed_by", "confirmed_by_id", "confirmed_at"])
    move(case, State.CLOSED.value, who=who, reason=note.strip() or "复核同意，办结。")
    strike(who, case, row)
    return row


@transaction.atomic
def send_back(who: Who, case: Case, reason: str) -> None:
    """Send a proposed result back, or take one's own back; it stays, withdrawn.

    Raises:
        CaseRefused: out of reach, nothing proposed, or no reason.
    """
    must_handle(who, case)
    reason = said(reason, "退回的理由", 200)
    if not withdrawn.withdraw(who, _proposed(case), reason, case=case.pk):
        raise CaseRefused("现在没有等复核的结论。")
    move(case, _before_result(case), who=who, reason=f"结论退回：{reason}")


@transaction.atomic
def reopen(who: Who, case: Case, reason: str) -> None:
    """Open a closed case again; its result holds no more and stays, withdrawn, and the months it struck out count.

    Raises:
        CaseRefused: out of reach, not closed, no reason, or another case of the unit and year is open.
    """
    must_handle(who, case)
    reason = said(reason, "重新打开的理由", 200)
    if case.state != State.CLOSED:
        raise CaseRefused("这个案卷没有办结。")
    others = Case.objects.filter(unit_code__in=codes_under(case.unit_code), year=case.year)
    if others.exclude(state=State.CLOSED).exists():
        raise CaseRefused("这家单位这一年已经另有一个没有办结的案卷。")
    row = case.results.standing().order_by("pk").last()
    if row is not None:
        withdrawn.withdraw(who, row, reason, case=case.pk)
        if row.months:
            count_again(who, case)
    move(case, _before_result(case), who=who, reason=f"重新打开：{reason}")


def _proposed(case: Case) -> Result:
    row = case.results.standing().order_by("pk").last()
    if case.state != State.PROPOSED or row is None:
        raise CaseRefused("现在没有等复核的结论。")
    return row


def _before_result(case: Case) -> str:
    """Where a case stands without a result: heard where a hearing is over, else looking."""
    is_heard = case.letters.exclude(stated_on=None, silent_on=None).exists()
    return State.HEARD.value if is_heard else State.LOOKING.value
