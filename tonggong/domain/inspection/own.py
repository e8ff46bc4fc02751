"""What a unit sees of its own cases, and what it says: questions and letters, never a signal, a source or a person's own word."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.employers.own import own_codes
from tonggong.domain.employment.own import reported_people
from tonggong.domain.inspection.choices import Asked
from tonggong.domain.inspection.models import Case, HearingLetter, Question
from tonggong.domain.inspection.services.hearings import state
from tonggong.domain.inspection.services.refusals import CaseRefused, said
from tonggong.domain.persons.models import Person
from tonggong.rules.masking import mask_name
from tonggong.rules.signals.cases import State


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """What the unit is asked of a year. `people`: (key, masked name) of those in it whom it reported itself, nobody else."""

    case_id: int
    year: int
    is_open: bool
    questions: list[Question]
    letters: list[HearingLetter]
    people: list[tuple[int, str]]


def own_checks(who: Who) -> list[OwnCheck]:
    """The cases of the unit that somebody speaks for in which it was asked something; the latest first.

    The caller notes that the people in it were looked at.
    """
    ours = reported_people(who)
    found = []
    for case in Case.objects.filter(unit_code__in=own_codes(who)).order_by("-pk"):
        questions = list(case.questions.standing().filter(asked=Asked.UNIT).order_by("pk"))
        letters = list(case.letters.order_by("pk"))
        if not questions and not letters:
            continue
        keys = set(case.subjects.values_list("suspected__person", flat=True)) & ours
        names = Person.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name")
        people = [(key, mask_name(name)) for key, name in names]
        is_open = case.state not in (State.PROPOSED, State.CLOSED)
        found.append(OwnCheck(case.pk, case.year, is_open, questions, letters, people))
    return found


def waiting_count(who: Who) -> int:
    """How many questions and letters wait for the unit's word."""
    cases = Case.objects.filter(unit_code__in=own_codes(who)).exclude(state__in=[State.PROPOSED, State.CLOSED])
    asked = Question.objects.standing().filter(case__in=cases, asked=Asked.UNIT, answered_on=None).count()
    return asked + HearingLetter.objects.filter(case__in=cases, stated_on=None, silent_on=None).count()


def own_case(who: Who, case_id: int) -> Case | None:
    """A case in which the unit was asked something; None where there is none."""
    asked = Q(questions__asked=Asked.UNIT, questions__withdrawn_at=None) | Q(letters__isnull=False)
    return Case.objects.filter(asked, pk=case_id, unit_code__in=own_codes(who)).distinct().first()


@transaction.atomic
def answer_own(who: Who, case: Case, key: int, answer: str) -> Question:
    """Answer a question of the own unit's; late is better than never.

    Raises:
        CaseRefused: not the own unit's, answered or withdrawn already, the case has a result, or nothing said.
    """
    _must_be_own(who, case)
    row = case.questions.standing().select_for_update().filter(pk=key, asked=Asked.UNIT, answered_on=None).first()
    if row is None:
        raise CaseRefused("这个问题已经答复，或者不用再答复。")
    row.answer, row.answered_on, row.answered_by = said(answer, "答复", 1000), clock.today(), who.name
    row.save(update_fields=["answer", "answered_on", "answered_by"])
    audit.record("change", who=who, subject="inspection.Question", ids=[row.pk], step="answer of the unit")
    return row


@transaction.atomic
def state_own(who: Who, case: Case, text: str) -> HearingLetter:
    """State the unit's view in its hearing.

    Raises:
        CaseRefused: not the own unit's, no hearing under way, or nothing said.
        MoveRefused: the hearing ended meanwhile.
    """
    _must_be_own(who, case)
    row = case.letters.select_for_update().filter(stated_on=None, silent_on=None).order_by("pk").last()
    if row is None or case.state != State.HEARING:
        raise CaseRefused("现在没有等您陈述意见的函。")
    return state(who, case, row, said(text, "意见", 4000), clock.today(), who.name)


def _must_be_own(who: Who, case: Case) -> None:
    if case.unit_code not in own_codes(who):
        raise CaseRefused("这不是本单位的核查。")
    if case.state in (State.PROPOSED, State.CLOSED):
        raise CaseRefused("核查已经有了结论，要补充请直接联系残联。")
