"""申报与认定: the queue with its terms, one declaration with both sides of each thing, the decision and its paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import IncompatibleDuties, Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.declaration import queries, review, services
from tonggong.domain.declaration.services import DeclarationRefused
from tonggong.domain.quota.yearly import UnitQuota
from tonggong.domain.reporting.papers import declaration_decision
from tonggong.rules.quota.counting import CONDITION_LABELS, YearCount
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.documents import download as handed_out
from tonggong.web.components.documents import shown_safely
from tonggong.web.components.parts import Choice, Page
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.pages import name_for, note_view

TAGS = {
    "submitted": "waiting", "reviewing": "running", "returned": "due", "passed": "done", "partial": "warn", "revised": "info",
}  # fmt: skip
EXTRA = {queries.OVERDUE: "审核过期", queries.OBJECTED: "异议待答复"}
MARKS = {"twice": "双", "both": "双", "certificate": "证"}  # of a month to be looked at; a correction's is 核
# What is written as the reason where a single key decides and nothing was written: for a correction, for what was flagged.
READY = {False: ("与凭据相符", "与凭据不符"), True: ("核对后按台账计入", "核对后不计入")}
FIELDS = ("decide", "back", "revise", "objection")
Sent = tuple[str, str, str]  # what was sent in, why it was refused, what had been written


@require_GET
@duty("declarations.read")
def queue(request: Request) -> HttpResponse:
    """The declarations of a year, those due first; every count opens its rows."""
    who, asked = request.who, request.GET
    made = queries.years(who)
    year = pages.year_of_address(request, made)
    state, county = asked.get("state", ""), pages.known_county(who, asked.get("county", ""))
    if state and state not in {*review.STATES, *EXTRA}:
        raise Http404
    rows = queries.queue(who, year, state, county)
    keys = list(rows.values_list("pk", flat=True))
    after = whole_number(asked.get("after")) or 0
    start = keys.index(after) + 1 if after in keys else 0
    wanted = keys[start : start + queries.PAGE]
    today = clock.today()
    lines = [
        (row, TAGS[row.state], row.get_state_display(), name_of(row.county_code), review.light(row, today))
        for row in rows.filter(pk__in=wanted)
    ]
    said = {"year": year, "state": state, "county": county}
    total = Page(
        f"共 {len(keys):,} 份",
        address("federation:declarations", **said, after=wanted[-1]) if len(keys) > start + queries.PAGE else "",
        address("federation:declarations", **said) if after else "",
    )
    page = {
        "year": year, "years": pages.year_choices("federation:declarations", year, made), "lines": lines, "page": total,
        "counties": _counted(who, year), "heads": [*review.STATES.values(), EXTRA[queries.OBJECTED], "合计"],
        "choices": _choices(who, year, state, county), "county": name_of(county) if county else "",
        "all_counties": address("federation:declarations", year=year, state=state), "total": len(keys),
    }  # fmt: skip
    return render(request, "federation/declarations.html", page)


def _counted(who: Who, year: int) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """How many stand in each state, by county, each with its heading and the address of its rows."""
    objected, found = queries.objected_counts(who, year), queries.counts(who, year)
    labels = {**review.STATES, queries.OBJECTED: EXTRA[queries.OBJECTED], "": "合计"}
    lines = []
    for county, counts in sorted(found.items()):
        numbers = counts | {queries.OBJECTED: objected.get(county, 0), "": sum(counts.values())}
        cells = [
            (label, numbers.get(key, 0), address("federation:declarations", year=year, state=key, county=county))
            for key, label in labels.items()
        ]
        lines.append((name_of(county), cells))
    return lines


def _choices(who: Who, year: int, state: str, county: str) -> list[Choice]:
    return [
        Choice(
            label,
            address("federation:declarations", year=year, state=key, county=county),
            key == state,
            f"{queries.queue(who, year, key, county).count():,}",
            key,
        )
        for key, label in (("", "全部"), *review.STATES.items(), *EXTRA.items())
    ]


def _found(who: Who, declaration_id: int) -> Any:
    found = queries.declaration_of(who, declaration_id)
    if found is None:
        raise Http404
    return found


@require_GET
@duty("declarations.read")
def declaration(request: Request, declaration_id: int) -> HttpResponse:
    """One declaration: only what is to be decided, both sides of it, and what it does to the quota."""
    return _show(request, _found(request.who, declaration_id))


def _show(request: Request, row: Any, sent: Sent = ("", "", "")) -> HttpResponse:
    who, found = request.who, review.review_of(row)
    note_view(who, [*(one.item.person_id for one in found.sides), *(one.person for one in found.lacking)])
    may = who.may("declarations.decide") and who.covers(row.county_code)
    reviewing = may and row.state == "reviewing"
    objection = found.objection
    page = {
        "one": row, "state": (TAGS[row.state], row.get_state_display()), "place": name_of(row.county_code),
        "review": found, "items": [_line(who, one, found.before) for one in found.sides],
        "differences": [(one, name_for(who, one.item.person.name) if one.item.person else "") for one in found.differences],
        "lacking": [(name_for(who, one.name), one.text, _lacked(row.year, one)) for one in found.lacking],
        "light": review.light(row, clock.today()), "course": steps_of(row), "today": clock.today(),
        "quotas": [
            (title, _sentence(quota), pages.ledger_steps(quota.steps) if quota else [])
            for title, quota in zip(_titles(row), (found.before, found.after), strict=True)
        ],
        "may_take": may and row.state == "submitted", "reviewing": reviewing, "decided": row.state in review.DECIDED,
        "may_revise": may and row.state in review.DECIDED,
        "may_answer": who.may("declarations.answer") and who.covers(row.county_code) and objection is not None
        and objection.state == "open",
        "is_decider": row.decided_by_id is not None and row.decided_by_id == who.user_id,
        "sent": sent[0], "problem": sent[1], "said": sent[2], "at": _field(sent[0]),
    }  # fmt: skip
    return render(request, "federation/declaration.html", page, status=422 if sent[1] else 200)


def _titles(row: Any) -> tuple[str, str]:
    if row.state in review.DECIDED:
        return "提交的时候", "认定以后"
    return ("原认定" if row.version > 1 else "现在台账里"), "采信后（不采信的不算）"


def _field(sent: str) -> str:
    """The field that belongs to what was sent, "" where it has none."""
    kind, _, key = sent.partition("-")
    return f"reason-{key}" if kind == "item" else f"why-{kind}" if kind in FIELDS else ""


def _sentence(found: UnitQuota | None) -> str:
    """What the rule says of the unit's year, in one sentence."""
    if found is None:
        return ""
    levy = found.levy
    if levy is None:
        return "没有职工人数的来源，应安排多少还不能算。"
    said = f"平均在职职工 {pages.persons(levy.headcount)} 人，应安排 {pages.persons(levy.required)} 人，已安排 {pages.persons(levy.counted)} 人"
    owed = "还算不出金额" if levy.has_no_wage else f"估算应缴 {words.yuan(levy.payable_yuan)}"
    return f"{said}，差 {pages.persons(levy.shortfall)} 人，{owed}。"


