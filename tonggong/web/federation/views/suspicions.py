"""安排疑点: the queue of a year, highest first with plain reasons; one of them with its evidence and what may excuse it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.jobs import services as jobs
from tonggong.domain.inspection import tasks
from tonggong.domain.inspection.queries import cases as cases_of
from tonggong.domain.inspection.queries import suspicions as stored
from tonggong.domain.inspection.queries.suspicions import Wanted
from tonggong.domain.inspection.services import cases as services
from tonggong.rules.masking import mask_name
from tonggong.rules.signals import LEVEL_LABELS, Level
from tonggong.rules.signals.words import SIGNALS
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as years
from tonggong.web.federation.case_forms import OpenForm
from tonggong.web.federation.pages import link, note_view

LEVELS = {Level.CHECK: "要核查", Level.NOTE: "留意"}
TAGS = {Level.CHECK: "due", Level.NOTE: "info", Level.NONE: "waiting"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A suspicion in a list. Persons are masked."""

    row: Any
    url: str
    unit: str
    name: str
    place: str
    tag: tuple[str, str]
    reasons: list[str]


def shown(rows: list[Any]) -> list[Shown]:
    """Rows of a list in words."""
    names = stored.unit_names(row.unit_code for row in rows)
    return [
        Shown(
            row, reverse("federation:suspicion", args=[row.pk]), names.get(row.unit_code, (0, row.unit_code))[1],
            mask_name(row.person.name), name_of(row.county_code), level_tag(row.level), stored.titles(row),
        )
        for row in rows
    ]  # fmt: skip


def level_tag(level: str) -> tuple[str, str]:
    """A level as a tag."""
    return TAGS[Level(level)], LEVEL_LABELS[Level(level)]


def _wanted(who: Who, request: Request) -> Wanted:
    said = request.GET
    signal, level = said.get("signal", ""), said.get("level", Level.CHECK.value)
    if (signal and signal not in SIGNALS) or (level not in LEVELS and level != "all"):
        raise Http404
    return Wanted(years.known_county(who, said.get("county", "")), signal, "" if level == "all" else level)


@require_GET
@never_cache
@duty("signals.read")
def queue(request: Request) -> HttpResponse:
    """The suspicions of a year; every count opens its rows."""
    who, made = request.who, stored.years_screened(request.who)
    year, wanted = years.year_of_address(request, made), _wanted(who, request)
    rows = stored.suspicions_of(who, year, wanted)
    found, following = stored.page_of(rows, whole_number(request.GET.get("after")) or 0)
    note_view(who, [row.person_id for row in found])
    whole, by_signal, by_county = stored.counts(who, year)
    said = {"year": year, **wanted._asdict(), "level": wanted.level or "all"}
    total = rows.count()

    def line(name: str, counts: stored.Counts, **more: str) -> dict[str, Any]:
        cells = [
            (title, number, address("federation:suspicions", year=year, level=level.value, **more))
            for (level, title), number in zip(LEVELS.items(), counts, strict=True)
        ]
        return {"name": name, "cells": cells}

    opens = {
        level.value: address("federation:suspicions", year=year, level=level.value)
        for level, number in zip(LEVELS, whole, strict=True)
        if number
    }
    page = {
        "year": year, "years": years.year_choices("federation:suspicions", year, made), "wanted": wanted,
        "is_made": year in made, "run": stored.last_screening(year), "lines": shown(found), "total": total,
        "whole": whole, "opens": opens, "levels": LEVELS.items(), "counties": years.county_choices(who),
        "signals": [(code, said_.title) for code, said_ in SIGNALS.items() if code in by_signal or code == wanted.signal],
        "by_signal": [line(f"{code} {SIGNALS[code].title}", counts, signal=code) for code, counts in by_signal.items()],
        "by_county": [line(name_of(code), counts, county=code) for code, counts in by_county.items()],
        "columns": list(LEVELS.values()), "may_handle": who.may("signals.handle"),
        "page": Page(
            f"共 {words.grouped(total)} 条，本页 {len(found)} 条",
            address("federation:suspicions", **said, after=following) if following else "",
            address("federation:suspicions", **said) if request.GET.get("after") else "",
        ),
    }  # fmt: skip
    return render(request, "federation/suspicions.html", page)


