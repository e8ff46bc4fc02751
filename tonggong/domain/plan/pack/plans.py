"""plan-*.yaml: one version of the plan."""

import re
from pathlib import Path

from tonggong.domain.plan.choices import ClauseKind, Level, Period, PlanStatus, Scope
from tonggong.domain.plan.pack.dues import dues
from tonggong.domain.plan.pack.facts import CityPack, ClauseFact, DocumentFact, PlanFact, TargetFact, TaskFact
from tonggong.domain.plan.pack.located import Entry, Faults, read_yaml


def read_plan(path: Path, pack: CityPack, faults: Faults) -> PlanFact | None:
    """Read and check one version; a clause without a parent document is a warning, not a fault."""
    root = read_yaml(path, faults)
    if root is None:
        return None
    first, last = root.day("first_day"), root.day("last_day")
    if first is None or last is None:
        return None
    if last <= first:
        root.fault("last_day", "止日须晚于起日")
        return None
    departments = {row.key for row in pack.departments}
    documents = tuple(_document(entry) for entry in root.entries("documents", required=False))
    clauses = _clauses(root, {row.key for row in documents}, departments, pack.warnings)
    tasks: list[TaskFact] = []
    keys = {clause.key for clause in clauses}
    for entry in root.entries("tasks", required=False):
        task = _task(entry, keys, departments)
        if any(task.key == other.key for other in tasks):
            entry.fault("key", f"任务“{task.key}”写了两次")
        occurrences = dues(entry, task.period, first, last)
        tasks.append(
            TaskFact(
                task.key,
                task.clause,
                task.title,
                task.owner,
                task.scope,
                task.period,
                task.proof,
                task.due_source,
                occurrences,
            )
        )
        entry.done()
    targets = tuple(_target(entry) for entry in root.entries("targets", required=False))
    plan = PlanFact(
        root.text("key"),
        root.text("title"),
        root.text("document_number", ""),
        root.text("issuer", ""),
        first,
        last,
        root.choice("status", list(PlanStatus.values)),
        root.text("note", ""),
        documents,
        clauses,
        tuple(tasks),
        targets,
    )
    root.done()
    return plan


def _document(entry: Entry) -> DocumentFact:
    fact = DocumentFact(
        entry.text("key"),
        entry.text("title"),
        entry.text("number"),
        entry.text("printed_number", ""),
        entry.choice("level", list(Level.values)),
    )
    if re.search(r"[\[（(【]\d{4}[\])）】]", fact.number):
        entry.fault("number", "文号的年份请用六角括号〔〕")
    entry.done()
    return fact


def _clauses(root: Entry, documents: set[str], departments: set[str], warnings: list[str]) -> tuple[ClauseFact, ...]:
    found: list[ClauseFact] = []
    for position, entry in enumerate(root.entries("clauses"), 1):
        key = entry.text("key")
        if any(key == other.key for other in found):
            entry.fault("key", f"条款“{key}”写了两次")
        parents = []
        for parent in entry.entries("parents", required=False):
            document = parent.text("document")
            if document not in documents:
                parent.fault("document", f"没有文件“{document}”")
            parents.append((document, parent.text("place", "")))
            parent.done()
        leads = entry.texts("departments")
        for lead in leads:
            if lead not in departments:
                entry.fault("departments", f"没有部门“{lead}”")
        if not parents:
            warnings.append(f"{entry.file} 第{entry.line}行 parents：条款 {key} 没有对应的上级文件")
        found.append(
            ClauseFact(
                key,
                entry.choice("kind", list(ClauseKind.values)),
                position,
                entry.text("title"),
                entry.text("alias", ""),
                entry.text("wording"),
                tuple(leads),
                tuple(parents),
            )
        )
        entry.done()
    return tuple(found)


def _task(entry: Entry, clauses: set[str], departments: set[str]) -> TaskFact:
    task = TaskFact(
        entry.text("key"),
        entry.text("clause"),
        entry.text("title"),
        entry.text("owner"),
        entry.choice("scope", list(Scope.values)),
        entry.choice("period", list(Period.values)),
        entry.text("proof"),
        entry.text("due_source"),
        (),
    )
    if task.clause not in clauses:
        entry.fault("clause", f"没有条款“{task.clause}”")
    if task.owner not in departments:
        entry.fault("owner", f"没有部门“{task.owner}”")
    return task


def _target(entry: Entry) -> TargetFact:
    fact = TargetFact(
        entry.text("indicator"), entry.text("title"), entry.text("unit"), entry.whole("value", 1), entry.text("source")
    )
    entry.done()
    return fact
