"""What a training provider may know of its own classes; names are masked, numbers are not given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Min, Q

from tonggong.base.accounts.who import Who
from tonggong.domain.training.models import Attendance
from tonggong.rules.masking import mask_name

_PASSED = Q(result=Attendance.Result.PASSED)


@dataclass(frozen=True, slots=True)
class OwnClass:
    """One class. `key` is its first row: what an address names."""

    key: int
    name: str
    kind: str
    started_on: date
    ended_on: date | None
    heads: int
    passed: int
    broken_off: int


@dataclass(frozen=True, slots=True)
class Student:
    """How one person did, the name masked."""

    name: str
    hours: Decimal | None
    share: Decimal | None
    result: str


def _rows(who: Who):
    if not (who.may("own.classes") and who.provider):
        return Attendance.objects.none()
    return Attendance.objects.standing().filter(provider=who.provider)


def own_classes(who: Who) -> list[OwnClass]:
    """Return the classes of the provider that somebody speaks for, the latest first."""
    groups = (
        _rows(who)
        .order_by()
        .values_list("class_name", "kind", "started_on", "ended_on")
        .annotate(
            first=Min("pk"),
            heads=Count("person", distinct=True),
            passed=Count("person", filter=_PASSED, distinct=True),
            broken=Count("person", filter=Q(result=Attendance.Result.BROKEN_OFF), distinct=True),
        )
        .order_by("-started_on", "class_name")
    )
    return [OwnClass(first, name, kind, start, end, n, ok, off) for name, kind, start, end, first, n, ok, off in groups]


def own_class(who: Who, key: int) -> tuple[OwnClass, list[Student], list[int]] | None:
    """Return one class with its people and, for the trail, their keys; None when it is another provider's."""
    found = next((one for one in own_classes(who) if one.key == key), None)
    if found is None:
        return None
    rows = _rows(who).filter(
        class_name=found.name, kind=found.kind, started_on=found.started_on, ended_on=found.ended_on
    )
    rows = rows.select_related("person").order_by("pk")
    people = [
        Student(mask_name(row.person.name), row.hours, row.attendance_share, str(row.get_result_display()))
        for row in rows
    ]
    return found, people, sorted({row.person_id for row in rows})
