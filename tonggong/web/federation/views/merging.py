"""Two rows that are one person: found, compared, merged, and taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.domain.persons import queries as persons
from tonggong.domain.persons import services
from tonggong.web.federation.pages import note_view
from tonggong.web.federation.people_forms import MergeForm, OtherForm
from tonggong.web.federation.people_list import place_words, rows_of
from tonggong.web.federation.person_page import ledger_day
from tonggong.web.federation.views.person import within_reach


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("ledger.merge")
def merge_with(request: Request, person_id: int) -> HttpResponse:
    """Look for the other row of the same person: first those of the same name, else by what is typed."""
    found = within_reach(request.who, person_id)
    form = OtherForm(request.POST or None)
    words = form.cleaned_data["q"] if request.method == "POST" and form.is_valid() else found.name
    result = persons.search(request.who, words or found.name)
    others = [one for one in result.people if one.pk != found.pk]
    rows = rows_of(others, ledger_day(), merge_into=found.pk)
    shown = {"person": found, "form": form, "rows": rows, "said": result.said, "words": words}
    return render(request, "federation/merge_with.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("ledger.merge")
def merge(request: Request, person_id: int, other_id: int) -> HttpResponse:
    """Show what a merge would move and what differs; do it for a stated reason."""
    kept, gone = within_reach(request.who, person_id), within_reach(request.who, other_id)
    if kept.pk == gone.pk:
        raise Http404
    form, status = MergeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.merge(request.who, kept, gone, form.cleaned_data["reason"])
        except services.MergeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已把另一条并入 {kept.name}，两条的记录都在这里。可以撤销。")
            return HttpResponseRedirect(reverse("federation:person", args=[kept.pk]))
    if form.errors:
        status = 422
    preview = services.merge_preview(kept, gone)
    note_view(request.who, (kept.pk, gone.pk))
    differences = [
        (title, *(place_words("", v) if title == "所属乡镇街道" else v for v in values))
        for title, *values in preview.differences
    ]
    shown = {
        "kept": kept, "gone": gone, "preview": preview, "differences": differences, "form": form,
        "total": sum(preview.moving.values()), "swap_url": reverse("federation:merge", args=[gone.pk, kept.pk]),
    }  # fmt: skip
    return render(request, "federation/merge.html", shown, status=status)


@require_POST
@duty("ledger.merge")
def undo_merge(request: Request, merge_id: int) -> HttpResponse:
    """Take a merge back."""
    row = persons.merge_by_id(request.who, merge_id)
    if row is None:
        raise Http404
    services.undo_merge(request.who, row)
    messages.success(request, "已经撤销合并，两条记录各自恢复。")
    return HttpResponseRedirect(reverse("federation:person", args=[row.kept_id]))
