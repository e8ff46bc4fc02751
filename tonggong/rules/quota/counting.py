"""Which placements count for the quota, month by month, and which do not and why (按比例就业的认定).

Each month is tested for itself (残联厅函〔2022〕63号 一(四)); the year is the sum of the weighted months over twelve.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tonggong.rules import months
from tonggong.rules.ages import Use, working_age
from tonggong.rules.certificates import DISABILITY, MILITARY, CertificatePeriod, valid_on
from tonggong.rules.figures import Figures, FiguresOn
from tonggong.rules.outcome import Step
from tonggong.rules.quota.numbers import FEN, exact
from tonggong.rules.quota.placements import (
    CONDITION_LABELS,
    Condition,
    Finding,
    Holder,
    MonthCount,
    Placement,
    Relation,
    WorkMonth,
    YearCount,
    spans,
)

__all__ = [
    "CONDITION_LABELS",
    "Condition",
    "Finding",
    "Holder",
    "MonthCount",
    "Placement",
    "Relation",
    "WorkMonth",
    "YearCount",
    "count_year",
    "spans",
]

_ZERO = Decimal(0)
_BEST = "best"  # the other value of quota.grade_in_month is "last_day"


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
        work = _by_month(placement.months)
        found = []
        for month in _months_of(placement, f"{year}-01", last):
            known = work.get(month) or WorkMonth(month)
            result = _judge(placement, known, on(months.last_day(month)), submitted_on, taken.get(month))
            if result.counts:
                taken[month] = placement
            found.append(result)
        counted.append(YearCount(placement, tuple(found)))
    return counted


def _rank(placement: Placement) -> tuple[bool, bool, date, str, str]:
    """Who comes first where two units claim a month: what can't count comes last, else the earlier before the later."""
    return (
        placement.relation is Relation.AGREEMENT,
        _left_to(placement) is not None,
        placement.started_on,
        placement.unit,
        str(placement.key),
    )


def _months_of(placement: Placement, first: str, last: str) -> Iterable[str]:
    begin = max(first, months.of(placement.started_on))
    end = last if placement.ended_on is None else min(last, months.of(placement.ended_on))
    return months.between(begin, end) if begin <= end else ()


def _by_month(lines: Iterable[WorkMonth]) -> dict[str, WorkMonth]:
    found: dict[str, WorkMonth] = {}
    for line in lines:
        other = found.get(line.month)
        found[line.month] = line if other is None else _united(line, other)
    return found


def _united(one: WorkMonth, other: WorkMonth) -> WorkMonth:
    wages = [wage for wage in (one.wage_yuan, other.wage_yuan) if wage is not None]
    return WorkMonth(
        one.month,
        sum(wages, _ZERO) if wages else None,
        _either(one.pension, other.pension),
        _either(one.medical, other.medical),
        _either(one.on_duty, other.on_duty),
        _either(one.bank, other.bank),
        one.struck or other.struck,
    )


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one is None or other is None:
        return other if one is None else one
    return one or other


def _judge(
    placement: Placement, known: WorkMonth, figures: Figures, submitted_on: date | None, elsewhere: Placement | None
) -> MonthCount:
    holder, month = placement.holder, known.month
    first = max(months.first_day(month), placement.started_on)
    last = months.last_day(month) if placement.ended_on is None else min(months.last_day(month), placement.ended_on)
    if holder.died_on is not None and first <= holder.died_on < last:
        last = holder.died_on
    certificate, held = _certificate(holder, first, last, figures)
    findings = (
        _form(placement, figures),
        held,
        *_at_submission(holder, submitted_on, figures),
        *_alive(holder, first, figures),
        _age(holder, first, last, figures),
        _contract(placement, first, figures),
        *_on_duty(known, figures),
        _wage(known, first, last, figures),
        *_insurance(known, figures),
        *_bank(known, figures),
        *_one_unit(placement, month, elsewhere, figures),
        *_decided(known, figures),
    )
    accepted = figures["quota.unproved_counts"].value
    failed = tuple(one for one in findings if one.holds is False)
    unproved = (one for one in findings if one.holds is None and not accepted.get(one.condition.value, False))
    against = failed or tuple(unproved)
    if against or certificate is None:
        return MonthCount(month, _ZERO, findings, against)
    weight, why = _weight(certificate, placement, figures)
    return MonthCount(month, weight, findings, (), Step(f"{held.text.removesuffix('。')}{why.text}", why.source))


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
    """The certificate of the month: any that is valid on one of its days; where the grade changes, as the figure says."""
    grades = figures["quota.countable_military_grades"]
    if figures["quota.grade_in_month"].value != _BEST and any(
        valid_on((period,), last, grades.value) for period in holder.certificates
    ):
        first = last
    found = [period for period in holder.certificates if _is_valid_in(period, first, last, grades.value)]
    if found:
        best = min(found, key=lambda p: (-_double(p, figures)[0], p.kind != DISABILITY, p.grade or 0))
        kind = "残疾军人证" if best.kind == MILITARY else "残疾人证"
        grade = f"（{best.grade}级）" if best.grade else ""
        return best, Finding(Condition.CERTIFICATE, True, f"当月{kind}{grade}有效。", grades.source)
    light = sorted(p.grade or 0 for p in holder.certificates if p.kind == MILITARY and _overlaps(p, first, last))
    if light:
        word = f"残疾军人证{light[0]}级不在可计入的等级之内。" if light[0] else "残疾军人证没有等级，不能计入。"
    else:
        word = "当月没有有效的残疾人证或可计入等级的残疾军人证。"
    return None, Finding(Condition.CERTIFICATE, False, word, grades.source)


