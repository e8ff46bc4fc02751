"""When a task falls due: every period of the plan, and the day that its rule gives."""

from calendar import monthrange
from datetime import date, timedelta

from tonggong.domain.plan.pack.facts import DueFact
from tonggong.domain.plan.pack.located import Entry
from tonggong.rules import months

LENGTH = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def dues(entry: Entry, period: str, first: date, last: date) -> tuple[DueFact, ...]:
    """The occurrences of a task in a plan's period.

    The field `due` is one of: {on: DATE} for a task done once; {months_after: N, day: D}, counted from the period's
    last month; {month: M, day: D} or {month: M, weekday: sunday, nth: N} of the year, for a yearly task.
    """
    rule = entry.entry("due")
    if rule is None:
        entry.fault("due", "必须填写")
        return ()
    if period == "once":
        on = rule.day("on")
        rule.done()
        return (DueFact("一次", on),) if on else ()
    length = LENGTH.get(period)
    if length is None:
        return ()
    start = months.number(f"{first.year}-01")
    ends = range(start + length - 1, months.number(months.of(last)) + 1, length)
    found = [DueFact(_label(end, length), day) for end in ends if (day := _day(rule, period, end)) is not None]
    rule.done()
    return tuple(one for one in found if one.due_on >= first)


def _label(end: int, length: int) -> str:
    year, month = end // 12, end % 12 + 1
    return {
        12: f"{year}",
        6: f"{year}{'上' if month == 6 else '下'}半年",
        3: f"{year}年{month // 3}季度",
        1: f"{year}-{month:02d}",
    }[length]


def _day(rule: Entry, period: str, end: int) -> date | None:
    if "months_after" in rule:
        after = rule.whole("months_after", 0, 12)
        return _clipped(end + after, rule.whole("day", 1, 31))
    if period != "year":
        rule.fault("months_after", "必须填写（只有每年的任务可以写 month）")
        return None
    month = end - 11 + rule.whole("month", 1, 12) - 1
    if "weekday" in rule:
        weekday = WEEKDAYS.index(rule.choice("weekday", WEEKDAYS))
        day = months.first_day(months.written(month))
        day += timedelta((weekday - day.weekday()) % 7)
        return day + timedelta(7 * (rule.whole("nth", 1, 4) - 1))
    return _clipped(month, rule.whole("day", 1, 31))


def _clipped(month: int, day: int) -> date:
    year, number = month // 12, month % 12 + 1
    return date(year, number, min(day, monthrange(year, number)[1]))
