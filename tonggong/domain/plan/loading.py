"""One version of the plan, from its checked facts into the tables."""

from typing import Any

from django.db.models import Q

from tonggong.base.divisions.models import Department
from tonggong.base.divisions.queries import in_charge
from tonggong.domain.plan.choices import Scope
from tonggong.domain.plan.models import (
    Clause,
    ClauseDepartment,
    ClauseParent,
    ParentDocument,
    Plan,
    Target,
    TargetPart,
    Task,
    TaskDue,
)
from tonggong.domain.plan.pack import CityPack
from tonggong.domain.plan.pack.facts import PlanFact, TaskFact
from tonggong.domain.plan.sync import Count, sync


def load_plan(plan: PlanFact, pack: CityPack) -> dict[str, Count]:
    """Write one version, by kind of row. Other versions are not touched; occurrences that were closed stay."""
    counts = {"plans": _plan(plan)}
    counts["documents"] = sync(
        ParentDocument,
        ("key",),
        [
            {
                "key": row.key,
                "title": row.title,
                "number": row.number,
                "printed_number": row.printed_number,
                "level": row.level,
            }
            for row in plan.documents
        ],
        ParentDocument.objects.filter(key__in=[row.key for row in plan.documents]),
    )
    counts["clauses"] = _clauses(plan)
    counts["tasks"] = _tasks(plan, pack)
    counts["targets"] = _targets(plan)
    return counts


def _plan(plan: PlanFact) -> Count:
    columns = ("key", "title", "document_number", "issuer", "first_day", "last_day", "status", "note")
    return sync(Plan, ("key",), [{c: getattr(plan, c) for c in columns}], Plan.objects.filter(key=plan.key))


def _clauses(plan: PlanFact) -> Count:
    count = sync(
        Clause,
        ("plan_id", "key"),
        [
            {
                "plan_id": plan.key,
                "key": row.key,
                "kind": row.kind,
                "position": row.position,
                "title": row.title,
                "alias": row.alias,
                "wording": row.wording,
            }
            for row in plan.clauses
        ],
        Clause.objects.filter(plan=plan.key),
        removable=Q(tasks=None),
    )
    ids = _clause_ids(plan)
    count += sync(
        ClauseDepartment,
        ("clause_id", "department_id"),
        [
            {"clause_id": ids[row.key], "department_id": lead, "position": position}
            for row in plan.clauses
            for position, lead in enumerate(row.departments, 1)
        ],
        ClauseDepartment.objects.filter(clause__plan=plan.key),
    )
    return count + sync(
        ClauseParent,
        ("clause_id", "document_id", "place"),
        [
            {"clause_id": ids[row.key], "document_id": document, "place": place}
            for row in plan.clauses
            for document, place in row.parents
        ],
        ClauseParent.objects.filter(clause__plan=plan.key),
    )


def _clause_ids(plan: PlanFact) -> dict[str, int]:
    return dict(Clause.objects.filter(plan=plan.key).values_list("key", "pk"))


def _tasks(plan: PlanFact, pack: CityPack) -> Count:
    clauses = _clause_ids(plan)
    count = sync(
        Task,
        ("plan_id", "key"),
        [
            {
                "plan_id": plan.key,
                "clause_id": clauses[row.clause],
                "key": row.key,
                "title": row.title,
                "owner_id": row.owner,
                "scope": row.scope,
                "period": row.period,
                "proof": row.proof,
                "due_source": row.due_source,
            }
            for row in plan.tasks
        ],
        Task.objects.filter(plan=plan.key),
        removable=Q(dues=None),
    )
    ids = dict(Task.objects.filter(plan=plan.key).values_list("key", "pk"))
    departments = {row.key: row for row in Department.objects.select_related("successor")}
    rows = [row for task in plan.tasks for row in _dues(task, ids[task.key], departments, pack)]
    open_or_listed = TaskDue.objects.filter(task__plan=plan.key)
    return count + sync(TaskDue, ("task_id", "label", "county_code"), rows, open_or_listed, removable=Q(done_on=None))


def _dues(task: TaskFact, task_id: int, departments: dict[str, Department], pack: CityPack) -> list[dict[str, Any]]:
    counties = [row.code for row in pack.divisions if row.level == "county" and not row.successor_code]
    places = counties if task.scope == Scope.COUNTY else [pack.code]
    return [
        {
            "task_id": task_id,
            "label": due.label,
            "county_code": place,
            "owner_id": in_charge(departments[task.owner], due.due_on).key,
            "due_on": due.due_on,
        }
        for due in task.dues
        for place in places
    ]


def _targets(plan: PlanFact) -> Count:
    count = sync(
        Target,
        ("plan_id", "indicator"),
        [
            {
                "plan_id": plan.key,
                "indicator": row.indicator,
                "title": row.title,
                "unit": row.unit,
                "value": row.value,
                "source": row.source,
            }
            for row in plan.targets
        ],
        Target.objects.filter(plan=plan.key),
    )
    ids = dict(Target.objects.filter(plan=plan.key).values_list("indicator", "pk"))
    return count + sync(
        TargetPart,
        ("target_id", "year", "county_code", "department_id"),
        [
            {
                "target_id": ids[row.indicator],
                "year": part.year,
                "county_code": part.county_code,
                "department_id": part.department or None,
                "value": part.value,
                "source": row.split_source,
            }
            for row in plan.targets
            for part in row.parts
        ],
        TargetPart.objects.filter(target__plan=plan.key),
    )
