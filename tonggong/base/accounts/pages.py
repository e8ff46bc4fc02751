"""What a page asks of the one who opens it. Every view carries one of these; a view without is refused by the middleware."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import get_resolver, reverse
from django.utils.http import urlencode

from tonggong.base.accounts.duties import DUTIES
from tonggong.base.accounts.second_factor import has_second_factor
from tonggong.base.accounts.who import Request
from tonggong.base.audit.models import Kind
from tonggong.base.audit.services import record
from tonggong.base.installation.services import is_practice

PUBLIC = "public"
SIGNED_IN = "signed-in"
View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Mark a page that anybody may open, signed in or not."""
    view.duty = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Mark a page for everybody with an account: his own settings, his password, signing out."""

    @functools.wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    guarded.duty = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def duty(*keys: str) -> Callable[[View], View]:
    """Mark a page that asks for a duty (for any of several), and guard it.

    Anonymous: to the sign-in page. Without the duty: 403, and a line in the trail. With a duty that needs a second factor:
    to the page that asks for it, unless the installation is practice.

    Raises:
        KeyError: at import, when there is no such duty.
    """
    wanted = [DUTIES[key] for key in keys]

    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if request.user.must_change_password:
                return _go(request, reverse(settings.ACCOUNTS_PASSWORD_URL))
            held = [d for d in wanted if d.key in request.who.duties]
            if not held:
                return refuse(request, wanted[0].key)
            if all(d.second_factor for d in held) and not is_second_factor_given(request):
                return to_second_factor(request)
            return view(request, *args, **kwargs)

        guarded.duty = keys[0]  # type: ignore[attr-defined]
        guarded.duties = keys  # type: ignore[attr-defined]
        return guarded

    return mark


def refuse(request: Request, key: str) -> HttpResponseBase:
    """Write down that somebody without the duty tried, and answer with the site's page for 403."""
    match = request.resolver_match
    record(Kind.REFUSED, who=request.who, subject="page", page=match.view_name if match else "", duty=key)
    answer: View = get_resolver().resolve_error_handler(403)  # not raised: a refusal is no error for the server's log
    return answer(request, PermissionDenied(f"您的职责不包括“{DUTIES[key].title}”。"))


def is_second_factor_given(request: Request) -> bool:
    """Say whether this session has shown the second factor, or need not (practice)."""
    return is_practice() or bool(request.user.is_verified())


def to_sign_in(request: Request) -> HttpResponse:
    """Send an anonymous visitor to the sign-in page and back to where he wanted; the query stays out of the address."""
    target = reverse(settings.ACCOUNTS_SIGN_IN_URL)
    wanted = request.path if request.method == "GET" and "HX-Request" not in request.headers else ""
    return _go(request, f"{target}?{urlencode({'next': wanted})}" if wanted not in ("", "/") else target)


def to_second_factor(request: Request) -> HttpResponse:
    """Send a user to the page that asks for his one-time password, or to the one that sets it up."""
    name = (
        settings.ACCOUNTS_SECOND_FACTOR_URL
        if has_second_factor(request.user)
        else settings.ACCOUNTS_SECOND_FACTOR_SETUP_URL
    )
    wanted = request.path if request.method == "GET" else ""
    return _go(request, f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name))


def _go(request: Request, address: str) -> HttpResponse:
    """Redirect; a fragment asked for by htmx must take the whole page along."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
