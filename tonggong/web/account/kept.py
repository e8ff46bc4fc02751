"""Nothing typed is lost when a session has ended: what was sent travels, signed, through the sign-in page and back.

Nothing of it is stored on the server; a file cannot travel so, its page says that it must be chosen again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from tonggong.web.account import practice
from tonggong.web.account.forms import SignInForm

SALT = "tonggong.kept"
HOURS = 20  # WCAG 2.2.6: data survive at least this long
LARGEST = 200_000  # characters; larger forms are files, which cannot be kept
NEVER = ("csrfmiddlewaretoken", "kept", "password", "old", "new", "token", "q")  # q: may be somebody's number in full


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was sent without a session: where to, its fields, whether a file belonged to it."""

    path: str
    fields: list[tuple[str, str]]
    had_file: bool
    signed: str


def keep(request: HttpRequest) -> Kept | None:
    """Take what was just sent; None when there is nothing to keep."""
    if request.method != "POST":
        return None
    fields = [(name, value) for name in request.POST if name not in NEVER for value in request.POST.getlist(name)]
    if not fields or sum(len(value) for _, value in fields) > LARGEST:
        return None
    return _signed(request.path, fields, bool(request.FILES))


def opened(text: str) -> Kept | None:
    """Read what came back with the sign-in; None when it is not ours or too old."""
    try:
        path, fields, had_file = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
        resolve(path)
    except (signing.BadSignature, Resolver404, ValueError):
        return None
    return Kept(path, [(str(name), str(value)) for name, value in fields], bool(had_file), text)


def _signed(path: str, fields: list[tuple[str, str]], had_file: bool) -> Kept:
    return Kept(path, fields, had_file, signing.dumps([path, fields, had_file], salt=SALT, compress=True))


def show_sign_in(
    request: HttpRequest, form: SignInForm, *, wanted: str = "", kept: Kept | None = None, status: int = 200
) -> HttpResponse:
    """Show the sign-in page, with where to go afterwards and what had been typed elsewhere."""
    page = {"form": form, "next": wanted, "kept": kept, "demo": practice.identities()}
    return render(request, "account/sign_in.html", page, status=status)


class KeepInputMiddleware:
    """Instead of sending an ended session away with empty hands, shows the sign-in page with what was typed in it.

    Stands right outside the middleware that ends idle sessions.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        if request.method != "POST" or not self._leads_to_sign_in(answer):
            return answer
        kept = keep(request)
        if kept is None or "HX-Request" in request.headers:
            return answer
        return show_sign_in(request, SignInForm(), kept=kept, status=401)

    @staticmethod
    def _leads_to_sign_in(answer: HttpResponse) -> bool:
        return answer.status_code == 302 and answer.headers["Location"].split("?")[0] == reverse("account:sign-in")
