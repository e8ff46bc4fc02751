"""What a case of a placement in doubt (核查案卷) may do next, and why not: nobody is found against without having been heard."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.signals.words import SIGNALS

SOURCE = "促进残疾人就业三年行动方案 三（六）“坚决防范和打击虚假安排残疾人就业”"
HEARD_SOURCE = "行政处罚法第四十四条、第四十五条（告知，听取陈述申辩）"


class State(StrEnum):
    """Where a case stands."""

    LOOKING = "looking"
    HEARING = "hearing"
    HEARD = "heard"
    PROPOSED = "proposed"
    CLOSED = "closed"


STATE_LABELS = {
    State.LOOKING: "核查中", State.HEARING: "听取单位意见", State.HEARD: "已听取意见", State.PROPOSED: "结论待复核",
    State.CLOSED: "已办结",
}  # fmt: skip
MOVES: dict[str, tuple[str, ...]] = {
    State.LOOKING: (State.HEARING, State.PROPOSED),
    State.HEARING: (State.HEARD,),
    State.HEARD: (State.HEARING, State.PROPOSED),
    State.PROPOSED: (State.CLOSED, State.LOOKING, State.HEARD),
    State.CLOSED: (State.LOOKING, State.HEARD),
}


class Verdict(StrEnum):
    """What a person found of one placement, on evidence."""

    REAL = "real"
    NOT_REAL = "not_real"
    UNCLEAR = "unclear"


VERDICT_LABELS = {Verdict.REAL: "属实", Verdict.NOT_REAL: "不实", Verdict.UNCLEAR: "查不清"}


class Ending(StrEnum):
    """What comes of a case."""

    NO_PROBLEM = "no_problem"
    CORRECTED = "corrected"
    NOT_COUNTED = "not_counted"
    REFERRED = "referred"


ENDING_LABELS = {
    Ending.NO_PROBLEM: "没有问题", Ending.CORRECTED: "单位已改正", Ending.NOT_COUNTED: "有关月份不计入安排人数",
    Ending.REFERRED: "移送有关部门",
}  # fmt: skip


class Office(StrEnum):
    """To whom a case may be handed."""

    LABOUR = "labour"
    TAX = "tax"
    POLICE = "police"


OFFICE_LABELS = {Office.LABOUR: "劳动保障监察", Office.TAX: "税务", Office.POLICE: "公安"}


@dataclass(frozen=True, slots=True)
class Hearing:
    """A letter to the unit and what came of it. `people`: keys of whom it asks about."""

    sent_on: date
    due_on: date
    people: frozenset[int]
    stated_on: date | None = None
    silent_on: date | None = None  # noted after the term that nothing was said

    @property
    def is_over(self) -> bool:
        """Whether the unit was heard: it spoke, or let its term pass."""
        return self.stated_on is not None or self.silent_on is not None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the rules see it. `found`: the standing finding of each person who has one."""

    state: State
    year: int
    people: frozenset[int]
    hearings: tuple[Hearing, ...] = ()
    found: Mapping[int, Verdict] | None = None
    questions_open: int = 0
    questions_late: int = 0
    tasks_open: int = 0
    tasks_late: int = 0
    looked: int = 0  # visits and answers

    def verdict(self, person: int) -> Verdict | None:
        """What stands of one person."""
        return (self.found or {}).get(person)


def was_heard(case: CaseFacts, person: int) -> bool:
    """Whether a hearing that names a person is over."""
    return any(one.is_over and person in one.people for one in case.hearings)


def why_not_found(case: CaseFacts, person: int, verdict: Verdict, reason: str) -> str:
    """Why a finding can't be made; "" where it can. Source: 行政处罚法第四十四条、第四十五条."""
    if person not in case.people:
        return "这个人不在本案卷里。"
    if case.state in (State.PROPOSED, State.CLOSED):
        return "结论已经提出，先退回再改认定。"
    if not reason.strip():
        return "请写明认定的理由和依据。"
    if verdict is Verdict.NOT_REAL and not was_heard(case, person):
        return "认定不实以前，先向单位发听取意见的函，等它陈述或者期限届满。"
    return ""


