"""The register: whose assessment is due, who waits for the first, what is unfinished; and how alike assessors see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.casework.queries import assessment_register as queries
from tonggong.domain.training.queries import classes_ended
from tonggong.web.components.parts import Choice, Page
from tonggong.web.components.words import grouped, long_day

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register: who, where, what stands, what to do. `tag` is (kind, words)."""

    person_id: int
    name: str
    place: str
    what: str
    tag: tuple[str, str]
    url: str
    do: str


def _person_url(person_id: int) -> str:
    return reverse("casework:person-assessments", args=[person_id])


def _due(who: Who) -> list[Line]:
    day = clock.today()
    rows = queries.reassessments_due(who, day, classes_ended())
    return [
        Line(
            one.person_id, one.name, one.township_code, one.because,
            ("due", f"{long_day(one.since)}起该重评") if one.since else ("info", "快到期"), _person_url(one.person_id), "看评估",
        )
        for one in rows
    ]  # fmt: skip


def _wanted(who: Who) -> Any:
    return queries.waiting_for_first(who)


def _first(person: Any) -> Line:
    url = reverse("casework:assessment-begin", args=[person.pk])
    return Line(
        person.pk,
        person.name,
        person.township_code,
        "说想就业，还没有签过字、说明过的评估",
        ("waiting", "还没评"),
        url,
        "开始评估",
    )


def _row(what: Callable[[Any], str], tag: tuple[str, str], page: str, do: str) -> Callable[[Any], Line]:
    def line(row: Any) -> Line:
        url = reverse(page, args=[row.thread])
        return Line(row.person_id, row.person.name, row.person.township_code, what(row), tag, url, do)

    return line


def _assessor(row: Any) -> str:
    return row.assessor.name if row.assessor else "评估员"


TABS: dict[str, tuple[str, Callable[[Who], Any], Callable[[Any], Line], str]] = {
    "due": ("该重评", _due, lambda line: line, "没有到期的评估。"),
    "wanted": ("想就业还没评", _wanted, _first, "说想就业的人都评过了。"),
    "shown": ("签了还没说明", queries.not_shown, _row(
        lambda row: f"{_assessor(row)} {long_day(row.signed_on)}签字，还没有向本人说明", ("due", "还不算数"), "casework:assessment-show", "记说明",
    ), "签过字的都向本人说明了。"),
    "contested": ("本人有异议", queries.contested, _row(
        lambda row: f"本人对 {len(row.contested)} 项有不同看法", ("warn", "有异议"), "casework:assessment", "看评估"), "没有本人有异议的评估。"),
    "drafts": ("没写完的", queries.drafts, _row(
        lambda row: f"{_assessor(row)} {long_day(row.on)}开始", ("running", "草稿"), "casework:assessment", "打开"), "没有没写完的评估。"),
    "second": ("抽中复评", lambda who: queries.to_repeat(who, clock.today()), _row(
        lambda row: f"{_assessor(row)} {long_day(row.signed_on)}签字，抽中由另一人再评一次", ("waiting", "待复评"), "casework:assessment", "去复评",
    ), "抽中的都复评过了。"),
}  # fmt: skip


def _count(rows: Any) -> int:
    return len(rows) if isinstance(rows, Sequence) else rows.count()


@require_GET
@never_cache
@duty("casework.assess")
def register(request: Request) -> HttpResponse:
    """Show the register: a tab for each thing that waits, its people below."""
    who = request.who
    topic = request.GET.get("topic", "due")
    topic = topic if topic in TABS else "due"
    said = request.GET.get("from", "")
    start = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
    found = {key: find(who) for key, (_, find, _, _) in TABS.items()}
    counts = {key: _count(rows) for key, rows in found.items()}
    here = reverse("casework:assessments")
    choices = [
        Choice(title, f"{here}?topic={key}", key == topic, grouped(counts[key])) for key, (title, *_) in TABS.items()
    ]
    _, _, line, nothing = TABS[topic]
    lines = [line(one) for one in found[topic][start : start + PAGE]]
    places = {one.place: name_of(one.place) for one in lines}
    more = f"?topic={topic}&from={start + PAGE}" if counts[topic] > start + PAGE else ""
    audit.record("view", who=who, subject="persons.Person", ids=list(dict.fromkeys(one.person_id for one in lines)))
    shown = {
        "choices": choices, "lines": [(one, places[one.place]) for one in lines], "nothing": nothing, "day": clock.today(),
        "page": Page(f"本页 {len(lines)} 人，共 {grouped(counts[topic])} 人", more, f"?topic={topic}" if start else ""),
        "can_judge": who.may("casework.assign"), "title": TABS[topic][0],
    }  # fmt: skip
    return render(request, "casework/assessments/register.html", shown)
