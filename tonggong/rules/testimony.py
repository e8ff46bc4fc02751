"""When a placed person is asked about her job, and which answers somebody has to act on (本人的话)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

NOT_SAYING, WORKS, NOT_REAL = "not_saying", "works", "not_real"


@dataclass(frozen=True, slots=True)
class Asking:
    """One job of a person: since when, when she last spoke of it (None: never), whether she rather wouldn't."""

    started_on: date
    said_on: date | None = None
    not_saying: bool = False


def is_time_to_ask(one: Asking, day: date, figures: Figures) -> Outcome[bool]:
    """Say whether a person is asked about her job today. Who wants to speak may do so on any day.

    Raises:
        FigureMissing: the place has not said how often.
    Source: figures `testimony.ask_months`, `testimony.ask_after_days`; who said “不想说” is never asked again.
    """
    if one.not_saying:
        return Outcome(False, (Step("本人说过不想说，不再问。", "尊重本人意愿"),))
    every, first = figures["testimony.ask_months"], figures["testimony.ask_after_days"]
    if one.said_on is not None:
        again = _months_later(one.said_on, int(every.value))
        text = f"{in_words(one.said_on)}问过，{every.value} 个月问一次，{in_words(again)}起再问。"
        return Outcome(day >= again, (Step(text, every.source),))
    days = (day - one.started_on).days
    return Outcome(days >= int(first.value), (Step(f"上岗 {days} 天，满 {first.value} 天才问第一次。", first.source),))


def _months_later(day: date, months: int) -> date:
    """The same day some months later; where that month is shorter, the first day of the next."""
    whole = day.month - 1 + months
    year, month = day.year + whole // 12, whole % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


def problem_with(answers: Collection[str]) -> str:
    """Say in plain words why some answers can't stand together, "" where they can."""
    said = set(answers)
    if not said:
        return "请选一样。"
    if NOT_SAYING in said and len(said) > 1:
        return "选了“不想说”，就不用选别的。"
    if {WORKS, NOT_REAL} <= said:
        return "“我在那里上班”和“这份工作不是真的”只能选一样。"
    return ""


def is_to_act_on(answers: Collection[str], figures: Figures) -> bool:
    """Say whether somebody must act on what was said (figure `testimony.act_on`). Raises FigureMissing."""
    return bool(set(answers) & set(figures["testimony.act_on"].value))
