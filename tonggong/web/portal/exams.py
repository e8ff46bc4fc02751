"""Help in recruiting exams, in her own hands: ask, see the answer, take it back, know how to complain."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.posts.choices import HelpState
from tonggong.domain.posts.exams import help_kinds, kind_words, open_exams, own_requests
from tonggong.domain.posts.services import PostRefused, ask_for_help, take_back_request
from tonggong.web.components.asked import whole_number
from tonggong.web.components.words import long_day
from tonggong.web.portal.door import own_page, shown

GET_OR_POST = ["GET", "HEAD", "POST"]
PLAIN_STATES = {
    HelpState.ASKED: ("waiting", "等答复"), HelpState.GRANTED: ("done", "同意了"), HelpState.OTHER: ("info", "用别的办法"),
    HelpState.REFUSED: ("slow", "没有同意"), HelpState.WITHDRAWN: ("info", "您撤回了"),
}  # fmt: skip


class AskForm(forms.Form):
    """Which exam, what helps."""

    exam = forms.TypedChoiceField(label="哪场考试", coerce=int, error_messages={"required": "请选一场考试。"})
    kinds = forms.MultipleChoiceField(
        label="您要什么",
        widget=forms.CheckboxSelectMultiple,
        help_text="可以选几样",
        error_messages={"required": "请选一样。"},
    )
    words = forms.CharField(
        label="还要什么，写一句", max_length=200, required=False, help_text="只写要什么帮助，不用写病。"
    )
    entry_no = forms.CharField(label="报名序号", max_length=30, required=False, help_text="报名表上的号。没有就不写。")

    def __init__(self, exams: list[Any], kinds: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exam"].choices = [(one.pk, f"{one.title}，{long_day(one.held_on)}") for one in exams]  # type: ignore[attr-defined]
        self.fields["kinds"].choices = list(kinds.items())  # type: ignore[attr-defined]


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def own_exams(request: Request, person: Any) -> HttpResponse:
    """Show what she asked for and what came of it; take a request, or take one back."""
    today = clock.today()
    exams, names = open_exams(person, today), help_kinds(person.county_code)
    form = AskForm(exams, names)
    if request.POST.get("step") == "take-back":
        return _take_back(request)
    if request.method == "POST":
        form = AskForm(exams, names, request.POST)
        if form.is_valid():
            said = form.cleaned_data
            exam = next(one for one in exams if one.pk == said["exam"])
            try:
                ask_for_help(request.who, exam, person, said["kinds"], words=said["words"], entry_no=said["entry_no"])
            except PostRefused as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, "收到了。答复会写在这里。")
                return redirect("portal:exams")
    rows = [
        {"row": one.row, "light": one.light, "kinds": kind_words(one.row.kinds, names), "state": PLAIN_STATES[HelpState(one.row.state)],
         "place": name_of(one.row.exam.county_code),
         "may_take_back": one.row.state in (HelpState.ASKED, HelpState.GRANTED, HelpState.OTHER) and one.row.exam.held_on > today,
         "is_late": one.row.state == HelpState.ASKED and one.light.value.value == "overdue"}
        for one in own_requests(person, today)
    ]  # fmt: skip
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    page = {"form": form, "rows": rows, "exams": exams}
    return shown(request, person, "portal/exams.html", page, 422 if form.errors else 200)


def _take_back(request: Request) -> HttpResponse:
    try:
        take_back_request(request.who, whole_number(request.POST.get("request")) or 0)
    except (PostRefused, MoveRefused):  # somebody else's, none at all, and too late: the same words
        messages.error(request, "没有找到可以撤回的申请。")
    else:
        messages.success(request, "撤回了。")
    return redirect("portal:exams")
