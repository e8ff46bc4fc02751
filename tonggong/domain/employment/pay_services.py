"""What changes the checks of equal pay: a quarter checked, a flag decided, a decision taken back."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_of
from tonggong.base.workflow.services import move
from tonggong.domain.employment.models import PayCheck
from tonggong.domain.employment.pay_choices import PAY_DECIDED, PayState
from tonggong.domain.employment.pay_facts import Paid, paid_in
from tonggong.rules.equal_pay import FLAGS, Pay, equal_pay

DECIDE = "labour.decide"
_PLACES = 4


class PayRefused(Exception):
    """A flag can't be decided so; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class PayMade:
    """What a run found: persons checked, flags among them, rows changed."""

    checked: int
    flags: int
    changed: int


def check_pay(who: Who, quarter: str) -> PayMade:
    """Check a quarter for the whole city and keep the answers; doing it twice changes nothing.

    Raises:
        ValueError: it is no quarter. FigureMissing: the city has not entered a figure, such as its minimum wage.
    """
    found = [(one, _values(one)) for one in paid_in(quarter)]
    flags = sum(values["state"] == PayState.OPEN for _, values in found)
    with transaction.atomic():
        known = {(row.person_id, row.unit_code): row for row in PayCheck.objects.filter(quarter=quarter)}
        changed, fresh = 0, []
        for one, values in found:
            row = known.pop((one.person, one.unit), None)
            if row is None:
                fresh.append(PayCheck(quarter=quarter, person_id=one.person, unit_code=one.unit, **values))
            else:
                changed += _bring_up_to_date(who, row, values)
        PayCheck.objects.bulk_create(fresh, batch_size=500)
        for row in known.values():
            gone = {**_gone(), "unit_name": row.unit_name}
            changed += _bring_up_to_date(who, row, gone)
        audit.record(
            "change", who=who, subject="employment.PayCheck", quarter=quarter, checked=len(found), flags=flags,
            changed=changed + len(fresh),
        )  # fmt: skip
    return PayMade(len(found), flags, changed + len(fresh))


def _values(one: Paid) -> dict[str, Any]:
    outcome = equal_pay(one.months, figures_of(one.place))
    said = outcome.value
    return {
        "unit_name": one.unit_name, "post": one.months[-1].post, "pay": said.pay.value,
        "state": PayState.OPEN if said.pay in FLAGS else PayState.QUIET,
        "share": None if said.share is None else round(said.share, _PLACES), "heads": said.heads,
        "because": outcome.because[:500], "months": one.as_json(), "made_at": clock.now(),
    }  # fmt: skip


def _gone() -> dict[str, Any]:
    return {
        "post": "", "pay": Pay.UNKNOWN.value, "state": PayState.QUIET, "share": None, "heads": None,
        "because": "台账里已经没有这一季整月的工资。", "months": [], "made_at": clock.now(),
    }  # fmt: skip


def _bring_up_to_date(who: Who, row: PayCheck, values: dict[str, Any]) -> bool:
    """Write what is found now; a decision stands while result and share are the same."""
    state = values.pop("state")
    is_same = (row.pay, row.share) == (values["pay"], values["share"])
    if is_same and row.because == values["because"] and row.months == values["months"]:
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    if not is_same and row.state != state:
        move(row, state, who=who, reason="重新核对，工资或同岗的数有变化")
    return True


def decide_pay(who: Who, row: PayCheck, to: str, reason: str) -> None:
    """Decide a flag: explained, corrected by the unit, or handed on to labour inspection.

    Raises:
        PermissionDenied: without the duty. PayRefused: out of reach, no such decision, or no reason given.
        MoveRefused: it is no flag that waits, or a colleague was faster.
    """
    _may(who, row, reason)
    if to not in PAY_DECIDED:
        raise PayRefused("请选 已说明、已更正 或 移交。")
    move(row, to, who=who, reason=reason.strip())


def undo_pay(who: Who, row: PayCheck, reason: str) -> None:
    """Take a decision back: the flag waits again. Raises as `decide_pay`; PayRefused where nobody decided it."""
    _may(who, row, reason)
    if row.state not in PAY_DECIDED:
        raise PayRefused("这一条没有人裁定过，不用撤销。")
    move(row, PayState.OPEN, who=who, reason=f"撤销裁定：{reason.strip()}")


def _may(who: Who, row: PayCheck, reason: str) -> None:
    if not who.may(DECIDE):
        raise PermissionDenied("您的职责不包括核对同工同酬。")
    if not who.sees(PayCheck.objects.filter(pk=row.pk), "person").exists():
        raise PayRefused("这个人不在您的范围内。")
    if not reason.strip():
        raise PayRefused("请写明理由，例如 单位说明实行计件，已看工资条。")
