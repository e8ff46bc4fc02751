"""申报 of the own unit: prefilled, corrected with evidence, submitted, decided, objected to."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.declaration import services
from tonggong.domain.declaration.own import (
    CLAIM_OF,
    OwnDeclaration,
    OwnItem,
    opened_own,
    own_declared,
    own_item,
    own_steps,
)
from tonggong.domain.declaration.services import DeclarationRefused
from tonggong.domain.employers.own import own_unit
from tonggong.domain.quota.own import known_years
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing
from tonggong.rules.quota.counting import CONDITION_LABELS
from tonggong.rules.quota.numbers import plain
from tonggong.rules.quota.placements import spans
from tonggong.web.components import parts
from tonggong.web.components.asked import whole_number
from tonggong.web.components.documents import shown_safely
from tonggong.web.components.levy import plain_step
from tonggong.web.components.words import grouped, long_day, moment, yuan
from tonggong.web.employer.declaration_forms import FORMS, Correction, ObjectionForm
from tonggong.web.employer.quota import shown_year

GET_OR_POST = ["GET", "HEAD", "POST"]
TAGS = {
    "draft": "info", "submitted": "running", "reviewing": "running", "returned": "due", "passed": "done", "partial": "warn",
    "revised": "waiting", "open": "waiting", "accepted": "done", "refused": "refused",
}  # fmt: skip


def _years(request: Request) -> list[int]:
    """The years that are over, of which something is known."""
    today = clock.today()
    return [one for one in known_years(request.who, today.year) if one < today.year]


def _year(request: Request, asked: str | None) -> int:
    found = whole_number(asked)
    return found if found in _years(request) else clock.today().year - 1


def _address(year: int) -> str:
    return f"{reverse('employer:declaration')}?year={year}"


@require_GET
@never_cache
@duty("own.unit")
def declaration(request: Request) -> HttpResponse:
    """Show the unit's declaration of a year; who is named in it is noted as looked at."""
    return _shown(request, _year(request, request.GET.get("year")))


def _people(found: OwnDeclaration) -> list[tuple[str, str]]:
    """Whom a correction may be about, each once, numbered as on the page."""
    named: dict[int, str] = {}
    for n, one in enumerate(found.shown.people, 1):
        named.setdefault(one.person_id, f"{n}　{one.name}")
    return [(str(key), words) for key, words in named.items()]


def _note(request: Request, found: OwnDeclaration) -> None:
    people = {one.person_id for one in found.shown.people} | {
        one.item.person_id for one in found.items if one.name and one.item.person_id
    }
    if people:
        audit.record("view", who=request.who, subject="persons.Person", ids=sorted(people))


def _shown(request: Request, year: int, problem: str = "", objection: ObjectionForm | None = None) -> HttpResponse:
    who, today = request.who, clock.today()
    found = own_declared(who, year)
    page: dict[str, Any] = {
        "of": year, "day": today, "unit": own_unit(who), "own": found, "problem": problem,
        "years": [parts.Choice(f"{one}年", _address(one), one == year, value=str(one)) for one in _years(request)],
    }  # fmt: skip
    if found is not None:
        _note(request, found)
        row, own = found.row, found.shown
        before = shown_year(found.before, today, with_ways=False)
        page |= {
            "row": row, "state": (TAGS[row.state], row.get_state_display()) if row else ("info", "还没有申报"),
            "before": before, "found": shown_year(own, today, with_ways=False), "changed": _changed(found),
            "told": _told(found),
            "people": [
                (one, plain(one.persons_of_year), [plain_step(step) for step in one.said], _asked(found, one.person_id))
                for one in own.people
            ],
            "items": [_item(one) for one in found.items], "may_submit": found.may_submit(today),
            "objection": objection or (ObjectionForm() if found.may_object(today) else None),
            "steps": _steps(request, year), "wages": _wages(found),
        }  # fmt: skip
    return render(request, "employer/declaration.html", page, status=422 if problem or objection else 200)


def _asked(found: OwnDeclaration, person: int) -> list[tuple[str, str]]:
    return [(CONDITION_LABELS[one], CLAIM_OF[one]) for one in found.papers.get(person, ())]


def _told(found: OwnDeclaration) -> str:
    """Whom the files confirm and what is still asked for, in one sentence."""
    said = [f"{found.confirmed}人已由参保数据确认"] if found.confirmed else []
    if found.supplied:
        said.append(f"{found.supplied}人已补材料，等审核")
    if found.papers:
        papers = sum(len(one) for one in found.papers.values())
        said.append(f"{len(found.papers)}人请补{'一' if papers == 1 else papers}份材料")
    return "，".join(said) + "。" if said else ""


def _wages(found: OwnDeclaration) -> Decimal | None:
    paid = [one.yuan for one in found.months if one.yuan is not None]
    return sum(paid, Decimal(0)) if paid else None


def _changed(found: OwnDeclaration) -> str:
    """What the corrections do to the levy, in a sentence; "" where there are none."""
    if found.after is None:
        return ""
    old = found.before.quota.levy if found.before.quota else None
    new = found.after.quota.levy if found.after.quota else None
    if new is None or new.has_no_wage:
        return "按更正后的数还算不出应缴。"
    if old is None or old.has_no_wage:
        return f"更正前算不出应缴；按更正后应缴 {yuan(new.payable_yuan)}。"
    gap = new.payable_yuan - old.payable_yuan
    told = "不变" if not gap else f"{'多' if gap > 0 else '少'}缴 {yuan(abs(gap))}"
    return f"更正前应缴 {yuan(old.payable_yuan)}，按更正后应缴 {yuan(new.payable_yuan)}，{told}。"


