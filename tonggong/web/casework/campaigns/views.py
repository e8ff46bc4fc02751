"""Campaigns: the list of them, a new one, one with its progress, closing, the month's numbers, the report."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.campaigns.lists import title_of
from tonggong.domain.campaigns.queries import lists as queries
from tonggong.domain.campaigns.queries import month
from tonggong.domain.campaigns.services import lists as services
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.posts import queries as offers
from tonggong.domain.reporting.papers import campaign as paper
from tonggong.rules.campaigns import LASTS_LABELS, Lasts, Tally
from tonggong.rules.outcome import percent
from tonggong.web.casework.campaigns.forms import CampaignForm, MonthForm
from tonggong.web.components.documents import download
from tonggong.web.components.parts import Choice
from tonggong.web.components.rows import address

SHOWN = 24
WAYS = {"county": "按县区", "town": "按乡镇街道", "worker": "按负责人"}


def found(who: Who, campaign_id: int) -> Any:
    """A campaign that touches somebody's reach. Raises Http404 where there is none."""
    row = queries.campaigns(who).filter(pk=campaign_id).first()
    if row is None:
        raise Http404
    return row


def narrowed(who: Who, code: str) -> Who:
    """Somebody's reach, narrowed to a county or town of it. Raises Http404 where that is none within reach."""
    if not code:
        return who
    if not who.covers(code) or name_of(code) == code:
        raise Http404
    return who.narrowed_to(code)


def names_url(row: Any, **said: Any) -> str:
    """The address of a campaign's names."""
    kept = {key: value for key, value in said.items() if value not in ("", None)}
    url = reverse("casework:campaign-names", args=[row.pk])
    return f"{url}?{urlencode(kept)}" if kept else url


def state_of(row: Any) -> tuple[str, str]:
    """The tag of a campaign: how it stands."""
    today = clock.today()
    if row.closed_on:
        return "done", "已办结"
    if row.listed_on is None:
        return "waiting", "还没开始"
    return ("overdue", "到期没办结") if today > row.ends_on else ("running", "进行中")


@require_GET
@duty("campaigns.manage")
def campaigns(request: Request) -> HttpResponse:
    """List the campaigns within reach with how far each is."""
    who, lines = request.who, []
    for row in queries.campaigns(who)[:SHOWN]:
        tally = queries.total(queries.progress(who, row, "county")) if row.listed_on else Tally(0, {})
        lines.append({"row": row, "rule": title_of(row.rule), "tally": tally, "state": state_of(row), "rate": percent(tally.found_rate)})  # fmt: skip
    return render(request, "casework/campaigns/list.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@duty("campaigns.manage")
def new(request: Request) -> HttpResponse:
    """Make a campaign."""
    form = CampaignForm(request.POST) if request.method == "POST" else CampaignForm()
    if request.method == "POST" and form.is_valid():
        try:
            row = services.open_campaign(request.who, **form.cleaned_data)
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "名单已按规则确定。" if row.listed_on else "已建好，名单在开始那天按规则确定。")
            return HttpResponseRedirect(reverse("casework:campaign", args=[row.pk]))
    page = {"form": form, "place": name_of(request.who.reach.ljust(12, "0"))}
    return render(request, "casework/campaigns/new.html", page, status=422 if form.errors else 200)


def _line(row: Any, group: queries.Group, way: str, code: str) -> dict[str, Any]:
    tally = group.tally
    of = {"place": code, "worker": group.key or "none"} if way == "worker" else {"place": group.key}
    inner = f"{reverse('casework:campaign', args=[row.pk])}?place={group.key}" if way != "worker" and group.key else ""
    return {
        "name": group.name, "tally": tally, "url": inner, "rate": percent(tally.found_rate),
        "targets_url": names_url(row, **of), "found_url": names_url(row, **of, state="found"),
        "met_url": names_url(row, **of, state="met"), "phone_url": names_url(row, **of, state="phone"),
        "without_url": names_url(row, **of, state="without"),
    }  # fmt: skip


