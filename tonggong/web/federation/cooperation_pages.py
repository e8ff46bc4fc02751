"""What the pages of the room of cooperation share: its tabs, its places, a form that a service may refuse."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.cooperation.services import CooperationRefused
from tonggong.web.components.parts import Choice

ROOMS = {"cooperation": "合作单位", "cooperation-meetings": "会商会", "cooperation-stories": "典型案例",
         "cooperation-reports": "社会责任报告", "cooperation-channels": "就业渠道", "cooperation-mailings": "批量告知信"}  # fmt: skip


def rooms(here: str) -> list[Choice]:
    """The pages of the room."""
    return [Choice(title, reverse(f"federation:{name}"), name == here) for name, title in ROOMS.items()]


def places(who: Who) -> list[tuple[str, str]]:
    """Where something may be: the city and its counties, as far as somebody sees."""
    city = divisions.city()
    every = [*([(city.code, city.name)] if city else []), *((one.code, one.name) for one in divisions.counties())]
    return [(code, name) for code, name in every if who.covers(code)]


def found_or_404(row: Any) -> Any:
    """What was found. Raises Http404: nothing was."""
    if row is None:
        raise Http404
    return row


def done_or_again(
    request: Request, form: forms.Form, act: Callable[[dict[str, Any]], Any], words: str, url: str,
    again: Callable[[forms.Form], HttpResponse],
) -> HttpResponse:  # fmt: skip
    """Do what a form asks and go on; where it is wrong, or the service refuses, show it again with what to mend."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except CooperationRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, words)
            return HttpResponseRedirect(url)
    return again(form)
