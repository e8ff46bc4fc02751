"""The estimate against what the tax office collected, and what kind of difference it is (残保金估算与征收比对)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.levy import Levy, levy_due
from tonggong.rules.quota.numbers import FEN, money, plain
from tonggong.rules.quota.terms import LevyCase, Tier

_YEAR = Decimal(12)


class Difference(StrEnum):
    """What kind of difference it is."""

    EQUAL = "equal"
    WAGE_BASE = "wage_base"
    HEADCOUNT = "headcount"
    PLACEMENTS = "placements"
    EXEMPTION = "exemption"
    LATE = "late"
    PAID_WITHOUT_OWING = "paid_without_owing"
    NOT_DUE = "not_due"
    NOTHING = "nothing"
    NOT_REGISTERED = "not_registered"
    UNKNOWN = "unknown"


DIFFERENCE_LABELS = {
    Difference.EQUAL: "一致",
    Difference.WAGE_BASE: "工资口径不同",
    Difference.HEADCOUNT: "职工人数不同",
    Difference.PLACEMENTS: "安排人数不同",
    Difference.EXEMPTION: "减免不同",
    Difference.LATE: "逾期",
    Difference.PAID_WITHOUT_OWING: "不欠而缴",
    Difference.NOT_DUE: "还没到期",
    Difference.NOTHING: "没有征收记录",
    Difference.NOT_REGISTERED: "不在登记册",
    Difference.UNKNOWN: "原因不明",
}


@dataclass(frozen=True, slots=True)
class Collected:
    """A unit's row of the tax office's file for one levy year; None where the file says nothing.

    `paid_yuan`: what was paid, None where the unit is not in the file. `headcount`, `counted`: yearly averages, persons.
    `is_exempted`: whether the tax office let the unit off; `is_late`: whether it says itself that the payment is overdue.
    """

    paid_yuan: Decimal | None
    paid_on: date | None = None
    headcount: Decimal | None = None
    counted: Decimal | None = None
    wage_yuan: Decimal | None = None
    is_exempted: bool | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """`difference`: the class; `all`: every fact that differs where only together they explain the amount."""

    difference: Difference
    all: tuple[Difference, ...]
    estimate_yuan: Decimal
    paid_yuan: Decimal

    @property
    def gap_yuan(self) -> Decimal:
        """What was paid above the estimate; negative where less was."""
        return self.paid_yuan - self.estimate_yuan


def due_on(year: int, figures: Figures) -> date | None:
    """The last day on which the levy of a year may be paid: the city's term lies in the year after; None where it set none.

    Raises:
        ValueError: the term is no pair of month and day.
    """
    term = figures.get("levy.declare_window")
    if term is None or term.value is None:
        return None
    _, last = term.value
    month, day = map(int, last.split("-"))
    return date(year + 1, month, day)


def not_registered(name: str, row: Collected, figures: Figures) -> Outcome[Compared]:
    """A row of the tax office about a unit of which no register knows. Raises FigureMissing: no tolerance is set."""
    paid = row.paid_yuan or Decimal(0)
    text = f"税务文件里有{name}，实缴{money(paid)}元，登记册里没有这个信用代码，请核对代码或补登记。"
    step = Step(text, figures["levy.compare.tolerance_yuan"].source)
    only = (Difference.NOT_REGISTERED,)
    return Outcome(Compared(Difference.NOT_REGISTERED, only, Decimal(0), paid), (step,))


def not_estimated(row: Collected, figures: Figures) -> Outcome[Compared]:
    """A unit of which the ledger knows no staff in the year. Raises FigureMissing: no tolerance is set."""
    paid = row.paid_yuan or Decimal(0)
    text = f"实缴{money(paid)}元，台账没有这一年的职工人数，估算不出，不能比。"
    step = Step(text, figures["levy.compare.tolerance_yuan"].source)
    return Outcome(Compared(Difference.UNKNOWN, (Difference.UNKNOWN,), Decimal(0), paid), (step,))


def together(rows: Sequence[Collected]) -> Collected:
    """What was collected of a holding and its branches, who are one employer: sums, the wage averaged by heads.

    A fact that not every row says is left out; late is the whole where one part is.
    """
    if len(rows) == 1:
        return rows[0]
    heads = _sum(one.headcount for one in rows)
    wage = None
    if heads and all(one.wage_yuan is not None for one in rows):
        paid = sum((one.headcount * one.wage_yuan for one in rows if one.headcount and one.wage_yuan), Decimal(0))
        wage = (paid / heads).quantize(FEN, ROUND_HALF_UP)
    days = [one.paid_on for one in rows if one.paid_on is not None]
    exempted = [one.is_exempted for one in rows]
    return Collected(
        sum((one.paid_yuan for one in rows if one.paid_yuan is not None), Decimal(0)),
        max(days) if days else None,
        heads,
        _sum(one.counted for one in rows),
        wage,
        all(exempted) if any(exempted) else None,
        any(one.is_late for one in rows),
    )


def _sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    known = list(numbers)
    return None if any(one is None for one in known) else sum((one for one in known if one is not None), Decimal(0))


def compared(levy: Levy, row: Collected, due_on: date | None, day: date, figures: Figures) -> Outcome[Compared]:
    """Class the difference between an estimate and what was collected by a day.

    A declared fact explains the difference if the levy reckoned with it is what was paid; where no single one does,
    all together may, and the one that changes most gives its name. What nothing explains stays unknown.

    Args:
        due_on: last day on which the levy may be paid; None: the city has set no term, and no day is late.
    Raises:
        FigureMissing: no tolerance is set.
        ValueError: the row holds a negative amount or count.
    """
    tolerance = figures["levy.compare.tolerance_yuan"]
    paid, owed = row.paid_yuan or Decimal(0), levy.payable_yuan
    if min(paid, row.headcount or 0, row.counted or 0, row.wage_yuan or 0) < 0:
        raise ValueError("税务文件里的金额和人数不能是负数。")

    def says(difference: Difference, text: str, every: tuple[Difference, ...] = ()) -> Outcome[Compared]:
        step = Step(f"估算{owed:,}元，实缴{money(paid)}元：{text}", tolerance.source)
        return Outcome(Compared(difference, every or (difference,), owed, paid), (step,))

    def same(amount: Decimal) -> bool:
        return bool(abs(amount - paid) <= tolerance.value)

    over = due_on is not None and day > due_on
    if same(owed):
        if paid and due_on is not None and row.paid_on is not None and row.paid_on > due_on:
            return says(Difference.LATE, f"金额一致，{row.paid_on}才缴，期限{due_on}。")
        if paid and row.is_late:
            return says(Difference.LATE, "金额一致，税务记为逾期缴纳。")
        return says(Difference.EQUAL, "一致。")
    alike = _replaced(levy.case, _rounded(levy, row))
    if alike != levy.case and same(levy_due(alike, levy.terms).payable_yuan):
        return says(Difference.EQUAL, "一致，人数只差进位。")
    if row.paid_yuan is None:
        term = "" if due_on is None else f"，期限{due_on}{'已过' if over else '还没有到'}"
        return says(Difference.NOTHING, f"税务文件里没有这家单位{term}。")
    if levy.has_no_wage and not row.wage_yuan:
        return says(Difference.UNKNOWN, "没有工资来源，估算不出。")
    declared = _declared(levy, row)
    for difference, (case, text) in declared.items():
        if same(levy_due(case, levy.terms).payable_yuan):
            return says(difference, text)
    if not paid and row.is_exempted:
        return says(Difference.EXEMPTION, "税务按免缴处理，估算应缴。")
    if not paid and due_on is not None and not over and not row.is_late:
        return says(Difference.NOT_DUE, f"还没有缴，{due_on}到期。")
    if levy.tier in (Tier.EXEMPT, Tier.UPPER, Tier.LOWER) and same(levy.full_yuan):
        return says(Difference.EXEMPTION, "按全额缴，没有享受减免。")
    if len(declared) > 1:
        whole = levy_due(_replaced(levy.case, row), levy.terms)
        if same(whole.payable_yuan):
            changes = {one: abs(levy_due(case, levy.terms).payable_yuan - owed) for one, (case, _) in declared.items()}
            first = max(declared, key=lambda one: changes[one])
            every = (first, *(one for one in declared if one is not first))
            return says(first, "".join(declared[one][1] for one in every), every)
    if not owed:
        return says(Difference.PAID_WITHOUT_OWING, f"{levy.because.removesuffix('。')}，可以申请退还。")
    if not paid and (over or row.is_late):
        return says(Difference.LATE, "逾期未缴。")
    return says(Difference.UNKNOWN, "申报的人数、工资都解释不了，请向税务部门核实。")


def _rounded(levy: Levy, row: Collected) -> Collected:
    """Only those of a row's heads that are the estimate's own, rounded: 1.8333 where twelfths give 22 months."""
    heads = row.headcount if row.headcount is not None and plain(row.headcount) == plain(levy.headcount) else None
    counted = row.counted if row.counted is not None and plain(row.counted) == plain(levy.counted) else None
    return Collected(row.paid_yuan, headcount=heads, counted=counted)


def _declared(levy: Levy, row: Collected) -> dict[Difference, tuple[LevyCase, str]]:
    """For each fact that the unit declared otherwise: the case with it, and the sentence."""
    case, found = levy.case, {}
    if row.headcount is not None and plain(row.headcount) != plain(levy.headcount):
        text = f"申报职工{plain(row.headcount)}人，估算按{plain(levy.headcount)}人。"
        found[Difference.HEADCOUNT] = (case._replace(staff_months=row.headcount * _YEAR), text)
    if row.wage_yuan is not None and row.wage_yuan != case.wage_yuan:
        text = f"申报年平均工资{money(row.wage_yuan)}元，估算按{money(case.wage_yuan)}元。"
        found[Difference.WAGE_BASE] = (case._replace(wage_yuan=row.wage_yuan), text)
    if row.counted is not None and plain(row.counted) != plain(levy.counted):
        text = f"申报安排{plain(row.counted)}人，估算按{plain(levy.counted)}人。"
        found[Difference.PLACEMENTS] = (case._replace(counted_months=row.counted * _YEAR), text)
    return found


def _replaced(case: LevyCase, row: Collected) -> LevyCase:
    return case._replace(
        staff_months=case.staff_months if row.headcount is None else row.headcount * _YEAR,
        wage_yuan=case.wage_yuan if row.wage_yuan is None else row.wage_yuan,
        counted_months=case.counted_months if row.counted is None else row.counted * _YEAR,
    )
