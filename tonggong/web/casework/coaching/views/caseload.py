"""A coach's day: contacts owed, her cases, and her month in figures."""

import re
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import FollowUpOutcome
from tonggong.domain.coaching.queries import cases as asked
from tonggong.domain.coaching.queries import coaches as register
from tonggong.domain.coaching.queries import follow_ups as contacts
from tonggong.domain.coaching.queries.report import month_report
from tonggong.domain.coaching.reach import coach_of, human
from tonggong.domain.coaching.services.follow_ups import Contact, record_follow_up
from tonggong.rules import months
from tonggong.rules.coaching import STAGE_NAMES, point_name
from tonggong.web.casework.coaching.forms import FollowUpForm
from tonggong.web.casework.coaching.pages import found, note_view, rooms, tried
from tonggong.web.components.parts import Choice

SOON = 14  # days ahead that the page shows
SHOWN = 60


def waiting_words(who: Who) -> str:
    """What stands on the rail."""
    return contacts.waiting_words(who)


def _coach(request: Request) -> Any:
    """The coach whose page is shown: one that was asked for, else oneself; None shows everybody within reach."""
    wanted = request.GET.get("coach", "")
    if request.who.may("coaching.manage") and wanted.isascii() and wanted.isdigit() and len(wanted) < 16:
        return found(register.coach(request.who, int(wanted)))
    return coach_of(request.who)


def _choices(who: Who, current: Any, page: str) -> list[Choice]:
    if not who.may("coaching.manage"):
        return []
    here = reverse(page)
    everybody = [Choice("全部", here, current is None)] if page == "casework:coaching" else []
    return everybody + [
        Choice(one.name, f"{here}?coach={one.pk}", current is not None and one.pk == current.pk, value=str(one.pk))
        for one in register.active_coaches(who)
    ]


def _lines(rows: list[Any], day: Any) -> list[dict[str, Any]]:
    units = contacts.units_of(rows)
    return [
        {
            "row": row, "person": human(row), "unit": units.get(row.spell, ""), "point": point_name(row.point),
            "late": (day - row.due_on).days, "place": name_of(human(row).township_code),
        }
        for row in rows
    ]  # fmt: skip


@require_GET
@never_cache
@duty("coaching.record", "coaching.manage")
def home(request: Request) -> HttpResponse:
    """Show the contacts that are owed, then the cases, the most urgent first."""
    who, day = request.who, clock.today()
    coach = _coach(request)
    load = asked.caseload(who, day, coach)
    mine = {line.person.pk for line in load.lines}
    due, coming = contacts.follow_ups_due(who, day), contacts.follow_ups_coming(who, day, day + timedelta(days=SOON))
    if coach is not None and who.may("coaching.manage"):
        due, coming = due.filter(stands_for__in=mine), coming.filter(stands_for__in=mine)
    total = due.count()
    due_lines, coming_lines = _lines(list(due[:SHOWN]), day), _lines(list(coming[:SHOWN]), day)
    note_view(who, [*load.person_ids, *(one["person"].pk for one in (*due_lines, *coming_lines))])
    page = {
        "rooms": rooms(who, "casework:coaching"), "day": day, "coach": coach, "load": load, "due": due_lines, "due_total": total,
        "coming": coming_lines, "soon": SOON, "stages": asked.counted_by_stage([line.case for line in load.lines]),
        "coaches": _choices(who, coach, "casework:coaching"), "names": STAGE_NAMES,
        "unregistered": not who.may("coaching.manage") and coach is None, "can_manage": who.may("coaching.manage"),
    }  # fmt: skip
    return render(request, "casework/coaching/home.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@duty("coaching.record", "coaching.manage")
def follow_up(request: Request, follow_up_id: int) -> HttpResponse:
    """Write down one contact."""
    who, day = request.who, clock.today()
    row = found(contacts.follow_up(who, follow_up_id))
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        contact = Contact(
            said["method"],
            said["outcome"],
            said["reason"],
            said["note"],
            said["step"],
            said["step_due_on"],
            said["left_on"],
        )
        if tried(form, lambda: record_follow_up(who, row.pk, contact)):
            words = "没有联系上，这次跟进还留着。" if said["outcome"] == FollowUpOutcome.NOT_REACHED else "跟进已记下。"
            messages.success(request, f"{human(row).name}：{words}")
            return redirect("casework:coaching")
    person = human(row)
    note_view(who, [person.pk])
    page = {
        "form": form, "row": row, "person": person, "point": point_name(row.point), "day": day, "late": (day - row.due_on).days,
        "unit": contacts.units_of([row]).get(row.spell, ""), "cases": asked.open_cases_of(person),
    }  # fmt: skip
    return render(request, "casework/coaching/follow_up.html", page, status=422 if form.errors else 200)


@require_GET
@never_cache
@duty("coaching.record", "coaching.manage")
def month(request: Request) -> HttpResponse:
    """Show a coach's month, made to be printed; nothing in it is typed."""
    who, day = request.who, clock.today()
    coach = _coach(request)
    choices = _choices(who, coach, "casework:coaching-month")
    asked_for = request.GET.get("month", "")
    this = months.of(day)
    wanted = asked_for if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", asked_for) and asked_for <= this else this
    report = month_report(who, coach, wanted, day) if coach is not None else None
    here = reverse("casework:coaching-month") + (f"?coach={coach.pk}&" if coach is not None else "?")
    page: dict[str, Any] = {
        "rooms": rooms(who, "casework:coaching-month"), "coach": coach, "coaches": choices, "report": report, "month": wanted,
        "before_url": f"{here}month={months.shift(wanted, -1)}", "day": day, "names": STAGE_NAMES,
        "after_url": f"{here}month={months.shift(wanted, 1)}" if wanted < this else "",
    }  # fmt: skip
    if report is not None:
        note_view(who, [line.person.pk for line in report.lines])
    return render(request, "casework/coaching/month.html", page)
