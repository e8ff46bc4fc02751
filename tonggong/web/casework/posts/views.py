"""The board of posts, one post with who holds it, a term granted by the rule."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.campaigns.queries import posts as queries
from tonggong.domain.campaigns.services import posts as services
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.casework.queries.reach import served_person
from tonggong.web.casework.posts.forms import ChangeForm, PostForm, TermForm

SHOWN = 100
LISTS = {"posts": "岗位", "ending": "快到期的", "over": "超过年限的", "loose": "单位还没登记岗位的"}


def _lines(found: list[queries.Holding]) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {"one": one, "place": name_of(one.person.township_code), "form": queries.FORM_NAMES[one.spell.form],
         "unit": one.spell.unit_name or "单位不明", "is_over": one.is_over(today)}
        for one in found[:SHOWN]
    ]  # fmt: skip


@require_GET
@duty("aid.manage")
def board(request: Request) -> HttpResponse:
    """Show the posts with vacancies, who has to leave soon, who is past the lawful term."""
    return _board(request, None)


def _board(request: Request, form: PostForm | None) -> HttpResponse:
    found = queries.board(request.who, clock.today())
    parts = {"ending": found.ending, "over": found.over, "loose": found.loose}
    lists = [(key, LISTS[key], len(rows), _lines(rows)) for key, rows in parts.items()]
    shown = {line["one"].person.pk for _key, _title, _n, lines in lists for line in lines}
    audit.record("view", who=request.who, subject="persons.Person", ids=sorted(shown))
    posts = [
        {"post": post, "held": found.filled[post.pk], "vacant": queries.free(post, found.filled[post.pk]),
         "more": max(0, found.filled[post.pk] - post.headcount), "place": name_of(post.township_code or post.county_code)}
        for post, _held in found.posts
    ]  # fmt: skip
    page = {
        "found": found, "posts": posts, "lists": lists, "shown": SHOWN,
        "form": form or PostForm(request.who, initial={"since": clock.today()}),
    }  # fmt: skip
    return render(request, "casework/posts/board.html", page, status=422 if form else 200)


@require_POST
@duty("aid.manage")
def add(request: Request) -> HttpResponse:
    """Enter posts of one kind at one unit."""
    form = PostForm(request.who, request.POST)
    if form.is_valid():
        try:
            row = services.add_post(request.who, **form.cleaned_data)
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "岗位已登记，在岗的人按就业记录列出。")
            return HttpResponseRedirect(reverse("casework:post", args=[row.pk]))
    return _board(request, form)


def _post(request: Request, post_id: int) -> Any:
    found = queries.post(request.who, post_id)
    if found is None:
        raise Http404
    return found


def _post_page(request: Request, row: Any, form: Any = None) -> HttpResponse:
    found = queries.board(request.who, clock.today())
    held = next((held for post, held in found.posts if post.pk == row.pk), [])
    granted, filled = queries.granted(row), queries.holders_of([row], clock.today())[row.pk]
    people = {one.person.pk for one in held} | {one.person_id for one in granted}
    audit.record("view", who=request.who, subject="persons.Person", ids=sorted(people))
    page = {
        "row": row, "kind": queries.FORM_NAMES[row.form], "place": name_of(row.township_code or row.county_code), "lines": _lines(held),
        "vacant": queries.free(row, filled), "elsewhere": max(0, filled - len(held)), "granted": granted, "today": clock.today(),
        "form": form or ChangeForm(initial={"headcount": row.headcount, "funding": row.funding}),
    }  # fmt: skip
    return render(request, "casework/posts/post.html", page, status=422 if form else 200)


@require_GET
@duty("aid.manage")
def post(request: Request, post_id: int) -> HttpResponse:
    """Show one post with who holds it and the terms granted."""
    return _post_page(request, _post(request, post_id))


@require_POST
@duty("aid.manage")
def change(request: Request, post_id: int) -> HttpResponse:
    """Say how many posts there are now and who pays."""
    row, form = _post(request, post_id), ChangeForm(request.POST)
    if form.is_valid():
        try:
            services.change_post(request.who, row, **form.cleaned_data)
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已改。")
            return HttpResponseRedirect(reverse("casework:posts"))
    return _post_page(request, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@duty("aid.manage")
def term(request: Request, post_id: int, person_id: int) -> HttpResponse:
    """Grant somebody a term on a post where the rule allows it; else say why not and what would help."""
    row, person = _post(request, post_id), served_person(request.who, person_id)
    if person is None:
        raise Http404
    form = TermForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.grant(request.who, row, person, **form.cleaned_data)
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{person.name}的聘用期限已记下。")
            return HttpResponseRedirect(reverse("casework:post", args=[row.pk]))
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    held = [(queries.FORM_NAMES[one.form], one) for one in queries.held_by([person.pk])[person.pk]]
    page = {"row": row, "person": person, "form": form, "held": held}
    return render(request, "casework/posts/term.html", page, status=422 if form.errors else 200)
