"""The list of persons and the search box."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.employment.queries import with_work
from tonggong.domain.persons import queries as persons
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Choice, Page
from tonggong.web.federation.pages import note_view
from tonggong.web.federation.people_list import rows_of
from tonggong.web.federation.person_page import ledger_day

WORK = {"yes": "在业", "no": "无在业记录"}


def _number(text: str) -> int:
    return whole_number(text) or 0


def _places(who: Who, county: str) -> tuple[list[Any], list[Any]]:
    """Counties and towns that a list can be narrowed to: only those within reach."""
    if len(who.reach) <= 4:
        return divisions.counties(), divisions.townships(county) if county else []
    own = f"{who.reach[:6]}000000"
    return [], divisions.townships(own) if len(who.reach) == 6 else []


@require_GET
@duty("ledger.read")
def people(request: Request) -> HttpResponse:
    """Who stands in the ledger, a page at a time."""
    who, asked = request.who, {k: request.GET.get(k, "") for k in ("county", "township", "kind", "work")}
    counties, towns = _places(who, asked["county"])
    if asked["township"] not in {town.code for town in towns}:
        asked["township"] = ""
    if asked["kind"] not in dict(persons.kinds()):
        asked["kind"] = ""
    day = ledger_day()
    rows = persons.persons(who, county=asked["county"], township=asked["township"], kind=asked["kind"])
    if asked["work"] in WORK:
        rows = with_work(rows, day, asked["work"] == "yes")
    after = _number(request.GET.get("after", ""))
    found, following = persons.page_of(rows, after)
    note_view(who, (one.pk for one in found))

    def at(**changed: Any) -> str:
        said = {k: v for k, v in {**asked, **changed}.items() if v}
        return f"{request.path}?{urlencode(said)}" if said else request.path

    work = [Choice("不限", at(work=""), asked["work"] not in WORK)]
    work += [Choice(words, at(work=key), asked["work"] == key) for key, words in WORK.items()]
    kinds = [Choice("全部", at(kind=""), not asked["kind"])]
    kinds += [Choice(words, at(kind=key), asked["kind"] == key) for key, words in persons.kinds()]
    page = Page(
        f"本页 {len(found)} 人" + ("，后面还有" if following else ""),
        at(after=following) if following else "",
        at() if after else "",
    )
    shown = {
        "rows": rows_of(found, day), "page": page, "day": day, "asked": asked, "counties": counties, "towns": towns,
        "work": work, "kinds": kinds, "is_narrowed": any(asked.values()),
    }  # fmt: skip
    return render(request, "federation/people.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("ledger.search")
def search(request: Request) -> HttpResponse:
    """Find persons by what is typed; a number in full leads to its person at once."""
    if request.method != "POST":
        return render(request, "federation/search.html", {"found": None})
    words, day = request.POST.get("q", "").strip()[:40], ledger_day()
    found = persons.search(request.who, words, _number(request.POST.get("after", "")))
    if found.understood is persons.Understood.TOO_SHORT:
        shown = {
            "found": None,
            "words": words,
            "problem": "请至少写姓名里的两个字，或完整的证号、电话，或电话最后 4 位。",
        }
        return render(request, "federation/search.html", shown, status=422)
    if found.is_exact and len(found.people) == 1:
        return HttpResponseRedirect(reverse("federation:person", args=[found.people[0].pk]))
    results: dict[str, Any] = {"found": found, "words": words, "rows": rows_of(found.people, day), "day": day}
    return render(request, "federation/search.html", results)
