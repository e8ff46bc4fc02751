"""Two codes of one unit: who may be the same, what joining would change, joining, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.domain.employers import queries as employers
from tonggong.domain.employers.joining import JoinRefused, kept_by_code
from tonggong.domain.quota import queries
from tonggong.domain.quota.folding import Line
from tonggong.domain.quota.joining import Preview, preview
from tonggong.domain.quota.services import join_units, part_units
from tonggong.web.components import words
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.people_list import place_words
from tonggong.web.federation.quota_forms import GroundForm, SameForm


@duty("quota.manage")
def same(request: Request, unit_id: int) -> HttpResponse:
    """Say that a unit is the same as another one after a look at what that changes, or take it back."""
    who = request.who
    found = employers.unit(who, unit_id)
    if found is None:
        raise Http404
    year = pages.year_of_address(request, queries.years_made(who))
    page: dict[str, Any] = {"unit": found, "year": year}
    page["said"] = [one for one in employers.facts_of(found) if one.kind == "same"]
    if found.same_as is not None:
        return _part(request, found, page)
    asked = request.POST if request.method == "POST" else request.GET if "kept_code" in request.GET else None
    search = SameForm(asked)
    ground = GroundForm(request.POST or None)
    page |= {"search": search, "form": ground, "likely": _likely(request, found, year)}
    if asked is not None and search.is_valid():
        try:
            kept = kept_by_code(search.cleaned_data["kept_code"])
            page["view"] = _view(preview(who, found, kept, year))
            if request.method == "POST" and ground.is_valid():
                join_units(who, found, kept, ground.cleaned_data["ground"])
                messages.success(
                    request,
                    f"{found.code} 已并入现用代码 {kept.code}，各年的结果已重新计算。要撤销，进原来代码的页面。",
                )
                return HttpResponseRedirect(address("federation:quota-unit", kept.pk, year=year))
        except JoinRefused as why:
            search.add_error("kept_code", str(why))
    wrong = search.errors or (request.method == "POST" and ground.errors)
    return render(request, "federation/quota_same.html", page, status=422 if wrong else 200)


def _part(request: Request, unit: Any, page: dict[str, Any]) -> HttpResponse:
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            part_units(request.who, unit, form.cleaned_data["ground"])
        except JoinRefused as why:
            form.add_error("ground", str(why))
        else:
            messages.success(request, "已撤销，两个代码又各算各的，各年的结果已重新计算。登记过的都留着。")
            return HttpResponseRedirect(address("federation:quota-unit", unit.pk, year=page["year"]))
    return render(request, "federation/quota_same.html", page | {"form": form}, status=422 if form.errors else 200)


def _likely(request: Request, unit: Any, year: int) -> list[dict[str, Any]]:
    return [
        {
            "unit": one.unit,
            "place": place_words(one.unit.county_code, one.unit.township_code),
            "because": words.with_days(one.because.text),
            "source": one.because.source,
            "url": address("federation:quota-unit-same", unit.pk, kept_code=one.unit.code, year=year),
        }
        for one in employers.likely_same(request.who, unit)
    ]


def _view(found: Preview) -> dict[str, Any]:
    """The preview in words: each line of the year before and after."""
    lines = [
        _line("并之前：原来的代码", found.unit.code, found.before[0]),
        _line("并之前：现用代码", found.kept.code, found.before[1]),
        _line("并之后", found.kept.code, found.after),
    ]
    steps = pages.ledger_steps(found.joint.steps) if found.joint else []
    return {"one": found, "lines": lines, "steps": steps}


def _line(name: str, code: str, line: Line | None) -> dict[str, str]:
    if line is None:
        return {"name": name, "code": code, "headcount": "—", "counted": "—", "placed": "—", "payable": "—"}
    return {
        "name": name,
        "code": code,
        "headcount": pages.persons(line.headcount),
        "counted": pages.persons(line.counted),
        "placed": words.grouped(line.placed),
        "payable": pages.money(line.payable_yuan),
    }
