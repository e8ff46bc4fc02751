"""会商会: planned, with what was left open at the head of the agenda; held, decided, minutes issued."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.cooperation.choices import MeetingState
from tonggong.domain.cooperation.queries import meetings as queries
from tonggong.domain.cooperation.services import meetings as services
from tonggong.domain.reporting.papers import minutes as paper
from tonggong.rules.cooperation import YearStanding
from tonggong.web.components.documents import download
from tonggong.web.federation import cooperation_forms as forms_of
from tonggong.web.federation.cooperation_pages import done_or_again, found_or_404, places, rooms

TAGS = {MeetingState.PLANNED: "waiting", MeetingState.HELD: "running", MeetingState.ISSUED: "done"}
YEARS = {
    YearStanding.MET: ("done", "达到"),
    YearStanding.DUE: ("due", "还要开"),
    YearStanding.MISSED: ("overdue", "没有开够"),
}


def _list_page(request: Request, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    who, today = request.who, clock.today()
    standing = queries.year_standing(who, today.year, today)
    if form is None and who.may("cooperation.manage"):
        form = forms_of.MeetingForm(places(who), initial={"county_code": who.reach.ljust(12, "0")})
    page = {
        "rooms": rooms("cooperation-meetings"), "form": form, "today": today, "standing": standing,
        "year_tag": YEARS[standing.value.standing], "open": queries.open_decisions(who, today),
        "rows": [(row, (TAGS[MeetingState(row.state)], row.get_state_display()), name_of(row.county_code))
                 for row in queries.meetings(who)],
    }  # fmt: skip
    return render(request, "federation/cooperation_meetings.html", page, status=status)


@require_GET
@duty("cooperation.read")
def listed(request: Request) -> HttpResponse:
    """List the meetings, whether the year has its number, and what is still open."""
    return _list_page(request)


@require_POST
@duty("cooperation.manage")
def plan(request: Request) -> HttpResponse:
    """Call a meeting."""
    form = forms_of.MeetingForm(places(request.who), request.POST)
    return done_or_again(
        request, form, lambda said: services.plan_meeting(request.who, **said), "会议已登记，没有办结的事项已经排在议程最前面。",
        reverse("federation:cooperation-meetings"), lambda again: _list_page(request, again, 422),
    )  # fmt: skip


def _page(request: Request, row: Any, status: int = 200, **forms_again: forms.Form) -> HttpResponse:
    who, today = request.who, clock.today()
    may = who.may("cooperation.manage")
    page = {
        "meeting": row, "agenda": queries.agenda(row), "place": name_of(row.county_code), "today": today,
        "tag": (TAGS[MeetingState(row.state)], row.get_state_display()), "attendances": row.attendances.order_by("pk"),
        "decisions": row.decisions.order_by("pk"), "may": may and row.state != MeetingState.ISSUED, "may_close": may,
        "topic": forms_of.TopicForm(), "attendance": forms_of.AttendanceForm(), "held": forms_of.HeldForm(initial={"held_on": row.on}),
        "decision": forms_of.DecisionForm(), "close": forms_of.CloseForm(initial={"closed_on": today}), **forms_again,
    }  # fmt: skip
    return render(request, "federation/cooperation_meeting.html", page, status=status)


@require_GET
@duty("cooperation.read")
def meeting(request: Request, meeting_id: int) -> HttpResponse:
    """One meeting: agenda, who was there, what was decided."""
    return _page(request, found_or_404(queries.meeting(request.who, meeting_id)))


@require_POST
@duty("cooperation.manage")
def write(request: Request, meeting_id: int, what: str) -> HttpResponse:
    """Write something down of a meeting: topic, attendance, held, decision, issue."""
    who = request.who
    row = found_or_404(queries.meeting(who, meeting_id))
    ways: dict[str, tuple[type[forms.Form], Any, str]] = {
        "topic": (forms_of.TopicForm, lambda said: services.add_topic(who, row, said["topic"]), "议题已加上。"),
        "attendance": (
            forms_of.AttendanceForm,
            lambda said: services.add_attendance(who, row, **said),
            "参会单位已记下。",
        ),
        "held": (
            forms_of.HeldForm,
            lambda said: services.hold(who, row, said["held_on"]),
            "召开日期已记下，可以记议定事项了。",
        ),
        "decision": (
            forms_of.DecisionForm,
            lambda said: services.decide(who, row, text=said["decision"], owner=said["owner"], due_on=said["due_on"]),
            "议定事项已记下。",
        ),
        "issue": (forms.Form, lambda said: services.issue_minutes(who, row), "纪要已印发，内容不再变。"),
    }
    form_class, act, words = found_or_404(ways.get(what))
    return done_or_again(
        request, form_class(request.POST), act, words, reverse("federation:cooperation-meeting", args=[row.pk]),
        lambda again: _page(request, row, 422, **{what: again}),
    )  # fmt: skip


@require_POST
@duty("cooperation.manage")
def close(request: Request, decision_id: int) -> HttpResponse:
    """Say that a decision was carried out."""
    who = request.who
    row = found_or_404(queries.decision(who, decision_id))
    return done_or_again(
        request, forms_of.CloseForm(request.POST),
        lambda said: services.close_decision(who, row, on=said["closed_on"], result=said["result"]), "办结已记下。",
        reverse("federation:cooperation-meeting", args=[row.meeting_id]),
        lambda again: _page(request, row.meeting, 422, close=again),
    )  # fmt: skip


@require_GET
@duty("cooperation.read")
def minutes(request: Request, meeting_id: int) -> HttpResponse:
    """Hand out the minutes as a .docx; before they are issued, as a draft."""
    row = found_or_404(queries.meeting(request.who, meeting_id))
    data = paper.as_docx(row)
    paper.note_release(request.who, row)
    return download(data, paper.MEDIA_TYPE, f"{row.title}纪要.docx")