def _line(who: Who, side: review.Side, quota: UnitQuota | None) -> dict[str, Any]:
    """One thing as it is printed, with the twelve months in which only its own are marked."""
    item = side.item
    counts = [count for person, count in (quota.placements if quota else ()) if person == item.person_id]
    return {
        "item": item, "side": side, "key": f"item-{item.pk}", "title": item.get_kind_display(),
        "name": name_for(who, item.person.name) if item.person else "",
        "months": _marked(item.declaration.year, side.months, counts, MARKS.get(item.kind, "核")),
        "ready": READY[item.is_flag],
        "tag": {"open": "waiting", "accepted": "done", "refused": "warn"}[item.state],
    }  # fmt: skip


def _lacked(year: int, lack: Any) -> list[dict[str, Any]]:
    """The twelve months with a mark where something of the person has neither a file nor a paper."""
    cells = []
    for n in range(1, 13):
        lacks = "、".join(CONDITION_LABELS[one] for one in lack.months.get(f"{year}-{n:02d}", ()))
        said = f"缺凭据：{lacks}" if lacks else "不缺凭据"
        cells.append({"label": f"{n}月", "kind": "lack" if lacks else "", "mark": "缺" if lacks else "", "said": said})
    return cells


def _marked(year: int, months: frozenset[str], counts: list[YearCount], mark: str) -> list[dict[str, Any]]:
    """The months of the year; what is to be decided carries a mark, the rest is left plain."""
    cells = pages.month_cells(counts[0], year) if counts else [{"label": f"{n}月", "said": ""} for n in range(1, 13)]
    made = []
    for n, cell in enumerate(cells, 1):
        if f"{year}-{n:02d}" in months:
            made.append(cell | {"kind": "no", "mark": mark, "said": f"要核。现在{cell['said'] or '没有数'}"})
        else:
            made.append(cell | {"kind": "", "mark": "", "said": "没有要核的"})
    return made


