"""Reasons that lie in a campaign or in the aid: a name nobody has been to yet, somebody under aid without a next step."""

from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from tonggong.base.prepared import prepared
from tonggong.domain.campaigns.models import CampaignTarget
from tonggong.domain.casework.choices import StepState
from tonggong.domain.casework.models import PlanStep
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.status.models import PersonStatus
from tonggong.domain.worklist.reasons.asked import (
    DAY,
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
from tonggong.rules.aid import NEVER, OUTSIDE, REGISTERED


@prepared
def _targets() -> QuerySet[Any, Any]:
    rows = CampaignTarget.objects.filter(person__in=ROWS, outcome=None, left_on=None, campaign__closed_on=None)
    rows = rows.filter(campaign__starts_on__lte=DAY, campaign__ends_on__lte=LAST)
    return rows.values_list("pk", "person_id", "campaign__title", "campaign__starts_on", "campaign__ends_on")


@prepared
def _may_be_under_aid() -> QuerySet[Any, Any]:
    rows = PersonStatus.objects.filter(person__in=PEOPLE).exclude(target_reason__in=[*NEVER, *OUTSIDE])
    return rows.values_list("pk", Cast(F("hardship"), TextField()))


@prepared
def _next_steps() -> QuerySet[Any, Any]:
    rows = PlanStep.objects.filter(plan__person__in=ROWS, plan__closed_on=None, state=StepState.OPEN, due_on__lte=LAST)
    return rows.values_list("plan__person_id")


@prepared
def _since() -> QuerySet[Any, Any]:
    facts = PersonFact.objects.standing().filter(
        person__in=PEOPLE, kind__in=(Circumstance.UNEMPLOYED, Circumstance.HARDSHIP), started_on__lte=DAY
    )
    return facts.order_by("started_on", "pk").values_list("person_id", "started_on")


def campaign_targets(asked: Asked) -> dict[int, Hit]:
    """Names of running campaigns of whom nobody has said yet what came of them; from some days before the last one on."""
    hits = []
    last = asked.ahead(asked.window("campaign_target"))
    for pk, row, title, starts_on, ends_on in _targets(rows=asked.rows, day=asked.day, last=last):
        left = asked.left(ends_on)
        words = f"专项行动“{title}”还没有走访到，{day_words(ends_on, asked.day)}截止，{term_words(left)}"
        hit = Hit(words, ends_on, row_of("campaigns.CampaignTarget", pk), left, starts_on)
        hits.append((asked.rows[row], hit))
    return most_pressing(hits)


def aid_no_step(asked: Asked) -> dict[int, Hit]:
    """Who is under aid and has no dated next step in an open plan."""
    marks = [f'"{code}"' for code in sorted(REGISTERED)]
    under = [pk for pk, groups in _may_be_under_aid(people=asked.ids) if any(mark in groups for mark in marks)]
    if not under:
        return {}
    last = asked.ahead(asked.number("plan.next_step_days"))
    helped = {asked.rows[row] for (row,) in _next_steps(rows=asked.rows, last=last)}
    found = {}
    for pk, on in _since(people=[pk for pk in under if pk not in helped], day=asked.day):
        words = f"{day_words(on, asked.day)}起在就业援助中，没有排好下一步"
        found[pk] = Hit(words, on, row_of("status.PersonStatus", pk))
    return found


REASONS = (
    Reason("campaign_target", "专项行动", campaign_targets, by_contact=True),
    Reason("aid_no_step", "援助没有下一步", aid_no_step),
)
