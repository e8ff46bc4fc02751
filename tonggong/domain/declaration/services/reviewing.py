"""The federation's side: answering thing by thing, deciding, giving back, revising, answering an objection."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_of
from tonggong.base.workflow.services import MoveRefused, move
from tonggong.domain.declaration.models import Declaration, Item, Objection
from tonggong.domain.declaration.queries import of_unit
from tonggong.domain.declaration.services.refusal import DeclarationRefused
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.employment.models import Attested, Spell
from tonggong.domain.employment.services import add_spell, attest, attest_sum, end_attested
from tonggong.domain.persons.models import Person
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.services import make_unit
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing
from tonggong.rules.working_days import working_days_after

State, Kind = Declaration.State, Item.Kind


def _staff(who: Who, declaration: Declaration, *states: str) -> None:
    if not (who.may("declarations.decide") and who.covers(declaration.county_code)):
        raise DeclarationRefused("没有这份申报。")
    if states and declaration.state not in states:
        raise MoveRefused(f"申报现在是“{declaration.get_state_display()}”，请刷新后再看。")


def take_up(who: Who, declaration: Declaration) -> None:
    """Begin the review; from now on the unit can't take it back. Raises DeclarationRefused, MoveRefused."""
    _staff(who, declaration, State.SUBMITTED)
    move(declaration, State.REVIEWING, who=who, reason="开始审核")


@transaction.atomic
def answer(who: Who, item: Item, accept: bool, reason: str) -> None:
    """Accept or refuse one thing with its reason; until the decision it may be answered anew.

    Raises:
        DeclarationRefused: out of reach, without a reason, or nobody in the ledger has the number that was given.
        MoveRefused: the declaration is not under review.
    """
    _staff(who, item.declaration, State.REVIEWING)
    if not reason.strip():
        raise DeclarationRefused("请写明理由。")
    if item.dropped_at is not None:
        raise DeclarationRefused("这一项单位已经撤掉。")
    if accept and item.kind in (Kind.PERSON, Kind.AGREED) and item.person_id is None:
        item.person = _found(item)
    item.state = Item.State.ACCEPTED if accept else Item.State.REFUSED
    item.answer, item.answered_by, item.answered_at = reason.strip()[:200], who.name[:60], clock.now()
    item.save(update_fields=["person", "state", "answer", "answered_by", "answered_at"])
    audit.record("change", who=who, subject="declaration.Item", ids=[item.pk], accepted=accept)


def _found(item: Item) -> Person:
    found = Person.objects.filter(citizen_id_index=item.citizen_index, merged_into=None).first()
    if found is None:
        raise DeclarationRefused("台账里没有这个身份证号的持证人，不能采信；请不采信，或者先补进台账。")
    return found


def give_back(who: Who, declaration: Declaration, reason: str) -> None:
    """Send it back to be mended, with a term. Raises DeclarationRefused, MoveRefused."""
    _staff(who, declaration, State.REVIEWING)
    if not reason.strip():
        raise DeclarationRefused("请写明要补什么。")
    days = int(figures_of(declaration.county_code)(clock.today())["declaration.mend_days"].value)
    by = clock.today() + timedelta(days)
    move(declaration, State.RETURNED, who=who, reason=reason, mend_by=by)


@transaction.atomic
def decide(who: Who, declaration: Declaration, reason: str) -> Declaration:
    """Decide by what was answered: all accepted is passed, else partly; what was accepted becomes facts of the ledger.

    Raises:
        DeclarationRefused: something is still open, or no reason is given.
        MoveRefused: a colleague was faster.
    """
    _staff(who, declaration, State.REVIEWING)
    items = list(declaration.items.filter(dropped_at=None).select_related("declaration__unit").order_by("pk"))
    waiting = sum(one.state == Item.State.OPEN for one in items)
    if waiting:
        raise DeclarationRefused(f"还有 {waiting} 项没有审核。")
    if not reason.strip():
        raise DeclarationRefused("请写明认定的理由。")
    to = State.PARTIAL if any(one.state == Item.State.REFUSED for one in items) else State.PASSED
    earlier = of_unit(declaration.unit, declaration.year).filter(state__in=Declaration.DECIDED)
    for one in earlier:
        move(one, State.REVISED, who=who, reason=f"由第{declaration.version}版代替")
    move(
        declaration,
        to,
        who=who,
        reason=reason,
        decided_on=clock.today(),
        decided_by=who.name[:60],
        decided_by_id=who.user_id,
    )
    Declaration.objects.filter(pk=declaration.pk).update(reason=reason.strip()[:400])
    declaration.refresh_from_db()
    _write_facts(who, declaration, items)
    if YearResult.objects.filter(year=declaration.year).exists():
        with suppress(FigureMissing):  # its page says so; the decision stands
            make_unit(who, declaration.unit, declaration.year)
    return declaration