def _overlaps(period: CertificatePeriod, first: date, last: date) -> bool:
    return (period.valid_from or first) <= last and (period.valid_to or last) >= first


def _is_valid_in(period: CertificatePeriod, first: date, last: date, grades: tuple[int, ...]) -> bool:
    return _overlaps(period, first, last) and (period.kind == DISABILITY or period.grade in grades)


def _at_submission(holder: Holder, day: date | None, figures: Figures) -> list[Finding]:
    rule = figures.get("quota.certificate_must_be_valid")
    if day is None or rule is None or not rule.value:
        return []
    valid = valid_on(holder.certificates, day, figures["quota.countable_military_grades"].value) is not None
    text = f"申报当日（{day}）证件{'有效' if valid else '已失效'}。"
    return [Finding(Condition.SUBMISSION, valid, text, rule.source)]


def _alive(holder: Holder, first: date, figures: Figures) -> list[Finding]:
    """The month of a death counts for the days before it; no later one does."""
    if holder.died_on is None:
        return []
    holds = holder.died_on >= first
    text = f"{holder.died_on}去世" + ("，当月仍在世。" if holds else "，此后不计入。")
    return [Finding(Condition.ALIVE, holds, text, figures["quota.on_duty"].source)]


def _age(holder: Holder, first: date, last: date, figures: Figures) -> Finding:
    """Of working age on any day of the month on which the work lasted."""
    found = working_age(Use.QUOTA, holder.sex, holder.born_on, last, figures, holder.retire_category)
    if not found.value and first != last:
        earlier = working_age(Use.QUOTA, holder.sex, holder.born_on, first, figures, holder.retire_category)
        found = earlier if earlier.value else found
    return Finding(Condition.AGE, found.value, found.because, found.steps[-1].source)


def _contract(placement: Placement, first: date, figures: Figures) -> Finding:
    least = figures["quota.contract_min_months"]

    def says(holds: bool | None, text: str) -> Finding:
        return Finding(Condition.CONTRACT, holds, text, least.source)

    until = placement.contract_until
    if placement.relation is Relation.ESTABLISHED:
        return says(True, "在编人员。")
    if placement.relation is Relation.AGREEMENT:
        return says(False, "签的是劳动协议，不是劳动合同。")
    if placement.is_open_ended:
        return says(True, "无固定期限劳动合同。")
    if until is None:
        return says(None, "合同期限没有来源，请提供合同。")
    if until < _full_until(placement.started_on, int(least.value)):
        return says(False, f"合同到{until}，不满{exact(least.value)}个月。")
    if until < first:
        return says(None, f"合同已于{until}到期，续签没有来源，请提供合同。")
    return says(True, f"合同到{until}，满{exact(least.value)}个月。")


def _full_until(start: date, span: int) -> date:
    """The last day of a contract of so many months: the day before the same day, the month's end where there is none."""
    same = months.later(start, span)
    return same if same.day < start.day else same - timedelta(1)


def _on_duty(known: WorkMonth, figures: Figures) -> list[Finding]:
    rule = figures["quota.on_duty"]
    if not rule.value:
        return []
    words = {None: "在岗情况没有来源。", True: "当月在岗。", False: "当月不在岗。"}
    return [Finding(Condition.ON_DUTY, known.on_duty, words[known.on_duty], rule.source)]


