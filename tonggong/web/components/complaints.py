"""How a labour complaint stands to its day, on every desk alike."""

from datetime import date
from typing import Any

from tonggong.domain.testimony.queries.complaints import ENDED, due_on


def due_tag(row: Any, day: date) -> tuple[str, str]:
    """Return how a complaint's next step stands to its day, as a kind of tag and words."""
    due = due_on(row)
    if row.state in ENDED or due is None:
        return "done", row.get_state_display()
    if due < day:
        return "overdue", f"超期 {(day - due).days} 天"
    return "waiting", f"还有 {(due - day).days} 天" if due > day else "就是今天"
