"""Who is an in-service employee, month by month, and the year's average (在职职工人数)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.numbers import FEN, exact, money, plain

_ZERO = Decimal(0)
_PLACES = Decimal("0.0001")  # of an estimate: no finer than it is read out, so that it can be reckoned again


@dataclass(frozen=True, slots=True)
class StaffMonth:
    """Heads of one unit in one month, persons.

    `regular`: on the establishment or with a contract or service agreement of a year or more; at a dispatching agency
        with those whom it sends to others.
    `seasonal`: shorter employment, each head counted in the months it lasts.
    `agreed_in`: dispatched persons whom agency and user agreed to count at this user.
    `agreed_out`: those whom this agency agreed to leave to the user.
    """

    month: str
    regular: Decimal
    seasonal: Decimal = _ZERO
    agreed_in: Decimal = _ZERO
    agreed_out: Decimal = _ZERO

    @property
    def heads(self) -> Decimal:
        """In-service employees of the month: each dispatched person once, at the agency or, if agreed, at the user."""
        return self.regular + self.seasonal + self.agreed_in - self.agreed_out


@dataclass(frozen=True, slots=True)
class Staff:
    """A year's in-service employees.

    `person_months`: of the whole year; taken from the average of the known months while some are missing.
    `wage_yuan`: average wage, yuan a year, None where no wages are known.
    `months_known`: of how many months the heads are known.
    """

    person_months: Decimal
    wage_yuan: Decimal | None
    months_known: int

    @property
    def is_estimate(self) -> bool:
        """Whether months are missing."""
        return self.months_known < 12


def staff_of_year(
    months: Iterable[StaffMonth], wage_total_yuan: Decimal | None, figures: Figures, *, wage_months: int = 12
) -> Outcome[Staff]:
    """The person-months of a year, seasonal work converted by the months it lasted, and the average wage.

    A month of which nothing is known is no month without staff: the known months' average stands for it, and the
    sentence says so. A unit that was founded or closed within the year gives its empty months as 0.

    Args:
        wage_total_yuan: what was paid to in-service employees in the months of which wages are known; None where none are.
        wage_months: of how many months `wage_total_yuan` is.
    Raises:
        ValueError: a month stands twice, months are of several years, heads or wages are negative.
        FigureMissing: the figures' day lies before the rules of conversion.
    Source: 财税〔2015〕72号 第八条.
    """
    conversion = figures["quota.seasonal_divisor_months"]
    found = _each_once(months)
    year, known = Decimal(conversion.value), len(found)
    heads = sum((month.heads for month in found), _ZERO)
    seasonal = sum((month.seasonal for month in found), _ZERO)
    total = heads if known == year else (heads * year / known).quantize(_PLACES, ROUND_HALF_UP) if known else _ZERO
    average = total / year
    if known == year:
        text = f"各月在职职工合计{exact(heads)}人月，除以{exact(year)}，年平均{plain(average)}人"
    elif known:
        text = f"只有{known}个月的在职职工人数，合计{exact(heads)}人月，按这{known}个月平均估算为{plain(average)}人"
    else:
        text = "没有在职职工人数"
    text += f"，其中季节性用工{exact(seasonal)}人月已折算。" if seasonal else "。"
    wage, said = _average_wage(wage_total_yuan, wage_months, total, year)
    return Outcome(Staff(total, wage, known), (Step(text, conversion.source), Step(said, conversion.source)))


def _average_wage(
    paid_yuan: Decimal | None, paid_months: int, person_months: Decimal, year: Decimal
) -> tuple[Decimal | None, str]:
    if paid_yuan is None or not paid_months:
        return None, "没有工资总额，年平均工资不详。"
    if paid_yuan < 0:
        raise ValueError("工资总额是负数。")
    if not person_months:
        return None, "没有在职职工，没有年平均工资。"
    wage = (paid_yuan * year * year / (person_months * paid_months)).quantize(FEN, ROUND_HALF_UP)
    reckoned = f"{exact(person_months)}人月÷{exact(year)}"
    if paid_months == year:
        said = f"全年工资总额{money(paid_yuan)}元，除以{plain(person_months / year)}人（{reckoned}）"
    else:
        said = f"{paid_months}个月的工资总额{money(paid_yuan)}元，换算成一年，除以{plain(person_months / year)}人（{reckoned}）"
    return wage, f"{said}，年平均工资{money(wage)}元。"


def _each_once(months: Iterable[StaffMonth]) -> list[StaffMonth]:
    found: dict[str, StaffMonth] = {}
    for month in months:
        if month.month in found:
            raise ValueError(f"{month.month}有两份人数。")
        if min(month.heads, month.regular, month.seasonal, month.agreed_in, month.agreed_out) < 0:
            raise ValueError(f"{month.month}的人数是负数。")
        found[month.month] = month
    if len({month[:4] for month in found}) > 1:
        raise ValueError("人数不是同一年的。")
    return list(found.values())
