"""What is kept of a person and on what ground: her papers, her consents, her file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.domain.casework.choices import ConsentPurpose
from tonggong.domain.casework.files.content import FileRefused
from tonggong.domain.casework.queries.consents import BY_LAW, consents_of
from tonggong.domain.casework.queries.papers import paper as paper_seen
from tonggong.domain.casework.queries.papers import papers_of
from tonggong.domain.casework.services import consents, papers
from tonggong.domain.reporting.papers import personal_file
from tonggong.web.components.documents import download, shown_safely
from tonggong.web.portal.door import acting_as, own_page, shown
from tonggong.web.portal.forms import PaperForm

GET_OR_POST = ["GET", "HEAD", "POST"]
# What each consent is for, and what happens when it is taken back, in easy words.
PLAIN = {
    ConsentPurpose.STORE: ("存您的信息", "法律要求我们登记，才能给您办事。不靠您同意。", ""),
    ConsentPurpose.SHARE_DEPARTMENTS: ("去别的部门替您问", "为您办事时，去社保、民政这些部门问一问。", "以后不再专门去问。法律规定的每月核对还会做。"),
    ConsentPurpose.RECOMMEND: ("把您推荐给单位", "有合适的活，把您的情况告诉单位。", "以后不再把您告诉任何单位。"),
    ConsentPurpose.ASSESS: ("做能力评估", "评估员和您谈，看您能做什么、要什么帮助。", "以后不再做新的评估。做过的还在，您可以要求改。"),
    ConsentPurpose.PHOTO: ("上门时拍照", "走访时拍照，存起来。", "存着的走访照片马上删掉，以后也不拍。"),
    ConsentPurpose.PLACE: ("记下走访的地点", "记下在哪里见到您。", "以后不再记地点。"),
}  # fmt: skip


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def own_consents(request: Request, person: Any) -> HttpResponse:
    """Show what was agreed to, and take a yes or a no."""
    if request.method == "POST":
        return _decide(request, person)
    said = consents_of(person)
    rows = []
    for purpose, (title, why, then) in PLAIN.items():
        of_it = [one for one in said if one.purpose == purpose]
        rows.append({
            "purpose": purpose.value, "title": title, "why": why, "then": then, "is_by_law": purpose in BY_LAW,
            "standing": next((one for one in of_it if one.withdrawn_on is None), None),
            "history": [one for one in of_it if one.withdrawn_on is not None],
        })  # fmt: skip
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(request, person, "portal/consents.html", {"rows": rows})


def _decide(request: Request, person: Any) -> HttpResponse:
    purpose, step = request.POST.get("purpose", ""), request.POST.get("step", "")
    if purpose not in ConsentPurpose.values:
        raise Http404
    title = PLAIN[ConsentPurpose(purpose)][0]
    if step == "give":
        consents.give(request.who, person, [purpose], acting_as(request), "网上")
        messages.success(request, f"记下了：同意“{title}”。随时可以撤回。")
    elif purpose not in BY_LAW:
        removed = consents.withdraw(request.who, person, purpose, acting_as(request))
        messages.success(request, f"撤回了“{title}”。{f'删掉了 {removed} 张照片。' if removed else ''}")
    else:
        messages.info(request, "这一项是法律要求的，撤不了。")
    return redirect("portal:consents")


@require_http_methods(GET_OR_POST)
@own_page("own.act")
def own_papers(request: Request, person: Any) -> HttpResponse:
    """Show the papers that are kept, and take one more."""
    form = PaperForm()
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES)
        if form.is_valid():
            file, before = form.cleaned_data["file"], {one.place for one in papers_of(person)}
            try:
                row = papers.store(
                    request.who, person, form.cleaned_data["kind"], file.name, file.content_type or "", file.read()
                )
            except FileRefused as refused:
                form.add_error("file", str(refused))
            else:
                words = "这一份已经有了，没有再存。" if row.place in before else "收好了，加了密存的。"
                messages.success(request, words)
                return redirect("portal:papers")
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(
        request, person, "portal/papers.html", {"form": form, "rows": papers_of(person)}, 422 if form.errors else 200
    )


@require_GET
@own_page("own.read")
def own_paper(request: Request, person: Any, paper_id: int) -> HttpResponse:
    """Hand out one paper of hers."""
    try:
        data = papers.open_paper(request.who, paper_id)
    except papers.NoSuchPaper:
        raise Http404 from None
    row = paper_seen(request.who, paper_id)
    assert row is not None
    return shown_safely(data, row.media_type, row.title)


@require_GET
@own_page("own.read")
def own_file(request: Request, person: Any) -> HttpResponse:
    """Show everything that is kept, ready to be printed."""
    file = personal_file.personal_file(request.who, person, is_own=True)
    personal_file.note_release(request.who, person, "本人查阅")
    return shown(request, person, "portal/file.html", {"file": file})


@require_GET
@own_page("own.read")
def own_file_docx(request: Request, person: Any) -> HttpResponse:
    """Hand out the same as a .docx."""
    file = personal_file.personal_file(request.who, person, is_own=True)
    data = personal_file.as_docx(file)
    personal_file.note_release(request.who, person, "本人查阅")
    return download(data, personal_file.MEDIA_TYPE, "我的档案.docx")
