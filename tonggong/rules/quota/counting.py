"""Which placements count for the quota, month by month, and which do not and why (按比例就业的认定).

Each month is tested for itself (残联厅函〔2022〕63号 一(四)); the year is the sum of the weighted months over twelve.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.ages import RetireCategory, Use, working_age
from tonggong.rules.certificates import MILITARY, CertificatePeriod, valid_on
from tonggong.rules.figures import Figure, Figures, FiguresOn
from tonggong.rules.outcome import Step

_ZERO = Decimal(0)


class Condition(StrEnum):
    """What is tested in each month, in the order in which it is told."""

    FORM = "form"
    CERTIFICATE = "certificate"
    SUBMISSION = "submission"
    AGE = "age"
    CONTRACT = "contract"
    ON_DUTY = "on_duty"
    WAGE = "wage"
    INSURANCE = "insurance"
    BANK = "bank"
    ONE_UNIT = "one_unit"


CONDITION_LABELS = {
    Condition.FORM: "就业形式",
    Condition.CERTIFICATE: "证件有效",
    Condition.SUBMISSION: "申报时证件有效",
    Condition.AGE: "就业年龄",
    Condition.CONTRACT: "编制或一年以上合同",
    Condition.ON_DUTY: "实际在岗",
    Condition.WAGE: "工资不低于最低工资",
    Condition.INSURANCE: "足额缴纳社会保险",
    Condition.BANK: "银行发放工资",
    Condition.ONE_UNIT: "只在一个单位计算",
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

    A file that is there and does not name the person says no: wage 0, insurance False.
    """

    month: str
    wage_yuan: Decimal | None = None
    pension: bool | None = None
    medical: bool | None = None
    on_duty: bool | None = None
    bank: bool | None = None


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
    """A month's result: `weight` persons count, 0 where a condition fails; `findings` in the order of the conditions."""

    month: str
    weight: Decimal
    findings: tuple[Finding, ...]

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


def count_year(
    placements: Iterable[Placement],
    year: int,
    figures_of: Mapping[str, FiguresOn],
    *,
    submitted_on: date | None = None,
    known_until: str | None = None,
) -> list[YearCount]:
    """Count one person's placements in a year; whoever has two in a month counts at one unit only.

    All placements are of the same person. The order in which they are given decides nothing.

    Args:
        figures_of: figures by day for the place of each placement, by its division code.
        submitted_on: the day of the declaration, on which the certificate must be valid too; None for an estimate.
        known_until: the last month of which sources can say anything; later months are left out.
    Raises:
        KeyError: a placement's place has no figures.
        FigureMissing: the place has not entered a figure that is asked for.
    Source: 残联厅函〔2022〕63号; 财税〔2015〕72号.
    """
    last = f"{year}-12" if known_until is None else min(f"{year}-12", known_until)
    ordered = sorted(placements, key=_rank)
    counted: list[YearCount] = []
    taken: dict[str, Placement] = {}
    for placement in ordered:
        on = figures_of[placement.place]
        found = []
        for month in _months_of(placement, f"{year}-01", last):
            result = _judge(placement, month, on(months.last_day(month)), submitted_on, taken.get(month))
            if result.counts:
                taken[month] = placement
            found.append(result)
        counted.append(YearCount(placement, tuple(found)))
    return counted


def _rank(placement: Placement) -> tuple[bool, bool, date, str, str]:
    """Who comes first where two units claim a month: the contract before the dispatch, the earlier before the later."""
    return (
        placement.relation is Relation.AGREEMENT,
        placement.relation is Relation.DISPATCH and placement.agreed_to not in ("", placement.unit),
        placement.started_on,
        placement.unit,
        str(placement.key),
    )


def _months_of(placement: Placement, first: str, last: str) -> Iterable[str]:
    begin = max(first, months.of(placement.started_on))
    end = last if placement.ended_on is None else min(last, months.of(placement.ended_on))
    return months.between(begin, end) if begin <= end else ()


def _judge(
    placement: Placement, month: str, figures: Figures, submitted_on: date | None, elsewhere: Placement | None
) -> MonthCount:
    first = max(months.first_day(month), placement.started_on)
    last = months.last_day(month) if placement.ended_on is None else min(months.last_day(month), placement.ended_on)
    known = next((one for one in placement.months if one.month == month), WorkMonth(month))
    certificate, held = _certificate(placement.holder, first, last, figures)
    findings = [
        _form(placement, figures),
        held,
        *_at_submission(placement.holder, submitted_on, figures),
        _age(placement.holder, first, last, figures),
        _contract(placement, figures),
        _on_duty(known, placement.holder, first, figures),
        _wage(known, month, first, last, figures),
        _insurance(known, figures),
        _bank(known, figures),
        *_one_unit(placement, elsewhere, figures),
    ]
    accepted = figures["quota.unproved_counts"].value
    stands = all(one.holds or (one.holds is None and accepted.get(one.condition.value, False)) for one in findings)
    weight = _weight(certificate, placement, figures) if stands and certificate else _ZERO
    return MonthCount(month, weight, tuple(findings))


