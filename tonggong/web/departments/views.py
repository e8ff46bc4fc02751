"""A department's desk: what it owes, what came of its files, what it is asked."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions import queries as divisions
from tonggong.base.intake import queries as intake
from tonggong.base.intake import refused
from tonggong.base.intake.feeds import FEEDS
from tonggong.base.jobs.queries import run_of
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.comparison.services import answer as answer_finding
from tonggong.domain.plan import queries as plans
from tonggong.rules import months
from tonggong.web.components import exchange, words
from tonggong.web.departments import pages
from tonggong.web.departments.forms import AnswerForm

GET_OR_POST = ["GET", "HEAD", "POST"]
SIZE = 60


def _places(month: str = "") -> exchange.Places:
    return exchange.Places(
        lambda pk: reverse("departments:upload-look", args=[pk]),
        lambda pk: reverse("departments:run", args=[pk]),
        lambda pk: reverse("departments:delivery", args=[pk]),
        reverse("departments:upload") + (f"?month={month}" if month else ""),
    )


@require_GET
@duty("department.answer")
def home(request: Request) -> HttpResponse:
    """Show what the department owes, by when, and what it has sent."""
    month = exchange.month_of_work()
    sent = list(exchange.deliveries_of(request.who)[:20]) if request.who.department else []
    office = divisions.department(request.who.department)
    page = {
        "office": office.short_name if office else "",
        "month": month,
        "owed": pages.owed(request.who, month),
        "sent": [(d, FEEDS[d.feed].title if d.feed in FEEDS else d.feed) for d in sent],
        "returned": pages.returned(request.who).count(),
    }
    return render(request, "departments/home.html", page)


@require_GET
@duty("department.answer")
def quality(request: Request) -> HttpResponse:
    """Show how good the department's files of the last months were: late, refused, unmatched."""
    last, own, lines = exchange.month_of_work(), set(pages.senders(request.who)), []
    for month in (months.shift(last, -back) for back in range(3)):
        lost = comparison.unmatched_by_delivery(month)
        found = intake.quality(month, lost, plans.feed_calendar(month))
        lines += [(month, one) for one in found if one.sender in own]
    feeds = {(row.feed, row.sender) for row in plans.feeds_of(request.who)} if request.who.department else set()
    lines = [(month, one) for month, one in lines if (one.feed.key, one.sender) in feeds]
    return render(request, "departments/quality.html", {"lines": lines})


@require_http_methods(GET_OR_POST)
@duty("department.answer")
def upload(request: Request) -> HttpResponse:
    """Choose a file; it is sealed and looked at, nothing is written."""
    asked = request.GET
    first = {"month": asked.get("month") or exchange.month_of_work(), "feed": asked.get("feed", ""),
             "sender": asked.get("sender", "")}  # fmt: skip
    form = exchange.UploadForm(request.who, initial=first)
    if request.method == "POST":
        form = exchange.UploadForm(request.who, request.POST, request.FILES)
        if reply := exchange.receive(request, form, _places()):
            return reply
    page = {"form": form, "steps": exchange.STEPS}
    return render(request, "departments/upload.html", page, status=422 if request.method == "POST" else 200)


@require_http_methods(GET_OR_POST)
@duty("department.answer")
def upload_look(request: Request, run_id: int) -> HttpResponse:
    """Show what was understood of an upload, and take it in, rehearse or drop it."""
    run = exchange.upload_of(request.who, run_id)
    if run is None:
        raise Http404
    if request.method == "POST":
        return exchange.act(request, run, _places(run.payload.get("month", "")))
    page = exchange.preview_page(run)
    if page is None:
        done = run.payload.get("delivery")
        page = {
            "gone": True,
            "done_url": reverse("departments:delivery", args=[done]) if done else "",
            "again": _places().again,
        }
    return render(request, "departments/upload_look.html", page)


@require_GET
@duty("department.answer")
def run(request: Request, run_id: int) -> HttpResponse:
    """Show how far a large upload is."""
    found = run_of(request.who, run_id)
    if found is None:
        raise Http404
    done = found.payload.get("delivery")
    result = reverse("departments:delivery", args=[done]) if done else reverse("departments:upload-look", args=[run_id])
    poll = reverse("departments:run", args=[run_id])
    return exchange.show_run(request, found, result, poll, "departments/run.html")


def _delivery(request: Request, delivery_id: int) -> Any:
    if not request.who.department:
        raise Http404
    found = exchange.deliveries_of(request.who).filter(pk=delivery_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
@duty("department.answer")
def delivery(request: Request, delivery_id: int) -> HttpResponse:
    """Show what came of one delivery: taken, refused and why."""
    found = _delivery(request, delivery_id)
    files = list(found.files.order_by("pk"))
    refusals = refused.shown_of(files[0]) if files and found.refused else []
    page = {
        "delivery": found,
        "feed": FEEDS[found.feed],
        "files": files,
        "refusals": refusals[:SIZE],
        "reasons": Counter(r["why"] for r in refusals).most_common(12),
        "is_waiting": found.compared_at is None or found.changed_at > found.compared_at,
        "unmatched": comparison.unmatched_by_delivery(found.month).get(found.pk, 0),
    }
    return render(request, "departments/delivery.html", page)


@require_GET
@duty("department.answer")
def refused_rows(request: Request, delivery_id: int, file_id: int) -> HttpResponse:
    """Hand out the department's own refused rows to be mended; logged as data that left the house."""
    return exchange.refused_rows(request.who, _delivery(request, delivery_id), file_id)


@require_GET
@duty("department.answer")
def returned(request: Request) -> HttpResponse:
    """List what was sent back to the department and waits for its answer."""
    rows = list(pages.returned(request.who)[:200])
    people = sorted({row.person_id for row in rows if row.person_id})
    if people:
        audit.record("view", who=request.who, subject="persons.Person", ids=people)
    lines = [
        (row, FEEDS[row.feed].title if row.feed in FEEDS else row.feed, comparison.cause_title(row.cause))
        for row in rows
    ]
    return render(request, "departments/returned.html", {"lines": lines})


@require_http_methods(GET_OR_POST)
@duty("department.answer")
def answer(request: Request, finding_id: int) -> HttpResponse:
    """Show the department's own row and what is asked of it, and take its answer."""
    finding = pages.returned(request.who).filter(pk=finding_id).first()
    if finding is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        stands = form.cleaned_data["stands"] == "yes"
        answer_finding(request.who, finding, stands=stands, text=form.cleaned_data["text"])
        left = pages.returned(request.who).count()
        messages.success(request, f"{finding.name}的这条答复好了，还有 {words.counted(left, '条')}。")
        return HttpResponseRedirect(reverse("departments:returned"))
    if finding.person_id:
        audit.record("view", who=request.who, subject="persons.Person", ids=[finding.person_id])
    row = intake.original_row_masked(finding.source_file, finding.source_row) if finding.source_file_id else []
    asked = [d for d in comparison.decisions_of(finding) if d.choice == "return" and d.undone_at is None]
    page = {
        "finding": finding,
        "feed": FEEDS[finding.feed].title if finding.feed in FEEDS else finding.feed,
        "cause": comparison.cause_title(finding.cause),
        "row": row,
        "asked": asked[-1] if asked else None,
        "form": form,
    }
    return render(request, "departments/answer.html", page, status=422 if form.errors else 200)
