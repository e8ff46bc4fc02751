"""A labour complaint from the receipt to the result: taken in, sent to labour inspection, accepted, ended; she reads each step."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.privacy.logs import blotted
from tonggong.base.workflow.services import MoveRefused, move
from tonggong.domain.casework.choices import Present
from tonggong.domain.casework.models import Petition
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.casework.services import petitions
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_person
from tonggong.domain.testimony.choices import Means, ReferralState, Result, Topic
from tonggong.domain.testimony.models import Naming, Referral
from tonggong.domain.testimony.queries.complaints import (
    calendar,
    complaint_of,
    complaints,
    handed_over,
    inspection_office,
)
from tonggong.domain.testimony.queries.words import voice_of
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.rules.working_days import working_days_after

MOST_YUAN = Decimal(10_000_000)
SUBJECT = "testimony.Referral"  # as with statements: the trail names no person


@dataclass(frozen=True, slots=True)
class Wrong:
    """What somebody complains of.

    Args:
        topic: of choices.Topic. unit_name: the unit as she calls it. contact: how she wants to be reached, "" as on record.
        may_be_named: the unit may be told who complained; without it, it is not.
    """

    topic: str
    text: str
    unit_name: str
    contact: str = ""
    may_be_named: bool = False


@transaction.atomic
def complain(who: Who, wrong: Wrong) -> Referral:
    """Take in a complaint through her own door, and give the receipt at once; the same words again are the same complaint.

    Raises:
        TestimonyRefused: nothing is said of what or of whom, or it isn't her own door.
    """
    person = own_person(who) if who.may("own.act") else None
    if person is None:
        raise TestimonyRefused("没有找到这个人。")
    return _take_in(who, person, wrong, voice_of(who), Means.PORTAL)


@transaction.atomic
def write_down_complaint(who: Who, person_id: int, wrong: Wrong, voice: str, means: str) -> Referral:
    """Write a complaint down for a person who says it by telephone, at her door or at the desk. Raises as `complain`."""
    person = served_person(who, person_id) if who.may("testimony.record") else None
    if person is None:
        raise TestimonyRefused("没有找到这个人。")
    if means not in (Means.PHONE, Means.DOOR, Means.DESK) or voice not in (Present.SELF, Present.GUARDIAN):
        raise TestimonyRefused("请选怎么说的、谁说的。")
    return _take_in(who, person, wrong, voice, means)


def _take_in(who: Who, person: Person, wrong: Wrong, voice: str, means: str) -> Referral:
    if wrong.topic not in Topic.values:
        raise TestimonyRefused("请选是什么事。")
    if not wrong.unit_name.strip():
        raise TestimonyRefused("请写是哪个单位。")
    day, of = clock.today(), calendar()
    refer_by = working_days_after(day, int(of(day)["labour.refer_workdays"].value), of)
    try:
        row = petitions.ask(
            who, person, Petition.Kind.LABOUR, wrong.text, f"labour:{wrong.topic}", due_on=refer_by, by_role=voice
        )
    except petitions.PetitionRefused as refused:
        raise TestimonyRefused(str(refused)) from None
    if (again := Referral.objects.filter(petition=row).first()) is not None:
        return again
    said = {"unit_name": wrong.unit_name.strip()[:120], "contact": wrong.contact.strip()[:80]}
    referral = Referral.objects.create(
        petition=row, topic=wrong.topic, sealed=Referral.seal(said), by=who.name[:60], by_id=who.user_id, means=means,
        refer_by=refer_by,
    )  # fmt: skip
    _name(referral, wrong.may_be_named, voice, means, who)
    return referral


def _name(row: Referral, agreed: bool, voice: str, means: str, who: Who) -> None:
    Naming.objects.create(referral=row, agreed=agreed, voice=voice, means=means, by=who.name[:60], at=clock.now())


@transaction.atomic
def agree_to_be_named(who: Who, number: str, agreed: bool) -> Referral:
    """Keep that she agrees that the unit is told who complained, or takes it back. Raises TestimonyRefused: not hers."""
    row = _own(who, number)
    _name(row, agreed, voice_of(who), Means.PORTAL, who)
    audit.record("change", who=who, subject=SUBJECT, ids=[row.pk], step="named" if agreed else "not named")
    return row


@transaction.atomic
def call_back(who: Who, number: str) -> Referral:
    """Take a complaint back, at any step before its end. Raises TestimonyRefused: not hers, or it has ended."""
    row = _own(who, number)
    _move(row, ReferralState.CALLED_BACK, who, "本人撤回")
    petitions.settle(who, row.petition, "本人撤回了这件投诉。")
    return row


def _own(who: Who, number: str) -> Referral:
    person = own_person(who) if who.may("own.act") else None
    row = complaint_of(person, number) if person is not None else None
    if row is None:
        raise TestimonyRefused("没有找到这件投诉。")
    return row


def _move(row: Referral, to: str, who: Who, reason: str, **changed: object) -> None:
    try:
        move(row, to, who=who, reason=reason, **changed)
    except MoveRefused as refused:
        raise TestimonyRefused(str(refused)) from None


def _not_before(on: date | None, first: date | None, what: str) -> date:
    on = on or clock.today()
    if on > clock.today() or (first is not None and on < first):
        raise TestimonyRefused(f"{what}的日期不能早于上一步，也不能晚于今天。")
    return on


@transaction.atomic
def refer(who: Who, pk: int) -> Referral:
    """Send a complaint to labour inspection, which has its own days from then on.

    Raises:
        TestimonyRefused: out of reach, or sent before.
    """
    row = complaints(who).filter(pk=pk).first()
    if row is None:
        raise TestimonyRefused("没有找到这件投诉。")
    day, of = clock.today(), calendar()
    accept_by = working_days_after(day, int(of(day)["labour.accept_workdays"].value), of)
    _move(
        row, ReferralState.SENT, who, "转劳动保障监察", sent_on=day, sent_by=who.name[:60], office=inspection_office(day),
        accept_by=accept_by,
    )  # fmt: skip
    petitions.move_term(row.petition, accept_by)
    return row


def _handed(who: Who, pk: int) -> Referral:
    row: Referral | None = handed_over(who).filter(pk=pk).first()
    if row is None:
        raise TestimonyRefused("没有找到这件投诉。")
    return row


@transaction.atomic
def accept(who: Who, pk: int, on: date | None = None) -> Referral:
    """Labour inspection takes a complaint over. Raises TestimonyRefused: not its own, decided before, or no such day."""
    row = _handed(who, pk)
    day, of = _not_before(on, row.sent_on, "受理"), calendar()
    result_by = working_days_after(day, int(of(day)["labour.result_workdays"].value), of)
    _move(row, ReferralState.ACCEPTED, who, "受理", accepted_on=day, result_by=result_by)
    petitions.move_term(row.petition, result_by)
    return row


@transaction.atomic
def decline(who: Who, pk: int, words: str, on: date | None = None) -> Referral:
    """Labour inspection doesn't take a complaint over, with its reason and where else she may go. Raises as `accept`."""
    row = _handed(who, pk)
    if not words.strip():
        raise TestimonyRefused("请写为什么不受理，本人可以找谁。本人会看到。")
    day = _not_before(on, row.sent_on, "决定")
    _move(row, ReferralState.DECLINED, who, "不予受理", result_on=day)
    petitions.settle(who, row.petition, words[:1000])
    return row


