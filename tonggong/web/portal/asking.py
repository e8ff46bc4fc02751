"""Saying what is needed, asking for a correction, following what came of it. The receipt is there at once."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import PaperKind, VisitOutcome
from tonggong.domain.casework.files.content import FileRefused
from tonggong.domain.casework.queries.petitions import petition_of, petitions_of
from tonggong.domain.casework.services import papers, petitions
from tonggong.domain.casework.services.recording import record_entry
from tonggong.web.portal.door import acting_as, own_page, shown
from tonggong.web.portal.forms import PLAIN_NEEDS, AskForm, NeedForm
from tonggong.web.portal.own_page import about_words, correctable

GET_OR_POST = ["GET", "HEAD", "POST"]


class _Refused(Exception):
    """What was sent can't be taken; nothing of it stays."""


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def need(request: Request, person: Any) -> HttpResponse:
    """Take in what somebody needs, in ticks, words or voice, and give the receipt."""
    form = NeedForm(initial={"key": str(uuid4())})
    if request.method == "POST":
        form = NeedForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                number = _register(request, person, form.cleaned_data)
            except (_Refused, FileRefused, petitions.PetitionRefused) as refused:
                form.add_error("voice" if isinstance(refused, FileRefused) else None, str(refused))
            else:
                messages.success(request, f"收到了。回执号 {number}。")
                return redirect("portal:request", number)
    return shown(request, person, "portal/need.html", {"form": form}, 422 if form.errors else 200)


def _register(request: Request, person: Any, said: dict[str, Any]) -> str:
    """Write the need into the ledger and open a petition, so that somebody answers; return the receipt number."""
    key, now = said["key"], clock.now().isoformat()
    kinds = said["kinds"] or (["work"] if said["job"] else ["other"])
    words = "、".join(PLAIN_NEEDS[kind] for kind in kinds)
    about = f"entry:{key.replace('-', '')}"
    if again := next((one for one in petitions_of(person) if one.about == about), None):
        return again.number  # the same sheet, sent twice
    told = [words, f"想做：{said['job']}" if said["job"] else "", said["words"], "有录音" if said["voice"] else ""]
    other = said["words"][:100] or ("见录音" if said["voice"] else "还没有说清，请问本人")
    with transaction.atomic():
        if said["voice"]:
            file = said["voice"]
            papers.store(
                request.who, person, PaperKind.VOICE, "说的需求", file.content_type or "", file.read(), visit_key=key
            )
        receipt = record_entry(
            request.who,
            {
                "key": key, "person": person.pk, "started_at": now, "method": "online", "outcome": int(VisitOutcome.MET),
                "present": acting_as(request), "words": said["words"],
                "need": {"jobs": [said["job"]] if said["job"] else [], "note": said["words"],
                         "kinds": [{"kind": kind, "detail": other if kind == "other" else ""} for kind in kinds]},
            },
        )  # fmt: skip
        if receipt.state == "refused":
            raise _Refused("；".join(receipt.said))
        text = "；".join(filter(None, told))
        return petitions.ask(request.who, person, "need", text, about).number


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def ask(request: Request, person: Any) -> HttpResponse:
    """Take in a wish for a correction of one item, or a complaint, and give the receipt."""
    items = correctable(request.who, person)
    kind = "complaint" if request.GET.get("kind") == "complaint" else "correction"
    form = AskForm(items, initial={"kind": kind, "about": request.GET.get("about", "")})
    if request.method == "POST":
        form = AskForm(items, request.POST, request.FILES)
        if form.is_valid():
            said = form.cleaned_data
            try:
                with transaction.atomic():
                    if said["proof"]:
                        file = said["proof"]
                        papers.store(
                            request.who, person, PaperKind.OTHER, "更正的证明", file.content_type or "", file.read()
                        )
                    about = said["about"] if said["kind"] == "correction" else ""
                    row = petitions.ask(request.who, person, said["kind"], said["text"], about)
            except (FileRefused, petitions.PetitionRefused) as refused:
                form.add_error("proof" if isinstance(refused, FileRefused) else "text", str(refused))
            else:
                messages.success(request, f"收到了。回执号 {row.number}。")
                return redirect("portal:request", row.number)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(request, person, "portal/ask.html", {"form": form}, 422 if form.errors else 200)


@require_GET
@own_page("own.read")
def requests(request: Request, person: Any) -> HttpResponse:
    """Show everything that was asked for, and what came of it."""
    rows = petitions_of(person)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(request, person, "portal/requests.html", {"rows": rows, "day": clock.today()})


@require_GET
@own_page("own.read")
def receipt(request: Request, person: Any, number: str) -> HttpResponse:
    """Show one receipt: what was asked for, by when it is answered, the answer."""
    row = petition_of(person, number)
    if row is None:
        raise Http404
    if row.kind == "labour":
        return redirect("portal:complaint", number)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    left = (row.due_on - clock.today()).days
    about = about_words(request.who, person, row.about)
    return shown(request, person, "portal/request.html", {"row": row, "left": left, "about": about})
