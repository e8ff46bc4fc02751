"""A person's family, by book and by living together."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.status.families import families_of


@require_GET
@duty("casework.read")
def household(request: Request, person_id: int) -> HttpResponse:
    """Show who belongs to a person's household, who works, and what the household rules say."""
    person = served_person(request.who, person_id)
    if person is None:
        raise Http404
    day = clock.today()
    found = families_of(request.who, person, day)
    shown = sorted({person.pk, *found.people})
    audit.record("view", who=request.who, subject="persons.Person", ids=shown, household=True)
    return render(request, "casework/household/household.html", {"person": person, "found": found, "day": day})
