"""The rows behind a month's counts: findings by result, page after page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.comparison.choices import MEANING, RESULTS, STATES
from tonggong.web.components import parts
from tonggong.web.components.asked import whole_number
from tonggong.web.federation.pages import is_month, name_for, note_view

SIZE = 50
KINDS = {
    "open": "due",
    "returned": "running",
    "accepted": "done",
    "rejected": "waiting",
    "fact": "done",
    "settled": "done",
}


@require_GET
@duty("findings.read")
def findings(request: Request, month_of: str, result: str) -> HttpResponse:
    """List the findings of one result; keyset paged, so that the last page is as quick as the first."""
    month = is_month(month_of)
    if result not in RESULTS:
        raise Http404
    state = request.GET.get("state", "")
    rows = comparison.findings(request.who, month).filter(result=result)
    counts = comparison.by_state(request.who, month, result)
    if state in STATES:
        rows = rows.filter(state=state)
    if (after := whole_number(request.GET.get("after"))) is not None:
        rows = rows.filter(pk__gt=after)
    shown = list(rows.select_related("person", "delivery").order_by("pk")[: SIZE + 1])
    more, shown = len(shown) > SIZE, shown[:SIZE]
    note_view(request.who, [row.person_id for row in shown])
    base = reverse("federation:findings", args=[month, result])
    kept = f"&state={state}" if state in STATES else ""
    total = counts.get(state, 0) if state in STATES else sum(counts.values())
    lines = [
        {
            "row": row,
            "name": name_for(request.who, row.name or (row.person.name if row.person else "")) or "没有写姓名",
            "place": name_of(row.township_code or row.county_code),
            "feed": FEEDS[row.feed].title if row.feed in FEEDS else row.feed,
            "cause": comparison.cause_title(row.cause) if row.cause else "",
            "at": f"第 {row.source_row:,} 行" if row.source_row else "",
            "kind": KINDS.get(row.state, "info"),
            "evidence": reverse("federation:evidence", args=[row.source_file_id, row.source_row])
            if row.source_row
            else "",
        }
        for row in shown
    ]
    pills = [parts.Choice("全部", base, not kept, f"{sum(counts.values()):,}")]
    pills += [parts.Choice(STATES[s], f"{base}?state={s}", s == state, f"{n:,}") for s, n in counts.items()]
    page = parts.Page(
        f"共 {total:,} 条，这里 {len(shown)} 条",
        f"{base}?after={shown[-1].pk}{kept}" if more else "",
        f"{base}?{kept[1:]}" if request.GET.get("after") else "",
    )
    return render(
        request,
        "federation/findings.html",
        {
            "lines": lines,
            "month": month,
            "title": RESULTS[result],
            "meaning": MEANING[result],
            "pills": pills,
            "paging": page,
            "total": total,
        },
    )
