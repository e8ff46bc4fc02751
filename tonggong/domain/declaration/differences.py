"""What a unit changed of the prefilled year, cell by cell, and of whom something is still without a paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tonggong.domain.declaration.comparing import PAPERS
from tonggong.domain.declaration.models import Evidence, Item
from tonggong.domain.employers import queries as employers
from tonggong.domain.persons.models import Person
from tonggong.domain.quota.yearly import UnitQuota
from tonggong.rules import months
from tonggong.rules.quota.counting import CONDITION_LABELS, Condition, Finding, WorkMonth, YearCount
from tonggong.rules.quota.numbers import plain
from tonggong.rules.quota.placements import spans

Kind = Item.Kind
HEADS, WAGES = "social-insurance", "wages"
_NONE = "没有来源"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that the unit changed: whose and which, what was prefilled, what it says now, by which paper."""

    item: Item
    cell: str
    before: str
    after: str
    paper: Evidence | None


@dataclass(frozen=True, slots=True)
class Lack:
    """Somebody whom the unit declares and of whom no file and no paper proves something; the conditions by month."""

    person: int
    name: str
    months: dict[str, tuple[Condition, ...]]

    @property
    def text(self) -> str:
        """Which condition lacks its paper in which months."""
        by_condition: dict[Condition, list[str]] = {}
        for month, conditions in self.months.items():
            for one in conditions:
                by_condition.setdefault(one, []).append(month)
        return "；".join(f"{CONDITION_LABELS[one]}：{spans(those)}" for one, those in by_condition.items())


def differences(items: Iterable[Item], prefilled: UnitQuota | None) -> list[Difference]:
    """The cells that a unit's corrections change, in the order in which it made them; what was flagged changes nothing."""
    placed = prefilled.placements if prefilled else ()
    found = []
    for one in items:
        if not one.is_flag:
            own = [count for person, count in placed if person == one.person_id]
            cell, before, after = _sum(one) if one.kind in Item.SUMS else _cell(one, own)
            found.append(Difference(one, cell, before, after, one.evidence))
    return found


def _sum(item: Item) -> tuple[str, str, str]:
    by_wages = item.kind == Kind.WAGES
    values = [
        Decimal(number)
        for one in employers.sums_of(item.declaration.unit, WAGES if by_wages else HEADS)
        if item.first_month <= one.month <= item.last_month
        and (number := one.total_yuan if by_wages else one.heads) is not None
    ]
    measure = "元" if by_wages else "人"
    cell = "全年工资总额" if by_wages else f"{int(item.first_month[5:])}月职工人数"
    before = f"{_number(sum(values, Decimal(0)))} {measure}" if values else _NONE
    return cell, before, f"{_number(item.amount)} {measure}"


def _cell(item: Item, own: list[YearCount]) -> tuple[str, str, str]:
    span = list(months.between(item.first_month, item.last_month))
    known = [one for count in own for one in count.placement.months if one.month in span]
    when = spans(span)
    if item.kind == Kind.CONTRACT:
        return "合同到哪天", _contract(own), _until(item)
    if item.kind == Kind.WAGE:
        return f"{when}工资", _wages(known), f"{_number(item.amount)} 元"
    if item.kind == Kind.ELSEWHERE:
        paid = sum(bool(one.pension and one.medical) for one in known)
        return f"{when}参保", f"{len(span)} 个月里参保 {paid} 个月", f"在{item.other}参保"
    if item.kind == Kind.BANK:
        return f"{when}工资怎么发", _said([one.bank for one in known], "银行代发", "银行退回"), "通过银行发放"
    if item.kind == Kind.ON_DUTY:
        return f"{when}在岗", _said([one.on_duty for one in known], "在岗", "不在岗"), "在岗"
    if item.kind == Kind.AGREED:
        return f"{when}由谁计算", "本单位没有计算", "按派遣协议由本单位计算"
    wage = f"，月工资 {_number(item.amount)} 元" if item.amount is not None else ""
    return f"{when}在岗职工", "没有这个人", f"有这个人，合同{_until(item)}{wage}"


def _number(number: Decimal | None) -> str:
    return "—" if number is None else f"{number.normalize():,f}"


def _until(item: Item) -> str:
    return f"到 {item.until}" if item.until is not None else "没有固定期限"


def _contract(own: list[YearCount]) -> str:
    if any(count.placement.is_open_ended for count in own):
        return "没有固定期限"
    last = max((count.placement.contract_until for count in own if count.placement.contract_until), default=None)
    return f"到 {last}" if last else _NONE


def _wages(known: list[WorkMonth]) -> str:
    said = sorted({one.wage_yuan for one in known if one.wage_yuan is not None})
    if not said:
        return _NONE
    return f"{plain(said[0])} 元" if len(said) == 1 else f"{plain(said[0])} 到 {plain(said[-1])} 元"


def _said(states: Iterable[bool | None], yes: str, no: str) -> str:
    kinds = set(states) - {None}
    return _NONE if not kinds else "、".join(word for state, word in ((True, yes), (False, no)) if state in kinds)


def lacking(counted: UnitQuota | None, ours: set[int]) -> list[Lack]:
    """Of whom, in which months, which condition has neither a file nor a paper, with all that the unit brought laid over.

    Args:
        ours: whom the unit reported.
    """
    found: dict[int, dict[str, tuple[Condition, ...]]] = {}
    for person, count in counted.placements if counted else ():
        if person not in ours:
            continue
        for month in count.months:
            if wanted := tuple(dict.fromkeys(_wanted(month.against, month.unproved))):
                found.setdefault(person, {})[month.month] = wanted
    names = dict(Person.objects.filter(pk__in=found).values_list("pk", "name"))
    return [Lack(person, names[person], by_month) for person, by_month in sorted(found.items())]


def _wanted(against: Iterable[Finding], unproved: Iterable[Finding]) -> Iterator[Condition]:
    yield from (one.condition for one in against if one.condition in PAPERS)
    yield from (one.condition for one in unproved if one.condition is Condition.CONTRACT)
