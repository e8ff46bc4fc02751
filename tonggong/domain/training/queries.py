"""Questions about training: everything said of one person's classes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from tonggong.domain.persons.models import Person
from tonggong.domain.persons.queries import known_by
from tonggong.domain.training.models import Attendance


def training_of(person: Person, known_at: datetime | None = None) -> list[Attendance]:
    """Return the classes of a person as known at an instant, also what is no longer believed, the latest first."""
    rows = known_by(Attendance.objects.filter(person=person), known_at)
    return list(rows.order_by("-started_on", "-pk"))


def classes_ended(person_ids: Iterable[int] | None = None) -> dict[int, list[date]]:
    """Return the last days of the classes that each person was in (of some persons, or of all), in one query."""
    rows = Attendance.objects.standing().exclude(ended_on=None)
    if person_ids is not None:
        rows = rows.filter(person__in=list(person_ids))
    found: dict[int, list[date]] = defaultdict(list)
    for person_id, ended_on in rows.values_list("person_id", "ended_on"):
        found[person_id].append(ended_on)
    return found
