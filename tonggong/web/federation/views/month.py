"""本月: one month from the departments' files to the circular."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.jobs import services as jobs
from tonggong.domain.comparison import services as comparison
from tonggong.domain.reporting import services as reporting
from tonggong.domain.reporting import tasks
from tonggong.web.components import parts, words
from tonggong.web.federation.month_page import MonthPage
from tonggong.web.federation.pages import is_month, known_months


@require_GET
@duty("month.read")
def month(request: Request) -> HttpResponse:
    """Show the month that is being worked on."""
    wanted = request.GET.get("month", "")
    return _show(request, is_month(wanted) if wanted else known_months()[0])


@require_GET
@duty("month.read")
def month_of(request: Request, month_of: str) -> HttpResponse:
    """Show one month."""
    if request.GET.get("month"):  # chosen from the select of a phone
        return HttpResponseRedirect(reverse("federation:month-of", args=[is_month(request.GET["month"])]))
    return _show(request, is_month(month_of))


def _show(request: Request, month: str, refusal: str = "") -> HttpResponse:
    page = MonthPage(request.who, month)
    known = known_months()
    near = sorted(set(known[:4]) | {month})
    choices = [
        parts.Choice(words.month_name(m), reverse("federation:month-of", args=[m]), m == month, value=m) for m in near
    ]
    return render(
        request,
        "federation/month.html",
        {"page": page, "month": month, "choices": choices, "refusal": refusal},
        status=422 if refusal else 200,
    )


def _back(month: str, step: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('federation:month-of', args=[month])}#s{step}")


@require_POST
@duty("findings.decide")
def compare(request: Request, month_of: str) -> HttpResponse:
    """Have the worker compare the month, and lead to the page that shows how far it is."""
    month = is_month(month_of)
    try:
        run = jobs.start(request.who, tasks.COMPARE, month, f"比对 {words.month_name(month)}", unit="份")
    except jobs.AlreadyRunning as already:
        run = already.run
    else:
        tasks.compare.enqueue(run.pk)
    return HttpResponseRedirect(reverse("federation:run", args=[run.pk]))


@require_POST
@duty("month.sign")
def sign(request: Request, month_of: str) -> HttpResponse:
    """Sign a county's part of the month."""
    month, county = is_month(month_of), request.POST.get("county", "")
    try:
        comparison.sign(request.who, month, county)
    except comparison.MonthRefused as why:
        return _show(request, month, str(why))
    messages.success(request, f"{name_of(county)}已签字。关账前可以收回。")
    return _back(month, 4)


@require_POST
@duty("month.sign")
def withdraw(request: Request, month_of: str) -> HttpResponse:
    """Take a county's signature back."""
    month, county = is_month(month_of), request.POST.get("county", "")
    try:
        comparison.withdraw_signature(request.who, month, county)
    except comparison.MonthRefused as why:
        return _show(request, month, str(why))
    messages.success(request, f"{name_of(county)}的签字已收回。")
    return _back(month, 4)


@require_POST
@duty("month.close")
def close(request: Request, month_of: str) -> HttpResponse:
    """Close the month and fix its figures."""
    month = is_month(month_of)
    try:
        reporting.close_month(request.who, month)
    except comparison.MonthRefused as why:
        return _show(request, month, str(why))
    messages.success(request, f"{words.month_name(month)}已关账，数字已经固定。")
    return _back(month, 6)
