"""核查: what the unit is asked about whom it placed, and its right to be heard. Nothing else of a case is shown."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.inspection import own
from tonggong.domain.inspection.services.refusals import CaseRefused
from tonggong.web.components.asked import whole_number


def _page(request: Request, problem: str = "", said: str = "") -> HttpResponse:
    found = own.own_checks(request.who)
    people = sorted({key for one in found for key, _name in one.people})
    if people:
        audit.record("view", who=request.who, subject="persons.Person", ids=people)
    page = {"checks": found, "today": clock.today(), "problem": problem, "said": said}
    return render(request, "employer/checks.html", page, status=422 if problem else 200)


@require_GET
@never_cache
@duty("own.unit")
def checks(request: Request) -> HttpResponse:
    """The questions and letters to the own unit, with what it said to them."""
    return _page(request)


@require_POST
@never_cache
@duty("own.unit")
def reply(request: Request, case_id: int) -> HttpResponse:
    """Answer a question, or state the unit's view in its hearing; a refused word is kept."""
    who, case = request.who, own.own_case(request.who, case_id)
    if case is None:
        raise Http404
    text, question = request.POST.get("text", ""), whole_number(request.POST.get("question"))
    try:
        if question is None:
            own.state_own(who, case, text)
        else:
            own.answer_own(who, case, question, text)
    except CaseRefused as refused:
        return _page(request, str(refused), text)
    messages.success(request, "收到了您的意见。" if question is None else "收到了您的答复。")
    return redirect("employer:checks")
