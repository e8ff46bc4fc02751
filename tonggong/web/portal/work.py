"""A placed person's own word on her job, quietly; and her complaint on wages or contract, with its receipt and its way."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.testimony.choices import Answer, Topic
from tonggong.domain.testimony.queries import complaints as told
from tonggong.domain.testimony.queries.words import jobs_of as jobs_on_record
from tonggong.domain.testimony.queries.words import own_statements, readings, voice_of
from tonggong.domain.testimony.services import complaints
from tonggong.domain.testimony.services.complaints import Wrong
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.domain.testimony.services.saying import Said, say, take_back
from tonggong.web.components.forms import AmountField, WholeField
from tonggong.web.portal.door import own_page, shown
from tonggong.web.portal.own_page import Look

GET_OR_POST = ["GET", "HEAD", "POST"]
PLAIN_ANSWERS = (
    (Answer.WORKS, "对，我在那里上班"),
    (Answer.NOT_REAL, "这份工作不是真的"),
    (Answer.UNDERPAID, "工资跟同事不一样"),
    (Answer.NO_CONTRACT, "没有签合同"),
    (Answer.PAPERS_HELD, "证被扣着"),
    (Answer.NOT_SAYING, "不想说"),
)


class WordForm(forms.Form):
    """What she says of a job; the rest may be left out."""

    spell = forms.IntegerField(min_value=1)
    answers = forms.MultipleChoiceField(choices=PLAIN_ANSWERS, error_messages={"required": "请选一样。"})
    days_per_week = WholeField(
        required=False, min_value=0, max_value=7,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "一周几天，写 0 到 7。"),
    )  # fmt: skip
    pay_yuan = AmountField(
        required=False, min_value=Decimal(0), max_value=Decimal(100_000), decimal_places=2,
        error_messages={
            "invalid": "工资写数字就行。",
            **dict.fromkeys(("min_value", "max_value", "max_digits", "max_whole_digits"), "请看看工资数，是一个月拿到手的元数。"),
            "max_decimal_places": "工资写到分就行，小数点后两位。",
        },
    )  # fmt: skip
    words = forms.CharField(required=False, max_length=400)
    may_contact = forms.BooleanField(required=False)


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def placement(request: Request, person: Any) -> HttpResponse:
    """Ask quietly whether the jobs on record are true. What she said before is not shown: others may hold her phone."""
    form = WordForm(request.POST if request.method == "POST" else None)
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and request.POST.get("step") == "take_back":
        return _taken_back(request)
    if request.method == "POST":
        if form.is_valid():
            said = dict(form.cleaned_data)
            try:
                say(request.who, said.pop("spell"), Said(**said))
            except TestimonyRefused as refused:
                problems = [(str(refused), "")]
            else:
                messages.success(request, "收到了，谢谢。单位看不到。")
                return redirect("portal:placement")
        else:
            problems = [(str(errors[0]), name) for name, errors in form.errors.items()]
    voice = voice_of(request.who)
    statements = own_statements(person, voice)
    jobs = [(job, _kept(form, job.spell)) for job in jobs_on_record(person, voice)]
    asked = next((place for place, (_job, kept) in enumerate(jobs, 1) if kept), 0)
    page = {
        "jobs": jobs, "asked": asked, "answers": PLAIN_ANSWERS,
        "problems": problems, "statements": [row for row in statements if row.withdrawn_at is None],
        "readings": [_reading(entry) for entry in readings(statements)],
    }  # fmt: skip
    return shown(request, person, "portal/placement.html", page, 422 if problems else 200)


def _reading(entry: Any) -> Look:
    return Look(
        datetime.fromisoformat(entry.at),
        f"{entry.actor_role} {entry.actor}".strip(),
        "",
        json.loads(entry.detail)["reason"],
    )


def _kept(form: WordForm, spell: int) -> dict[str, Any]:
    """What was typed for a job and couldn't be taken: it stays in its fields."""
    data: Any = form.data
    if not data or data.get("spell") != str(spell):
        return {}
    return {
        "answers": data.getlist("answers"),
        **{name: data.get(name, "") for name in ("days_per_week", "pay_yuan", "words", "may_contact")},
        "errors": {name: errors[0] for name, errors in form.errors.items()},
    }


def _taken_back(request: Request) -> HttpResponse:
    spell = request.POST.get("spell", "")
    done = take_back(request.who, int(spell) if spell.isascii() and spell.isdigit() and len(spell) < 19 else 0)
    if done:
        messages.success(request, "撤回了。没有人再看您说的话。")
    else:
        messages.info(request, "没有要撤回的。")
    return redirect("portal:placement")


class LabourForm(forms.Form):
    """What is wrong with wages, contract or treatment, at which unit."""

    topic = forms.ChoiceField(
        label="什么事", choices=Topic.choices, widget=forms.RadioSelect, error_messages={"required": "请选是什么事。"}
    )
    unit_name = forms.CharField(
        label="哪个单位", max_length=120, error_messages={"required": "请写是哪个单位。"}, help_text="叫不全名字也行"
    )
    text = forms.CharField(
        label="怎么回事", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="比如：从六月起没发工资，欠三个月。", error_messages={"required": "请写几句，怎么回事。"},
    )  # fmt: skip
    contact = forms.CharField(
        label="怎么找您方便", max_length=80, required=False, help_text="查的人要问您时用。不写，就由残联转告您。"
    )
    may_be_named = forms.BooleanField(
        label="可以让单位知道是我说的", required=False, help_text="不勾，就不告诉单位是谁。以后可以改。"
    )


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def labour(request: Request, person: Any) -> HttpResponse:
    """Take in a complaint on wages, contract or treatment, and give the receipt."""
    jobs = jobs_on_record(person, voice_of(request.who))
    form = LabourForm(
        request.POST if request.method == "POST" else None,
        initial={"unit_name": jobs[0].unit_name if len(jobs) == 1 else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = complaints.complain(request.who, Wrong(**form.cleaned_data))
        except TestimonyRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"收到了。回执号 {row.petition.number}。")
            return redirect("portal:complaint", row.petition.number)
    return shown(request, person, "portal/labour.html", {"form": form}, 422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def complaint(request: Request, person: Any, number: str) -> HttpResponse:
    """Show a complaint's receipt with its way, let her say whether the unit may know, or take it back."""
    row = told.complaint_of(person, number)
    if row is None:
        raise Http404
    step = request.POST.get("step", "")
    if request.method == "POST":
        try:
            if step == "call_back":
                complaints.call_back(request.who, number)
                messages.success(request, "撤回了，不再办。")
            else:
                complaints.agree_to_be_named(request.who, number, step == "name")
                messages.success(request, "记下了。" if step == "name" else "记下了：不告诉单位是谁。")
        except TestimonyRefused as refused:
            messages.error(request, str(refused))
        return redirect("portal:complaint", number)
    day = clock.today()
    page = {
        "row": row, "petition": row.petition, "said": row.said, "stages": told.stages(row, day), "is_over": row.state in told.ENDED,
        "next": told.next_words(row), "is_named": told.may_be_named(row),
    }  # fmt: skip
    return shown(request, person, "portal/complaint.html", page)
