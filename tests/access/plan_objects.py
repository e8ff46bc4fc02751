"""The objects that the committee's pages name: a figure, a month, a circular, a task's occurrence where the owner is."""

from datetime import date
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.divisions.models import Department
from tonggong.base.installation import clock
from tonggong.domain.plan.models import Clause, Plan, Task, TaskDue
from tonggong.domain.reporting.document.content import Body, Paper, Run, to_json
from tonggong.domain.reporting.models import Circular, Notice

_numbers = count(1)


@kind("figure_key")
def make_figure_key(owner: Owner) -> dict[str, Any]:
    """An indicator; whose rows are shown lies in the reach."""
    return {"key": "plan.new_jobs"}


@kind("circular_month")
def make_circular_month(owner: Owner) -> dict[str, Any]:
    """A month."""
    return {"month": "2024-09"}


@kind("circular")
def make_circular(owner: Owner) -> dict[str, Any]:
    """A draft of the city, which everybody who reads figures may read."""
    said = Paper(
        "试验文件", "试验", 2024, None, ("关于试验的通报",), "各单位", (Body((Run("试验。"),)),), "试验办公室", ""
    )
    circular = Circular.objects.create(
        month="2024-09", state="draft", title="关于试验的通报", code_word="试验", year=2024, content=to_json(said),
        drafted_by="某人", drafted_at=clock.real_now(),
    )  # fmt: skip
    return {"circular_id": circular.pk}


@kind("notice")
def make_notice(owner: Owner) -> dict[str, Any]:
    """A notice that is out, which everybody may read."""
    row, _ = Notice.objects.get_or_create(
        year=2024, by="kind", state="issued",
        defaults={
            "title": "试验公示", "on": date(2024, 12, 31), "fields": ["units"], "drafted_by": "某人",
            "drafted_at": clock.real_now(), "issued_on": date(2025, 1, 6), "ends_on": date(2025, 1, 13), "document": b"PK",
        },
    )  # fmt: skip
    return {"notice_id": row.pk}


@kind("task_due")
def make_task_due(owner: Owner) -> dict[str, Any]:
    """An open occurrence of a task of the owner's county."""
    n = next(_numbers)
    office = Department.objects.get_or_create(key="task-office", defaults={"name": "试验局", "short_name": "试验局"})[0]
    plan = Plan.objects.get_or_create(
        key="trial",
        defaults={
            "title": "试验方案",
            "first_day": date(2022, 1, 1),
            "last_day": date(2024, 12, 31),
            "status": "in_force",
        },
    )[0]
    clause = Clause.objects.create(plan=plan, key=f"c{n}", kind="action", position=n, title="试验", wording="试验")
    task = Task.objects.create(
        plan=plan, clause=clause, key=f"t{n}", title="试验任务", owner=office, scope="county", period="year",
        proof="名单", due_source="试验",
    )  # fmt: skip
    due = TaskDue.objects.create(
        task=task, label="2024", county_code=owner.county_code, owner=office, due_on=date(2024, 3, 1)
    )
    return {"due_id": due.pk}
