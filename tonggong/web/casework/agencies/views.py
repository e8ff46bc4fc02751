"""Score sheets of service institutions, agencies with their support, contributions, exchanges held."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.agencies import queries, services
from tonggong.domain.agencies.paper import score_sheet_paper
from tonggong.domain.agencies.services import SheetRefused
from tonggong.domain.persons.queries import certificates_in_words, id_tails, page_of
from tonggong.rules.scoring import Source, WrongAnswer
from tonggong.web.casework.agencies.forms import (
    AnswerForm,
    BackForm,
    ContributionForm,
    ExchangeForm,
    OpenForm,
    ProviderForm,
    ReviewForm,
    SupportForm,
)
from tonggong.web.casework.agencies.opened import links
from tonggong.web.components import rows as rows_of
from tonggong.web.components.parts import Choice, Page

ROOMS = {"agencies": "考评", "providers": "合作机构", "contributions": "各方支持", "exchanges": "服务交流"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _sheet(who: Who, pk: int) -> Any:
    found = queries.sheet(who, pk)
    if found is None:
        raise Http404
    return found


def _rooms(here: str) -> list[Choice]:
    return [Choice(title, reverse(f"casework:{name}"), name == here) for name, title in ROOMS.items()]


# --- score sheets ----------------------------------------------------------------------------------------------------


def _sheets_page(request: Request, form: OpenForm | None = None, status: int = 200) -> HttpResponse:
    who = request.who
    rows = [(queries.view(row), name_of(row.county_code)) for row in queries.sheets(who)]
    form = form or (OpenForm(who) if who.may("agencies.score") else None)
    page = {
        "rooms": _rooms("agencies"),
        "rows": rows,
        "form": form,
        "reminder": queries.exchange_owed(who, clock.today()),
    }
    return render(request, "casework/agencies/sheets.html", page, status=status)


@require_GET
@duty("agencies.read")
def sheets(request: Request) -> HttpResponse:
    """List the sheets within reach with their points and grades."""
    return _sheets_page(request)


@require_POST
@duty("agencies.score")
def open_sheet(request: Request) -> HttpResponse:
    """Begin the sheet of a year."""
    form = OpenForm(request.who, request.POST)
    if not form.is_valid():
        return _sheets_page(request, form, 422)
    try:
        made = services.open_sheet(request.who, **form.cleaned_data)
    except SheetRefused as refusal:
        form.add_error(None, str(refusal))
        return _sheets_page(request, form, 422)
    messages.success(request, "考评表已经建好，系统知道的项目已经填上。")
    return HttpResponseRedirect(reverse("casework:agency-sheet", args=[made.pk]))


def _sheet_page(request: Request, found: Any, form: Any = None, status: int = 200) -> HttpResponse:
    who, view = request.who, queries.view(found)
    is_county = who.covers(found.county_code)
    fills = found.state == "draft" and who.may("agencies.score") and is_county
    reviews = found.state == "submitted" and who.may("agencies.review") and is_county
    if form is None and fills:
        form = AnswerForm(view.lines)
    elif form is None and reviews:
        form = ReviewForm(view.lines, view.standard.vetoes)
    groups, opens = [], links(who, view)
    for title, lines in view.groups:
        shown = [
            (line, form.pair(line.item.id) if form and _asks(form, line) else None, opens.get(line.item.id))
            for line in lines
        ]
        points = [sum((getattr(line.row, name) or 0) for line in lines) for name in ("self_score", "review_score")]
        groups.append((title, shown, sum(line.item.full for line in lines), *points))
    page = {
        "view": view, "sheet": found, "county": name_of(found.county_code), "groups": groups, "form": form,
        "fills": fills, "reviews": reviews, "back_form": BackForm() if reviews else None,
    }  # fmt: skip
    return render(request, "casework/agencies/sheet.html", page, status=status)


def _asks(form: Any, line: Any) -> bool:
    return isinstance(form, ReviewForm) or line.item.source != Source.AUTO


@require_GET
@duty("agencies.read")
def sheet(request: Request, sheet_id: int) -> HttpResponse:
    """Show a sheet; the institution fills it in here, the city reviews it."""
    return _sheet_page(request, _sheet(request.who, sheet_id))


@require_POST
@duty("agencies.score")
def answer(request: Request, sheet_id: int) -> HttpResponse:
    """Keep what the institution says, and hand the sheet in if that is asked."""
    found = _sheet(request.who, sheet_id)
    form = AnswerForm(queries.view(found).lines, request.POST)
    if not form.is_valid():
        return _sheet_page(request, found, form, 422)
    said = "已保存，可以接着填。"
    try:
        services.answer(request.who, found, form.answers())
        if request.POST.get("step") == "submit":
            services.submit(request.who, found)
            said = "已交市里复核。系统数据从此固定。"
    except (SheetRefused, WrongAnswer) as refusal:
        return _refused(request, found, form, refusal)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("casework:agency-sheet", args=[found.pk]))


@require_POST
@duty("agencies.review")
def review(request: Request, sheet_id: int) -> HttpResponse:
    """Keep what the city found instead, and close the review if that is asked."""
    found = _sheet(request.who, sheet_id)
    view = queries.view(found)
    form = ReviewForm(view.lines, view.standard.vetoes, request.POST)
    if not form.is_valid():
        return _sheet_page(request, found, form, 422)
    is_final = request.POST.get("step") == "reviewed"
    try:
        services.review(request.who, found, form.answers(), form.cleaned_data["vetoes"], is_final=is_final)
    except (SheetRefused, WrongAnswer) as refusal:
        return _refused(request, found, form, refusal)
    messages.success(request, "复核完成。" if is_final else "复核已保存，可以接着做。")
    return HttpResponseRedirect(reverse("casework:agency-sheet", args=[found.pk]))


def _refused(request: Request, found: Any, form: Any, refusal: Exception) -> HttpResponse:
    form.add_error(None, str(refusal))
    found.refresh_from_db()
    return _sheet_page(request, found, form, 422)


@require_POST
@duty("agencies.review")
def send_back(request: Request, sheet_id: int) -> HttpResponse:
    """Give a sheet back to the institution."""
    found, form = _sheet(request.who, sheet_id), BackForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, found, status=422)
    services.send_back(request.who, found, form.cleaned_data["reason"])
    messages.success(request, "已退回，机构改好后可以再交。")
    return HttpResponseRedirect(reverse("casework:agency-sheet", args=[found.pk]))


@require_GET
@duty("agencies.read")
def missing(request: Request, sheet_id: int, item: str) -> HttpResponse:
    """Name the persons whom an item lacks, as frozen with the sheet."""
    found = _sheet(request.who, sheet_id)
    row = found.rows.filter(item=item).first()
    if row is None:
        raise Http404
    after = request.GET.get("after", "")
    first = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
    people, following = page_of(queries.missing_people(request.who, row), first)
    tails, words = id_tails(people), certificates_in_words(people)
    lines = [(one, tails[one.pk], words.get(one.pk, "没有证件"), name_of(one.township_code)) for one in people]
    audit.record("view", who=request.who, subject="persons.Person", ids=[one.pk for one in people])
    line = next(line for line in queries.view(found).lines if line.item.id == item)
    page = Page(f"本页 {len(people)} 人", f"?after={following}" if following else "", request.path if first else "")
    return render(
        request, "casework/agencies/missing.html", {"sheet": found, "line": line, "lines": lines, "page": page}
    )


@require_GET
@duty("agencies.read")
def document(request: Request, sheet_id: int) -> HttpResponse:
    """Hand out the sheet as .docx."""
    found = _sheet(request.who, sheet_id)
    name = f"{found.year}年规范化建设考评表-{name_of(found.county_code)}.docx"
    headers = {"Content-Disposition": f"attachment; filename=score-sheet.docx; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(score_sheet_paper(request.who, found), content_type=DOCX, headers=headers)


# --- agencies, contributions, exchanges ------------------------------------------------------------------------------


def _year(request: Request) -> int:
    text = request.GET.get("year", "")
    is_year = len(text) == 4 and text.isascii() and text.isdigit() and 2013 <= int(text) <= 2100
    return int(text) if is_year else clock.today().year


def _edits(who: Who) -> bool:
    return who.may("agencies.score") or who.may("agencies.review")


def _form(kind: Any, who: Who) -> Any:
    return kind(who) if _edits(who) else None


def _providers_page(request: Request, form: ProviderForm | None = None, status: int = 200) -> HttpResponse:
    year = _year(request)
    rows = queries.supported(request.who, year)
    lines = [
        (row, *(rows_of.address("casework:provider-services", provider=row.provider.pk, year=year, which=which)
                for which in ("services", "placed")))
        for row in rows
    ]  # fmt: skip
    page = {
        "placed_url": rows_of.address("casework:provider-services", year=year, which="placed"),
        "rooms": _rooms("providers"), "rows": lines, "year": year, "form": form or _form(ProviderForm, request.who),
        "placed": sum(row.placed for row in rows), "yuan": sum(row.yuan for row in rows),
    }  # fmt: skip
    return render(request, "casework/agencies/providers.html", page, status=status)


@require_GET
@duty("agencies.read")
def providers(request: Request) -> HttpResponse:
    """List agencies with what they were given and the placements they brought."""
    return _providers_page(request)


@require_POST
@duty("agencies.score", "agencies.review")
def add_provider(request: Request) -> HttpResponse:
    """Register an agency."""
    form = ProviderForm(request.who, request.POST)
    if form.is_valid():
        try:
            services.add_provider(request.who, **form.cleaned_data)
        except SheetRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "机构已登记。")
            return HttpResponseRedirect(reverse("casework:providers"))
    return _providers_page(request, form, 422)


def _provider_page(request: Request, provider_id: int, form: SupportForm | None, status: int = 200) -> HttpResponse:
    found = queries.provider(request.who, provider_id)
    if found is None:
        raise Http404
    page = {
        "provider": found, "place": name_of(found.county_code), "rows": queries.supports(request.who, found),
        "form": form or (SupportForm() if _edits(request.who) else None),
    }  # fmt: skip
    return render(request, "casework/agencies/provider.html", page, status=status)


@require_GET
@duty("agencies.read")
def provider(request: Request, provider_id: int) -> HttpResponse:
    """Show what one agency was given."""
    return _provider_page(request, provider_id, None)


@require_POST
@duty("agencies.score", "agencies.review")
def add_support(request: Request, provider_id: int) -> HttpResponse:
    """Write down what an agency was given."""
    found, form = queries.provider(request.who, provider_id), SupportForm(request.POST)
    if found is not None and form.is_valid():
        try:
            services.add_support(request.who, found, **form.cleaned_data)
        except SheetRefused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "扶持已登记。")
            return HttpResponseRedirect(reverse("casework:provider", args=[found.pk]))
    return _provider_page(request, provider_id, form, 422)


def _contributions_page(request: Request, form: ContributionForm | None = None, status: int = 200) -> HttpResponse:
    year = _year(request)
    rows = list(queries.contributions(request.who, year))
    sums, form = queries.contribution_sums(rows), form or _form(ContributionForm, request.who)
    page = {"rooms": _rooms("contributions"), "rows": rows, "sums": sums, "year": year, "form": form}
    return render(request, "casework/agencies/contributions.html", page, status=status)


@require_GET
@duty("agencies.read")
def contributions(request: Request) -> HttpResponse:
    """List who gave what in a year."""
    return _contributions_page(request)


@require_POST
@duty("agencies.score", "agencies.review")
def add_contribution(request: Request) -> HttpResponse:
    """Write down who gave what."""
    form = ContributionForm(request.who, request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            services.add_contribution(request.who, said.pop("county_code"), **said)
        except SheetRefused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "已登记，谢谢他们。")
            return HttpResponseRedirect(reverse("casework:contributions"))
    return _contributions_page(request, form, 422)


def _exchanges_page(request: Request, form: ExchangeForm | None = None, status: int = 200) -> HttpResponse:
    who = request.who
    rows = [(row, name_of(row.county_code) if row.county_code else "全市") for row in queries.exchanges(who)]
    page = {
        "rooms": _rooms("exchanges"),
        "rows": rows,
        "form": form or (ExchangeForm() if _edits(who) else None),
        "reminder": queries.exchange_owed(who, clock.today()),
    }
    return render(request, "casework/agencies/exchanges.html", page, status=status)


@require_GET
@duty("agencies.read")
def exchanges(request: Request) -> HttpResponse:
    """List the exchanges of experience that were held."""
    return _exchanges_page(request)


@require_POST
@duty("agencies.score", "agencies.review")
def add_exchange(request: Request) -> HttpResponse:
    """Write down an exchange that was held."""
    who, form = request.who, ExchangeForm(request.POST)
    if form.is_valid():
        county = who.reach.ljust(12, "0") if len(who.reach) > 4 else ""
        try:
            services.add_exchange(who, county, **form.cleaned_data)
        except SheetRefused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "交流已登记。")
            return HttpResponseRedirect(reverse("casework:exchanges"))
    return _exchanges_page(request, form, 422)


@require_POST
@duty("agencies.score", "agencies.review")
def withdraw(request: Request, kind: str, row_id: int) -> HttpResponse:
    """Take back what was written down wrongly."""
    found = queries.entry(request.who, kind, row_id)
    if found is None:
        raise Http404
    services.withdraw(request.who, found)
    messages.success(request, "已撤回，记录仍留着，划了线。")
    way = {"support": "casework:providers", "contribution": "casework:contributions", "exchange": "casework:exchanges"}
    return HttpResponseRedirect(reverse(way[kind]))
