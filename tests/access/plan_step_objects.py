"""The objects of service plans: a plan, a step that is open, a step that is done, of a person where the owner is."""

from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock


def _plan(owner: Owner) -> Any:
    from tonggong.base.accounts.models import User
    from tonggong.domain.casework.models import ServicePlan

    user, _ = User.objects.get_or_create(username="plan-owner", defaults={"name": "试验", "created_at": clock.now()})
    today = clock.today()
    return ServicePlan.objects.create(
        person=a_person(owner), kind="general", goal="试验", owner=user, opened_on=today, review_on=today
    )


def _step(owner: Owner, **more: Any) -> Any:
    from tonggong.domain.casework.models import PlanStep

    plan = _plan(owner)
    return PlanStep.objects.create(plan=plan, kind="need", text="试验", owner=plan.owner, due_on=clock.today(), **more)


@kind("service_plan")
def make_plan(owner: Owner) -> dict[str, Any]:
    """A plan of a person of the owner's place."""
    return {"plan_id": _plan(owner).pk}


@kind("plan_step")
def make_step(owner: Owner) -> dict[str, Any]:
    """A step of such a plan that waits."""
    return {"step_id": _step(owner).pk}


@kind("done_step")
def make_done_step(owner: Owner) -> dict[str, Any]:
    """A step of such a plan that was done."""
    return {"step_id": _step(owner, state="done", done_on=clock.today(), outcome="办了").pk}
