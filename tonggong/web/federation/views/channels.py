"""就业渠道: the newly employed of the year by channel and by kind of unit, each number with its rows; the yearly letters."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.jobs import services as jobs
from tonggong.domain.cooperation.queries import reports
from tonggong.domain.cooperation.services import reports as services
from tonggong.domain.quota import queries as quota
from tonggong.domain.quota.choices import TIER_LABELS
from tonggong.domain.reporting import queries as figures
from tonggong.domain.reporting.indicators import INDICATORS, shown
from tonggong.domain.reporting.papers import levy_mailing
from tonggong.rules.days import in_words
from tonggong.rules.masking import mask_name
from tonggong.web.components import rows as rows_of
from tonggong.web.components.documents import download
from tonggong.web.components.parts import Bar, BarChart
from tonggong.web.federation import quota_page as pages
from tonggong.web.federation.cooperation_pages import found_or_404, rooms

KEYS = {"jobs.by_associations": "按就业途径", "jobs.at_private_firms": "按单位性质"}


def _block(request: Request, key: str) -> dict[str, Any] | None:
    who = request.who
    figure = figures.latest_figure(who, key)
    if figure is None:
        return None
    seen = figures.figure_seen(who, figure)
    counted = (
        figures.figure_rows(who, figure).order_by().values("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    )
    total = sum(one["n"] for one in counted)
    parts = [
        {"name": figures.reason_title(figure, one["reason"]), "n": one["n"], "share": f"{one['n'] * 100 / total:.1f}%",
         "url": rows_of.address("federation:cooperation-channel-rows", key=key, figure=figure.pk, reason=one["reason"])}
        for one in counted
    ]  # fmt: skip
    known = (seen.denominator or 0) - seen.beside.get("待核", 0)
    words = f"{seen.denominator or 0} 人新增就业，说得清的 {known} 人里 {seen.numerator or 0} 人，占 {shown(seen.value, '%')}。"
    chart = BarChart(
        words, [Bar(part["name"], part["n"], url=part["url"]) for part in parts], (KEYS[key][1:], "人数"), unit="人"
    )
    return {
        "title": KEYS[key], "indicator": INDICATORS[key], "figure": figure, "seen": seen, "parts": parts, "chart": chart,
        "value": shown(seen.value, "%"), "lower": shown(seen.lower, "%"), "upper": shown(seen.upper, "%"),
        "counted": seen.numerator or 0, "unknown": seen.beside.get("待核", 0), "total": total,
        "url": rows_of.address("federation:cooperation-channel-rows", key=key, figure=figure.pk, standing="counted"),
    }  # fmt: skip


@require_GET
@duty("cooperation.read")
def channels(request: Request) -> HttpResponse:
    """The year's newly employed by channel and by kind of unit, as of the last figures."""
    blocks = [found for key in KEYS if (found := _block(request, key)) is not None]
    return render(
        request, "federation/cooperation_channels.html", {"rooms": rooms("cooperation-channels"), "blocks": blocks}
    )


@require_GET
@duty("cooperation.read")
def channel_rows(request: Request) -> HttpResponse:
    """The persons of one channel or one kind of unit, masked for who does not work on the ledger."""
    who, said = request.who, request.GET
    if not said:
        return redirect("federation:cooperation-channels")  # an address without a figure opens no number
    key = said.get("key", "")
    found_or_404(KEYS.get(key))
    number = said.get("figure", "")
    figure = found_or_404(figures.figure_by_id(who, int(number)) if number.isdecimal() and len(number) < 18 else None)
    found_or_404(figure.key == key or None)
    reason, standing = said.get("reason"), said.get("standing")
    rows = list(figures.figure_rows(who, figure, reason=reason, standing=standing))
    lines, total, paging = rows_of.paged(request, rows, lambda one: one.pk, "人")
    is_whole = who.may("casework.read")
    cells = [
        rows_of.Row(
            one.person_id, one.person.name if is_whole else mask_name(one.person.name),
            reverse("federation:person", args=[one.person_id]) if who.may("ledger.read") else "",
            (in_words(one.fact_on), name_of(one.county_code), figures.reason_title(figure, one.reason), one.because),
        )
        for one in lines
    ]  # fmt: skip
    title = f"{KEYS[key]}：{figures.reason_title(figure, reason) if reason else INDICATORS[key].title}"
    page = rows_of.Rows(
        title, (reverse("federation:cooperation-channels"), "就业渠道"), figure.as_of,
        ("姓名", "开始就业", "县区", "算作", "理由"), cells, total, paging, "人",
    )  # fmt: skip
    return rows_of.rows_page(request, page)


