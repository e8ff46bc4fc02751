"""One case: its stage, what is done and missing, sessions, how support fades; and everything that is done to it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.coaching.queries import cases as asked
from tonggong.domain.coaching.queries import coaches as register
from tonggong.domain.coaching.queries.stability import stability_of
from tonggong.domain.coaching.reach import coach_of, figures
from tonggong.domain.coaching.services import cases as services
from tonggong.domain.coaching.services import sessions
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.employment.queries import form_name
from tonggong.rules.coaching import STAGE_NAMES, point_name, written
from tonggong.rules.retention import STABILITY_LABELS
from tonggong.web.casework.coaching import forms
from tonggong.web.casework.coaching.pages import fade_chart, found, note_view, rooms, tried

RECENT = 10  # sessions that a case shows at first


def _page(request: Request, case_id: int) -> asked.CasePage:
    page: asked.CasePage = found(asked.case_page(request.who, case_id, clock.today()))
    note_view(request.who, [page.person.pk])
    return page


def _back(case_id: int) -> HttpResponse:
    return redirect("casework:coaching-case", case_id)


@require_GET
@never_cache
@duty("coaching.record", "coaching.manage")
def case(request: Request, case_id: int) -> HttpResponse:
    """Show a case: where it stands and what is next first, then its history."""
    return _show(request, _page(request, case_id))


def _show(request: Request, page: asked.CasePage, problem: Any = None) -> HttpResponse:
    who, row = request.who, page.case
    stages = [(key, name, _place(key, row.stage, row.closed_on)) for key, name in STAGE_NAMES.items()]
    advised = written(page.advised.value) if page.advised else ""
    stability = stability_of(row.spell, clock.today()) if row.spell else {}
    shown = {
        "recent": page.sessions if request.GET.get("all") else page.sessions[:RECENT], "page": page, "case": row, "person": page.person, "stages": stages, "day": clock.today(), "confirmable": any(one.is_confirmed_by_coach for one in page.requirements), "chart": fade_chart(page, figures(clock.today())["coaching.faded_ratio"].value),
        "names": STAGE_NAMES, "form_name": form_name(page.spell.form) if page.spell else "", "advised": advised,
        "week_form": problem if isinstance(problem, forms.WeekForm) else forms.WeekForm(initial={"hours": advised}),
        "move_form": problem if isinstance(problem, forms.MoveForm) else forms.MoveForm(),
        "close_form": problem if isinstance(problem, forms.CloseForm) else forms.CloseForm(),
        "problem": problem, "is_open": row.closed_on is None, "can_manage": who.may("coaching.manage"), "user_id": who.user_id,
        "follow_ups": [(one, point_name(one.point)) for one in page.follow_ups],
        "stability": [(n, STABILITY_LABELS[one.value], one.because) for n, one in stability.items()],
        "give_form": forms.CoachChoiceForm(coaches=_coaches(request), initial={"coach": row.coach_id}),
    }  # fmt: skip
    return render(request, "casework/coaching/case.html", shown, status=422 if problem is not None else 200)


def _place(key: str, stage: str, closed_on: date | None) -> str:
    if key == stage and closed_on is None:
        return "current"
    return "done" if key < stage or (closed_on is not None and key <= stage) else "later"


def _coaches(request: Request) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in register.active_coaches(request.who)]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("coaching.record", "coaching.manage")
def open_one(request: Request, person_id: int) -> HttpResponse:
    """Open a case for somebody."""
    who = request.who
    person = found(served_person(who, person_id))
    if not who.may("coaching.manage") and person.pk not in {p.pk for p in asked.caseload(who, clock.today()).waiting}:
        found(None)
    form = forms.CoachChoiceForm(request.POST or None, coaches=_coaches(request), required=False)
    if not who.may("coaching.manage"):
        del form.fields["coach"]
    if request.method == "POST" and form.is_valid():
        made: list[Any] = []
        coach = form.cleaned_data.get("coach")
        if tried(form, lambda: made.append(services.open_case(who, person.pk, coach))):
            messages.success(request, f"{person.name}：已立案。")
            return _back(made[0].pk)
    note_view(who, [person.pk])
    page = {"person": person, "form": form, "existing": asked.open_cases_of(person), "rooms": rooms(who, "")}
    return render(request, "casework/coaching/open.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("coaching.record", "coaching.manage")
def session(request: Request, case_id: int) -> HttpResponse:
    """Write down one session."""
    page = _page(request, case_id)
    coaches = None if coach_of(request.who) is not None else _coaches(request)
    before = page.sessions[0] if page.sessions else None
    initial = {"on": clock.today(), "place": "workplace", "task": before.task if before else ""}
    if before is not None:
        initial |= {
            "started_at": before.started_at,
            "ended_at": before.ended_at,
            "travel_minutes": before.travel_minutes,
        }
    form = forms.SessionForm(request.POST or None, coaches=coaches, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        entry = sessions.Entry(
            said["key"], said["on"], said["started_at"], said["ended_at"], said["place"], said["activity"],
            said["travel_minutes"] or 0, said["task"], form.prompts(), said["incident"], said["next_step"], said["next_on"],
        )  # fmt: skip
        if tried(form, lambda: sessions.record_session(request.who, case_id, entry, said.get("coach"))):
            messages.success(request, f"{page.person.name}：辅导已记下。")
            return _back(case_id)
    shown = {"form": form, "page": page, "case": page.case, "person": page.person, "names": STAGE_NAMES}
    return render(request, "casework/coaching/session.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("coaching.record", "coaching.manage")
def job(request: Request, case_id: int) -> HttpResponse:
    """Write down unit, post, who helps there, hours and the job on the ledger."""
    page = _page(request, case_id)
    row = page.case
    names = ("unit_name", "post", "supporter", "hours_per_week", "days_per_week", "spell", "next_on")
    jobs = [(one.thread or one.pk, f"{one.unit_name or form_name(one.form)}，{one.started_on} 起") for one in page.jobs]
    initial = {name: getattr(row, name) for name in names}
    form = forms.JobForm(request.POST or None, jobs=jobs, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = services.Job(**form.cleaned_data)
        if tried(form, lambda: services.describe_job(request.who, case_id, said)):
            messages.success(request, f"{page.person.name}：岗位情况已记下。")
            return _back(case_id)
    shown = {"form": form, "case": row, "person": page.person, "title": "岗位情况", "button": "记下岗位情况"}
    return render(request, "casework/coaching/one_form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("coaching.record", "coaching.manage")
def risk(request: Request, case_id: int) -> HttpResponse:
    """Say how safe a job is, and what is done next."""
    page = _page(request, case_id)
    row = page.case
    initial = {
        "risk": request.GET.get("risk") or row.risk,
        "reason": row.risk_reason,
        "step": row.risk_step,
        "next_on": row.next_on,
    }
    form = forms.RiskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(
            form,
            lambda: services.report_risk(
                request.who, case_id, said["risk"], said["reason"], said["step"], said["next_on"]
            ),
        ):
            messages.success(request, f"{page.person.name}：已记下。")
            return _back(case_id)
    shown = {"form": form, "case": row, "person": page.person, "title": "工作稳不稳", "button": "记下"}
    return render(request, "casework/coaching/one_form.html", shown, status=422 if form.errors else 200)


@require_POST
@duty("coaching.record", "coaching.manage")
def confirm_done(request: Request, case_id: int) -> HttpResponse:
    """Confirm what is done of the present stage."""
    page = _page(request, case_id)
    try:
        services.confirm(request.who, case_id, request.POST.getlist("keys"))
    except CoachingRefused as refusal:  # closed or moved on since the page was opened
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{page.person.name}：已记下。")
    return _back(case_id)


@require_POST
@duty("coaching.record", "coaching.manage")
def move(request: Request, case_id: int) -> HttpResponse:
    """Take a case to another stage."""
    page = _page(request, case_id)
    form = forms.MoveForm(request.POST)
    if form.is_valid():
        after, reason = form.cleaned_data["after"], form.cleaned_data["reason"]
        if tried(form, lambda: services.move_case(request.who, case_id, after, reason)):
            messages.success(request, f"{page.person.name}：到{STAGE_NAMES[after]}。")
            return _back(case_id)
    return _show(request, page, form)


@require_POST
@duty("coaching.record", "coaching.manage")
def week(request: Request, case_id: int) -> HttpResponse:
    """Decide the hours on site of next week."""
    page = _page(request, case_id)
    form = forms.WeekForm(request.POST)
    if form.is_valid():
        hours, reason = form.cleaned_data["hours"], form.cleaned_data["reason"]
        if tried(form, lambda: services.decide_week(request.who, case_id, page.advised_for, hours, reason)):
            messages.success(request, f"{page.person.name}：下周到现场 {written(hours)} 小时。")
            return _back(case_id)
    return _show(request, page, form)


@require_POST
@duty("coaching.record", "coaching.manage")
def close(request: Request, case_id: int) -> HttpResponse:
    """Close a case."""
    page = _page(request, case_id)
    form = forms.CloseForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: services.close_case(request.who, case_id, form.cleaned_data["closing"], form.cleaned_data["note"])
    ):
        messages.success(request, f"{page.person.name}：已结案。")
        return _back(case_id)
    return _show(request, page, form)


@require_POST
@duty("coaching.manage")
def give(request: Request, case_id: int) -> HttpResponse:
    """Give a case to a coach."""
    page = _page(request, case_id)
    form = forms.CoachChoiceForm(request.POST, coaches=_coaches(request))
    if form.is_valid() and tried(form, lambda: services.give_case(request.who, case_id, form.cleaned_data["coach"])):
        messages.success(request, f"{page.person.name}：辅导员已定。")
        return _back(case_id)
    return _show(request, page, form)


@require_POST
@duty("coaching.record", "coaching.manage")
def withdraw(request: Request, session_id: int) -> HttpResponse:
    """Take a wrong session back."""
    row = found(asked.session_in_sight(request.who, session_id))
    try:
        sessions.withdraw_session(request.who, session_id)
    except CoachingRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "这条辅导记录已撤回，不再计入。")
    return _back(row.case_id)
