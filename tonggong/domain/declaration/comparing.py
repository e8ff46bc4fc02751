"""What the comparison says of a declaration: who is confirmed by the files, who asks for papers, and what is flagged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tonggong.base.policy.queries import figures_of
from tonggong.domain.declaration.both_sides import both_sides
from tonggong.domain.declaration.models import Declaration, Item
from tonggong.domain.employers.queries import code_in_use
from tonggong.domain.employment.models import Attested
from tonggong.domain.quota.attested import Said, Sum
from tonggong.domain.quota.facts import read
from tonggong.domain.quota.yearly import quota_of
from tonggong.rules.certificates import valid_on
from tonggong.rules.quota.counting import Condition, YearCount

PAPERS = (Condition.CONTRACT, Condition.ON_DUTY, Condition.WAGE, Condition.INSURANCE, Condition.BANK)


@dataclass(frozen=True, slots=True)
class Asked:
    """A person of a declaration: confirmed by the files, or the conditions for which a paper is asked."""

    person: int
    papers: tuple[Condition, ...]

    @property
    def is_confirmed(self) -> bool:
        """Whether nothing is asked."""
        return not self.papers


def said_of(items: Iterable[Item]) -> tuple[list[Said], list[Sum]]:
    """The unit's corrections in the form in which accepted ones are laid over the files; refused ones stay out."""
    people: list[Said] = []
    sums: list[Sum] = []
    for one in items:
        if one.is_flag or one.dropped_at is not None or one.state == Item.State.REFUSED:
            continue
        unit = one.declaration.unit.code
        if one.kind in Item.SUMS:
            period = str(one.declaration.year) if one.kind == Item.Kind.WAGES else one.first_month
            sums.append(Sum(unit, one.kind, period, one.amount or Decimal(0)))
        elif one.person_id is not None and one.kind in Attested.Kind.values:
            people.append(
                Said(one.person_id, unit, one.kind, one.first_month, one.last_month, one.amount, one.until, one.other)
            )
    return people, sums


def asked_of(placements: Iterable[tuple[int, YearCount]], ours: set[int]) -> list[Asked]:
    """For each person that the unit declares: which papers would prove what no file does; one paper a condition."""
    found: dict[int, set[Condition]] = {}
    for person, count in placements:
        if person in ours and count.months:
            wanted = found.setdefault(person, set())
            wanted |= {one.condition for month in count.months for one in month.against if one.condition in PAPERS}
            wanted |= {one.condition for m in count.months for one in m.unproved if one.condition is Condition.CONTRACT}
    order = list(Condition)
    return [Asked(person, tuple(sorted(wanted, key=order.index))) for person, wanted in sorted(found.items())]


def confirmed_and_flags(declaration: Declaration, day: date, ours: set[int]) -> tuple[int, list[Item]]:
    """How many persons the files confirm, and what the comparison marks on the day of submission (not saved).

    `ours`: whom the unit reported. Of nobody else anything is counted or marked: the unit reads the result, and who did not
    tell his employer of his certificate must not be seen through it.
    """
    unit, year = code_in_use(declaration.unit.code), declaration.year
    items = declaration.items.filter(dropped_at=None).select_related("declaration__unit").order_by("pk")
    over = said_of(items)
    found = quota_of(unit, year, over=over)
    if found is None:
        return 0, []
    ledger = read(year, codes=[unit], over=over)
    grades = figures_of(declaration.county_code)(day)["quota.countable_military_grades"].value
    flags: list[Item] = []
    people = {person for person, count in found.placements if count.months and person in ours}

    def flag(kind: str, person: int, first: str, last: str, text: str) -> None:
        flags.append(
            Item(declaration=declaration, kind=kind, person_id=person, first_month=first, last_month=last, reason=text)
        )

    for person, count in found.placements:
        if person not in people:
            continue
        counted = [one.month for one in count.months if one.counts]
        if counted and valid_on(count.placement.holder.certificates, day, grades) is None:
            flag(Item.Kind.CERTIFICATE, person, counted[0], counted[-1], f"{day}提交时没有有效的证件。")
        here = {one.month for one in count.placement.months if one.pension or one.medical}
        elsewhere = {
            one.month
            for placement in ledger.placements.get(person, ())
            if placement.unit != unit and not placement.agreed_to
            for one in placement.months
            if one.pension or one.medical
        }
        both = sorted(here & elsewhere & set(counted))
        if both:
            flag(Item.Kind.TWICE, person, both[0], both[-1], f"{len(both)}个月在另一单位也有参保。")
    for claimed in both_sides(declaration, items, people):
        flag(Item.Kind.BOTH, claimed.person, claimed.first, claimed.last, claimed.text)
    confirmed = {one.person for one in asked_of(found.placements, people) if one.is_confirmed}
    return len(confirmed - {one.person_id for one in flags}), flags
