"""Signing in and out, posts, password, second factor, display and help."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tonggong.base.accounts import queries, services, sessions
from tonggong.base.accounts import second_factor as otp
from tonggong.base.accounts.models import Post
from tonggong.base.accounts.pages import public_page, signed_in
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.web.account import practice
from tonggong.web.account.forms import PasswordForm, SignInForm, TokenForm
from tonggong.web.account.kept import opened, show_sign_in
from tonggong.web.components.navigation import CONTRAST_COOKIE, KEYS_COOKIE, SIZE_COOKIE

YEAR = 365 * 24 * 3600
LEFT_COOKIE = "tg_left"
GET_OR_POST = ["GET", "HEAD", "POST"]


def start_page(who: Who) -> str:
    """Return the address of the page that a post starts on; the account's own where it has none yet."""
    role = queries.role_of(who)
    try:
        return reverse(role.page) if role else reverse("account:switch-post")
    except NoReverseMatch:
        return reverse("account:help")


@public_page
def start(request: Request) -> HttpResponse:
    """Lead from "/" to where the post begins; strangers to the sign-in page."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account:sign-in"))
    return HttpResponseRedirect(start_page(request.who))


@require_http_methods(GET_OR_POST)
@never_cache
@sensitive_post_parameters("password")
@public_page
def sign_in_page(request: Request) -> HttpResponse:
    """Sign in with name and password."""
    kept = opened(request.POST.get("kept", ""))
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(start_page(request.who))
        return show_sign_in(request, SignInForm(), wanted=wanted)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return show_sign_in(request, form, wanted=wanted, kept=kept, status=422)
    try:
        who = sessions.sign_in(request, form.cleaned_data["username"], form.cleaned_data["password"])
    except sessions.SignInRefused as refusal:
        form.add_error(None, str(refusal))
        return show_sign_in(request, form, wanted=wanted, kept=kept, status=422)
    return _onwards(request, who, wanted, request.POST.get("kept", ""))


def _onwards(request: Request, who: Who, wanted: str, signed: str) -> HttpResponse:
    """Go where he wanted, or show what he had typed when his session ended."""
    kept = opened(signed)
    if kept is not None:
        return render(request, "account/kept.html", {"kept": kept})
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(wanted)
    return HttpResponseRedirect(start_page(who))


@require_POST
@never_cache
@public_page
def practice_sign_in(request: Request) -> HttpResponse:
    """Sign in as one of the practice city's people with one click; a real installation knows no such page."""
    try:
        who = practice.enter(request, request.POST.get("user", ""))
    except sessions.SignInRefused as refusal:
        form = SignInForm({"username": request.POST.get("user", ""), "password": ""})
        form.errors.clear()
        form.add_error(None, f"{refusal}这个演练账号的密码可能被人改过，请换一个。")
        return show_sign_in(request, form, status=422)
    return _onwards(request, who, request.POST.get("next", ""), request.POST.get("kept", ""))


@require_POST
@signed_in
def sign_out_page(request: Request) -> HttpResponse:
    """End the session."""
    sessions.sign_out(request)
    messages.success(request, "已经退出登录。公用的电脑，请再关上浏览器。")
    answer = HttpResponseRedirect(reverse("account:sign-in"))
    # A list that the phone keeps for work without a network is wiped by the next of our pages that sees this.
    answer.set_cookie(LEFT_COOKIE, "1", max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


@require_http_methods(GET_OR_POST)
@signed_in
def switch_post_page(request: Request) -> HttpResponse:
    """Choose in which of one's posts to act."""
    if request.method == "POST":
        try:
            who = sessions.switch_post(request, int(request.POST.get("post", "")))
        except (ValueError, Post.DoesNotExist):
            messages.error(request, "这个岗位已经不是您的，请从下面再选一次。")
            return HttpResponseRedirect(reverse("account:switch-post"))
        return HttpResponseRedirect(start_page(who))
    posts = [
        {
            "post": post,
            "title": post.of_role.title,
            "place": name_of(post.reach.ljust(12, "0")) if post.reach else post.provider or post.unit_code,
            "is_current": post.pk == request.who.post_id,
        }
        for post in queries.posts_of(request.user)
    ]
    return render(request, "account/posts.html", {"posts": posts})


@require_http_methods(GET_OR_POST)
@never_cache
@sensitive_post_parameters("old", "new")
@signed_in
def password(request: Request) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(
                request.who, request.user, old=form.cleaned_data["old"], new=form.cleaned_data["new"]
            )
        except services.AccountRefused as refusal:
            form.add_error("old" if "原" in str(refusal)[:1] else "new", str(refusal))
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码改好了，下次登录用新密码。")
            return HttpResponseRedirect(start_page(request.who))
    page = {"form": form, "must": request.user.must_change_password}
    return render(request, "account/password.html", page, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@never_cache
@sensitive_post_parameters("token")
@signed_in
def second_factor(request: Request) -> HttpResponse:
    """Ask for the phone's six digits, or say that none is set up."""
    return _token(request, "account/second_factor.html", {"is_set": otp.has_second_factor(request.user)})


@require_http_methods(GET_OR_POST)
@never_cache
@sensitive_post_parameters("token")
@signed_in
def second_factor_setup(request: Request) -> HttpResponse:
    """Tie a phone to the account: first a button, then the picture to scan, then the first six digits."""
    if otp.has_second_factor(request.user):
        return HttpResponseRedirect(reverse("account:second-factor"))
    if request.method == "POST" and "begin" in request.POST:
        address = otp.uri(otp.begin(request.user))
        return render(request, "account/second_factor_setup.html", {"form": TokenForm(), **_picture(address)})
    return _token(request, "account/second_factor_setup.html", {})


def _token(request: Request, template: str, page: dict) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if otp.confirm(request, request.who, form.cleaned_data["token"]):
            messages.success(request, "两步验证通过，这次登录里不再问。")
            return _onwards(request, request.who, wanted, "")
        form.add_error("token", "数字不对或已经过期，请等手机上换一组再填。连错 5 次要等 30 分钟")
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "next": wanted, **page}, status=status)


def _picture(address: str) -> dict[str, str]:
    """Draw the address as a QR code and give its key to those who type it."""
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=False)
    key = address.partition("secret=")[2].partition("&")[0]
    spaced = " ".join(key[place : place + 4] for place in range(0, len(key), 4))
    return {"qr": mark_safe(drawn), "key": spaced}


@require_http_methods(GET_OR_POST)
@public_page
def display(request: Request) -> HttpResponse:
    """Choose large type, high contrast and shortcuts; the switches of the frame post here where there is no JavaScript."""
    if request.method != "POST":
        return render(request, "account/display.html")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    allowed = {"size": (SIZE_COOKIE, "large"), "contrast": (CONTRAST_COOKIE, "high"), "keys": (KEYS_COOKIE, "off")}
    for name, (cookie, value) in allowed.items():
        if name in request.POST:
            chosen = value if request.POST[name] == value else "normal"
            answer.set_cookie(cookie, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


@require_GET
@public_page
def help_page(request: Request) -> HttpResponse:
    """Say how the pages work, and list the shortcuts."""
    return render(request, "account/help.html")
