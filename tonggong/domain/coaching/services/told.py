"""What coaching tells the casework: who answers for a person as her coach, and that she says her job has ended."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import AssignmentKind, Method, Present, VisitOutcome
from tonggong.domain.casework.services.assignments import AssignmentRefused, assign
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.coaching.choices import FollowUpMethod
from tonggong.domain.coaching.models import Coach
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person

_METHODS = {
    FollowUpMethod.WORKPLACE: Method.WORKPLACE, FollowUpMethod.HOME: Method.HOME, FollowUpMethod.PHONE: Method.PHONE,
    FollowUpMethod.MESSAGE: Method.PHONE,
}  # fmt: skip


def let_answer(who: Who, coach: Coach | None, people: Iterable[Person], reason: str) -> None:
    """Let a coach answer for persons from today on; whoever did until now hands them over the same day.

    A coach without an account answers for nobody in the lists; one who takes a case herself was given the person before.

    Raises:
        CoachingRefused: a person is out of reach, or the coach has no post where she lives.
    """
    keys = [one.pk for one in people if one.died_on is None]
    if coach is None or coach.user_id is None or not keys or not who.may("casework.assign"):
        return
    try:
        assign(who, keys, AssignmentKind.COACH, coach.user_id, reason)
    except AssignmentRefused as refusal:
        raise CoachingRefused(str(refusal)) from refusal


def say_ended(who: Who, spell: Spell, ended_on: date, reason: str, method: FollowUpMethod) -> str:
    """Record, as a visit does, that a job is said to have ended; what a department's file vouches for waits for a decision.

    Returns: what came of it, in words.
    Raises:
        CoachingRefused: the day can't be, or whoever says it may not record for the person.
    """
    at_work = method == FollowUpMethod.WORKPLACE
    receipt = record_entry(
        who,
        {
            "key": str(uuid4()), "person": spell.person_id, "started_at": clock.now().isoformat(),
            "method": _METHODS[method].value, "outcome": int(VisitOutcome.MET),
            "present": (Present.OTHER if at_work else Present.SELF).value,
            "work": {"ended": {"spell": spell.pk, "on": ended_on.isoformat(), "reason": reason[:20]}},
        },
    )  # fmt: skip
    if receipt.state == "refused":
        raise CoachingRefused("；".join(receipt.said))
    return "部门数据说还在职，要由县区残联定" if receipt.conflicts else "台账已记下离职"
