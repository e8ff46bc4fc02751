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
    year, known = Decimal(conversion.value), len(found)
    heads = sum((month.heads for month in found.values()), _ZERO)
    seasonal = sum((month.seasonal for month in found.values()), _ZERO)
    total = heads * year / known if known else _ZERO
    average = total / year
    if known < year:
        text = (
            f"只有{known}个月的在职职工人数，合计{plain(heads)}人月，按这{known}个月平均估算为{plain(average)}人"
            if known
            else "没有在职职工人数"
        )
    else:
        text = f"各月在职职工合计{plain(heads)}人月，除以{plain(year)}，年平均{plain(average)}人"
    text += f"，其中季节性用工{plain(seasonal)}人月已折算。" if seasonal else "。"
    steps = [Step(text, conversion.source)]
    wage = None
    if wage_total_yuan is not None and average and wage_months:
        wage = (wage_total_yuan * year * year / (total * wage_months)).quantize(FEN, ROUND_HALF_UP)
        part = f"{wage_months}个月的" if wage_months < year else "全年"
        said = f"{part}工资总额{money(wage_total_yuan)}元，年平均{plain(average)}人，年平均工资{money(wage)}元。"
        steps.append(Step(said, conversion.source))
    return Outcome(Staff(total, wage, known), tuple(steps))
