"""The unit's side: opening, correcting with evidence, submitting, taking back, objecting."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_of
from tonggong.base.privacy import blind_index, seal, seal_bytes
from tonggong.base.workflow.services import move
from tonggong.domain.casework.files.cleaning import cleaned
from tonggong.domain.casework.files.content import FileRefused
from tonggong.domain.casework.services.papers import check_size
from tonggong.domain.declaration.comparing import confirmed_and_flags
from tonggong.domain.declaration.models import Declaration, Evidence, Item, Objection
from tonggong.domain.declaration.queries import of_unit
from tonggong.domain.declaration.services.refusal import DeclarationRefused
from tonggong.domain.employers.own import own_unit, speaks_for
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.employment.own import reported_people
from tonggong.rules.identifiers import IdentifierInvalid, read_certificate_no, read_citizen_id, read_unit_code
from tonggong.rules.working_days import working_days_after

State, Kind = Declaration.State, Item.Kind
_MONEY = (Kind.WAGES, Kind.WAGE)


def window(year: int, place: str) -> tuple[date, date]:
    """The first and last day on which a year is declared, in the year that follows. Raises FigureMissing: not entered."""
    first, last = figures_of(place)(date(year + 1, 12, 31))["cert.window"].value
    return date.fromisoformat(f"{year + 1}-{first}"), date.fromisoformat(f"{year + 1}-{last}")


def _own(who: Who, declaration: Declaration, *states: str) -> None:
    if not speaks_for(who, declaration.unit):
        raise DeclarationRefused("没有这份申报。")
    if declaration.state not in states:
        raise DeclarationRefused(f"申报现在是“{declaration.get_state_display()}”，不能改。")


def open_declaration(who: Who, year: int) -> Declaration:
    """Open the unit's declaration of a year, or return the latest that there is.

    Raises:
        DeclarationRefused: nobody registered is spoken for, or the year is not over.
    """
    unit = own_unit(who)
    if unit is None or not unit.county_code:
        raise DeclarationRefused("登记里还没有本单位或它的县区，请先联系残联。")
    if year >= clock.today().year:
        raise DeclarationRefused(f"{year}年还没有过完，明年再申报。")
    with transaction.atomic():
        found = of_unit(unit, year).first()
        if found is not None:
            return found
        found = Declaration.objects.create(
            unit=unit, county_code=unit.county_code, township_code=unit.township_code, year=year, opened_at=clock.now(),
            opened_by=who.name[:60],
        )  # fmt: skip
        audit.record("change", who=who, subject="declaration.Declaration", ids=[found.pk], step="opened", year=year)
    return found


@transaction.atomic
def correct(
    who: Who,
    declaration: Declaration,
    kind: str,
    first: str,
    last: str,
    reason: str,
    file: tuple[str, str, bytes] | None = None,
    *,
    person: int | None = None,
    amount: Decimal | None = None,
    until: date | None = None,
    other: str = "",
    number: str = "",
    citizen_id: str = "",
    is_military: bool = False,
) -> Item:
    """Ask for one correction, with its reason and its evidence.

    Args:
        first, last: months "2023-04" of the declared year, both included.
        file: title, media type, content; every correction needs one.
        person: somebody whom the unit reported; of a person that the ledger lacks `number` and `citizen_id` instead.
        other: where somebody is insured, or the agency's code of somebody who is sent by one.
    Raises:
        DeclarationRefused: it is not the unit's draft, or something is missing or wrong; the message says what.
    """
    _own(who, declaration, State.DRAFT, State.RETURNED)
    kind = Kind(kind)
    begin, end = f"{declaration.year}-01", f"{declaration.year}-12"
    if kind in Item.FLAGS or not begin <= first <= last <= end:
        raise DeclarationRefused(f"请写{declaration.year}年之内的月份，末月不早于首月。")
    if not reason.strip():
        raise DeclarationRefused("请写明为什么更正。")
    if file is None:
        raise DeclarationRefused("请附一份凭据：照片或 PDF。")
    if (kind in Item.SUMS or kind in _MONEY) and (amount is None or amount < 0):
        raise DeclarationRefused("请写数，不能是负数。")
    if kind in Item.SUMS or kind in (Kind.PERSON, Kind.AGREED):
        person = None
    elif person is None or person not in reported_people(who):
        raise DeclarationRefused("请选本单位报过的一个人。")
    if kind == Kind.ELSEWHERE and not other.strip():
        raise DeclarationRefused("请写在哪里参保。")
    values: dict[str, Any] = {"other": other.strip()[:60]}
    if kind in (Kind.PERSON, Kind.AGREED):
        values |= _numbers(number, citizen_id, is_military)
        if kind == Kind.AGREED:
            values["other"] = _agency(other, codes_under(declaration.unit.code))
    item = Item.objects.create(
        declaration=declaration, kind=kind, person_id=person, first_month=first, last_month=last, amount=amount, until=until,
        reason=reason.strip()[:200], evidence=_kept(declaration, file), **values,
    )  # fmt: skip
    audit.record("change", who=who, subject="declaration.Item", ids=[item.pk], of=str(kind))
    return item


def _numbers(number: str, citizen_id: str, is_military: bool) -> dict[str, Any]:
    try:
        citizen = read_citizen_id(citizen_id).number
        if not is_military and read_certificate_no(number).citizen_id != citizen:
            raise DeclarationRefused("残疾人证号的前18位和身份证号不一样，请核对。")
    except IdentifierInvalid as wrong:
        raise DeclarationRefused(str(wrong)) from None
    if not number.strip():
        raise DeclarationRefused("请填证件号码。")
    return {
        "number_sealed": seal("declaration.number", number.strip()),
        "citizen_sealed": seal("declaration.citizen", citizen),
        "citizen_index": blind_index("citizen_id", citizen),
        "is_military": is_military,
    }


def _agency(code: str, own: list[str]) -> str:
    try:
        found = read_unit_code(code)
    except IdentifierInvalid as wrong:
        raise DeclarationRefused(str(wrong)) from None
    if found in own:
        raise DeclarationRefused("派遣单位不能是本单位。")
    return found


def _kept(declaration: Declaration, file: tuple[str, str, bytes]) -> Evidence:
    title, _media_type, data = file
    try:
        check_size(len(data))
        content = cleaned(data)
    except FileRefused as why:
        raise DeclarationRefused(str(why)) from None
    return Evidence.objects.create(
        declaration=declaration, title=title[:80], media_type=content.media_type,
        sealed=seal_bytes("declaration.evidence", content.data), at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def drop(who: Who, item: Item) -> None:
    """Take a correction back while the declaration is a draft; the row stays. Raises DeclarationRefused."""
    _own(who, item.declaration, State.DRAFT, State.RETURNED)
    if item.is_flag or item.dropped_at is not None:
        raise DeclarationRefused("这一项不能撤掉。")
    item.dropped_at = clock.now()
    item.save(update_fields=["dropped_at"])
    audit.record("change", who=who, subject="declaration.Item", ids=[item.pk], step="dropped")


@transaction.atomic
def submit(who: Who, declaration: Declaration) -> Declaration:
    """Submit; the comparison marks what has to be looked at, and the term of the review begins.

    Raises:
        DeclarationRefused: it is not the unit's draft, or the window is closed.
        FigureMissing: the city has not entered its window.
    """
    _own(who, declaration, State.DRAFT, State.RETURNED)
    today, place = clock.today(), declaration.county_code
    first, last = window(declaration.year, place)
    mends = declaration.state == State.RETURNED
    if not first <= today <= last and not (mends and declaration.mend_by and today <= declaration.mend_by):
        raise DeclarationRefused(f"{declaration.year}年度的申报期是{first}到{last}，今天不能提交。")
    on = figures_of(place)
    due = working_days_after(today, int(on(today)["declaration.review_days"].value), on)
    confirmed, flags = confirmed_and_flags(declaration, today, reported_people(who))
    old = declaration.items.filter(kind__in=Item.FLAGS, dropped_at=None)
    old.update(dropped_at=clock.now())
    Item.objects.bulk_create(flags)
    move(
        declaration, State.SUBMITTED, who=who, reason="单位提交", submitted_at=clock.now(), submitted_by=who.name[:60],
        due_on=due, confirmed=confirmed,
    )  # fmt: skip
    return declaration


def withdraw(who: Who, declaration: Declaration) -> None:
    """Take a submitted declaration back before anybody reviews it. Raises DeclarationRefused, MoveRefused."""
    _own(who, declaration, State.SUBMITTED)
    move(declaration, State.DRAFT, who=who, reason="单位撤回")


@transaction.atomic
def object_to(who: Who, declaration: Declaration, reason: str) -> Objection:
    """The unit objects to a decision within its term. Raises DeclarationRefused: too late, or said already."""
    _own(who, declaration, *Declaration.DECIDED)
    if not reason.strip():
        raise DeclarationRefused("请写明哪里不对。")
    on, today = figures_of(declaration.county_code), clock.today()
    last = objection_until(declaration)
    if last is None or today > last:
        raise DeclarationRefused(f"异议要在{last}以前提出。")
    if Objection.objects.filter(declaration=declaration).exists():
        raise DeclarationRefused("已经提过异议，请等答复。")
    due = working_days_after(today, int(on(today)["declaration.answer_days"].value), on)
    found = Objection.objects.create(
        declaration=declaration, reason=reason.strip()[:400], made_at=clock.now(), made_by=who.name[:60], due_on=due
    )
    audit.record("change", who=who, subject="declaration.Objection", ids=[found.pk])
    return found


def objection_until(declaration: Declaration) -> date | None:
    """The last day on which the unit may object; None before a decision."""
    if declaration.decided_on is None:
        return None
    days = figures_of(declaration.county_code)(declaration.decided_on)["declaration.objection_days"].value
    return declaration.decided_on + timedelta(int(days))
