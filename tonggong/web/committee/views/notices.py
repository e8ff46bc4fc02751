"""公示: drafted from the year's answers, read as the public will, issued by somebody else, with corrections and objections."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.quota import leads
from tonggong.domain.reporting import notice_table as table
from tonggong.domain.reporting import notices as reporting
from tonggong.web.committee.forms import VoidForm
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.forms import DayField
from tonggong.web.components.rows import Row, Rows, address, paged, rows_page

STATES = {"draft": ("running", "草稿"), "issued": ("done", "已公示"), "void": ("overdue", "作废")}
WAYS = {"unit": "按单位", "kind": "按类别"}
BACK = "公示"


class ObjectionForm(forms.Form):
    """What somebody said against a notice."""

    received_on = DayField(label="收到之日", error_messages={"required": "请写收到的日期"})
    way = forms.CharField(label="来自", max_length=20, help_text="例如 来信、来电、来访")
    text = forms.CharField(label="说了什么", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


@require_GET
@duty("figures.read")
def notices(request: Request) -> HttpResponse:
    """List the notices, and the years of which one can be drafted."""
    lines = [(row, STATES[row.state], WAYS[row.by]) for row in reporting.notices(request.who)[:60]]
    years = leads.years_made(request.who)[:4]
    return render(request, "committee/notices.html", {"lines": lines, "years": years, "ways": WAYS.items()})


@require_POST
@duty("circular.draft")
def draft(request: Request) -> HttpResponse:
    """Write a year's notice, or write the draft anew."""
    year, by = whole_number(request.POST.get("year")), request.POST.get("by", "")
    if year is None or by not in WAYS:
        raise reporting.NoticeRefused("请选哪一年、按单位还是按类别。")
    made = reporting.draft_notice(request.who, year, by)
    messages.success(request, "公示已起草。请看一遍，再请另一位同事签发。")
    return HttpResponseRedirect(reverse("committee:notice", args=[made.pk]))


def _found(request: Request, notice_id: int) -> Any:
    row = reporting.notices(request.who).filter(pk=notice_id).first()
    if row is None:
        raise Http404
    return row


def _page(
    request: Request, row: Any, form: ObjectionForm | None = None, void: VoidForm | None = None, status: int = 200
) -> HttpResponse:
    who = request.who
    titles, lines = reporting.lines_of(row)
    may_open = who.may("figures.rows")
    shown = [
        (line.name, [(title, cell, _url(row, line.key, cell) if may_open else "") for title, cell in zip(titles[1:], line.cells, strict=True)])
        for line in lines
    ]  # fmt: skip
    is_own = who.user_id is not None and who.user_id == row.drafted_by_id
    page = {
        "row": row, "state": STATES[row.state], "way": WAYS[row.by], "titles": titles, "lines": shown, "is_own": is_own,
        "may_issue": row.state == "draft" and who.may("circular.issue") and not is_own, "note": reporting.NOTE,
        "may_void": row.state == "issued" and who.may("circular.issue"), "may_record": row.state == "issued" and who.may("circular.draft"),
        "corrections": reporting.corrections(row, is_public=False), "objections": reporting.objections(row) if who.may("circular.draft") else [],
        "form": form or ObjectionForm(), "void": void or VoidForm(), "steps": steps_of(row),
    }  # fmt: skip
    return render(request, "committee/notice.html", page, status=status)


def _url(row: Any, key: str, cell: table.Cell) -> str:
    if not cell.field or cell.text == "0":
        return ""
    return address("committee:notice-rows", row.pk, key=key, field=cell.field)


@require_GET
@duty("figures.read")
def notice(request: Request, notice_id: int) -> HttpResponse:
    """Show a notice as the public sees it, with what came afterwards."""
    return _page(request, _found(request, notice_id))


