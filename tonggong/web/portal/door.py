"""What the pages of a person's own door share: whose they are, who acts, and the way between them."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.domain.casework.choices import Present
from tonggong.domain.persons.own import own_person
from tonggong.domain.plan import queries as plans
from tonggong.web.components.parts import Choice

PAGES = (
    ("portal:mine", "我的"), ("portal:own", "我的信息"), ("portal:plan", "我的计划"), ("portal:requests", "我的诉求"),
    ("portal:papers", "我的材料"), ("portal:consents", "我的同意"),
)  # fmt: skip


def own_page(*duties: str) -> Callable[..., Any]:
    """Mark a page of the own door: it gets the person whose it is; an account tied to nobody is told whom to ring."""

    def mark(view: Callable[..., HttpResponseBase]) -> Any:
        @never_cache
        @duty(*duties)
        @functools.wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = own_person(request.who)
            if person is not None:
                return view(request, person, *args, **kwargs)
            if request.method == "POST" or kwargs:
                raise Http404
            return render(request, "portal/own_none.html", {"hotline": plans.setting("hotline", "12385")})

        return guarded

    return mark


def shown(request: Request, person: Any, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    """Answer with a page of the own door."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    ways = [Choice(label, reverse(name), name == here) for name, label in PAGES]
    is_guardian = request.who.role == "guardian"
    page = {
        **page,
        "person": person,
        "is_guardian": is_guardian,
        "ways": ways,
        "hotline": plans.setting("hotline", "12385"),
    }
    return render(request, template, page, status=status)


def acting_as(request: Request) -> str:
    """As whom somebody acts here: herself, or her guardian."""
    return Present.GUARDIAN if request.who.role == "guardian" else Present.SELF
