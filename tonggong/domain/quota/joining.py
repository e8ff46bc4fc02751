"""What joining two codes of one unit would change, before anybody says it."""

from dataclasses import dataclass

from tonggong.base.accounts.who import Who
from tonggong.domain.employers import joining
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.domain.employers.queries import carried
from tonggong.domain.employment.models import Spell
from tonggong.domain.quota.choices import Settled
from tonggong.domain.quota.folding import Line, Policies, line_of, own_of
from tonggong.domain.quota.models import LevyCollected, LevyDifference
from tonggong.domain.quota.services.years import counting_day
from tonggong.domain.quota.yearly import UnitQuota, quotas
from tonggong.rules.figures import FigureMissing
from tonggong.rules.quota.collected import Difference
from tonggong.rules.quota.counting import spans
from tonggong.rules.same_unit import Registered, why_same


@dataclass(frozen=True, slots=True)
class Preview:
    """What would move, and a year before and after.

    `because`: why they look the same, "" where nothing says so. `spells`: spells of employment under the former code;
    `months`: months of which files speak of it; `twice`: those under both codes, in words. `collected`: rows of the tax
    office; `waiting`: whether its differences wait. `before`: the lines of both, None where nothing is known; `after`: the
    one line, with its account. `missing`: what the city has not entered.
    """

    unit: Unit
    kept: Unit
    year: int
    because: str
    spells: int
    months: int
    twice: str
    collected: int
    waiting: int
    before: tuple[Line | None, Line | None] = (None, None)
    after: Line | None = None
    joint: UnitQuota | None = None
    missing: str = ""


def preview(who: Who, unit: Unit, kept: Unit, year: int) -> Preview:
    """What joining would change, worked out by the rule that works out every year; nothing is written.

    Both are taken for themselves here, without their branches. Raises `employers.joining.JoinRefused` where it may not be.
    """
    joining.check(who, unit, kept)
    why = why_same(*(Registered(one.code, one.name, one.county_code) for one in (unit, kept)))
    said = UnitMonth.objects.filter(delivery__state="complete")
    mine = set(said.filter(unit_code=unit.code).values_list("feed", "month"))
    theirs = set(said.filter(unit_code=kept.code).values_list("feed", "month"))
    known = {
        "unit": unit, "kept": kept, "year": year, "because": why.text if why else "",
        "spells": Spell.objects.standing().filter(unit_code=unit.code, person__merged_into=None).count(),
        "months": len({month for _, month in mine}),
        "twice": spans(month for _, month in mine & theirs),
        "collected": LevyCollected.objects.standing().filter(unit_code=unit.code).count(),
        "waiting": LevyDifference.objects.filter(unit=unit, state=Settled.OPEN).exclude(kind=Difference.EQUAL).count(),
    }  # fmt: skip
    try:
        day, policies = counting_day(year), Policies(year)
        lines = {
            one.unit.code: line_of([own_of(one, day)], policies) for one in quotas(year, codes=[unit.code, kept.code])
        }
        joint = next(quotas(year, codes=[kept.code], joins={**carried(), unit.code: kept.code}), None)
        after = line_of([own_of(joint, day)], policies) if joint else None
    except FigureMissing as missing:
        return Preview(**known, missing=str(missing))
    return Preview(**known, before=(lines.get(unit.code), lines.get(kept.code)), after=after, joint=joint)
