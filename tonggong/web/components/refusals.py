"""A refusal of the domain becomes a plain sentence and the way on, never a traceback.

A desk names the exceptions whose message is written for the user; everything else is an error of ours and stays one.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]
_KNOWN: dict[type[Exception], str] = {}


def register(exception: type[Exception], title: str = "这一步没有做成") -> None:
    """Show this exception's message on a page of its own, status 422, under a title."""
    _KNOWN[exception] = title


class RefusalMiddleware:
    """Answers a registered exception with its sentence."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a registered exception; None leaves it to Django."""
        title = next((words for kind, words in _KNOWN.items() if isinstance(exception, kind)), None)
        if title is None:
            return None
        return render(request, "422.html", {"title": title, "reason": str(exception)}, status=422)
