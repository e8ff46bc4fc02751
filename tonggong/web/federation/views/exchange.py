"""数据交换: what the offices sent, how good it is, sending a file, the rows that go back."""

import re
from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.intake import queries as intake
from tonggong.base.intake import refused
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.comparison.choices import RESULTS
from tonggong.domain.plan import queries as plans
from tonggong.web.components import exchange as shared
from tonggong.web.components import parts
from tonggong.web.components.asked import whole_number
from tonggong.web.federation.pages import is_month, known_months

GET_OR_POST = ["GET", "HEAD", "POST"]
SIZE = 60


def _places(month: str = "") -> shared.Places:
    return shared.Places(
        lambda pk: reverse("federation:upload-look", args=[pk]),
        lambda pk: reverse("federation:run", args=[pk]),
        lambda pk: reverse("federation:delivery", args=[pk]),
        reverse("federation:upload") + (f"?month={month}" if month else ""),
    )


@require_GET
@duty("exchange.read")
def exchange(request: Request) -> HttpResponse:
    """List deliveries of a month, or of all, with their state and quality."""
    asked = request.GET
    month = is_month(asked["month"]) if asked.get("month") else ""
    feed, sender = asked.get("feed", ""), asked.get("sender", "")
    rows = shared.deliveries_of(request.who)
    senders = list(rows.order_by("sender").values_list("sender", flat=True).distinct())
    rows = rows.filter(month=month) if month else rows
    rows = rows.filter(feed=feed) if feed in FEEDS else rows
    rows = rows.filter(sender=sender) if sender else rows
    if (before := whole_number(asked.get("before"))) is not None and asked.get("upto"):
        rows = rows.filter(month__lte=is_month(asked["upto"])).exclude(month=asked["upto"], pk__gte=before)
    shown = list(rows[: SIZE + 1])
    more, shown = len(shown) > SIZE, shown[:SIZE]
    late = _late(month) if month else {}
    lost = comparison.unmatched_by_delivery(month) if month else {}
    lines = [
        {
            "row": d,
            "feed": FEEDS[d.feed].title if d.feed in FEEDS else d.feed,
            "tag": _tag(d),
            "late": late.get(d.pk, 0),
            "lost": lost.get(d.pk) if month else None,
            "share": d.refused / d.rows if d.rows else 0,
        }
        for d in shown
    ]
    query = "".join(
        f"&{name}={value}" for name, value in (("month", month), ("feed", feed), ("sender", sender)) if value
    )
    last = shown[-1] if shown else None
    page = parts.Page(
        f"这里 {len(shown)} 份",
        f"?before={last.pk}&upto={last.month}{query}" if more and last else "",
        f"?{query[1:]}" if asked.get("before") else "",
    )
    return render(
        request,
        "federation/exchange.html",
        {
            "lines": lines,
            "month": month,
            "months": known_months(),
            "feed": feed,
            "feeds": FEEDS.values(),
            "sender": sender,
            "senders": senders,
            "paging": page,
            "missing": _missing(request, month) if month else [],
        },
    )


def _tag(delivery: Any) -> tuple[str, str]:
    if delivery.state == delivery.State.INTERRUPTED:
        return "warn", "中断，没有收下"
    if delivery.state == delivery.State.SUPERSEDED:
        return "waiting", "已被新的代替"
    if delivery.compared_at is None or delivery.changed_at > delivery.compared_at:
        return "running", "等比对"
    return "done", "已比对"


def _late(month: str) -> dict[int, int]:
    return {q.delivery: q.late_days for q in intake.quality(month, calendar=plans.feed_calendar(month))}


def _missing(request: Request, month: str) -> list[tuple[str, list[str], Any]]:
    calendar = plans.feed_calendar(month)
    own = {(row.feed, row.sender) for row in plans.feeds_of(request.who)}
    found = []
    for wanted in intake.expected(month, calendar):
        lacks = [s for s in wanted.missing if (wanted.feed.key, s) in own]
        if lacks and calendar.get(wanted.feed.key, {}).get("period") == "month":
            found.append((wanted.feed.title, lacks, wanted.due_on))
    return found


@require_http_methods(GET_OR_POST)
@duty("exchange.deliver")
def upload(request: Request) -> HttpResponse:
    """Choose a file; it is sealed and looked at, nothing is written."""
    first = {"month": request.GET.get("month") or known_months()[0], "feed": request.GET.get("feed", "")}
    form = shared.UploadForm(request.who, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST":
        form = shared.UploadForm(request.who, request.POST, request.FILES)
        if answer := shared.receive(request, form, _places()):
            return answer
    page = {"form": form, "steps": shared.STEPS}
    return render(request, "federation/upload.html", page, status=422 if request.method == "POST" else 200)


@require_http_methods(GET_OR_POST)
@duty("exchange.deliver")
def upload_look(request: Request, run_id: int) -> HttpResponse:
    """Show what was understood of an upload, and take it in, rehearse or drop it."""
    run = shared.upload_of(request.who, run_id)
    if run is None:
        raise Http404
    if request.method == "POST":
        return shared.act(request, run, _places(run.payload.get("month", "")))
    page = shared.preview_page(run)
    if page is None:
        done = run.payload.get("delivery")
        page = {
            "gone": True,
            "done_url": reverse("federation:delivery", args=[done]) if done else "",
            "again": _places().again,
        }
    return render(request, "federation/upload_look.html", page)


def _delivery(request: Request, delivery_id: int) -> Any:
    found = shared.deliveries_of(request.who).filter(pk=delivery_id).select_related("supersedes").first()
    if found is None:
        raise Http404
    return found


@require_GET
@duty("exchange.read")
def delivery(request: Request, delivery_id: int) -> HttpResponse:
    """Show one delivery: its files, what was understood, what goes back, what the comparison made of it."""
    found = _delivery(request, delivery_id)
    files = list(found.files.order_by("pk"))
    refusals = refused.shown_of(files[0]) if files and found.refused else []
    reasons = Counter(re.sub(r"第 [\d,]+ 行", "另一行", r["why"]) for r in refusals).most_common(12)
    counted = comparison.counts_of_delivery(request.who, found.pk) if request.who.may("findings.read") else []
    results = [(RESULTS[key], n, reverse("federation:findings", args=[found.month, key])) for key, n in counted]
    page = {
        "delivery": found, "files": files, "feed": FEEDS[found.feed], "tag": _tag(found), "refusals": refusals[:SIZE],
        "reasons": reasons, "results": results,         "may_fetch": request.who.may("exchange.deliver") or request.who.may("exchange.accept"),
    }  # fmt: skip
    return render(request, "federation/delivery.html", page)


@require_GET
@duty("exchange.deliver", "exchange.accept")
def refused_rows(request: Request, delivery_id: int, file_id: int) -> HttpResponse:
    """Hand out the rows of a file that go back to its sender, as a workbook to mend; logged as data that left the house."""
    return shared.refused_rows(request.who, _delivery(request, delivery_id), file_id)
