"""岗位 of the own unit: entered in a minute, what is asked about a condition, what became of it, how many applied."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.employers.own import own_unit
from tonggong.domain.posts import queries
from tonggong.domain.posts.choices import State
from tonggong.domain.posts.services import PostRefused, change_post, enter_post, submit
from tonggong.web.components import posts

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_GET
@never_cache
@duty("own.unit")
def own_posts(request: Request) -> HttpResponse:
    """The unit's posts, those that wait for it first, and what the analysis of them came to."""
    unit = own_unit(request.who)
    rows = list(queries.own_posts(request.who))
    lines = [posts.line_of(row, reverse("employer:post", args=[row.pk])) for row in rows]
    lines.sort(key=lambda one: one["row"].state not in (State.STOPPED, State.DRAFT))
    page = {"unit": unit, "lines": lines, "analysed": queries.analysed(unit, clock.today()) if unit and rows else None}
    return render(request, "employer/posts.html", page)


@require_http_methods(GET_OR_POST)
@duty("own.unit")
def new(request: Request) -> HttpResponse:
    """Enter a post and send it in."""
    unit = own_unit(request.who)
    form = posts.PostForm(initial=posts.first_values() | ({"workplace": ""} if unit else {}))
    if request.method == "POST":
        form = posts.PostForm(request.POST)
        if unit is None:
            form.add_error(None, "登记里还没有本单位，先请残联核对单位登记。")
        elif form.is_valid():
            try:
                row = submit(request.who, enter_post(request.who, unit, form.said()))
            except PostRefused as why:
                form.add_error(None, str(why))
            else:
                is_stopped = row.state == State.STOPPED
                words = "岗位停下来了：有条件要说明理由。" if is_stopped else "报出去了，残联核对后公布。"
                (messages.warning if is_stopped else messages.success)(request, words)
                return redirect("employer:post", row.pk)
    page = {"form": form, "unit": unit}
    return render(request, "employer/post_new.html", page, status=422 if form.errors else 200)


def _own(request: Request, post_id: int) -> Any:
    found = queries.own_posts(request.who).filter(pk=post_id).first()
    if found is None:
        raise Http404
    return found


def _shown(request: Request, row: Any, again: posts.Again | None = None) -> HttpResponse:
    page = posts.page_of(row, may_write=True, may_review=False, again=again) | {
        "act_url": reverse("employer:post-act", args=[row.pk]), "edit_url": reverse("employer:post-edit", args=[row.pk]),
    }  # fmt: skip
    return render(request, "employer/post.html", page, status=422 if again else 200)


@require_GET
@never_cache
@duty("own.unit")
def post(request: Request, post_id: int) -> HttpResponse:
    """One of the unit's posts."""
    return _shown(request, _own(request, post_id))


@require_POST
@duty("own.unit")
def post_act(request: Request, post_id: int) -> HttpResponse:
    """Take a step on one of the unit's posts."""
    row = _own(request, post_id)
    came = posts.act(request, row, posts.OWN_STEPS)
    if isinstance(came, str):
        messages.success(request, came)
        return redirect("employer:post", row.pk)
    return _shown(request, _own(request, post_id), came)


@require_http_methods(GET_OR_POST)
@duty("own.unit")
def edit(request: Request, post_id: int) -> HttpResponse:
    """Change a draft."""
    row = _own(request, post_id)
    form = posts.PostForm(initial=posts.first_values(row), is_new=False)
    if request.method == "POST":
        form = posts.PostForm(request.POST, is_new=False)
        if form.is_valid():
            try:
                change_post(request.who, row, form.said())
            except PostRefused as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, "改好了，还要报出去。")
                return redirect("employer:post", row.pk)
    return render(request, "employer/post_edit.html", {"form": form, "row": row}, status=422 if form.errors else 200)
