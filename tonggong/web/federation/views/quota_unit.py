"""One unit's year with the whole account: staff by month, each placement month by month with its reasons, the levy."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.domain.employers import queries as employers
from tonggong.domain.employers.services import ParentRefused, set_parent
from tonggong.domain.employment.queries import form_name
from tonggong.domain.persons import queries as persons
from tonggong.domain.quota import queries
from tonggong.domain.quota.collected import difference_of
from tonggong.domain.quota.queries import UnitYear
from tonggong.domain.quota.services import make_unit
from tonggong.rules.figures import FigureMissing
from tonggong.rules.quota.counting import YearCount
from tonggong.rules.quota.numbers import plain
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.pages import name_for, note_view
from tonggong.web.federation.people_list import place_words
from tonggong.web.federation.quota_forms import ParentForm
from tonggong.web.federation.views.unit_calls import calls

INSURANCE = "social-insurance"
PLACEMENTS = 20
DIFFERING = {
    "headcount": "在职职工", "required": "应安排", "counted": "已安排", "shortfall": "差额", "wage_yuan": "计费工资",
    "tier": "分档", "payable_yuan": "估算应缴", "months_known": "有数据的月数", "placed": "安排的人", "branches": "下属单位",
    "part_of": "并入哪家", "kind": "单位性质", "rule_version": "政策参数",
}  # fmt: skip


def _unit(who: Who, unit_id: int) -> Any:
    found = employers.unit(who, unit_id)
    if found is None:
        raise Http404
    return found


@require_GET
@duty("quota.read")
def unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit's year, worked out now and compared with the kept answer."""
    who, found = request.who, _unit(request.who, unit_id)
    made = queries.years_made(who)
    year = pages.year_of_address(request, made)
    answer = queries.year_of(found, year)
    placements = answer.own.placements if answer.own else ()
    people, paging = _placements(request, found.pk, year, placements)
    heads = [one for one in employers.sums_of(found, INSURANCE) if one.month.startswith(f"{year}-")]
    page = {
        "unit": found, "year": year, "carried": list(found.carried.order_by("code")), "answer": answer, "placed": len(placements), "people": people, "page": paging,
        "place": place_words(found.county_code, found.township_code), "steps": _account(answer),
        "line": pages.shown(answer.kept) if answer.kept and not answer.is_outdated else None,
        "kind": pages.kind_name(answer.line.kind) if answer.line else "", "heads": heads,
        "warnings": [words.with_days(step.text) for step in answer.levy.warnings] if answer.levy else [],
        "differs": "、".join(dict.fromkeys(DIFFERING[name] for name in answer.differs if name in DIFFERING)),
        "years": pages.year_choices_of(address("federation:quota-unit", found.pk), year, made),
        "collected": difference_of(who, found, year), "may_manage": who.may("quota.manage"), "sees_unit": who.may("ledger.read"), "sentence": _sentence(answer, year),
        "call": calls([found]).get(found.pk), "may_write": who.may("cooperation.manage"),
    }  # fmt: skip
    return render(request, "federation/quota_unit.html", page)


def _account(answer: UnitYear) -> list[Any]:
    """The account of the line: staff and placements of the unit, those of its branches, the levy on all of it."""
    return pages.ledger_steps(answer.steps, _total(answer)) if answer.steps else []


def _total(answer: UnitYear) -> tuple[str, str, str] | None:
    line = answer.line
    if line is None or line.payable_yuan is None:
        return None
    return ("估算应缴", words.grouped(line.payable_yuan, 2), "元")


def _sentence(answer: UnitYear, year: int) -> str:
    """The answer in one sentence, before the account."""
    line = answer.line
    if line is None:
        return ""
    if line.headcount is None or line.required is None or line.shortfall is None:
        return f"{year}年没有职工人数的来源，应安排多少还不能算。"
    said = f"{year}年平均在职职工 {plain(line.headcount)} 人，应安排 {plain(line.required)} 人，已安排 {plain(line.counted)} 人"
    if not line.shortfall:
        return f"{said}。"
    owed = "还算不出金额" if line.payable_yuan is None else f"估算应缴 {words.yuan(line.payable_yuan)}"
    return f"{said}，差 {plain(line.shortfall)} 人，{owed}。"


def _placements(
    request: Request, unit_id: int, year: int, placements: tuple[tuple[int, YearCount], ...]
) -> tuple[list[dict[str, Any]], Page]:
    """A page of placements by the person's key; whom the reader may not know stays without a name."""
    who = request.who
    after = whole_number(request.GET.get("after")) or 0
    ordered = sorted(placements, key=lambda one: one[0])
    left = [one for one in ordered if one[0] > after]
    cut = left[:PLACEMENTS]
    cut += [one for one in left[PLACEMENTS:] if cut and one[0] == cut[-1][0]]  # one person stays on one page
    known = {one.pk: one for one in persons.persons(who).filter(pk__in={key for key, _ in cut})}
    tails = persons.id_tails(list(known.values())) if who.may("ledger.read") else {}
    note_view(who, known)
    lines = []
    for key, one in cut:
        person = known.get(key)
        lines.append(
            {
                "name": name_for(who, person.name) if person else "范围外的人",
                "url": reverse("federation:person", args=[key]) if person and who.may("ledger.read") else "",
                "tail": tails.get(key, ""),
                "form": form_name(one.placement.form),
                "since": one.placement.started_on,
                "until": one.placement.ended_on,
                "counted": plain(one.weighted_months),
                "months": pages.month_cells(one, year),
                "reasons": pages.ledger_steps(one.steps) if person else [],
            }
        )
    onward = address("federation:quota-unit", unit_id, year=year, after=cut[-1][0]) if len(left) > len(cut) else ""
    first = address("federation:quota-unit", unit_id, year=year) if after else ""
    return lines, Page(f"共 {len(ordered)} 段，本页 {len(lines)} 段", onward, first)


@require_POST
@duty("quota.manage")
def make(request: Request, unit_id: int) -> HttpResponse:
    """Work a unit's year out again and keep it."""
    found = _unit(request.who, unit_id)
    year = pages.year_of_form(request)
    try:
        make_unit(request.who, found, year)
    except FigureMissing as missing:
        messages.error(request, str(missing))
    else:
        messages.success(request, f"{found.name} {year} 年已按现在的台账重新计算。")
    return HttpResponseRedirect(address("federation:quota-unit", found.pk, year=year))


@duty("quota.manage")
def parent(request: Request, unit_id: int) -> HttpResponse:
    """Enter of which unit another one is a branch."""
    found = _unit(request.who, unit_id)
    form = ParentForm(request.POST or None, initial={"parent_code": found.parent.code if found.parent else ""})
    if request.method == "POST" and form.is_valid():
        try:
            set_parent(request.who, found, **form.cleaned_data)
        except ParentRefused as why:
            form.add_error("parent_code", str(why))
        else:
            messages.success(request, "上级单位已登记。重新计算之后，名单里只算一次。")
            return HttpResponseRedirect(address("federation:quota-unit", found.pk))
    said = [one for one in employers.facts_of(found) if one.kind == "parent"]
    page = {"unit": found, "form": form, "said": said}
    return render(request, "federation/quota_parent.html", page, status=422 if form.errors else 200)
