"""A version of the plan as plain values."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tonggong.base.divisions import queries as divisions
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan.choices import ClauseKind
from tonggong.web.components import parts

SHORT = {"in_force": ("done", "已印发"), "awaiting_city": ("due", "本市方案待印发")}


@dataclass(frozen=True, slots=True)
class Split:
    """One way of splitting a target: parts with a bar, and what is left over."""

    title: str
    lines: list[tuple[str, int]]
    left: int


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A target with its splits."""

    target: plans.TargetSplit
    splits: list[Split]


@dataclass
class PlanPage:
    """Everything that the page of a plan shows."""

    plan: Any
    kinds: list[tuple[str, list[Any]]] = field(init=False)

    def __post_init__(self) -> None:
        clauses = list(plans.clauses(self.plan))
        self.kinds = [(str(k.label), [c for c in clauses if c.kind == k.value]) for k in ClauseKind]
        self.kinds = [(title, rows) for title, rows in self.kinds if rows]

    @property
    def tag(self) -> tuple[str, str]:
        """How far the version is."""
        return SHORT.get(self.plan.status, ("info", self.plan.get_status_display()))

    @property
    def versions(self) -> list[parts.Choice]:
        """The versions side by side."""
        base = reverse("committee:plan")
        return [
            parts.Choice(
                f"{one.first_day.year}—{one.last_day.year}年",
                f"{base}?{urlencode({'plan': one.key})}",
                one.pk == self.plan.pk,
                value=one.key,
            )
            for one in plans.plans()
        ]

    @cached_property
    def targets(self) -> list[TargetShown]:
        """The targets; what is not split is said, never spread."""
        return [self._shown(target) for target in plans.targets(self.plan)]

    def _shown(self, target: plans.TargetSplit) -> TargetShown:
        left = target.unsplit
        years = [(f"{year}年", n) for year, n in sorted(target.by_year.items())]
        counties = [(divisions.name_of(code), n) for code, n in sorted(target.by_county.items())]
        offices = [(self._office(key), n) for key, n in target.by_department.items()]
        splits = [Split("分年度", years, left.by_year), Split("分县区", counties, left.by_county)]
        if offices:
            splits.append(Split("分部门", offices, left.by_department))
        return TargetShown(target, splits)

    @staticmethod
    def _office(key: str) -> str:
        found = divisions.department(key)
        return (found.short_name or found.name) if found else key

    @cached_property
    def documents(self) -> list[Any]:
        """Parent documents named by the clauses, each once."""
        found = {}
        for _title, clauses in self.kinds:
            for clause in clauses:
                for parent in clause.parents.all():
                    found[parent.document_id] = parent.document
        return sorted(found.values(), key=lambda one: (("nation", "province", "city").index(one.level), one.number))
