"""超比例奖励: the units above their quota, what each is awarded by the city's formula, the figures of the notice."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.domain.quota import awards as asked_of
from tonggong.domain.quota import lists
from tonggong.domain.quota.awards import GIVEN, NONE, Award
from tonggong.domain.quota.queries import made_at, page_of, years_made
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.exchange import XLSX
from tonggong.web.components.parts import Page
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.quota_forms import ExportForm

WHICH = {GIVEN: "有奖励的", NONE: "没有奖励的", "": "全部超出比例的"}


def _asked(request: Request) -> tuple[int, str, str]:
    """Year, county and which units. Raises Http404: there are no such."""
    said = request.GET
    which = said.get("which", GIVEN)
    if which not in WHICH:
        raise Http404
    return (
        pages.year_of_address(request, years_made(request.who)),
        pages.known_county(request.who, said.get("county", "")),
        which,
    )


def _page(request: Request, form: ExportForm | None = None, status: int = 200) -> HttpResponse:
    who, (year, county, which) = request.who, _asked(request)
    made = years_made(who)
    rows = asked_of.awards(who, year, county, which)
    found, following = page_of(rows, whole_number(request.GET.get("after")) or 0)
    sums = asked_of.sums(who, year)
    given = sums[county] if county in sums else Award(0, sums[""].excess * 0, sums[""].yuan * 0)
    left = asked_of.awards(who, year, county, NONE).count()
    said = {"year": year, "county": county, "which": which}

    def line(name: str, one: Award, code: str) -> dict[str, Any]:
        return {
            "name": name, "one": one, "excess": pages.persons(one.excess), "yuan": pages.money(one.yuan),
            "url": address("federation:quota-awards", year=year, county=code, which=GIVEN),
        }  # fmt: skip

    total = rows.count()
    page = {
        "year": year, "county": county, "which": which, "ways": WHICH.items(), "made_at": made_at(year), "total": total,
        "years": pages.year_choices("federation:quota-awards", year, made, county=county, which=which),
        "counties": pages.county_choices(who), "given": line("", given, county), "left": left,
        "left_url": address("federation:quota-awards", year=year, county=county, which=NONE),
        "by_county": [line(name_of(code), one, code) for code, one in sorted(sums.items()) if code] if not county else [],
        "all": line("合计", sums[""], ""), "formula": asked_of.formula(year, county),
        "lines": [
            {"shown": pages.shown(row), "because": words.with_days(row.award_because), "award": pages.money(row.award_yuan),
             "excess": pages.persons(None if row.required is None else row.counted - row.required)}
            for row in found
        ],
        "page": Page(
            f"共 {words.grouped(total)} 家，本页 {len(found)} 家",
            f"{address('federation:quota-awards', **said, after=following)}#units" if following else "",
            f"{address('federation:quota-awards', **said)}#units" if request.GET.get("after") else "",
        ),
        "export": form or ExportForm(), "may_export": who.may("export.rows") and total,
        "export_url": address("federation:quota-awards-export", **said), "title": WHICH[which],
    }  # fmt: skip
    return render(request, "federation/quota_awards.html", page, status=status)


@require_GET
@duty("quota.read")
def awards(request: Request) -> HttpResponse:
    """A year's awards: the figures of the notice, each opening its units, and the list."""
    return _page(request)


@require_POST
@duty("export.rows")
def export(request: Request) -> HttpResponse:
    """Hand the list out as a workbook, which is written into the trail with its purpose."""
    who = request.who
    if not who.may("quota.read"):
        raise Http404
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    year, county, which = _asked(request)
    rows = asked_of.awards(who, year, county, which).iterator(chunk_size=2_000)
    content = lists.awards_xlsx(who, year, rows, form.cleaned_data["purpose"])
    name = quote(f"{year}年度超比例奖励名单.xlsx")
    headers = {
        "Content-Disposition": f"attachment; filename=awards-{year}.xlsx; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)