def _form(placement: Placement, figures: Figures) -> Finding:
    forms, extra = figures["quota.countable_forms"], figures.get("quota.extra_forms")
    if placement.form in forms.value:
        return Finding(Condition.FORM, True, "属于按比例就业的形式。", forms.source)
    if extra is not None and placement.form in extra.value:
        return Finding(Condition.FORM, True, f"本地自{extra.effective_from}起认可这种形式。", extra.source)
    if placement.form.startswith("5"):
        return Finding(Condition.FORM, False, "辅助性就业协议是就业，但不计入按比例安排。", forms.source)
    if placement.form.startswith("4"):
        public = figures["quota.public_posts_count"]
        word = "公益性岗位按本市口径计入。" if public.value else "公益性岗位由财政补贴工资，按本市口径不计入。"
        return Finding(Condition.FORM, bool(public.value), word, public.source)
    return Finding(Condition.FORM, False, "这种就业形式不是在单位的按比例就业。", forms.source)


def _certificate(holder: Holder, first: date, last: date, figures: Figures) -> tuple[CertificatePeriod | None, Finding]:
    grades = figures["quota.countable_military_grades"]
    found = None
    for period in holder.certificates:
        begins = max(first, period.valid_from or first)
        ends = min(last, period.valid_to or last)
        if begins > ends:
            continue
        one = valid_on((period,), begins, grades.value)
        if one and (found is None or _heavier(one, found, figures)):
            found = one
    if found is not None:
        kind = "残疾军人证" if found.kind == MILITARY else "残疾人证"
        grade = f"（{found.grade}级）" if found.grade else ""
        return found, Finding(Condition.CERTIFICATE, True, f"当月{kind}{grade}有效。", grades.source)
    light = [p for p in holder.certificates if p.kind == MILITARY and p.on(last)]
    text = (
        f"残疾军人证{light[0].grade}级不在可计入的等级之内。"
        if light
        else "当月没有有效的残疾人证或一至八级残疾军人证。"
    )
    return None, Finding(Condition.CERTIFICATE, False, text, grades.source)


def _heavier(one: CertificatePeriod, other: CertificatePeriod, figures: Figures) -> bool:
    return _certificate_weight(one, figures) > _certificate_weight(other, figures)


def _at_submission(holder: Holder, day: date | None, figures: Figures) -> list[Finding]:
    rule = figures["quota.certificate_must_be_valid"]
    if day is None or not rule.value:
        return []
    valid = valid_on(holder.certificates, day, figures["quota.countable_military_grades"].value) is not None
    text = f"申报当日（{day}）证件{'有效' if valid else '已失效'}。"
    return [Finding(Condition.SUBMISSION, valid, text, rule.source)]


def _age(holder: Holder, first: date, last: date, figures: Figures) -> Finding:
    if holder.died_on is not None and holder.died_on < first:
        return Finding(Condition.AGE, False, f"{holder.died_on}已死亡。", figures["work_age.min"].source)
    found = working_age(Use.QUOTA, holder.sex, holder.born_on, last, figures, holder.retire_category)
    if not found.value and first != last:
        earlier = working_age(Use.QUOTA, holder.sex, holder.born_on, first, figures, holder.retire_category)
        found = earlier if earlier.value else found
    return Finding(Condition.AGE, found.value, found.because, found.steps[-1].source)


def _contract(placement: Placement, figures: Figures) -> Finding:
    least = figures["quota.contract_min_months"]

    def says(holds: bool | None, text: str) -> Finding:
        return Finding(Condition.CONTRACT, holds, text, least.source)

    if placement.relation is Relation.ESTABLISHED:
        return says(True, "在编人员。")
    if placement.relation is Relation.AGREEMENT:
        return says(False, "签的是劳动协议，不是劳动合同。")
    if placement.is_open_ended:
        return says(True, "无固定期限劳动合同。")
    if placement.contract_until is None:
        return says(None, "合同期限没有来源，请提供合同。")
    agreed = months.later(placement.started_on, int(least.value))
    if placement.contract_until.toordinal() + 1 >= agreed.toordinal():
        return says(True, f"合同到{placement.contract_until}，满{least.value}个月。")
    return says(False, f"合同到{placement.contract_until}，不满{least.value}个月。")


def _on_duty(known: WorkMonth, holder: Holder, first: date, figures: Figures) -> Finding:
    rule = figures["quota.on_duty"]
    if known.on_duty is None:
        return Finding(Condition.ON_DUTY, None, "在岗情况没有来源。", rule.source)
    return Finding(Condition.ON_DUTY, known.on_duty, "当月在岗。" if known.on_duty else "当月不在岗。", rule.source)