def _page(request: Request, row: Any, form: Any = None, status: int = 200) -> HttpResponse:
    who, code = request.who, request.GET.get("place", "")
    here = narrowed(who, code)
    own = {4: "county", 6: "town"}.get(len(here.reach), "worker")
    way = request.GET.get("by", "")
    way = way if way in WAYS else own
    groups = queries.progress(here, row, way) if row.listed_on else []
    total = queries.total(groups)
    url = reverse("casework:campaign", args=[row.pk])
    ways = [
        Choice(words, f"{url}?{urlencode({'place': code, 'by': key})}", key == way)
        for key, words in WAYS.items()
        if list(WAYS).index(key) >= list(WAYS).index(own)
    ]
    may_change = queries.is_ones_own(who, row) and row.closed_on is None
    cells = (
        month.table(row) if row.kind == "month" and row.listed_on and queries.is_ones_own(who, row) and not code else []
    )
    page = {
        "row": row, "rule": title_of(row.rule), "state": state_of(row), "place": name_of(here.reach.ljust(12, "0")), "code": code,
        "way": WAYS[way], "ways": ways, "lines": [_line(row, group, way, code) for group in groups], "total": total,
        "whole": _line(row, queries.Group(code, "合计", total), "town", code), "sentences": _sentences(total),
        "joiners": queries.joiners(here, row), "joiner_url": names_url(row, place=code, state="joiner"),
        "leavers": queries.leavers(here, row), "left_url": names_url(row, place=code, state="left"),
        "nobody": queries.names(here, row, "nobody").count(), "nobody_url": names_url(row, place=code, state="nobody"),
        "cells": cells, "result": _result(who, row) if row.listed_on and not code else "", "may_change": may_change,
        "may_close": may_change and row.listed_on is not None and clock.today() >= row.ends_on,
        "owed": queries.names(who, row, "owed").count() if may_change else 0, "owed_url": names_url(row, state="owed"),
        "offers": offers.posts(here, brought=("campaign", row.pk)).count() if who.may("posts.read") else 0,
        "offers_url": address("federation:posts-list", brought=f"campaign-{row.pk}"),
        "offer_url": address("federation:posts-new", brought=f"campaign-{row.pk}")
        if who.may("posts.enter") and row.closed_on is None else "",
        "form": form or (MonthForm(initial=row.typed) if cells and may_change else None),
    }  # fmt: skip
    return render(request, "casework/campaigns/campaign.html", page, status=status)


def _sentences(tally: Tally) -> list[str]:
    """What the progress says, in words."""
    felt, due = tally.felt_rate, tally.kept + tally.late
    said = [
        f"找到 {tally.found:,} 人，占 {percent(tally.found_rate)}；见到 {tally.met:,} 人，只电话联系上 {tally.phoned:,} 人。"
    ]
    if tally.scored:
        said.append(
            f"见到的人里 {tally.scored:,} 人打了分，给高分的占 {percent(felt.known)}；{felt.unknown:,} 人没有打分，不算在内。"
        )
    if due:
        said.append(f"答应的事到期 {due:,} 件，按期办到 {tally.kept:,} 件，兑现 {percent(tally.promise_rate)}。")
    return said


def _result(who: Who, row: Any) -> str:
    """What lasts of the jobs begun in the campaign."""
    found_ = month.result(who, row, clock.today())
    if not found_.placed:
        return "名单上的人在活动期间没有新就业。"
    words = f"名单上的人在活动期间新就业 {found_.placed:,} 人。"
    if found_.lasts[Lasts.NOT_YET]:
        return f"{words}{found_.on.year}年{found_.on.month}月{found_.on.day}日起可看还有多少人在岗、参保。"
    parts = (f"{LASTS_LABELS[key]} {found_.lasts[key]:,} 人" for key in (Lasts.INSURED, Lasts.EMPLOYED, Lasts.LOST))
    return f"{words}到{found_.on.year}年{found_.on.month}月{found_.on.day}日：{'，'.join(parts)}。"


@require_GET
@duty("campaigns.manage")
def campaign(request: Request, campaign_id: int) -> HttpResponse:
    """Show how far a campaign is, by county, town and worker, and what lasts of it."""
    return _page(request, found(request.who, campaign_id))


def _own(request: Request, campaign_id: int) -> Any:
    row = found(request.who, campaign_id)
    if not queries.is_ones_own(request.who, row):
        raise CampaignRefused("这是市里的专项行动，由市残联办结和填报。")
    return row


@require_POST
@duty("campaigns.manage")
def close(request: Request, campaign_id: int) -> HttpResponse:
    """Close a campaign."""
    row = _own(request, campaign_id)
    services.close(request.who, row)
    messages.success(request, "已办结。结果和负责人不再变动。")
    return HttpResponseRedirect(reverse("casework:campaign", args=[row.pk]))


@require_POST
@duty("campaigns.manage")
def month_table(request: Request, campaign_id: int) -> HttpResponse:
    """Write down the month's numbers that the ledger does not know."""
    row, form = _own(request, campaign_id), MonthForm(request.POST)
    if form.is_valid():
        try:
            services.type_in(request.who, row, form.cleaned_data, month.counted(row))
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已填报。")
            return HttpResponseRedirect(reverse("casework:campaign", args=[row.pk]))
    return _page(request, row, form, 422)


@require_GET
@duty("campaigns.manage")
def report(request: Request, campaign_id: int) -> HttpResponse:
    """Hand out the report as .docx; it names nobody."""
    row = found(request.who, campaign_id)
    made = paper.campaign_report(request.who, row)
    data = paper.as_docx(made)
    paper.note_release(request.who, row)
    return download(data, paper.MEDIA_TYPE, f"{made.title}.docx")
