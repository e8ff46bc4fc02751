"""A county signs its part of a month; the city closes it."""

from collections.abc import Collection

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import counties
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.domain.comparison import queries
from tonggong.domain.comparison.models import Month, SignOff


class MonthRefused(Exception):
    """A step of the month can't be taken yet, or not any more; the text says what it waits for."""


@transaction.atomic
def sign(who: Who, month: str, county_code: str) -> SignOff:
    """Say that a county's part of a month is settled.

    Raises:
        MonthRefused: findings of the county are open, the month is not compared or closed, or it is signed already.
    """
    hold_ledger()
    row = Month.objects.select_for_update().filter(pk=month).first()
    if not who.covers(county_code) or county_code not in {d.code for d in counties()}:
        raise MonthRefused("只能为本县区签字。")
    if row is None or row.compared_at is None:
        raise MonthRefused("本月还没有比对，比对之后才能签字。")
    if row.closed_at:
        raise MonthRefused("本月已经关账。")
    left = queries.open_findings(month).filter(county_code=county_code).count()
    if left:
        raise MonthRefused(f"还有 {left} 条差异待裁定，裁定完才能签字。")
    if SignOff.objects.filter(month=row, county_code=county_code, withdrawn_at=None).exists():
        raise MonthRefused("这个县区本月已经签字。")
    signed = SignOff.objects.create(month=row, county_code=county_code, signed_at=clock.now(), signed_by=who.name)
    audit.record("change", who=who, subject="comparison.SignOff", ids=[signed.pk], step="sign", month=month)
    return signed


@transaction.atomic
def withdraw_signature(who: Who, month: str, county_code: str) -> None:
    """Take a county's signature back, as long as the month is not closed.

    Raises:
        MonthRefused: there is none, or the month is closed.
    """
    if Month.objects.filter(pk=month).exclude(closed_at=None).exists():
        raise MonthRefused("本月已经关账，不能再收回签字。")
    rows = SignOff.objects.filter(month_id=month, county_code=county_code, withdrawn_at=None)
    ids = list(rows.values_list("pk", flat=True))
    if not ids or not who.covers(county_code):
        raise MonthRefused("没有可以收回的签字。")
    rows.update(withdrawn_at=clock.now())
    audit.record("change", who=who, subject="comparison.SignOff", ids=ids, step="withdraw", month=month)


def lapse_signatures(who: Who, months: Collection[str]) -> None:
    """Take back signatures under which new questions have come up since. Call it in the transaction that brings them."""
    for signed in SignOff.objects.filter(month__in=months, month__closed_at=None, withdrawn_at=None):
        if queries.open_findings(signed.month_id).filter(county_code=signed.county_code).exists():
            SignOff.objects.filter(pk=signed.pk).update(withdrawn_at=clock.now())
            audit.record(
                "change", who=who, subject="comparison.SignOff", ids=[signed.pk], step="lapse", month=signed.month_id
            )


@transaction.atomic
def close_month(who: Who, month: str) -> Month:
    """Close a month: every finding is decided and every county has signed. Later arrivals are corrections.

    Raises:
        MonthRefused: with what is missing.
    """
    hold_ledger()
    row = Month.objects.select_for_update().filter(pk=month).first()
    if row is None or row.compared_at is None:
        raise MonthRefused("本月还没有比对。")
    if row.closed_at:
        raise MonthRefused("本月已经关账。")
    if left := queries.open_findings(month).count():
        raise MonthRefused(f"还有 {left} 条差异待裁定。")
    signed = set(SignOff.objects.filter(month=row, withdrawn_at=None).values_list("county_code", flat=True))
    if missing := [d.name for d in counties() if d.code not in signed]:
        raise MonthRefused(f"{'、'.join(missing)}还没有签字。")
    row.closed_at, row.closed_by = clock.now(), who.name
    row.save(update_fields=["closed_at", "closed_by"])
    audit.record("change", who=who, subject="comparison.Month", step="close", month=month)
    return row
