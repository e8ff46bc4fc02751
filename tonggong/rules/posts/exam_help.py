"""Help in recruiting exams (招录考试合理便利): by when it is answered, and how a request stands on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


class Light(StrEnum):
    """How a request stands: waiting, due soon, overdue, answered in time or late."""

    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: when it was asked, when the exam is held, when it was answered (None: not yet)."""

    asked_on: date
    held_on: date
    answered_on: date | None = None


def due_on(asked: Asked, figures: Figures) -> date:
    """The last day on which the answer is in time: so many days before the exam, counted back from its day without it.

    Who asks later than that is answered within so many days, and never after the day before the exam.

    Raises:
        FigureMissing: the city has not entered the days.
    """
    due = asked.held_on - timedelta(days=int(figures["exam.help_answer_days"].value))
    if asked.asked_on < due:
        return due
    late = asked.asked_on + timedelta(days=int(figures["exam.help_late_days"].value))
    return max(due, min(late, asked.held_on - timedelta(days=1)))


def light_of(asked: Asked, today: date, figures: Figures) -> Outcome[Light]:
    """How a request stands on a day, with the sum in words. Raises FigureMissing as `due_on`."""
    due, source = due_on(asked, figures), figures["exam.help_answer_days"].source
    days = (asked.held_on - due).days
    until = f"{due.isoformat()}（考前{days}天）"
    if asked.answered_on is not None:
        is_late = asked.answered_on > due
        before = (asked.held_on - asked.answered_on).days
        said = f"考前{before}天答复，{'晚于' if is_late else '不晚于'}{until}。"
        return Outcome(Light.LATE if is_late else Light.ANSWERED, (Step(said, source),))
    left = (due - today).days
    if left < 0:
        return Outcome(Light.OVERDUE, (Step(f"应当在{until}前答复，已经过了{-left}天。", source),))
    warn = asked.held_on - timedelta(days=int(figures["exam.help_warn_days"].value))
    said = f"应当在{until}前答复，还有{left}天。" if left else f"今天是答复的最后一天：{until}。"
    return Outcome(Light.SOON if today >= warn else Light.WAITING, (Step(said, source),))
