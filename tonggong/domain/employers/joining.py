"""One unit that stands in the register under two codes: said, and taken back, by hand and with a ground."""

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.domain.employers.models import Unit, UnitFact

_COLUMNS = ("unit_id", "kind", "value", "started_on", "ended_on", "ground")


class JoinRefused(Exception):
    """Two units can't be said to be one, or no longer; the message says why."""


def check(who: Who, unit: Unit, kept: Unit) -> None:
    """Whether a unit may be carried by another one.

    Raises:
        JoinRefused: one of them is out of reach, both are the same row, one of them is carried already, the former one
            carries others, or stands elsewhere among parents and branches.
    """
    if not (who.covers(unit.county_code) and who.covers(kept.county_code)):
        raise JoinRefused("两家单位要都在您的范围内：跨县区的请市残联登记。")
    if unit.pk == kept.pk:
        raise JoinRefused("两个代码是同一条登记，不用并。")
    if unit.same_as_id is not None:
        raise JoinRefused("原来的代码已经并入一家单位，请先撤销。")
    if kept.same_as_id is not None:
        raise JoinRefused("现用的代码自己也已并入另一家单位，请填那一家的代码。")
    if unit.carried.exists():
        raise JoinRefused("原来的代码下面已经并有更早的代码：请先撤销，再都并到现用代码。")
    if kept.parent_id == unit.pk or unit.parent_id not in (None, kept.parent_id):
        raise JoinRefused("原来的代码登记着另外的上下级关系：请先改好上级单位，再登记为同一单位。")


def kept_by_code(code: str) -> Unit:
    """The unit of a code in use. Raises JoinRefused where the register has none."""
    found = Unit.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise JoinRefused(f"登记册里没有信用代码是“{code.strip().upper()}”的单位。")
    return found


def join(who: Who, unit: Unit, kept: Unit, ground: str) -> None:
    """Say that a unit is the same as another one, whose code is in use. Raises as `check`, and where no ground is named."""
    if not ground.strip():
        raise JoinRefused("请写明凭据，例如 变更登记通知书。")
    with transaction.atomic():
        locked = {one.pk: one for one in Unit.objects.select_for_update().filter(pk__in=[unit.pk, kept.pk])}
        check(who, locked[unit.pk], locked[kept.pk])
        changes = Changes(clock.now(), said_by=who.name)
        changes.add_fact(
            UnitFact, _COLUMNS, (unit.pk, str(UnitFact.Kind.SAME), kept.code, None, None, ground.strip()[:200])
        )
        changes.update(Unit, unit.pk, same_as_id=kept.pk)
        changes.write()
        audit.record(
            "change", who=who, subject="employers.Unit", ids=[unit.pk, kept.pk], field="same_as", after=kept.pk
        )
    unit.same_as = kept


def part(who: Who, unit: Unit, ground: str) -> Unit:
    """Take back that a unit is the same as another one; what was said stays in its history. Returns that other one.

    Raises:
        JoinRefused: it is joined with none, one of them is out of reach, or no ground is named.
    """
    if not ground.strip():
        raise JoinRefused("请写明为什么撤销。")
    with transaction.atomic():
        locked = Unit.objects.select_for_update(of=("self",)).select_related("same_as").get(pk=unit.pk)
        kept = locked.same_as
        if kept is None:
            raise JoinRefused("这个代码没有并入别的单位。")
        if not (who.covers(locked.county_code) and who.covers(kept.county_code)):
            raise JoinRefused("两家单位要都在您的范围内：跨县区的请市残联撤销。")
        changes = Changes(clock.now(), said_by=who.name)
        said = UnitFact.objects.standing().filter(unit=unit, kind=UnitFact.Kind.SAME)
        for pk in said.values_list("pk", flat=True):
            changes.end(UnitFact, pk)
        changes.update(Unit, unit.pk, same_as_id=None)
        changes.write()
        audit.record(
            "change", who=who, subject="employers.Unit", ids=[unit.pk, kept.pk], field="same_as", before=kept.pk,
            reason=ground.strip()[:200],
        )  # fmt: skip
    unit.same_as = None
    return kept
