"""按比例就业: a year's totals by kind and county, the units behind each number, the list as a workbook, state enterprises."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.jobs import services as jobs
from tonggong.domain.employers.queries import former
from tonggong.domain.quota import lists, queries, tasks
from tonggong.domain.quota.choices import TIER_LABELS, Standing
from tonggong.domain.quota.queries import OBLIGED, Totals, Wanted
from tonggong.rules.quota.kinds import UnitKind
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.exchange import XLSX
from tonggong.web.components.parts import Page
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.quota_forms import ExportForm

COLUMNS = (
    ("units", "单位", ""),
    ("obliged", "应安排", OBLIGED),
    ("met", "达到", Standing.MET.value),
    ("owing", "未达，应缴", Standing.OWING.value),
    ("exempt", "未达，免缴", Standing.EXEMPT.value),
    ("unknown", "人数不明", Standing.UNKNOWN.value),
)
STANDINGS = {"": "全部单位", OBLIGED: "应安排的", **dict(Standing.choices)}


@require_GET
@duty("quota.read")
def quota(request: Request) -> HttpResponse:
    """A year's totals; each number opens its units."""
    who, made = request.who, queries.years_made(request.who)
    year = pages.year_of_address(request, made)
    county = pages.known_county(who, request.GET.get("county", ""))
    kind = pages.known_kind(request.GET.get("kind", ""))
    by_kind = queries.totals(who, year, "kind", county=county)
    counties = pages.county_choices(who)
    by_county = queries.totals(who, year, "county_code", kind=kind) if counties else {}

    def line(name: str, found: Totals, **said: str) -> dict[str, Any]:
        cells = [
            (title, getattr(found, key), address("federation:quota-units", year=year, standing=standing, **said))
            for key, title, standing in COLUMNS
        ]
        return {
            "name": name, "cells": cells, "payable": pages.money(found.payable_yuan), "owes": bool(found.payable_yuan),
            "payable_url": address("federation:quota-units", year=year, standing=Standing.OWING.value, **said),
        }  # fmt: skip

    kinds = [one.value for one in UnitKind if one.value in by_kind]
    places = sorted(code for code in by_county if code)
    whole = by_kind[""]
    opens = {
        key: address("federation:quota-units", year=year, standing=standing, county=county)
        for key, _title, standing in COLUMNS
        if getattr(whole, key)
    }
    page = {
        "year": year, "county": county, "kind": kind, "counties": counties, "whole": whole, "opens": opens,
        "years": pages.year_choices("federation:quota", year, made, county=county, kind=kind),
        "kinds": [(one.value, pages.kind_name(one.value)) for one in UnitKind],
        "by_kind": [line(pages.kind_name(one), by_kind[one], county=county, kind=one) for one in kinds],
        "kind_total": line("合计", whole, county=county),
        "by_county": [line(name_of(one), by_county[one], county=one, kind=kind) for one in places],
        "county_total": line("合计", by_county[""], kind=kind) if by_county else None,
        "columns": [title for _key, title, _standing in COLUMNS], "made_at": queries.made_at(year),
        "place": name_of(county) if county else "", "kind_name": pages.kind_name(kind) if kind else "",
        "may_make": who.may("quota.manage"), "payable": pages.money(whole.payable_yuan),
    }  # fmt: skip
    return render(request, "federation/quota.html", page)


@require_POST
@duty("quota.manage")
def make(request: Request) -> HttpResponse:
    """Have the worker work a year out for the whole city, and lead to the page that shows how far it is."""
    year = pages.year_of_form(request)
    try:
        run = jobs.start(request.who, tasks.QUOTA_YEAR, str(year), f"计算 {year} 年按比例就业", unit="家")
    except jobs.AlreadyRunning as already:
        run = already.run
    else:
        tasks.make.enqueue(run.pk)
    return HttpResponseRedirect(reverse("federation:run", args=[run.pk]))