# ---------------------------------------------------------------- the yearly letters


@require_GET
@duty("cooperation.read")
def mailings(request: Request) -> HttpResponse:
    """The mailings that were made, and a form for a new one."""
    who = request.who
    made = quota.years_made(who)
    page = {
        "rooms": rooms("cooperation-mailings"), "made": made, "counties": pages.county_choices(who),
        "kinds": [(key, pages.kind_name(key)) for key in sorted(quota.totals(who, made[0], "kind")) if key] if made else [],
        "tiers": list(TIER_LABELS.items()), "may": who.may("cooperation.manage") and who.may("export.rows"),
        "rows": [(row, _whom(row)) for row in reports.mailings(who)],
    }  # fmt: skip
    return render(request, "federation/cooperation_mailings.html", page)


def _whom(row: Any) -> str:
    said = [name_of(row.county) if row.county else "", pages.kind_name(row.kind) if row.kind else "",
            TIER_LABELS.get(row.tier, "")]  # fmt: skip
    return "，".join(filter(None, said)) or "范围内全部单位"


@require_POST
@duty("cooperation.manage")
def mail(request: Request) -> HttpResponse:
    """Have the worker write the letters of a list."""
    who, said = request.who, request.POST
    year = pages.year_of_form(request)
    tier = said.get("tier", "")
    found_or_404(not tier or tier in TIER_LABELS or None)
    row = services.open_mailing(
        who, year=year, county=pages.known_county(who, said.get("county", "")), kind=pages.known_kind(said.get("kind", "")),
        tier=tier,
    )  # fmt: skip
    run = jobs.start(who, levy_mailing.MAILING, str(row.pk), f"写 {year} 年告知信", unit="家")
    levy_mailing.write_letters.enqueue(run.pk)
    return HttpResponseRedirect(reverse("federation:run", args=[run.pk]))


@require_GET
@duty("cooperation.read")
def mailing(request: Request, mailing_id: int) -> HttpResponse:
    """Who got which letter with which figures."""
    row = found_or_404(reports.mailing(request.who, mailing_id))
    shown_rows, total, paging = rows_of.paged(request, list(reports.letters_of(row)), lambda one: one.pk, "封")
    lines = [
        rows_of.Row(None, one.unit.in_use.name, rows_of.address("federation:quota-unit", one.unit.in_use.pk, year=row.year),
                    (_plain(one.headcount), _plain(one.required), _plain(one.counted),
                     "算不出" if one.payable_yuan is None else f"{one.payable_yuan:,} 元", one.file_name))
        for one in shown_rows
    ]  # fmt: skip
    note = f"{_whom(row)}；{row.by} 于 {in_words(row.made_on)} 办理。另有 {row.left_out} 家没有这一年的数，没有写。"
    page = rows_of.Rows(
        f"{row.year}年批量告知信", (reverse("federation:cooperation-mailings"), "批量告知信"), row.made_on,
        ("单位", "在职职工", "应安排", "已安排", "应缴", "文件"), lines, total, paging, "封", note,
    )  # fmt: skip
    return rows_of.rows_page(request, page)


def _plain(value: Any) -> str:
    return "不明" if value is None else f"{value:.2f}"


@require_GET
@duty("cooperation.manage")
def package(request: Request, mailing_id: int) -> HttpResponse:
    """Hand out the letters of a mailing as one file, noted as a release."""
    row = found_or_404(reports.mailing(request.who, mailing_id))
    data = services.hand_out(request.who, row)
    return download(data, "application/zip", f"{row.year}年告知信.zip")
