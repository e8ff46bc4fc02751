"""A unit's year as a list shows it: one line for a holding with its branches, made alike for a page and for a whole city."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.quota.choices import UNKNOWN_TIER, Standing
from tonggong.domain.quota.facts import UnitRow
from tonggong.domain.quota.yearly import UnitQuota, policy_day
from tonggong.rules.certificates import valid_on
from tonggong.rules.figures import Figure
from tonggong.rules.outcome import Step
from tonggong.rules.quota.counting import Relation
from tonggong.rules.quota.leading import heads_of
from tonggong.rules.quota.levy import FEN, Levy, LevyCase, Terms, Tier, levy_due, terms

_PLACES = Decimal("0.0001")  # as lists keep persons; a levy is never reckoned from a stored figure
_STANDINGS = {Tier.MET: Standing.MET, Tier.EXEMPT: Standing.EXEMPT, Tier.NOT_OBLIGED: Standing.NOT_OBLIGED}
_ZERO = Decimal(0)


class Own(NamedTuple):
    """What one unit brings: its levy (None: its staff is unknown), weighted persons, and heads placed on the day."""

    unit: UnitRow
    months_known: int
    levy: Levy | None
    counted: Decimal
    placed: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list. `levy` is what it was made from: of the unit alone, or of all its branches together."""

    unit: UnitRow
    levy: Levy | None
    kind: str
    branches: int
    months_known: int
    headcount: Decimal | None
    required: Decimal | None
    counted: Decimal
    shortfall: Decimal | None
    wage_yuan: Decimal | None
    tier: str
    rate: Decimal | None
    payable_yuan: Decimal | None
    is_provisional: bool
    standing: str
    placed: int
    rule_version: str


# What is kept of a line, and by which a page and the kept answer are compared.
KEPT = tuple(field.name for field in fields(Line) if field.name not in ("unit", "levy"))


class Policies(dict[str, Terms]):
    """The levy's terms of a year by place; a unit of which nobody knows the county goes by the city's."""

    def __init__(self, year: int) -> None:
        super().__init__()
        self._day = policy_day(year)

    def __missing__(self, county: str) -> Terms:
        found = self[county] = terms(figures_on(self._day, county or _city()))
        return found


def own_of(found: UnitQuota, day: date) -> Own:
    """What a unit brings to its line.

    Args:
        day: on which the heads of those placed are counted: whoever works there, by whatever contract, with a certificate
            that is valid then; an agreement of sheltered work is none.
    Raises:
        FigureMissing: the day lies before the rule of countable military grades.
    """
    months = sum((one.weighted_months for _, one in found.placements), _ZERO)
    counted = found.levy.counted if found.levy else months / found.months_counted
    placed = placed_people(found, day)
    return Own(found.unit, found.staff.value.months_known, found.levy, counted, len(placed))


def placed_people(found: UnitQuota, day: date) -> set[int]:
    """Whom a unit has placed on a day, by key: the heads that `own_of` counts. Raises as it does."""
    grades = figures_on(day, found.unit.county_code or _city())["quota.countable_military_grades"].value
    return {
        person
        for person, one in found.placements
        if one.placement.relation is not Relation.AGREEMENT
        and one.placement.started_on <= day
        and (one.placement.ended_on is None or one.placement.ended_on >= day)
        and (one.placement.holder.died_on is None or one.placement.holder.died_on > day)
        and valid_on(one.placement.holder.certificates, day, grades) is not None
    }


def groups(found: Iterable[Own], parent_of: Mapping[int, int]) -> dict[int, list[Own]]:
    """The units by the one under which they are counted, by key; the head stands first."""
    by_key = {own.unit.id: own for own in found}
    gathered: dict[int, list[Own]] = {}
    for key, head in heads_of(by_key, parent_of.get).items():
        members = gathered.setdefault(head, [by_key[head]])
        if key != head:
            members.append(by_key[key])
    return gathered


