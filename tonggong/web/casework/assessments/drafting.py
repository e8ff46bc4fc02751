"""An assessment is begun and filled in, a group a screen; each screen is kept, and one may come back to it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import formset_factory
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.domain.casework.choices import ConsentPurpose, Depth, Purpose
from tonggong.domain.casework.queries import assessments as queries
from tonggong.domain.casework.services import assessments, consents
from tonggong.rules.ability import profile
from tonggong.rules.ability.levels import suggested_level
from tonggong.rules.ability.prompts import in_order
from tonggong.web.casework.assessments.forms import (
    INSTRUMENT_ROWS,
    SESSION_ROWS,
    AdviceForm,
    BeginForm,
    HelpsForm,
    InstrumentForm,
    LevelsForm,
    SessionForm,
)
from tonggong.web.casework.assessments.shared import (
    ADVICE,
    EVIDENCE,
    HELPS,
    assessment_in_reach,
    is_blind,
    part_choices,
    parts_of,
    person_in_reach,
)

WORDS = ("interests", "strengths", "support_needs", "aids_used", "advice", "advice_because", "second_assessor", "on")


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.assess")
def begin(request: Request, person_id: int) -> HttpResponse:
    """Ask for consent, which assessment, for which kinds of work; then the first screen."""
    who, person = request.who, person_in_reach(request.who, person_id)
    if (standing := queries.draft_of(who, person)) is not None:
        return _to(standing, parts_of(standing)[0][0])
    has_consent = queries.may_assess(person)
    first = {"depth": Depth.TALK, "purpose": Purpose.FOUR_ONES, "families": queries.wished_families(person)}
    form = BeginForm(request.POST or None, initial=first, has_consent=has_consent)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with transaction.atomic():
            if not has_consent:
                consents.give(who, person, [ConsentPurpose.ASSESS], said["given_by"], said["how"])
            row = assessments.begin(
                who, person, depth=said["depth"], purpose=said["purpose"], families=said["families"]
            )
        return _to(row, parts_of(row)[0][0])
    audit.record("view", who=who, subject="persons.Person", ids=[person.pk])
    shown = {
        "person": person, "form": form, "has_consent": has_consent,
        "others": [one for one in queries.drafts_of(person) if one.assessor_id != who.user_id],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/assessments/begin.html", shown, status=status)


@require_POST
@duty("casework.assess")
def second(request: Request, thread: int) -> HttpResponse:
    """Begin the second, independent assessment."""
    assessment_in_reach(request.who, thread)
    row = assessments.begin_second(request.who, thread)
    return _to(row, parts_of(row)[0][0])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("casework.assess")
def part(request: Request, thread: int, part: str) -> HttpResponse:
    """Show one screen of a draft, and keep what was filled in."""
    who, row = request.who, assessment_in_reach(request.who, thread)
    names = [key for key, _ in parts_of(row)]
    if part not in names:
        raise Http404
    if row.signed_on is not None or is_blind(who, row):
        return redirect("casework:assessment", thread)
    screen = _screen(row, part, request.POST if request.method == "POST" else None)
    if request.method == "POST" and screen["is_valid"]:
        assessments.keep(who, thread, **screen["said"]())
        if request.POST.get("then") == "later":
            messages.success(request, "存好了，什么时候回来接着填都行。")
            return redirect("casework:assessment", thread)
        place = names.index(part) + 1
        return _to(row, names[place]) if place < len(names) else redirect("casework:assessment", thread)
    audit.record("view", who=who, subject="persons.Person", ids=[row.person_id])
    shown = {
        "row": row, "person": row.person, "part": part, "parts": part_choices(row, part),
        "title": dict(parts_of(row))[part], "is_last": part == names[-1], "before": _before(row),
        "following": dict(parts_of(row))[names[names.index(part) + 1]] if part != names[-1] else "", **screen,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, screen["template"], shown, status=status)


def _to(row: Any, part: str) -> HttpResponseRedirect:
    return redirect("casework:assessment-part", row.thread, part)


def _before(row: Any) -> Any:
    """The last signed assessment, to be remembered by; not for a second assessor, who must see for himself."""
    if row.double_of is not None:
        return None
    return next(iter(queries.own_assessments(row.person)), None)


def _screen(row: Any, part: str, posted: Any) -> dict[str, Any]:
    """Return the screen's form with what it says when it is valid."""
    if part == HELPS:
        first = queries.talk_with(row.person).aids_first
        helps = HelpsForm(posted, first=first, accommodations=row.accommodations, conditions=row.conditions)
        return {
            "template": "casework/assessments/helps.html",
            "form": helps,
            "is_valid": helps.is_valid(),
            "said": helps.said,
        }
    if part == EVIDENCE:
        return _evidence(row, posted)
    if part == ADVICE:
        initial = {name: getattr(row, name) for name in WORDS}
        advice = AdviceForm(posted, initial=initial, is_double=row.double_of is not None)
        return {
            "template": "casework/assessments/advice.html",
            "form": advice,
            "is_valid": advice.is_valid(),
            "said": lambda: advice.cleaned_data,
        }
    talk = queries.talk_with(row.person)
    dimensions = in_order(profile().of_group(part), talk)
    levels = LevelsForm(posted, dimensions=dimensions, depth=row.depth, kept=row.levels, day=row.on)
    rows = levels.rows()
    earlier = {one.key: one for one in before.levels} if (before := _before(row)) else {}
    for one in rows:
        one |= {"is_first": one["dimension"].key in talk.first, "earlier": earlier.get(one["dimension"].key)}
    return {
        "template": "casework/assessments/levels.html", "form": levels, "is_valid": levels.is_valid(), "said": lambda: {"levels": levels.levels()},
        "asked": [one for one in rows if one["dimension"].key in row.asked],
        "others": [one for one in rows if one["dimension"].key not in row.asked],
        "care": talk.care, "icf": [(n, suggested_level(n)) for n in range(5)] if row.depth != Depth.TALK else [],
    }  # fmt: skip


def _evidence(row: Any, posted: Any) -> dict[str, Any]:
    is_trial = row.depth == Depth.WORK_SAMPLE
    tools = formset_factory(InstrumentForm, extra=INSTRUMENT_ROWS, max_num=12)(
        posted, prefix="tool", initial=[{**one, "on": _written(one["on"])} for one in row.instruments]
    )
    sittings = formset_factory(SessionForm, extra=3, max_num=max(SESSION_ROWS, len(row.sessions)))(
        posted, prefix="session", form_kwargs={"is_trial": is_trial},
        initial=[{**one, "on": _written(one["on"])} for one in row.sessions],
    )  # fmt: skip

    def said() -> dict[str, Any]:
        instruments = [one for one in tools.cleaned_data if one.get("code")]
        sessions = [{**one, "on": str(one["on"])} for one in sittings.cleaned_data if one.get("on")]
        return {"instruments": instruments, "sessions": sessions}

    is_valid = posted is not None and tools.is_valid() and sittings.is_valid()
    return {
        "template": "casework/assessments/evidence.html", "form": None, "tools": tools, "sittings": sittings, "is_trial": is_trial,
        "is_valid": is_valid, "said": said,
    }  # fmt: skip


def _written(day: str) -> str:
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
