"""Questions about training: everything said of one person's classes."""

from datetime import datetime

from tonggong.domain.persons.models import Person
from tonggong.domain.persons.queries import known_by
from tonggong.domain.training.models import Attendance


def training_of(person: Person, known_at: datetime | None = None) -> list[Attendance]:
    """Return the classes of a person as known at an instant, also what is no longer believed, the latest first."""
    rows = known_by(Attendance.objects.filter(person=person), known_at)
    return list(rows.order_by("-started_on", "-pk"))