def line_of(members: Sequence[Own], policies: Policies) -> Line:
    """One line for a unit and those counted under it: staff and placements added up, one levy on the sums.

    A holding is one employer, so its exemption and its tier are those of the whole. Wages are averaged by staff. Members
    whose staff is unknown add their placements to nothing, and the line is provisional.

    Raises:
        FigureMissing: the city has not entered a figure that is asked for.
    """
    head, policy = members[0].unit, policies[members[0].unit.county_code]
    known = [own.levy for own in members if own.levy is not None]
    levy = members[0].levy if len(members) == 1 else _together(head, known, policy)
    is_partial = len(known) < len(members)
    if levy is None:
        is_obliged = head.kind in policy.obliged.value
        tier, standing = UNKNOWN_TIER, Standing.UNKNOWN if is_obliged else Standing.NOT_OBLIGED
    else:
        tier, standing = levy.tier.value, _STANDINGS.get(levy.tier, Standing.OWING)
    counted = sum((own.counted for own in members), _ZERO) if levy is None else levy.counted
    return Line(
        unit=head,
        levy=levy,
        kind=head.kind.value,
        branches=len(members) - 1,
        months_known=min(own.months_known for own in members),
        headcount=_kept(levy.headcount) if levy else None,
        required=_kept(levy.required) if levy else None,
        counted=_kept(counted),
        shortfall=_kept(levy.shortfall) if levy else None,
        wage_yuan=levy.wage_base.quantize(FEN, ROUND_HALF_UP) if levy and not levy.has_no_wage else None,
        tier=tier,
        rate=_kept(levy.rate) if levy and levy.rate is not None else None,
        payable_yuan=levy.payable_yuan if levy and not levy.has_no_wage else None,
        is_provisional=is_partial or (levy is not None and levy.is_provisional),
        standing=standing.value,
        placed=sum(own.placed for own in members),
        rule_version=terms_version(policy),
    )


def account(own: UnitQuota, line: Line, branches: Sequence[str]) -> tuple[Step, ...]:
    """The sentences of a line: of the unit alone, or its staff, the names of those counted with it, and the levy on all."""
    if not branches:
        return own.steps
    names = Step(f"下属单位并入一起算：{'、'.join(branches)}。", "本市口径：控股企业和分支机构只算一次")
    return (*own.staff.steps, names, *(line.levy.steps if line.levy is not None else ()))


def _together(head: UnitRow, levies: Sequence[Levy], policy: Terms) -> Levy | None:
    if not levies:
        return None
    cases = [levy.case for levy in levies]
    paid = [case for case in cases if case.wage_yuan and case.staff_months]
    heads = sum((case.staff_months for case in paid), _ZERO)
    wages = sum((case.wage_yuan * case.staff_months for case in paid), _ZERO)
    case = LevyCase(
        head.kind,
        sum((case.staff_months for case in cases), _ZERO),
        sum((case.counted_months for case in cases), _ZERO),
        (wages / heads).quantize(FEN, ROUND_HALF_UP) if heads else _ZERO,
        head.registered_on,
    )
    return levy_due(case, policy)


def _kept(number: Decimal) -> Decimal:
    return number.quantize(_PLACES, ROUND_HALF_UP)


@lru_cache(maxsize=64)
def terms_version(policy: Terms) -> str:
    """The mark of the figures that an answer rests on; other figures give another one."""
    used = [
        (value.id, value.scope, str(value.value), value.effective_from)
        for value in (getattr(policy, field.name) for field in fields(policy))
        if isinstance(value, Figure)
    ]
    return hashlib.sha256(repr(used).encode()).hexdigest()[:12]


def differing(kept: Any, line: Line, names: Iterable[str] = KEPT) -> list[str]:
    """In which of its fields a kept answer differs from the one that was just worked out."""
    return [name for name in names if getattr(kept, name) != getattr(line, name)]


def family(keys: Iterable[int], parents: Mapping[int, int]) -> set[int]:
    """Units with all that stand above and below them."""
    below: dict[int, list[int]] = {}
    for child, parent in parents.items():
        below.setdefault(parent, []).append(child)
    found: set[int] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        waiting += below.get(key, [])
        if key in parents:
            waiting.append(parents[key])
    return found


Teller = Callable[[str, int, int], None]


def _city() -> str:
    found = divisions.city()
    return found.code if found else ""
