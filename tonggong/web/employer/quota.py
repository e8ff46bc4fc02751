"""按比例就业 of the own unit: what is known of a year, what it owes and why, what would change it, what it may claim."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_of
from tonggong.domain.employers.contacts import addressed
from tonggong.domain.employers.own import own_unit
from tonggong.domain.quota.own import OwnPlacement, OwnYear, known_years, own_year
from tonggong.domain.quota.trying import is_monthly_wage, policy_of, ways
from tonggong.domain.reporting.papers import levy_letter
from tonggong.rules.figures import FigureMissing
from tonggong.rules.outcome import Step
from tonggong.rules.quota.claims import STANDING_LABELS, Claim, Standing, claims
from tonggong.rules.quota.kinds import UnitKind, kind_of
from tonggong.rules.quota.levy import levy_due
from tonggong.rules.quota.numbers import plain
from tonggong.rules.small_cells import LEAST
from tonggong.web.components.asked import whole_number
from tonggong.web.components.documents import download
from tonggong.web.components.levy import Shown, month_chart, plain_step, shown, staff_lines
from tonggong.web.components.levy_forms import WhatIfForm
from tonggong.web.components.parts import Choice

TAGS = {
    Standing.GIVEN: "done",
    Standing.OPEN: "running",
    Standing.WHEN_STRUCK: "info",
    Standing.NOT_MET: "waiting",
    Standing.UNKNOWN: "waiting",
}


@require_GET
@never_cache
@duty("own.unit")
def year_page(request: Request) -> HttpResponse:
    """Show the unit's own year; who is named in it is noted as looked at."""
    own, page = _page(request, _year(request, request.GET.get("year")))
    if own is not None:
        page["form"] = WhatIfForm(_hire_years(), initial=_known(own))
    return render(request, "employer/quota.html", page)


@require_POST
@never_cache
@duty("own.unit")
def what_if(request: Request) -> HttpResponse:
    """Try other figures of the own unit; with htmx the part of the page alone. Nothing is kept."""
    year = _year(request, request.POST.get("of"))
    form = WhatIfForm(_hire_years(), request.POST)
    own = own_year(request.who, year)
    if own is None:
        raise Http404
    tried: dict[str, Any] = {"form": form, "of": year}
    if form.is_valid():
        tried |= _tried(own, request, form)
    status = 422 if form.errors or tried.get("refused") else 200
    if request.htmx:
        return render(request, "employer/quota_try.html", {**tried, "is_swapped": True}, status=status)
    _own, page = _page(request, year)
    return render(request, "employer/quota.html", {**page, **tried}, status=status)


@require_GET
@never_cache
@duty("own.unit")
def letter(request: Request) -> HttpResponse:
    """Hand out the letter of the unit's year; it names nobody, and is noted. Where nothing is known, lead to what says so."""
    year = _year(request, request.GET.get("year"))
    own, unit = own_year(request.who, year), own_unit(request.who)
    if own is None or own.quota is None or unit is None:
        messages.warning(request, f"{year}年还没有可写的数，出不了告知信。")
        return redirect(f"{reverse('employer:quota')}?year={year}")
    paper = levy_letter.letter(unit.name, own, clock.today(), addressed(unit))
    levy_letter.note_release(request.who, unit, own.year)
    return download(levy_letter.as_docx(paper), levy_letter.MEDIA_TYPE, f"{paper.title}.docx")


def _year(request: Request, asked: str | None) -> int:
    """The year asked for if it is one of the unit's, else last year, whose levy is declared this year."""
    today = clock.today()
    years, found = known_years(request.who, today.year), whole_number(asked)
    return found if found in years else today.year - 1


def _hire_years() -> list[int]:
    """The years in which a hire still helps: that of the next month, and the one after."""
    today = clock.today()
    first = today.year if today.month < 12 else today.year + 1
    return [first, first + 1]


