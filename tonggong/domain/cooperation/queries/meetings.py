"""Consultation meetings: the agenda that earlier decisions open, what is open or late, whether the year has its meetings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.domain.cooperation.choices import MeetingState
from tonggong.domain.cooperation.models import Decision, Meeting, Topic
from tonggong.domain.cooperation.queries.partners import figures_at
from tonggong.rules.cooperation import ActionItem, MeetingYear, meetings_of_year, opening_items
from tonggong.rules.days import in_words
from tonggong.rules.outcome import Outcome


def meetings(who: Who) -> QuerySet[Meeting]:
    """Meetings within reach, the latest first."""
    return who.sees(Meeting.objects.all(), township="county_code").order_by("-on", "-pk")


def meeting(who: Who, pk: int) -> Meeting | None:
    """One meeting within reach."""
    return meetings(who).filter(pk=pk).first()


def decision(who: Who, pk: int) -> Decision | None:
    """One decision of a meeting within reach."""
    return Decision.objects.filter(meeting__in=meetings(who), pk=pk).select_related("meeting").first()


@dataclass(frozen=True, slots=True)
class Opening:
    """An earlier decision that opens an agenda."""

    decision: Decision
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting is about: what was left open first, then the new items."""

    opening: list[Opening]
    topics: list[Topic]


def agenda(row: Meeting) -> Agenda:
    """The agenda of a meeting: before it is held as things stand now, afterwards as they stood when it was held."""
    topics = list(row.topics.order_by("pk"))
    if row.state == MeetingState.PLANNED:
        return Agenda(opening_of(row), topics)
    kept = row.carried.select_related("decision__meeting")
    return Agenda([Opening(one.decision, one.was_overdue) for one in kept], topics)


def opening_of(row: Meeting) -> list[Opening]:
    """The decisions of earlier meetings of the same place that are open on a meeting's day, late ones first."""
    earlier = Decision.objects.filter(meeting__county_code=row.county_code, meeting__on__lte=row.on)
    rows = {one.pk: one for one in earlier.exclude(meeting=row).select_related("meeting").order_by("pk")}
    found = opening_items([_item(one) for one in rows.values()], row.on)
    return [Opening(rows[one.key], one.is_overdue_on(row.on)) for one in found]


def _item(row: Decision) -> ActionItem[int]:
    return ActionItem(row.pk, row.meeting.on, row.due_on, row.closed_on)


def open_decisions(who: Who, day: date, *, only_overdue: bool = False) -> list[Opening]:
    """Decisions within reach that are open on a day, late ones first."""
    rows = {row.pk: row for row in Decision.objects.filter(meeting__in=meetings(who)).select_related("meeting")}
    found = [Opening(rows[one.key], one.is_overdue_on(day)) for one in opening_items(map(_item, rows.values()), day)]
    return [one for one in found if one.is_overdue] if only_overdue else found


def year_standing(who: Who, year: int, today: date) -> Outcome[MeetingYear]:
    """Whether the place that somebody works for has its meetings of a year. Raises FigureMissing."""
    return meetings_of_year([row.on for row in held(who, year)], year, today, figures_at(who, today))


def held(who: Who, year: int) -> QuerySet[Meeting]:
    """The meetings of a year that `year_standing` counts: those of one's own place that were held."""
    own = meetings(who).filter(county_code=who.reach.ljust(12, "0"), on__year=year)
    return own.exclude(state=MeetingState.PLANNED)


def minutes_content(row: Meeting) -> dict[str, Any]:
    """What the minutes of a meeting say: of an issued one as it was issued, else as things stand now."""
    if row.minutes is not None:
        return row.minutes
    found = agenda(row)
    return {
        "title": f"{row.title}纪要", "on": in_words(row.on), "place": row.place, "where": name_of(row.county_code),
        "attendance": [[one.organisation, one.attendee] for one in row.attendances.order_by("pk")],
        "opening": [
            [one.decision.text, one.decision.owner, in_words(one.decision.due_on), "已逾期" if one.is_overdue else "未到期"]
            for one in found.opening
        ],
        "topics": [one.text for one in found.topics],
        "decisions": [[one.text, one.owner, in_words(one.due_on)] for one in row.decisions.order_by("pk")],
    }  # fmt: skip
