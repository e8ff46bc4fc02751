"""Pages of the worker's own word: what waits, one read with a reason, one written down for a person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.testimony.choices import Beside
from tonggong.domain.testimony.queries import words as heard
from tonggong.domain.testimony.services import handling
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.domain.testimony.services.saying import Said, write_down
from tonggong.rules.days import in_words
from tonggong.web.casework.testimony.forms import FinishForm, ReasonForm, WriteForm
from tonggong.web.components.parts import Choice
from tonggong.web.components.words import yuan

GET_OR_POST = ["GET", "HEAD", "POST"]
SHOWN = 60


@require_GET
@never_cache
@duty("testimony.read")
def matters(request: Request) -> HttpResponse:
    """Show what waits as somebody said her job isn't as recorded, or what was finished; never what was said."""
    is_open = request.GET.get("state") != "done"
    rows = heard.open_matters(request.who) if is_open else heard.matters(request.who).exclude(state__in=heard.OPEN)
    after = request.GET.get("page", "1")
    start = (int(after) - 1 if after.isascii() and after.isdigit() and 0 < int(after) < 10_000 else 0) * SHOWN
    found = list(rows[start : start + SHOWN + 1])
    has_more, found = len(found) > SHOWN, found[:SHOWN]
    here, day = reverse("casework:words"), clock.today()
    audit.record("view", who=request.who, subject="testimony.Matter", ids=[row.pk for row in found], step="list")
    state = "" if is_open else "&state=done"
    page = {
        "rows": [(row, heard.person_of(row), _due(row, day)) for row in found], "is_open": is_open,
        "states": [Choice("待办", here, is_open), Choice("办完的", f"{here}?state=done", not is_open)],
        "next_url": f"{here}?page={start // SHOWN + 2}{state}" if has_more else "",
        "first_url": f"{here}?page=1{state}" if start else "",
    }  # fmt: skip
    return render(request, "casework/testimony/matters.html", page)


def _due(row: Any, day: Any) -> tuple[str, str]:
    if row.state not in heard.OPEN:
        return "done", row.get_state_display()
    if row.due_on < day:
        return "overdue", f"超期 {(day - row.due_on).days} 天"
    return "waiting", f"还有 {(row.due_on - day).days} 天"


@require_http_methods(GET_OR_POST)
@never_cache
@duty("testimony.read")
def matter(request: Request, matter_id: int) -> HttpResponse:
    """Ask why a word is read, show it once that is said, take it up and say what came of it."""
    row = heard.matters(request.who).filter(pk=matter_id).first()
    if row is None:
        raise Http404
    step = request.POST.get("step", "")
    reason, finish = ReasonForm(request.POST if step == "read" else None), FinishForm()
    reading = None
    try:
        if step == "read" and reason.is_valid():
            reading = handling.read_matter(request.who, matter_id, reason.cleaned_data["reason"])
        elif step == "take":
            handling.take_up(request.who, matter_id)
            messages.success(request, "您接手了。")
            return redirect("casework:words-matter", matter_id)
        elif step == "finish":
            finish = FinishForm(request.POST)
            if finish.is_valid():
                handling.finish(request.who, matter_id, finish.cleaned_data["result"], finish.cleaned_data["note"])
                messages.success(request, "办完了，已记下。")
                return redirect("casework:words")
    except TestimonyRefused as refused:
        if step == "take":
            messages.error(request, str(refused))
            return redirect("casework:words-matter", matter_id)
        (reason if step == "read" else finish).add_error(None, str(refused))
    person = heard.person_of(row)
    page = {
        "row": row, "person": person, "reason": reason, "finish": finish, "reading": reading, "beside": dict(Beside.choices),
        "due": _due(row, clock.today()), "is_open": row.state in heard.OPEN,
    }  # fmt: skip
    status = 422 if reason.errors or finish.errors else 200
    return render(request, "casework/testimony/matter.html", page, status=status)


@require_http_methods(GET_OR_POST)
@never_cache
@duty("testimony.record")
def write(request: Request, person_id: int) -> HttpResponse:
    """Read the sentence out to a person, and write down what she says; afterwards it can't be read here."""
    person = served_person(request.who, person_id)
    if person is None:
        raise Http404
    voice = request.POST.get("voice", "self")
    jobs = heard.jobs_of(person, voice if voice in ("self", "guardian") else "self")
    form = WriteForm([(job.spell, job.unit_name) for job in jobs], request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        spell, voice, means = said.pop("spell"), said.pop("voice"), said.pop("means")
        try:
            write_down(request.who, person.pk, spell, Said(**said), voice, means)
        except TestimonyRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "记下了，已经密存，这里看不到。要紧的，县区残联办案的人会办。")
            return redirect("casework:case", person.pk)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    page = {"person": person, "jobs": [(job, _sentence(job)) for job in jobs], "form": form}
    return render(request, "casework/testimony/write.html", page, status=422 if form.errors else 200)


def _sentence(job: heard.Job) -> str:
    """The sentence that is read out word for word."""
    post = f"，{job.post}" if job.post else ""
    pay = f"，单位报的工资每月{yuan(job.pay_yuan)}" if job.pay_yuan is not None else ""
    return (
        f"记的是：您{in_words(job.started_on)}起在{job.unit_name}上班{post}{pay}。"
        "您说说，是不是这样？不想说也行。您说的单位不会知道。"
    )