def _page(request: Request, year: int) -> tuple[OwnYear | None, dict[str, Any]]:
    who, today = request.who, clock.today()
    own, unit = own_year(who, year), own_unit(who)
    if own is not None and own.people:
        audit.record("view", who=who, subject="persons.Person", ids=sorted({one.person_id for one in own.people}))
    years = known_years(who, today.year)
    address = reverse("employer:quota")
    page: dict[str, Any] = {
        "own": own,
        "unit": unit,
        "of": year,
        "day": today,
        "least": LEAST,
        "years": [Choice(f"{one}年", f"{address}?year={one}", one == year, value=str(one)) for one in years],
        "is_running": year >= today.year,
    }
    if own is None or own.quota is None:
        return own, page
    quota = own.quota
    staff = quota.staff.value
    page |= {
        "staff": staff,
        "wage": staff.wage_yuan,
        "people": [(one, plain(one.persons_of_year), _why(one)) for one in own.people],
    }
    if quota.levy is not None:
        page |= {
            "found": shown_year(own, today),
            "claims": [(one, *_claim_words(one)) for one in claims(quota.levy, own.person_months, year, figures_of(own.place))],
        }  # fmt: skip
    return own, page


def _why(one: OwnPlacement) -> list[Step]:
    return [plain_step(step) for step in one.said]


def _claim_words(one: Claim) -> tuple[str, str, Step]:
    return TAGS[one.standing], STANDING_LABELS[one.standing], plain_step(one.said)


def shown_year(own: OwnYear, today: date, *, with_ways: bool = True) -> Shown | None:
    """The levy of a year with its account; None where nothing can be reckoned. `with_ways`: what else could be done."""
    quota = own.quota
    if quota is None or quota.levy is None:
        return None
    counted = quota.steps[len(quota.staff.steps)]
    before = staff_lines(quota.staff.steps, quota.levy.headcount, quota.staff.value.wage_yuan, counted)
    if not with_ways:
        return shown(own.year, quota.levy, before=before)
    case = quota.levy.case
    found = ways(case, own.place, today) if case.wage_yuan else None
    chart = month_chart(case, policy_of(_hire_years()[1], own.place)) if case.wage_yuan else None
    return shown(own.year, quota.levy, before=before, ways=found, chart=chart)


def _kind(own: OwnYear, request: Request) -> UnitKind:
    if own.quota is not None:
        return own.quota.unit.kind
    unit = own_unit(request.who)
    return kind_of(unit.code, unit.economic_kind) if unit else UnitKind.OTHER


def _known(own: OwnYear) -> dict[str, Any]:
    """What the boxes begin with: the unit's own figures, and one person more from the next month."""
    levy, next_month = own.quota.levy if own.quota else None, clock.today().month % 12 + 1
    known: dict[str, Any] = {
        "year": _hire_years()[0], "ordinary": 1, "ordinary_from": next_month, "severe_from": next_month,
    }  # fmt: skip
    if levy is not None:
        known |= {"staff": plain(levy.headcount), "wage": levy.case.wage_yuan or ""}
    return known


def _tried(own: OwnYear, request: Request, form: WhatIfForm) -> dict[str, Any]:
    """What comes out with the figures of the boxes, beside what it is with those alone who are there already."""
    levy = own.quota.levy if own.quota else None
    said = form.cleaned_data
    try:
        policy = policy_of(said["year"], own.place)
    except FigureMissing:
        return {"refused": "这一年的政策数还没有填全，算不出来。"}
    trial = form.trial(_kind(own, request), levy.case.counted_months if levy else Decimal(0))
    found, without = (
        levy_due(trial.case, policy.terms),
        levy_due(trial._replace(ordinary=0, severe=0).case, policy.terms),
    )
    return {
        "tried": shown(said["year"], found, warnings=policy.warnings),
        "saving": without.payable_yuan - found.payable_yuan,
        "is_monthly": is_monthly_wage(said["wage"], policy),
    }
