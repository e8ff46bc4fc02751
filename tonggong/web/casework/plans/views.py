"""One person's plans with their steps; the plans within reach by what is wrong with them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries import plans as queries
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.casework.services import plans as services
from tonggong.domain.casework.services.plans import PlanRefused
from tonggong.web.casework.plans import forms
from tonggong.web.components.parts import Choice

PAGE = 100


def _person(who: Who, person_id: int) -> Any:
    found = served_person(who, person_id)
    if found is None:
        raise Http404
    return found


def _plan(who: Who, plan_id: int) -> Any:
    found = queries.plan(who, plan_id)
    if found is None:
        raise Http404
    return found


def _step(who: Who, step_id: int) -> Any:
    found = queries.step(who, step_id)
    if found is None:
        raise Http404
    return found


def _page(request: Request, person: Any, wrong: dict[str, Any] | None = None) -> HttpResponse:
    """A person's plans; `wrong` holds the form that was refused under the name of its place, as "finish-12"."""
    who, today, wrong = request.who, clock.today(), wrong or {}
    owners = services.may_own(who)
    may_plan, may_record = who.may("casework.plan"), who.may("casework.record")
    shown = []
    for plan in queries.plans_of(person):
        is_open = plan.closed_on is None
        steps = []
        for step in sorted(plan.steps.all(), key=lambda s: (s.state != "open", s.due_on, s.pk)):
            can = is_open and step.state == "open"
            first = {"text": step.text, "due_on": step.due_on, "owner_id": step.owner_id}
            steps.append({
                "step": step, "is_late": can and step.due_on < today, "can": can,
                "finish": wrong.get(f"finish-{step.pk}") or (forms.FinishForm() if can and may_record else None),
                "change": wrong.get(f"change-{step.pk}") or (forms.ChangeStepForm(owners, initial=first) if can and may_plan else None),
                "drop": wrong.get(f"drop-{step.pk}") or (forms.DropForm() if can and may_plan else None),
                "can_reopen": is_open and may_plan and not can,
            })  # fmt: skip
        first = {"goal": plan.goal, "owner_id": plan.owner_id}
        edits = is_open and may_plan
        shown.append({
            "plan": plan, "steps": steps, "is_open": is_open, "is_late": is_open and plan.review_on < today,
            "events": list(plan.events.all())[::-1], "edits": edits,
            "add": wrong.get(f"add-{plan.pk}") or (forms.StepForm(owners, initial={"owner_id": plan.owner_id}) if edits else None),
            "change": wrong.get(f"plan-{plan.pk}") or (forms.PlanForm(owners, initial=first) if edits else None),
            "review": wrong.get(f"review-{plan.pk}") or (forms.ReviewForm() if edits else None),
            "close": wrong.get(f"close-{plan.pk}") or (forms.DropForm() if edits else None),
        })  # fmt: skip
    form = wrong.get("open") or (forms.OpenForm(owners, initial={"owner_id": who.user_id}) if may_plan else None)
    audit.record("view", who=who, subject="persons.Person", ids=[person.pk])
    page = {"person": person, "plans": shown, "form": form, "today": today, "wrong": wrong}
    return render(request, "casework/plans/person.html", page, status=422 if wrong else 200)


def _done(
    request: Request, person: Any, name: str, form: Any, act: Callable[[dict[str, Any]], Any], said: str
) -> HttpResponse:
    """Do what a form asks; refused, the page comes again with every word kept and the reason beside it."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except PlanRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("casework:plan", args=[person.pk]))
    return _page(request, person, {name: form})


@require_GET
@duty("casework.read")
def plan(request: Request, person_id: int) -> HttpResponse:
    """Show one person's plans."""
    return _page(request, _person(request.who, person_id))


@require_POST
@duty("casework.plan")
def open_plan(request: Request, person_id: int) -> HttpResponse:
    """Make a plan from its kind's template."""
    person = _person(request.who, person_id)
    form = forms.OpenForm(services.may_own(request.who), request.POST)
    act = lambda said: services.open_plan(request.who, person, **said)  # noqa: E731
    return _done(request, person, "open", form, act, "计划已建好，先排了几步，都可以改。")


@require_POST
@duty("casework.plan")
def change(request: Request, plan_id: int) -> HttpResponse:
    """Set another goal or owner."""
    row = _plan(request.who, plan_id)
    form = forms.PlanForm(services.may_own(request.who), request.POST)
    act = lambda said: services.change_plan(request.who, row, **said)  # noqa: E731
    return _done(request, row.person, f"plan-{row.pk}", form, act, "已改。")


