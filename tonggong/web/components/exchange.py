"""Sending files and following long work: what the federation's and the departments' desks share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import is_practice
from tonggong.base.intake import queries as intake
from tonggong.base.intake import refused, tasks, uploading
from tonggong.base.intake.feeds import FEEDS
from tonggong.base.intake.services import UploadGone
from tonggong.base.jobs import queries as jobs
from tonggong.base.jobs import services as work
from tonggong.domain.plan import queries as plans
from tonggong.rules import months
from tonggong.web.components import parts, words
from tonggong.web.components.forms import MonthField

KINDS = (".xlsx", ".xls", ".csv", ".txt")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = ("选文件", "核对", "收下", "比对")


def month_of_work() -> str:
    """Return the month whose files are due now: the one just past; in a practice city the last it plays."""
    delivered = intake.months_delivered() if is_practice() else []
    return delivered[0] if delivered else months.shift(months.of(clock.today()), -1)


def deliveries_of(who: Who) -> Any:
    """Deliveries that a post answers for: a county its senders', a department its own, the city all but another city's."""
    rows = intake.deliveries(who)
    mine = Q(received_by_id=who.user_id or 0)
    if who.department or len(who.reach) > 4:
        return rows.filter(mine | Q(sender__in=plans.feeds_of(who).order_by().values("sender")))
    return (
        rows.exclude(sender__in=plans.senders_elsewhere(who).order_by().values("sender")) if who.reach else rows.none()
    )


class UploadForm(forms.Form):
    """Which feed, month and sender a file is, and the file."""

    feed = forms.ChoiceField(label="数据种类")
    month = MonthField(label="月份")
    sender = forms.ChoiceField(label="报送单位", required=False, help_text="不选就按文件里的“填报单位”认")
    file = forms.FileField(label="文件", help_text=".xlsx、.xls 或 .csv，原样送来就行，不用整理表头")

    def __init__(self, who: Who, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(row.feed, row.sender) for row in plans.feeds_of(who)]
        self.is_free = not who.department and 0 < len(who.reach) <= 4
        self.senders = list(dict.fromkeys(sender for _feed, sender in rows))
        keys = [key for key in FEEDS if self.is_free or key in {feed for feed, _sender in rows}]
        self.fields["feed"].choices = [("", "请选"), *((key, FEEDS[key].title) for key in keys)]  # type: ignore[attr-defined]
        self.fields["sender"].choices = [("", "看文件里怎么写"), *((s, s) for s in self.senders)]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ",".join(KINDS)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(KINDS):
            raise forms.ValidationError(f"“{file.name}”不是表格，请送 .xlsx、.xls 或 .csv 文件")
        if file.size > settings.UPLOAD_MAX_BYTES:
            most, has = settings.UPLOAD_MAX_BYTES // 2**20, -(-file.size // 2**20)
            raise forms.ValidationError(f"文件最大 {most} MB，这份 {has} MB，请分成几份送")
        return file


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of a desk's own pages: of an upload, a run, a delivery, and where to choose another file."""

    look: Callable[[int], str]
    run: Callable[[int], str]
    delivery: Callable[[int], str]
    again: str


def receive(request: Request, form: UploadForm, places: Places) -> HttpResponse | None:
    """Seal what was uploaded and look at it, at once or by the worker; None when the form has something to mend."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    content = said["file"].read()
    try:
        run = uploading.keep(request.who, said["feed"], said["month"], said["sender"], said["file"].name, content)
        if len(content) > uploading.AT_ONCE:
            work.go_on(run, unit="%")
            tasks.look_at_upload.enqueue(run.pk)
            return HttpResponseRedirect(places.run(run.pk))
        uploading.look(request.who, run)
    except work.AlreadyRunning as already:
        return HttpResponseRedirect(places.run(already.run.pk))
    except uploading.REFUSALS as why:
        form.add_error("file", str(why))
        return None
    if not_theirs := sender_refused(form, uploading.looked_at(run)):
        uploading.drop(run)
        form.add_error("sender", not_theirs)
        return None
    return HttpResponseRedirect(places.look(run.pk))


def sender_refused(form: UploadForm, looked: uploading.Looked | None) -> str:
    """Say why a file is not this post's to send: it names another office as its sender."""
    if form.is_free or looked is None or looked.sender in form.senders:
        return ""
    return f"这份文件写的报送单位是“{looked.sender}”，您能送的是：{'、'.join(form.senders)}"