@require_POST
@duty("signals.handle")
def screen(request: Request) -> HttpResponse:
    """Have the worker screen a year of the whole city, and lead to the page that shows how far it is."""
    text = request.POST.get("year", "")
    made = stored.years_screened(request.who)
    year = years.checked_year(text) if text else made[0] if made else years.ledger_day().year
    try:
        run = jobs.start(request.who, tasks.SCREENING, str(year), f"筛查 {year} 年安排疑点")
    except jobs.AlreadyRunning as already:
        run = already.run
    else:
        tasks.make.enqueue(run.pk)
    return HttpResponseRedirect(reverse("federation:run", args=[run.pk]))


def _found(who: Who, suspicion_id: int) -> Any:
    row = stored.suspicion(who, suspicion_id)
    if row is None:
        raise Http404
    return row


def _page(request: Request, row: Any, form: OpenForm | None = None) -> HttpResponse:
    who = request.who
    cases = cases_of.cases_of_suspicion(who, row)
    own = any(cases_of.reads_own_words(who, case) for case in cases)
    others = stored.others_of_unit(who, row)
    note_view(who, [row.person_id, *(one.person_id for one in others)])
    unit_id, unit = stored.unit_names([row.unit_code]).get(row.unit_code, (0, row.unit_code))
    signals = stored.explained([row], own_words=own)[row.pk]
    open_case = cases_of.case_of_unit(who, row.unit_code, row.year)
    steps = [] if any(one.is_own_word for one in signals) and not own else row.content["steps"]
    page = {
        "row": row, "name": mask_name(row.person.name), "unit": unit, "tag": level_tag(row.level), "signals": signals,
        "unit_url": link("federation:unit", unit_id) if unit_id and who.may("ledger.read") else "",
        "person_url": link("federation:person", row.person_id)
        if who.may("ledger.read") and who.covers(row.person.county_code)
        else "",
        "steps": steps, "silent": stored.silent_titles(row), "earlier": stored.earlier(row), "others": shown(others),
        "cases": cases, "open_case": open_case, "is_in": open_case is not None and open_case in cases,
        "ask": list(dict.fromkeys(question for one in signals if own or not one.is_own_word for question in one.ask)),
        "place": name_of(row.county_code), "may_handle": who.may("signals.handle"), "form": form or OpenForm(),
    }  # fmt: skip
    return render(request, "federation/suspicion.html", page, status=422 if form is not None else 200)


@require_GET
@never_cache
@duty("signals.read")
def suspicion(request: Request, suspicion_id: int) -> HttpResponse:
    """One suspicion: each signal with its rows, and beside it what may excuse it."""
    return _page(request, _found(request.who, suspicion_id))


@require_POST
@duty("signals.handle")
def into_case(request: Request, suspicion_id: int) -> HttpResponse:
    """Open a case with a suspicion and others of its unit, or put them into the one that is open."""
    who, row = request.who, _found(request.who, suspicion_id)
    keys = {whole_number(one) for one in request.POST.getlist("others")}
    chosen = [row, *(one for one in stored.others_of_unit(who, row) if one.pk in keys)]
    case = cases_of.case_of_unit(who, row.unit_code, row.year)
    if case is not None:
        number = services.add_suspicions(who, case, chosen)
        messages.success(request, f"加进 {number} 条疑点。" if number else "这些疑点已经在案卷里。")
        return redirect("federation:case", case.pk)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    case = services.open_case(who, chosen, form.cleaned_data["reason"])
    messages.success(request, "已经立案，您是承办人。")
    return redirect("federation:case", case.pk)
