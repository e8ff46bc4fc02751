"""Who is an in-service employee, month by month, and the year's average (在职职工人数)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.levy import FEN, money, plain

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class StaffMonth:
    """Heads of one unit in one month, persons.

    `regular`: on the establishment or with a contract or service agreement of a year or more.
    `seasonal`: shorter employment, each head counted in the months it lasts.
    `dispatched_out`: those it sends to others, already within `regular` of the agency that employs them.
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
    """A year's in-service employees: person-months and the average wage, yuan a year (None where no wages are known)."""

    person_months: Decimal
    wage_yuan: Decimal | None
    months_known: int


def staff_of_year(months: Iterable[StaffMonth], wage_total_yuan: Decimal | None, figures: Figures) -> Outcome[Staff]:
    """The person-months of a year, seasonal work converted by the months it lasted, and the average wage.

    A month of which nothing is known is taken as nobody; the sentence says how many months are known.

    Args:
        wage_total_yuan: what was paid to in-service employees in the year; None where unknown.
    Raises:
        ValueError: a month stands twice, or a month's heads are negative.
        FigureMissing: the figures' day lies before the rules of conversion.
    Source: 财税〔2015〕72号 第八条.
    """
    conversion = figures["quota.seasonal_divisor_months"]
    found: dict[str, StaffMonth] = {}
    for month in months:
        if month.month in found:
            raise ValueError(f"{month.month}有两份人数。")
        if month.heads < 0:
            raise ValueError(f"{month.month}的人数是负数。")
        found[month.month] = month
    total = sum((month.heads for month in found.values()), _ZERO)
    seasonal = sum((month.seasonal for month in found.values()), _ZERO)
    year = Decimal(conversion.value)
    average = total / year
    text = f"各月在职职工合计{plain(total)}人月，除以{plain(year)}，年平均{plain(average)}人"
    text += f"，其中季节性用工{plain(seasonal)}人月已折算" if seasonal else ""
    text += f"（有{len(found)}个月的人数）。" if len(found) < year else "。"
    steps = [Step(text, conversion.source)]
    wage = None
    if wage_total_yuan is not None and total:
        wage = (wage_total_yuan * year / total).quantize(FEN, ROUND_HALF_UP)
        said = f"全年工资总额{money(wage_total_yuan)}元，除以{plain(average)}人，年平均工资{money(wage)}元。"
        steps.append(Step(said, conversion.source))
    return Outcome(Staff(total, wage, len(found)), tuple(steps))
