"""Reports on social responsibility that were filed; mailings and whose letter said what."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.privacy import open_bytes, seal_bytes
from tonggong.domain.cooperation.choices import ReportKind
from tonggong.domain.cooperation.models import CsrFiling, MailedLetter, Mailing
from tonggong.domain.cooperation.services.writing import (
    MANAGE,
    CooperationRefused,
    must_be_past,
    must_manage,
    signed,
    take_back,
)
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import speaks_for
from tonggong.domain.employers.queries import keys_of

SEALED = "cooperation.mailing"


@transaction.atomic
def file_report(
    who: Who, unit: Unit, *, year: int, kind: str, filed_on: date, evidence: str, link: str = ""
) -> CsrFiling:
    """Write down that a unit told of its placements in a report; the unit itself may, or staff of its place.

    Raises:
        CooperationRefused: it is filed, the day has not come or lies before the year, or there is no evidence.
        PermissionDenied: neither the unit nor staff with the duty.
    """
    unit = unit.in_use
    if not speaks_for(who, unit):
        must_manage(who, unit.county_code)
    must_be_past(filed_on)
    if kind not in ReportKind.values:
        raise CooperationRefused("请选报告的种类。")
    if filed_on < date(year, 1, 1) or year < 2013:
        raise CooperationRefused("发布日期不能早于报告年度。")
    if not evidence.strip():
        raise CooperationRefused("请写凭据，例如报告名称和页码。")
    if CsrFiling.objects.standing().filter(unit__in=keys_of(unit), year=year).exists():
        raise CooperationRefused(f"{year}年的报告已经登记。登记错了，先撤销。")
    try:
        with transaction.atomic():
            row = CsrFiling.objects.create(
                unit=unit,
                year=year,
                kind=kind,
                filed_on=filed_on,
                link=link.strip(),
                evidence=evidence.strip(),
                **signed(who),
            )
    except IntegrityError:
        raise CooperationRefused(f"{year}年的报告已经登记。登记错了，先撤销。") from None
    audit.record("change", who=who, subject="cooperation.CsrFiling", ids=[row.pk], step="file", year=year)
    return row


def withdraw_report(who: Who, row: CsrFiling, why: str) -> None:
    """Take a filed report back. Raises as `take_back`."""
    take_back(who, row, row.unit.county_code, why)


@transaction.atomic
def open_mailing(who: Who, *, year: int, county: str = "", kind: str = "", tier: str = "") -> Mailing:
    """Begin a mailing within one's own reach. Raises PermissionDenied: without the duties; CooperationRefused: no such year."""
    for duty in (MANAGE, "export.rows"):
        if not who.may(duty):
            raise PermissionDenied(duty)
    if county and not who.covers(county):
        raise CooperationRefused("只能给本辖区的单位写信。")
    row = Mailing.objects.create(
        year=year, reach=who.reach, county=county, kind=kind, tier=tier, made_on=clock.today(), **signed(who)
    )
    audit.record("change", who=who, subject="cooperation.Mailing", ids=[row.pk], step="open", year=year)
    return row


@transaction.atomic
def finish_mailing(who: Who, row: Mailing, package: bytes, letters: Iterable[dict[str, Any]], left_out: int) -> None:
    """Keep the letters of a mailing: whose, with which figures, and the package sealed. Done twice it is refused.

    Args:
        letters: columns of `MailedLetter`, in the order of the package.
    Raises:
        CooperationRefused: it is done already.
    """
    rows = [MailedLetter(mailing=row, **one) for one in letters]
    done = Mailing.objects.filter(pk=row.pk, done_at=None).update(
        package=seal_bytes(SEALED, package), letters_made=len(rows), left_out=left_out, done_at=clock.now()
    )
    if done != 1:
        raise CooperationRefused("这批信已经写好了。")
    MailedLetter.objects.bulk_create(rows, batch_size=500)
    audit.record("change", who=who, subject="cooperation.Mailing", ids=[row.pk], step="made", letters=len(rows))


def hand_out(who: Who, row: Mailing) -> bytes:
    """The package as it leaves the house, which is written down with its units.

    Raises:
        PermissionDenied: without the duties. CooperationRefused: it is not made yet.
    """
    for duty in (MANAGE, "export.rows"):
        if not who.may(duty):
            raise PermissionDenied(duty)
    package = Mailing.objects.values_list("package", flat=True).get(pk=row.pk)
    if package is None:
        raise CooperationRefused("这批信还在写，写好了才能下载。")
    audit.record(
        "release", who=who, subject="cooperation.Mailing", ids=[row.pk], what="levy letters", year=row.year,
        letters=row.letters_made, units=list(row.letters.order_by("pk").values_list("unit_id", flat=True)),
    )  # fmt: skip
    return open_bytes(SEALED, package)
