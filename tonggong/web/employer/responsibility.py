"""社会责任报告 of the own unit: the passage with its four figures, their rows, and that it was filed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.cooperation.queries import reports as queries
from tonggong.domain.cooperation.services import CooperationRefused
from tonggong.domain.cooperation.services.reports import file_report
from tonggong.domain.employers.own import own_unit
from tonggong.domain.reporting.papers import responsibility as paper
from tonggong.web.components import responsibility as shared
from tonggong.web.components import rows as rows_of
from tonggong.web.components.documents import download
from tonggong.web.components.responsibility import FilingForm


def _unit(request: Request) -> Any:
    unit = own_unit(request.who)
    if unit is None:
        raise Http404
    return unit


def _page(request: Request, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    unit, year = own_unit(request.who), shared.asked_year(request)
    found = queries.passage(unit, year) if unit else None
    page = {
        "unit": unit, "year": year, "years": shared.years(reverse("employer:csr"), year), "found": found,
        "figures": shared.figures_of(found, reverse("employer:csr-rows")) if found else [],
        "filings": queries.filings_of(unit) if unit else [], "form": form or FilingForm(initial={"year": year}),
    }  # fmt: skip
    return render(request, "employer/report_csr.html", page, status=status)


@require_GET
@never_cache
@duty("own.unit")
def csr(request: Request) -> HttpResponse:
    """The own unit's passage, and what it filed."""
    return _page(request)


@require_GET
@never_cache
@duty("own.unit")
def rows(request: Request) -> HttpResponse:
    """The rows behind a figure of the passage."""
    unit, year = own_unit(request.who), shared.asked_year(request)
    back = (rows_of.address("employer:csr", year=year), "社会责任报告")
    found = queries.passage(unit, year) if unit else None
    if found is None:
        return HttpResponseRedirect(back[0])  # that page says why there is none
    return rows_of.rows_page(request, shared.opened(request, found, back))


@require_GET
@never_cache
@duty("own.unit")
def passage(request: Request) -> HttpResponse:
    """Hand out the passage as a .docx; it names nobody, and is noted. Where there is none, lead to what says why."""
    unit, year = own_unit(request.who), shared.asked_year(request)
    found = queries.passage(unit, year) if unit else None
    if found is None:
        messages.warning(request, f"{year}年还没有可写的数。")
        return HttpResponseRedirect(rows_of.address("employer:csr", year=year))
    paper.note_release(request.who, found)
    return download(paper.as_docx(found, clock.today()), paper.MEDIA_TYPE, f"{year}年助残就业情况.docx")


@require_POST
@duty("own.unit")
def file(request: Request) -> HttpResponse:
    """Say that the own report was published."""
    unit, form = own_unit(request.who), FilingForm(request.POST)
    if form.is_valid():
        try:
            if unit is None:
                raise CooperationRefused("登记里还没有本单位，请先和残联联系。")
            file_report(request.who, unit, **form.cleaned_data)
        except CooperationRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "报告已登记。")
            return HttpResponseRedirect(reverse("employer:csr"))
    return _page(request, form, 422)
