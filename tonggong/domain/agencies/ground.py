"""What a figure on a sheet was counted from: the rows that were frozen with it, as far as they lie within reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.agencies.models import Ground, ScoreRow
from tonggong.domain.coaching.models import FollowUp
from tonggong.domain.comparison.models import Finding
from tonggong.domain.persons.models import Person
from tonggong.domain.status.models import Owed

PARTS = {"whole": "全部", "yes": "做到的", "lacking": "没有做到的"}
UNITS: dict[str, str] = {
    Ground.Kind.PERSON: "人", Ground.Kind.OWED: "项", Ground.Kind.FOLLOW_UP: "次", Ground.Kind.FINDING: "条",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """One row: whose it is (None: nobody's that is known), what it is, whether it was done when the sheet was frozen."""

    pk: int
    person_id: int | None
    name: str
    township_code: str
    what: str
    is_done: bool


def grounds(row_ids: Sequence[int]) -> set[int]:
    """Return which rows of a sheet have their ground kept; sheets from before it was kept have none."""
    return set(Ground.objects.filter(row__in=row_ids).values_list("row", flat=True))


def ground(row: ScoreRow) -> Ground | None:
    """Return what an item was counted from, None where that was not kept."""
    return Ground.objects.filter(row=row).first()


def keys(who: Who, of: Ground, part: str) -> list[int]:
    """Return the keys within reach of all rows, of those done or of those lacking, in order. Raises KeyError: no such part."""
    lacking = set(of.lacking)
    wanted = {"whole": of.whole, "lacking": of.lacking, "yes": [pk for pk in of.whole if pk not in lacking]}[part]
    return list(_rows(who, of.kind, wanted).order_by("pk").values_list("pk", flat=True))


def counted(who: Who, of: Ground, wanted: Sequence[int]) -> list[Counted]:
    """Return some of the rows, in the order of their keys."""
    lacking, rows = set(of.lacking), _rows(who, of.kind, wanted).order_by("pk")
    if of.kind == Ground.Kind.PERSON:
        return [Counted(one.pk, one.pk, one.name, one.township_code, "", one.pk not in lacking) for one in rows]
    found = []
    for one in rows.select_related("person"):
        person = one.person
        name = person.name if person else one.name
        place = person.township_code if person else ""
        found.append(Counted(one.pk, person.pk if person else None, name, place, _what(one), one.pk not in lacking))
    return found


def _rows(who: Who, kind: str, wanted: Sequence[int]) -> QuerySet[Any]:
    if kind == Ground.Kind.PERSON:
        return who.sees(Person.objects.filter(pk__in=among(wanted)))
    if kind == Ground.Kind.FINDING:
        return who.sees(Finding.objects.filter(pk__in=among(wanted)))
    model: Any = Owed if kind == Ground.Kind.OWED else FollowUp
    return who.sees(model.objects.filter(pk__in=among(wanted)), "person")


def _what(one: Any) -> str:
    if isinstance(one, Finding):
        return f"{one.month} {FEEDS[one.feed].title if one.feed in FEEDS else one.feed}，{one.get_result_display()}"
    if isinstance(one, FollowUp):
        return f"上岗第{one.point}天的跟进，期限{one.due_on}"
    return f"{one.get_one_display()}，期限{one.due_on}"
