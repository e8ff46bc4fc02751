"""The rows behind a figure: who, why, from which file, and what has changed since."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.reporting import exports, opened
from tonggong.domain.reporting.indicators import Indicator
from tonggong.domain.reporting.records import RECORDS
from tonggong.web.committee.asked import Asked
from tonggong.web.committee.figure_page import FigurePage, compared, shown
from tonggong.web.committee.forms import DaysForm, ExportForm
from tonggong.web.committee.pages import note_view
from tonggong.web.committee.record_page import record_figure

SHOWN = 200


def _indicator(key: str) -> Indicator:
    found = opened.indicator_of(key)
    if found is None:
        raise Http404
    return found


class _Nothing(Exception):
    """There is no such figure yet: the page says what to do."""


def _open(request: Request, asked: Asked) -> opened.Opened:
    """The figure that an address asks for. Raises Http404 for what is not there or out of reach, _Nothing before the first."""
    try:
        return asked.opened(request.who)
    except opened.NotKept as missing:
        if asked.figure:
            raise Http404 from missing
        raise _Nothing from missing
    except LookupError as outside:
        if type(outside) is LookupError:
            raise Http404 from outside
        raise


def _nothing(request: Request, key: str, status: int = 200) -> HttpResponse:
    return render(request, "committee/figure_nothing.html", {"indicator": _indicator(key)}, status=status)


@require_GET
@duty("figures.rows")
def figure(request: Request, key: str) -> HttpResponse:
    """Open a figure of a day, as known on a day; days in any writing."""
    if key in RECORDS:
        return record_figure(request, RECORDS[key])
    _indicator(key)
    form = DaysForm(request.GET if "as_of" in request.GET or "known" in request.GET else None)
    is_fine = not form.is_bound or form.is_valid()
    asked = Asked.of(key, request.GET)
    if form.is_bound:
        days = form.cleaned_data if is_fine else {}
        as_of, known = days.get("as_of"), days.get("known")
        asked = replace(
            asked, as_of=as_of.isoformat() if as_of else "", known=known.isoformat() if known else "", figure=""
        )
    try:
        try:
            found = _open(request, asked)
        except opened.DayAhead as ahead:
            form.add_error("known" if "所知" in str(ahead) else "as_of", str(ahead))
            is_fine, asked = False, replace(asked, as_of="", known="")
            found = _open(request, asked)
    except _Nothing:
        return _nothing(request, key, 200 if is_fine else 422)
    return _show(request, asked, found, DaysForm() if is_fine else form, 200 if is_fine else 422)


def _show(
    request: Request,
    asked: Asked,
    found: opened.Opened,
    days: DaysForm,
    status: int = 200,
    export: ExportForm | None = None,
) -> HttpResponse:
    page = FigurePage(request.who, asked, found)
    note_view(request.who, page.people)
    if not days.is_bound:
        days = DaysForm(initial={"as_of": found.as_of, "known": found.known_at and clock.day_of(found.known_at)})
    context = {"page": page, "days": days, "export": export or ExportForm()}
    return render(request, "committee/figure.html", context, status=status)


@require_GET
@duty("figures.rows")
def changes(request: Request, key: str) -> HttpResponse:
    """Say who came into the figure and who left it between two states of knowledge."""
    _indicator(key)
    asked = Asked.of(key, request.GET)
    try:
        found = compared(request.who, asked, _open(request, asked))
    except _Nothing:
        return _nothing(request, key)
    except opened.DayAhead as ahead:
        raise Http404 from ahead
    if found is None:
        return render(request, "committee/changes.html", {"change": None, "asked": asked, "indicator": _indicator(key)})
    sides = []
    for title, kind, several, source in (
        ("补进", "fast", found.came, found.after),
        ("退出", "slow", found.left, found.before),
    ):
        lines = source.lines([one.row for one in several[:SHOWN]])
        pairs = [
            (shown(request.who, line, source.as_of.year), one.why) for line, one in zip(lines, several, strict=False)
        ]
        sides.append({"title": title, "kind": kind, "count": len(several), "lines": pairs})
        note_view(request.who, [line.person.pk for line in lines])
    context = {"change": found, "sides": sides, "asked": asked, "indicator": found.after.indicator}
    return render(request, "committee/changes.html", context)


@require_POST
@duty("export.rows")
def export(request: Request, key: str) -> HttpResponse:
    """Hand out the list as CSV, which is written into the trail with its purpose."""
    _indicator(key)
    if not request.who.may("figures.rows"):
        raise Http404
    asked = replace(Asked.of(key, request.GET), tab="counted", reason="", way="", group="", after="")
    form = ExportForm(request.POST)
    try:
        found = _open(request, asked)
    except _Nothing:
        return _nothing(request, key, 422)
    except opened.DayAhead as ahead:
        raise Http404 from ahead
    if not form.is_valid():
        return _show(request, asked, found, DaysForm(), 422, form)
    content = exports.rows_csv(request.who, found.as_computed(), form.cleaned_data["purpose"])
    name = f"{key.replace('.', '-')}-{found.as_of.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
