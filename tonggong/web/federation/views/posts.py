"""岗位: figures by county that open their rows, posts that wait for a reviewer, one post with its conditions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.campaigns.services.offers import Bringer, bringers, enter_offer
from tonggong.domain.cooperation.services import CooperationRefused
from tonggong.domain.employers import queries as employers
from tonggong.domain.posts import queries
from tonggong.domain.posts.choices import Source, State
from tonggong.domain.posts.queries import Sums
from tonggong.domain.posts.services import PostRefused, analyse, change_post, enter_post, submit
from tonggong.domain.quota import leads
from tonggong.web.components import posts as shared
from tonggong.web.components import words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.components.rows import address
from tonggong.web.federation.pages import note_view
from tonggong.web.federation.posts_forms import AnalysisForm, UnitPostForm
from tonggong.web.federation.quota_page import county_choices, known_county

GET_OR_POST = ["GET", "HEAD", "POST"]
POST_TITLES = {
    "": "全部岗位", "reserved": "专设、预留的岗位", "open": "公布着的预留岗位", "hired": "有人录用的预留岗位", "filled": "招满的预留岗位",
    "waiting": "等核对的岗位",
}  # fmt: skip
BROUGHT = {Source.PARTNER.value: "一家合作单位带来的", Source.CAMPAIGN.value: "一次专项行动征集的"}
CONDITION_TITLES = {
    "questioned": "有疑问的条件",
    "open": "还没有结果的条件",
    "removed": "删去的条件",
    "justified": "理由成立的条件",
}
# What a column counts: its key in Sums, its heading, what it counts in, whose list it opens and which group of it.
COLUMNS = (
    ("reserved", "预留", "个", "federation:posts-list", "reserved"), ("places", "招", "人", "federation:posts-list", "reserved"),
    ("hired", "录用", "人", "federation:posts-list", "hired"), ("filled", "招满", "个", "federation:posts-list", "filled"),
    ("questioned", "疑问", "条", "federation:posts-conditions", "questioned"),
    ("removed", "删去", "条", "federation:posts-conditions", "removed"),
    ("justified", "成立", "条", "federation:posts-conditions", "justified"),
    ("open", "未决", "条", "federation:posts-conditions", "open"),
)  # fmt: skip


def _url(row: Any) -> str:
    return reverse("federation:post", args=[row.pk])


def _sums_line(name: str, sums: Sums, county: str = "") -> dict[str, Any]:
    cells = [
        (f"{title}（{unit}）", getattr(sums, key), unit, address(page, group=group, county=county))
        for key, title, unit, page, group in COLUMNS
    ]
    return {"name": name, "cells": cells}


@require_GET
@duty("posts.read")
def overview(request: Request) -> HttpResponse:
    """Reserved posts and questioned conditions by county, and the posts that wait for a reviewer."""
    who = request.who
    found = queries.sums(who)
    waiting = list(queries.waiting(who)[: queries.PAGE])
    page = {
        "lines": [_sums_line(name_of(county), found[county], county) for county in sorted(found)],
        "total": _sums_line("合计", sum(found.values(), Sums())) if len(found) > 1 else None,
        "columns": [f"{title}（{unit}）" for _key, title, unit, _page, _group in COLUMNS],
        "waiting": [shared.line_of(row, _url(row)) for row in waiting], "waiting_total": queries.waiting_count(who),
        "waiting_url": address("federation:posts-list", group="waiting"), "all_url": address("federation:posts-list"),
        "may_enter": who.may("posts.enter"), "day": clock.today(),
    }  # fmt: skip
    return render(request, "federation/posts.html", page)


@require_GET
@duty("posts.read")
def listed(request: Request) -> HttpResponse:
    """The posts behind a number, a page at a time."""
    who, said = request.who, request.GET
    group, state, asked = said.get("group", ""), said.get("state", ""), said.get("words", "").strip()[:60]
    if group not in POST_TITLES or (state and state not in shared.STATES):
        raise Http404
    county, unit = known_county(who, said.get("county", "")), whole_number(said.get("unit")) or 0
    brought = _brought(said.get("brought", ""))
    rows = queries.posts(who, group, county=county, state=state, words=asked, unit=unit, brought=brought)
    found, following = queries.page_of(rows, whole_number(said.get("after")) or 0)
    kept = {
        "group": group,
        "county": county,
        "state": state,
        "words": asked,
        "unit": unit or "",
        "brought": said.get("brought", ""),
    }
    total = rows.count()
    page = {
        "title": "，".join(filter(None, [name_of(county) if county else "", POST_TITLES[group], BROUGHT[brought[0]] if brought else ""])),
        "total": total, "brought": kept["brought"],
        "lines": [shared.line_of(row, _url(row)) for row in found], "counties": county_choices(who), "county": county,
        "states": list(shared.STATES.items()), "state": state, "words": asked, "group": group,
        "page": Page(
            f"共 {words.grouped(total)} 个，本页 {len(found)} 个",
            address("federation:posts-list", **kept, after=following) if following else "",
            address("federation:posts-list", **kept) if said.get("after") else "",
        ),
    }  # fmt: skip
    return render(request, "federation/posts_list.html", page)


def _brought(text: str) -> tuple[str, int] | None:
    """The source and the key that an address names. Raises Http404: it names neither a partner nor a campaign."""
    if not text:
        return None
    source, _, key = text.partition("-")
    pk = whole_number(key)
    if source not in BROUGHT or pk is None:
        raise Http404
    return source, pk


@require_GET
@duty("posts.read")
def conditions(request: Request) -> HttpResponse:
    """The conditions behind a number, each with what was asked and what became of it."""
    who, said = request.who, request.GET
    group = said.get("group", "questioned")
    if group not in CONDITION_TITLES:
        raise Http404
    county = known_county(who, said.get("county", ""))
    rows = queries.conditions(who, group, county=county)
    first, total = whole_number(said.get("first")) or 0, rows.count()
    found = list(rows[first : first + queries.PAGE])
    lines = [
        {"row": one, "url": _url(one.post), "tag": (shared.CONDITION_TAGS[one.state], one.get_state_display()),  # type: ignore[index]
         "sentences": queries.sentences(one)}
        for one in found
    ]  # fmt: skip
    following = first + len(found)
    page = {
        "title": "，".join(filter(None, [name_of(county) if county else "", CONDITION_TITLES[group]])), "lines": lines, "total": total,
        "page": Page(
            f"共 {words.grouped(total)} 条，本页 {len(found)} 条",
            address("federation:posts-conditions", group=group, county=county, first=following) if following < total else "",
            address("federation:posts-conditions", group=group, county=county) if first else "",
        ),
    }  # fmt: skip
    return render(request, "federation/posts_conditions.html", page)


# ---------------------------------------------------------------- one post


def _post(who: Who, post_id: int) -> Any:
    found = queries.post(who, post_id)
    if found is None:
        raise Http404
    return found


def _may_review(who: Who, row: Any) -> bool:
    if not who.may("posts.review"):
        return False
    named = queries.figures_here(clock.today(), row.county_code)["post.public_reviewers"].value
    return not who.department or who.department in named


def _shown(request: Request, row: Any, again: shared.Again | None = None) -> HttpResponse:
    who = request.who
    may_write = who.may("posts.enter") and who.covers(row.county_code)
    page = shared.page_of(row, may_write=may_write, may_review=_may_review(who, row), again=again)
    sees_people = who.may("ledger.read") and who.may("casework.read")
    hires = queries.hires_of(who, row) if sees_people else []
    linked = (
        queries.may_be_hired(who, row)
        if sees_people and may_write and row.state in (State.PUBLISHED, State.FILLED)
        else []
    )
    note_view(who, [*(one.person_id for one in hires), *(one.person_id for one in linked)])
    page |= {
        "act_url": reverse("federation:post-act", args=[row.pk]), "edit_url": reverse("federation:post-edit", args=[row.pk]),
        "analysis_url": reverse("federation:post-analysis", args=[row.pk]) if may_write and row.state != State.CLOSED else "",
        "unit_url": address("federation:posts-list", unit=row.unit.in_use.pk), "hires": hires, "may_link": linked,
        "plan_url": reverse("federation:leading-plan", args=[row.plan_id]) if row.plan_id and who.may("quota.read") else "",
    }  # fmt: skip
    return render(request, "federation/post.html", page, status=422 if again else 200)


@require_GET
@never_cache
@duty("posts.read")
def post(request: Request, post_id: int) -> HttpResponse:
    """One post: where it stands, its conditions with what became of each, what it asks of people."""
    return _shown(request, _post(request.who, post_id))


@require_POST
@duty("posts.review", "posts.enter")
def act(request: Request, post_id: int) -> HttpResponse:
    """Take a step on a post."""
    row = _post(request.who, post_id)
    came = shared.act(request, row, {**shared.OWN_STEPS, **shared.REVIEW_STEPS})
    if isinstance(came, str):
        messages.success(request, came)
        return redirect("federation:post", row.pk)
    return _shown(request, _post(request.who, post_id), came)


def _entered(request: Request, plan: Any) -> HttpResponse:
    known = [] if plan else bringers(request.who, clock.today())
    first = shared.first_values() | {"brought": request.GET.get("brought", "")}
    form = UnitPostForm(initial=first, plan=plan, bringers=known)
    if request.method == "POST":
        form = UnitPostForm(request.POST, plan=plan, bringers=known)
        if form.is_valid():
            by = next((one for one in known if one.key == form.cleaned_data["brought"]), None)
            try:
                row = _enter(request.who, form, plan, by)
            except (PostRefused, CooperationRefused) as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, f"登记了，现在是“{row.get_state_display()}”。")
                return redirect("federation:post", row.pk)
    return render(request, "federation/post_new.html", {"form": form, "plan": plan}, status=422 if form.errors else 200)


def _enter(who: Who, form: UnitPostForm, plan: Any, by: Bringer | None) -> Any:
    unit = plan.unit if plan else employers.units(who, words=form.cleaned_data["unit_code"]).first()
    if unit is None:
        raise PostRefused("您的范围里没有这个信用代码的单位。")
    if by is not None:
        return enter_offer(who, unit, form.said(), by)
    round_ = plan.rounds.filter(pk=form.cleaned_data["round"]).first() if plan and form.cleaned_data["round"] else None
    return submit(who, enter_post(who, unit, form.said(), plan=plan, round_=round_))


@require_http_methods(GET_OR_POST)
@duty("posts.enter")
def new(request: Request) -> HttpResponse:
    """Enter a post of a unit, as for a public body."""
    return _entered(request, None)


@require_http_methods(GET_OR_POST)
@duty("posts.enter")
def new_of_plan(request: Request, plan_id: int) -> HttpResponse:
    """Enter a post that a unit reserves by its plan to lead by example."""
    plan = leads.plan(request.who, plan_id)
    if plan is None:
        raise Http404
    return _entered(request, plan)


@require_http_methods(GET_OR_POST)
@duty("posts.enter")
def edit(request: Request, post_id: int) -> HttpResponse:
    """Change a draft."""
    row = _post(request.who, post_id)
    form = shared.PostForm(initial=shared.first_values(row), is_new=False)
    if request.method == "POST":
        form = shared.PostForm(request.POST, is_new=False)
        if form.is_valid():
            try:
                change_post(request.who, row, form.said())
            except PostRefused as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, "改好了，还要报出去。")
                return redirect("federation:post", row.pk)
    return render(request, "federation/post_edit.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@duty("posts.enter")
def analysis(request: Request, post_id: int) -> HttpResponse:
    """Say what a post asks of people in the dimensions of the ability profile; filled in beforehand by its kind of work."""
    row = _post(request.who, post_id)
    form = AnalysisForm(row.demands)
    if request.method == "POST":
        form = AnalysisForm(row.demands, request.POST)
        if form.is_valid():
            try:
                analyse(request.who, row, form.demands())
            except PostRefused as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, "岗位分析记下了。")
                return redirect("federation:post", row.pk)
    page = {"form": form, "row": row, "status": shared.STATES[row.state]}
    return render(request, "federation/post_analysis.html", page, status=422 if form.errors else 200)
