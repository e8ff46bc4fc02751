"""Where a visit and the ledger say different things: both side by side, and one tap decides."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.domain.casework.queries import conflicts as questions
from tonggong.domain.casework.services.conflicts import ConflictRefused, decide_conflict
from tonggong.web.components.parts import BothSides, Evidence, SideRow
from tonggong.web.components.words import moment
from tonggong.web.visits.recording.views import link

MOST = 200


@require_GET
@duty("casework.record")
def conflicts(request: Request) -> HttpResponse:
    """List what waits for a decision, the oldest first, and what was decided last."""
    waiting = list(questions.conflicts(request.who)[:MOST])
    decided = list(questions.conflicts(request.who, is_open=False)[:20])
    if people := sorted({row.person_id for row in (*waiting, *decided)}):
        audit.record("view", who=request.who, subject="persons.Person", ids=people)
    return render(request, "visits/conflicts.html", {"waiting": waiting, "decided": decided})


@require_http_methods(["GET", "HEAD", "POST"])
@duty("casework.record")
def conflict(request: Request, conflict_id: int) -> HttpResponse:
    """Show both sides of one field; take the visit's or keep the ledger's."""
    who, row = request.who, questions.conflict(request.who, conflict_id)
    if row is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        if (choice := request.POST.get("choice")) in ("take", "keep"):
            try:
                said = decide_conflict(who, row, choice == "take")
            except ConflictRefused as refusal:
                problem = str(refusal)
            else:
                messages.success(request, f"{row.person.name}：{'；'.join(said)}")
                return redirect("visits:conflicts")
        else:
            problem = "请选按走访记录改，还是台账不动。"
    audit.record("view", who=who, subject="persons.Person", ids=[row.person_id])
    sides = BothSides(
        [SideRow(row.get_field_display(), row.ledger_words, row.said_words, "")],
        theirs_from=Evidence(f"{row.by}走访", moment(row.at)),
        theirs_title="走访记录",
        caption="台账与走访记录的对照",
    )
    page = {
        "row": row, "person": row.person, "sides": sides, "problem": problem, "may": questions.may_decide(who, row),
        "case_url": link("casework:case", row.person_id),
    }  # fmt: skip
    return render(request, "visits/conflict.html", page, status=422 if problem else 200)
