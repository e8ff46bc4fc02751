"""The indicators: what each is called, which rows it is made of, and the measure over them.

The number shown is always the measure of the very rows that its link opens, so the two cannot disagree. Adding one:
a function that makes rows (rows.py), an Indicator here. Those whose rows are no persons are in records.py.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from tonggong.domain.reporting.facts import Population
from tonggong.domain.reporting.measures import Measured, heads, median_amount, share_of_rows
from tonggong.domain.reporting.placement_channels import channel_rows, unit_kind_rows
from tonggong.domain.reporting.records import RECORDS
from tonggong.domain.reporting.rows import (
    Question,
    Row,
    employed_rows,
    insured_rows,
    new_in_year_rows,
    new_job_rows,
    rate_rows,
    retained_rows,
    trained_rows,
    wage_rows,
)
from tonggong.rules import employment, new_jobs, retention, training
from tonggong.rules.channels import UNKNOWN as CHANNEL_UNKNOWN
from tonggong.rules.channels import UNKNOWN_LABEL
from tonggong.rules.quota.kinds import KIND_LABELS


class IndicatorUnknown(ValueError):
    """There is no such indicator."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number that opens its rows.

    Args:
        rows: makes the rows of one county's population; one row a person.
        measure: turns rows, of the whole or of any part, into the number.
        reasons: what a row's `reason` is called.
        definition: how it counts, in a sentence for the page.
        of_plan: counts within a plan's period; the others look at one day.
        has_parts: a row's reason names its part of the whole (a channel, a kind of unit), and programs are told each part.
    """

    key: str
    title: str
    unit: str
    rows: Callable[[Population, Question], Iterable[Row]]
    measure: Callable[[Iterable[Row]], Measured]
    reasons: Mapping[str, str]
    definition: str
    of_plan: bool = False
    has_parts: bool = False


_STATUS = {str(status): label for status, label in employment.STATUS_LABELS.items()}
_STABILITY = {str(found): label for found, label in retention.STABILITY_LABELS.items()}
_RETAINED = (
    "新增就业的人，从开始就业的次月起数满{}个月：最后一个月在职，且期间在职不少于{}个月。合同类就业看参保月，其他看在职记录；"
    "没有数据的月份记为不明，给出上下限；未到期的不计。"
)

_ALL = (
    Indicator(
        "plan.new_jobs",
        "新增残疾人就业",
        "人",
        new_job_rows,
        heads,
        new_jobs.REASONS,
        "方案期内开始就业，开始当天证件有效、在就业年龄段，此前规定天数内没有工作，并干满规定天数或仍在职。方案期内一个人只算一次。",
        of_plan=True,
    ),
    Indicator(
        "plan.new_in_year",
        "本年度新增残疾人就业",
        "人",
        new_in_year_rows,
        heads,
        new_jobs.REASONS,
        "口径与新增残疾人就业相同，按自然年统计，一个人一年只算一次，因此各年之和可能大于方案期累计数。",
        of_plan=True,
    ),
    Indicator(
        "plan.trained",
        "残疾人培训",
        "人",
        trained_rows,
        partial(heads, times=True),
        training.REASONS,
        "方案期内开班、出勤率达到规定并已结业。一个人算一次，人次另列。",
        of_plan=True,
    ),
    Indicator(
        "employment.rate",
        "就业率",
        "%",
        rate_rows,
        share_of_rows,
        _STATUS,
        "就业年龄段持证残疾人中当天在职的比例。超过规定期限没有核实的记为不明，不算未就业，给出上下限。",
    ),
    Indicator(
        "employment.count",
        "已就业",
        "人",
        employed_rows,
        heads,
        _STATUS,
        "就业年龄段持证残疾人中当天在职的人数，一个人只算一种主要就业形式。",
    ),
    Indicator(
        "employment.insured_share",
        "在职参保比例",
        "%",
        insured_rows,
        share_of_rows,
        {"insured": "当月已参保", "not_insured": "当月未见参保", "unknown": "当月参保数据未比对"},
        "签劳动合同的在职残疾人中，当月社会保险缴费表里有本人的比例。",
    ),
    Indicator(
        "employment.wage_over_minimum",
        "工资中位数与最低工资之比",
        "倍",
        wage_rows,
        median_amount,
        {"unknown": "工资不明", **employment.WAGE_LEVELS},
        "签劳动合同的在职残疾人最近三个月内申报的月工资，取中位数，除以当地月最低工资标准。",
    ),
    Indicator(
        "employment.retained_6m",
        "满6个月稳定就业",
        "%",
        partial(retained_rows, length=6),
        share_of_rows,
        _STABILITY,
        _RETAINED.format(6, 5),
        of_plan=True,
    ),
    Indicator(
        "employment.retained_12m",
        "满12个月稳定就业",
        "%",
        partial(retained_rows, length=12),
        share_of_rows,
        _STABILITY,
        _RETAINED.format(12, 11),
        of_plan=True,
    ),
    Indicator(
        "jobs.by_associations",
        "经协会商会等组织新增就业占比",
        "%",
        channel_rows,
        share_of_rows,
        {UNKNOWN_LABEL: UNKNOWN_LABEL},
        "本年度新增就业的人里，经行业协会、商会、工商联、企业联合组织进来的比例：有合作单位凭据的按凭据，其余按来文写的就业途径。途径不明的不算“否”，给出上下限。",
        of_plan=True,
        has_parts=True,
    ),
    Indicator(
        "jobs.at_private_firms",
        "民营企业新增就业占比",
        "%",
        unit_kind_rows,
        share_of_rows,
        {**{str(kind): label for kind, label in KIND_LABELS.items()}, CHANNEL_UNKNOWN: "单位性质不明"},
        "本年度新增就业的人里，到民营企业的比例，按登记的单位性质；个体工商户另列。没有单位信用代码的记为不明，给出上下限。",
        of_plan=True,
        has_parts=True,
    ),
)
INDICATORS: dict[str, Indicator] = {one.key: one for one in _ALL}


def indicator(key: str) -> Indicator:
    """Return the indicator of a key.

    Raises:
        IndicatorUnknown: there is none.
    """
    try:
        return INDICATORS[key]
    except KeyError:
        raise IndicatorUnknown(f"没有这个指标：{key}。可用的有 {'、'.join([*INDICATORS, *RECORDS])}。") from None


def shown(value: Decimal | None, unit: str) -> str:
    """A value as pages and papers write it: 783 ; 47.7% ; 1.85倍 ; — where nothing can be said."""
    if value is None:
        return "—"
    if unit == "%":
        return f"{value:.1f}%"
    return f"{value:.0f}" if unit == "人" else f"{value:.2f}"
