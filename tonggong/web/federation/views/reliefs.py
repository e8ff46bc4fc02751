"""优惠与放宽: each channel's register with its figure, what is due, one record with its history, entry and correction."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.reliefs.choices import FROM_OFFICE
from tonggong.domain.reliefs.queries import channels, records
from tonggong.domain.reliefs.queries import due as dues
from tonggong.domain.reliefs.queries.channels import RECORDS
from tonggong.domain.reliefs.services import ReliefRefused, find_person, set_review, write
from tonggong.rules.reliefs.channels import Channel
from tonggong.web.components import parts, words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.federation import reliefs_page as pages
from tonggong.web.federation.history import Sources, evidence_of, known_words
from tonggong.web.federation.pages import note_view, text_for
from tonggong.web.federation.person_page import ledger_day
from tonggong.web.federation.reliefs_forms import FORMS, RecordForm, ReviewForm

SHOWN = 30  # addresses of what is missing


@require_GET
@duty("reliefs.read")
def overview(request: Request) -> HttpResponse:
    """The figure of each channel, and how much is to be looked at."""
    who, asked = request.who, pages.asked(request)
    found = [
        (
            one,
            asked.address("federation:reliefs-channel", one.channel.value),
            FROM_OFFICE[one.channel],
            pages.steps_of(one),
        )
        for one in channels.figures_of(who, asked.day, asked.known_at)
    ]
    today = ledger_day()
    page = {
        "asked": asked, "figures": found, "reviews": len(dues.reviews_due(who, today)),
        "renewals": len(dues.renewals_due(who, today)),
    }  # fmt: skip
    return render(request, "federation/reliefs.html", page)


@require_GET
@duty("reliefs.read")
def register(request: Request, channel: str) -> HttpResponse:
    """The records that a channel's figure counts, a page at a time, and what is missing."""
    who, asked, of = request.who, pages.asked(request), pages.channel_of(channel)
    here = pages.within(who, asked.place)
    figure = channels.figure_of(here, of, asked.day, asked.known_at)
    rows = channels.rows_of(here, of, asked.day, asked.known_at)
    after = whole_number(request.GET.get("after")) or 0
    found, following = records.page_of(rows, after)
    note_view(who, (getattr(row, "person_id", None) for row in found))
    what = RECORDS[of]
    lines = [pages.line(who, what, row, asked.day) for row in found]
    paging = Page(
        f"共 {figure.rows:,} 条，本页 {len(found)} 条",
        asked.address("federation:reliefs-channel", channel, after=following, place=asked.place) if following else "",
        asked.address("federation:reliefs-channel", channel, place=asked.place) if after else "",
    )
    without = figure.found.without if of is Channel.POINTS and figure.is_reported and not figure.found.is_met else ()
    years = range(asked.day.year, max(asked.day.year - 4, 2020), -1)
    this_year = ledger_day().year
    page = {
        "asked": asked, "figure": figure, "steps": pages.steps_of(figure), "lines": lines, "page": paging, "channel": channel,
        "head": pages.HEADS[what], "office": FROM_OFFICE[of], "place": name_of(asked.place) if asked.place else "", "without": without[:SHOWN], "more": max(len(without) - SHOWN, 0),
        "short": figure.found.short if without else None, "may_manage": who.may("reliefs.manage"),
        "years": [
            parts.Choice(
                f"{year}年", f"{request.path}?on={asked.day if year == asked.day.year else f'{year}-12-31'}", year == asked.day.year,
                value=f"{asked.day if year == asked.day.year else f'{year}-12-31'}",
            )
            for year in sorted({*years, min(asked.day.year + 1, this_year)}, reverse=True)
        ],
    }  # fmt: skip
    return render(request, "federation/reliefs_channel.html", page)


@require_GET
@duty("reliefs.read")
def due(request: Request) -> HttpResponse:
    """Reliefs to be looked at again and licences to be renewed, the earliest first."""
    who, today = request.who, ledger_day()
    reviews, renewals = dues.reviews_due(who, today), dues.renewals_due(who, today)
    note_view(who, (one.row.person_id for one in (*reviews, *renewals)))
    page = {
        "today": today, "reviews": [pages.line(who, "grants", one.row, today) for one in reviews],
        "renewals": [pages.renewal_line(who, one, today) for one in renewals],
    }  # fmt: skip
    return render(request, "federation/reliefs_due.html", page)


def _channel(what: str, row: Any) -> Channel:
    return Channel(row.channel) if what == "grants" else pages.WHAT_OF[what]


