"""Public notices, without signing in: what public bodies place, with the later corrections beside it."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import public_page
from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting import notices as reporting


@require_GET
@public_page
def notices(request: Request) -> HttpResponse:
    """List what was put out."""
    return render(
        request, "portal/notices.html", {"rows": list(reporting.public_notices()[:40]), "today": clock.today()}
    )


def _found(notice_id: int) -> Any:
    row = reporting.public_notices().filter(pk=notice_id).first()
    if row is None:
        raise Http404
    return row


@require_GET
@public_page
def notice(request: Request, notice_id: int) -> HttpResponse:
    """One notice as it was put out, and what was put right since."""
    row = _found(notice_id)
    titles, lines = reporting.lines_of(row)
    page = {
        "row": row, "titles": titles, "lines": [(one.name, list(zip(titles[1:], one.cells, strict=True))) for one in lines],
        "corrections": reporting.corrections(row, is_public=True), "note": reporting.NOTE, "is_over": clock.today() > row.ends_on,
        "contact": plans.setting("contact"), "hotline": plans.setting("hotline", "12385"),
    }  # fmt: skip
    return render(request, "portal/notice.html", page)


@require_GET
@public_page
def notice_file(request: Request, notice_id: int) -> HttpResponse:
    """The very file that was issued."""
    row = _found(notice_id)
    name = quote(f"{row.title}.docx")
    headers = {"Content-Disposition": f"attachment; filename=notice-{row.year}.docx; filename*=UTF-8''{name}"}
    return HttpResponse(reporting.as_docx(row), content_type=reporting.MEDIA_TYPE, headers=headers)