@require_POST
@duty("declarations.decide")
def answer(request: Request, declaration_id: int, item_id: int) -> HttpResponse:
    """Accept or refuse one thing with its reason; then on to the next that waits."""
    row = _found(request.who, declaration_id)
    item = queries.item_of(row, item_id)
    if item is None:
        raise Http404
    said, verdict = request.POST.get("reason", ""), request.POST.get("verdict", "")
    try:
        if verdict not in ("accept", "refuse"):
            raise DeclarationRefused("请选采信或不采信。")
        services.answer(request.who, item, verdict == "accept", said)
    except (DeclarationRefused, MoveRefused) as why:
        return _show(request, _found(request.who, declaration_id), (f"item-{item_id}", str(why), said))
    left = next((one.pk for one in queries.items_of(row) if one.state == "open"), None)
    return redirect(f"{address('federation:declaration', declaration_id)}#{f'item-{left}' if left else 'next'}")


def _take_up(who: Who, row: Any, said: str) -> str:
    services.take_up(who, row)
    return "开始审核，单位不能再撤回。"


def _give_back(who: Who, row: Any, said: str) -> str:
    services.give_back(who, row, said)
    return f"已经退回，{words.long_day(row.mend_by)}以前补正。"


def _decide(who: Who, row: Any, said: str) -> str:
    services.decide(who, row, said)
    return f"已经认定：{row.get_state_display()}。"


STEPS: dict[str, Callable[[Who, Any, str], str]] = {"take": _take_up, "back": _give_back, "decide": _decide}


@require_POST
@duty("declarations.decide")
def step(request: Request, declaration_id: int, step: str) -> HttpResponse:
    """Take one step; a refused one keeps what was said and says why."""
    row, said = _found(request.who, declaration_id), request.POST.get("reason", "")
    if step not in {*STEPS, "revise"}:
        raise Http404
    try:
        if step == "revise":
            if not said.strip():
                raise DeclarationRefused("请写明为什么重新认定。")
            row = services.revise(request.who, row, said)
            messages.success(request, "开始重新认定；原认定在新认定作出以前有效。")
        else:
            messages.success(request, STEPS[step](request.who, row, said))
    except (DeclarationRefused, MoveRefused) as why:
        return _show(request, _found(request.who, declaration_id), (step, str(why), said))
    return redirect("federation:declaration", row.pk)


@require_POST
@duty("declarations.answer")
def objection(request: Request, declaration_id: int) -> HttpResponse:
    """Answer an objection; whoever decided may not."""
    row, said, verdict = (
        _found(request.who, declaration_id),
        request.POST.get("reason", ""),
        request.POST.get("verdict", ""),
    )
    found = review.review_of(row).objection
    if found is None:
        raise Http404
    try:
        if verdict not in ("uphold", "dismiss"):
            raise DeclarationRefused("请选成立或维持。")
        fresh = services.answer_objection(request.who, found, verdict == "uphold", said)
    except (DeclarationRefused, MoveRefused, IncompatibleDuties) as why:
        return _show(request, _found(request.who, declaration_id), ("objection", str(why), said))
    messages.success(request, "异议成立，开始重新认定。" if fresh else "已经答复，维持原认定。")
    return redirect("federation:declaration", fresh.pk if fresh else row.pk)


@require_GET
@duty("declarations.read")
def evidence(request: Request, declaration_id: int, evidence_id: int) -> HttpResponse:
    """Open a sealed paper of the unit; audited."""
    found = queries.evidence_of(request.who, evidence_id)
    if found is None or found.declaration_id != _found(request.who, declaration_id).pk:
        raise Http404
    return shown_safely(review.opened(request.who, found), found.media_type, found.title)


@require_POST
@duty("declarations.decide")
def paper(request: Request, declaration_id: int) -> HttpResponse:
    """Hand out the decision as a document; it stands in the release trail."""
    row = _found(request.who, declaration_id)
    if row.state not in {*review.DECIDED, "revised"}:
        raise Http404
    found = review.review_of(row)
    declaration_decision.note_release(request.who, found)
    content = declaration_decision.as_docx(found)
    return handed_out(content, declaration_decision.MEDIA_TYPE, f"{declaration_decision.title_of(row)}.docx")
