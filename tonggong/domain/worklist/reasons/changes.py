"""Reasons that come from departments' files and from the person's own door (动态管理): each change goes to a named worker."""

from collections import defaultdict
from typing import Any

from django.db.models import DateTimeField, QuerySet

from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.base.prepared import Given, prepared
from tonggong.domain.casework.models import EntryConflict, Petition
from tonggong.domain.worklist.reasons.asked import (
    DEATH,
    ROWS,
    Asked,
    Hit,
    Reason,
    Told,
    begin_of,
    most_pressing,
    row_of,
)

WORDS = {"new": "新出现", "ended": "结束", "changed": "有变化"}


@prepared
def _answered() -> QuerySet[Any, Any]:
    rows = Petition.objects.filter(person__in=ROWS, answered_at__gte=Given("since", DateTimeField()))
    rows = rows.exclude(state=Petition.State.OPEN).exclude(kind=Petition.Kind.LABOUR)
    return rows.values_list("pk", "person_id", "kind", "number", "answered_at")


@prepared
def _conflicts() -> QuerySet[Any, Any]:
    rows = EntryConflict.objects.filter(person__in=ROWS, state=EntryConflict.State.OPEN)
    return rows.values_list("pk", "person_id", "field", "at")


def feed_changes(asked: Asked) -> dict[int, Hit]:
    """What the files changed about somebody; lost jobs are a reason of their own."""
    grouped: dict[int, list[Told]] = defaultdict(list)
    for told in asked.findings:
        if not told.is_lost_work and told.cause != DEATH:
            grouped[told.person].append(told)
    found = {}
    for person, ones in grouped.items():
        last = max(ones, key=lambda one: (one.month, one.pk))
        title = FEEDS[last.feed].title if last.feed in FEEDS else "部门文件"
        words = f"{int(last.month[5:])}月{title}：{len(ones)} 项变化（{WORDS[last.result]}）"
        found[person] = Hit(words, last.on, row_of("comparison.Finding", last.pk), None, last.on, source=last.source)
    return found


def deaths(asked: Asked) -> dict[int, Hit]:
    """Of whom a death was reported and not yet decided: to be asked of the village or the family, never of herself."""
    words = "部门文件登记此人已去世，请向村（社区）或家属核实，不要打本人电话"
    return {
        person: Hit(words, on, row_of("comparison.Finding", pk), None, on, source=source)
        for person, (pk, on, source) in asked.deaths.items()
    }


def answered(asked: Asked) -> dict[int, Hit]:
    """What somebody asked for and was answered: tell her."""
    since = begin_of(asked.back(asked.number("today.answered_days")))
    kinds = dict(Petition.Kind.choices)
    hits = []
    for pk, row, kind, number, at in _answered(rows=asked.rows, since=since):
        on = clock.day_of(at)
        words = f"{kinds[kind]}（回执 {number}）已有答复，请告诉本人"
        hits.append((asked.rows[row], Hit(words, on, row_of("casework.Petition", pk), None, on)))
    return most_pressing(hits)


def conflicts(asked: Asked) -> dict[int, Hit]:
    """What a visit said otherwise than the ledger, and nobody has decided."""
    fields = dict(EntryConflict.Field.choices)
    hits = []
    for pk, row, field, at in _conflicts(rows=asked.rows):
        words = f"走访记录与台账不同：{fields[field]}，请核实"
        hits.append((asked.rows[row], Hit(words, clock.day_of(at), row_of("casework.EntryConflict", pk))))
    return most_pressing(hits, "共 {} 处")


REASONS = (
    Reason("death_reported", "死亡登记待核实", deaths, by_contact=True, is_alone=True),
    Reason("feed_change", "部门数据变化", feed_changes, by_contact=True, is_ticked=True),
    Reason("petition_answered", "诉求已答复", answered, by_contact=True, is_ticked=True),
    Reason("entry_conflict", "两边不同", conflicts),
)
