"""What changes the register of units: on a `Changes` where a file speaks, by hand where no file says it."""

from datetime import date

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.domain.employers.models import PostMonth, Unit, UnitFact, UnitMonth

Source = tuple[int | None, int | None]
UNIT = (
    "code",
    "name",
    "economic_kind",
    "industry",
    "county_code",
    "township_code",
    "status",
    "registered_on",
    "level",
    "supervisor",
    "posts",
    "is_school",
    "is_committee_member",
)
SUM = (
    "unit_code",
    "month",
    "feed",
    "delivery_id",
    "heads",
    "total_yuan",
    "median_yuan",
    "back_paid",
    "paid",
    "at_minimum",
    "phones",
)
POST_SUM = ("unit_code", "month", "post", "is_part_time", "delivery_id", "heads", "median_yuan")


def add_unit(changes: Changes, code: str, name: str, source: Source, **known: object) -> int:
    """Enter a unit; `known` gives further columns. Its first name is a fact with its evidence."""
    empty: dict[str, object] = {"registered_on": None, "posts": None, "is_school": False, "is_committee_member": False}
    values = [known.get(c, empty.get(c, "")) for c in UNIT[2:]]
    unit = changes.add(Unit, UNIT, (code, name, *values))
    say_of_unit(changes, unit, UnitFact.Kind.NAME, name, source, started_on=None)
    return unit


def say_of_unit(
    changes: Changes,
    unit: int,
    kind: str,
    value: str,
    source: Source,
    *,
    started_on: date | None,
    ended_on: date | None = None,
) -> int:
    """Add something said of a unit; it holds to `ended_on`, that day included."""
    columns = ("unit_id", "kind", "value", "started_on", "ended_on")
    return changes.add_fact(UnitFact, columns, (unit, str(kind), value, started_on, ended_on), source)


def rename_unit(changes: Changes, unit: int, name: str, source: Source, *, since: date | None) -> int:
    """Say that a unit has another name; the former one stays in its history."""
    changes.update(Unit, unit, name=name)
    return say_of_unit(changes, unit, UnitFact.Kind.NAME, name, source, started_on=since)


class ParentRefused(Exception):
    """A unit can't be put under another one; the message says why."""


def set_parent(who: Who, unit: Unit, parent_code: str, ground: str) -> None:
    """Say of which unit another one is a branch, or with "" that it stands alone; the former statement stays in its history.

    Args:
        ground: the paper that says it, such as an extract of the business register.
    Raises:
        ParentRefused: the unit, its parent or the former one is out of reach (both are counted together), no such unit, no
            evidence named, nothing would change, or a circle would come about.
    """
    if not who.covers(unit.county_code):
        raise ParentRefused("这个单位不在您的范围内。")
    if not ground.strip():
        raise ParentRefused("请写明凭据，例如 营业执照副本或股权登记。")
    parent = None
    if code := parent_code.strip().upper():
        parent = Unit.objects.filter(code=code).first()
        if parent is None:
            raise ParentRefused(f"登记册里没有信用代码是“{code}”的单位。")
    if any(other and not who.covers(other.county_code) for other in (parent, unit.parent)):
        raise ParentRefused("上级单位不在您的范围内：改了会影响别处的数，请市残联登记。")
    above: Unit | None = parent
    while above is not None:
        if above.pk == unit.pk:
            raise ParentRefused("这样就成了一个圈：上级单位又归这个单位管。")
        above = above.parent
    if unit.same_as_id is not None or (parent is not None and parent.same_as_id is not None):
        raise ParentRefused("这个代码已并入现用代码的单位，请登记在现用代码上。")
    if (parent.pk if parent else None) == unit.parent_id:
        raise ParentRefused("现在登记的就是这样，没有改变。")
    with transaction.atomic():
        changes = Changes(clock.now(), said_by=who.name)
        said = UnitFact.objects.standing().filter(unit=unit, kind=UnitFact.Kind.PARENT)
        for pk in said.values_list("pk", flat=True):
            changes.end(UnitFact, pk)
        value = f"{parent.name}（{parent.code}）" if parent else "没有上级单位"
        columns = ("unit_id", "kind", "value", "started_on", "ended_on", "ground")
        changes.add_fact(
            UnitFact, columns, (unit.pk, str(UnitFact.Kind.PARENT), value, None, None, ground.strip()[:200])
        )
        changes.update(Unit, unit.pk, parent_id=parent.pk if parent else None)
        changes.write()
        audit.record(
            "change", who=who, subject="employers.Unit", ids=[unit.pk], field="parent",
            before=unit.parent_id, after=parent.pk if parent else None,
        )  # fmt: skip
    unit.parent = parent


def keep_sums(changes: Changes, rows: list[tuple]) -> None:
    """Keep sums by unit and month, in the order of `SUM`: no person is in them. `phones` is text of JSON, or None."""
    for row in rows:
        changes.add(UnitMonth, SUM, row)


def keep_post_sums(changes: Changes, rows: list[tuple]) -> None:
    """Keep heads and medians of posts, in the order of `POST_SUM`."""
    for row in rows:
        changes.add(PostMonth, POST_SUM, row)
