"""Who answers for whom: load and gaps, giving people by town, by filter or by hand, handing a list over."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.casework.queries import assignments as queries
from tonggong.domain.casework.services import assignments as services
from tonggong.domain.comparison.queries import months_known
from tonggong.domain.persons.queries import page_of
from tonggong.web.casework.assignments.forms import GiveForm, HandOverForm
from tonggong.web.components import rows as rows_of
from tonggong.web.components.parts import Choice, Page


def _kind(text: str) -> str:
    return text if text in queries.KINDS else "worker"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _steps_url(user_id: int) -> str:
    return rows_of.address("casework:assignments-steps", worker=user_id, on=clock.today())


def _kinds(kind: str, page: str) -> list[Choice]:
    return [Choice(words, f"{page}?kind={key}", key == kind, value=key) for key, words in queries.KINDS.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.assign")
def assignments(request: Request) -> HttpResponse:
    """Show the load of everybody and the towns with people whom nobody answers for; give a town's free people at once."""
    who, kind = request.who, _kind(request.POST.get("kind") or request.GET.get("kind", ""))
    loads, address = queries.load(who, kind), reverse("casework:assignments")
    status = 200
    form = GiveForm(request.POST if request.method == "POST" else None, workers=loads)
    if request.method == "POST":
        town = request.POST.get("township", "")
        names = {one.key: one.name for one in queries.towns(who, kind)}
        if town not in names:
            raise Http404
        if form.is_valid():
            free = list(queries.picked(who, kind, township=town, free=True).values_list("pk", flat=True))
            try:
                done = services.assign(who, free, kind, form.cleaned_data["user"], form.cleaned_data["reason"])
            except services.AssignmentRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"{names[town]} {done.given} 人分派好了。")
                return HttpResponseRedirect(f"{address}?kind={kind}")
        status = 422
    towns = queries.towns(who, kind)
    offered = {
        town.key: [one for one in loads if not (one.is_gone or one.is_away) and town.code.startswith(one.reach)]
        for town in towns
        if town.without
    }
    month = next(iter(months_known()), "")
    gone = [one for one in loads if one.is_gone]
    shown = {
        "form": form, "kind": kind, "kind_name": queries.KINDS[kind], "kinds": _kinds(kind, address),
        "loads": [(one, _steps_url(one.user_id)) for one in loads], "towns": [(town, offered.get(town.key, [])) for town in towns], "people": sum(t.people for t in towns),
        "without": sum(t.without for t in towns), "gone": gone, "left_behind": sum(one.people for one in gone), "month": month,
        "day": clock.today(),
    }  # fmt: skip
    return render(request, "casework/assignments/home.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.assign")
def pick(request: Request) -> HttpResponse:
    """Choose people by hand, or all that a filter leaves, and give them to somebody."""
    who, said = request.who, request.POST if request.method == "POST" else request.GET
    kind, address = _kind(said.get("kind", "")), reverse("casework:assignments-pick")
    asked = {
        "kind": kind,
        "township": said.get("township", ""),
        "user": said.get("of", ""),
        "free": said.get("free", ""),
    }
    loads, towns = queries.load(who, kind), queries.towns(who, kind)
    if asked["township"] not in {town.key for town in towns}:
        asked["township"] = ""
    rows = queries.picked(
        who, kind, township=asked["township"], user_id=_number(asked["user"]) or None, free=bool(asked["free"])
    )
    form, status = GiveForm(request.POST if request.method == "POST" else None, workers=loads), 200
    here = {
        key: value
        for key, value in (
            ("kind", kind),
            ("township", asked["township"]),
            ("of", asked["user"]),
            ("free", asked["free"]),
        )
        if value
    }
    if request.method == "POST":
        if said.get("all"):
            chosen = list(rows.values_list("pk", flat=True))
        else:
            chosen = [_number(text) for text in request.POST.getlist("person") if _number(text)]
        if not chosen:
            form.add_error(None, "还没有勾选人。请勾选要分派的人，或选“筛出的全部”。")
        if form.is_valid():
            try:
                done = services.assign(who, chosen, kind, form.cleaned_data["user"], form.cleaned_data["reason"])
            except services.AssignmentRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _said(done))
                return HttpResponseRedirect(f"{address}?{urlencode(here)}")
        status = 422
    people, following = page_of(rows, _number(request.GET.get("after", "")))
    if people:
        audit.record("view", who=who, subject="persons.Person", ids=[one.pk for one in people], page="assignments")
    page = Page(
        f"本页 {len(people)} 人", f"{address}?{urlencode({**here, 'after': following})}" if following else "",
        f"{address}?{urlencode(here)}" if request.GET.get("after") else "",
    )  # fmt: skip
    shown = {
        "form": form, "kind": kind, "kind_name": queries.KINDS[kind], "asked": asked, "towns": towns, "loads": loads,
        "rows": queries.rows_of(people, kind), "page": page, "total": rows.count(), "chosen": set(request.POST.getlist("person")),
    }  # fmt: skip
    return render(request, "casework/assignments/pick.html", shown, status=status)


def _said(done: services.Assigned) -> str:
    parts = [f"新分派 {done.given} 人"] if done.given else []
    parts += [f"从别人名下转来 {done.taken_over} 人"] if done.taken_over else []
    parts += [f"{done.unchanged} 人本来就是"] if done.unchanged else []
    return "，".join(parts) + "。"


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.assign")
def list_of(request: Request, user_id: int) -> HttpResponse:
    """Show somebody's list and what became of it, and hand the whole of it over in one action."""
    who, kind = request.who, _kind(request.POST.get("kind") or request.GET.get("kind", ""))
    loads = queries.load(who, kind)
    one: Any = next((load for load in loads if load.user_id == user_id), None)
    if one is None:
        raise Http404
    others = [load for load in loads if load.user_id != user_id]
    form, status = HandOverForm(request.POST if request.method == "POST" else None, workers=others), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                count = services.hand_over(who, user_id, kind, form.cleaned_data["user"], form.cleaned_data["reason"])
            except services.AssignmentRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"{one.name}名下 {count} 人交接好了，没有人落下。")
                return HttpResponseRedirect(f"{reverse('casework:assignments')}?kind={kind}")
        status = 422
    people = list(queries.list_of(who, user_id, kind))
    moves = list(queries.moves_of(who, user_id))
    seen = {person.pk for person in people} | {row.person_id for row in moves}
    if seen:
        audit.record("view", who=who, subject="persons.Person", ids=sorted(seen), page="assignments")
    shown = {
        "one": one, "kind": kind, "kind_name": queries.KINDS[kind], "form": form, "people": people, "moves": moves, "steps_url": _steps_url(user_id),
        "places": [(person, name_of(person.township_code)) for person in people], "has_others": any(not (o.is_gone or o.is_away) for o in others),
    }  # fmt: skip
    return render(request, "casework/assignments/list.html", shown, status=status)
