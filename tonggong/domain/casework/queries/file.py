"""Everything that the work with one person has left behind, as rows of words: for the own page and the personal file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tonggong.base.facts import Fact
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import Confirmed, StepState, Wish
from tonggong.domain.casework.models import (
    AccommodationPass,
    Assessment,
    Assignment,
    Consent,
    Need,
    NeedRegistration,
    Paper,
    Petition,
    PlanStep,
    ServiceRecord,
    Verification,
    Visit,
)
from tonggong.domain.casework.queries.words import day_words, need_words
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is kept: when it was, what it says, who said it, whether it is still believed."""

    on: date | None
    what: str
    source: str
    is_past: bool = False
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """The rows of one kind, the latest first."""

    key: str
    title: str
    rows: list[Row]


def _joined(*parts: str) -> str:
    return "；".join(filter(None, parts))


def _is_draft(fact: Fact) -> bool:
    return isinstance(fact, Assessment) and fact.signed_on is None  # what is not signed says nothing yet


def _visit(one: Any) -> str:
    words = f"本人说：{one.words}" if one.words else ""
    return _joined(f"{one.get_method_display()}，{one.get_outcome_display()}", words, one.note)


def _verification(one: Any) -> str:
    confirmed = "、".join(Confirmed(c).label for c in one.confirmed)
    employed = {True: "有工作", False: "没有工作", None: ""}[one.is_employed]
    wish = Wish(one.wish).label if one.wish else ""
    return _joined(f"由{one.get_answered_by_display()}核对：{confirmed}", employed, wish)


def _need(one: Any) -> str:
    end = (
        f"{day_words(one.met_on)}已满足" if one.met_on else f"{day_words(one.dropped_on)}撤回" if one.dropped_on else ""
    )
    return _joined(f"{one.get_kind_display()}{f'：{one.detail}' if one.detail else ''}", end)


def _service(one: Any) -> str:
    outcome = one.get_outcome_display() if one.outcome else "还没有结果"
    return _joined(f"{one.get_kind_display()}：{one.content}", outcome, one.provider)


def _assessment(one: Any) -> str:
    parts = f"{one.get_depth_display()}，{len(one.levels)} 个方面"
    advice = f"建议：{one.get_advice_display()}" if one.advice else ""
    return _joined(parts, advice)


def _paper(one: Any) -> str:
    return f"{one.get_kind_display()}：{one.title}"


_FACTS: tuple[tuple[str, str, type[Fact], str, Callable[[Any], str]], ...] = (
    ("visits", "走访", Visit, "on", _visit),
    ("verifications", "信息核对", Verification, "on", _verification),
    ("registrations", "需求登记", NeedRegistration, "on", need_words),
    ("needs", "需求", Need, "said_on", _need),
    ("services", "就业服务", ServiceRecord, "on", _service),
    ("assessments", "能力评估", Assessment, "on", _assessment),
    ("papers", "材料", Paper, "on", _paper),
)


def casework_of(person: Person) -> list[Topic]:
    """Return everything kept of the work with a person, what is no longer believed included; a fixed number of queries."""
    keys = own_keys(person)
    found = []
    for key, title, model, day, words in _FACTS:
        facts: Any = model._default_manager.filter(Q(("person__in", keys))).order_by(f"-{day}", "-pk")
        rows = [
            Row(getattr(f, day), words(f), f.said_by, f.known_until is not None, f) for f in facts if not _is_draft(f)
        ]
        found.append(Topic(key, title, rows))
    found += [Topic(key, title, list(rows)) for key, title, rows in _others(keys)]
    return [topic for topic in found if topic.rows]


def _others(keys: list[int]) -> Iterable[tuple[str, str, Iterable[Row]]]:
    """What is no fact: it changes its state, and keeps who changed it."""
    steps = PlanStep.objects.filter(plan__person__in=keys).select_related("plan", "owner").order_by("-due_on", "-pk")
    yield "steps", "服务计划", (
        Row(s.due_on, _joined(f"{s.plan.get_kind_display()}：{s.text}", s.get_state_display(), s.outcome), s.owner.name,
            s.state == StepState.DROPPED)
        for s in steps
    )  # fmt: skip
    petitions = Petition.objects.filter(person__in=keys).exclude(kind=Petition.Kind.LABOUR).order_by("-asked_at", "-pk")
    yield "petitions", "本人诉求", (
        Row(clock.day_of(p.asked_at), _joined(f"{p.get_kind_display()}（回执 {p.number}）：{p.text}", p.get_state_display(), p.answer),
            p.get_by_role_display())
        for p in petitions
    )  # fmt: skip
    consents = Consent.objects.filter(person__in=keys).order_by("-given_on", "-pk")
    yield "consents", "同意", (
        Row(c.given_on, _joined(c.get_purpose_display(), c.how,
            f"{day_words(c.withdrawn_on)}由{c.withdrawn_by}撤回" if c.withdrawn_on else ""),
            f"{c.get_given_by_display()}同意，{c.by}登记", c.withdrawn_on is not None)
        for c in consents
    )  # fmt: skip
    passes = AccommodationPass.objects.filter(person__in=keys).order_by("-created_at", "-pk")
    yield "passes", "支持需求通行证", (
        Row(clock.day_of(p.created_at), _joined(f"给{p.shown_to}看", "已收回" if p.revoked_at else ""), p.by, p.revoked_at is not None)
        for p in passes
    )  # fmt: skip
    assigned = Assignment.objects.filter(person__in=keys).select_related("user").order_by("-started_on", "-pk")
    yield "assignments", "负责人", (
        Row(a.started_on, _joined(f"{a.get_kind_display()} {a.user.name}",
            f"到{day_words(a.ended_on)}" if a.ended_on else ""), a.by, a.ended_on is not None)
        for a in assigned
    )  # fmt: skip
