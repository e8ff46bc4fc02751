"""Reasons that come from departments' files and from the person's own door (动态管理): each change goes to a named worker."""

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet

from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.casework.models import EntryConflict, Petition
from tonggong.domain.comparison.models import Finding
from tonggong.domain.worklist.reasons.asked import Asked, Hit, Reason, begin_of, most_pressing, row_of
from tonggong.domain.worklist.reasons.work import STOPPED

CHANGES = (Finding.Result.NEW, Finding.Result.ENDED, Finding.Result.CHANGED)
TAKEN = (Finding.State.FACT, Finding.State.OPEN, Finding.State.ACCEPTED, Finding.State.RETURNED, Finding.State.ANSWERED)
OPENING = "opening-ledger"  # the ledger's own beginning: nothing of it is a change
WORDS = {"new": "新出现", "ended": "结束", "changed": "有变化"}


def change_rows(since: date | None = None, month: str = "") -> QuerySet[Finding]:
    """Return the changes that departments' files told, found since a day or in the files of a month."""
    rows = Finding.objects.filter(person__isnull=False, result__in=CHANGES, state__in=TAKEN).exclude(feed=OPENING)
    if since is not None:
        rows = rows.filter(found_at__gte=begin_of(since))
    return rows.filter(month=month) if month else rows


def feed_changes(asked: Asked) -> dict[int, Hit]:
    """What the files changed about somebody; lost jobs are a reason of their own."""
    rows = change_rows(asked.back(asked.number("today.change_days"))).filter(person__in=asked.all_rows)
    columns = ("pk", "person_id", "month", "feed", "result", "found_at", "source_file_id", "source_row")
    grouped = defaultdict(list)
    rows = rows.exclude(Q(result=Finding.Result.ENDED) & Q(cause__in=STOPPED))
    for row in rows.values_list(*columns):
        grouped[asked.rows[row[1]]].append(row)
    found = {}
    for person, ones in grouped.items():
        pk, _, month, feed, result, found_at, file, line = max(ones, key=lambda one: (one[2], one[0]))
        title = FEEDS[feed].title if feed in FEEDS else "部门文件"
        words = f"{int(month[5:])}月{title}：{len(ones)} 项变化（{WORDS[result]}）"
        source = (file, line) if file and line else None
        found[person] = Hit(
            words, clock.day_of(found_at), row_of("comparison.Finding", pk), None, clock.day_of(found_at), source=source
        )
    return found


def answered(asked: Asked) -> dict[int, Hit]:
    """What somebody asked for and was answered: tell her."""
    since = asked.back(asked.number("today.answered_days"))
    rows = Petition.objects.filter(person__in=asked.all_rows, answered_at__gte=begin_of(since)).exclude(
        state=Petition.State.OPEN
    )
    kinds = dict(Petition.Kind.choices)
    hits = []
    for pk, row, kind, number, at in rows.values_list("pk", "person_id", "kind", "number", "answered_at"):
        words = f"{kinds[kind]}（回执 {number}）已有答复，请告诉本人"
        hits.append(
            (asked.rows[row], Hit(words, clock.day_of(at), row_of("casework.Petition", pk), None, clock.day_of(at)))
        )
    return most_pressing(hits)


def conflicts(asked: Asked) -> dict[int, Hit]:
    """What a visit said otherwise than the ledger, and nobody has decided."""
    rows = EntryConflict.objects.filter(person__in=asked.all_rows, state=EntryConflict.State.OPEN)
    fields = dict(EntryConflict.Field.choices)
    hits = []
    for pk, row, field, at in rows.values_list("pk", "person_id", "field", "at"):
        words = f"走访记录与台账不同：{fields[field]}，请核实"
        hits.append((asked.rows[row], Hit(words, clock.day_of(at), row_of("casework.EntryConflict", pk))))
    return most_pressing(hits, "共 {} 处")


REASONS = (
    Reason("feed_change", "部门数据变化", feed_changes, by_contact=True, is_ticked=True),
    Reason("petition_answered", "诉求已答复", answered, by_contact=True, is_ticked=True),
    Reason("entry_conflict", "两边不同", conflicts),
)
