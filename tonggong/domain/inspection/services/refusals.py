"""What every step of a case asks first: reach, an open case, a reason."""

from datetime import timedelta
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.inspection.models import Case
from tonggong.rules.signals.cases import State


class CaseRefused(Exception):
    """A step with a suspicion or a case can't be taken; the message says why and what would help."""


def must_handle(who: Who, case: Case) -> None:
    """Refuse who may not handle this case.

    Raises:
        CaseRefused: out of reach, or without the duty.
    """
    if not (who.may("signals.handle") and who.covers(case.township_code if len(who.reach) > 6 else case.county_code)):
        raise CaseRefused("这个案卷不在您的范围内。")


def must_be_open(who: Who, case: Case) -> None:
    """The same, and refuse a case whose result is proposed or that is closed.

    Raises:
        CaseRefused: as `must_handle`; or a result stands.
    """
    must_handle(who, case)
    if case.state in (State.PROPOSED, State.CLOSED):
        raise CaseRefused("结论已经提出，案卷不再改动。要补充，先退回或重新打开。")


def said(text: str, what: str, most: int) -> str:
    """A text that must say something.

    Raises:
        CaseRefused: it is empty or too long.
    """
    text = text.strip()
    if not text:
        raise CaseRefused(f"请写{what}。")
    if len(text) > most:
        raise CaseRefused(f"{what}最多 {most} 字，现在 {len(text)} 字。")
    return text


def signed(who: Who) -> dict[str, Any]:
    """Who writes an entry, and when."""
    return {"by": who.name, "by_id": who.user_id, "at": clock.now()}


def term(case: Case, which: str) -> timedelta:
    """How long something takes by the figures of the case's place: `task_days`, `answer_days`, `hearing_days`.

    Raises:
        FigureMissing: the city has not entered it.
    """
    return timedelta(int(figures_on(clock.today(), case.county_code)[f"signals.{which}"].value))


def is_same(who: Who, by: str, by_id: int | None) -> bool:
    """Whether it was this very person; without an account the name decides."""
    return who.user_id == by_id if who.user_id is not None and by_id is not None else who.name == by