def why_not_ended(
    case: CaseFacts, ending: Ending, months: Mapping[int, Collection[str]], offices: Collection[str], reason: str
) -> str:
    """Why a result can't be proposed; "" where it can.

    Args:
        months: by person, the months ("YYYY-MM") that are no longer to count.
        offices: to whom it is handed.
    """
    lacking = len(case.people) - sum(1 for person in case.people if case.verdict(person))
    against = {person for person in case.people if case.verdict(person) is Verdict.NOT_REAL}
    if case.state not in (State.LOOKING, State.HEARD):
        return "现在还不能提结论：听取意见要先结束，提出的结论要先退回。"
    if not reason.strip():
        return "请写明结论的理由。"
    if lacking:
        return f"还有 {lacking} 人没有认定，逐人认定以后再提结论。"
    if ending is Ending.NO_PROBLEM:
        return "有人认定为不实，结论不能是没有问题。" if against else ""
    if not against:
        return "没有一个人认定为不实，结论只能是没有问题。"
    if not all(was_heard(case, person) for person in against):
        return "对单位不利的结论以前，先听取单位的意见。"
    if ending is Ending.NOT_COUNTED:
        struck = {person for person, those in months.items() if those}
        if not struck:
            return "请选哪些人的哪些月份不计入。"
        if struck - against:
            return "只有认定为不实的人，月份才能不计入。"
        if any(not month.startswith(f"{case.year}-") for those in months.values() for month in those):
            return f"不计入的月份都要在 {case.year} 年内。"
    if ending is Ending.REFERRED and not offices:
        return "请选移送给哪个部门。"
    return ""


def next_step(case: CaseFacts, today: date) -> Outcome[str]:
    """What is to be done next, in one sentence with what speaks for it; `value` is a key for the page."""
    open_letter = next((one for one in case.hearings if not one.is_over), None)
    if case.state is State.CLOSED:
        return _said("closed", "已经办结。有新的情况可以重新打开。")
    if case.state is State.PROPOSED:
        return _said("confirm", "等另一位同事复核结论：提结论的人不能自己办结。")
    if case.state is State.HEARING and open_letter is not None:
        if today > open_letter.due_on:
            return _said(
                "silence", f"听取意见的期限 {open_letter.due_on} 已过，单位没有陈述的，记下期满未答复。", HEARD_SOURCE
            )
        return _said("wait", f"等单位陈述意见，期限 {open_letter.due_on}。", HEARD_SOURCE)
    if case.questions_late or case.tasks_late:
        return _said("late", f"有 {case.questions_late} 个问题、{case.tasks_late} 件事过了期限，先催办。")
    if not case.looked:
        return _said("look", "先到单位看一看，或者向单位、本人提问，把情况记下来。")
    if case.questions_open:
        return _said("answers", f"还有 {case.questions_open} 个问题等答复。")
    missing = [person for person in case.people if case.verdict(person) is None]
    if missing and not all(was_heard(case, person) for person in missing):
        return _said("hear", "查到的情况对单位不利的，先发听取意见的函；属实的，可以直接认定。", HEARD_SOURCE)
    if missing:
        return _said("find", f"还有 {len(missing)} 人没有认定，逐人认定。")
    return _said("propose", "每个人都认定了，提出结论，请同事复核。")


def _said(key: str, text: str, source: str = SOURCE) -> Outcome[str]:
    return Outcome(key, (Step(text, source),))


def questions_for_unit(codes: Collection[str]) -> tuple[str, ...]:
    """What may be asked of the unit about some signals; what rests on the person's own word (F12) is never among it."""
    asked = (question for code, words in SIGNALS.items() if code in codes and code != "F12" for question in words.ask)
    return tuple(dict.fromkeys(asked))
