"""Reasons that lie in what was promised or is owed: the four ones, steps and reviews of plans, the next talk agreed on."""

from typing import Any

from django.db.models import QuerySet

from tonggong.base.prepared import prepared
from tonggong.domain.casework.models import ServicePlan, Visit
from tonggong.domain.status.choices import One
from tonggong.domain.worklist.reasons.asked import (
    LAST,
    PEOPLE,
    ROWS,
    Asked,
    Hit,
    Reason,
    day_words,
    most_pressing,
    row_of,
    term_words,
)

ONES = dict(One.choices)
PROMISE = "promise"


@prepared
def _reviews() -> QuerySet[Any, Any]:
    rows = ServicePlan.objects.filter(person__in=ROWS, closed_on=None, review_on__lte=LAST)
    return rows.values_list("pk", "person_id", "goal", "review_on")


@prepared
def _agreed() -> QuerySet[Any, Any]:
    rows = Visit.objects.standing().filter(person__in=PEOPLE, next_on__lte=LAST)
    return rows.values_list("pk", "person_id", "on", "next_on")


def overdue(asked: Asked) -> dict[int, Hit]:
    """What the plan owes somebody and was not done in time."""
    return _four_ones(asked, is_late=True)


def soon(asked: Asked) -> dict[int, Hit]:
    """What the plan owes somebody within the next weeks."""
    return _four_ones(asked, is_late=False)


def _four_ones(asked: Asked, *, is_late: bool) -> dict[int, Hit]:
    hits = []
    for pk, row, one, owed_from, due in asked.owed:
        left = asked.left(due)
        if (left < 0) != is_late:
            continue
        words = (
            f"{ONES[one]}逾期 {-left} 天"
            if is_late
            else f"{ONES[one]}{day_words(due, asked.day)}前要做，{term_words(left)}"
        )
        hits.append((asked.rows[row], Hit(words, owed_from, row_of("status.Owed", pk), left)))
    return most_pressing(hits, "共欠 {} 项")


def promised(asked: Asked) -> dict[int, Hit]:
    """What was promised on a visit."""
    return _steps(asked, "promised_step", "答应的事", is_promise=True)


def plan_steps(asked: Asked) -> dict[int, Hit]:
    """Steps of the service plan."""
    return _steps(asked, "plan_step", "计划步骤", is_promise=False)


def _steps(asked: Asked, key: str, title: str, *, is_promise: bool) -> dict[int, Hit]:
    last, hits = asked.ahead(asked.window(key)), []
    for pk, row, kind, text, due, _ in asked.steps:
        if (kind == PROMISE) != is_promise or due > last:
            continue
        left = asked.left(due)
        words = f"{title}“{text}”{day_words(due, asked.day)}到期，{term_words(left)}"
        hits.append((asked.rows[row], Hit(words, due, row_of("casework.PlanStep", pk), left)))
    return most_pressing(hits, "共 {} 步")


def reviews(asked: Asked) -> dict[int, Hit]:
    """Plans that are to be looked at again."""
    hits = []
    for pk, row, goal, review in _reviews(rows=asked.rows, last=asked.ahead(asked.window("plan_review"))):
        left = asked.left(review)
        words = f"服务计划“{goal}”该复查：{day_words(review, asked.day)}，{term_words(left)}"
        hits.append((asked.rows[row], Hit(words, review, row_of("casework.ServicePlan", pk), left)))
    return most_pressing(hits)


def next_contacts(asked: Asked) -> dict[int, Hit]:
    """The day agreed on at the last attempt, unless there was a later one."""
    hits = []
    for pk, person, on, next_on in _agreed(people=asked.ids, last=asked.ahead(asked.window("next_contact"))):
        if on != asked.contacts.get(person, (on,))[0]:
            continue
        left = asked.left(next_on)
        words = f"{day_words(on, asked.day)}约好{day_words(next_on, asked.day)}再联系" + (
            f"，已过 {-left} 天" if left < 0 else ""
        )
        hits.append((person, Hit(words, on, row_of("casework.Visit", pk), left)))
    return most_pressing(hits)


REASONS = (
    Reason("four_ones_overdue", "四个一逾期", overdue),
    Reason("four_ones_soon", "四个一快到期", soon),
    Reason("promised_step", "答应的事", promised),
    Reason("plan_step", "计划步骤", plan_steps),
    Reason("plan_review", "计划复查", reviews),
    Reason("next_contact", "约好联系", next_contacts),
)
