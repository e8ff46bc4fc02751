"""账号和职责: who has an account, which posts, sign-ins that failed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts import queries, services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.practice import division_names
from tonggong.base.accounts.second_factor import has_second_factor
from tonggong.base.accounts.throttle import locked_until
from tonggong.base.accounts.who import Request
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.web.administration.forms import AppointForm, EndPostForm, NewAccountForm, ReasonForm
from tonggong.web.components import parts, words

GET_OR_POST = ["GET", "HEAD", "POST"]
SIZE = 50


def _names() -> dict[str, str]:
    return division_names() | {d.key: d.short_name for d in divisions.departments(clock.today())}


def _posts(user: User, names: dict[str, str]) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {
            "post": post,
            "title": post.of_role.title,
            "place": queries.place_of(post, names) or (f"残疾人编号 {post.person_id}" if post.person_id else ""),
            "is_open": post.valid_to is None or post.valid_to >= today,
            "can_end": post.valid_to is None,
        }
        for post in user.posts.all()
    ]


@require_GET
@duty("accounts.manage")
def accounts(request: Request) -> HttpResponse:
    """List accounts with their posts."""
    said, after = request.GET.get("q", "").strip()[:40], request.GET.get("after", "")
    found, more = queries.find_users(said, after=after, size=SIZE)
    names = _names()
    lines = [{"account": user, "posts": [p for p in _posts(user, names) if p["is_open"]]} for user in found]
    paging = parts.Page(
        f"这里 {len(lines)} 个账号", f"?q={said}&after={more}" if more else "", f"?q={said}" if after else ""
    )
    page = {"lines": lines, "said": said, "paging": paging, "locked": queries.locked_accounts()}
    return render(request, "administration/accounts.html", page)


@require_http_methods(GET_OR_POST)
@never_cache
@duty("accounts.manage")
def create(request: Request) -> HttpResponse:
    """Make an account; its first password is shown once."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST":
        form = NewAccountForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = services.create_user(request.who, username=said["username"], name=said["name"])
            except services.AccountRefused as why:
                form.add_error("username", str(why))
            else:
                return _password_once(request, made, "账号建好了")
    return render(request, "administration/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _password_once(request: Request, made: services.FreshAccount, title: str) -> HttpResponse:
    return render(request, "administration/password.html", {"made": made, "title": title})


def _user(user_id: int) -> User:
    found = queries.user_by_id(user_id)
    if found is None:
        raise Http404
    return found


def _show(request: Request, user: User, status: int = 200, **forms: Any) -> HttpResponse:
    locked = locked_until(user.username)
    posts, refused_post = _posts(user, _names()), forms.get("end_post")
    for line in posts:
        pk = line["post"].pk
        line["form"] = forms["end"] if pk == refused_post else EndPostForm(auto_id=f"end{pk}_%s")
    page = {
        "account": user,
        "posts": posts,
        "locked": words.time_of_day(locked) if locked else "",
        "has_second_factor": has_second_factor(user),
        "is_self": user.pk == request.who.user_id,
        "appoint_form": forms.get("appoint") or AppointForm(auto_id="appoint_%s"),
        "reason_form": forms.get("reason") or ReasonForm(auto_id="switch_%s"),
        "refused_post": refused_post,
    }
    return render(request, "administration/account.html", page, status=status)


@require_GET
@duty("accounts.manage")
def account(request: Request, user_id: int) -> HttpResponse:
    """Show one account: its posts, and what can be done with it."""
    return _show(request, _user(user_id))


@require_POST
@duty("accounts.manage")
def appoint(request: Request, user_id: int) -> HttpResponse:
    """Give somebody a post."""
    user, form = _user(user_id), AppointForm(request.POST, auto_id="appoint_%s")
    if form.is_valid():
        try:
            post = services.appoint(request.who, user, form.cleaned_data["role"], **form.post())
        except services.AccountRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{user.name}从{words.long_day(post.valid_from)}起任{post.of_role.title}。")
            return HttpResponseRedirect(reverse("administration:account", args=[user.pk]))
    return _show(request, user, 422, appoint=form)


@require_POST
@duty("accounts.manage")
def end_post(request: Request, user_id: int, post_id: int) -> HttpResponse:
    """End a post with a day."""
    user, post, form = (
        _user(user_id),
        queries.post_by_id(post_id),
        EndPostForm(request.POST, auto_id=f"end{post_id}_%s"),
    )
    if post is None or post.user_id != user.pk:
        raise Http404
    if form.is_valid():
        try:
            services.end_post(request.who, post, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"])
        except services.AccountRefused as why:
            form.add_error("on", str(why))
        else:
            messages.success(
                request, f"{user.name}的{post.of_role.title}到{words.long_day(post.valid_to)}为止。"
                if post.valid_to else f"{user.name}的{post.of_role.title}结束了。",
            )  # fmt: skip
            return HttpResponseRedirect(reverse("administration:account", args=[user.pk]))
    return _show(request, user, 422, end=form, end_post=post.pk)


@require_POST
@duty("accounts.manage")
def switch(request: Request, user_id: int) -> HttpResponse:
    """Switch an account off, or on again; nobody his own."""
    user, form = _user(user_id), ReasonForm(request.POST, auto_id="switch_%s")
    if form.is_valid() and user.pk == request.who.user_id:
        form.add_error(None, "不能停用自己的账号，请另一位安全管理员办。")
    if not form.is_valid():
        return _show(request, user, 422, reason=form)
    services.set_active(request.who, user, active=not user.is_active, reason=form.cleaned_data["reason"])
    messages.success(request, f"{user.name}的账号{'启用了' if user.is_active else '停用了，已登录的也马上退出'}。")
    return HttpResponseRedirect(reverse("administration:account", args=[user.pk]))


def _do(request: Request, user_id: int, act: Callable[[Any, User], None], said: str) -> HttpResponse:
    user = _user(user_id)
    act(request.who, user)
    messages.success(request, said.format(user.name))
    return HttpResponseRedirect(reverse("administration:account", args=[user.pk]))


@require_POST
@duty("accounts.manage")
def unlock(request: Request, user_id: int) -> HttpResponse:
    """Let somebody locked try again at once."""
    return _do(request, user_id, services.unlock, "{}可以马上再登录。")


@require_POST
@duty("accounts.manage")
def second_factor(request: Request, user_id: int) -> HttpResponse:
    """Take a lost phone's second factor away."""
    return _do(request, user_id, services.reset_second_factor, "{}下次用到两步验证时，要重新绑定手机。")


@require_POST
@never_cache
@duty("accounts.manage")
def password(request: Request, user_id: int) -> HttpResponse:
    """Give somebody a new password, shown once."""
    return _password_once(request, services.reset_password(request.who, _user(user_id)), "新密码设好了")


@require_GET
@duty("security.read")
def sign_ins(request: Request) -> HttpResponse:
    """List accounts that are locked now, and the latest failures."""
    page = {"locked": queries.locked_accounts(), "failures": queries.failed_sign_ins()}
    return render(request, "administration/sign_ins.html", page)
