"""What the room's pages share: whose they are, which screens a draft has."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from tonggong.base.accounts.who import Who
from tonggong.domain.casework.choices import Depth
from tonggong.domain.casework.queries import assessments as queries
from tonggong.domain.casework.queries.reach import served_person
from tonggong.rules.ability import profile
from tonggong.web.components.parts import Choice

HELPS, EVIDENCE, ADVICE = "helps", "evidence", "advice"


def person_in_reach(who: Who, person_id: int) -> Any:
    """Return a person whom somebody serves, the standing one where rows were merged. Raises Http404 where there is none."""
    found = served_person(who, person_id)
    if found is None:
        raise Http404
    return found


def assessment_in_reach(who: Who, thread: int) -> Any:
    """Return an assessment's standing row. Raises Http404 where there is none within reach."""
    row = queries.assessment(who, thread)
    if row is None:
        raise Http404
    return row


def is_blind(who: Who, row: Any) -> bool:
    """Say whether somebody must not see what an assessment holds: a draft of somebody else's."""
    return row.signed_on is None and row.assessor_id != who.user_id


def parts_of(row: Any) -> list[tuple[str, str]]:
    """Return the screens of a draft: the groups that it asks about, then what helps, the evidence, the advice."""
    asked = set(row.asked)
    groups = [
        (key, title) for key, title in profile().groups.items() if asked & {d.key for d in profile().of_group(key)}
    ]
    is_double = row.double_of is not None
    more = [] if is_double else [(HELPS, "支持和条件")]
    if row.depth != Depth.TALK:
        more.append((EVIDENCE, "过程和工具"))
    return [*groups, *more, (ADVICE, "日期" if is_double else "建议")]


def part_choices(row: Any, current: str) -> list[Choice]:
    """Return the screens as links, each group with how much of it is known."""
    found = []
    for key, title in parts_of(row):
        count = ""
        if key in profile().groups:
            asked = [one.key for one in profile().of_group(key) if one.key in row.asked]
            count = f"{sum(one in row.levels for one in asked)}/{len(asked)}"
        elif key == HELPS and row.accommodations:
            count = str(len(row.accommodations))
        elif key == EVIDENCE and (row.instruments or row.sessions):
            count = str(len(row.instruments) + len(row.sessions))
        found.append(Choice(title, reverse("casework:assessment-part", args=[row.thread, key]), key == current, count))
    return found
