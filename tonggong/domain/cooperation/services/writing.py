"""What every step of the room needs: who may write where, how a slip is taken back."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock

MANAGE = "cooperation.manage"


class CooperationRefused(Exception):
    """A step can't be taken; the text says why and what would help."""


def must_manage(who: Who, county_code: str) -> None:
    """Refuse who has not the duty, or whose reach does not hold the place.

    Raises:
        PermissionDenied: without the duty. CooperationRefused: the place lies outside the reach.
    """
    if not who.may(MANAGE):
        raise PermissionDenied(MANAGE)
    if not who.covers(county_code):
        raise CooperationRefused("只能办理本辖区的事项。")


def must_be_past(on: date) -> None:
    """Refuse a day that has not come. Raises CooperationRefused."""
    if on > clock.today():
        raise CooperationRefused("日期还没有到，请写实际发生的日期。")


def signed(who: Who) -> dict[str, Any]:
    """Who writes and when."""
    return {"by": who.name[:60], "at": clock.now()}


def take_back(who: Who, row: Any, county_code: str, why: str) -> None:
    """Take an entry back that was written down wrongly; its row stays.

    Raises:
        CooperationRefused: no reason is given, it was taken back already, or it lies outside the reach.
        PermissionDenied: without the duty.
    """
    must_manage(who, county_code)
    if not why.strip():
        raise CooperationRefused("请写明撤销的原因。")
    if not withdrawn.withdraw(who, row, why):
        raise CooperationRefused("这条记录已经撤销了。")
