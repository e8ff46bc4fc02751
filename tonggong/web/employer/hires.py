"""录（聘）用 of the own public body: reported person by person, with what came of each; taken back with a reason.

Nobody is named here whom the unit did not report, and of a difference only that it waits: what the others say of somebody
is for the clerks.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.domain.employers.own import own_unit
from tonggong.domain.hires import queries
from tonggong.domain.hires.choices import State
from tonggong.domain.hires.services import HireRefused, report_hire, withdraw_report
from tonggong.rules.masking import mask_name
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.components.rows import SIZE, address
from tonggong.web.employer.hires_forms import HireForm, TakeBackForm

GET_OR_POST = ["GET", "HEAD", "POST"]
WITHDRAWN, UNCHECKED = ("waiting", "已撤回"), ("info", "报上了，等核对")
CAME = {
    State.AGREED: ("done", "各方一致，计入"), State.OPEN: ("due", "有出入，残联在核实"), State.COUNTED: ("done", "核实后计入"),
    State.LEFT_OUT: ("info", "核实后不计入"), State.GONE: UNCHECKED,
}  # fmt: skip


def _note(request: Request, rows: list[Any]) -> None:
    if people := queries.people_of(rows):
        audit.record("view", who=request.who, subject="persons.Person", ids=people)


def _tag(row: Any, states: dict[int, State]) -> tuple[str, str]:
    if row.withdrawn_at:
        return WITHDRAWN
    return CAME[states[row.pk]] if row.pk in states else UNCHECKED


@require_GET
@never_cache
@duty("own.unit")
def hires(request: Request) -> HttpResponse:
    """The unit's reports, the latest first; who is named is noted as looked at."""
    who, first = request.who, whole_number(request.GET.get("first")) or 0
    rows = queries.own_reports(who)
    shown, total = list(rows[first : first + SIZE]), rows.count()
    _note(request, shown)
    following = first + len(shown)
    paging = Page(
        f"共 {total:,} 条，本页 {len(shown):,} 条", address("employer:hires", first=following) if following < total else "",
        address("employer:hires") if first else "",
    )  # fmt: skip
    states = queries.states_of(shown)
    page = {
        "unit": own_unit(who), "may_report": queries.may_report_own(who), "page": paging,
        "lines": [(row, mask_name(row.name), _tag(row, states)) for row in shown],
    }  # fmt: skip
    return render(request, "employer/hires.html", page)


@sensitive_post_parameters("citizen_id", "number")
@require_http_methods(GET_OR_POST)
@never_cache
@duty("own.unit")
def new(request: Request) -> HttpResponse:
    """Report one hire; a refused form keeps all but the numbers."""
    unit = own_unit(request.who)
    if unit is None or not queries.may_report_own(request.who):
        return redirect("employer:hires")  # the page says why, and where to report instead
    form = HireForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = report_hire(request.who, unit, **form.said())
        except HireRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"报上了，回执号 {row.receipt}。")
            return redirect("employer:hire", row.pk)
    return render(request, "employer/hire_new.html", {"form": form, "unit": unit}, status=422 if form.errors else 200)


def _own(request: Request, report_id: int) -> Any:
    found = queries.own_reports(request.who).filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def _shown(request: Request, row: Any, form: TakeBackForm | None = None) -> HttpResponse:
    _note(request, [row])
    page = {
        "row": row, "name": mask_name(row.name), "tag": _tag(row, queries.states_of([row])),
        "form": None if row.withdrawn_at else form or TakeBackForm(),
    }  # fmt: skip
    return render(request, "employer/hire.html", page, status=422 if form else 200)


@require_GET
@never_cache
@duty("own.unit")
def hire(request: Request, report_id: int) -> HttpResponse:
    """One report with its receipt and what came of it."""
    return _shown(request, _own(request, report_id))


@require_POST
@duty("own.unit")
def withdraw(request: Request, report_id: int) -> HttpResponse:
    """Take a report back with a reason; it stays on the list."""
    row, form = _own(request, report_id), TakeBackForm(request.POST)
    if form.is_valid():
        try:
            withdraw_report(request.who, row, form.cleaned_data["why"])
        except HireRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "撤回了，记录还在。")
            return redirect("employer:hires")
    return _shown(request, row, form)
