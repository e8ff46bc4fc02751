"""The exchange with the monitoring system, and what both sides say of the capacity to work."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.intake.reading import WrongFile
from tonggong.domain.rural import capacity as differing
from tonggong.domain.rural import exchange as lists
from tonggong.domain.rural.columns import version_on
from tonggong.domain.rural.exchange import State
from tonggong.domain.rural.receipts import MOST_TOLD, Taken, take_receipts
from tonggong.web.casework.rural.forms import DecisionForm, ReceiptForm
from tonggong.web.casework.rural.pages import number_asked, tabs
from tonggong.web.components.documents import download
from tonggong.web.components.parts import Choice, Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZE, LISTS, EVENTS = 50, 12, 20
LOOKS = {
    State.PREPARED: "waiting", State.SENT: "running", State.RECEIPTED: "done", State.RETURNED: "refused", State.CORRECTED: "waiting",
}  # fmt: skip


def _page(request: Request, form: ReceiptForm | None = None, taken: Taken | None = None) -> HttpResponse:
    who, state = request.who, request.GET.get("state", "")
    if state not in ("", *State.values):
        raise Http404
    found = lists.overview(who)
    rows = lists.rows(who).filter(pk__gt=number_asked(request, "after")).order_by("pk")
    if state:  # as the number beside it counts: rows of needs that stand
        rows = rows.filter(pk__in=among(row.pk for row in lists.current_rows(who) if row.state == state))
    shown = list(rows[: SIZE + 1])
    more, shown = len(shown) > SIZE, shown[:SIZE]
    names = lists.names_of(shown)
    events = list(lists.log(who)[:EVENTS])
    ids = {row.stands for row in shown} | {event.row.stands for event in events}
    audit.record("view", who=who, subject="persons.Person", ids=sorted(ids))
    of_events = lists.names_of([event.row for event in events])
    url = reverse("casework:rural-exchange")
    context = {
        "tabs": tabs(request, "rural-exchange"), "found": found, "form": form or ReceiptForm(), "taken": taken,
        "faults": taken.faults[:MOST_TOLD] if taken else [], "more_faults": max(0, len(taken.faults) - MOST_TOLD) if taken else 0,
        "states": [(State(key).label, found.counts[key], f"{url}?state={key}", LOOKS[State(key)]) for key in State.values],
        "pick": [
            Choice("全部", url, not state), *(Choice(State(key).label, f"{url}?state={key}", key == state) for key in State.values)
        ],
        "lines": [(row, names[row.pk], LOOKS[State(row.state)]) for row in shown],
        "page": Page(f"这里 {len(shown)} 行", f"?state={state}&after={shown[-1].pk}" if more else "", f"?state={state}" if request.GET.get("after") else ""),
        "events": [(event, of_events[event.row.pk]) for event in events], "lists": lists.batches(who)[:LISTS],
        "may_send": who.may("export.rows"), "version": version_on(clock.today()), "waiting": found.counts[State.SENT],
    }  # fmt: skip
    return render(request, "casework/rural/exchange.html", context, status=422 if form and form.errors else 200)


@require_GET
@duty("rural.exchange")
def overview(request: Request) -> HttpResponse:
    """Show where each row of the exchange stands, the lists handed out and what happened last."""
    return _page(request)


def _back(request: Request) -> HttpResponse:
    return HttpResponseRedirect(reverse("casework:rural-exchange"))


@require_POST
@duty("rural.exchange")
def prepare(request: Request) -> HttpResponse:
    """Put needs that are not on the list yet on it."""
    made = lists.prepare(request.who)
    messages.success(request, f"新准备了 {made} 行。" if made else "没有新的：每次登记的需求都已经在名单里。")
    return _back(request)


@require_POST
@duty("rural.exchange")
@duty("export.rows")
def send(request: Request) -> HttpResponse:
    """Hand out what waits as one list."""
    batch = lists.export(request.who, again=request.POST.get("again") == "1")
    messages.success(request, f"生成了 {batch.rows} 行的名单，在“送出的名单”里下载，交给乡村振兴部门。")
    return _back(request)


@require_GET
@never_cache
@duty("rural.exchange")
@duty("export.rows")
def batch(request: Request, batch_id: int) -> HttpResponse:
    """Hand out the file of a list, with identifiers; that it leaves is written down."""
    found = lists.batches(request.who).filter(pk=batch_id).first()
    if found is None:
        raise Http404
    day = clock.day_of(found.at)
    return download(lists.batch_file(request.who, found), XLSX, f"监测对象就业需求-{day:%Y%m%d}-{found.rows}行.xlsx")


@require_POST
@duty("rural.exchange")
def receipts(request: Request) -> HttpResponse:
    """Take the answers of a returned list in."""
    form = ReceiptForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = take_receipts(request.who, file.read(), file.name)
        except WrongFile as refusal:
            form.add_error("file", str(refusal))
        else:
            return _page(request, None, taken)
    return _page(request, form)


def _row(request: Request, row_id: int) -> Any:
    found = lists.rows(request.who).filter(pk=row_id).first()
    if found is None:
        raise Http404
    return found


@require_POST
@duty("rural.exchange")
def answer(request: Request, row_id: int) -> HttpResponse:
    """Write down by hand what the other side said of a row."""
    row = _row(request, row_id)
    is_taken = request.POST.get("result") == "receipted"
    lists.answer(request.who, row, is_taken, request.POST.get("reason", "")[:200])
    messages.success(request, f"{row.key} 记为{'已录入' if is_taken else '退回'}。")
    return _back(request)


@require_POST
@duty("rural.exchange")
def correct(request: Request, row_id: int) -> HttpResponse:
    """Say what was put right about a row that came back."""
    row = _row(request, row_id)
    lists.correct(request.who, row, request.POST.get("what", "")[:200])
    messages.success(request, f"{row.key} 已改正，下一次名单里会再送。")
    return _back(request)


@require_GET
@duty("rural.exchange")
def notice(request: Request) -> HttpResponse:
    """Show what a village may hang out: no number, no phone, no health."""
    heads, lines = lists.notice(request.who)
    page = {"heads": heads, "lines": lines, "day": clock.today()}
    return render(request, "casework/rural/notice.html", page)


@require_GET
@duty("rural.exchange")
def capacity(request: Request) -> HttpResponse:
    """List where the monitoring system and our record differ on the capacity to work."""
    found = differing.differences(request.who, clock.today())
    audit.record("view", who=request.who, subject="persons.Person", ids=[one.person.pk for one in found])
    page = {
        "tabs": tabs(request, "rural-capacity"), "open": [(one, DecisionForm(auto_id=f"d{one.person.pk}-%s")) for one in found if one.decided is None],
        "decided": [one for one in found if one.decided is not None],
    }  # fmt: skip
    return render(request, "casework/rural/capacity.html", page)


@require_POST
@duty("rural.exchange")
def decide(request: Request, person_id: int) -> HttpResponse:
    """Decide one difference; neither side is changed."""
    found = differing.difference(request.who, person_id, clock.today())
    if found is None:
        raise Http404
    differing.decide(request.who, found, request.POST.get("choice", ""), request.POST.get("note", ""))
    messages.success(request, f"{found.person.name}的处理已记下，两边的记录都没有改。")
    return HttpResponseRedirect(reverse("casework:rural-capacity"))
