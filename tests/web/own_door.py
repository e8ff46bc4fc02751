"""A small city for the own door: figures, a person, her account, a worker who helps her."""

from datetime import date
from typing import Any

from tests.access.objects import Owner
from tests.domain.paper_files import a_person
from tonggong.base.accounts import services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.base.policy.services import load_figures
from tonggong.domain.casework.models import Assignment, PlanStep, ServicePlan, Visit
from tonggong.domain.employment.models import Spell
from tonggong.rules.figures import national_figures

HOME = Owner("211122000000", "211122103000", "", "", "")
AWAY = Owner("211122000000", "211122104000", "", "", "")


def an_account(username: str, name: str, role: str, **more: Any) -> User:
    """An account that may sign in at once."""
    user = services.create_user(system_who(), username=username, name=name).user
    services.appoint(system_who(), user, role, **more)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    return user


def a_small_city() -> Any:
    """Figures and one person with an account; returns the person."""
    load_figures(national_figures())
    return a_person(HOME, name="林小满")


def a_plan(person: Any, worker: User) -> ServicePlan:
    """A plan with a step done and one to come, and somebody who answers for her."""
    now, today = clock.now(), clock.today()
    Assignment.objects.create(person=person, kind="worker", user=worker, started_on=date(2024, 1, 1), by="试验", at=now)
    plan = ServicePlan.objects.create(
        person=person, kind="general", goal="到食品厂上班", owner=worker, opened_on=date(2024, 9, 1), review_on=today
    )
    PlanStep.objects.create(plan=plan, kind="x", text="去看厂里的路", owner=worker, due_on=date(2024, 9, 5), state="done",
                            done_on=date(2024, 9, 4), outcome="走得通")  # fmt: skip
    PlanStep.objects.create(plan=plan, kind="x", text="陪您去面试", owner=worker, due_on=date(2099, 5, 6))
    Visit.objects.create(
        key="00000000-0000-4000-8000-000000000001", person=person, worker=worker, method="home", started_at=now, on=today,
        outcome=1, note="家里都好", next_on=date(2099, 4, 1), known_from=now,
    )  # fmt: skip
    return plan


def a_job(person: Any, unit: str = "锦禾食品厂", started_on: date = date(2024, 3, 1)) -> Spell:
    """A job that goes on."""
    return Spell.objects.create(person=person, unit_name=unit, form="14", started_on=started_on, known_from=clock.now())
