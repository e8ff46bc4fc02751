"""The plan's tasks with owner, limit and proof; the plan itself: clauses, departments, targets and what is unsplit."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan import services
from tonggong.web.committee.dashboard_page import limit_of
from tonggong.web.committee.forms import CloseForm
from tonggong.web.committee.plan_page import PlanPage
from tonggong.web.components import parts, words
from tonggong.web.components.asked import whole_number

SIZE = 25
TITLES = {"overdue": "逾期", "soon": "两周内到期", "later": "以后到期", "done": "已办结"}


def _plan(asked: str) -> Any:
    found = plans.plan_by_key(asked) if asked else plans.plan_for_progress(clock.today()) or plans.plans().first()
    if asked and found is None:
        raise Http404
    return found


@require_GET
@duty("tasks.read")
def tasks(request: Request) -> HttpResponse:
    """List the occurrences of the plan's tasks by state, keyset paged."""
    return _show(request)


def _show(request: Request, form: CloseForm | None = None, closing: Any = None) -> HttpResponse:
    who, asked, today = request.who, request.GET, clock.today()
    plan = _plan(asked.get("plan", ""))
    if plan is None:
        return render(request, "committee/tasks.html", {"plan": None})
    county = asked.get("scope", "")
    if county and not who.covers(county):
        raise Http404
    counts = plans.task_counts(who, today, plan, county)
    state = asked.get("state") or next((s for s in plans.TASK_STATES if counts[s]), "overdue")
    if state not in TITLES:
        raise Http404
    if closing is None and (close := whole_number(asked.get("close"))) is not None:
        closing = plans.task_due(who, close)
        if closing is None:
            raise Http404
        form = CloseForm(initial={"on": today})
    try:
        rows, mark = plans.tasks_page(who, today, state, plan, county, asked.get("after", ""), SIZE)
    except ValueError:
        raise Http404 from None
    base = reverse("committee:tasks")

    def url(**other: str) -> str:
        said = {"plan": plan.key, "state": state, **other, "scope": other.get("scope", county)}
        return f"{base}?{urlencode({name: value for name, value in said.items() if value or name == 'scope'})}"

    places = [("", "全部")] if len(who.reach) <= 4 else []
    city = divisions.city()
    if places and city:
        places.append((city.code, "市级"))
    places += [(one.code, one.name) for one in divisions.counties() if who.covers(one.code)] if places else []
    lines = [
        {
            "due": due,
            "label": words.month_name(due.label) if re.fullmatch(r"\d{4}-\d\d", due.label) else due.label,
            "limit": limit_of(due.due_on, today, due.done_on),
            "place": divisions.name_of(due.county_code) if due.task.scope == "county" else "市级",
            "close_url": url(close=str(due.pk), after=asked.get("after", "")),
        }
        for due in rows
    ]
    context = {
        "plan": plan,
        "tabs": [parts.Choice(t, url(state=s), s == state, f"{counts[s]:,}") for s, t in TITLES.items()],
        "state": state,
        "title": TITLES[state],
        "total": counts[state],
        "scopes": [parts.Choice(name, url(scope=code), code == county, value=code) for code, name in places],
        "lines": lines,
        "paging": parts.Page(
            f"共 {counts[state]:,} 项，这里 {len(lines)} 项",
            url(after=mark) if mark else "",
            url() if asked.get("after") else "",
        ),
        "closing": closing,
        "closing_limit": limit_of(closing.due_on, today, closing.done_on) if closing else None,
        "form": form,
        "post_url": f"{reverse('committee:task-close', args=[closing.pk])}?{urlencode(asked)}" if closing else "",
        "back_url": url(),
        "other_plans": [one for one in plans.plans() if one.pk != plan.pk],
    }
    return render(request, "committee/tasks.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
@duty("tasks.close")
def close(request: Request, due_id: int) -> HttpResponse:
    """Close a task with its proof."""
    due = plans.task_due(request.who, due_id)
    if due is None:
        raise Http404
    form = CloseForm(request.POST)
    if form.is_valid() and form.cleaned_data["on"] > clock.today():
        form.add_error("on", "办结的日期还没有到，请写今天或以前的日子")
    if not form.is_valid():
        return _show(request, form, due)
    services.close_task(request.who, due_id, on=form.cleaned_data["on"], proof=form.cleaned_data["proof"])
    messages.success(request, f"“{due.task.title}”（{due.label}）已办结，{words.long_day(form.cleaned_data['on'])}。")
    kept = {name: request.GET[name] for name in ("plan", "scope", "state") if request.GET.get(name)}
    return HttpResponseRedirect(f"{reverse('committee:tasks')}?{urlencode(kept)}")


@require_GET
@duty("tasks.read")
def plan(request: Request) -> HttpResponse:
    """Show a version of the plan: targets and their split, clauses, who answers for each, what they carry out."""
    found = _plan(request.GET.get("plan", ""))
    if found is None:
        return render(request, "committee/plan.html", {"page": None})
    return render(request, "committee/plan.html", {"page": PlanPage(found)})
