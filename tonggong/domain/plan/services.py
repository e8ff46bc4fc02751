"""Loading a city pack, and closing tasks."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions import queries as divisions
from tonggong.base.divisions.models import Department, Division, ReportingUnit
from tonggong.base.installation import services as installation
from tonggong.base.policy.services import load_figures
from tonggong.domain.plan.loading import load_plan
from tonggong.domain.plan.models import City, ExpectedFeed, TaskDue
from tonggong.domain.plan.pack import CityPack, PackError, find_pack, read_pack
from tonggong.domain.plan.sync import Count, sync


class CityOccupied(ValueError):
    """The installation already holds another city."""


class TaskClosed(ValueError):
    """The task was closed already, or is not within reach."""


@dataclass(slots=True)
class LoadReport:
    """What a load found and did: rows by kind, and warnings that name file, line and clause."""

    city_code: str
    city: str
    plans: list[str]
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many rows were added, changed or removed; 0 when all was there already."""
        return sum(n for counts in self.rows.values() for what, n in counts.items() if what != "same")

    def as_json(self) -> dict[str, Any]:
        """For the command's --json."""
        return asdict(self) | {"changed": self.changed}


def load_city(name_or_folder: str | Path, who: Who | None = None) -> LoadReport:
    """Load divisions, departments, figures, feeds and plans of a city, all or nothing; again changes nothing.

    Practice figures and example splits (练习) come only into a practice installation.

    Raises:
        PackUnknown: there is no such pack.
        PackError: the pack has faults; each line of the message names file, line and field.
        CityOccupied: another city is here already.
    """
    pack = read_pack(find_pack(name_or_folder), practice=installation.is_practice())
    here = City.objects.exclude(code=pack.code).first()
    if here is not None:
        raise CityOccupied(f"这里已经装入{here.name}，不能再装入{pack.name}。请换一个空的数据目录。")
    report = LoadReport(pack.code, pack.name, [plan.key for plan in pack.plans], warnings=list(pack.warnings))
    with transaction.atomic():
        _load_places(pack, report)
        _load_city_row(pack, report)
        added, changed, removed = load_figures(pack.figures)
        report.rows["figures"] = {"added": added, "changed": changed, "removed": removed}
        for plan in pack.plans:
            for kind, count in load_plan(plan, pack).items():
                total = report.rows.setdefault(kind, {"added": 0, "changed": 0, "removed": 0})
                for what in total:
                    total[what] += getattr(count, what)
        if report.changed:
            installation.name_city(pack.code, pack.name, pack.folder.name)
            installation.ledger_moved()
            audit.record("setup", who=who, subject="plan.City", city=pack.name, pack=pack.folder.name, rows=report.rows)
    divisions.forget()
    return report


def close_task(who: Who, due_id: int, *, on: date, proof: str) -> TaskDue:
    """Close one occurrence of a task with its proof.

    Raises:
        TaskClosed: somebody closed it already, or it lies outside the reach.
        ValueError: no proof is named.
    """
    if not proof.strip():
        raise ValueError("请写明完成依据。")
    with transaction.atomic():
        mine = who.sees(TaskDue.objects.all(), township="county_code")
        taken = mine.filter(pk=due_id, done_on=None).update(done_on=on, done_by=who.name, proof=proof.strip())
        if not taken:
            raise TaskClosed("这项任务已经办结，或不在您的范围内。")
        due = TaskDue.objects.select_related("task").get(pk=due_id)
        audit.record("change", who=who, subject="plan.TaskDue", ids=[due_id], task=due.task.key, label=due.label)
    return due


@transaction.atomic
def settle_practice_tasks(before: date, *, leave_open: Iterable[str] = ()) -> int:
    """In a practice city, take old occurrences of tasks as done, so that only recent ones are open.

    Args:
        before: occurrences due earlier are closed on their day.
        leave_open: keys of tasks to be left overdue, for the practice's sake.
    Returns: how many were closed.
    Raises:
        ValueError: the installation is a real one.
    """
    if not installation.is_practice():
        raise ValueError("只有练习环境可以这样办结任务。")
    old = TaskDue.objects.filter(done_on=None, due_on__lt=before).exclude(task__key__in=list(leave_open))
    return old.update(done_on=models.F("due_on"), done_by="练习", proof="练习：视为按期完成")


def _load_places(pack: CityPack, report: LoadReport) -> None:
    order = {"province": 0, "city": 1, "county": 2, "township": 3}
    rows = sorted(pack.divisions, key=lambda row: (order[row.level], bool(row.successor_code), row.code))
    report.rows["divisions"] = sync(
        Division,
        ("code",),
        [
            {
                "code": row.code,
                "name": row.name,
                "level": row.level,
                "kind": row.kind,
                "parent_id": row.parent_code or None,
                "successor_id": row.successor_code or None,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "source": row.source,
            }
            for row in rows
        ],
    ).as_dict()
    report.rows["reporting_units"] = sync(
        ReportingUnit,
        ("key",),
        [
            {"key": z.key, "name": z.name, "division_id": z.division, "aliases": list(z.aliases), "source": z.source}
            for z in pack.zones
        ],
    ).as_dict()
    report.rows["departments"] = sync(
        Department,
        ("key",),
        [
            {
                "key": row.key,
                "name": row.name,
                "short_name": row.short_name,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "successor_id": row.successor or None,
                "note": row.note,
            }
            for row in sorted(pack.departments, key=lambda row: bool(row.successor))
        ],
    ).as_dict()
    divisions.forget()


def _load_city_row(pack: CityPack, report: LoadReport) -> None:
    count = sync(City, ("code",), [{"code": pack.code, "name": pack.name, "settings": pack.settings}])
    count += sync(
        ExpectedFeed,
        ("feed", "sender"),
        [
            {
                "feed": row.feed,
                "sender": row.sender,
                "county_code": row.county_code,
                "department_id": row.department or None,
                "period": row.period,
                "due_day": row.due_day,
            }
            for row in pack.feeds
        ],
    )
    report.rows["city"] = count.as_dict()


__all__ = [
    "CityOccupied",
    "Count",
    "LoadReport",
    "PackError",
    "TaskClosed",
    "close_task",
    "load_city",
    "settle_practice_tasks",
]