def act(request: Request, run: Any, places: Places, senders: UploadForm | None = None) -> HttpResponse:
    """Carry out what the bar of the preview asks: take it in, rehearse again, or choose another file.

    Args:
        senders: the form that says whose files may be sent; None: those that the post answers for.

    Raises:
        UploadGone, WrongFile, Busy, NotKept: as taking in does; the desk's refusals say it on a page.
    """
    wanted = request.POST.get("do", "")
    if wanted == "another":
        uploading.drop(run)
        return HttpResponseRedirect(places.again)
    is_large = run.payload.get("size", 0) > uploading.AT_ONCE
    if wanted == "rehearse" and not is_large:
        uploading.look(request.who, run)
        messages.success(request, "又演练了一遍，数字是现在的。什么都还没有写。")
        return HttpResponseRedirect(places.look(run.pk))
    looked = uploading.looked_at(run)
    if looked is None or not run.payload.get("word"):
        raise UploadGone("上传的文件只替您留一个小时，请重新选文件。什么都没有改变。")
    if why := sender_refused(senders or UploadForm(request.who), looked):
        raise UploadGone(why)
    if is_large:
        work.go_on(run, unit="%")
        (tasks.look_at_upload if wanted == "rehearse" else tasks.take_upload).enqueue(run.pk)
        return HttpResponseRedirect(places.run(run.pk))
    report = uploading.take(request.who, run)
    run.refresh_from_db()
    work.finish(run, "收下", payload={**run.payload, "delivery": report.delivery})
    back = f"，退回 {report.refused:,} 行" if report.refused else ""
    same = f"{report.unchanged:,} 行和已经收下的一样，没有重复收" if report.unchanged and not report.accepted else ""
    messages.success(request, same or f"收下 {words.counted(report.accepted, '行')}{back}。")
    return HttpResponseRedirect(places.delivery(report.delivery))  # type: ignore[arg-type]


def upload_of(who: Who, run_id: int) -> Any:
    """One's own upload; None when it is somebody else's."""
    return jobs.runs_of(who, uploading.KIND).filter(pk=run_id).first()


def preview_page(run: Any) -> dict[str, Any] | None:
    """What `components/upload_preview.html` shows; None when the upload is no longer kept."""
    looked = uploading.looked_at(run)
    if looked is None:
        return None
    width = max((len(cells) for _row, kind, cells in looked.head if kind in ("header", "row")), default=1)
    head = [
        (row, kind, [*cells, *[""] * (width - len(cells))] if kind in ("header", "row") else cells)
        for row, kind, cells in looked.head
    ]
    return {
        "run": run, "looked": looked, "feed": FEEDS[run.payload["feed"]], "month": run.payload["month"], "head": head,
        "width": width, "steps": STEPS, "name": run.payload["name"],
    }  # fmt: skip


def show_run(request: Request, run: Any, result_url: str, poll_url: str, template: str) -> HttpResponse:
    """Show how far work is; lead to its result when it is done, say why when it was not."""
    if run.state in (run.State.DONE, run.State.PREPARED):
        if run.words:
            messages.success(request, run.words)
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": result_url})
        return HttpResponseRedirect(result_url)
    failed = run.state == run.State.FAILED
    shown = parts.Work(
        run.title,
        run.done,
        run.total,
        run.unit,
        poll_url="" if failed else poll_url,
        messages=[run.step] if run.step else ["排在队里，马上开始"],
    )
    page = {"run": run, "work": shown, "failed": failed, "result_url": result_url, "poll_url": poll_url}
    return render(request, "components/run.html" if request.htmx else template, page)


def refused_rows(who: Who, delivery: Any, file_id: int) -> HttpResponse:
    """Hand out the rows of a delivery's file that go back, as a workbook to mend; logged as data that left the house.

    Args:
        delivery: one that the desk has found to be the reader's own.
    Raises:
        Http404: the delivery has no such file, or its refused rows are forgotten.
    """
    file = delivery.files.filter(pk=file_id).first()
    if file is None:
        raise Http404
    try:
        content = refused.of_file(file)
    except FileNotFoundError:
        raise Http404 from None
    audit.record(
        "export", who=who, subject="intake.Delivery", ids=[delivery.pk], purpose="退回来源", rows=delivery.refused
    )
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename=refused-{delivery.pk}-{file.pk}.xlsx"
    answer["Cache-Control"] = "no-store"
    return answer
