"""三年行动进展: where the plan stands, who is behind, what is overdue."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.domain.comparison.queries import months_known
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting import dashboard as reporting
from tonggong.domain.reporting import tasks
from tonggong.domain.reporting.queries import days_kept
from tonggong.web.committee.channels_page import channels_shown, records_shown
from tonggong.web.committee.dashboard_page import DashboardPage
from tonggong.web.committee.pages import is_day
from tonggong.web.components import words


@require_GET
@duty("figures.read")
def dashboard(request: Request) -> HttpResponse:
    """Show the dashboard of a day (the last one kept), for the reach or a division within it."""
    asked = request.GET
    day, plan = is_day(asked.get("as_of", "")), asked.get("plan", "")
    if plan and plans.plan_by_key(plan) is None:
        raise Http404
    try:
        found = reporting.dashboard(request.who, day, plan or None, asked.get("scope", ""))
    except reporting.NothingKept:
        is_compared = bool(months_known())
        return render(request, "committee/nothing.html", {"is_compared": is_compared, "asked_day": day})
    except LookupError as outside:
        raise Http404 from outside
    days = [(one.isoformat(), words.long_day(one)) for one in days_kept(request.who, "employment.rate")[:36]]
    page = DashboardPage(request.who, found)
    channels, told = channels_shown(request.who, found), records_shown(request.who, found)
    versions = [(one.key, one.title) for one in plans.plans()]
    return render(
        request,
        "committee/dashboard.html",
        {"page": page, "dash": found, "days": days, "versions": versions, "channels": channels, "told": told},
    )


@require_POST
@duty("figures.read")
def refresh(request: Request) -> HttpResponse:
    """Have the worker count the figures anew; asked twice it is done once."""
    tasks.refresh_soon()
    messages.success(request, "已经排上，后台算好就换上。过一会儿再打开这一页。")
    return HttpResponseRedirect(reverse("committee:dashboard"))
