"""What changes the facts of training, on a `Changes`."""

from typing import Any

from tonggong.base.changes import Changes
from tonggong.domain.training.models import Attendance

Source = tuple[int | None, int | None]
ATTENDANCE = (
    "person_id",
    "class_name",
    "kind",
    "provider",
    "started_on",
    "ended_on",
    "hours",
    "attendance_share",
    "result",
)


def add_attendance(changes: Changes, values: dict[str, Any], source: Source, thread: int | None = None) -> int:
    """Say that a person was in a class, with what came of it; `values` by the names in ATTENDANCE."""
    return changes.add_fact(Attendance, ATTENDANCE, [values[c] for c in ATTENDANCE], source, thread)
