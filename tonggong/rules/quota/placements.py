"""What is known of a placement and what was found of each of its months, with the words for both (按比例就业的认定)."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from tonggong.rules import months
from tonggong.rules.ages import RetireCategory
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.outcome import Step
from tonggong.rules.quota.numbers import exact, plain

_ZERO = Decimal(0)
_YEAR = Decimal(12)


class Condition(StrEnum):
    """What is tested in each month, in the order in which it is told."""

    FORM = "form"
    CERTIFICATE = "certificate"
    SUBMISSION = "submission"
    ALIVE = "alive"
    AGE = "age"
    CONTRACT = "contract"
    ON_DUTY = "on_duty"
    WAGE = "wage"
    INSURANCE = "insurance"
    BANK = "bank"
    ONE_UNIT = "one_unit"
    DECISION = "decision"


CONDITION_LABELS = {
    Condition.FORM: "就业形式",
    Condition.CERTIFICATE: "证件有效",
    Condition.SUBMISSION: "申报时证件有效",
    Condition.ALIVE: "在世",
    Condition.AGE: "就业年龄",
    Condition.CONTRACT: "编制或一年以上合同",
    Condition.ON_DUTY: "实际在岗",
    Condition.WAGE: "工资不低于最低工资",
    Condition.INSURANCE: "足额缴纳社会保险",
    Condition.BANK: "银行发放工资",
    Condition.ONE_UNIT: "只在一个单位计算",
    Condition.DECISION: "认定意见",
}


class Relation(StrEnum):
    """How somebody belongs to a unit (用工关系)."""

    ESTABLISHED = "established"  # 在编
    CONTRACT = "contract"  # 劳动合同、聘用合同、服务协议
    DISPATCH = "dispatch"  # 劳务派遣
    AGREEMENT = "agreement"  # 辅助性就业等劳动协议: employment, no labour contract


@dataclass(frozen=True, slots=True)
class WorkMonth:
    """What is known of one month at the unit; None where no file of the month says anything.

    A file that is there and does not name the person says no: wage 0, insurance False. Of several lines of one month
    the wages add up, and what one of them proves is proved.
    `struck`: why a decision on the unit's declaration does not count the month, "" where none does.
    """

    month: str
    wage_yuan: Decimal | None = None
    pension: bool | None = None
    medical: bool | None = None
    on_duty: bool | None = None
    bank: bool | None = None
    struck: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """The person: both certificates over time, and what decides working age."""

    sex: str
    born_on: date
    certificates: tuple[CertificatePeriod, ...]
    retire_category: RetireCategory | None = None
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """One employment of one person at one unit.

    `contract_until`: the agreed end, None for one without an end or where nobody says (`is_open_ended` tells).
    `place`: division code of the place of work, whose minimum wage and forms apply.
    `agreed_to`: for a dispatched person the unit that agency and user agreed upon, "" where nothing was agreed.
    `agreed_months`: those for which the agreement holds; None is every month. In the others the agency counts.
    `dispatched_by`: for a dispatched person the agency; "" where `unit` is it.
    """

    key: Hashable
    unit: str
    holder: Holder
    form: str
    relation: Relation
    started_on: date
    ended_on: date | None = None
    contract_until: date | None = None
    is_open_ended: bool = False
    place: str = ""
    agreed_to: str = ""
    agreed_months: frozenset[str] | None = None
    dispatched_by: str = ""
    months: tuple[WorkMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition in one month: held, failed, or not known (None), with the sentence and its source."""

    condition: Condition
    holds: bool | None
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month's result: `weight` persons count, 0 where a condition fails; `findings` in the order of the conditions.

    `against`: the findings that strike the month out; `weighed`: why it weighs what it does, None where it doesn't count.
    """

    month: str
    weight: Decimal
    findings: tuple[Finding, ...]
    against: tuple[Finding, ...] = ()
    weighed: Step | None = None

    @property
    def counts(self) -> bool:
        """Whether the month counts at all."""
        return self.weight > 0

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What speaks against the month."""
        return tuple(one for one in self.findings if one.holds is False)

    @property
    def unproved(self) -> tuple[Finding, ...]:
        """What no source says; a paper would prove it."""
        return tuple(one for one in self.findings if one.holds is None)


@dataclass(frozen=True, slots=True)
class YearCount:
    """A placement's year: its months in which it lasted, and the weighted months that count."""

    placement: Placement
    months: tuple[MonthCount, ...]

    @property
    def weighted_months(self) -> Decimal:
        """Sum of the months' weights; a twelfth of it is the year's figure."""
        return sum((month.weight for month in self.months), _ZERO)

    @property
    def steps(self) -> tuple[Step, ...]:
        """In words: how many months count with which weight, then each reason with the months it struck out."""
        return _told(self)


def _told(found: YearCount) -> tuple[Step, ...]:
    steps: list[Step] = []
    counted: dict[tuple[Decimal, Step], list[str]] = {}
    against: dict[tuple[str, str], list[str]] = {}
    for month in found.months:
        if month.weighed is not None:
            counted.setdefault((month.weight, month.weighed), []).append(month.month)
        for one in month.against:
            against.setdefault((one.text, one.source), []).append(month.month)
    for (weight, why), those in counted.items():
        steps.append(Step(f"{spans(those)}计入，每月算{exact(weight)}人：{why.text}", why.source))
    steps += [Step(f"{spans(those)}不计入：{text}", source) for (text, source), those in against.items()]
    if found.months:
        total = found.weighted_months
        steps.append(
            Step(f"合计{exact(total)}人月，除以12，为{plain(total / _YEAR)}人。", "残联厅函〔2022〕63号 一(四)")
        )
    return tuple(steps)


def spans(those: Iterable[str]) -> str:
    """Months as "2023年1月至9月、11月": stretches without a break, the year where it is another than before."""
    numbers = sorted({months.number(month) for month in those})
    told: list[str] = []
    year = None
    for _, stretch in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in stretch]
        first, last = run[0], run[-1]
        text = f"{first % 12 + 1}月" if first // 12 == year else f"{first // 12}年{first % 12 + 1}月"
        if last != first:
            text += "至" + (f"{last % 12 + 1}月" if last // 12 == first // 12 else f"{last // 12}年{last % 12 + 1}月")
        year = last // 12
        told.append(text)
    return "、".join(told)
