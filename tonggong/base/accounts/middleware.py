"""Before a view runs: who acts, whether the session still lives, that a page that is only read writes nothing."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject

from tonggong.base.accounts.models import User
from tonggong.base.accounts.pages import PUBLIC, to_sign_in
from tonggong.base.accounts.queries import role_of, who_is
from tonggong.base.accounts.sessions import POST, SEEN, sign_out
from tonggong.base.accounts.who import NOBODY, Request, Who
from tonggong.base.installation import clock
from tonggong.base.installation.services import is_practice

Answer = Callable[[Request], HttpResponse]
NOTE_EVERY = 60  # seconds between two notes of when a session was last used: not a write a page


class ActingMiddleware:
    """Sets `request.who`; ends idle sessions; lets no view run that doesn't say what it asks."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        request.who = cast(Who, SimpleLazyObject(lambda: _who(request)))
        response = self.answer(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = (
                "private, no-store"  # names must not stay in the browser's files after signing out
            )
        return response

    def process_view(
        self, request: Request, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse a view without a duty, and a session that has slept too long."""
        wanted = getattr(view, "duty", None)
        if wanted is None:
            raise ImproperlyConfigured(
                f"页面 {request.resolver_match} 没有写明职责：加 @duty、@signed_in 或 @public_page。"
            )
        if SEEN in request.session and request.user.is_authenticated:
            now = int(clock.real_now().timestamp())
            asleep = now - int(request.session[SEEN])
            if asleep > _limit(request.who).total_seconds() or asleep < -NOTE_EVERY:
                sign_out(request, idle=True)
                request.who = NOBODY
                return None if wanted == PUBLIC else to_sign_in(request)
            if asleep >= NOTE_EVERY:
                request.session[SEEN] = now
            if _password_is_old(request.user):
                request.user.must_change_password = True
        return None


def _who(request: Request) -> Who:
    user = request.user
    return who_is(user, request.session.get(POST)) if user.is_authenticated else NOBODY


def _limit(who: Who) -> timedelta:
    if is_practice():
        return timedelta(minutes=settings.ACCOUNTS_IDLE_MINUTES_PRACTICE)
    role = role_of(who)
    staff = role is None or role.is_staff
    return timedelta(minutes=settings.ACCOUNTS_IDLE_MINUTES if staff else settings.ACCOUNTS_IDLE_MINUTES_OTHERS)


def _password_is_old(user: User) -> bool:
    if is_practice() or not settings.ACCOUNTS_PASSWORD_DAYS or user.password_set_at is None:
        return False
    return clock.real_now() - user.password_set_at > timedelta(days=settings.ACCOUNTS_PASSWORD_DAYS)


class WriteInReading(RuntimeError):
    """A page that is only read tried to change the database: a slip in the code."""


_VERB = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|ALTER|CREATE|DROP|COPY|WITH)\b", re.I)
_TABLE = re.compile(r"\b(?:INTO|UPDATE(?!\s+SET)|DELETE\s+FROM|TRUNCATE|TABLE)\s+\"?(\w+)", re.I)
_ALLOWED = ("audit_", "django_session", "axes_")


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Let a statement through unless it changes a table other than the trail, sessions and the evidence of sign-ins.

    Raises:
        WriteInReading: it would.
    """
    if _VERB.match(sql):
        tables = _TABLE.findall(sql)
        is_select = sql.lstrip()[:4].upper() == "WITH" and not tables
        if not is_select and not (tables and all(table.lower().startswith(_ALLOWED) for table in tables)):
            raise WriteInReading(f"打开页面时不能写 {'、'.join(tables) or sql[:40]}")
    return execute(sql, params, many, context)


class ReadingWritesNothingMiddleware:
    """Runs the view of a GET under `refuse_writes`; comes last, so that sessions and sign-ins outside it are free."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return self.answer(request)
        mine = threading.get_ident()

        def guard(execute: Callable[..., Any], *statement: Any) -> Any:
            # a connection that several threads share (a database in memory) carries another's writes beside this reading
            return refuse_writes(execute, *statement) if threading.get_ident() == mine else execute(*statement)

        with connection.execute_wrapper(guard):
            return self.answer(request)
