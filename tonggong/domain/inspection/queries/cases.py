"""Cases within reach: the list, one with everything in it, and its course in order."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.inspection.choices import Asked
from tonggong.domain.inspection.facts_of_case import case_facts
from tonggong.domain.inspection.models import (
    Case,
    HearingLetter,
    PersonFinding,
    Question,
    Result,
    Suspected,
    Task,
)
from tonggong.domain.inspection.services.refusals import is_same
from tonggong.domain.persons.models import Person
from tonggong.domain.testimony.queries.words import words_held
from tonggong.rules.masking import mask_name
from tonggong.rules.outcome import Outcome
from tonggong.rules.signals.cases import (
    ENDING_LABELS,
    OFFICE_LABELS,
    STATE_LABELS,
    VERDICT_LABELS,
    CaseFacts,
    Ending,
    Office,
    State,
    Verdict,
    next_step,
    questions_for_unit,
    was_heard,
)

PAGE = 50
HIDDEN = "本人私下说的话，只有承办人能看。"


def cases(who: Who, state: str = "", *, mine: bool = False) -> QuerySet[Case]:
    """Cases within reach, the open ones first and of them the oldest first; closed ones latest first."""
    rows = who.sees(Case.objects.all())
    if state == "open":
        rows = rows.exclude(state=State.CLOSED)
    elif state:
        rows = rows.filter(state=state)
    if mine:
        rows = rows.filter(owner_id=who.user_id) if who.user_id else rows.none()
    return rows.order_by("pk") if state == "open" else rows.order_by("-pk")


def open_count(who: Who) -> int:
    """How many cases within reach are not closed."""
    return cases(who, "open").count()


def state_counts(who: Who) -> dict[str, int]:
    """How many cases within reach stand in each state."""
    states = list(cases(who).order_by().values_list("state", flat=True))
    return {state.value: states.count(state.value) for state in State}


def case_of(who: Who, pk: int) -> Case | None:
    """One case within reach."""
    return cases(who).filter(pk=pk).first()


def case_of_unit(who: Who, unit_code: str, year: int) -> Case | None:
    """The open case of a unit and year within reach, also one that was opened under a former code."""
    return cases(who, "open").filter(unit_code__in=codes_under(unit_code), year=year).first()


def cases_of_suspicion(who: Who, row: Suspected) -> list[Case]:
    """The cases within reach that look, or looked, into a suspicion."""
    return list(cases(who).filter(subjects__suspected=row))


def reads_own_words(who: Who, case: Case | None) -> bool:
    """Whether somebody handles this case and so may read what persons said in confidence."""
    return case is not None and who.may("signals.handle") and is_same(who, case.owner, case.owner_id)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of a case: the suspicion, what was found, whether she may be found against."""

    person: Person
    suspected: Suspected
    finding: PersonFinding | None
    is_heard: bool

    @property
    def verdict(self) -> str:
        """What was found, in words; "" before."""
        return VERDICT_LABELS[Verdict(self.finding.verdict)] if self.finding else ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's course. `kind` and `key` name an entry that may be withdrawn, "" where none may."""

    on: date
    at: datetime
    what: str
    title: str
    detail: str = ""
    by: str = ""
    kind: str = ""
    key: int = 0
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with everything in it."""

    case: Case
    facts: CaseFacts
    next: Outcome[str]
    people: list[Somebody]
    tasks: list[Task]
    questions: list[Question]
    letters: list[HearingLetter]
    result: Result | None
    course: list[Event]
    own_words: bool
    suggested: list[str] = field(default_factory=list)

    @property
    def suspicions(self) -> list[Suspected]:
        """The suspicions in the case, one a person."""
        return [one.suspected for one in self.people]

    @property
    def running_letter(self) -> HearingLetter | None:
        """The letter whose term runs."""
        return next((one for one in reversed(self.letters) if one.stated_on is None and one.silent_on is None), None)


def view(who: Who, case: Case) -> CaseView:
    """Read a case whole; a fixed number of queries.

    What persons said in confidence is left out unless `who` handles the case.
    """
    facts, own = case_facts(case), reads_own_words(who, case)
    subjects = list(case.subjects.select_related("suspected__person").order_by("pk"))
    latest = {row.suspected.person_id: row.suspected for row in subjects}
    standing = {row.person_id: row for row in case.findings.standing().order_by("pk")}
    people = [
        Somebody(row.person, row, standing.get(key), was_heard(facts, key)) for key, row in sorted(latest.items())
    ]
    tasks, letters = list(case.tasks.order_by("pk")), list(case.letters.order_by("pk"))
    questions = [_shown(row, own) for row in case.questions.order_by("pk")]
    results = list(case.results.order_by("pk"))
    codes = {code for row in latest.values() for code in row.codes.split()}
    asked = {row.text for row in questions if row.withdrawn_at is None}
    return CaseView(
        case, facts, next_step(facts, clock.today()), people, tasks, questions, letters,
        next((row for row in reversed(results) if row.withdrawn_at is None), None),
        _course(case, subjects, tasks, questions, letters, results), own,
        [text for text in questions_for_unit(codes) if text not in asked],
    )  # fmt: skip


def _shown(row: Question, own: bool) -> Question:
    if row.is_own_word and not own:
        row.answer = HIDDEN
    return row


def _course(
    case: Case, subjects: list[Any], tasks: list[Task], questions: list[Question], letters: list[HearingLetter],
    results: list[Result],
) -> list[Event]:  # fmt: skip
    found: list[Event] = []
    for step in steps_of(case):
        title = STATE_LABELS[State(step.after)] if step.before else "立案"
        if step.before == step.after:
            title = "换承办人"
        found.append(_event(step.at, "办理", title, step.reason, step.by))
    for row in tasks:
        found.append(_entry(row, "task", "要办的事", row.text, f"期限 {_day(row.due_on)}"))
        if row.done_on:
            found.append(Event(row.done_on, _noon(row.done_on), "办完", row.text, row.note, row.done_by))
    for visit in case.visits.all():
        seen = f"{visit.seen}（同去：{visit.company}）" if visit.company else visit.seen
        found.append(_entry(visit, "visit", "到单位核查", _day(visit.on), seen, on=visit.on))
    for question in questions:
        asked = f"问{Asked(question.asked).label}"
        found.append(_entry(question, "question", asked, question.text, f"期限 {_day(question.due_on)}"))
        if question.answered_on:
            on = question.answered_on
            found.append(Event(on, _noon(on), "答复", question.text, question.answer, question.answered_by))
    for letter in letters:
        found.append(_entry(letter, "", "听取意见", f"发函，期限 {_day(letter.due_on)}", letter.text))
        if letter.stated_on:
            on = letter.stated_on
            found.append(Event(on, _noon(on), "单位陈述", letter.stated_by, letter.statement))
    for one in case.findings.select_related("person").order_by("pk"):
        title = f"{mask_name(one.person.name)}：{VERDICT_LABELS[Verdict(one.verdict)]}"
        found.append(_entry(one, "finding", "认定", title, f"{one.reason}　依据：{one.evidence}"))
    found += [_entry(result, "", "结论", result_words(result), result.reason) for result in results]
    return sorted(found, key=lambda one: one.at, reverse=True)


def result_words(row: Result) -> str:
    """A result in words, with to whom the case is handed."""
    said = ENDING_LABELS[Ending(row.ending)]
    offices = "、".join(OFFICE_LABELS[Office(one)] for one in row.offices)
    return (
        f"{said}，移送{offices}"
        if offices and row.ending != Ending.REFERRED
        else f"{said}：{offices}"
        if offices
        else said
    )


def _entry(row: Any, kind: str, what: str, title: str, detail: str = "", on: date | None = None) -> Event:
    gone = f"{row.withdrawn_by}撤回：{row.withdrawn_why}" if row.withdrawn_at else ""
    day = on or clock.day_of(row.at)
    return Event(day, row.at, what, title, detail, row.by, "" if gone else kind, row.pk, gone)


def _event(at: datetime, what: str, title: str, detail: str, by: str) -> Event:
    return Event(clock.day_of(at), at, what, title, detail, by)


def _noon(on: date) -> datetime:
    """Late on a day, so that what ended then stands after what began it."""
    return datetime.combine(on, time(23, 59), tzinfo=clock.SHANGHAI)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def words_waiting(who: Who, case: Case) -> int:
    """How many persons of the case have a word of their own that its handler may read where such words are read.

    What was said is not in here: it is opened there, with a reason, and told to her. Nobody but the handler learns of it.
    """
    if not (reads_own_words(who, case) and who.may("testimony.read")):
        return 0
    people = set(case.subjects.values_list("suspected__person", flat=True))
    return len({one.person for one in words_held(who, unit_code=case.unit_code) if one.person in people})
