"""What a city pack says, once it has been read and found sound."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tonggong.rules.figures import Figure


class PackUnknown(ValueError):
    """There is no such city pack."""


class PackError(ValueError):
    """A city pack that cannot be taken; nothing was changed. One fault a line, each with file, line and field."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class DivisionFact:
    """A row of divisions.csv or former-divisions.csv."""

    code: str
    parent_code: str
    level: str
    kind: str
    name: str
    valid_from: date | None
    valid_to: date | None
    successor_code: str
    source: str


@dataclass(frozen=True, slots=True)
class ZoneFact:
    """A zone that reports by itself."""

    key: str
    name: str
    division: str
    aliases: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class DepartmentFact:
    """A department."""

    key: str
    name: str
    short_name: str
    valid_from: date | None
    valid_to: date | None
    successor: str
    note: str


@dataclass(frozen=True, slots=True)
class FeedFact:
    """A feed that a sender owes."""

    feed: str
    sender: str
    county_code: str
    department: str
    period: str
    due_day: int


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A parent document."""

    key: str
    title: str
    number: str
    printed_number: str
    level: str


@dataclass(frozen=True, slots=True)
class ClauseFact:
    """An action or safeguard; `parents` are (document key, place)."""

    key: str
    kind: str
    position: int
    title: str
    alias: str
    wording: str
    departments: tuple[str, ...]
    parents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DueFact:
    """One occurrence of a task."""

    label: str
    due_on: date


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task with all its occurrences in the plan's period."""

    key: str
    clause: str
    title: str
    owner: str
    scope: str
    period: str
    proof: str
    due_source: str
    dues: tuple[DueFact, ...]


@dataclass(frozen=True, slots=True)
class PartFact:
    """A part of a target."""

    year: int | None
    county_code: str
    department: str
    value: int


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A target and its parts."""

    indicator: str
    title: str
    unit: str
    value: int
    source: str
    parts: tuple[PartFact, ...] = ()
    split_source: str = ""


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A version of the plan."""

    key: str
    title: str
    document_number: str
    issuer: str
    first_day: date
    last_day: date
    status: str
    note: str
    documents: tuple[DocumentFact, ...]
    clauses: tuple[ClauseFact, ...]
    tasks: tuple[TaskFact, ...]
    targets: tuple[TargetFact, ...]


@dataclass(slots=True)
class CityPack:
    """Everything a pack says. `warnings` name file, line and clause of what is odd but lawful."""

    folder: Path
    code: str = ""
    name: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    divisions: list[DivisionFact] = field(default_factory=list)
    zones: list[ZoneFact] = field(default_factory=list)
    departments: list[DepartmentFact] = field(default_factory=list)
    feeds: list[FeedFact] = field(default_factory=list)
    plans: list[PlanFact] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
