"""Needs that wait, by kind and place; services given, by kind and outcome; the names behind both."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import NeedKind, ServiceKind, ServiceOutcome
from tonggong.domain.casework.queries import needs as questions
from tonggong.domain.casework.queries import services_given
from tonggong.domain.casework.queries.assignments import worker_of
from tonggong.web.components.parts import Choice, Page

KINDS, SERVICES = dict(NeedKind.choices), {str(k): v for k, v in ServiceKind.choices}
OUTCOMES = {str(k): v for k, v in ServiceOutcome.choices} | {services_given.NOTHING: "没有结果", "counts": "有结果"}


def _tabs(here: str) -> list[Choice]:
    pages = (("没有满足的需求", "casework:needs"), ("提供的服务", "casework:services"))
    return [Choice(title, reverse(name), name == here) for title, name in pages]


def _address(name: str, **said: Any) -> str:
    kept = {key: value for key, value in said.items() if value not in ("", None)}
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)


def _year(request: Request) -> int:
    text = request.GET.get("year", "")
    is_year = text.isascii() and text.isdigit() and len(text) == 4 and "2000" <= text <= "2100"
    return int(text) if is_year else clock.today().year


def _after(request: Request) -> int:
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@require_GET
@duty("casework.read")
def needs(request: Request) -> HttpResponse:
    """Show needs that wait, by kind and by the place where people live."""
    table = questions.unmet_by_place(request.who, clock.today())
    rows = [
        {
            "title": title,
            "cells": [
                (name, count, _address("casework:need-names", kind=key, place=code))
                for (code, name), count in zip(table.places, counts, strict=True)
            ],
            "sum": total,
            "url": _address("casework:need-names", kind=key),
        }
        for key, title, counts, total in table.rows
    ]
    sums = [
        (name, count, _address("casework:need-names", place=code))
        for (code, name), count in zip(table.places, table.sums, strict=True)
    ]
    page = {"table": table, "rows": rows, "sums": sums, "tabs": _tabs("casework:needs"), "day": clock.today(),
            "all_url": _address("casework:need-names")}  # fmt: skip
    return render(request, "casework/needs/needs.html", page)


@require_GET
@duty("casework.read")
def need_names(request: Request) -> HttpResponse:
    """Show who waits for what, since when, and who answers for them."""
    kind, place = request.GET.get("kind", ""), request.GET.get("place", "")
    kind = kind if kind in KINDS else ""
    place = place if place.isdigit() or place == "elsewhere" else ""
    today = clock.today()
    found, following = questions.unmet_names(request.who, today, kind, place, _after(request))
    where = "住在别处" if place == "elsewhere" else name_of(place) if place else ""
    rows = [
        {"need": need, "person": need.person, "days": (today - need.said_on).days} for need in found
    ]  # fmt: skip
    page = {
        "rows": _with_workers(request.who, rows),
        "title": "、".join(filter(None, (where, KINDS.get(kind, "")))) or "全部",
        "paging": _paging(request, "casework:need-names", len(rows), following, kind=kind, place=place),
    }
    return render(request, "casework/needs/need_names.html", page)


@require_GET
@duty("casework.read")
def services(request: Request) -> HttpResponse:
    """Show services of a year by kind and outcome; those without a result stand apart."""
    year = _year(request)
    found = services_given.given_by_kind(request.who, year)

    def address(kind: str, outcome: str) -> str:
        return _address("casework:service-names", year=year, kind=kind, outcome=outcome)

    rows = [
        {
            "title": title,
            "cells": [
                (name, count, address(key, code)) for (code, name), count in zip(found.outcomes, counts, strict=True)
            ],
            "sum": total,
            "sum_url": address(key, "counts"),
            "without": without,
            "without_url": address(key, services_given.NOTHING),
        }
        for key, title, counts, total, without in found.rows
    ]
    today = clock.today().year
    years = [Choice(f"{y}年", _address("casework:services", year=y), y == year) for y in range(today - 2, today + 1)]
    page = {"found": found, "rows": rows, "years": years, "year": year, "tabs": _tabs("casework:services"),
            "counting_url": address("", "counts"), "without_url": address("", services_given.NOTHING)}  # fmt: skip
    return render(request, "casework/needs/services.html", page)


@require_GET
@duty("casework.read")
def service_names(request: Request) -> HttpResponse:
    """Show who had which service, by whom, with what outcome."""
    kind, outcome, year = request.GET.get("kind", ""), request.GET.get("outcome", ""), _year(request)
    kind, outcome = kind if kind in SERVICES else "", outcome if outcome in OUTCOMES else ""
    found, following = services_given.given_names(request.who, year, kind, outcome, _after(request))
    rows = [{"service": one, "person": one.person} for one in found]
    _note(request.who, rows)
    page = {
        "rows": rows,
        "year": year,
        "title": "、".join(filter(None, (f"{year}年", SERVICES.get(kind, ""), OUTCOMES.get(outcome, "")))),
        "paging": _paging(
            request, "casework:service-names", len(rows), following, year=year, kind=kind, outcome=outcome
        ),
    }
    return render(request, "casework/needs/service_names.html", page)


def _with_workers(who: Who, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add who answers for each person, and write down who was shown."""
    names = worker_of({row["person"].pk for row in rows})
    for row in rows:
        row["worker"] = names.get(row["person"].pk, (0, ""))[1]
        row["place"] = name_of(row["person"].township_code)
    _note(who, rows)
    return rows


def _note(who: Who, rows: Iterable[dict[str, Any]]) -> None:
    if people := sorted({row["person"].pk for row in rows}):
        audit.record("view", who=who, subject="persons.Person", ids=people)


def _paging(request: Request, name: str, count: int, following: int | None, **said: Any) -> Page:
    onward = _address(name, **said, after=following) if following else ""
    return Page(f"本页 {count} 条", onward, _address(name, **said) if _after(request) else "")