@require_GET
@duty("figures.read")
def download(request: Request, notice_id: int) -> HttpResponse:
    """Hand out the .docx, which is written down."""
    row = _found(request, notice_id)
    reporting.note_release(request.who, row)
    name = quote(f"{row.title}.docx")
    headers = {"Content-Disposition": f"attachment; filename=notice-{row.year}.docx; filename*=UTF-8''{name}"}
    return HttpResponse(reporting.as_docx(row), content_type=reporting.MEDIA_TYPE, headers=headers)


@require_GET
@duty("figures.rows")
def rows(request: Request, notice_id: int) -> HttpResponse:
    """The frozen rows of a printed figure: bodies, or of one body's persons the masked names."""
    row, key, field = _found(request, notice_id), request.GET.get("key", "all"), request.GET.get("field", "units")
    every = list(row.rows.order_by("pk"))
    back = (reverse("committee:notice", args=[row.pk]), BACK)
    if key.isdecimal():
        one = next((body for body in every if body.pk == int(key)), None)
        if one is None or field != "placed":
            raise Http404
        people = reporting.masked_people(one)
        shown, total, paging = paged(request, list(people.items()), lambda pair: pair[0], "人")
        lines = [Row(person, name, "", ()) for person, name in shown]
        return rows_page(
            request, Rows(f"{one.name}：公示时的在岗人员", back, row.on, ("姓名",), lines, total, paging, "人")
        )
    if field not in table.KIND_TITLES or (key != "all" and key not in {table.group_of(body) for body in every}):
        raise Http404
    inside = table.counted(field, [body for body in every if key in ("all", table.group_of(body))])
    bodies, total, paging = paged(request, inside, lambda body: body.pk, "家")
    lines = [
        Row(
            None, body.name, address("committee:notice-rows", row.pk, key=body.pk, field="placed") if body.placed else "",
            (table.group_name(table.group_of(body)), "不明" if body.posts is None else str(body.posts), str(body.placed), table.met_words(body.is_below)),
        )
        for body in bodies
    ]  # fmt: skip
    title = f"{'全部' if key == 'all' else table.group_name(key)}：{table.KIND_TITLES[field]}"
    columns = ("单位", "层级、性质", "编制数", "安排（人）", "比例")
    return rows_page(
        request, Rows(title, back, row.on, columns, lines, total, paging, "家", "公示签发时固定的单位和数。")
    )


@require_POST
@duty("circular.issue")
def issue(request: Request, notice_id: int) -> HttpResponse:
    """Put a draft out; whoever wrote it may not."""
    row = reporting.issue_notice(request.who, _found(request, notice_id))
    until = words.long_day(row.ends_on) if row.ends_on else ""
    messages.success(request, f"已公示，到{until}期满。数字、名单和文件从此固定。")
    return HttpResponseRedirect(reverse("committee:notice", args=[row.pk]))


@require_POST
@duty("circular.issue")
def void(request: Request, notice_id: int) -> HttpResponse:
    """Take a notice off the public pages, with the reason."""
    row, form = _found(request, notice_id), VoidForm(request.POST)
    if not form.is_valid():
        return _page(request, row, void=form, status=422)
    reporting.void_notice(request.who, row, form.cleaned_data["reason"])
    messages.success(request, "已作废，公开页面上不再有。")
    return HttpResponseRedirect(reverse("committee:notice", args=[row.pk]))


@require_POST
@duty("circular.draft")
def objection(request: Request, notice_id: int) -> HttpResponse:
    """Write down an objection, or what came of one."""
    row = _found(request, notice_id)
    if (key := whole_number(request.POST.get("answers"))) is not None:
        found = next((one for one, _text in reporting.objections(row) if one.pk == key), None)
        if found is None:
            raise Http404
        reporting.answer_objection(request.who, found, request.POST.get("answer", ""))
        return HttpResponseRedirect(reverse("committee:notice", args=[row.pk]))
    form = ObjectionForm(request.POST)
    if form.is_valid():
        try:
            reporting.record_objection(request.who, row, **form.cleaned_data)
        except reporting.NoticeRefused as why:
            form.add_error(None, str(why))
        else:
            return HttpResponseRedirect(reverse("committee:notice", args=[row.pk]))
    return _page(request, row, form, status=422)
