"""A unit's own declaration of a year, for the unit: prefilled, with what its corrections change; nobody whom it did not report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.privacy import open_bytes
from tonggong.base.workflow.models import Transition
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.declaration.comparing import asked_of, said_of
from tonggong.domain.declaration.models import Declaration, Evidence, Item, Objection
from tonggong.domain.declaration.queries import evidence_of, items_of, of_unit
from tonggong.domain.declaration.services import objection_until, window
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import own_unit, speaks_for
from tonggong.domain.employers.queries import sums_of
from tonggong.domain.employment.own import reported_people
from tonggong.domain.quota.attested import Sum
from tonggong.domain.quota.own import OwnYear, own_year
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing
from tonggong.rules.masking import mask_name
from tonggong.rules.quota.counting import Condition

State, Kind = Declaration.State, Item.Kind
CLAIMS = tuple((one.value, one.label) for one in (Kind.CONTRACT, Kind.ON_DUTY, Kind.WAGE, Kind.ELSEWHERE, Kind.BANK))
ADDED = ((Kind.PERSON.value, "本单位直接用的人"), (Kind.AGREED.value, "派遣来的人，协议约定由本单位计算"))
CLAIM_OF = {
    Condition.CONTRACT: Kind.CONTRACT.value, Condition.ON_DUTY: Kind.ON_DUTY.value, Condition.WAGE: Kind.WAGE.value,
    Condition.INSURANCE: Kind.ELSEWHERE.value, Condition.BANK: Kind.BANK.value,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnMonthSum:
    """Heads and wages (yuan) of a month as files say; `corrected`: heads as the unit has them. None: nobody said."""

    month: str
    heads: int | None
    yuan: Decimal | None
    corrected: int | None


@dataclass(frozen=True, slots=True)
class OwnItem:
    """A thing of the declaration, with the masked name of whom it is about where the unit reported him; "" elsewhere."""

    item: Item
    name: str


@dataclass(frozen=True, slots=True)
class OwnDeclaration:
    """The year as prefilled (`before`) and with the corrections (`after`, None where nothing is asked or all is decided).

    `row` is None until the unit begins. `papers`: what is asked for, by person; nobody stands there whom it did not report.
    `window` None: the city has not entered it.
    """

    year: int
    row: Declaration | None
    before: OwnYear
    after: OwnYear | None
    months: tuple[OwnMonthSum, ...]
    wages_corrected: Decimal | None
    items: tuple[OwnItem, ...]
    papers: dict[int, tuple[Condition, ...]]
    confirmed: int  # persons of whom the files prove everything
    supplied: int  # persons of whom the unit's corrections bring what the files lack
    window: tuple[date, date] | None
    objection: Objection | None = None
    objection_until: date | None = None

    @property
    def shown(self) -> OwnYear:
        """The year as it would be with all that the unit says."""
        return self.after or self.before

    @property
    def may_change(self) -> bool:
        """Whether corrections may be made now."""
        return self.row is None or self.row.state in (State.DRAFT, State.RETURNED)

    def may_submit(self, today: date) -> bool:
        """Whether it may be submitted on a day."""
        if not self.may_change or self.window is None:
            return False
        mends = self.row is not None and self.row.state == State.RETURNED and self.row.mend_by
        return self.window[0] <= today <= self.window[1] or bool(mends and today <= mends)

    def may_object(self, today: date) -> bool:
        """Whether an objection may be made on a day."""
        is_decided = self.row is not None and self.row.state in Declaration.DECIDED
        return bool(is_decided and self.objection is None and self.objection_until and today <= self.objection_until)


def own_declared(who: Who, year: int) -> OwnDeclaration | None:
    """The declaration of the unit that somebody speaks for; None where it is not registered. Writes nothing.

    The caller notes that the people in it were looked at.
    """
    unit = own_unit(who)
    before = own_year(who, year)
    if unit is None or before is None:
        return None
    row = of_unit(unit, year).first()
    ours = reported_people(who)
    things = [one for one in items_of(row) if not one.is_flag or one.person_id in ours] if row else []
    people, sums = said_of(things)
    after = own_year(who, year, over=(people, sums)) if row and row.state in Declaration.OPEN and things else None
    proved, asked = _asked(before, ours), _asked(after or before, ours)
    flagged = {one.person_id for one in things if one.is_flag}
    try:
        days = window(year, unit.county_code or before.place)
    except FigureMissing:
        days = None
    items = tuple(
        OwnItem(one, mask_name(one.person.name) if one.person and one.person_id in ours else "") for one in things
    )
    return OwnDeclaration(
        year, row, before, after, tuple(_months(unit, year, before, sums)),
        next((one.amount for one in reversed(sums) if one.kind == Kind.WAGES), None), items,
        {key: papers for key, papers in asked.items() if papers},
        sum(not papers and key not in flagged for key, papers in proved.items()),
        sum(not papers and bool(proved.get(key, True)) for key, papers in asked.items()), days,
        Objection.objects.filter(declaration=row).first() if row else None, objection_until(row) if row else None,
    )  # fmt: skip


def _asked(own: OwnYear, ours: set[int]) -> dict[int, tuple[Condition, ...]]:
    return {one.person: one.papers for one in asked_of(own.quota.placements, ours)} if own.quota else {}


def _months(unit: Unit, year: int, before: OwnYear, sums: list[Sum]) -> Iterator[OwnMonthSum]:
    heads = {one.month: one.heads for one in before.heads}
    paid = {one.month: one.total_yuan for one in sums_of(unit, "wages")}
    said = {one.period: int(one.amount) for one in sums if one.kind == Kind.HEADS}
    for month in months.between(f"{year}-01", f"{year}-12"):
        yield OwnMonthSum(month, heads.get(month), paid.get(month), said.get(month))


def own_steps(who: Who, year: int) -> list[tuple[Transition, str, bool]]:
    """The steps of all versions, the latest first: the step, the state it led to in words, whether the unit took it."""
    unit = own_unit(who)
    if unit is None:
        return []
    found: list[tuple[Transition, str, bool]] = []
    for row in of_unit(unit, year):
        found += [(one, State(one.after).label, _is_ours(one)) for one in steps_of(row)]
        objection = Objection.objects.filter(declaration=row).first()
        if objection is not None:
            found += [(one, f"异议{Objection.State(one.after).label}", False) for one in steps_of(objection)]
    return sorted(found, key=lambda one: one[0].pk, reverse=True)


def _is_ours(step: Transition) -> bool:
    return step.after in (State.SUBMITTED, State.DRAFT)


def own_item(who: Who, item_id: int) -> Item | None:
    """A correction of the unit that somebody speaks for."""
    rows = Item.objects.filter(pk=item_id, dropped_at=None).exclude(kind__in=Item.FLAGS)
    found = rows.select_related("declaration__unit").first()
    return found if found is not None and speaks_for(who, found.declaration.unit) else None


def opened_own(who: Who, evidence_id: int) -> tuple[Evidence, bytes] | None:
    """Open a file that the unit sent itself; noted. None where there is none."""
    found = evidence_of(who, evidence_id)
    if found is None or not speaks_for(who, found.declaration.unit):
        return None
    audit.record("view", who=who, subject="declaration.Evidence", ids=[found.pk])
    return found, open_bytes("declaration.evidence", found.sealed)
