"""What decisions on declarations and cases said, laid over what the files say; a draft's own words are laid over in the same way.

What files say of dispatches and of banks comes in the same form and lies beneath.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tonggong.domain.employment.models import Attested, AttestedSum
from tonggong.rules import months
from tonggong.rules.quota.counting import Placement, Relation, WorkMonth
from tonggong.rules.quota.headcount import StaffMonth

Kind = Attested.Kind
NOT_BANK = "not_bank"  # a wage that the bank's file says came back; no decision says this


class Said(NamedTuple):
    """One thing that is held of a person's work at a unit, in months from `first` to `last`, both included."""

    person: int
    unit: str
    kind: str
    first: str
    last: str
    yuan: Decimal | None = None
    until: date | None = None
    other: str = ""
    ground: str = ""

    def holds_in(self, month: str) -> bool:
        """Whether it speaks of a month."""
        return self.first <= month <= self.last


class Sum(NamedTuple):
    """Heads of a month or wages of a year of a unit; `period` is "2023-04" or "2023"."""

    unit: str
    kind: str
    period: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held of a year; a later saying of the same kind and month stands above an earlier one."""

    people: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    sums: dict[str, list[Sum]] = field(default_factory=lambda: defaultdict(list))

    def add(self, people: Iterable[Said], sums: Iterable[Sum]) -> None:
        """Lay more over what is held already."""
        for one in people:
            self.people[one.person].append(one)
        for total in sums:
            self.sums[total.unit].append(total)

    def lay_beneath(self, people: Iterable[Said]) -> None:
        """Put what files say beneath all that is held, in its order."""
        found: dict[int, list[Said]] = defaultdict(list)
        for one in people:
            found[one.person].append(one)
        for person, said in found.items():
            self.people[person][:0] = said

    def under(self, joins: Mapping[str, str]) -> None:
        """Put what is said of a person under a code that a unit had before under the code in use; sums stay apart."""
        for person, said in self.people.items():
            self.people[person] = [
                one._replace(unit=joins.get(one.unit, one.unit), other=joins.get(one.other, one.other)) for one in said
            ]


def held(year: int, known_at: datetime | None) -> Held:
    """What decisions accepted for a year, as known at an instant; two queries."""
    found = Held()
    rows = Attested.objects.known_at(known_at).filter(first_month__lte=f"{year}-12", last_month__gte=f"{year}-01")
    columns = ("person_id", "unit_code", "kind", "first_month", "last_month", "yuan", "until", "other", "ground")
    sums = AttestedSum.objects.known_at(known_at).filter(period__startswith=str(year))
    found.add(
        (Said(*row) for row in rows.order_by("pk").values_list(*columns)),
        (Sum(*row) for row in sums.order_by("pk").values_list("unit_code", "kind", "period", "amount")),
    )
    return found


def staff_over(staff: list[StaffMonth], sums: Iterable[Sum]) -> list[StaffMonth]:
    """The heads of a year with the months that were corrected in their place."""
    known = {one.month: one for one in staff}
    for one in sums:
        if one.kind == AttestedSum.Kind.HEADS:
            known[one.period] = StaffMonth(one.period, one.amount)
    return [known[month] for month in sorted(known)]


def wages_over(total: Decimal | None, wage_months: int, sums: Iterable[Sum]) -> tuple[Decimal | None, int]:
    """The wages of a year, and of how many months they are, with a corrected total in their place."""
    for one in sums:
        if one.kind == AttestedSum.Kind.WAGES:
            total, wage_months = one.amount, 12
    return total, wage_months


def placements_over(
    placements: Iterable[Placement], said: list[Said], year: int, place_of: dict[str, str]
) -> Iterator[Placement]:
    """One person's placements with what is held of them; an agreement adds the person at the user's.

    The agency's placement and the user's carry the same months and the same agreement, so the rule lets exactly one of
    them count in each month.
    """
    agreed: dict[str, dict[str, str]] = {}  # by agency and month the user that counts; a later saying stands above
    for one in said:
        if one.kind == Kind.AGREED:
            run = months.between(max(one.first, f"{year}-01"), min(one.last, f"{year}-12"))
            agreed.setdefault(one.other, {}).update(dict.fromkeys(run, one.unit))
    for placement in placements:
        here = [one for one in said if one.unit == placement.unit]
        users: dict[str, set[str]] = {}
        for month, user in sorted(agreed.get(placement.unit, {}).items()):
            users.setdefault(user, set()).add(month)
        laid = _over(placement, here)
        if not users:
            yield laid
            continue
        # What was struck out at the agency may be so because the user counts; what a case found holds for both.
        sent = _over(placement, [one for one in here if one.kind != Kind.STRUCK])
        left = frozenset[str]().union(*users.values())
        yield replace(laid, relation=Relation.DISPATCH, agreed_to=next(iter(users)), agreed_months=left)
        for user, these in users.items():
            theirs = [one for one in said if one.unit == user]
            yield replace(
                _over(sent, theirs), key=f"{placement.key}@{user}", unit=user, relation=Relation.DISPATCH, agreed_to=user,
                agreed_months=frozenset(these), dispatched_by=placement.unit, place=place_of.get(user, placement.place),
            )  # fmt: skip


def _over(placement: Placement, said: list[Said]) -> Placement:
    if not said:
        return placement
    contracts = [one for one in said if one.kind == Kind.CONTRACT]
    if contracts:
        last = contracts[-1]
        placement = replace(placement, contract_until=last.until, is_open_ended=last.until is None)
    return replace(placement, months=tuple(_month(one, said) for one in placement.months))


def _month(known: WorkMonth, said: list[Said]) -> WorkMonth:
    changed: dict[str, Any] = {}
    for one in said:
        if not one.holds_in(known.month):
            continue
        if one.kind == Kind.ELSEWHERE:
            changed |= {"pension": True, "medical": True}
        elif one.kind == Kind.BANK:
            changed["bank"] = True
        elif one.kind == NOT_BANK:
            changed["bank"] = False
        elif one.kind == Kind.ON_DUTY:
            changed["on_duty"] = True
        elif one.kind == Kind.WAGE:
            changed["wage_yuan"] = one.yuan
        elif one.kind in Attested.AGAINST:
            changed["struck"] = one.ground
    return replace(known, **changed) if changed else known
