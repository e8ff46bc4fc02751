"""The start of a person's own door: what happens next, and one plain door for everything she may do."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries import own
from tonggong.domain.casework.queries.petitions import petitions_of
from tonggong.domain.casework.queries.plans import plans_of
from tonggong.domain.reliefs.queries.records import reliefs_of
from tonggong.domain.testimony.queries.words import jobs_of, voice_of
from tonggong.web.portal.door import own_page, shown

SOON = 3  # of what comes, on the start page; the plan has the rest


@require_GET
@own_page("own.read")
def mine(request: Request, person: Any) -> HttpResponse:
    """Show what happens next, who helps, what was asked for, and the doors."""
    day = clock.today()
    coming = own.coming(person, day)
    jobs = jobs_of(person, voice_of(request.who))
    page = {
        "first": coming[0] if coming else None,
        "then": coming[1:SOON],
        "helpers": own.helpers(person),
        "waiting": [one for one in petitions_of(person) if one.state == "open"],
        "has_job": bool(jobs),
        "is_time_to_ask": any(job.is_time for job in jobs),
        "reliefs": reliefs_of(person, day),
        "day": day,
    }
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(request, person, "portal/mine.html", page)


@require_GET
@own_page("own.read")
def plan(request: Request, person: Any) -> HttpResponse:
    """Show her plans, each step with its day and who does it."""
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    plans = [(one, sorted(one.steps.all(), key=lambda step: (step.due_on, step.pk))) for one in plans_of(person)]
    return shown(request, person, "portal/plan.html", {"plans": plans})