def _wage(known: WorkMonth, first: date, last: date, figures: Figures) -> Finding:
    factor = figures["quota.wage_floor_factor"]
    if known.wage_yuan is None:
        return Finding(Condition.WAGE, None, "当月没有工资申报。", factor.source)
    least, part = figures["wage.minimum_monthly"], figures["quota.part_month_prorated"]
    days, whole = last.day - first.day + 1, months.last_day(known.month).day
    if not known.wage_yuan:
        return Finding(Condition.WAGE, False, "当月的工资申报里没有此人。", factor.source)
    floor = Decimal(least.value * factor.value)
    times = "" if factor.value == 1 else f"的{exact(factor.value)}倍"
    words = f"最低工资{exact(least.value)}元{times}"
    if days < whole and part.value:
        floor = (floor * days / whole).quantize(FEN, ROUND_HALF_UP)
        words += f"按当月在职{days}天折算的{exact(floor)}元"
    holds = known.wage_yuan >= floor
    text = f"工资{exact(known.wage_yuan)}元，{'不低于' if holds else '低于'}{words}。"
    return Finding(Condition.WAGE, holds, text, f"{factor.source}；{least.source}")


def _insurance(known: WorkMonth, figures: Figures) -> list[Finding]:
    kinds = figures["quota.insurance_kinds"]
    words = {"pension": ("养老", known.pension), "medical": ("医疗", known.medical)}
    asked = [words[kind] for kind in kinds.value if kind in words]
    missing = [word for word, paid in asked if paid is False]
    unknown = [word for word, paid in asked if paid is None]
    if not asked:
        return []
    if missing:
        return [Finding(Condition.INSURANCE, False, f"当月没有缴{'、'.join(missing)}保险。", kinds.source)]
    if unknown:
        return [Finding(Condition.INSURANCE, None, f"{'、'.join(unknown)}保险没有来源。", kinds.source)]
    paid_words = "、".join(word for word, _ in asked)
    return [Finding(Condition.INSURANCE, True, f"当月已缴{paid_words}保险。", kinds.source)]


def _bank(known: WorkMonth, figures: Figures) -> list[Finding]:
    rule = figures["quota.bank_paid"]
    if not rule.value:
        return []
    words = {None: "工资发放方式没有来源。", True: "通过银行发放。", False: "不是通过银行发放。"}
    return [Finding(Condition.BANK, known.bank, words[known.bank], rule.source)]


def _left_to(placement: Placement, month: str | None = None) -> str | None:
    """To whom a dispatched person is left in a month, in words; None where the unit itself may count him."""
    if placement.relation is not Relation.DISPATCH:
        return None
    holds = month is None or placement.agreed_months is None or month in placement.agreed_months
    agreed_to = placement.agreed_to if holds else ""
    if agreed_to not in ("", placement.unit):
        return "已与用工单位约定，由用工单位计算。"
    if not agreed_to and placement.dispatched_by not in ("", placement.unit):
        return "派遣人员没有约定，由派遣单位计算。"
    return None


def _one_unit(placement: Placement, month: str, elsewhere: Placement | None, figures: Figures) -> list[Finding]:
    rule = figures["quota.one_unit"]
    if left := _left_to(placement, month):
        return [Finding(Condition.ONE_UNIT, False, left, rule.source)]
    if elsewhere is not None:
        where = "本单位的另一段就业中" if elsewhere.unit == placement.unit else "另一单位"
        return [Finding(Condition.ONE_UNIT, False, f"当月已在{where}计算，一人不能算两次。", rule.source)]
    return []


def _decided(known: WorkMonth, figures: Figures) -> list[Finding]:
    """What a decision on the declaration struck out stays struck out, whatever the files say."""
    if not known.struck:
        return []
    return [Finding(Condition.DECISION, False, f"认定时没有计入：{known.struck}", figures["quota.one_unit"].source)]


def _weight(certificate: CertificatePeriod, placement: Placement, figures: Figures) -> tuple[Decimal, Step]:
    """What a month weighs, and the end of the sentence about its certificate."""
    weight, source = _double(certificate, figures)
    words = "，一人按两人计算" if weight > 1 else ""
    extra = figures.get("quota.extra_forms")
    if extra is None or placement.form not in extra.value:
        return weight, Step(f"{words}。", source)
    share = Decimal(str(extra.value[placement.form]))
    return weight * share, Step(f"{words}；这种形式按{exact(share)}计算。", f"{source}；{extra.source}")


def _double(certificate: CertificatePeriod, figures: Figures) -> tuple[Decimal, str]:
    military = certificate.kind == MILITARY
    rule = figures["quota.double_count.military_grades" if military else "quota.double_count.pwd_grades"]
    return Decimal(2) if certificate.grade in rule.value else Decimal(1), rule.source
