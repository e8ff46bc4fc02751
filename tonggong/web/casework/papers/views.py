"""Pages of the papers of one person, for those who serve her."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import ConsentPurpose
from tonggong.domain.casework.files.content import FileRefused
from tonggong.domain.casework.queries.consents import consents_of
from tonggong.domain.casework.queries.papers import paper as paper_seen
from tonggong.domain.casework.queries.papers import papers_of
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.casework.services import consents, papers
from tonggong.domain.reporting.papers import personal_file
from tonggong.web.casework.papers.forms import FileForm, PaperForm
from tonggong.web.components.documents import download, shown_safely


def _person(request: Request, person_id: int) -> Any:
    found = served_person(request.who, person_id)
    if found is None:
        raise Http404
    return found


@require_GET
@never_cache
@duty("casework.read")
def papers_of_person(request: Request, person_id: int) -> HttpResponse:
    """Show the papers of a person, and the form for one more."""
    return _page(request, _person(request, person_id), PaperForm(initial={"on": clock.today()}))


def _page(request: Request, person: Any, form: PaperForm) -> HttpResponse:
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    page = {
        "person": person, "rows": papers_of(person), "form": form, "consents": consents_of(person),
        "place": name_of(person.township_code), "may_store": request.who.may("casework.record"),
    }  # fmt: skip
    return render(request, "casework/papers/papers.html", page, status=422 if form.errors else 200)


@require_POST
@duty("casework.record")
def store(request: Request, person_id: int) -> HttpResponse:
    """Take one paper in."""
    person = _person(request, person_id)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        said, before = form.cleaned_data, {one.place for one in papers_of(person)}
        file = said["file"]
        try:
            with transaction.atomic():
                if said["agreed"]:
                    consents.give(request.who, person, [ConsentPurpose.PHOTO], said["agreed"], "收材料时说明")
                row = papers.store(
                    request.who, person, said["kind"], said["title"] or file.name, file.content_type or "", file.read(),
                    on=said["on"],
                )  # fmt: skip
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            words = (
                "内容相同的材料已经有了，没有再存。" if row.place in before else f"“{row.title}”收好了，已加密存放。"
            )
            messages.success(request, words)
            return redirect("casework:papers", person.pk)
    return _page(request, person, form)


@require_GET
@never_cache
@duty("casework.read")
def opened(request: Request, paper_id: int) -> HttpResponse:
    """Hand out one paper; that it was opened is noted, and the person reads it."""
    row = paper_seen(request.who, paper_id)
    try:
        data = papers.open_paper(request.who, paper_id)
    except papers.NoSuchPaper:
        raise Http404 from None
    assert row is not None
    return shown_safely(data, row.media_type, row.title)


@require_POST
@duty("casework.record")
def remove(request: Request, paper_id: int) -> HttpResponse:
    """Remove a paper's content, with the reason."""
    row = paper_seen(request.who, paper_id)
    if row is None:
        raise Http404
    try:
        papers.take_back(request.who, paper_id, request.POST.get("reason", ""))
    except ValueError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{row.title}”删除了，内容已清除，留有记录。")
    return redirect("casework:papers", row.person_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("casework.read")
def file(request: Request, person_id: int) -> HttpResponse:
    """Ask why, then show the person's file ready to be printed, or hand it out as a .docx."""
    person = _person(request, person_id)
    form = FileForm(request.POST or None) if request.method == "POST" else FileForm()
    page = {"person": person, "place": name_of(person.township_code), "form": form}
    if request.method == "POST" and form.is_valid():
        made = personal_file.personal_file(request.who, person, is_own=False)
        data = personal_file.as_docx(made) if "docx" in request.POST else None
        personal_file.note_release(request.who, person, form.cleaned_data["reason"])
        if data is not None:
            return download(data, personal_file.MEDIA_TYPE, f"{made.title}.docx")
        return render(request, "casework/papers/file.html", {**page, "file": made})
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return render(request, "casework/papers/file.html", page, status=422 if form.errors else 200)