def _wanted(request: Request) -> Wanted:
    """What an address asks for. Raises Http404: it names what there is not."""
    said = request.GET
    found = Wanted(
        pages.known_county(request.who, said.get("county", "")),
        pages.known_kind(said.get("kind", "")),
        said.get("standing", ""),
        said.get("tier", ""),
        said.get("words", "").strip()[:60],
    )
    if found.standing not in STANDINGS or (found.tier and found.tier not in TIER_LABELS):
        raise Http404
    return found


def _units_page(request: Request, form: ExportForm | None = None, status: int = 200) -> HttpResponse:
    who = request.who
    year = pages.year_of_address(request, queries.years_made(who))
    wanted = _wanted(request)
    rows = queries.results(who, year, wanted)
    found, following = queries.page_of(rows, whole_number(request.GET.get("after")) or 0)
    total, payable = queries.sum_of(rows)
    said = {"year": year} | asdict(wanted)
    paging = Page(
        f"共 {words.grouped(total)} 家，本页 {len(found)} 家",
        address("federation:quota-units", **said, after=following) if following else "",
        address("federation:quota-units", **said) if request.GET.get("after") else "",
    )
    page = {
        "year": year, "wanted": wanted, "lines": [pages.shown(row) for row in found], "page": paging, "total": total,
        "payable": pages.money(payable), "made_at": queries.made_at(year), "title": _title(wanted), "counties": pages.county_choices(who), "standings": STANDINGS.items(),
        "kinds": [(one.value, pages.kind_name(one.value)) for one in UnitKind], "tiers": TIER_LABELS.items(),
        "export": form or ExportForm(), "may_export": who.may("export.rows") and total,
        "export_url": address("federation:quota-export", **said), "former": former(who, wanted.words),
    }  # fmt: skip
    return render(request, "federation/quota_units.html", page, status=status)


def _title(wanted: Wanted) -> str:
    """What a list counts, in words."""
    said = [
        name_of(wanted.county) if wanted.county else "",
        pages.kind_name(wanted.kind) if wanted.kind else "",
        STANDINGS[wanted.standing],
        TIER_LABELS[wanted.tier] if wanted.tier else "",
    ]
    return "，".join(filter(None, said))


@require_GET
@duty("quota.read")
def units(request: Request) -> HttpResponse:
    """The units behind a number, a page at a time."""
    return _units_page(request)


@require_POST
@duty("export.rows")
def export(request: Request) -> HttpResponse:
    """Hand the list out as a workbook, which is written into the trail with its purpose."""
    who = request.who
    if not who.may("quota.read"):
        raise Http404
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _units_page(request, form, 422)
    year, wanted = pages.year_of_address(request, queries.years_made(who)), _wanted(request)
    rows = queries.results(who, year, wanted).iterator(chunk_size=2_000)
    content = lists.units_xlsx(who, year, rows, form.cleaned_data["purpose"])
    name = quote(f"{year}年度按比例就业单位名单.xlsx")
    headers = {
        "Content-Disposition": f"attachment; filename=quota-{year}.xlsx; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_GET
@duty("quota.read")
def state_enterprises(request: Request) -> HttpResponse:
    """State enterprises in the order of what they placed, a holding once."""
    who, made = request.who, queries.years_made(request.who)
    year = pages.year_of_address(request, made)
    found = queries.state_enterprises(who, year)
    met = sum(1 for one in found if one.row.standing == Standing.MET)
    lines = [{"place": one.place, "ratio": pages.ratio_words(one.ratio), "line": pages.shown(one.row)} for one in found]
    page = {
        "year": year, "lines": lines, "met": met, "total": len(found), "made_at": queries.made_at(year),
        "years": pages.year_choices("federation:quota-state", year, made),
        "met_url": address("federation:quota-units", year=year, kind=UnitKind.STATE_ENTERPRISE.value, standing="met"),
        "all_url": address("federation:quota-units", year=year, kind=UnitKind.STATE_ENTERPRISE.value),
    }  # fmt: skip
    return render(request, "federation/quota_state.html", page)
