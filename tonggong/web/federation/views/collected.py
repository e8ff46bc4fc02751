"""残保金征收比对: a year's estimate against what the tax office collected, by class, by unit, with its handling."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.workflow.queries import steps_of
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.employers.queries import former
from tonggong.domain.quota import collected as asked_of
from tonggong.domain.quota import lists
from tonggong.domain.quota.choices import Settled
from tonggong.domain.quota.collected import WAITING, Asked, Sums
from tonggong.domain.quota.queries import page_of, years_made
from tonggong.domain.quota.services import SettlingRefused, settle_difference
from tonggong.rules.quota.collected import DIFFERENCE_LABELS, Difference
from tonggong.web.components import parts, words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.exchange import XLSX
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.history import Sources
from tonggong.web.federation.quota_forms import ExportForm, SettleForm

STATES = {"": "全部", WAITING: "待处理的", **dict(Settled.choices[1:])}
KIND_TAGS = {Difference.EQUAL: "done", Difference.NOT_DUE: "waiting", Difference.UNKNOWN: "warn"}
MEANS = {
    Difference.EQUAL: "相差不超过容许的误差",
    Difference.WAGE_BASE: "单位申报的年平均工资和估算用的不同，按申报的算正好是实缴数",
    Difference.HEADCOUNT: "单位申报的职工人数和估算用的不同",
    Difference.PLACEMENTS: "单位申报的安排人数和台账认定的不同",
    Difference.EXEMPTION: "一边按免缴、减缴，一边没有",
    Difference.LATE: "逾期才缴，或逾期未缴",
    Difference.PAID_WITHOUT_OWING: "估算不欠，却缴了",
    Difference.NOT_DUE: "还没有缴，申报期没有过",
    Difference.NOTHING: "估算应缴，税务文件里没有这家单位",
    Difference.NOT_REGISTERED: "税务文件里有，登记册里没有",
    Difference.UNKNOWN: "申报的数解释不了，要问税务部门",
}


@require_GET
@duty("quota.read")
def collected(request: Request) -> HttpResponse:
    """A year's differences by class; each count and each sum opens its units."""
    who, made = request.who, years_made(request.who)
    year = pages.year_of_address(request, made)
    county = pages.known_county(who, request.GET.get("county", ""))
    found = asked_of.sums(who, year, county)
    at, latest = asked_of.compared_at(year), asked_of.latest_row(year)

    def line(name: str, one: Sums, kind: str) -> dict[str, Any]:
        url = address("federation:quota-collected-units", year=year, county=county, kind=kind)
        waiting = address("federation:quota-collected-units", year=year, county=county, kind=kind, state=WAITING)
        return {
            "name": name, "means": MEANS.get(Difference(kind), "") if kind else "", "one": one, "url": url,
            "waiting_url": waiting, "estimate": pages.money(one.estimate_yuan), "paid": pages.money(one.paid_yuan),
            "gap": pages.money(one.gap_yuan),
        }  # fmt: skip

    lines = [line(DIFFERENCE_LABELS[kind], found[kind.value], kind.value) for kind in Difference if kind.value in found]
    whole = found[""]
    equal = found.get(Difference.EQUAL.value)
    page = {
        "year": year, "county": county, "counties": pages.county_choices(who), "lines": lines, "whole": whole,
        "total": line("合计", whole, ""), "equal": equal.units if equal else 0, "compared_at": at, "latest": latest,
        "is_behind": latest is not None and (at is None or latest > at), "may_make": who.may("quota.manage"),
        "years": pages.year_choices("federation:quota-collected", year, made, county=county),
        "other": whole.units - (equal.units if equal else 0), "may_send": who.may("exchange.deliver"),
        "equal_url": address("federation:quota-collected-units", year=year, county=county, kind=Difference.EQUAL.value),
        "gone": asked_of.gone_count(who, year, county),
        "gone_url": address("federation:quota-collected-units", year=year, county=county, state=Settled.GONE),
    }  # fmt: skip
    return render(request, "federation/quota_collected.html", page)


def _asked(request: Request) -> Asked:
    """What an address asks for. Raises Http404: it names what there is not."""
    said = request.GET
    found = Asked(
        pages.known_county(request.who, said.get("county", "")), said.get("kind", ""), said.get("state", ""),
        said.get("words", "").strip()[:60],
    )  # fmt: skip
    if (found.kind and found.kind not in set(Difference)) or found.state not in STATES:
        raise Http404
    return found


def _shown(row: Any) -> dict[str, Any]:
    """A compared unit in words."""
    also = [DIFFERENCE_LABELS[Difference(one)] for one in row.also.split(",") if one]
    gap = None if row.estimate_yuan is None else row.paid_yuan - row.estimate_yuan
    return {
        "row": row, "url": reverse("federation:quota-collected-unit", args=[row.pk]), "estimate": pages.money(row.estimate_yuan),
        "paid": pages.money(row.paid_yuan), "gap": pages.money(gap), "also": "、".join(also), "because": row.because,
        "tag": (KIND_TAGS.get(Difference(row.kind), "slow"), DIFFERENCE_LABELS[Difference(row.kind)]),
        "place": name_of(row.county_code) if row.county_code else "—",
        "state": "" if row.kind == Difference.EQUAL else Settled(row.state).label,
    }  # fmt: skip


