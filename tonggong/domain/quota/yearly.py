"""The quota of one unit or of the whole city for a year: the same rules for both, with every sentence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_of, figures_on
from tonggong.domain.quota.attested import Said, Sum
from tonggong.domain.quota.facts import UnitRow, UnitYear, Year, read
from tonggong.rules import months
from tonggong.rules.figures import FiguresOn
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.counting import YearCount, count_year, spans
from tonggong.rules.quota.headcount import Staff, staff_of_year
from tonggong.rules.quota.levy import Levy, LevyCase, Terms, levy_due, plain, terms

_JOINED = "单位登记：登记为同一单位"


@dataclass(frozen=True, slots=True)
class UnitQuota:
    """A unit's year: its staff, each placement month by month, and what it owes.

    `levy` is None where no file says how many work there: nothing can be said, least of all that nothing is owed.
    `months_counted`: of how many months placements are known; fewer than twelve while the year runs.
    """

    unit: UnitRow
    staff: Outcome[Staff]
    placements: tuple[tuple[int, YearCount], ...]  # with the person's key
    levy: Levy | None
    months_counted: int = 12

    @property
    def steps(self) -> tuple[Step, ...]:
        """The whole trace: staff, the months of all placements together, the levy."""
        counted = sum((one.weighted_months for _, one in self.placements), Decimal(0))
        text = f"安排{len({person for person, _ in self.placements})}人，各月加权合计{plain(counted)}人月。"
        if self.months_counted < 12:
            text = text[:-1] + f"；本年只到{self.months_counted}月，按已有月份估算全年。"
        said = (*self.staff.steps, Step(text, "残联厅函〔2022〕63号 一(四)"))
        if self.levy is None:
            return (*said, Step("没有在职职工人数，应安排多少、欠不欠缴都还不能算。", self.staff.steps[0].source))
        return (*said, *self.levy.steps)


def policy_day(year: int) -> date:
    """The day whose policy decides a levy year, which is itself a dated figure.

    Raises:
        FigureMissing: the year lies before the law.
    """
    month, day = figures_on(months.last_day(f"{year}-12"), _city())["levy.policy_day"].value.split("-")
    return date(year, int(month), int(day))


def quotas(
    year: int,
    *,
    codes: Collection[str] | None = None,
    known_at: datetime | None = None,
    over: tuple[Iterable[Said], Iterable[Sum]] = ((), ()),
    joins: Mapping[str, str] | None = None,
) -> Iterator[UnitQuota]:
    """Work out the year of every unit that had staff or placements, by code; or of some units.

    Nothing is asked about who may see it: the caller does. `over` and `joins`: as `facts.read`.

    Raises:
        FigureMissing: the city has not entered a figure that is asked for, such as its average wage.
    """
    ledger = read(year, known_at, codes, over, joins)
    counts = _counts(ledger)
    until = _months_counted(ledger)
    policies: dict[str, Terms] = {}
    for code in sorted(ledger.units):
        one = ledger.units[code]
        place = one.unit.county_code or _city()
        if place not in policies:
            policies[place] = terms(figures_on(policy_day(year), place))
        yield _quota(one, year, place, counts.get(code, []), policies[place], until)


def quota_of(
    code: str,
    year: int,
    known_at: datetime | None = None,
    over: tuple[Iterable[Said], Iterable[Sum]] = ((), ()),
) -> UnitQuota | None:
    """The year of one unit; None where the ledger knows neither staff nor placements. Raises as `quotas`.

    By a code that a unit had before, the year of that unit.
    """
    return next(quotas(year, codes=[code], known_at=known_at, over=over), None)


def _quota(
    one: UnitYear, year: int, place: str, counted: list[tuple[int, YearCount]], policy: Terms, until: int
) -> UnitQuota:
    staff = staff_of_year(
        one.staff, one.wage_total, figures_on(policy_day(year), place), wage_months=one.wage_months or 12
    )
    if one.carried:
        staff = Outcome(staff.value, (*staff.steps, *_joined(one)))
    weighted = sum((count.weighted_months for _, count in counted), Decimal(0))
    if until < 12:
        weighted = weighted * 12 / until
    if not staff.value.months_known:
        return UnitQuota(one.unit, staff, tuple(counted), None, until)
    case = LevyCase(
        one.unit.kind, staff.value.person_months, weighted, staff.value.wage_yuan or Decimal(0), one.unit.registered_on
    )
    return UnitQuota(one.unit, staff, tuple(counted), levy_due(case, policy), until)


def _joined(one: UnitYear) -> Iterator[Step]:
    """That files under further codes are of the same unit, and of which months the newer code's heads were taken."""
    yield Step(f"{'、'.join(one.carried)}是这家单位用过的代码，职工、工资和安排的人算在一起。", _JOINED)
    if one.said_twice:
        yield Step(f"{spans(one.said_twice)}两个代码都报了职工人数，取现用代码报的，不相加。", _JOINED)


def _counts(ledger: Year) -> dict[str, list[tuple[int, YearCount]]]:
    """Every placement's year by the unit's code."""
    figures: dict[str, FiguresOn] = _ByPlace()
    found: dict[str, list[tuple[int, YearCount]]] = defaultdict(list)
    last = ledger.last_known
    this_year = clock.today().year
    running = last if ledger.year >= this_year else None
    if running is None and ledger.year > this_year:  # of a year to come no source says anything
        running = f"{this_year}-12"
    for person, placements in ledger.placements.items():
        for one in count_year(placements, ledger.year, figures, known_until=running):
            found[one.placement.unit].append((person, one))
    return found


def _months_counted(ledger: Year) -> int:
    """Of how many months the year's placements are counted: all twelve once the year is over."""
    last = ledger.last_known
    if ledger.year < clock.today().year or last is None:
        return 12
    return months.number(last) % 12 + 1


class _ByPlace(dict[str, FiguresOn]):
    """Figures by day, for each place asked; a unit of which nobody knows the county goes by the city's."""

    def __missing__(self, place: str) -> FiguresOn:
        found = self[place] = figures_of(place or _city())
        return found


def _city() -> str:
    found = divisions.city()
    return found.code if found else ""
