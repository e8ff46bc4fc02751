"""What the pages of the room have in common: its tabs, who was looked at, charts, the words of a refusal in a form."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.rules.outcome import percent
from tonggong.web.components.parts import Bar, BarChart, Choice

ROOMS = (
    ("casework:coaching", "个案", ("coaching.record", "coaching.manage")),
    ("casework:coaching-month", "月报", ("coaching.record", "coaching.manage")),
    ("casework:coaching-stability", "稳定就业", ("coaching.record", "coaching.manage")),
    ("casework:coaching-coaches", "名册", ("coaching.manage",)),
    ("casework:coaching-institutions", "辅助性就业机构", ("coaching.manage",)),
)


def rooms(who: Who, current: str) -> list[Choice]:
    """Return the tabs of the room that somebody may open."""
    return [
        Choice(label, reverse(name), name == current)
        for name, label, duties in ROOMS
        if any(who.may(duty) for duty in duties)
    ]


def note_view(who: Who, people: Iterable[int]) -> None:
    """Write down whose rows were shown; nothing where nobody was."""
    ids = sorted(set(people))
    if ids:
        audit.record("view", who=who, subject="persons.Person", ids=ids)


def found(row: Any) -> Any:
    """Return a row of a page. Raises Http404 where there is none in sight."""
    if row is None:
        raise Http404
    return row


def tried(form: Form, act: Callable[[], Any]) -> bool:
    """Do something; a refusal becomes the form's own error. Say whether it was done."""
    try:
        act()
    except CoachingRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def fade_chart(page: Any, target: Decimal) -> BarChart | None:
    """Return how the coach's share of the weeks fades, week by week, with the share that ends fading as its line.

    None: no week is known, or she was at the place in none of those shown, which a sentence says better.
    """
    weeks = [week for week in page.weeks if week.ratio is not None][-16:]
    if not any(week.ratio for week in weeks):
        return None
    last = weeks[-1]
    day = "{0.month}月{0.day}日" if len(weeks) <= 8 else "{0.month}/{0.day}"  # more long ones would lie over each other
    bars = [
        Bar(day.format(w.monday), _percent(w.ratio), "full" if w.ratio > target else "soft",
            short=f"{w.monday.month}/{w.monday.day}")
        for w in weeks
    ]  # fmt: skip
    until = last.monday + timedelta(days=6)
    sentence = (
        f"{last.monday.month}月{last.monday.day}日至{until.month}月{until.day}日这一周，辅导时间占本人工作时间的 {percent(last.ratio)}；"
        f"记下的 {len(weeks)} 周里，从 {percent(weeks[0].ratio)} 到 {percent(last.ratio)}。"
    )
    return BarChart(
        sentence, bars, ("周一", "辅导时间占比"), "%", _percent(target), f"渐退目标 {percent(target)}", low=True
    )


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def growth_chart(growth: list[tuple[str, int]]) -> BarChart:
    """Return how many coaches there were at the end of each month."""
    (first, before), (last, after) = growth[0], growth[-1]
    sentence = f"就业辅导员从{_month(first)}的 {before} 人到{_month(last)}的 {after} 人。"
    bars = [Bar(f"{int(month[5:])}月", count, short=str(int(month[5:]))) for month, count in growth]
    return BarChart(sentence, bars, ("月末", "就业辅导员"), "人", low=True)


def _month(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月"
