"""Pages of labour complaints: those of a place with the year's figures, one sent on, one written down, the receipt."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.testimony.choices import ReferralState
from tonggong.domain.testimony.queries import complaints as told
from tonggong.domain.testimony.queries.words import jobs_of
from tonggong.domain.testimony.services import complaints as services
from tonggong.domain.testimony.services.complaints import Wrong
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.web.casework.testimony.forms import ComplaintForm
from tonggong.web.components.complaints import due_tag
from tonggong.web.components.parts import Choice

GET_OR_POST = ["GET", "HEAD", "POST"]
SHOWN = 60
STATES = {
    "waiting": ("等着转的", (ReferralState.WAITING,)),
    "inspected": ("监察在办的", (ReferralState.SENT, ReferralState.ACCEPTED)),
    "ended": ("办完的", told.ENDED),
}


@require_GET
@never_cache
@duty("complaints.refer")
def complaints(request: Request) -> HttpResponse:
    """Show the complaints by where they stand, or the rows of one of the year's figures."""
    today, here, asked = clock.today(), reverse("casework:complaints"), request.GET
    who, day, within = _within(request.who, asked, today)
    year = int(asked["year"]) if asked.get("year", "").isascii() and asked.get("year", "").isdigit() else day.year
    year = year if 2000 <= year <= day.year else day.year
    key, state = asked.get("figure", ""), asked.get("state", "waiting")
    state = state if state in STATES else "waiting"
    if key in told.FIGURES:
        rows, way = told.figure_rows(who, key, year, day), f"figure={key}&year={year}{within}"
    else:
        rows, way, key = told.complaints(who).filter(state__in=STATES[state][1]), f"state={state}{within}", ""
    after = asked.get("page", "1")
    start = (int(after) - 1 if after.isascii() and after.isdigit() and 0 < int(after) < 10_000 else 0) * SHOWN
    found = list(rows[start : start + SHOWN + 1])
    has_more, found = len(found) > SHOWN, found[:SHOWN]
    audit.record("view", who=request.who, subject="testimony.Referral", ids=[row.pk for row in found], step="list")
    page = {
        "rows": [(row, told.person_of(row), due_tag(row, today)) for row in found], "year": year, "day": day,
        "figure": told.FIGURES[key][0] if key else "",
        "states": [Choice(words, f"{here}?state={k}{within}", not key and k == state) for k, (words, _s) in STATES.items()],
        "figures": [(title, n, f"{here}?figure={k}&year={year}{within}") for k, title, n in told.year_figures(who, year, day)],
        "escalated": len(told.escalated(request.who, today)), "before": f"{here}?figure=received&year={year - 1}{within}",
        "place": name_of(asked["place"]) if who is not request.who else "",
        "next_url": f"{here}?{way}&page={start // SHOWN + 2}" if has_more else "",
        "first_url": f"{here}?{way}" if start else "",
    }  # fmt: skip
    return render(request, "casework/testimony/complaints.html", page)


def _within(who: Who, asked: QueryDict, today: date) -> tuple[Who, date, str]:
    """The county within reach and the day up to which an address looks, and what keeps them in another address.

    Raises:
        Http404: the county lies outside the reach, or the day is none or has not come.
    """
    place, on = asked.get("place", ""), asked.get("on", "")
    try:
        here, day = who.narrowed_to(place) if place else who, date.fromisoformat(on) if on else today
    except ValueError:
        raise Http404 from None
    if day > today:
        raise Http404
    return here, day, "".join(f"&{name}={value}" for name, value in (("place", place), ("on", on)) if value)


@require_http_methods(GET_OR_POST)
@never_cache
@duty("complaints.refer")
def complaint(request: Request, complaint_id: int) -> HttpResponse:
    """Show one with its way, and send it to labour inspection."""
    row: Any = told.complaints(request.who).filter(pk=complaint_id).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            services.refer(request.who, complaint_id)
        except TestimonyRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"转给劳动保障监察了。本人在回执 {row.petition.number} 里看得到。")
        return redirect("casework:complaint", complaint_id)
    services.note_reading(request.who, row)
    day = clock.today()
    page = {
        "row": row, "petition": row.petition, "person": told.person_of(row), "said": row.said, "stages": told.stages(row, day),
        "due": due_tag(row, day), "is_named": told.may_be_named(row), "is_escalated": told.is_escalated(row, day),
        "office": told.office_in_charge(row, day),
    }  # fmt: skip
    return render(request, "casework/testimony/complaint.html", page)


@require_http_methods(GET_OR_POST)
@never_cache
@duty("testimony.record")
def write(request: Request, person_id: int) -> HttpResponse:
    """Write a complaint down for a person, and hand out the receipt."""
    person = served_person(request.who, person_id)
    if person is None:
        raise Http404
    jobs = jobs_of(person, "self")
    form = ComplaintForm(
        request.POST if request.method == "POST" else None,
        initial={"unit_name": jobs[0].unit_name if len(jobs) == 1 else ""},
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        voice, means = said.pop("voice"), said.pop("means")
        try:
            row = services.write_down_complaint(request.who, person.pk, Wrong(**said), voice, means)
        except TestimonyRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "收下了。请把回执打印给本人，或者念给本人听。")
            return redirect("casework:complaint-receipt", row.petition.number)
    audit.record("view", who=request.who, subject="persons.Person", ids=[person.pk])
    page = {"person": person, "form": form}
    return render(request, "casework/testimony/complaint_write.html", page, status=422 if form.errors else 200)


@require_GET
@never_cache
@duty("testimony.record", "complaints.refer")
def receipt(request: Request, number: str) -> HttpResponse:
    """Show the receipt to be printed or read out: number, what happens next, by when; not what was said."""
    row = told.receipt_of(request.who, number)
    if row is None:
        raise Http404
    day = clock.today()
    page = {"row": row, "petition": row.petition, "stages": told.stages(row, day), "next": told.next_words(row)}
    return render(request, "casework/testimony/receipt.html", page)