def _wage(known: WorkMonth, month: str, first: date, last: date, figures: Figures) -> Finding:
    least, factor = figures["wage.minimum_monthly"], figures["quota.wage_floor_factor"]
    if known.wage_yuan is None:
        return Finding(Condition.WAGE, None, "当月没有工资申报。", factor.source)
    floor = Decimal(least.value * factor.value)
    days, whole = last.day - first.day + 1, months.last_day(month).day
    part = figures["quota.part_month_prorated"]
    words = f"最低工资{floor.normalize():f}元"
    if days < whole and part.value:
        floor = floor * days / whole
        words += f"（当月在职{days}天，按天折算）"
    holds = known.wage_yuan >= floor
    text = f"工资{known.wage_yuan.normalize():f}元，{'不低于' if holds else '低于'}{words}。"
    return Finding(Condition.WAGE, holds, text, f"{factor.source}；{least.source}")


def _insurance(known: WorkMonth, figures: Figures) -> Finding:
    kinds = figures["quota.insurance_kinds"]
    words = {"pension": ("养老", known.pension), "medical": ("医疗", known.medical)}
    asked = [words[kind] for kind in kinds.value if kind in words]
    missing = [word for word, paid in asked if paid is False]
    if missing:
        return Finding(Condition.INSURANCE, False, f"当月没有缴{'、'.join(missing)}保险。", kinds.source)
    unknown = [word for word, paid in asked if paid is None]
    if unknown:
        return Finding(Condition.INSURANCE, None, f"{'、'.join(unknown)}保险没有来源。", kinds.source)
    return Finding(Condition.INSURANCE, True, f"当月已缴{'、'.join(word for word, _ in asked)}保险。", kinds.source)


def _bank(known: WorkMonth, figures: Figures) -> Finding:
    rule = figures["quota.bank_paid"]
    if known.bank is None:
        return Finding(Condition.BANK, None, "工资发放方式没有来源。", rule.source)
    return Finding(Condition.BANK, known.bank, "通过银行发放。" if known.bank else "不是通过银行发放。", rule.source)


def _one_unit(placement: Placement, elsewhere: Placement | None, figures: Figures) -> list[Finding]:
    rule = figures["quota.one_unit"]
    if placement.relation is Relation.DISPATCH and placement.agreed_to not in ("", placement.unit):
        return [Finding(Condition.ONE_UNIT, False, "已与用工单位约定，由用工单位计算。", rule.source)]
    if elsewhere is not None:
        return [Finding(Condition.ONE_UNIT, False, "当月已在另一单位计算，一人不能算两处。", rule.source)]
    return []


def _weight(certificate: CertificatePeriod, placement: Placement, figures: Figures) -> Decimal:
    extra = figures.get("quota.extra_forms")
    if extra is not None and placement.form in extra.value:
        return Decimal(extra.value[placement.form]) * _certificate_weight(certificate, figures)
    return _certificate_weight(certificate, figures)


def _certificate_weight(certificate: CertificatePeriod, figures: Figures) -> Decimal:
    return Decimal(2) if certificate.grade in _double(certificate, figures).value else Decimal(1)


def _double(certificate: CertificatePeriod, figures: Figures) -> Figure:
    military = certificate.kind == MILITARY
    return figures["quota.double_count.military_grades" if military else "quota.double_count.pwd_grades"]


def _told(found: YearCount) -> tuple[Step, ...]:
    steps: list[Step] = []
    by_weight: dict[Decimal, list[str]] = {}
    for month in found.months:
        if month.counts:
            by_weight.setdefault(month.weight, []).append(month.month)
    for weight, those in sorted(by_weight.items()):
        person = "1人" if weight == 1 else f"{weight.normalize():f}人"
        steps.append(Step(f"{spans(those)}计入，每月算{person}。", "残联厅函〔2022〕63号"))
    against: dict[tuple[str, str], list[str]] = {}
    for month in found.months:
        if not month.counts:
            for one in month.failed or month.unproved:
                against.setdefault((one.text, one.source), []).append(month.month)
    steps += [Step(f"{spans(those)}不计入：{text}", source) for (text, source), those in against.items()]
    return tuple(steps)


def spans(those: Iterable[str]) -> str:
    """Months as "2023年1月至9月、11月": stretches without a break."""
    numbers = sorted(months.number(month) for month in those)
    told: list[str] = []
    year = None
    start = previous = None
    for number in [*numbers, None]:
        if start is not None and number != previous + 1:  # type: ignore[operator]
            first = f"{start % 12 + 1}月" if start // 12 == year else f"{start // 12}年{start % 12 + 1}月"
            year = start // 12
            told.append(first if start == previous else f"{first}至{previous % 12 + 1}月")  # type: ignore[operator]
            start = None
        if start is None:
            start = number
        previous = number
    return "、".join(told)
