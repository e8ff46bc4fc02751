"""The rows behind a figure that the ledger puts on a sheet, and behind the services of agencies."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.agencies import ground, queries
from tonggong.domain.casework.choices import ServiceKind, ServiceOutcome
from tonggong.web.components import rows
from tonggong.web.components.asked import whole_number
from tonggong.web.components.words import long_day

KINDS, OUTCOMES = ({str(key): str(title) for key, title in one.choices} for one in (ServiceKind, ServiceOutcome))


def links(who: Who, view: Any) -> dict[str, dict[str, Any]]:
    """By item, the addresses of the rows behind its figure: all, done, lacking; or of the kept figure that says it."""
    kept = ground.grounds([line.row.pk for line in view.lines])
    found: dict[str, dict[str, Any]] = {}
    for line in view.lines:
        said = line.row.found
        if line.row.pk in kept:
            of, yes = said.get("of") or 0, said.get("yes") or 0
            found[line.item.id] = {
                part: (count, rows.address("casework:agency-rows", view.sheet.pk, line.item.id, part=part))
                for part, count in (("whole", of), ("yes", yes), ("lacking", of - yes))
            }
        elif said.get("key") and said.get("figure") and who.may("figures.rows"):
            scope = view.sheet.county_code if len(who.reach) <= 4 else ""
            url = rows.address("committee:figure", said["key"], figure=said["figure"], scope=scope)
            found[line.item.id] = {"figure": url}
    return found


@require_GET
@duty("agencies.read")
def sheet_rows(request: Request, sheet_id: int, item: str) -> HttpResponse:
    """Name the rows that an item's figure was counted from, as frozen with the sheet."""
    sheet, part = queries.sheet(request.who, sheet_id), request.GET.get("part", "whole")
    row = sheet.rows.filter(item=item).first() if sheet is not None else None
    if sheet is None or row is None or part not in ground.PARTS:
        raise Http404
    of = ground.ground(row)
    keys = ground.keys(request.who, of, part) if of is not None else []
    shown, total, paging = rows.paged(request, keys, lambda pk: pk, ground.UNITS[of.kind] if of else "条")
    url = "casework:case" if request.who.may("casework.read") else ""
    lines = [
        rows.Row(one.person_id, one.name, reverse(url, args=[one.person_id]) if url and one.person_id else "", (
            one.what, "做到了" if one.is_done else "没有做到", name_of(one.township_code) if one.township_code else "",
        ))
        for one in (ground.counted(request.who, of, shown) if of is not None else [])
    ]  # fmt: skip
    text = queries.item_text(sheet, item)
    note = f"{text}。{row.found.get('sentence', '')}"
    if of is not None and part == "whole" and total < len(of.whole):
        note += f"另有 {len(of.whole) - total} 条的人已经不在您的范围。"
    back = (reverse("casework:agency-sheet", args=[sheet.pk]), f"{sheet.year}年考评表")
    page = rows.Rows(
        f"{item}：{ground.PARTS[part]}", back, sheet.frozen_on or clock.today(), ("姓名", "哪一项", "怎样了", "乡镇街道"), lines,
        total, paging, ground.UNITS[of.kind] if of else "条", note,
    )  # fmt: skip
    return rows.rows_page(request, page)


@require_GET
@duty("agencies.read")
def provider_services(request: Request) -> HttpResponse:
    """Name the services of one agency in a year, or the people who came into work by it."""
    provider, year = whole_number(request.GET.get("provider")), whole_number(request.GET.get("year"))
    year, is_placed = year or clock.today().year, request.GET.get("which") == "placed"
    of = queries.provider(request.who, provider) if provider is not None else None
    if provider is not None and of is None:
        raise Http404
    found = queries.services_of(request.who, year, of, is_placed=is_placed)
    shown, total, paging = rows.paged(request, found, lambda one: one.pk, "人" if is_placed else "人次")
    url = "casework:case" if request.who.may("casework.read") else ""
    lines = [
        rows.Row(one.person_id, one.person.name, reverse(url, args=[one.person_id]) if url else "", (
            KINDS.get(str(one.kind), ""), OUTCOMES.get(str(one.outcome), ""), long_day(one.on), one.provider,
            name_of(one.person.township_code),
        ))
        for one in shown
    ]  # fmt: skip
    title = f"{of.name if of else '合作机构'}：{year}年{'带来就业的人' if is_placed else '服务人次'}"
    back = (rows.address("casework:providers", year=year), "合作机构")
    columns = ("姓名", "服务", "结果", "哪天", "机构", "乡镇街道")
    page = rows.Rows(title, back, clock.today(), columns, lines, total, paging, "人" if is_placed else "人次")
    return rows.rows_page(request, page)