def _units_page(request: Request, form: ExportForm | None = None, status: int = 200) -> HttpResponse:
    who = request.who
    year, asked = pages.year_of_address(request, years_made(who)), _asked(request)
    rows = asked_of.differences(who, year, asked)
    found, following = page_of(rows, whole_number(request.GET.get("after")) or 0)
    total = asked_of.sum_of(rows)
    said = {"year": year} | asdict(asked)
    paging = parts.Page(
        f"共 {words.grouped(total.units)} 家，本页 {len(found)} 家",
        address("federation:quota-collected-units", **said, after=following) if following else "",
        address("federation:quota-collected-units", **said) if request.GET.get("after") else "",
    )
    title = [
        name_of(asked.county) if asked.county else "",
        DIFFERENCE_LABELS[Difference(asked.kind)] if asked.kind else "征收比对的单位",
        STATES[asked.state] if asked.state else "",
    ]
    page = {
        "year": year, "asked": asked, "lines": [_shown(row) for row in found], "page": paging, "total": total,
        "estimate": pages.money(total.estimate_yuan), "paid": pages.money(total.paid_yuan), "gap": pages.money(total.gap_yuan),
        "title": "，".join(filter(None, title)), "counties": pages.county_choices(who), "states": STATES.items(),
        "kinds": [(kind.value, DIFFERENCE_LABELS[kind]) for kind in Difference], "export": form or ExportForm(),
        "may_export": who.may("export.rows") and total.units, "compared_at": asked_of.compared_at(year),
        "export_url": address("federation:quota-collected-export", **said), "former": former(who, asked.words),
    }  # fmt: skip
    return render(request, "federation/quota_collected_units.html", page, status=status)


@require_GET
@duty("quota.read")
def units(request: Request) -> HttpResponse:
    """The units behind a count or a sum, a page at a time."""
    return _units_page(request)


@require_POST
@duty("export.rows")
def export(request: Request) -> HttpResponse:
    """Hand the differences out as a workbook, which is written into the trail with its purpose."""
    who = request.who
    if not who.may("quota.read"):
        raise Http404
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _units_page(request, form, 422)
    year, asked = pages.year_of_address(request, years_made(who)), _asked(request)
    rows = asked_of.differences(who, year, asked).iterator(chunk_size=2_000)
    content = lists.differences_xlsx(who, year, rows, form.cleaned_data["purpose"])
    name = quote(f"{year}年度残保金征收比对.xlsx")
    headers = {
        "Content-Disposition": f"attachment; filename=levy-{year}.xlsx; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _difference(who: Who, difference_id: int) -> Any:
    found = asked_of.difference(who, difference_id)
    if found is None:
        raise Http404
    return found


def _unit_page(request: Request, found: Any, form: SettleForm | None = None, status: int = 200) -> HttpResponse:
    both = asked_of.both_sides(found)
    sources = Sources(both.rows)
    own = found.unit_id and both.estimate is not None
    page = {
        "row": found, "line": _shown(found), "sides": _sides(found, both), "steps": steps_of(found).order_by("-pk"),
        "rows": [{"row": one, "chip": sources.chip(one)} for one in both.rows], "is_equal": found.kind == Difference.EQUAL,
        "is_gone": found.state == Settled.GONE,
        "form": form or SettleForm(found.state), "may_manage": request.who.may("quota.manage"),
        "is_behind": bool(own and both.estimate and both.estimate.line and both.estimate.line.payable_yuan != found.estimate_yuan),
        "account": address("federation:quota-unit", found.unit_id, year=found.year) if found.unit_id else "",
        "labels": dict(Settled.choices), "means": MEANS[Difference(found.kind)],
    }  # fmt: skip
    return render(request, "federation/quota_collected_unit.html", page, status=status)


def _sides(found: Any, both: asked_of.BothSides) -> parts.BothSides:
    """The estimate's figures beside those of the tax office; of a holding the sums of its rows."""
    levy = both.estimate.levy if both.estimate else None
    said = both.rows[0] if len(both.rows) == 1 else None
    lines = [
        _side("应缴（元）", found.estimate_yuan, said.payable_yuan if said else None, pages.money),
        _side("实缴（元）", found.estimate_yuan, found.paid_yuan if both.rows else None, pages.money),
        _side("在职职工（人）", levy.headcount if levy else None, said.headcount if said else None, pages.persons),
        _side("安排人数（人）", levy.counted if levy else None, said.counted if said else None, pages.persons),
        _side("年平均工资（元）", levy.case.wage_yuan if levy else None, said.wage_yuan if said else None, pages.money),
    ]
    return parts.BothSides(lines, None, None, "估算", "税务征收", "估算和税务征收的对照")


def _side(name: str, ours: Decimal | None, theirs: Decimal | None, shown: Any) -> parts.SideRow:
    if ours is None or theirs is None:
        return parts.SideRow(name, shown(ours), shown(theirs), "有一边没有说", False, False)
    gap = theirs - ours
    if not gap:
        return parts.SideRow(name, shown(ours), shown(theirs), is_same=True, has_marks=False)
    return parts.SideRow(
        name, shown(ours), shown(theirs), f"{'多' if gap > 0 else '少'} {shown(abs(gap))}", False, False
    )


@require_GET
@duty("quota.read")
def unit(request: Request, difference_id: int) -> HttpResponse:
    """One unit's difference: in sentences, both sides, the rows it comes from, what was decided."""
    return _unit_page(request, _difference(request.who, difference_id))


@require_POST
@duty("quota.manage")
def settle(request: Request, difference_id: int) -> HttpResponse:
    """Decide a difference, or take a decision back by another."""
    found = _difference(request.who, difference_id)
    form = SettleForm(found.state, request.POST)
    if form.is_valid():
        try:
            settle_difference(request.who, found, form.cleaned_data["state"], form.cleaned_data["reason"])
        except (SettlingRefused, MoveRefused) as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{found.unit_name}：{Settled(found.state).label}。")
            return HttpResponseRedirect(reverse("federation:quota-collected-unit", args=[found.pk]))
    return _unit_page(request, found, form, 422)
