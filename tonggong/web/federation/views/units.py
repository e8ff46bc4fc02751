"""The list of units, and one unit: its names, state, posts, our people there, the sums of its months."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions import queries as divisions
from tonggong.domain.employers import queries as employers
from tonggong.domain.employers.choices import INDUSTRIES
from tonggong.domain.employment.queries import form_name, heads_at, people_at
from tonggong.domain.persons import queries as persons
from tonggong.rules.quota.numbers import plain
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Bar, BarChart, Page
from tonggong.web.components.words import grouped, month_name
from tonggong.web.federation.history import Sources, evidence_of, known_words
from tonggong.web.federation.pages import note_view
from tonggong.web.federation.people_list import place_words
from tonggong.web.federation.person_page import ledger_day
from tonggong.web.federation.views.unit_calls import called, letters

MONTHS = 12
INSURANCE, WAGES = "social-insurance", "wages"


def _number(text: str) -> int:
    return whole_number(text) or 0


@require_GET
@duty("ledger.read")
def units(request: Request) -> HttpResponse:
    """Which units there are, a page at a time."""
    who = request.who
    county, words = request.GET.get("county", ""), request.GET.get("words", "").strip()[:60]
    counties = divisions.counties() if len(who.reach) <= 4 else []
    after, day = _number(request.GET.get("after", "")), ledger_day()
    found, following = employers.page_of(employers.units(who, county=county, words=words), after)
    heads = heads_at(who, employers.codes_in_use(found), day)
    lines = [
        {
            "unit": unit,
            "url": reverse("federation:unit", args=[unit.pk]),
            "place": place_words(unit.county_code, unit.township_code),
            "heads": heads.get(unit.code, 0),
        }
        for unit in found
    ]

    def at(**changed: Any) -> str:
        said = {k: v for k, v in {"county": county, "words": words, **changed}.items() if v}
        return f"{request.path}?{urlencode(said)}" if said else request.path

    page = Page(
        f"本页 {len(found)} 家" + ("，后面还有" if following else ""),
        at(after=following) if following else "",
        at() if after else "",
    )
    shown = {"lines": lines, "page": page, "day": day, "county": county, "words": words, "counties": counties}
    shown["former"] = employers.former(who, words)
    return render(request, "federation/units.html", shown)


@require_GET
@duty("ledger.read")
def unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit."""
    who, day = request.who, ledger_day()
    found = employers.unit(who, unit_id)
    if found is None:
        raise Http404
    after = _number(request.GET.get("after", ""))
    people = people_at(who, employers.codes_of(found), day, after)
    tails = persons.id_tails([spell.person for spell in people.spells])
    lines = [
        {
            "name": spell.person.name,
            "url": reverse("federation:person", args=[spell.person_id]),
            "tail": tails[spell.person_id],
            "form": form_name(spell.form),
            "post": spell.post,
            "since": spell.started_on,
            "place": place_words("", spell.person.township_code),
        }
        for spell in people.spells
    ]
    note_view(who, (spell.person_id for spell in people.spells))
    page = Page(
        f"本页 {len(lines)} 人，您的范围内共 {grouped(people.within)} 人",
        f"?after={people.next}#people" if people.next else "",
        f"{request.path}#people" if after else "",
    )
    insured = employers.sums_of(found, INSURANCE)[-MONTHS:]
    declared = {one.month: one for one in employers.sums_of(found, WAGES)}
    months = [
        {"month": month_name(one.month), "insured": one, "wages": declared.get(one.month)} for one in reversed(insured)
    ]
    said = employers.facts_of(found)
    sources = Sources(said)
    facts: list[dict[str, Any]] = [
        {
            "row": fact,
            "chips": evidence_of(fact, sources),
            "known": known_words(fact, sources, until=fact.known_until),
            "is_gone": fact.known_until is not None,
        }
        for fact in said
    ]
    sizes = [
        {"one": one, "heads": plain(one.heads) if one.heads is not None else "—",
         "chips": evidence_of(one.said, sources) if one.said else []}
        for one in employers.sizes_of(found, INSURANCE, said)
    ]  # fmt: skip
    shown = {
        "sizes": sizes, "unit": found, "place": place_words(found.county_code, found.township_code), "day": day, "lines": lines,
        "people": people, "page": page, "carried": list(found.carried.order_by("code")), "chart": _chart(insured), "months": months,
        "industry": INDUSTRIES.get(found.industry, ""),
        "names": [f for f in facts if f["row"].kind == "name"],
        "others": [f for f in facts if f["row"].kind != "name"], "sees_quota": who.may("quota.read"),
    }  # fmt: skip
    shown |= {"called": called(who, found), "letters": letters(who, found)}
    return render(request, "federation/unit.html", shown)


def _chart(insured: list[employers.MonthSum]) -> BarChart | None:
    """How many the unit insured in each month, in one sentence and bars."""
    if len(insured) < 2:
        return None
    first, last = insured[0], insured[-1]
    change = last.heads - first.heads
    grown = "没有变" if not change else f"{'多' if change > 0 else '少'} {grouped(abs(change))} 人"
    sentence = f"{month_name(last.month)}参保 {grouped(last.heads)} 人，比 {month_name(first.month)}{grown}。"
    bars = [Bar(month_name(one.month), one.heads, short=f"{int(one.month[5:])}月") for one in insured]
    return BarChart(sentence, bars, ("月份", "参保人数"), low=True)
