"""Service plans: made from a template, changed step by step with its history, looked at again, ended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.reporting_ledger import at
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, somebody
from tonggong.base.accounts.models import Post
from tonggong.base.accounts.roles import ROLES
from tonggong.base.installation import clock
from tonggong.base.policy import queries as policy
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import PlanKind
from tonggong.domain.casework.models import PlanStep, ServicePlan, ServiceRecord
from tonggong.domain.casework.queries import plans as queries
from tonggong.domain.casework.services import plans
from tonggong.domain.casework.services.plans import PlanRefused, StepDraft

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 15)


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(DAY)):
        yield Ledger()


def in_post(who, role="township_worker"):
    Post.objects.create(
        user_id=who.user_id, role=role, reach=who.reach, valid_from=date(2020, 1, 1), appointed_by="试验"
    )
    return replace(who, role=role, duties=ROLES[role].duties)


@pytest.fixture
def han(ledger):
    return in_post(somebody())


@pytest.fixture
def other(ledger):
    return in_post(somebody(username="liqiang", name="李强"))


@pytest.mark.parametrize("kind", PlanKind.values)
def test_every_kind_begins_with_a_goal_and_steps_that_lie_ahead(ledger, han, kind):
    plan = plans.open_plan(han, ledger.person(HOME), kind, owner_id=han.user_id)

    steps = list(plan.steps.all())
    assert plan.goal
    assert len(steps) >= 3
    assert all(step.due_on > DAY and step.owner_id == han.user_id for step in steps)
    assert plan.review_on == DAY + timedelta(30)


def test_a_graduate_is_owed_one_talk_one_guidance_three_vacancies_and_one_training(ledger, han):
    plan = plans.open_plan(han, ledger.person(HOME), "graduate", owner_id=han.user_id)
    kinds = [step.kind for step in plan.steps.all()]

    assert sorted(kinds) == ["policy", "service:1", "service:3", "vacancy", "vacancy", "vacancy"]


def test_one_open_plan_of_a_kind_and_another_after_it_ended(ledger, han):
    person = ledger.person(HOME)
    first = plans.open_plan(han, person, "general", owner_id=han.user_id)
    with pytest.raises(PlanRefused, match="同类计划"):
        plans.open_plan(han, person, "general", owner_id=han.user_id)
    plans.close_plan(han, first, "已就业")

    plans.open_plan(han, person, "general", owner_id=han.user_id)
    assert set(first.steps.values_list("state", flat=True)) == {"dropped"}
    with pytest.raises(PlanRefused, match="已经结束"):
        plans.add_step(han, first, StepDraft("need", "再来", DAY))


def test_a_plan_needs_an_owner_in_post_and_steps_that_lie_ahead(ledger, han):
    person = ledger.person(HOME)
    stranger = somebody(username="gone", name="走了")

    with pytest.raises(PlanRefused, match="在任"):
        plans.open_plan(han, person, "general", owner_id=stranger.user_id)
    with pytest.raises(PlanRefused, match="已经过去"):
        plans.open_plan(han, person, "general", owner_id=han.user_id, steps=[StepDraft("need", "昨天", DAY - timedelta(1))])  # fmt: skip
    with pytest.raises(PlanRefused, match="不归您负责"):
        plans.open_plan(han, ledger.person(OTHER_TOWN), "general", owner_id=han.user_id)
    assert not ServicePlan.objects.exists()


def test_a_step_needs_an_owner_in_post_too(ledger, han):
    person = ledger.person(HOME)
    gone = somebody(username="gone", name="走了").user_id
    with pytest.raises(PlanRefused, match="在任"):
        plans.open_plan(han, person, "general", owner_id=han.user_id, steps=[StepDraft("need", "陪去", DAY, gone)])
    plan = plans.open_plan(han, person, "general", owner_id=han.user_id)
    with pytest.raises(PlanRefused, match="在任"):
        plans.add_step(han, plan, StepDraft("need", "陪去", DAY, gone))

    assert not PlanStep.objects.filter(text="陪去").exists()


def test_a_step_is_changed_done_and_taken_back_and_every_move_is_kept(ledger, han, other):
    plan = plans.open_plan(han, ledger.person(HOME), "general", owner_id=han.user_id)
    step = plan.steps.first()
    plans.change_step(han, step, text="先问清楚", due_on=DAY + timedelta(3), owner_id=other.user_id)
    plans.finish_step(other, step, on=DAY, outcome="问清了，想做客服")
    with pytest.raises(PlanRefused, match="已经有人办了"):
        plans.finish_step(han, step, on=DAY, outcome="又办一次")
    plans.reopen_step(han, step)

    step.refresh_from_db()
    assert (step.state, step.text, step.outcome) == ("open", "先问清楚", "")
    moves = [(e.what, e.by) for e in plan.events.order_by("pk")]
    assert moves == [
        ("制定计划", "韩玉梅"),
        ("改了一步", "韩玉梅"),
        ("办了：先问清楚", "李强"),
        ("重新打开：先问清楚", "韩玉梅"),
    ]
    before = plan.events.get(what="改了一步").before
    assert before["text"] == "把想做的工作和条件问清楚"


def test_a_step_is_done_with_an_outcome_not_tomorrow_and_with_a_service_of_the_same_person(ledger, han):
    person = ledger.person(HOME)
    plan = plans.open_plan(han, person, "general", owner_id=han.user_id)
    step = plan.steps.first()
    theirs = ServiceRecord.objects.create(person=ledger.person(HOME), on=DAY, kind=1, content="指导", outcome=5, known_from=at(DAY), thread=77)  # fmt: skip

    with pytest.raises(PlanRefused, match="结果"):
        plans.finish_step(han, step, on=DAY, outcome=" ")
    with pytest.raises(PlanRefused, match="没有到"):
        plans.finish_step(han, step, on=DAY + timedelta(1), outcome="办了")
    with pytest.raises(PlanRefused, match="不是此人的"):
        plans.finish_step(han, step, on=DAY, outcome="办了", service=theirs.thread)


def test_a_review_moves_the_next_one_and_keeps_what_was_found(ledger, han):
    plan = plans.open_plan(han, ledger.person(HOME), "general", owner_id=han.user_id)
    with clock.pretend(at(DAY + timedelta(31))):
        assert [p.pk for p in queries.open_plans(han, clock.today(), "review")] == [plan.pk]
        plans.review_plan(han, plan, found="家里有老人要照料", agreed=True)
        assert not queries.open_plans(han, clock.today(), "review").exists()

    plan.refresh_from_db()
    assert plan.review_on == DAY + timedelta(61)
    assert plan.agreed_on == DAY + timedelta(31)


def test_a_plan_without_a_step_in_the_next_days_stands_by_name(ledger, han):
    plan = plans.open_plan(han, ledger.person(HOME), "general", owner_id=han.user_id, steps=[StepDraft("need", "很久以后", DAY + timedelta(90))])  # fmt: skip

    assert [p.pk for p in queries.open_plans(han, DAY, "nothing")] == [plan.pk]
    plans.add_step(han, plan, StepDraft("need", "下周打电话", DAY + timedelta(7)))
    assert not queries.open_plans(han, DAY, "nothing").exists()
    assert [p.pk for p in queries.open_plans(han, DAY + timedelta(8), "overdue")] == [plan.pk]


def test_many_get_the_templates_plan_at_once_and_nobody_twice(ledger, han):
    people = [ledger.person(HOME) for _ in range(5)]
    plans.open_plan(han, people[0], "graduate", owner_id=han.user_id)
    owners = {p.pk: han.user_id for p in people} | {ledger.person(OTHER_TOWN).pk: han.user_id}

    made = plans.open_plans(han, owners, "graduate", {people[1].pk: {"class_year": 2025}})

    assert made == 4
    assert ServicePlan.objects.filter(kind="graduate", closed_on=None).count() == 5
    assert ServicePlan.objects.get(person=people[1]).details == {"class_year": 2025}
    assert PlanStep.objects.count() == 30


def test_the_days_of_a_templates_steps_are_the_citys_figure_and_the_last_one_holds_for_the_rest(ledger, han):
    FigureValue.objects.filter(figure_id="plan.days.zero_employment").update(value=[3, 9])
    policy.forget()
    one, other = ledger.person(HOME), ledger.person(HOME)
    plan = plans.open_plan(han, one, "zero_employment", owner_id=han.user_id)
    plans.open_plans(han, {other.pk: han.user_id}, "zero_employment", {})
    days = [(row.due_on - plan.opened_on).days for row in plan.steps.order_by("pk")]
    many = PlanStep.objects.filter(plan__person=other).order_by("pk").values_list("due_on", flat=True)

    assert days == [3, 9, 9]
    assert [(due - plan.opened_on).days for due in many] == [3, 9, 9]


@pytest.mark.parametrize("kind", PlanKind.values)
def test_each_template_has_days_for_each_step(ledger, kind):
    figure = figures_on(DAY, "")[f"plan.days.{kind}"]

    assert len(figure.value) == len(plans.templates()[kind]["steps"])


def test_a_plan_of_another_town_does_not_exist_for_a_worker(ledger, han):
    city = replace(han, reach="2111")
    plan = plans.open_plan(city, ledger.person(OTHER_TOWN), "general", owner_id=han.user_id)

    assert queries.plan(han, plan.pk) is None
    assert queries.plan(city, plan.pk) == plan
