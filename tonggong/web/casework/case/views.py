"""The page of one person's case."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served_person
from tonggong.web.casework.case.page import CasePage


@require_GET
@duty("casework.read")
def case(request: Request, person_id: int) -> HttpResponse:
    """Show one person's case: the next step first, then how the four ones stand, then everything that was done."""
    found = served_person(request.who, person_id)
    if found is None:
        raise Http404
    page = CasePage(request.who, found, clock.today(), bool(request.GET.get("all")))
    audit.record("view", who=request.who, subject="persons.Person", ids=[found.pk])
    return render(
        request,
        "casework/case/case.html",
        {"page": page, "case": page.case, "person": found, "coaching": page.coaching},
    )
