"""The page that a figure opens: the rows that make it, as of its day, in the order of their keys, some at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page

SIZE = 50
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: whose it is (None: nobody's), what it is called, its page ("" where none may be opened), the other cells."""

    person_id: int | None
    name: str
    url: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a figure opens.

    Args:
        title: what is counted, in words. note: how to read it, "" for nothing.
        back: (address, words) of the page that shows the figure. day: the day it is read on.
        columns: headings, the name's first. total: the figure. unit: 人, 条.
    """

    title: str
    back: tuple[str, str]
    day: date
    columns: Sequence[str]
    rows: Sequence[Row]
    total: int
    paging: Page
    unit: str = "条"
    note: str = ""


def address(name: str, *args: Any, **said: Any) -> str:
    """The address of a page with what it asks for; what says nothing is left out, a day is written as one."""
    kept = {key: value for key, value in said.items() if value not in ("", None)}
    return f"{reverse(name, args=args)}?{urlencode(kept)}" if kept else reverse(name, args=args)


def day_of(request: Request) -> date:
    """The day that an address names, today where it names none. Raises Http404: it is no day, or still ahead."""
    text, today = request.GET.get("on", ""), clock.today()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if day > today:
        raise Http404
    return day


def paged(
    request: Request, things: Iterable[Thing], key: Callable[[Thing], int], unit: str = "条"
) -> tuple[list[Thing], int, Page]:
    """Cut the page that an address asks for by the key after which it begins: (things, how many there are in all, paging)."""
    every = sorted(things, key=key)
    after = whole_number(request.GET.get("after")) or 0
    left = [one for one in every if key(one) > after] if after else every
    shown = left[:SIZE]
    said = {name: value for name, value in request.GET.items() if name != "after"}

    def here(**more: Any) -> str:
        return f"{request.path}?{urlencode(said | more)}"

    onward = here(after=key(shown[-1])) if len(left) > SIZE else ""
    page = Page(f"共 {len(every):,} {unit}，本页 {len(shown):,} {unit}", onward, here() if after else "")
    return shown, len(every), page


def rows_page(request: Request, found: Rows) -> HttpResponse:
    """Show the rows of a figure and write down which persons were shown."""
    lines = [(row, list(zip(found.columns[1:], row.cells, strict=True))) for row in found.rows]
    people = sorted({row.person_id for row in found.rows if row.person_id is not None})
    if people:
        audit.record("view", who=request.who, subject="persons.Person", ids=people)
    return render(request, "components/rows.html", {"found": found, "lines": lines})
