"""社会责任报告: who should tell of placements and did, each unit's passage with its four figures."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.cooperation.queries import reports as queries
from tonggong.domain.cooperation.services import reports as services
from tonggong.domain.employers import queries as employers
from tonggong.domain.reporting.papers import responsibility as paper
from tonggong.web.components import responsibility as shared
from tonggong.web.components import rows as rows_of
from tonggong.web.components.documents import download
from tonggong.web.federation import cooperation_forms as forms_of
from tonggong.web.federation.cooperation_pages import done_or_again, found_or_404, rooms

WHICH = {
    "owed": "应在报告里写助残就业的单位",
    "filed": "已写的应写单位",
    "missing": "还没有写的应写单位",
    "others": "自愿写的单位",
}


@require_GET
@duty("cooperation.read")
def listed(request: Request) -> HttpResponse:
    """Say who should file in a year, who did, and name who did not."""
    who, today, url = request.who, clock.today(), reverse("federation:cooperation-reports")
    year = shared.asked_year(request)
    found = queries.filed(who, year, today)
    page = {
        "rooms": rooms("cooperation-reports"), "year": year, "years": shared.years(url, year), "found": found,
        "kinds": queries.kinds_words(who, today),
        "links": {key: rows_of.address("federation:cooperation-report-units", year=year, which=key) for key in WHICH},
        "missing": [(one, name_of(one.county_code) if one.county_code else "—") for one in found.missing[: rows_of.SIZE]],
        "filed": [*found.filed, *found.others][: rows_of.SIZE],
    }  # fmt: skip
    return render(request, "federation/cooperation_reports.html", page)


@require_GET
@duty("cooperation.read")
def units(request: Request) -> HttpResponse:
    """The units behind a number of the year."""
    year, which = shared.asked_year(request), request.GET.get("which", "owed")
    title = found_or_404(WHICH.get(which))
    found = queries.filed(request.who, year, clock.today())
    of = {"owed": found.owed, "missing": found.missing, "filed": [one.unit.in_use for one in found.filed],
          "others": [one.unit.in_use for one in found.others]}[which]  # fmt: skip
    filed = {one.unit_id: one for one in [*found.filed, *found.others]}
    shown, total, paging = rows_of.paged(request, of, lambda one: one.pk, "家")
    lines = [
        rows_of.Row(None, one.name, rows_of.address("federation:cooperation-report", one.pk, year=year),
                    (one.economic_kind, name_of(one.county_code) if one.county_code else "",
                     filed[one.pk].evidence if one.pk in filed else "还没有登记"))
        for one in shown
    ]  # fmt: skip
    back = (rows_of.address("federation:cooperation-reports", year=year), f"{year}年社会责任报告")
    page = rows_of.Rows(
        f"{year}年{title}", back, clock.today(), ("单位", "性质", "县区", "报告"), lines, total, paging, "家"
    )
    return rows_of.rows_page(request, page)


def _page(request: Request, unit: Any, status: int = 200, **forms_again: forms.Form) -> HttpResponse:
    year, url = shared.asked_year(request), reverse("federation:cooperation-report", args=[unit.pk])
    found = queries.passage(unit, year)
    page = {
        "unit": unit, "year": year, "years": shared.years(url, year), "found": found, "may": request.who.may("cooperation.manage"),
        "figures": shared.figures_of(found, reverse("federation:cooperation-report-rows", args=[unit.pk])) if found else [],
        "filings": queries.filings_of(unit), "form": forms_of.FilingForm(initial={"year": year}), "why": forms_of.WhyForm(),
        **forms_again,
    }  # fmt: skip
    return render(request, "federation/cooperation_report.html", page, status=status)


@require_GET
@duty("cooperation.read")
def report(request: Request, unit_id: int) -> HttpResponse:
    """One unit: its passage, and what it filed."""
    return _page(request, found_or_404(employers.unit(request.who, unit_id)))


@require_GET
@duty("cooperation.read")
def report_rows(request: Request, unit_id: int) -> HttpResponse:
    """The rows behind a figure of a unit's passage."""
    unit = found_or_404(employers.unit(request.who, unit_id))
    year = shared.asked_year(request)
    back = (rows_of.address("federation:cooperation-report", unit.pk, year=year), unit.name)
    found = queries.passage(unit, year)
    if found is None:
        return redirect(back[0])  # the unit's page says why there is none
    return rows_of.rows_page(request, shared.opened(request, found, back))


@require_GET
@duty("cooperation.read")
def passage(request: Request, unit_id: int) -> HttpResponse:
    """Hand out the passage as a .docx."""
    unit = found_or_404(employers.unit(request.who, unit_id))
    year = shared.asked_year(request)
    found = queries.passage(unit, year)
    if found is None:
        return redirect(rows_of.address("federation:cooperation-report", unit.pk, year=year))
    paper.note_release(request.who, found)
    return download(paper.as_docx(found, clock.today()), paper.MEDIA_TYPE, f"{found.year}年助残就业情况.docx")


@require_POST
@duty("cooperation.manage")
def file(request: Request, unit_id: int) -> HttpResponse:
    """Write down that a unit filed its report."""
    unit = found_or_404(employers.unit(request.who, unit_id))
    return done_or_again(
        request, forms_of.FilingForm(request.POST), lambda said: services.file_report(request.who, unit, **said),
        "报告已登记。", reverse("federation:cooperation-report", args=[unit.pk]),
        lambda again: _page(request, unit, 422, form=again),
    )  # fmt: skip


@require_POST
@duty("cooperation.manage")
def take_back(request: Request, filing_id: int) -> HttpResponse:
    """Take a filed report back."""
    row = found_or_404(queries.filing(request.who, filing_id))
    return done_or_again(
        request, forms_of.WhyForm(request.POST, auto_id=f"%s-{filing_id}"), lambda said: services.withdraw_report(request.who, row, said["why"]),
        "登记已撤销。", reverse("federation:cooperation-report", args=[row.unit_id]),
        lambda again: _page(request, row.unit, 422, why=again),
    )  # fmt: skip
