"""残保金试算: anybody's levy from a handful of numbers, explained, without signing in. Nothing is kept or logged."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tonggong.base.accounts.pages import public_page
from tonggong.base.divisions.queries import city, counties, name_of
from tonggong.base.installation import clock
from tonggong.domain.quota.trying import Policy, is_monthly_wage, policy_of, ways
from tonggong.rules.figures import FigureMissing
from tonggong.rules.outcome import Step
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind
from tonggong.rules.quota.levy import levy_due
from tonggong.rules.quota.trial import severe_words
from tonggong.web.components.levy import month_chart, shown
from tonggong.web.components.levy_forms import SimulatorForm

AHEAD, BACK = 4, 3  # years beside this one that can be tried


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@public_page
def simulator(request: HttpRequest) -> HttpResponse:
    """Ask for the numbers and, once sent, show what they come to."""
    this_year = clock.today().year
    form = _form(this_year, request)
    page: dict[str, Any] = {"form": form, "default_year": this_year - 1}
    if request.method == "POST" and form.is_valid():
        try:
            page |= _found(form, this_year)
        except FigureMissing:
            form.add_error("year", "这一年的政策数还没有填全，算不出来。请换一年")
    return render(request, "portal/levy.html", page, status=422 if form.errors else 200)


def _form(this_year: int, request: HttpRequest) -> SimulatorForm:
    whole = city()
    places = [("", f"{whole.name if whole else '本市'}（不分县区）")] + [(one.code, one.name) for one in counties()]
    try:
        severe = severe_words(policy_of(this_year).figures)
    except FigureMissing:
        severe = ""
    years = list(range(this_year + AHEAD, this_year - BACK - 1, -1))
    data = request.POST if request.method == "POST" else None
    return SimulatorForm(years, places, severe, data, initial={"year": this_year - 1})


def _found(form: SimulatorForm, this_year: int) -> dict[str, Any]:
    said = form.cleaned_data
    kind, year, place = UnitKind(said["kind"]), said["year"] or this_year - 1, said["place"]
    policy, trial = policy_of(year, place), form.trial(kind)
    levy = levy_due(trial.case, policy.terms)
    owes = bool(levy.standing.due)
    return {
        "found": shown(
            year, levy, warnings=_warnings(policy, this_year),
            ways=ways(trial.case, place, clock.today()) if owes else None,
            chart=month_chart(trial.case, policy_of(clock.today().year + 1, place)) if owes else None,
        ),
        "told": f"{KIND_LABELS[kind]}，{name_of(policy.place)}",
        "is_monthly": is_monthly_wage(said["wage"], policy),
    }  # fmt: skip


def _warnings(policy: Policy, this_year: int) -> tuple[Step, ...]:
    """What of the policy is not sure, beside what the levy itself warns of."""
    if policy.year <= this_year:
        return policy.warnings
    return (Step(f"{policy.year}年还没有到，按现在已经公布的规定和数字估算。", ""), *policy.warnings)
