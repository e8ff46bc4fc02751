"""通报: drafted from a month's figures, read in the browser, signed by somebody else, kept with its rows."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.reporting import circulars as reporting
from tonggong.web.committee.circular_page import STATES, CircularPage
from tonggong.web.committee.forms import VoidForm
from tonggong.web.committee.pages import is_month
from tonggong.web.components import words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@duty("figures.read")
def circulars(request: Request) -> HttpResponse:
    """List the circulars, and the compared months that have none yet."""
    rows = list(reporting.circulars(request.who)[:60])
    taken = {row.month for row in rows if row.state != "void"}
    open_months = []
    for month in comparison.months_known():
        if month not in taken:
            row = comparison.month_row(month)
            open_months.append((month, bool(row and row.closed_at)))
        if len(open_months) == 6:
            break
    lines = [(row, STATES[row.state]) for row in rows]
    return render(request, "committee/circulars.html", {"lines": lines, "open_months": open_months})


@require_GET
@duty("figures.read")
def of_month(request: Request, month: str) -> HttpResponse:
    """Lead to a month's circular, or to the list where it can be begun."""
    found = reporting.circular_for(request.who, is_month(month))
    if found is None:
        return HttpResponseRedirect(f"{reverse('committee:circulars')}#m{month}")
    return HttpResponseRedirect(reverse("committee:circular", args=[found.pk]))


@require_POST
@duty("circular.draft")
def draft(request: Request) -> HttpResponse:
    """Write a month's circular from its figures, or write the draft anew."""
    month = is_month(request.POST.get("month", ""))
    if month not in comparison.months_known():
        raise Http404
    made = reporting.draft_circular(request.who, month)
    messages.success(request, f"{words.month_name(month)}的通报已起草。请通读，再请另一位同事签发。")
    return HttpResponseRedirect(reverse("committee:circular", args=[made.pk]))


def _found(request: Request, circular_id: int) -> CircularPage:
    row = reporting.circulars(request.who).filter(pk=circular_id).first()
    if row is None:
        raise Http404
    return CircularPage(request.who, row)


@require_GET
@duty("figures.read")
def circular(request: Request, circular_id: int) -> HttpResponse:
    """Show a circular as its paper looks."""
    return render(request, "committee/circular.html", {"page": _found(request, circular_id), "form": VoidForm()})


@require_GET
@duty("figures.read")
def download(request: Request, circular_id: int) -> HttpResponse:
    """Hand out the .docx, which is written down."""
    page = _found(request, circular_id)
    content = reporting.handed_out(request.who, page.circular)
    headers = {
        "Content-Disposition": f"attachment; filename=circular-{page.circular.month}.docx; filename*=UTF-8''{quote(page.file_name)}"
    }
    return HttpResponse(content, content_type=DOCX, headers=headers)


@require_POST
@duty("circular.issue")
def issue(request: Request, circular_id: int) -> HttpResponse:
    """Sign a draft; whoever wrote it may not."""
    page = _found(request, circular_id)
    made = reporting.issue_circular(request.who, page.circular)
    messages.success(request, f"已签发，文号 {made.number}。数字和名单从此固定。")
    return HttpResponseRedirect(page.url)


@require_POST
@duty("circular.issue")
def void(request: Request, circular_id: int) -> HttpResponse:
    """Declare a circular void, with the reason."""
    page = _found(request, circular_id)
    form = VoidForm(request.POST)
    if not form.is_valid():
        return render(request, "committee/circular.html", {"page": page, "form": form}, status=422)
    reporting.void_circular(request.who, page.circular, form.cleaned_data["reason"])
    messages.success(request, "已作废。文号保留，这个月可以重新起草。")
    return HttpResponseRedirect(page.url)
