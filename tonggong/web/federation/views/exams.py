"""考试便利: exams with their requests, answered by the organiser's side in time, given on the day. Names are masked where they must be."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.persons.queries import search
from tonggong.domain.posts import exams as queries
from tonggong.domain.posts.choices import HelpState
from tonggong.domain.posts.exams import GROUP_TITLES, Line
from tonggong.domain.posts.services import PostRefused, answer_request, ask_for_help, enter_exam, record_given
from tonggong.rules.posts.exam_help import Light
from tonggong.web.components import words
from tonggong.web.components.rows import address
from tonggong.web.federation.pages import name_for, note_view
from tonggong.web.federation.posts_forms import AnswerForm, AskForForm, ExamForm, GivenForm

GET_OR_POST = ["GET", "HEAD", "POST"]
SHOWN = 50
LIGHTS = {
    Light.WAITING: ("waiting", "待答复"), Light.SOON: ("due", "快到期"), Light.OVERDUE: ("overdue", "过期未答复"),
    Light.ANSWERED: ("done", "按时答复"), Light.LATE: ("slow", "答复晚了"),
}  # fmt: skip
STATES = {HelpState.GRANTED: "done", HelpState.OTHER: "info", HelpState.REFUSED: "slow", HelpState.ASKED: "waiting"}
COLUMNS = ("asked", "answered", "in_time", "granted", "other", "refused", "overdue", "given")


@require_GET
@duty("posts.read")
def exams(request: Request) -> HttpResponse:
    """The exams within reach, the latest first, each with the counts of its requests."""
    who, today = request.who, clock.today()
    rows = list(queries.exams(who)[:SHOWN])
    found = queries.by_exam(who, rows, today)
    lines = []
    for row in rows:
        counts = queries.counts(found[row.pk])
        page = reverse("federation:exam", args=[row.pk])
        cells = [
            (GROUP_TITLES[group], counts[group], f"{page}?group={group}" if counts[group] else "") for group in COLUMNS
        ]
        lines.append(
            {
                "row": row,
                "url": page,
                "place": name_of(row.county_code),
                "cells": cells,
                "days": (row.held_on - today).days,
            }
        )
    late = sum(line.light.value in (Light.SOON, Light.OVERDUE) for every in found.values() for line in every)
    page_ = {
        "lines": lines, "columns": [GROUP_TITLES[group] for group in COLUMNS], "late": late, "may_manage": who.may("exams.manage"),
        "day": today,
    }  # fmt: skip
    return render(request, "federation/exams.html", page_)


@require_http_methods(GET_OR_POST)
@duty("exams.manage")
def new(request: Request) -> HttpResponse:
    """Enter an exam."""
    form = ExamForm(request.who)
    if request.method == "POST":
        form = ExamForm(request.who, request.POST)
        if form.is_valid():
            try:
                row = enter_exam(request.who, **form.cleaned_data)
            except PostRefused as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, "考试登记了，本人可以申请便利。")
                return redirect("federation:exam", row.pk)
    return render(request, "federation/exam_new.html", {"form": form}, status=422 if form.errors else 200)


def _line(who: Who, line: Line, names: Any, today: Any, bound: dict[str, Any]) -> dict[str, Any]:
    row, may = line.row, who.may("exams.manage")
    is_agreed = row.state in (HelpState.GRANTED, HelpState.OTHER)
    answer = (
        AnswerForm(auto_id=f"answer-{row.pk}-%s")
        if may and row.state in (HelpState.ASKED, HelpState.REFUSED) and row.exam.held_on >= today
        else None
    )
    given = (
        GivenForm(auto_id=f"given-{row.pk}-%s")
        if may and is_agreed and row.was_given is None and row.exam.held_on <= today
        else None
    )
    if bound.get("of") == row.pk:
        answer, given = (bound["form"], given) if isinstance(bound["form"], AnswerForm) else (answer, bound["form"])
    return {
        "row": row, "name": name_for(who, row.person.name), "kinds": queries.kind_words(row.kinds, names),
        "words": row.words if may else "", "light": LIGHTS[line.light.value], "because": words.with_days(line.light.because),
        "state": (STATES[HelpState(row.state)], row.get_state_display()), "answer": answer, "given": given,
        "person_url": reverse("federation:person", args=[row.person_id]) if who.may("ledger.read") else "",
    }  # fmt: skip


def _exam(who: Who, exam_id: int) -> Any:
    found = queries.exam(who, exam_id)
    if found is None:
        raise Http404
    return found


def _shown(request: Request, row: Any, asked: AskForForm | None = None, **bound: Any) -> HttpResponse:
    who, today = request.who, clock.today()
    group = request.GET.get("group", "asked")
    if group not in COLUMNS:
        raise Http404
    every = queries.by_exam(who, [row], today)[row.pk]
    chosen = [line for line in every if line.is_in(group)] if not bound else every
    chosen.sort(key=lambda line: (line.row.state != HelpState.ASKED, line.row.asked_at, line.row.pk))
    names = queries.help_kinds(row.county_code)
    note_view(who, [line.row.person_id for line in chosen])
    counts = queries.counts(every)
    here = reverse("federation:exam", args=[row.pk])
    may_ask = who.may("exams.manage") and who.may("ledger.search") and row.held_on > today
    page = {
        "row": row, "place": name_of(row.county_code), "group": GROUP_TITLES[group], "lines": [_line(who, one, names, today, bound) for one in chosen],
        "cells": [(GROUP_TITLES[one], counts[one], f"{here}?group={one}" if counts[one] else "") for one in COLUMNS],
        "ask": asked or (AskForForm(row.county_code) if may_ask else None), "days": (row.held_on - today).days,
        "ask_url": reverse("federation:exam-ask", args=[row.pk]), "is_asking": asked is not None, "list_url": address("federation:exams"),
    }  # fmt: skip
    return render(request, "federation/exam.html", page, status=422 if asked or bound else 200)


@require_GET
@never_cache
@duty("posts.read")
def exam(request: Request, exam_id: int) -> HttpResponse:
    """One exam: its requests, what waits for an answer and until when."""
    return _shown(request, _exam(request.who, exam_id))


@require_POST
@never_cache
@sensitive_post_parameters()
@duty("exams.manage")
def ask(request: Request, exam_id: int) -> HttpResponse:
    """Ask for help on behalf of a person, found by a number that stays out of every address."""
    if not request.who.may("ledger.search"):
        raise PermissionDenied("ledger.search")
    row = _exam(request.who, exam_id)
    form = AskForForm(row.county_code, request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            ask_for_help(request.who, row, _person(request.who, said.pop("number")), said.pop("kinds"), **said)
        except PostRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "申请登记了。")
            return redirect("federation:exam", row.pk)
    return _shown(request, row, form)


def _person(who: Who, number: str) -> Any:
    """The one person within reach whose number somebody typed; the look-up stands in the trail. Raises PostRefused."""
    found = search(who, number)
    if not found.is_exact or len(found.people) != 1:
        raise PostRefused("您的范围里没有这个证号的人，请核对证号。")
    return found.people[0]


def _request(who: Who, request_id: int) -> Any:
    found = queries.request(who, request_id)
    if found is None:
        raise Http404
    return found


@require_POST
@duty("exams.manage")
def answer(request: Request, request_id: int) -> HttpResponse:
    """Answer a request."""
    row, form = _request(request.who, request_id), AnswerForm(request.POST, auto_id=f"answer-{request_id}-%s")
    if form.is_valid():
        try:
            answer_request(request.who, row, form.cleaned_data["state"], form.cleaned_data["words"])
        except (PostRefused, MoveRefused) as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "答复记下了，本人看得到。")
            return redirect("federation:exam", row.exam_id)
    return _shown(request, row.exam, of=row.pk, form=form)


@require_POST
@duty("exams.manage")
def given(request: Request, request_id: int) -> HttpResponse:
    """Say whether what was agreed was given on the day."""
    row, form = _request(request.who, request_id), GivenForm(request.POST, auto_id=f"given-{request_id}-%s")
    if form.is_valid():
        try:
            record_given(request.who, row, **form.cleaned_data)
        except PostRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "记下了。")
            return redirect("federation:exam", row.exam_id)
    return _shown(request, row.exam, of=row.pk, form=form)
