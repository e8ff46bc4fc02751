"""差异裁定: the queue, one case after the other, without leaving the page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import IncompatibleDuties, Request
from tonggong.base.divisions.queries import name_of
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.comparison import services
from tonggong.domain.reporting.tasks import refresh_soon
from tonggong.web.components import words
from tonggong.web.federation.case_page import DONE, Case, Scope, Waiting
from tonggong.web.federation.pages import is_month, note_view

SKIPPED = "queue_skipped"
MOST_SKIPPED = 300


def _scope(request: Request) -> Scope:
    month = request.GET.get("month", "")
    county = request.GET.get("county", "")
    return Scope(is_month(month) if month else "", county if county.isdigit() and len(county) == 12 else "")


def _found(request: Request, finding_id: int) -> Any:
    rows = comparison.findings(request.who).select_related("person", "delivery", "source_file")
    finding = rows.filter(pk=finding_id).first()
    if finding is None:
        raise Http404
    return finding


@require_GET
@duty("findings.read")
def queue(request: Request) -> HttpResponse:
    """Begin with the first case that waits."""
    scope = _scope(request)
    waiting = Waiting(request.who, scope, request.session.get(SKIPPED, []))
    first = waiting.first()
    return _show(request, scope, waiting, _found(request, first) if first else None)


@require_GET
@duty("findings.read")
def finding(request: Request, finding_id: int) -> HttpResponse:
    """Show one case, waiting or decided."""
    scope = _scope(request)
    shown = _found(request, finding_id)
    return _show(request, scope, Waiting(request.who, scope, request.session.get(SKIPPED, [])), shown)


def _show(
    request: Request, scope: Scope, waiting: Waiting, finding: Any, said: str = "", refusal: str = "", reason: str = ""
) -> HttpResponse:
    case = Case(request.who, finding, scope) if finding else None
    groups = waiting.groups(finding.pk if finding else None)
    before, behind = waiting.beside(finding.pk) if finding else (None, None)
    total, decided = comparison.asked(request.who, scope.month or None, scope.county)
    note_view(request.who, [*waiting.people(groups), *(case.people if case else [])])
    last = comparison.last_decision(request.who) if request.who.may("findings.decide") else None
    place = [words.month_name(scope.month)] if scope.month else []
    place += [name_of(scope.county)] if scope.county else []
    page = {
        "scope": scope, "case": case, "groups": groups, "total": total, "decided": decided, "left": len(waiting.keys),
        "before_url": scope.at("finding", before) if before else "",
        "behind_url": scope.at("finding", behind) if behind else "",
        "last": last, "last_words": DONE.get(last.choice, "") if last else "", "said": said, "refusal": refusal,
        "reason": reason, "place": "　".join(place), "is_fragment": bool(request.htmx),
    }  # fmt: skip
    status = 422 if refusal else 200
    answer = render(request, f"federation/{'queue_swap' if request.htmx else 'queue'}.html", page, status=status)
    if request.htmx and not refusal:
        answer["HX-Push-Url"] = scope.at("finding", finding.pk) if finding else scope.at("queue")
    answer["Vary"] = "HX-Request"
    return answer


def _next(request: Request, scope: Scope, done: Any, said: str) -> HttpResponse:
    """Lead to the case that follows: as a fragment, or to its page where there is no htmx."""
    waiting = Waiting(request.who, scope, request.session.get(SKIPPED, []))
    following = waiting.after(done.pk, done.cause)
    said = f"{said}，还有 {len(waiting.keys):,} 条"
    if request.htmx:
        return _show(request, scope, waiting, _found(request, following) if following else None, said=said)
    messages.success(request, f"{said}。")
    return HttpResponseRedirect(scope.at("finding", following) if following else scope.at("queue"))


def _refused(request: Request, scope: Scope, finding_id: int, why: str) -> HttpResponse:
    waiting = Waiting(request.who, scope, request.session.get(SKIPPED, []))
    reason = request.POST.get("reason", "")
    return _show(request, scope, waiting, _found(request, finding_id), refusal=why, reason=reason)


@require_POST
@duty("findings.decide")
def decide(request: Request, finding_id: int) -> HttpResponse:
    """Decide one case, or put it off, and go on to the next."""
    scope, shown = _scope(request), _found(request, finding_id)
    choice, reason = request.POST.get("choice", ""), request.POST.get("reason", "").strip()
    case = Case(request.who, shown, scope)
    if choice == "skip":
        skipped = [pk for pk in request.session.get(SKIPPED, []) if pk != shown.pk]
        request.session[SKIPPED] = [*skipped, shown.pk][-MOST_SKIPPED:]
        return _next(request, scope, shown, f"{case.name}，先跳过")
    if choice not in DONE:
        return _refused(request, scope, finding_id, "请选一个裁定：采信来文、不采信或退回来源。")
    if len(reason) > 300:
        return _refused(request, scope, finding_id, f"理由最多 300 个字，现在 {len(reason)} 个字。")
    if choice == "return" and not reason:
        reason = "请核对这一行"
    person = None
    if choice == "accept" and case.candidates:
        chosen = request.POST.get("person", "")
        person = next((c.person for c, *_ in case.candidates if str(c.person.pk) == chosen), None)
        if person is None:
            return _refused(request, scope, finding_id, "请先选出来文说的是哪一个人，再采信。")
    try:
        services.decide(request.who, shown, choice, reason=reason, person=person)
    except (services.DecisionRefused, IncompatibleDuties) as why:
        return _refused(request, scope, finding_id, str(why))
    refresh_soon()
    return _next(request, scope, shown, f"{case.name}，已{DONE[choice]}")


@require_POST
@duty("findings.decide")
def decide_all(request: Request, finding_id: int) -> HttpResponse:
    """Decide every case of one cause and month together."""
    scope, shown = _scope(request), _found(request, finding_id)
    choice = request.POST.get("choice", "")
    if choice not in DONE:
        return _refused(request, scope, finding_id, "请选一个裁定：采信来文、不采信或退回来源。")
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        rows = services.decide_cause(request.who, shown.month, shown.cause, choice, reason=reason)
    except (services.DecisionRefused, IncompatibleDuties) as why:
        return _refused(request, scope, finding_id, str(why))
    refresh_soon()
    return _next(request, scope, shown, f"同一原因 {len(rows):,} 条，已{DONE[choice]}，撤销也是一并撤销")


@require_POST
@duty("findings.decide")
def undo(request: Request) -> HttpResponse:
    """Take back one's own last decision, and show its case again."""
    scope = _scope(request)
    last = comparison.last_decision(request.who)
    try:
        rows = services.undo_last(request.who)
    except services.DecisionRefused as why:
        waiting = Waiting(request.who, scope, request.session.get(SKIPPED, []))
        first = waiting.first()
        return _show(request, scope, waiting, _found(request, first) if first else None, refusal=str(why))
    return _undone(request, scope, last.finding_id if last else rows[0].pk, len(rows))


@require_POST
@duty("findings.decide")
def undo_finding(request: Request, finding_id: int) -> HttpResponse:
    """Take back the decision of one case, with the batch it was made in."""
    scope, shown = _scope(request), _found(request, finding_id)
    standing = [d for d in comparison.decisions_of(shown) if d.undone_at is None]
    if not standing:
        return _refused(request, scope, finding_id, "这条没有可以撤销的裁定。")
    try:
        rows = services.undo_decision(request.who, standing[-1])
    except services.DecisionRefused as why:
        return _refused(request, scope, finding_id, str(why))
    return _undone(request, scope, finding_id, len(rows))


def _undone(request: Request, scope: Scope, finding_id: int, count: int) -> HttpResponse:
    refresh_soon()
    shown = _found(request, finding_id)
    said = f"{shown.name or '这一条'}的裁定已撤销" + (f"，同批 {count:,} 条一并撤销" if count > 1 else "")
    if request.htmx:
        waiting = Waiting(request.who, scope, request.session.get(SKIPPED, []))
        return _show(request, scope, waiting, shown, said=said)
    messages.success(request, f"{said}。")
    return HttpResponseRedirect(scope.at("finding", finding_id))