def _write_facts(who: Who, declaration: Declaration, items: Iterable[Item]) -> None:
    changes, code, year = Changes(clock.now(), who.name[:60]), declaration.unit.code, declaration.year
    for each in codes_under(code):  # what was decided under a code it had before is replaced as well
        end_attested(changes, each, year)
    known = {"unit_code": code, "ground": f"认定 {declaration.receipt}", "decided_on": declaration.decided_on}
    for one in items:
        accepted = one.state == Item.State.ACCEPTED
        if one.kind in Item.SUMS:
            if accepted:
                period = str(year) if one.kind == Kind.WAGES else one.first_month
                attest_sum(changes, known | {"kind": one.kind, "period": period, "amount": one.amount})
            continue
        said: dict[str, Any] = known | {
            "person_id": one.person_id, "first_month": one.first_month, "last_month": one.last_month, "yuan": one.amount,
            "until": one.until, "other": one.other,
        }  # fmt: skip
        if one.is_flag:
            if not accepted:
                attest(changes, said | {"kind": Attested.Kind.STRUCK, "ground": one.answer, "yuan": None, "other": ""})
        elif accepted and one.kind == Kind.PERSON:
            _employed(changes, one)
            attest(changes, said | {"kind": Attested.Kind.DECLARED, "yuan": None})
            if one.amount is not None:
                attest(changes, said | {"kind": Attested.Kind.WAGE})
        elif accepted:
            attest(changes, said | {"kind": one.kind})
    changes.write()


def _employed(changes: Changes, item: Item) -> None:
    """The ledger learns that the person works there, on a paper, unless a file has said so."""
    unit = item.declaration.unit
    if Spell.objects.standing().filter(person=item.person_id, unit_code__in=codes_under(unit.code)).exists():
        return
    last = None if item.last_month.endswith("-12") else months.last_day(item.last_month)
    add_spell(
        changes,
        {
            "person_id": item.person_id, "unit_code": unit.code, "unit_name": unit.name, "form": "12",
            "started_on": months.first_day(item.first_month), "ended_on": last, "end_reason": "", "post": "", "channel": "",
            "contract_kind": "固定期限劳动合同" if item.until else "无固定期限劳动合同", "contract_until": item.until,
            "wage_yuan": item.amount, "evidence_level": Spell.Evidence.PAPER,
        },
        (None, None),
    )  # fmt: skip


@transaction.atomic
def revise(who: Who, declaration: Declaration, reason: str) -> Declaration:
    """Begin a new version of a decided declaration, with all its things open again; the old one holds until it is decided.

    Raises:
        DeclarationRefused: it is not decided, or a version is under way already.
    """
    _staff(who, declaration)
    same = of_unit(declaration.unit, declaration.year)
    if declaration.state not in Declaration.DECIDED or same.filter(state__in=Declaration.OPEN).exists():
        raise DeclarationRefused("只有已认定、又没有在办的申报能重新认定。")
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    items = list(declaration.items.filter(dropped_at=None).order_by("pk"))
    on = figures_of(declaration.county_code)
    fresh = Declaration.objects.create(
        unit=declaration.unit, county_code=declaration.county_code, township_code=declaration.township_code,
        year=declaration.year, version=version, opened_at=clock.now(), opened_by=who.name[:60], state=State.SUBMITTED,
        submitted_at=declaration.submitted_at, submitted_by=declaration.submitted_by, confirmed=declaration.confirmed,
        due_on=working_days_after(clock.today(), int(on(clock.today())["declaration.review_days"].value), on),
    )  # fmt: skip
    move(fresh, State.REVIEWING, who=who, reason=reason)
    for one in items:
        one.pk, one.declaration, one.state = None, fresh, Item.State.OPEN
        one.answer, one.answered_by, one.answered_at = "", "", None
        one.save(force_insert=True)
    return fresh


@transaction.atomic
def answer_objection(who: Who, objection: Objection, uphold: bool, reason: str) -> Declaration | None:
    """Answer an objection; upheld, a new version begins and is returned.

    Raises:
        IncompatibleDuties: this person decided.
        DeclarationRefused, MoveRefused.
    """
    declaration = objection.declaration
    _staff(who, declaration)
    who.must_not_have_done("declarations.decide", "declarations.answer", declaration.decided_by_id)
    if not reason.strip():
        raise DeclarationRefused("请写明答复。")
    to = Objection.State.UPHELD if uphold else Objection.State.DISMISSED
    move(objection, to, who=who, reason=reason, answer=reason.strip()[:400], answered_by=who.name[:60])
    return revise(who, declaration, f"异议成立：{reason}") if uphold else None
