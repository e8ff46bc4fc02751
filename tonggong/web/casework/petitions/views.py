"""Pages of what persons asked for: what is due first in front, one with its answer."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.queries import petitions as asked
from tonggong.domain.casework.queries.papers import papers_of, papers_of_visit
from tonggong.domain.casework.queries.reach import standing_person
from tonggong.domain.casework.services import petitions as services
from tonggong.domain.comparison.services import refer_petition
from tonggong.domain.training.queries import training_of
from tonggong.web.casework.petitions.forms import AnswerForm
from tonggong.web.components.parts import Choice

SHOWN = 60
STATES = (("open", "待答复"), ("done", "已办结"), ("refused", "不予更正"))


def waiting_words(who: Who) -> str:
    """What stands on the rail."""
    count = asked.waiting(who)
    return f"{count} 待答复" if count else ""


@require_GET
@never_cache
@duty("casework.read")
def petitions(request: Request) -> HttpResponse:
    """Show what waits, what is due first in front; or what was answered."""
    state = request.GET.get("state", "open")
    state = state if state in dict(STATES) else "open"
    rows = asked.petitions(request.who, state)
    if state != "open":
        rows = rows.order_by("-answered_at", "-pk")
    after = request.GET.get("page", "1")
    start = (int(after) - 1 if after.isascii() and after.isdigit() and 0 < int(after) < 10_000 else 0) * SHOWN
    found = list(rows[start : start + SHOWN + 1])
    has_more, found = len(found) > SHOWN, found[:SHOWN]  # who is on the next page is not looked at yet
    people = {row.pk: standing_person(row.person_id) if row.person.merged_into_id else row.person for row in found}
    if people:
        audit.record(
            "view", who=request.who, subject="persons.Person", ids=sorted({p.pk for p in people.values() if p})
        )
    here = reverse("casework:petitions")
    day = clock.today()
    page = {
        "rows": [(row, people[row.pk], _due(row, day)) for row in found],
        "states": [Choice(label, f"{here}?state={key}", key == state) for key, label in STATES],
        "state": state,
        "next_url": f"{here}?state={state}&page={start // SHOWN + 2}" if has_more else "",
        "first_url": f"{here}?state={state}" if start else "",
    }
    return render(request, "casework/petitions/petitions.html", page)


def _due(row: Any, day: Any) -> tuple[str, str]:
    """How a petition stands to its day, as a kind of tag and words."""
    if row.state != "open":
        return "done", row.get_state_display()
    if row.due_on < day:
        return "overdue", f"超期 {(day - row.due_on).days} 天"
    soon = int(figures_on(day, row.person.county_code)["petition.soon_days"].value)
    if row.due_on <= day + timedelta(days=soon):
        return "due", f"还有 {(row.due_on - day).days} 天"
    return "waiting", f"还有 {(row.due_on - day).days} 天"


def _petition(request: Request, petition_id: int) -> Any:
    row = asked.petition(request.who, petition_id)
    if row is None:
        raise Http404
    return row


@require_GET
@never_cache
@duty("casework.read")
def petition(request: Request, petition_id: int) -> HttpResponse:
    """Show one, with what the ledger says of it and its papers."""
    row = _petition(request, petition_id)
    return _page(request, row, None)


def _page(request: Request, row: Any, form: AnswerForm | None) -> HttpResponse:
    person = standing_person(row.person_id)
    assert person is not None
    item = asked.item_of_petition(row)
    words = item.words
    if item.kind == asked.CLASS:
        key = row.about.partition(":")[2]
        words = next((f"培训：{t.class_name}" for t in training_of(person) if str(t.pk) == key), item.words)
    if form is None and row.state == "open" and request.who.may("casework.answer"):
        form = AnswerForm(item, person.county_code)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    day = clock.day_of(row.asked_at)
    visit = row.about.removeprefix("entry:") if row.about.startswith("entry:") else ""
    papers = (
        next(iter(papers_of_visit([visit]).values()), [])
        if visit
        else [p for p in papers_of(person) if p.on == day and p.visit_key is None]
    )
    page = {
        "row": row, "person": person, "place": name_of(person.township_code), "item": words, "form": form,
        "due": _due(row, clock.today()), "papers": papers,
    }  # fmt: skip
    return render(
        request, "casework/petitions/petition.html", page, status=422 if form is not None and form.errors else 200
    )


@require_POST
@duty("casework.answer")
def answer(request: Request, petition_id: int) -> HttpResponse:
    """Answer one, and put the ledger right where it was wrong."""
    row = _petition(request, petition_id)
    person = standing_person(row.person_id)
    assert person is not None
    form = AnswerForm(asked.item_of_petition(row), person.county_code, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.answer(request.who, petition_id, said["state"], said["words"], form.correction())
        except services.VouchedFor:
            return _refer(request, row, form)
        except services.PetitionRefused as refused:
            form.add_error("change" if said.get("change") else "words", str(refused))
        else:
            messages.success(request, f"答复了 {row.number}，本人现在就能看到。")
            return redirect("casework:petitions")
    return _page(request, row, form)


def _refer(request: Request, row: Any, form: AnswerForm) -> HttpResponse:
    """Send what a file vouches for to be decided as a difference; the petition waits for that."""
    correction = form.correction()
    assert correction is not None
    try:
        refer_petition(request.who, row.pk, correction)
    except services.PetitionRefused as refused:
        form.add_error("change", str(refused))
        return _page(request, row, form)
    messages.success(
        request, "还没有答复：这份工作有部门数据证实，已作为差异送去裁定。裁定后回到这里，“不改台账”，答复本人。"
    )
    return redirect("casework:petition", row.pk)