def _item(one: OwnItem) -> dict[str, Any]:
    item = one.item
    said = []
    if item.kind == "heads" and item.amount is not None:
        said.append(f"{grouped(item.amount, 0)} 人")
    elif item.amount is not None:
        said.append(yuan(item.amount))
    if item.until:
        said.append(f"合同到{long_day(item.until)}")
    if item.other:
        said.append(item.other)
    return {
        "row": item, "title": item.get_kind_display(), "name": one.name, "said": "，".join(said),
        "span": spans(months.between(item.first_month, item.last_month)), "tag": (TAGS[item.state], item.get_state_display()),
    }  # fmt: skip


def _steps(request: Request, year: int) -> list[parts.Moment]:
    return [
        parts.Moment(moment(one.at), one.by if ours else "残联", words, one.reason, "contact" if ours else "work")
        for one, words, ours in own_steps(request.who, year)
    ]


@require_http_methods(GET_OR_POST)
@never_cache
@duty("own.unit")
def correct(request: Request) -> HttpResponse:
    """Ask for one correction; the draft begins with the first."""
    asked = request.POST if request.method == "POST" else request.GET
    year, what = _year(request, asked.get("year")), asked.get("what", "")
    found = own_declared(request.who, year)
    if found is None or what not in FORMS:
        return redirect(_address(year))  # the page says what can be done
    if not found.may_change:
        return _shown(request, year, f"申报现在是“{found.row.get_state_display() if found.row else ''}”，不能改。")
    people = _people(found)
    form = FORMS[what](year, people, initial=_first(request, people, year))
    if request.method == "POST":
        form = FORMS[what](year, people, request.POST, request.FILES)
        if form.is_valid() and _corrected(request, year, form):
            messages.success(request, "记下了。还没有提交，可以接着改。")
            return redirect(_address(year))
    if what == "person":
        _note(request, found)
    page = {"form": form, "of": year, "what": what, "title": form.title, "people": people}
    return render(request, "employer/declaration_correct.html", page, status=422 if form.errors else 200)


def _first(request: Request, people: list[tuple[str, str]], year: int) -> dict[str, Any]:
    n = whole_number(request.GET.get("n"))
    numbered = {words.split("　")[0]: key for key, words in people}
    return {
        "first": f"{year}-01", "last": f"{year}-12", "claim": request.GET.get("claim", ""), "person": numbered.get(str(n), ""),
    }  # fmt: skip


def _corrected(request: Request, year: int, form: Correction) -> bool:
    said, file = form.said(), form.cleaned_data["file"]
    try:
        row = services.open_declaration(request.who, year)
        services.correct(
            request.who, row, form.kind, said.pop("first"), said.pop("last"), said.pop("reason"),
            (form.evidence, file.content_type or "", file.read()), **said,
        )  # fmt: skip
    except DeclarationRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
@duty("own.unit")
def act(request: Request) -> HttpResponse:
    """Submit, take back, drop a correction, or object."""
    who, step = request.who, request.POST.get("step", "")
    year = _year(request, request.POST.get("year"))
    found = own_declared(who, year)
    if found is None:
        raise Http404
    try:
        if step == "submit":
            done = _submitted(request, year)
        elif step == "drop":
            item = own_item(who, whole_number(request.POST.get("of")) or 0)
            if item is None:
                raise Http404
            services.drop(who, item)
            year, done = item.declaration.year, "这一项撤掉了，记录还在。"
        elif found.row is not None and step == "withdraw":
            services.withdraw(who, found.row)
            done = "撤回了，改好再提交。"
        elif found.row is not None and step == "object":
            form = ObjectionForm(request.POST)
            if not form.is_valid():
                return _shown(request, year, objection=form)
            due = services.object_to(who, found.row, form.cleaned_data["reason"]).due_on
            done = f"异议收到了，{long_day(due)}以前答复。"
        else:
            return _shown(request, year, "没有这一步，请刷新后再办。")
    except FigureMissing:
        return _shown(request, year, "市里还没有填申报期，请联系残联。")
    except (DeclarationRefused, MoveRefused) as refused:
        if step == "object":
            form.add_error(None, str(refused))
            return _shown(request, year, objection=form)
        return _shown(request, year, str(refused))
    messages.success(request, done)
    return redirect(_address(year))


def _submitted(request: Request, year: int) -> str:
    row = services.submit(request.who, services.open_declaration(request.who, year))
    return (
        f"提交了，回执号 {row.receipt}，{long_day(row.due_on)}以前审核。"
        if row.due_on
        else f"提交了，回执号 {row.receipt}。"
    )


@require_GET
@never_cache
@duty("own.unit")
def evidence(request: Request, evidence_id: int) -> HttpResponse:
    """Hand out a file that the unit sent itself; that it was opened is noted."""
    found = opened_own(request.who, evidence_id)
    if found is None:
        raise Http404
    return shown_safely(found[1], found[0].media_type, found[0].title)
