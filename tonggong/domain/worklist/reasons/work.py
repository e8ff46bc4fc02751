"""Reasons that lie in somebody's work: a contract that ends, a job that was lost, the first weeks of a new one."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from tonggong.base.prepared import prepared
from tonggong.domain.coaching.models import FollowUp
from tonggong.domain.comparison.models import Finding
from tonggong.domain.worklist.reasons.asked import (
    ROWS,
    Asked,
    Hit,
    Reason,
    day_words,
    most_pressing,
    row_of,
    term_words,
)
from tonggong.rules.coaching import YEAR
from tonggong.rules.forms import FORMS

WORK = "work"


@prepared
def _follow_ups() -> QuerySet[Any, Any]:
    columns = ("pk", "person_id", "spell", "point", "started_on", "due_on", "done_on", "closed_on")
    return FollowUp.objects.filter(person__in=ROWS).values_list(*columns)


def contract_ends(asked: Asked) -> dict[int, Hit]:
    """Open spells whose contract ends soon, or has ended without a new one."""
    window, hits = asked.window("contract_ends"), []
    for one in asked.spells:
        if one.ended_on is not None or one.contract_until is None:
            continue
        left = asked.left(one.contract_until)
        if left > window:
            continue
        words = (
            f"{_where(one.unit, one.form)}的劳动合同{day_words(one.contract_until, asked.day)}到期，{term_words(left)}"
        )
        words += "，没有续签记录" if left < 0 else ""
        since = one.contract_until - timedelta(days=window)
        hits.append(
            (
                one.person,
                Hit(words, one.contract_until, row_of("employment.Spell", one.pk), left, since, WORK, one.source),
            )
        )
    return most_pressing(hits)


def insurance_stopped(asked: Asked) -> dict[int, Hit]:
    """Newly unemployed according to a department's file, or by a recorded end without a new job."""
    since = asked.back(asked.number("today.change_days"))
    hits = []
    for told in asked.findings:
        if not told.is_lost_work or told.state == Finding.State.FACT:
            continue
        month = int(told.month[5:])
        if told.cause == "insurance-stopped":
            words = f"{month}月参保文件显示停保" + (f"：{told.because.split('。')[0]}" if told.because else "")
        else:
            words = f"{month}月用人单位申报已离岗，请向本人核实"
        hits.append(
            (told.person, Hit(words, told.on, row_of("comparison.Finding", told.pk), None, told.on, WORK, told.source))
        )
    found = most_pressing(hits)
    for one in asked.spells:
        if (
            one.ended_on is None
            or not since <= one.ended_on <= asked.day
            or asked.in_work(one.person)
            or one.person in found
        ):
            continue
        words = f"{day_words(one.ended_on, asked.day)}离开{_where(one.unit, one.form)}，没有新的工作记录"
        found[one.person] = Hit(
            words, one.ended_on, row_of("employment.Spell", one.pk), None, one.ended_on, WORK, one.source
        )
    return found


def follow_ups(asked: Asked) -> dict[int, Hit]:
    """The days after a start on which somebody asks how it goes: as the coaches' room keeps them, else by the spells."""
    window, overdue = asked.window("follow_up"), asked.number("today.follow_up_overdue_days")
    hits, kept = [], set()
    for pk, row, spell, point, started, due, done, closed in _follow_ups(rows=asked.rows):
        kept.add(spell)
        left = asked.left(due)
        if done is None and closed is None and left <= window:
            hits.append((asked.rows[row], _follow_up(asked, point, started, left, row_of("coaching.FollowUp", pk))))
    points = [int(n) for n in asked.figures["coaching.follow_up_days"].value]
    for one in asked.spells:
        if one.thread in kept or one.ended_on is not None or one.started_on > asked.day:
            continue
        begun = asked.left(one.started_on)
        passed = [n for n in points if -overdue <= begun + n <= window]
        if not passed:
            continue
        due = one.started_on + timedelta(days=max(passed))
        contact = asked.last_contact(one.person)
        if contact is None or contact < due - timedelta(days=window):
            fact = row_of("employment.Spell", f"{one.pk}/{max(passed)}")
            hits.append((one.person, _follow_up(asked, max(passed), one.started_on, asked.left(due), fact)))
    return most_pressing(hits)


def _follow_up(asked: Asked, point: int, started: object, left: int, fact: str) -> Hit:
    begun = asked.left(started)  # type: ignore[arg-type]
    points = sorted(int(n) for n in asked.figures["coaching.follow_up_days"].value)
    nth = f"第 {points.index(point) + 1} 次" if point in points else "每年一次的" if point >= YEAR else ""
    words = (
        f"上岗 {-begun} 天，该做{nth}跟进（第 {point} 天）"
        if left >= 0
        else f"上岗第 {point} 天的{nth}跟进过期 {-left} 天"
    )
    return Hit(words, started, fact, left, topic=WORK)  # type: ignore[arg-type]


def _where(unit: str, form: str) -> str:
    return unit or (FORMS[form].name if form in FORMS else "原单位")


REASONS = (
    Reason("contract_ends", "合同到期", contract_ends, by_contact=True),
    Reason("insurance_stopped", "停保离岗", insurance_stopped, by_contact=True),
    Reason("follow_up", "上岗跟进", follow_ups),
)
