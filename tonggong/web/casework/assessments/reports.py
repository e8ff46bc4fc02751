"""One person's assessments: now, what changed, when again; and one assessment as a paper, signed and shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries import assessments as queries
from tonggong.domain.casework.queries import passes
from tonggong.domain.casework.services import assessments
from tonggong.domain.training.queries import training_of
from tonggong.web.casework.assessments.drawings import draw_change, draw_levels, grid
from tonggong.web.casework.assessments.forms import ShownForm
from tonggong.web.casework.assessments.shared import assessment_in_reach, is_blind, parts_of, person_in_reach


def _drawn(view: queries.AssessmentView) -> list[tuple[str, Any]]:
    return [(title, draw_levels(levels)) for title, levels in view.by_group]


@require_GET
@never_cache
@duty("casework.read")
def person(request: Request, person_id: int) -> HttpResponse:
    """Show what a person can do now, what changed, when an assessment is due again."""
    who, found = request.who, person_in_reach(request.who, person_id)
    views = queries.own_assessments(found)
    now = views[0] if views else None
    before = views[1] if len(views) > 1 else None
    called = None
    if now is not None:
        trained = [one.ended_on for one in training_of(found) if one.ended_on and one.known_until is None]
        called = queries.called_for(found, now, clock.today(), trained)
    compared = queries.changed_since(before, now) if before and now else None
    audit.record("view", who=who, subject="persons.Person", ids=[found.pk])
    shown = {
        "person": found, "now": now, "before": before, "history": views, "called": called,
        "groups": _drawn(now) if now else [], "compared": compared, "grid": grid(),
        "changes": draw_change(compared) if compared else [], "drafts": queries.drafts_of(found),
        "passes": [one for one in passes.passes_of(found) if one.state == "open"],
        "can_assess": who.may("casework.assess"), "can_record": who.may("casework.record"), "me": who.user_id,
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "casework/assessments/person.html", shown)


@require_GET
@never_cache
@duty("casework.read")
def report(request: Request, thread: int) -> HttpResponse:
    """Show one assessment as a paper; a draft of somebody else's only says who fills it in."""
    who, row = request.who, assessment_in_reach(request.who, thread)
    audit.record("view", who=who, subject="persons.Person", ids=[row.person_id])
    if is_blind(who, row):
        can_discard = len(who.reach) < 9 and who.may("casework.assess")
        return render(request, "casework/assessments/blind.html", {"row": row, "can_discard": can_discard})
    view = queries.view_of(row)
    shown = {
        "row": row, "view": view, "person": row.person, "groups": _drawn(view),
        "gaps": queries.gaps_of(row, clock.today()) if row.signed_on is None else [],
        "first_part": parts_of(row)[0][0], "can_assess": who.may("casework.assess"),
    }  # fmt: skip
    shown["is_ready"] = not any(gap.blocks for gap in shown["gaps"])
    return render(request, "casework/assessments/report.html", shown)


@require_POST
@duty("casework.assess")
def sign(request: Request, thread: int) -> HttpResponse:
    """Sign a draft."""
    row = assessment_in_reach(request.who, thread)
    assessments.sign(request.who, thread)
    if row.double_of is not None:
        messages.success(request, "复评签好了，只用来核对两个人看得是否一致。")
        return redirect("casework:assessments")
    messages.success(request, "签好了。请向本人说明，本人可以写意见。")
    return redirect("casework:assessment-show", thread)


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.assess")
def show(request: Request, thread: int) -> HttpResponse:
    """Write down that the assessment was explained to the person, and what she said."""
    row = assessment_in_reach(request.who, thread)
    if row.signed_on is None or row.double_of is not None:
        return redirect("casework:assessment", thread)
    view = queries.view_of(row)
    initial = {"on": row.shown_on or clock.today(), "text": row.person_comment, "contested": row.contested}
    form = ShownForm(request.POST or None, initial=initial, levels=view.levels)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            assessments.show(request.who, thread, said["on"], said["text"], said["contested"])
        except assessments.AssessmentRefused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "记下了。四个一的能力评估到这里才算。")
            return redirect("casework:assessment", thread)
    audit.record("view", who=request.who, subject="persons.Person", ids=[row.person_id])
    shown = {"row": row, "view": view, "person": row.person, "form": form}
    return render(request, "casework/assessments/show.html", shown, status=422 if form.errors else 200)


@require_POST
@duty("casework.assess")
def discard(request: Request, thread: int) -> HttpResponse:
    """Put a draft away."""
    row = assessment_in_reach(request.who, thread)
    assessments.discard(request.who, thread)
    messages.success(request, "草稿作废了。")
    return redirect("casework:person-assessments", row.person_id)