@transaction.atomic
def conclude(
    who: Who, pk: int, result: str, words: str, on: date | None = None, yuan: Decimal | None = None
) -> Referral:
    """Labour inspection says what came of it, in words that she reads.

    Args:
        result: of choices.Result. yuan: what she got back, None where it was no matter of money.
    Raises:
        TestimonyRefused: not its own, not accepted, no result, no words, or a day or sum that can't be.
    """
    row = _handed(who, pk)
    if result not in Result.values:
        raise TestimonyRefused("请选处理结果。")
    if not words.strip():
        raise TestimonyRefused("请写结果。本人会看到。")
    if yuan is not None and not 0 <= yuan <= MOST_YUAN:
        raise TestimonyRefused("请看看追回的金额。")
    if result == Result.PAID and not yuan:
        raise TestimonyRefused("付清了多少元，请写上。")
    day = _not_before(on, row.accepted_on, "处理")
    _move(row, ReferralState.DONE, who, "办结", result=result, result_yuan=yuan, result_on=day)
    petitions.settle(who, row.petition, blotted(words)[:1000])
    return row


def note_reading(who: Who, row: Referral) -> None:
    """Write down that somebody opened a complaint; she finds it in her own log."""
    audit.record("view", who=who, subject=SUBJECT, ids=[row.pk], step="complaint read")
