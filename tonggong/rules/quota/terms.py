"""What the levy is asked of and under which policy: one unit's year, and the figures of a day and place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tonggong.rules.figures import Figure, Figures
from tonggong.rules.quota.kinds import UnitKind

_YEAR = Decimal(12)


class Tier(StrEnum):
    """How much of the full amount is asked for (分档)."""

    NOT_OBLIGED = "not_obliged"
    MET = "none"
    EXEMPT = "exempt"
    UPPER = "upper"
    LOWER = "lower"
    FULL = "full"


class LevyCase(NamedTuple):
    """One unit in one levy year.

    `staff_months`: in-service person-months of the year, 12 times the yearly average (在职职工年平均人数×12).
    `counted_months`: weighted months of those placed that count; a severely disabled person counts twice.
    `wage_yuan`: the unit's own average wage of the year.
    `registered_on`: asked only by the former exemption of new small enterprises.
    """

    kind: UnitKind
    staff_months: Decimal
    counted_months: Decimal
    wage_yuan: Decimal
    registered_on: date | None = None

    @classmethod
    def of_year(cls, kind: UnitKind, headcount: Decimal, counted: Decimal, wage_yuan: Decimal) -> "LevyCase":
        """The same said in persons of the whole year instead of months."""
        return cls(kind, headcount * _YEAR, counted * _YEAR, wage_yuan)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The policy of a day and place that the levy asks for, made once for any number of units."""

    ratio: Figure
    formula: Figure
    obliged: Figure
    exempt: Figure | None  # None: nobody is exempt for being small
    small_new: Figure | None
    at_least: Figure | None  # None: the full amount is asked of all
    upper: Figure | None
    lower: Figure | None
    multiple: Figure | None  # None: the wage has no cap
    local_average: Figure | None
    lapsed: Figure | None = None  # a relief that has ended and of whose renewal nothing is known
    warn_months: Figure | None = None  # how long before a relief ends it is said
    day: date = date.max

    @property
    def cap_yuan(self) -> Decimal | None:
        """The highest wage that is reckoned with, yuan a year."""
        if self.multiple is None or self.local_average is None:
            return None
        return Decimal(self.multiple.value * self.local_average.value)


def terms(figures: Figures, *, ratio: Decimal | None = None, local_average: Decimal | None = None) -> Terms:
    """The levy's terms from the figures of a day and place.

    Args:
        ratio: a ratio that wins over the place's own, a share.
        local_average: a local average wage that wins over the place's own, yuan a year.
    Raises:
        FigureMissing: the day lies before the formula of 2015, or the place has not entered its ratio or, while there
            is a cap, its average wage.
    """
    multiple = figures.get("levy.wage_cap.multiple")
    average = figures.get("wage.local_average_yearly")
    if local_average is not None:
        average = _given("wage.local_average_yearly", "当地社会平均工资", local_average, figures)
    elif multiple is not None:
        average = figures["wage.local_average_yearly"]
    own = _given("quota.ratio", "安排残疾人就业比例", ratio, figures) if ratio is not None else figures["quota.ratio"]
    at_least = figures.get("levy.tier.at_least")
    lapsed = figures.get("levy.relief.lapsed")
    return Terms(
        ratio=own,
        formula=figures["levy.headcount_may_be_fraction"],
        obliged=figures["quota.obliged_kinds"],
        exempt=figures.get("levy.exempt.max_employees"),
        small_new=figures.get("levy.exempt.small_new.max_employees"),
        at_least=at_least,
        upper=figures["levy.tier.rate_upper"] if at_least else None,
        lower=figures["levy.tier.rate_lower"] if at_least else None,
        multiple=multiple,
        local_average=average,
        lapsed=lapsed if lapsed and lapsed.value else None,
        warn_months=figures.get("levy.relief.warn_months"),
        day=figures.day,
    )


def _given(figure_id: str, label: str, value: Decimal, figures: Figures) -> Figure:
    return Figure(figure_id, label, figures.place, value, "", "随文件给出")
