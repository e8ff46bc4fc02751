"""A job at risk gets a step in the person's plan (一人一策): the plan that is open, or one made for it."""

from datetime import date, timedelta

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import PlanKind, ServiceKind
from tonggong.domain.casework.queries.plans import plans_of
from tonggong.domain.casework.services.plans import PlanRefused, StepDraft, add_step, open_plan
from tonggong.domain.coaching.reach import figures
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.persons.models import Person

GOAL = "稳住现在的工作"


def plan_step(who: Who, person: Person, text: str, due_on: date | None, owner_id: int | None) -> date:
    """Write a step into a person's open plan, or into a new one; return until when it is to be done.

    Args:
        due_on: None takes the figure's days from today.
        owner_id: who does it; None is who acts.
    Raises:
        CoachingRefused: the plan can't take it, with its own sentence.
    """
    today = clock.today()
    until = due_on or today + timedelta(days=int(figures(today)["coaching.risk_step_days"].value))
    step = StepDraft(f"service:{ServiceKind.COACHING.value}", text, until, owner_id or who.user_id)
    plan = next((one for one in plans_of(person) if one.closed_on is None), None)
    try:
        if plan is not None:
            add_step(who, plan, step)
        else:
            open_plan(who, person, PlanKind.GENERAL, owner_id=step.owner_id or 0, goal=GOAL, steps=[step])
    except PlanRefused as refusal:
        raise CoachingRefused(str(refusal)) from refusal
    return until
