"""核查案卷: the list, one as a calm course with its next step, every step of it, and the pack of evidence."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.inspection.queries import cases as asked
from tonggong.domain.inspection.queries.suspicions import explained
from tonggong.domain.inspection.services import cases as services
from tonggong.domain.inspection.services import hearings, results
from tonggong.domain.inspection.services.refusals import CaseRefused
from tonggong.domain.reporting.papers import case_pack
from tonggong.rules.masking import mask_name
from tonggong.rules.signals.cases import STATE_LABELS, State, Verdict
from tonggong.web.components.asked import whole_number
from tonggong.web.components.documents import download
from tonggong.web.components.parts import Choice, Moment, Page
from tonggong.web.components.rows import address
from tonggong.web.components.words import long_day as day_words
from tonggong.web.federation import case_forms as f
from tonggong.web.federation.pages import note_view
from tonggong.web.federation.views.suspicions import level_tag

TAGS = {
    State.LOOKING: "running", State.HEARING: "due", State.HEARD: "running", State.PROPOSED: "due", State.CLOSED: "done",
}  # fmt: skip


@require_GET
@duty("signals.read")
def cases(request: Request) -> HttpResponse:
    """The cases within reach; each count opens its rows."""
    who, state = request.who, request.GET.get("state", "open")
    if state not in {"open", "all", *State}:
        raise Http404
    mine = request.GET.get("mine") == "1"
    rows = asked.cases(who, "" if state == "all" else state, mine=mine)
    keys = list(rows.values_list("pk", flat=True))
    after = whole_number(request.GET.get("after")) or 0
    start = keys.index(after) + 1 if after in keys else 0
    wanted = keys[start : start + asked.PAGE]
    found = list(rows.filter(pk__in=wanted))
    counts = asked.state_counts(who)
    views = [
        ("open", "没有办结", sum(counts.values()) - counts[State.CLOSED]),
        *((one.value, STATE_LABELS[one], counts[one]) for one in State), ("all", "全部", sum(counts.values())),
    ]  # fmt: skip
    page = {
        "lines": [(row, TAGS[State(row.state)], STATE_LABELS[State(row.state)], name_of(row.county_code)) for row in found],
        "choices": [Choice(t, address("federation:cases", state=key), key == state, f"{n:,}", key) for key, t, n in views],
        "total": len(keys), "mine": mine, "state": state,
        "page": Page(
            f"共 {len(keys):,} 个案卷",
            address("federation:cases", state=state, after=wanted[-1]) if len(keys) > start + asked.PAGE else "",
            address("federation:cases", state=state) if after else "",
        ),
    }  # fmt: skip
    return render(request, "federation/cases.html", page)


def _found(who: Who, case_id: int) -> Any:
    case = asked.case_of(who, case_id)
    if case is None:
        raise Http404
    return case


def _month_choices(view: asked.CaseView) -> list[tuple[str, str]]:
    against = [one for one in view.people if one.finding and one.finding.verdict == Verdict.NOT_REAL]
    return [
        (f"{one.person.pk}:{view.case.year}-{n:02d}", f"{mask_name(one.person.name)} {n}月")
        for one in against
        for n in range(1, 13)
    ]


REPEATED = {"find": ("person",), "answer": ("key",), "done": ("key",), "withdraw": ("kind", "key")}  # one for each row


def _forms(view: asked.CaseView, name: str = "", data: Any = None) -> dict[str, forms.Form]:
    """A form for each step; the one that was sent in holds what was said."""
    today = clock.today()
    draft = hearings.draft(view.case.unit_name, view.case.year, _letter_questions(view))
    made: dict[str, Callable[[Any], forms.Form]] = {
        "task": lambda d: f.TaskForm(d),
        "done": lambda d: f.DoneForm(d),
        "visit": lambda d: f.VisitForm(d, initial={"on": today}),
        "ask": lambda d: f.AskForm(view.suggested, d),
        "answer": lambda d: f.AnswerForm(d, initial={"answered": today}),
        "letter": lambda d: f.LetterForm(d, initial={"text": draft}),
        "statement": lambda d: f.StatementForm(d, initial={"stated": today}),
        "find": lambda d: f.FindForm(d),
        "propose": lambda d: f.ProposeForm(_month_choices(view), d),
        "back": lambda d: f.ReasonForm(d),
        "reopen": lambda d: f.ReasonForm(d),
        "takeover": lambda d: f.ReasonForm(d),
        "withdraw": lambda d: f.WithdrawForm(d),
        "pack": lambda d: f.PackForm(d),
    }
    found = {key: make(data if key == name else None) for key, make in made.items()}
    for key, form in found.items():
        form.auto_id = f"%s-{_sent_at(key, data)}" if key == name and key in REPEATED else f"{key}_%s"
    return found


def _sent_at(name: str, data: Any) -> str:
    """Of a form that a case has many times over, which one was sent: as its fields' ids end."""
    return "-".join(str(data.get(key, "")).replace("%", "") for key in REPEATED[name])


def _letter_questions(view: asked.CaseView) -> list[str]:
    return [row.text for row in view.questions if row.asked == "unit" and row.withdrawn_at is None] or view.suggested


def _moments(view: asked.CaseView) -> list[tuple[Moment, asked.Event]]:
    return [
        (
            Moment(
                day_words(one.on), one.what, one.title, one.detail if not one.withdrawn else f"{one.detail}　{one.withdrawn}",
                "correction" if one.withdrawn else "contact", known=one.by, is_superseded=bool(one.withdrawn),
            ),
            one,
        )
        for one in view.course
    ]  # fmt: skip


