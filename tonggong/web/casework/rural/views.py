"""Families, alerts, work of persons and of relatives apart, incomes."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.rural import families as rural
from tonggong.domain.rural import incomes, signals
from tonggong.domain.rural.exchange import RuralRefused
from tonggong.domain.rural.families import Family, place_name
from tonggong.domain.rural.work import Column
from tonggong.domain.rural.work import work as work_of
from tonggong.rules.income import CHANGE_LABELS, Change
from tonggong.rules.outcome import percent
from tonggong.rules.poverty import KIND_LABELS, SOURCES, Level
from tonggong.web.casework.rural.forms import IncomeForm
from tonggong.web.casework.rural.pages import day_asked, number_asked, place_asked, tabs
from tonggong.web.components.parts import Choice, Page

SIZE = 50
MOST = 200  # names that a page without paging shows
MONITORING = "monitoring"


def _viewed(request: Request, found: list[Family]) -> None:
    ids = sorted({pk for family in found for pk in family.keys})
    audit.record("view", who=request.who, subject="persons.Person", ids=ids)


@require_GET
@duty("casework.read")
def families(request: Request) -> HttpResponse:
    """List rural and watched families on a day."""
    day, code = day_asked(request), request.GET.get("place", "")
    who, places = place_asked(request.who, code)
    which = request.GET.get("which", "")
    if which not in rural.LISTS:
        raise Http404
    page, roll = max(1, number_asked(request, "page")), rural.roll(who, day)
    counts = {key: len(roll.listed(key)) for key in rural.LISTS}
    total = counts[which]
    shown = roll.page(who, which, (page - 1) * SIZE, SIZE)
    _viewed(request, shown)
    url = reverse("casework:rural")

    def address(**changed: Any) -> str:
        asked = {"place": code, "which": which, "on": request.GET.get("on", ""), **changed}
        kept = {name: value for name, value in asked.items() if value}
        return f"{url}?{urlencode(kept)}" if kept else url

    matched = rural.watched_counts(roll.watched)
    context = {
        "tabs": tabs(request, "rural"), "day": day, "is_past": day != clock.today(), "families": shown,
        "lines": [(one, place_name(one.place)) for one in shown], "rural": counts["rural"],
        "watched": counts["watched"], "rural_url": address(which="rural"), "watched_url": address(which="watched"), "people": len(roll.rural), "matched": matched, "places": places, "code": code,
        "which": [
            Choice(title, address(which=key), key == which, f"{counts[key]:,}") for key, title in rural.LISTS.items()
        ],
        "page": Page(
            f"共 {total:,} 户，这里是第 {min(total, (page - 1) * SIZE + 1):,} 至 {min(total, page * SIZE):,} 户" if total else "",
            address(page=page + 1) if page * SIZE < total else "", address() if page > 1 else "",
        ),
        "unmatched": comparison.queue(request.who).filter(feed=MONITORING, result="unmatched").count()
        if request.who.may("findings.read") else None,
    }  # fmt: skip
    return render(request, "casework/rural/families.html", context)


@require_GET
@duty("casework.read")
def alerts(request: Request) -> HttpResponse:
    """Show families with two kinds of signal, and those with one."""
    found = signals.warned(request.who, clock.today())
    _viewed(request, [one.family for one in found])
    figures = signals.city_figures(clock.today())
    lines = {
        level: [(one, place_name(one.family.place)) for one in found if one.level.value == level]
        for level in (Level.ALERT, Level.WATCH)
    }
    page = {
        "tabs": tabs(request, "rural-alerts"), "alerts": lines[Level.ALERT], "watching": lines[Level.WATCH], "day": clock.today(),
        "window": figures["poverty.window_days"].value, "least": figures["poverty.alert_signals"].value,
        "sources": [(KIND_LABELS[kind], text) for kind, text in SOURCES.items()],
    }  # fmt: skip
    return render(request, "casework/rural/alerts.html", page)


@require_GET
@duty("casework.read")
def work(request: Request) -> HttpResponse:
    """Count work of persons with disabilities and of their relatives in two columns."""
    who, places = place_asked(request.who, request.GET.get("place", ""))
    day, which = clock.today(), request.GET.get("which", "")
    found = work_of(rural.families(who, day), day)
    columns: dict[str, tuple[str, Column]] = {
        "holders": ("残疾人", found.holders),
        "members": ("家庭成员", found.members),
    }
    url, code = reverse("casework:rural-work"), request.GET.get("place", "")
    names = []
    if which:
        group, _, part = which.partition("-")
        if group not in columns or part not in ("working", "new"):
            raise Http404
        names = getattr(columns[group][1], part)
        audit.record("view", who=request.who, subject="persons.Person", ids=[one.pk for one in names[:MOST]])
    rows = [
        (title, [(getattr(column, part), f"{url}?{urlencode({'which': f'{key}-{part}', 'place': code})}#names") for key, (_t, column) in columns.items()])
        for part, title in (("working", "现在有工作"), ("new", "今年新就业"))
    ]  # fmt: skip
    page = {
        "tabs": tabs(request, "rural-work"), "day": day, "year": day.year, "places": places, "code": code, "rows": rows,
        "totals": [column.people for _title, column in columns.values()], "names": [(one, place_name(one.place)) for one in names[:MOST]],
        "more": max(0, len(names) - MOST), "which": which,
    }  # fmt: skip
    return render(request, "casework/rural/work.html", page)


@require_GET
@duty("casework.read")
def income(request: Request) -> HttpResponse:
    """Show whose income rose, fell or is not known, with the names behind each."""
    today = clock.today()
    year = number_asked(request, "year") or today.year - 1
    group, which = request.GET.get("group", incomes.WATCHED), request.GET.get("which", "")
    if group not in incomes.GROUPS or which not in ("", *Change) or not 2001 <= year < today.year:
        raise Http404
    lines = incomes.changes(request.who, year, today, group)
    found = incomes.summary(lines)
    chosen = [line for line in lines if not which or line.change.value == which]
    audit.record("view", who=request.who, subject="persons.Person", ids=[line.person.pk for line in chosen[:MOST]])
    url = reverse("casework:rural-income")

    def address(**changed: Any) -> str:
        return f"{url}?{urlencode({'year': year, 'group': group, **changed})}"

    page = {
        "tabs": tabs(request, "rural-income"), "year": year, "total": found.total, "rate": found.rose,
        "rose": percent(found.rose.lower), "best": percent(found.rose.upper), "known": percent(found.rose.known),
        "groups": [Choice(title, address(group=key), key == group) for key, title in incomes.GROUPS.items()],
        "years": [Choice(f"{one}年", address(year=one), one == year) for one in range(today.year - 1, today.year - 4, -1)],
        "parts": [(CHANGE_LABELS[one], count, address(which=one.value)) for one, count in found.counts.items()],
        "lines": [(line, place_name(line.person.place), CHANGE_LABELS[line.change.value]) for line in chosen[:MOST]],
        "more": max(0, len(chosen) - MOST), "which": CHANGE_LABELS[Change(which)] if which else "",
    }  # fmt: skip
    return render(request, "casework/rural/income.html", page)


def _person(request: Request, person_id: int) -> Any:
    found = served_person(request.who, person_id)
    if found is None:
        raise Http404
    return found


def _income_page(request: Request, person: Any, form: IncomeForm | None) -> HttpResponse:
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    if form is None and request.who.may("casework.record"):
        form = IncomeForm(initial={"year": clock.today().year - 1})
    page = {"person": person, "rows": incomes.records_of(request.who, person), "form": form}
    return render(request, "casework/rural/income_of.html", page, status=422 if form and form.errors else 200)


@require_GET
@duty("casework.read")
def income_of(request: Request, person_id: int) -> HttpResponse:
    """Show what was said of a person's income, year by year."""
    return _income_page(request, _person(request, person_id), None)


@require_POST
@duty("casework.record")
def income_add(request: Request, person_id: int) -> HttpResponse:
    """Write down a year's income."""
    person, form = _person(request, person_id), IncomeForm(request.POST)
    if form.is_valid():
        try:
            incomes.write_income(request.who, person, **form.cleaned_data)
        except RuralRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{person.name}{form.cleaned_data['year']}年的收入已记下。")
            return HttpResponseRedirect(reverse("casework:rural-income-of", args=[person.pk]))
    return _income_page(request, person, form)
