"""Labour inspection's pages: the complaints sent to it, one to take over, answer and end."""

from decimal import Decimal
from typing import Any

from django import forms
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
from tonggong.domain.testimony.choices import Result
from tonggong.domain.testimony.queries import complaints as told
from tonggong.domain.testimony.services import complaints as services
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.web.components.complaints import due_tag
from tonggong.web.components.forms import AmountField, DayField
from tonggong.web.components.parts import Choice

GET_OR_POST = ["GET", "HEAD", "POST"]
SHOWN = 60


class DecideForm(forms.Form):
    """Whether a complaint is taken over; why not, in words that the person reads."""

    decision = forms.ChoiceField(
        label="受理吗", choices=(("accept", "受理"), ("decline", "不予受理")), widget=forms.RadioSelect,
        error_messages={"required": "请选受理不受理。"},
    )  # fmt: skip
    on = DayField(label="决定日期", required=False, help_text="不写，就是今天")
    words = forms.CharField(
        label="不受理的话：为什么，本人可以找谁", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本人会看到，请用本人看得懂的话",
    )  # fmt: skip


class ResultForm(forms.Form):
    """What came of a complaint."""

    result = forms.ChoiceField(
        label="处理结果",
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选处理结果。"},
    )
    yuan = AmountField(
        label="给本人追回多少元", min_value=Decimal(0), max_value=services.MOST_YUAN, decimal_places=2, required=False
    )
    on = DayField(label="处理日期", required=False, help_text="不写，就是今天")
    words = forms.CharField(
        label="告诉本人的话", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="请用本人看得懂的话；不要写证件号和电话", error_messages={"required": "请写结果，本人会看到。"},
    )  # fmt: skip


@require_GET
@never_cache
@duty("complaints.handle")
def complaints(request: Request) -> HttpResponse:
    """Show the complaints that were sent to the own department, those that wait or those that ended."""
    is_open = request.GET.get("state") != "ended"
    rows = told.handed_over(request.who)
    rows = (
        rows.exclude(state__in=told.ENDED)
        if is_open
        else rows.filter(state__in=told.ENDED).order_by("-result_on", "-pk")
    )
    after = request.GET.get("page", "1")
    start = (int(after) - 1 if after.isascii() and after.isdigit() and 0 < int(after) < 10_000 else 0) * SHOWN
    found = list(rows[start : start + SHOWN + 1])
    has_more, found = len(found) > SHOWN, found[:SHOWN]
    here, day = reverse("departments:complaints"), clock.today()
    audit.record("view", who=request.who, subject="testimony.Referral", ids=[row.pk for row in found], step="list")
    state = "" if is_open else "&state=ended"
    page = {
        "rows": [(row, told.person_of(row), row.said["unit_name"], due_tag(row, day)) for row in found], "is_open": is_open,
        "states": [Choice("在办的", here, is_open), Choice("办完的", f"{here}?state=ended", not is_open)],
        "next_url": f"{here}?page={start // SHOWN + 2}{state}" if has_more else "",
        "first_url": f"{here}?page=1{state}" if start else "",
    }  # fmt: skip
    return render(request, "departments/complaints.html", page)


@require_http_methods(GET_OR_POST)
@never_cache
@duty("complaints.handle")
def complaint(request: Request, complaint_id: int) -> HttpResponse:
    """Show one, take it over or not, and say what came of it."""
    row: Any = told.handed_over(request.who).filter(pk=complaint_id).first()
    if row is None:
        raise Http404
    form = _form(row.state, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            words = _step(request, complaint_id, form)
        except TestimonyRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, words)
            return redirect("departments:complaint", complaint_id)
    services.note_reading(request.who, row)
    day = clock.today()
    page = {
        "row": row, "petition": row.petition, "person": told.person_of(row), "said": row.said, "form": form,
        "stages": told.stages(row, day), "due": due_tag(row, day), "is_named": told.may_be_named(row),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "departments/complaint.html", page, status=status)


def _form(state: str, data: Any) -> DecideForm | ResultForm | None:
    if state == "sent":
        return DecideForm(data)
    return ResultForm(data) if state == "accepted" else None


def _step(request: Request, pk: int, form: DecideForm | ResultForm) -> str:
    said = form.cleaned_data
    if isinstance(form, ResultForm):
        services.conclude(request.who, pk, said["result"], said["words"], said["on"], said["yuan"])
        return "办结了，本人现在就能看到结果。"
    if said["decision"] == "accept":
        services.accept(request.who, pk, said["on"])
        return "受理了，本人现在就能看到。"
    services.decline(request.who, pk, said["words"], said["on"])
    return "记下了不予受理和理由，本人现在就能看到。"
