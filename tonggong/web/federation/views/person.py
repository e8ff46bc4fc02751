"""One person: how she stands, everything known, who looked; a full number for a stated reason."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import queries as trail
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.persons import queries as persons
from tonggong.domain.persons import services
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Page
from tonggong.web.federation.people_forms import KnownForm, ReasonForm
from tonggong.web.federation.person_page import PersonPage, case_of, findings_about, ledger_day, looked, looked_words

LINES = 50
NUMBERS = {"citizen": "身份证号", "phone": "联系电话"}


def within_reach(who: Who, person_id: int) -> persons.Person:
    """Return a person. Raises Http404 where there is none within reach."""
    found = persons.person(who, person_id)
    if found is None:
        raise Http404
    return found


@require_GET
@duty("ledger.read")
def person(request: Request, person_id: int) -> HttpResponse:
    """Show one person, as known now or on a day."""
    who, found = request.who, within_reach(request.who, person_id)
    form = KnownForm(request.GET if request.GET.get("known") else None)
    known_on = form.cleaned_data["known"] if form.is_bound and form.is_valid() else None
    day = ledger_day()
    page = PersonPage(who, found, day, known_on, request.GET.get("topic", ""), bool(request.GET.get("all")))
    seen = looked(found.pk)
    relatives = [one.person_id for one in page.record.relatives]
    events = [audit.Event("view", "persons.Person", [found.pk])]
    if relatives:
        events.append(audit.Event("view", "persons.Person", [found.pk, *relatives], {"household": True}))
    audit.record_many(events, who=who)
    shown = {
        "page": page, "person": found, "form": form, "day": day, "today": clock.today(), "looked": seen, "findings": findings_about(who, found), "case": case_of(who, found),
        "can_unmask": who.may("ledger.unmask"), "can_merge": who.may("ledger.merge"),
    }  # fmt: skip
    return render(request, "federation/person.html", shown, status=422 if form.is_bound and form.errors else 200)


@require_GET
@duty("ledger.read")
def seen(request: Request, person_id: int) -> HttpResponse:
    """Show everybody who looked at a person or changed something, also in lists and exports."""
    found = within_reach(request.who, person_id)
    entries = trail.entries_about("persons.Person", found.pk)
    before = whole_number(request.GET.get("before"))
    if before is not None:
        entries = entries.filter(seq__lt=before)
    rows = list(entries[: LINES + 1])
    following = f"?before={rows[LINES - 1].seq}" if len(rows) > LINES else ""
    page = Page(f"本页 {len(rows[:LINES])} 次", following, request.path if before else "")
    audit.record("view", who=request.who, subject="persons.Person", ids=[found.pk])
    return render(
        request, "federation/seen.html", {"person": found, "entries": looked_words(rows[:LINES]), "page": page}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("ledger.unmask")
def number(request: Request, person_id: int) -> HttpResponse:
    """Ask for a reason, then show a full number once: it stands on this answer only, and the trail says who saw it."""
    found = within_reach(request.who, person_id)
    what = request.POST.get("what") or request.GET.get("what") or "citizen"
    what = what if what in NUMBERS else "citizen"
    form, shown, status = ReasonForm(request.POST or None), "", 200
    if request.method == "POST":
        if form.is_valid():
            try:
                show = services.show_full_number if what == "citizen" else services.show_full_phone
                shown = show(request.who, found, form.cleaned_data["reason"])
            except services.ReasonMissing as refusal:
                form.add_error("reason", str(refusal))
        status = 422 if form.errors else 200
    context = {"person": found, "form": form, "what": what, "title": NUMBERS[what], "number": shown}
    return render(request, "federation/number.html", context, status=status)
