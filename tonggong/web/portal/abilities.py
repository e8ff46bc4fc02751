"""What she can do and what helps her, in her own hands: assessments to comment, passes to give and take back."""

from datetime import timedelta
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.assessments import own_assessments
from tonggong.domain.casework.queries.passes import passes_of, what_helps
from tonggong.domain.casework.services import passes
from tonggong.domain.casework.services.assessments import AssessmentRefused, comment
from tonggong.web.portal.door import own_page, shown

GET_OR_POST = ["GET", "HEAD", "POST"]
WHOM = (
    ("我要去的单位", "我要去的单位"),
    ("培训的老师", "培训的老师"),
    ("帮我的人", "帮我的人"),
    ("", "别的，写在下面"),
)
DAYS = ((7, "一个星期"), (30, "一个月"), (90, "三个月"), (365, "一年"))


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def assessments(request: Request, person: Any) -> HttpResponse:
    """Show her signed assessments in words, and take what she says to one."""
    if request.method == "POST":
        said = request.POST.get("thread", "")
        thread = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
        try:
            comment(request.who, thread, request.POST.get("words", ""), request.POST.getlist("contested"))
        except AssessmentRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "记下了。评估的人看得到您的意见。")
        return redirect("portal:assessments")
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(request, person, "portal/assessments.html", {"rows": own_assessments(person)})


class PassForm(forms.Form):
    """What is shown, to whom, how long."""

    items = forms.MultipleChoiceField(label="给对方看什么", required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label="我要什么帮助", required=False, max_length=80, help_text="比如：说话慢一点。只写要什么帮助，不写病。"
    )
    whom = forms.ChoiceField(label="给谁看", choices=WHOM, required=False, widget=forms.RadioSelect, initial=WHOM[0][0])
    other = forms.CharField(label="别的人，写名字", required=False, max_length=60)
    days = forms.TypedChoiceField(label="看多久", choices=DAYS, coerce=int, initial=30)

    def __init__(self, helps: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(one.key, one.title) for one in helps]  # type: ignore[attr-defined]
        self.fields["items"].initial = [one.key for one in helps]
        if not helps:
            del self.fields["items"]

    def clean(self) -> dict[str, Any]:
        """A card says what helps and is for somebody; each error stands at the field that mends it."""
        said = super().clean() or {}
        if not said.get("items") and not said.get("words") and "words" not in self.errors:
            self.add_error(
                "words", "请写一句，您要什么帮助。" if "items" not in self.fields else "请选一样，或者写一句。"
            )
        if not said.get("whom") and not said.get("other") and not {"whom", "other"} & set(self.errors):
            self.add_error("other", "请写给谁看。")
        return said


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def own_passes(request: Request, person: Any) -> HttpResponse:
    """Show the passes she gave with who opened them; give one, or take one back."""
    helps, code, given = what_helps(person), "", None
    form = PassForm(helps)
    if request.POST.get("step") == "revoke":
        return _revoke(request)
    if request.method == "POST":
        form = PassForm(helps, request.POST)
        if form.is_valid():
            said = form.cleaned_data
            items = [{"key": key, "words": ""} for key in said.get("items", [])]
            if said["words"].strip():
                items.append({"key": "", "words": said["words"]})
            until = clock.today() + timedelta(days=said["days"])
            try:
                given, code = passes.grant(request.who, person, said["other"] or said["whom"], items, until)
            except passes.PassRefused as refused:
                form.add_error(None, str(refused))
            else:
                form = PassForm(helps)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    page = {"form": form, "rows": passes_of(person), "code": code, "given": given, "qr": _drawn(request, code)}
    return shown(request, person, "portal/passes.html", page, 422 if form.errors else 200)


def _drawn(request: Request, code: str) -> SafeString:
    """Draw the address at which the code opens; it stands behind the '#', which no server and no log ever gets."""
    if not code:
        return mark_safe("")
    address = f"{request.build_absolute_uri(reverse('casework:pass'))}#{code}"
    drawn: str = segno.make(address, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=False)
    return mark_safe(drawn)


def _revoke(request: Request) -> HttpResponse:
    pk = request.POST.get("pass", "")
    try:
        passes.revoke(request.who, int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0)
    except passes.PassRefused:  # somebody else's and none at all: the same words
        messages.error(request, "没有找到这张通行证。")
    else:
        messages.success(request, "收回了。从现在起打不开。")
    return redirect("portal:passes")
