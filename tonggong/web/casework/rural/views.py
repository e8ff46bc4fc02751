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
from tonggong.domain.rural.work import Work
from tonggong.domain.rural.work import work as work_of
from tonggong.rules.income import CHANGE_LABELS, Change
from tonggong.rules.outcome import percent
from tonggong.rules.poverty import KIND_LABELS, SOURCES, Level
from tonggong.web.casework.rural.forms import IncomeForm
from tonggong.web.casework.rural.pages import number_asked, place_asked, tabs
from tonggong.web.components import rows as rows_of
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
    day, code = rows_of.day_of(request), request.GET.get("place", "")
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


WORK = {"people": "人数", "working": "有工作", "new": "当年新就业"}
GROUPS = {"holders": "残疾人", "members": "家庭成员"}


@require_GET
@duty("casework.read")
def work(request: Request) -> HttpResponse:
    """Count work of persons with disabilities and of their relatives in two columns; each figure opens its names."""
    code, which = request.GET.get("place", ""), request.GET.get("which", "")
    (who, places), day = place_asked(request.who, code), rows_of.day_of(request)
    found = work_of(rural.families(who, day), day)
    if which:
        return _work_names(request, found, which)
    rows = [
        (title, [
            (group_title, len(getattr(getattr(found, group), part)),
             rows_of.address("casework:rural-work", which=f"{group}-{part}", place=code, on=day))
            for group, group_title in GROUPS.items()
        ])
        for part, title in WORK.items()
    ]  # fmt: skip
    page = {"tabs": tabs(request, "rural-work"), "day": day, "places": places, "code": code, "rows": rows}
    return render(request, "casework/rural/work.html", page)


def _work_names(request: Request, found: Work, which: str) -> HttpResponse:
    group, _, part = which.partition("-")
    if group not in GROUPS or part not in WORK:
        raise Http404
    code, day = request.GET.get("place", ""), rows_of.day_of(request)
    shown, total, paging = rows_of.paged(request, getattr(getattr(found, group), part), lambda one: one.pk, "人")
    lines = [
        rows_of.Row(one.pk, one.name, reverse("casework:case", args=[one.pk]) if one.is_holder else "", (
            one.relation, place_name(one.place), "有工作" if one.works else "没有工作",
        ))
        for one in shown
    ]  # fmt: skip
    back = (rows_of.address("casework:rural-work", place=code, on=day), "农村家庭的就业")
    title = f"农村家庭的{GROUPS[group]}：{WORK[part]}"
    columns = ("姓名", "与户主的关系", "乡镇街道", "就业")
    return rows_of.rows_page(request, rows_of.Rows(title, back, day, columns, lines, total, paging, "人"))


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
