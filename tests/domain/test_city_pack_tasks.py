"""Tasks of the plan: when they fall due, whose they are, how they are closed."""

from collections import Counter
from datetime import date

import pytest

from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation import services as installation
from tonggong.base.installation.models import Installation
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan.models import TaskDue
from tonggong.domain.plan.services import TaskClosed, close_task, load_city, settle_practice_tasks

pytestmark = pytest.mark.django_db
CITY = system_who(reach="2111")
COUNTY = Who(None, "县残联老李", "county_staff", "县区残联", "211122", frozenset())


@pytest.fixture(autouse=True)
def _panjin(db):
    Installation.objects.create(number="1", kind="practice", created_at=installation.clock.real_now())
    installation.current.cache_clear()
    load_city("panjin")


def days(key):
    return list(TaskDue.objects.filter(task__key=key).order_by("due_on").values_list("label", "due_on").distinct())


def test_days_follow_the_rule_of_each_task():
    assert days("S5.1") == [("2022", date(2022, 5, 15)), ("2023", date(2023, 5, 21)), ("2024", date(2024, 5, 19))]
    assert days("A1.3") == [("一次", date(2025, 12, 31))]
    assert days("S6.7")[-1] == ("2024", date(2025, 1, 31))
    assert days("S1.1")[:2] == [("2022年1季度", date(2022, 3, 31)), ("2022年2季度", date(2022, 6, 30))]
    assert days("A1.5")[:2] == [("2022上半年", date(2022, 7, 31)), ("2022下半年", date(2023, 1, 31))]
    assert days("S6.9")[0] == ("2022-01", date(2022, 2, 28))
    assert len(days("S6.9")) == 36


def test_every_county_has_each_county_task_and_sees_only_its_own():
    rows = TaskDue.objects.filter(task__key="S6.7", label="2023")

    assert Counter(rows.values_list("county_code", flat=True)) == Counter(
        {"211102000000": 1, "211103000000": 1, "211104000000": 1, "211122000000": 1}
    )
    assert set(plans.tasks(COUNTY).values_list("county_code", flat=True)) == {"211122000000"}
    assert plans.tasks(CITY).count() == TaskDue.objects.count()


def test_every_clause_has_somebody_in_charge_and_every_action_a_task():
    plan = plans.plan_on(date(2024, 1, 1))
    clauses = list(plans.clauses(plan))

    assert [clause.key for clause in clauses if not clause.departments.all()] == []
    assert [clause.key for clause in clauses if clause.kind == "action" and not clause.tasks.exists()] == []


def test_a_department_that_was_merged_away_hands_its_later_tasks_on():
    owners = dict(TaskDue.objects.filter(task__key="A6.3").values_list("label", "owner_id"))

    assert (owners["2024年1季度"], owners["2024年2季度"]) == ("rural_revitalisation", "agriculture")
    assert TaskDue.objects.filter(task__key="A6.3").first().task.owner_id == "rural_revitalisation"


def test_what_is_overdue_and_what_comes_next_never_overlap():
    today = date(2024, 6, 15)

    overdue = set(plans.tasks_overdue(CITY, today).values_list("pk", flat=True))
    due = list(plans.tasks_due(CITY, today, date(2024, 7, 31)))

    assert overdue.isdisjoint({row.pk for row in due})
    assert [row.due_on for row in due] == sorted(row.due_on for row in due)
    assert date(2024, 6, 30) in {row.due_on for row in due}
    assert all(row.due_on < today for row in plans.tasks_overdue(CITY, today))


def test_a_task_is_closed_once_with_its_proof_by_who_may_see_it():
    mine = plans.tasks(COUNTY).filter(task__key="S6.7", label="2023").get()
    other = plans.tasks(CITY).filter(task__key="S6.7", label="2023", county_code="211103000000").get()

    closed = close_task(COUNTY, mine.pk, on=date(2024, 1, 20), proof="盘山县报告〔2024〕1号")

    assert (closed.done_on, closed.done_by) == (date(2024, 1, 20), "县残联老李")
    for pk in (mine.pk, other.pk):
        with pytest.raises(TaskClosed):
            close_task(COUNTY, pk, on=date(2024, 1, 21), proof="又一份")
    with pytest.raises(ValueError, match="依据"):
        close_task(CITY, other.pk, on=date(2024, 1, 21), proof=" ")


def test_loading_the_city_again_keeps_what_was_closed():
    mine = plans.tasks(COUNTY).filter(task__key="S6.7", label="2023").get()
    close_task(COUNTY, mine.pk, on=date(2024, 1, 20), proof="报告")

    load_city("panjin")

    mine.refresh_from_db()
    assert mine.done_on == date(2024, 1, 20)


def test_old_tasks_are_taken_as_done_in_a_practice_city_only():
    assert settle_practice_tasks(date(2024, 6, 1), leave_open=["S3.2"]) > 0
    left = plans.tasks_overdue(CITY, date(2024, 6, 1))
    assert {row.task.key for row in left} == {"S3.2"}

    Installation.objects.update(kind="real")
    installation.current.cache_clear()
    with pytest.raises(ValueError, match="练习"):
        settle_practice_tasks(date(2024, 9, 1))


def test_a_page_of_clauses_and_a_page_of_tasks_cost_a_fixed_number_of_queries(django_assert_num_queries):
    plan = plans.plan_on(date(2024, 1, 1))

    with django_assert_num_queries(5):
        for clause in plans.clauses(plan):
            [lead.department.short_name for lead in clause.departments.all()]
            [parent.document.number for parent in clause.parents.all()]
    with django_assert_num_queries(1):
        [(row.task.title, row.task.clause.title, row.owner.short_name) for row in plans.tasks(COUNTY, plan)[:50]]