def _show(request: Request, case: Any, name: str = "", data: Any = None, problem: str = "") -> HttpResponse:
    who, view = request.who, asked.view(request.who, case)
    note_view(who, [one.person.pk for one in view.people])
    signals = explained(view.suspicions, own_words=view.own_words)
    state = State(case.state)
    made = _forms(view, name, data)
    is_open = state not in (State.PROPOSED, State.CLOSED)
    page = {
        "case": case, "view": view, "state": (TAGS[state], STATE_LABELS[state]), "place": name_of(case.county_code),
        "people": [
            (one, mask_name(one.person.name), level_tag(one.suspected.level), signals[one.suspected.pk]) for one in view.people
        ],
        "moments": _moments(view), "forms": made, "sent": name, "sent_form": made.get(name), "problem": problem,
        "sent_at": f"{name}-{_sent_at(name, data)}" if name in REPEATED else "", "may_handle": who.may("signals.handle"),
        "is_open": is_open, "is_owner": view.own_words, "next": view.next.value, "next_words": view.next.steps[0],
        "today": clock.today(), "letter": view.running_letter,
        "words_held": asked.words_waiting(who, case),
        "result_words": asked.result_words(view.result) if view.result else "",
        "struck": [
            (mask_name(one.person.name), "、".join(f"{int(m[5:])}月" for m in view.result.months[str(one.person.pk)]))
            for one in view.people
            if view.result and str(one.person.pk) in view.result.months
        ],
    }  # fmt: skip
    return render(request, "federation/case.html", page, status=422 if name else 200)


@require_GET
@never_cache
@duty("signals.read")
def case(request: Request, case_id: int) -> HttpResponse:
    """One case: what is next, the persons in it, its course."""
    return _show(request, _found(request.who, case_id))


def _take(who: Who, row: Any, name: str, form: forms.Form) -> str:
    """Take a step with what was said; what to tell the user."""
    said = form.cleaned_data
    match name:
        case "task":
            services.add_task(who, row, said["task"], said["due_on"])
            return "记下了要办的事。"
        case "done":
            services.finish_task(who, row, said["key"], said["note"])
            return "记下了办的结果。"
        case "visit":
            services.note_visit(who, row, said["on"], said["seen"], said["company"])
            return "记下了到单位核查的情况。"
        case "ask":
            assert isinstance(form, f.AskForm)
            rows = services.ask(who, row, said["asked"], form.texts)
            return f"提了 {len(rows)} 个问题。"
        case "answer":
            services.note_answer(
                who, row, said["key"], said["answer"], on=said["answered"], is_own_word=said["is_own_word"]
            )
            return "记下了答复。"
        case "letter":
            letter = hearings.send_letter(who, row, said["text"])
            return f"函已经发到单位的页面，期限 {day_words(letter.due_on)}。"
        case "statement":
            hearings.note_statement(who, row, said["statement"], on=said["stated"], stated_by=said["stated_by"])
            return "记下了单位的陈述。"
        case "find":
            results.find(who, row, said["person"], said["verdict"], said["why"], said["evidence"])
            return "记下了认定。"
        case "propose":
            assert isinstance(form, f.ProposeForm)
            results.propose(who, row, said["ending"], said["grounds"], form.struck, said["offices"])
            return "结论已经提出，等另一位同事复核。"
        case "back":
            results.send_back(who, row, said["because"])
            return "结论已经退回。"
        case "reopen":
            results.reopen(who, row, said["because"])
            return "案卷重新打开。"
        case "takeover":
            services.take_over(who, row, said["because"])
            return "您现在是承办人。"
        case "withdraw":
            services.withdraw(who, row, said["kind"], said["key"], said["because"])
            return "已经撤回，记录还在。"
    raise Http404


@require_POST
@duty("signals.handle")
def step(request: Request, case_id: int, step: str) -> HttpResponse:
    """Take one step of a case; a refused one keeps what was said and says why."""
    who, row = request.who, _found(request.who, case_id)
    if step == "silence":
        hearings.note_silence(who, row)
        messages.success(request, "记下了期满未陈述。")
        return redirect("federation:case", case_id)
    if step == "confirm":
        results.confirm(who, row)
        messages.success(request, "已经办结。")
        return redirect("federation:case", case_id)
    made = _forms(asked.view(who, row))
    if step not in made or step == "pack":
        raise Http404
    form = _forms(asked.view(who, row), step, request.POST)[step]
    if not form.is_valid():
        return _show(request, row, step, request.POST)
    try:
        words = _take(who, row, step, form)
    except CaseRefused as refused:
        row = _found(who, case_id)
        return _show(request, row, step, request.POST, str(refused))
    messages.success(request, words)
    return redirect("federation:case", case_id)


@require_http_methods(["POST"])
@duty("signals.handle")
def pack(request: Request, case_id: int) -> HttpResponse:
    """Hand out the pack of evidence; it is written into the trail with the persons and what it is for."""
    who, row = request.who, _found(request.who, case_id)
    form = f.PackForm(request.POST)
    if not form.is_valid():
        return _show(request, row, "pack", request.POST)
    paper = case_pack.case_pack(who, row, own_words=form.cleaned_data["own_words"])
    case_pack.note_release(who, paper, form.cleaned_data["purpose"])
    return download(case_pack.as_docx(paper), case_pack.MEDIA_TYPE, f"{paper.title}.docx")
