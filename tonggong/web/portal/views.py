"""The public pages, in easy words, and the signed-in person's or guardian's own page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import public_page
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.plan import queries as plans
from tonggong.web.components.asked import whole_number
from tonggong.web.portal.door import own_page, shown
from tonggong.web.portal.own_page import looked, own_looks, stored
from tonggong.web.portal.promises import promises as plan_in_plain_words


@require_GET
@public_page
def home(request: Request) -> HttpResponse:
    """Show the three doors."""
    return render(request, "portal/home.html", {"promises": plan_in_plain_words(clock.today())})


@require_GET
@public_page
def promises(request: Request) -> HttpResponse:
    """Say what the plan promises and what has come of it."""
    return render(request, "portal/promises.html", {"promises": plan_in_plain_words(clock.today())})


@require_GET
@public_page
def correct(request: Request) -> HttpResponse:
    """Say how to have something wrong put right."""
    page = {
        "hotline": plans.setting("hotline", "12385"),
        "contact": plans.setting("contact"),
        "federation": plans.setting("federation"),
    }
    return render(request, "portal/correct.html", page)


@require_GET
@public_page
def accessibility(request: Request) -> HttpResponse:
    """Say what these pages do for whom, and whom to tell when they do not."""
    return render(request, "portal/accessibility.html", {"hotline": plans.setting("hotline", "12385")})


@require_GET
@own_page("own.read")
def own(request: Request, person: Any) -> HttpResponse:
    """Show a person everything that is stored of him, and who looked at it; his looking is noted like everybody's."""
    before = whole_number(request.GET.get("before"))
    looks, more = looked(request.who, person, before)
    page = {
        "place": name_of(person.township_code),
        "topics": stored(request.who, person),
        "looks": looks,
        "more": more,
        "own_looks": own_looks(request.who, person),
        "is_later": bool(before),
    }
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    return shown(request, person, "portal/own.html", page)