@require_POST
@duty("casework.plan")
def review(request: Request, plan_id: int) -> HttpResponse:
    """Look at a plan again."""
    row, form = _plan(request.who, plan_id), forms.ReviewForm(request.POST)
    act = lambda said: services.review_plan(request.who, row, **said)  # noqa: E731
    return _done(request, row.person, f"review-{row.pk}", form, act, "复查已记下，排好了下次复查。")


@require_POST
@duty("casework.plan")
def close(request: Request, plan_id: int) -> HttpResponse:
    """End a plan."""
    row, form = _plan(request.who, plan_id), forms.DropForm(request.POST)
    act = lambda said: services.close_plan(request.who, row, said["reason"])  # noqa: E731
    return _done(request, row.person, f"close-{row.pk}", form, act, "计划已结束。")


@require_POST
@duty("casework.plan")
def add_step(request: Request, plan_id: int) -> HttpResponse:
    """Add a step."""
    row = _plan(request.who, plan_id)
    form = forms.StepForm(services.may_own(request.who), request.POST)
    act = lambda said: services.add_step(request.who, row, form.draft())  # noqa: E731
    return _done(request, row.person, f"add-{row.pk}", form, act, "加了一步。")


@require_POST
@duty("casework.plan")
def change_step(request: Request, step_id: int) -> HttpResponse:
    """Change a step."""
    row = _step(request.who, step_id)
    form = forms.ChangeStepForm(services.may_own(request.who), request.POST)
    act = lambda said: services.change_step(request.who, row, **said)  # noqa: E731
    return _done(request, row.plan.person, f"change-{row.pk}", form, act, "这一步已改。")


@require_POST
@duty("casework.record")
def finish_step(request: Request, step_id: int) -> HttpResponse:
    """Say that a step was done."""
    row, form = _step(request.who, step_id), forms.FinishForm(request.POST)
    act = lambda said: services.finish_step(request.who, row, **said)  # noqa: E731
    return _done(request, row.plan.person, f"finish-{row.pk}", form, act, f"“{row.text}”已办。")


@require_POST
@duty("casework.plan")
def drop_step(request: Request, step_id: int) -> HttpResponse:
    """Say that a step is not to be done."""
    row, form = _step(request.who, step_id), forms.DropForm(request.POST)
    act = lambda said: services.drop_step(request.who, row, said["reason"])  # noqa: E731
    return _done(request, row.plan.person, f"drop-{row.pk}", form, act, "这一步不办了，原因已记下。")


@require_POST
@duty("casework.plan")
def reopen_step(request: Request, step_id: int) -> HttpResponse:
    """Take back that a step was done or dropped."""
    row = _step(request.who, step_id)
    try:
        services.reopen_step(request.who, row)
    except PlanRefused as refusal:  # opened again, or the plan ended, since the page was opened
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"“{row.text}”重新打开了。")
    return HttpResponseRedirect(reverse("casework:plan", args=[row.plan.person_id]))


@require_GET
@duty("casework.read")
def plans(request: Request) -> HttpResponse:
    """List the open plans within reach by what is wrong with them."""
    who, today = request.who, clock.today()
    which, kind = request.GET.get("which", "open"), request.GET.get("kind", "")
    if which not in queries.FILTERS or (kind and kind not in queries.KINDS):
        raise Http404
    rows = queries.open_plans(who, today, which, kind)
    found, total = list(rows[:PAGE]), rows.count()
    counts = queries.plan_counts(who, today, kind)
    numbers = dict(zip(queries.FILTERS, (counts.open, counts.review_overdue, counts.no_next_step, counts.step_overdue), strict=True))  # fmt: skip
    url = reverse("casework:plans")
    filters = [
        Choice(title, f"{url}?which={key}&kind={kind}", key == which, f"{numbers[key]:,}") for key, title in queries.FILTERS.items()
    ]  # fmt: skip
    kinds = [Choice(title, f"{url}?which={which}&kind={key}", key == kind) for key, title in {"": "全部", **queries.KINDS}.items()]  # fmt: skip
    audit.record("view", who=who, subject="persons.Person", ids=[row.person_id for row in found])
    page = {"rows": found, "total": total, "shown": PAGE, "filters": filters, "kinds": kinds, "today": today}
    return render(request, "casework/plans/list.html", page)
