"""带头安排: who must lead and doesn't, the yearly statistic, plans with reminders and lights, the federations' cadres."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.posts.queries import of_plan
from tonggong.domain.quota import leads, queries
from tonggong.domain.quota.choices import LEVEL_LABELS
from tonggong.domain.quota.leads import Owed, Sums
from tonggong.domain.quota.services import PlanRefused, add_round, count_cadres, file_plan
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.leading import LEAD_LABELS, Filing, Lead, Light
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.components.rows import address
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.quota_forms import CadresForm, PlanForm, RoundForm
from tonggong.web.federation.views.unit_calls import calls

UNKNOWN_LEVEL = "none"  # in an address, where an empty word says nothing
LEAD_TAGS = {
    Lead.NO_DUTY: "waiting",
    Lead.UNKNOWN: "warn",
    Lead.RATIO_MET: "done",
    Lead.FULFILLED: "done",
    Lead.BREACH: "slow",
}
FILING_WORDS = {
    Filing.FILED: ("done", "已报"), Filing.FILED_LATE: ("info", "已报，逾期"), Filing.OPEN: ("due", "待报"),
    Filing.OVERDUE: ("overdue", "逾期未报"),
}  # fmt: skip
LIGHT_WORDS = {
    Light.DONE: ("done", "已安排"), Light.GREEN: ("done", "正常"), Light.AMBER: ("due", "黄灯"), Light.RED: ("overdue", "红灯"),
}  # fmt: skip
TO_WHOM = {"unit": "本单位", "head": "主管部门负责人", "committee_office": "残工委办"}
GROUP_TITLES = {
    "": "全部机关事业单位", leads.DUTY: "应带头安排的", leads.BREACH: "应带头安排而没有安排的", leads.BELOW: "未达比例的",
    leads.NONE_PLACED: "没有安排人的", "unknown": "编制数或层级没有来源的", "member": "残工委成员单位",
    leads.FIRST: "先要找的",
}  # fmt: skip
COLUMNS = (("units", "单位", ""), ("duty", "应带头", leads.DUTY), ("breach", "没有安排", leads.BREACH),
           ("below", "未达比例", leads.BELOW), ("none", "无人在岗", leads.NONE_PLACED))  # fmt: skip


def _line(row: Any) -> dict[str, Any]:
    lead = Lead(row.lead)
    return {
        "row": row, "url": address("federation:quota-unit", row.unit_id, year=row.year), "kind": pages.kind_name(row.kind),
        "level": LEVEL_LABELS[row.level], "place": name_of(row.county_code) if row.county_code else "—",
        "tag": (LEAD_TAGS[lead], LEAD_LABELS[lead]), "because": words.with_days(row.because),
        "posts": "不明" if row.posts is None else f"{row.posts}",
    }  # fmt: skip


@require_GET
@duty("quota.read")
def leading(request: Request) -> HttpResponse:
    """Whom to speak to first, and the yearly statistic by level, kind and county."""
    who, made = request.who, leads.years_made(request.who)
    year = pages.year_of_address(request, made)
    county = pages.known_county(who, request.GET.get("county", ""))
    statistic = leads.statistic(who, year)
    by: dict[tuple[str, str], Sums] = {}
    for (level, kind, place), sums in statistic.items():
        if not county or place == county:
            by[level, kind] = by.get((level, kind), Sums()) + sums
    whole = sum(by.values(), Sums())
    order = list(LEVEL_LABELS)
    lines = [
        _statistic_line(year, f"{LEVEL_LABELS[level]}{pages.kind_name(kind)}", by[level, kind], county, level, kind)
        for level, kind in sorted(by, key=lambda one: (order.index(one[0]), list(UnitKind).index(UnitKind(one[1]))))
    ]
    first = leads.breaches(who, year)
    page = {
        "year": year, "years": pages.year_choices("federation:leading", year, made, county=county), "county": county,
        "counties": pages.county_choices(who), "first": [_line(row) for row in first], "lines": lines,
        "total": _statistic_line(year, "合计", whole, county) if lines else None, "tabs": pages.leading_tabs("leading"),
        "members": sum(1 for row in first if row.is_member and not row.placed),
        "breach": sum(1 for row in first if row.lead == Lead.BREACH), "on": first[0].on if first else None,
        "columns": [title for _key, title, _group in COLUMNS], "made_at": queries.made_at(year), "is_made": year in made,
        "unknown": leads.bodies(who, year, "unknown").count(),
        "unknown_url": address("federation:leading-bodies", year=year, group="unknown"),
        "duty_url": address("federation:leading-bodies", year=year, group=leads.DUTY),
        "duty": leads.bodies(who, year, leads.DUTY).count(), "may_make": who.may("quota.manage"),
    }  # fmt: skip
    return render(request, "federation/leading.html", page)


def _statistic_line(
    year: int, name: str, sums: Sums, county: str, level: str | None = None, kind: str = ""
) -> dict[str, Any]:
    said = {"year": year, "county": county, "kind": kind, "level": UNKNOWN_LEVEL if level == "" else level}
    return {
        "name": name,
        "cells": [
            (title, getattr(sums, key), address("federation:leading-bodies", group=group, **said))
            for key, title, group in COLUMNS
        ],
        "posts": sums.posts, "placed": sums.placed, "ratio": pages.ratio_words(sums.ratio),
    }  # fmt: skip


@require_GET
@duty("quota.read")
def bodies(request: Request) -> HttpResponse:
    """The public bodies behind a number, a page at a time."""
    who, said = request.who, request.GET
    year = pages.year_of_address(request, leads.years_made(who))
    group, level = said.get("group", ""), said.get("level", "")
    if group not in GROUP_TITLES or (level not in LEVEL_LABELS and level != UNKNOWN_LEVEL):
        raise Http404
    county, kind = pages.known_county(who, said.get("county", "")), pages.known_kind(said.get("kind", ""))
    rows = leads.bodies(
        who, year, group, county=county, kind=kind,
        level=None if not level else "" if level == UNKNOWN_LEVEL else level,
    )  # fmt: skip
    found, following = queries.page_of(rows, whole_number(said.get("after")) or 0)
    asked = {"year": year, "group": group, "county": county, "kind": kind, "level": level}
    total = rows.count()
    paging = Page(
        f"共 {words.grouped(total)} 家，本页 {len(found)} 家",
        address("federation:leading-bodies", **asked, after=following) if following else "",
        address("federation:leading-bodies", **asked) if said.get("after") else "",
    )
    level_name = LEVEL_LABELS["" if level == UNKNOWN_LEVEL else level] if level else ""
    title = [name_of(county) if county else "", level_name, pages.kind_name(kind) if kind else "", GROUP_TITLES[group]]
    page = {
        "year": year, "title": "，".join(filter(None, title)), "lines": [_line(row) for row in found], "page": paging,
        "total": total, "back": address("federation:leading", year=year, county=county),
    }  # fmt: skip
    return render(request, "federation/leading_bodies.html", page)


# ---------------------------------------------------------------- plans


def _plan_line(one: Owed, called: dict[int, dict[str, Any]]) -> dict[str, Any]:
    reminder = one.reminder
    to = "、".join(TO_WHOM[name] for name in reminder.to) if reminder else ""
    return {
        "one": one, "url": reverse("federation:leading-plan", args=[one.plan.pk]), "filing": FILING_WORDS[one.filing.value],
        "light": LIGHT_WORDS[one.light.value], "light_because": words.with_days(one.light.because), "to": to,
        "filing_because": words.with_days(one.filing.because), "place": name_of(one.plan.unit.county_code),
        "notice": _notice(one) if reminder else "", "call": called.get(one.plan.unit_id),
    }  # fmt: skip


def _notice(one: Owed) -> str:
    """The words of a reminder, to be copied into a letter or a message."""
    due, found = words.long_day(one.due_on), words.long_day(one.plan.breach_on)
    today = words.long_day(clock.today())
    return (
        f"{one.plan.unit.name}：截至{found}，贵单位按规定应带头安排残疾人就业，尚未安排。请于{due}前报送安排计划，"
        f"写明预留岗位、完成时限和措施。已报送的请忽略。{today}"
    )


@require_GET
@duty("quota.read")
def plans(request: Request) -> HttpResponse:
    """Every plan that is owed, who is to be reminded today and with which words, and the lights."""
    found = leads.plans_owed(request.who)
    called = calls([one.plan.unit for one in found])
    lines = [_plan_line(one, called) for one in found]
    missing = [line for line in lines if line["one"].is_missing]
    page = {
        "tabs": pages.leading_tabs("leading-plans"), "missing": missing, "filed": [one for one in lines if not one["one"].is_missing],
        "remind": [one for one in missing if one["to"]], "total": len(lines), "today": clock.today(),
        "red": sum(1 for one in found if one.light.value is Light.RED),
        "amber": sum(1 for one in found if one.light.value is Light.AMBER),
    }  # fmt: skip
    return render(request, "federation/leading_plans.html", page)


def _plan(who: Who, plan_id: int) -> Any:
    found = leads.plan(who, plan_id)
    if found is None:
        raise Http404
    return found


def _plan_page(
    request: Request, found: Any, form: PlanForm | None = None, added: RoundForm | None = None, status: int = 200
) -> HttpResponse:
    may = request.who.may("quota.manage") and found.ended_on is None
    first = {
        "filed_on": found.filed_on or clock.today(), "posts": found.posts, "deadline": found.deadline,
        "measure": found.measure,
    }  # fmt: skip
    page = {
        "plan": found, "line": _plan_line(leads.owed(found), calls([found.unit])), "may_manage": may, "form": form or PlanForm(initial=first),
        "added": added or RoundForm(initial={"held_on": clock.today()}), "rounds": found.rounds.order_by("-held_on", "-pk"),
        "unit_url": reverse("federation:quota-unit", args=[found.unit_id]),
        "posts": of_plan(found), "may_read_posts": request.who.may("posts.read"), "may_enter_posts": request.who.may("posts.enter"),
    }  # fmt: skip
    return render(request, "federation/leading_plan.html", page, status=status)


@require_GET
@duty("quota.read")
def plan(request: Request, plan_id: int) -> HttpResponse:
    """One plan: its term, its reminders, what was filed, its recruiting rounds."""
    return _plan_page(request, _plan(request.who, plan_id))


@require_POST
@duty("quota.manage")
def file(request: Request, plan_id: int) -> HttpResponse:
    """Enter the plan that a unit filed."""
    found, form = _plan(request.who, plan_id), PlanForm(request.POST)
    if form.is_valid():
        try:
            file_plan(request.who, found, **form.cleaned_data)
        except PlanRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{found.unit.name}的计划已登记。")
            return HttpResponseRedirect(reverse("federation:leading-plan", args=[found.pk]))
    return _plan_page(request, found, form, status=422)


@require_POST
@duty("quota.manage")
def round_of(request: Request, plan_id: int) -> HttpResponse:
    """Enter a recruiting round of a plan."""
    found, form = _plan(request.who, plan_id), RoundForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_round(request.who, found, held_on=said["held_on"], posts=said["round_posts"], note=said["note"])
        except PlanRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "招录批次已登记。")
            return HttpResponseRedirect(reverse("federation:leading-plan", args=[found.pk]))
    return _plan_page(request, found, added=form, status=422)


# ---------------------------------------------------------------- cadres


@require_GET
@duty("quota.read")
def cadres(request: Request) -> HttpResponse:
    """The federations' cadres, one row each, and a form for who may enter them."""
    return _cadres_page(request)


