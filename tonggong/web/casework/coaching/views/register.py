"""The register of coaches, one coach, and the coaches of sheltered institutions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import counties, name_of
from tonggong.base.installation import clock
from tonggong.domain.coaching.queries import cases as asked
from tonggong.domain.coaching.queries import coaches as register
from tonggong.domain.coaching.queries import institutions as sheltered
from tonggong.domain.coaching.reach import figures
from tonggong.domain.coaching.services import cases
from tonggong.domain.coaching.services import coaches as services
from tonggong.web.casework.coaching import forms
from tonggong.web.casework.coaching.pages import found, growth_chart, note_view, rooms, tried


@require_GET
@never_cache
@duty("coaching.manage")
def coaches(request: Request) -> HttpResponse:
    """Show who coaches, qualified or not, with which load; how many there were; people of working age to each."""
    day = clock.today()
    whole = register.register(request.who, day)
    page = {
        "rooms": rooms(request.who, "casework:coaching-coaches"), "day": day, "register": whole, "growth": growth_chart(whole.growth),
        "elsewhere": figures(day)["coaching.persons_per_coach"],
    }  # fmt: skip
    return render(request, "casework/coaching/coaches.html", page)


def _places(who: Who) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in counties() if who.covers(one.code)]


def _entry(said: dict[str, Any]) -> services.CoachEntry:
    return services.CoachEntry(
        name=said["name"], employer=said["employer"], kind=said["kind"], county_code=said["county"],
        started_on=said["started_on"], user_id=said["user"], is_full_time=said["is_full_time"],
        other_counties=tuple(said["others"]), skills=tuple(said["skills"]), certificate_no=said["certificate"] or None,
        certificate_until=said["certificate_until"], supervisor=said["supervisor"], points_ceiling=said["ceiling"],
        status=said["status"], left_on=said["left_on"],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("coaching.manage")
def new(request: Request) -> HttpResponse:
    """Enter a coach into the register."""
    who = request.who
    form = forms.CoachForm(request.POST or None, accounts=register.accounts(who), counties=_places(who))
    if request.method == "POST" and form.is_valid():
        made: list[Any] = []
        if tried(form, lambda: made.append(services.keep_coach(who, _entry(form.cleaned_data)))):
            messages.success(request, f"{made[0].name}已登记。")
            return redirect("casework:coaching-coach", made[0].pk)
    page = {"form": form, "coach": None}
    return render(request, "casework/coaching/coach_form.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("coaching.manage")
def coach(request: Request, coach_id: int) -> HttpResponse:
    """Show one coach: qualified or why not, load with its sum, hours learnt; change what the register says."""
    row = found(register.coach(request.who, coach_id))
    who = request.who
    accounts = register.accounts(who) + ([(row.user_id, row.user.name)] if row.user else [])
    initial = {
        "user": row.user_id, "name": row.name, "employer": row.employer, "kind": row.kind, "county": row.county_code,
        "others": row.other_counties, "is_full_time": row.is_full_time, "skills": row.skills, "supervisor": row.supervisor,
        "certificate_until": row.certificate_until, "ceiling": row.points_ceiling, "started_on": row.started_on,
        "status": row.status, "left_on": row.left_on,
    }  # fmt: skip
    form = forms.CoachForm(request.POST or None, accounts=accounts, counties=_places(who), initial=initial)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and tried(form, lambda: services.keep_coach(who, _entry(form.cleaned_data), row.pk)):
        messages.success(request, f"{row.name}的登记已改。")
        return redirect("casework:coaching-coach", row.pk)
    return _show(request, row, form=form)


def _show(request: Request, row: Any, **more: Any) -> HttpResponse:
    who, day = request.who, clock.today()
    load = asked.caseload(who, day, row)
    note_view(who, load.person_ids)
    others = [(one.pk, one.name) for one in register.active_coaches(who) if one.pk != row.pk]
    page = {
        "coach": row, "line": register.lines_of([row], day)[0], "trainings": register.trainings_of(row), "load": load, "day": day,
        "training_form": forms.TrainingForm(initial={"on": day}), "hand_form": forms.CoachChoiceForm(coaches=others),
        "county": name_of(row.county_code), "others": [name_of(code) for code in row.other_counties], **more,
    }  # fmt: skip
    failed = any(getattr(one, "errors", None) for one in more.values())
    return render(request, "casework/coaching/coach.html", page, status=422 if failed else 200)


@require_POST
@duty("coaching.manage")
def training(request: Request, coach_id: int) -> HttpResponse:
    """Enter hours in which a coach learnt."""
    row = found(register.coach(request.who, coach_id))
    form = forms.TrainingForm(request.POST)
    if form.is_valid() and tried(form, lambda: services.add_training(request.who, row.pk, **form.cleaned_data)):
        messages.success(request, f"{row.name}：课时已记下。")
        return redirect("casework:coaching-coach", row.pk)
    return _show(request, row, training_form=form)


@require_POST
@duty("coaching.manage")
def hand_over(request: Request, coach_id: int) -> HttpResponse:
    """Hand all open cases of a coach to another."""
    row = found(register.coach(request.who, coach_id))
    others = [(one.pk, one.name) for one in register.active_coaches(request.who) if one.pk != row.pk]
    form, moved = forms.CoachChoiceForm(request.POST, coaches=others), []
    if form.is_valid() and tried(
        form, lambda: moved.append(cases.hand_over_cases(request.who, row.pk, form.cleaned_data["coach"]))
    ):
        messages.success(request, f"交接了 {moved[0]} 个个案。")
        return redirect("casework:coaching-coach", row.pk)
    return _show(request, row, hand_form=form)


@require_GET
@never_cache
@duty("coaching.manage")
def institutions(request: Request) -> HttpResponse:
    """Show the sheltered institutions with their people and coaches."""
    day = clock.today()
    choices = [(one.pk, one.name) for one in register.active_coaches(request.who)]
    page = {
        "rooms": rooms(request.who, "casework:coaching-institutions"), "day": day, "coaches": choices,
        "found": sheltered.institutions(request.who, day),
    }  # fmt: skip
    return render(request, "casework/coaching/institutions.html", page)


@require_POST
@duty("coaching.manage")
def give_one(request: Request, unit_id: int) -> HttpResponse:
    """Let a coach answer for an institution."""
    one = found(sheltered.institution(request.who, unit_id, clock.today()))
    choices = [(each.pk, each.name) for each in register.active_coaches(request.who)]
    form = forms.CoachChoiceForm(request.POST, coaches=choices)
    if form.is_valid():
        services.give_institution(request.who, unit_id, form.cleaned_data["coach"])
        messages.success(request, f"{one.unit.name}：辅导员已安排。")
    else:
        messages.error(request, "请选辅导员。")
    return redirect("casework:coaching-institutions")


@require_POST
@duty("coaching.manage")
def end_one(request: Request, given_id: int) -> HttpResponse:
    """Say that a coach no longer answers for an institution."""
    row = found(sheltered.given(request.who, given_id))
    services.end_institution(request.who, row.pk)
    messages.success(request, f"{row.coach.name}不再负责这家机构。")
    return redirect("casework:coaching-institutions")
