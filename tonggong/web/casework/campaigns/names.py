"""The names of a campaign, and what came of each: one outcome, recorded as a visit."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.campaigns.queries import lists as queries
from tonggong.domain.casework.choices import VisitOutcome
from tonggong.domain.casework.services.recording import record_entry
from tonggong.rules.contacts import FOUND
from tonggong.rules.target import REASON_LABELS, Reason
from tonggong.web.casework.campaigns.forms import OutcomeForm
from tonggong.web.casework.campaigns.views import found, names_url, narrowed
from tonggong.web.components.parts import Choice, Page

PAGE = 100
OF_FORM = {"method": "method", "outcome": "outcome", "on": "on", "present": "present", "satisfied": "satisfied", "note": "note"}  # fmt: skip


def _tag(one: Any) -> tuple[str, str]:
    if one.outcome is None:
        return "waiting", "还没有结果"
    label = VisitOutcome(one.outcome).label
    return ("done" if one.outcome in FOUND else "info"), label


def _lines(rows: list[Any]) -> list[dict[str, Any]]:
    users = queries.workers(rows)
    return [
        {
            "one": one, "person": queries.person_of(one), "place": name_of(one.township_code or one.county_code), "tag": _tag(one),
            "worker": users.get(one.answers, ""),
            "left": REASON_LABELS[Reason(one.left_reason)] if one.left_reason else ("不再符合" if one.left_on else ""),
        }
        for one in rows
    ]  # fmt: skip


@require_GET
@duty("campaigns.manage")
def names(request: Request, campaign_id: int) -> HttpResponse:
    """Show the names of a campaign by what came of them."""
    row, code = found(request.who, campaign_id), request.GET.get("place", "")
    here = narrowed(request.who, code)
    state, worker = request.GET.get("state", "all"), request.GET.get("worker", "")
    if state not in queries.STATES:
        raise Http404
    who_answers = int(worker) if worker.isascii() and worker.isdigit() and len(worker) < 19 else None
    rows = queries.names(here, row, state, worker=who_answers, unassigned=worker == "none")
    start = request.GET.get("start", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    got = list(rows[first : first + PAGE + 1])
    shown = got[:PAGE]
    audit.record("view", who=request.who, subject="persons.Person", ids=[one.stands for one in shown])
    said = {"place": code, "worker": worker}
    page = {
        "row": row, "title": queries.STATES[state], "place": name_of(here.reach.ljust(12, "0")), "lines": _lines(shown),
        "total": rows.count(),
        "states": [Choice(words, names_url(row, **said, state=key), key == state) for key, words in queries.STATES.items()],
        "paging": Page(
            f"第 {first + 1}—{first + len(shown)} 人" if shown else "",
            names_url(row, **said, state=state, start=first + PAGE) if len(got) > PAGE else "",
            names_url(row, **said, state=state) if first else "",
        ),
        "may_record": request.who.may("casework.record") and row.closed_on is None,
    }  # fmt: skip
    return render(request, "casework/campaigns/names.html", page)


@require_GET
@duty("casework.read")
def mine(request: Request) -> HttpResponse:
    """Show the names for whom the worker answers, in each running campaign."""
    lists = [(row, _lines(rows)) for row, rows in queries.mine(request.who)]
    audit.record("view", who=request.who, subject="persons.Person", ids=[line["one"].stands for _row, lines in lists for line in lines])  # fmt: skip
    page = {"lists": lists, "may_record": request.who.may("casework.record")}
    return render(request, "casework/campaigns/mine.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.record")
def outcome(request: Request, target_id: int) -> HttpResponse:
    """Record what came of one attempt to reach a name."""
    one = queries.target(request.who, target_id)
    if one is None or one.campaign.closed_on is not None:
        raise Http404
    person = queries.person_of(one)
    back = reverse("casework:campaign-mine")
    if request.who.may("campaigns.manage"):
        back = names_url(one.campaign, state="without")
    form = OutcomeForm(request.POST) if request.method == "POST" else OutcomeForm(initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        receipt = record_entry(request.who, _entry(form.cleaned_data, person.pk, one.pk))
        if receipt.state != "refused":
            messages.success(request, f"{person.name}：{VisitOutcome(form.cleaned_data['outcome']).label}，已记下。")
            return HttpResponseRedirect(back)
        for wrong in receipt.wrongs:
            form.add_error(OF_FORM.get(wrong.field), str(wrong))
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    page = {"one": one, "person": person, "row": one.campaign, "form": form, "back": back, "tag": _tag(one)}
    return render(request, "casework/campaigns/outcome.html", page, status=422 if form.errors else 200)


def _entry(said: dict[str, Any], person: int, target: int) -> dict[str, Any]:
    entry = {
        "key": str(said["key"]), "person": person, "started_at": clock.now().isoformat(), "on": said["on"].isoformat(),
        "method": said["method"], "outcome": said["outcome"], "campaign_target": target, "present": said["present"],
        "satisfied": said["satisfied"], "note": said["note"],
    }  # fmt: skip
    return {key: value for key, value in entry.items() if value not in ("", None)}