@require_POST
@duty("quota.manage")
def count(request: Request) -> HttpResponse:
    """Enter the cadres of a federation."""
    places = [(one.code, one.name) for one in leads.federations(request.who)]
    form = CadresForm(places, request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            count_cadres(request.who, said.pop("division"), **said)
        except PlanRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "干部人数已登记。")
            return HttpResponseRedirect(reverse("federation:leading-cadres"))
    return _cadres_page(request, form, 422)


def _cadres_page(request: Request, form: CadresForm | None = None, status: int = 200) -> HttpResponse:
    who = request.who
    found = leads.federations(who)
    form = form or CadresForm([(one.code, one.name) for one in found], initial={"on": clock.today()})
    lines = [
        {"one": one, "because": words.with_days("".join(step.text for step in one.steps)),
         "ratio": pages.ratio_words(_share(one.count)) if one.count else "—"}
        for one in found
    ]  # fmt: skip
    met = sum(1 for one in found if one.found and one.found.is_met)
    page = {
        "tabs": pages.leading_tabs("leading-cadres"), "lines": lines, "form": form, "may_manage": who.may("quota.manage"), "met": met,
        "known": sum(1 for one in found if one.count), "total": len(found),
    }  # fmt: skip
    return render(request, "federation/leading_cadres.html", page, status=status)


def _share(count: Any) -> Decimal | None:
    return Decimal(count.with_disability) / count.cadres if count.cadres else None
