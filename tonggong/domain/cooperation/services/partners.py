"""Partners: registered, spoken with, and what they brought written down with its evidence."""

from datetime import date

from django.db import IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import ledger_moved
from tonggong.domain.cooperation.models import Agreement, BroughtPost, Contact, Partner, PartnerPlacement
from tonggong.domain.cooperation.queries.partners import kinds
from tonggong.domain.cooperation.services.writing import (
    CooperationRefused,
    must_be_past,
    must_manage,
    signed,
    take_back,
)
from tonggong.domain.employment.models import Spell


@transaction.atomic
def add_partner(who: Who, *, name: str, kind: str, county_code: str, began_on: date) -> Partner:
    """Register a partner.

    Raises:
        CooperationRefused: it is registered, is of no kind that the city has, or lies outside the reach.
    """
    must_manage(who, county_code)
    must_be_past(began_on)
    if kind not in kinds(who, clock.today()):
        raise CooperationRefused("没有这种合作单位，请从列出的种类里选。")
    try:
        with transaction.atomic():
            row = Partner.objects.create(
                name=name.strip(), kind=kind, county_code=county_code, began_on=began_on, **signed(who)
            )
    except IntegrityError:
        raise CooperationRefused("这个合作单位已经登记。") from None
    audit.record("change", who=who, subject="cooperation.Partner", ids=[row.pk], step="add")
    return row


@transaction.atomic
def end_partner(who: Who, row: Partner, on: date) -> None:
    """End a cooperation; what was brought stays. Raises CooperationRefused: it ended already, or before it began."""
    must_manage(who, row.county_code)
    must_be_past(on)
    if on < row.began_on:
        raise CooperationRefused("结束合作的日期不能早于开始。")
    if Partner.objects.filter(pk=row.pk, ended_on=None).update(ended_on=on) != 1:
        raise CooperationRefused("这个合作单位已经结束合作。")
    audit.record("change", who=who, subject="cooperation.Partner", ids=[row.pk], step="end")


@transaction.atomic
def add_agreement(
    who: Who, of: Partner, *, title: str, signed_on: date, from_on: date, until_on: date, evidence: str
) -> Agreement:
    """Write down an agreement. Raises CooperationRefused: it was not signed yet, or ends before it begins."""
    must_manage(who, of.county_code)
    must_be_past(signed_on)
    if until_on < from_on:
        raise CooperationRefused("协议的止日不能早于起日。")
    row = Agreement.objects.create(
        partner=of, title=title.strip(), signed_on=signed_on, from_on=from_on, until_on=until_on,
        evidence=evidence.strip(), **signed(who),
    )  # fmt: skip
    audit.record("change", who=who, subject="cooperation.Agreement", ids=[row.pk], step="add")
    return row


@transaction.atomic
def add_contact(who: Who, of: Partner, *, on: date, how: str, said: str) -> Contact:
    """Write down that somebody spoke with a partner. Raises CooperationRefused: the day has not come."""
    must_manage(who, of.county_code)
    must_be_past(on)
    row = Contact.objects.create(partner=of, on=on, how=how, said=said.strip(), **signed(who))
    audit.record("change", who=who, subject="cooperation.Contact", ids=[row.pk], step="add")
    return row


@transaction.atomic
def add_posts(
    who: Who, of: Partner, *, on: date, unit_name: str, title: str, posts: int, evidence: str, unit_code: str = ""
) -> BroughtPost:
    """Write down posts that a partner brought. Raises CooperationRefused: the day has not come, or there are none."""
    must_manage(who, of.county_code)
    must_be_past(on)
    if posts < 1:
        raise CooperationRefused("岗位至少 1 个。")
    row = BroughtPost.objects.create(
        partner=of, on=on, unit_code=unit_code.strip().upper(), unit_name=unit_name.strip(), title=title.strip(),
        posts=posts, evidence=evidence.strip(), **signed(who),
    )  # fmt: skip
    audit.record("change", who=who, subject="cooperation.BroughtPost", ids=[row.pk], step="add")
    return row


@transaction.atomic
def link_placement(who: Who, of: Partner, spell: Spell, evidence: str) -> PartnerPlacement:
    """Write down that a partner brought somebody into a job of the ledger; the job itself stays as it is.

    Raises:
        CooperationRefused: no evidence, another partner has it, it stands no more, or it began before the cooperation.
    """
    must_manage(who, of.county_code)
    if not who.covers(spell.person.county_code):
        raise CooperationRefused("只能登记本辖区的人的就业。")
    if not evidence.strip():
        raise CooperationRefused("请写明凭据，例如推荐函、录用回执。")
    if spell.known_until is not None:
        raise CooperationRefused("这条就业记录已经更正，请刷新后再选。")
    if spell.started_on < of.began_on:
        raise CooperationRefused("这份工作在合作以前就开始了，不能算它带来的。")
    try:
        with transaction.atomic():
            row = PartnerPlacement.objects.create(
                partner=of, person_id=spell.person_id, thread=spell.thread or spell.pk, started_on=spell.started_on,
                evidence=evidence.strip(), **signed(who),
            )  # fmt: skip
    except IntegrityError:
        raise CooperationRefused("这条就业已经登记了合作单位。要改，先撤销原来的。") from None
    audit.record("change", who=who, subject="persons.Person", ids=[spell.person_id], step="partner", partner=of.pk)
    ledger_moved()  # a figure by channel may change
    return row


@transaction.atomic
def withdraw(who: Who, row: Agreement | Contact | BroughtPost | PartnerPlacement, why: str) -> None:
    """Take an entry of a partner back. Raises as `take_back`."""
    take_back(who, row, row.partner.county_code, why)
    if isinstance(row, PartnerPlacement):
        ledger_moved()
