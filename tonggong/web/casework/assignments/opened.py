"""What a month's files changed for whom, what came late, which steps are due: figures, and the rows behind each."""

from collections import Counter

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.casework.queries.assignments import steps_due
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.comparison.choices import RESULTS
from tonggong.domain.comparison.queries import months_known
from tonggong.domain.worklist import collection as late
from tonggong.domain.worklist.queries import change_items
from tonggong.web.components import rows
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Choice
from tonggong.web.components.words import long_day, month_name

CHANGES = ("new", "ended", "changed")
NOBODY = "none"  # in an address: nobody answers for them
LATE_SHOWN = 50


def _month(request: Request, known: list[str]) -> str:
    month = request.GET.get("month", "")
    return month if month in known else next(iter(known), "")


@require_GET
@duty("casework.assign")
def changes(request: Request) -> HttpResponse:
    """Show how a month's changes went to named workers, and which have none."""
    known = months_known()
    month = _month(request, known)
    items = change_items(request.who, month) if month else []
    counted: dict[tuple[int, str], Counter[str]] = {}
    for item in items:
        counted.setdefault((item.user_id, item.worker), Counter())[item.result] += 1

    def opens(user: int | str, result: str = "") -> str:
        return rows.address("casework:assignments-change-rows", month=month, worker=user, result=result)

    lines = [
        (user, name or "没有负责人", [(RESULTS[key], counts[key], opens(user or NOBODY, key)) for key in CHANGES],
         counts.total(), opens(user or NOBODY))
        for (user, name), counts in sorted(
            counted.items(), key=lambda pair: (pair[0][0] == 0, -pair[1].total(), pair[0][1])
        )
    ]  # fmt: skip
    page = reverse("casework:assignments-changes")
    shown = {
        "month": month, "rows": lines, "titles": [RESULTS[key] for key in CHANGES], "total": len(items), "all_url": opens(""),
        "months": [Choice(key, f"{page}?month={key}", key == month, value=key) for key in known[:6]],
    }  # fmt: skip
    return render(request, "casework/assignments/changes.html", shown)


@require_GET
@duty("casework.assign")
def change_rows(request: Request) -> HttpResponse:
    """Name the changes of a month that went to one worker, to nobody, or to all."""
    known, worker, result = months_known(), request.GET.get("worker", ""), request.GET.get("result", "")
    month = request.GET.get("month", "") or next(iter(known), "")
    user = 0 if worker == NOBODY else whole_number(worker)
    if (month and month not in known) or (worker and user is None) or result not in ("", *CHANGES):
        raise Http404
    found = [
        one
        for one in (change_items(request.who, month) if month else ())
        if (not worker or one.user_id == user) and (not result or one.result == result)
    ]
    shown, total, paging = rows.paged(request, found, lambda one: one.finding_id)
    people = {one.pk: one for one in served(request.who).filter(pk__in=[one.person_id for one in shown])}
    lines = []
    for one in shown:
        person = people.get(one.person_id)  # none: merged into a row beyond reach
        lines.append(rows.Row(
            one.person_id, person.name if person else "已并入别处", reverse("casework:case", args=[person.pk]) if person else "",
            (name_of(person.township_code) if person else "", FEEDS[one.feed].title if one.feed in FEEDS else one.feed, RESULTS[one.result],
             one.worker or "没有负责人"),
        ))  # fmt: skip
    whose = "" if not worker else "没有负责人的" if not user else f"{shown[0].worker}的" if shown else ""
    title = f"{month_name(month) if month else ''}{whose}{RESULTS.get(result, '')}变化"
    back = (rows.address("casework:assignments-changes", month=month), "变化分给了谁")
    columns = ("姓名", "乡镇街道", "哪份文件", "怎样变的", "负责人")
    note = "负责人按现在的分派；文件里的变化按这个月比对的结果。"
    return rows.rows_page(request, rows.Rows(title, back, clock.today(), columns, lines, total, paging, "项", note))


@require_GET
@duty("casework.assign")
def step_rows(request: Request) -> HttpResponse:
    """Name the steps of plans that are due by a day, of one worker or of all."""
    day, said = rows.day_of(request), request.GET.get("worker", "")
    worker, due = whole_number(said), steps_due(request.who, day)
    if said and worker is None:
        raise Http404
    due = due.filter(owner=worker) if said else due
    shown, total, paging = rows.paged(request, due, lambda one: one.pk, "步")
    lines = [
        rows.Row(one.plan.person_id, one.plan.person.name, reverse("casework:plan", args=[one.plan.person_id]), (
            one.text, long_day(one.due_on), one.owner.name, name_of(one.plan.person.township_code),
        ))
        for one in shown
    ]  # fmt: skip
    title = f"{shown[0].owner.name}：到期的计划步骤" if said and shown else "到期的计划步骤"
    back = (reverse("casework:assignments"), "分派")
    columns = ("姓名", "步骤", "期限", "负责人", "乡镇街道")
    return rows.rows_page(request, rows.Rows(title, back, day, columns, lines, total, paging, "步"))


@require_GET
@duty("casework.read")
def collection(request: Request) -> HttpResponse:
    """Show who records what within how many days, and what came late."""
    day = rows.day_of(request)
    found = late.collection(request.who, day)
    shown = found.late[:LATE_SHOWN]
    if shown:
        ids = sorted({one.person_id for one in shown})
        audit.record("view", who=request.who, subject="persons.Person", ids=ids, page="collection")

    def opens(duty: str, which: str) -> str:
        return rows.address("casework:collection-rows", duty=duty, which=which, on=day)

    page = {
        "found": found, "day": day, "late": shown, "all_late": len(found.late), "all_url": opens("", "late"),
        "first_url": opens("", "first"),
        "lines": [(one, opens(one.duty.key, "recorded"), opens(one.duty.key, "late")) for one in found.lines],
        "can_open": request.who.may("ledger.read"),
    }  # fmt: skip
    return render(request, "casework/assignments/collection.html", page)


WHICH_FACTS = {"recorded": "记入的", "late": "迟报的", "first": "启用时带来的"}


@require_GET
@duty("casework.read")
def collection_rows(request: Request) -> HttpResponse:
    """Name the facts that were recorded under a duty, those of them that came late, or those that the start brought."""
    day, which, key = rows.day_of(request), request.GET.get("which", "late"), request.GET.get("duty", "")
    if which not in late.WHICH or (key and key not in late.BY_KEY):
        raise Http404
    found = late.recorded(request.who, day, key, which)
    shown, total, paging = rows.paged(request, found, lambda one: one.place)
    url = "federation:person" if request.who.may("ledger.read") else ""
    lines = [
        rows.Row(one.person_id, one.name, reverse(url, args=[one.person_id]) if url else "", (
            one.duty.what, long_day(one.happened_on), long_day(one.recorded_on), one.words, one.said_by,
        ))
        for one in shown
    ]  # fmt: skip
    what = late.BY_KEY[key].what if key else "全部"
    title = f"{what}：{WHICH_FACTS[which]}"
    back = (rows.address("casework:collection", on=day), "采集时限")
    columns = ("姓名", "记什么", "发生", "记入", "迟不迟", "谁记的")
    return rows.rows_page(request, rows.Rows(title, back, day, columns, lines, total, paging))