def _record_page(
    request: Request, what: str, thread: int, form: ReviewForm | None = None, status: int = 200
) -> HttpResponse:
    who = request.who
    told = records.history(who, what, thread)
    if not told:
        raise Http404
    row, sources, today = told[0], Sources(told), ledger_day()
    stands, person = row.known_until is None, getattr(row, "person", None)
    note_view(who, (person.pk if person else None,))
    names = [person.name] if person else []
    moments = [
        {
            "said": pages.said(what, one), "changed": pages.changed(what, one, told[n + 1] if n + 1 < len(told) else None),
            "chips": evidence_of(one, sources), "known": known_words(one, sources, until=one.known_until), "ground": text_for(who, one.ground, names),
            "stands": one.known_until is None,
        }
        for n, one in enumerate(told)
    ]  # fmt: skip
    reliefs = records.reliefs_about(who, thread, pages.WHAT_OF[what].value) if what in ("licences", "rounds") else []
    note_view(who, (one.person_id for one in reliefs))
    channel, renewal = _channel(what, row), dues.renewal_of(row, today) if what == "licences" else None
    page = {
        "what": what, "thread": thread, "row": row, "line": pages.line(who, what, row, today), "stands": stands,
        "said": pages.said(what, row), "moments": moments, "channel": channel.value, "channel_title": pages.title_of(channel),
        "person_url": reverse("federation:person", args=[person.pk]) if person and who.may("ledger.read") else "",
        "whom": pages.whom(who, row), "place": pages.place(row), "reliefs": [pages.line(who, "grants", one, today) for one in reliefs],
        "renewal_words": words.with_days(renewal.because) if renewal is not None else "",
        "review": dues.review_of(row, today) if what == "grants" else None, "form": form or ReviewForm(),
        "may_manage": who.may("reliefs.manage") and stands, "record_title": records.TITLES[what],
    }  # fmt: skip
    return render(request, "federation/reliefs_record.html", page, status=status)


@require_GET
@duty("reliefs.read")
def record(request: Request, what: str, thread: int) -> HttpResponse:
    """One record as it stands, with everything that was said of it before."""
    return _record_page(request, what, thread)


@require_POST
@duty("reliefs.manage")
def review(request: Request, what: str, thread: int) -> HttpResponse:
    """Write down that a relief was looked at, and when it is looked at again."""
    if what != "grants" or records.record(request.who, what, thread) is None:
        raise Http404
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            set_review(request.who, thread, review_on=form.cleaned_data["review_on"], note=form.cleaned_data["note"])
        except ReliefRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "复核已记下，下次复核日已定。")
            return HttpResponseRedirect(reverse("federation:reliefs-record", args=[what, thread]))
    return _record_page(request, what, thread, form, 422)


def _form_page(
    request: Request, form: RecordForm, channel: Channel, back: str, title: str, status: int = 200
) -> HttpResponse:
    page = {
        "form": form, "channel": channel.value, "channel_title": pages.title_of(channel), "back": back, "title": title,
        "action": request.path,
    }  # fmt: skip
    return render(request, "federation/reliefs_form.html", page, status=status)


@duty("reliefs.manage")
def new(request: Request, channel: str) -> HttpResponse:
    """Enter a record that no file told."""
    who, of = request.who, pages.channel_of(channel)
    what = RECORDS[of]
    ways = (pages.places(who), pages.kinds(what, of), True)
    back, title = reverse("federation:reliefs-channel", args=[channel]), f"登记{records.TITLES[what]}"
    if request.method != "POST":
        day = clock.today()
        first = {"built_on": day, "started_on": day, "applied_on": day, "decided_on": None}
        return _form_page(request, FORMS[what](*ways, initial=first), of, back, title)
    form = FORMS[what](*ways, request.POST)
    if form.is_valid():
        values = form.values()
        if what == "grants":
            values |= {"channel": of.value, "measure": "元/月"}
        number = form.cleaned_data.get("number_of_person", "")
        try:
            person = find_person(who, number) if number else None
            if person is not None:
                values.pop("for_name", None)
                values.pop("county_code", None)
            thread = write(who, what, values, ground=form.cleaned_data["ground"], person=person)
        except ReliefRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{records.TITLES[what]}已登记。")
            return HttpResponseRedirect(reverse("federation:reliefs-record", args=[what, thread]))
    return _form_page(request, form, of, back, title, 422)


@duty("reliefs.manage")
def correct(request: Request, what: str, thread: int) -> HttpResponse:
    """Say a record anew, with the ground; what was said before stays in its history."""
    who = request.who
    row = records.record(who, what, thread) if what in FORMS else None
    if row is None:
        raise Http404
    of = _channel(what, row)
    ways = (pages.places(who), pages.kinds(what, of), False)
    back, title = reverse("federation:reliefs-record", args=[what, thread]), f"更正{records.TITLES[what]}"
    if request.method != "POST":
        first = {name: getattr(row, name) for name in FORMS[what].base_fields}
        return _form_page(request, FORMS[what](*ways, initial=first), of, back, title)
    form = FORMS[what](*ways, request.POST)
    if form.is_valid():
        try:
            write(who, what, form.values(), ground=form.cleaned_data["ground"], thread=thread)
        except ReliefRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "已更正，原来的说法留在经过里。")
            return HttpResponseRedirect(back)
    return _form_page(request, form, of, back, title, 422)
