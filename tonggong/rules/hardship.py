"""In difficulty of employment (就业困难人员): the province's list of ten groups and those that the plan names.

What 人社 has recognised is kept apart from what follows from the facts, and registered with 人社 is kept apart from being
without work in the federation's sense.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tonggong.rules import months
from tonggong.rules.ages import FEMALE, RetireCategory
from tonggong.rules.certificates import CertificatePeriod, valid_on
from tonggong.rules.days import in_words
from tonggong.rules.employment import Work, is_employed
from tonggong.rules.figures import Figures
from tonggong.rules.households import BASIS_LABELS, Basis, Member, old_and_disabled, several_holders, zero_employment
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.retirement import is_near_retirement
from tonggong.rules.rural import is_graduate
from tonggong.rules.target import Reason, Said, Span


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the official lists."""

    code: str
    set: str  # hrss or plan
    name: str
    source: str
    by_rule: bool  # follows from facts; else only where 人社 recognised it


@cache
def groups() -> dict[str, Group]:
    """The groups by code, in the lists' order."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_suffix("").with_name("hardship_groups.yaml").read_text("utf-8")
    )["groups"]
    return {
        row["code"]: Group(row["code"], row["set"], row["name"], row["source"], bool(row.get("rule"))) for row in rows
    }


@dataclass(frozen=True, slots=True)
class HardshipCase:
    """One person with her households, for the lists.

    `registered` are registrations as unemployed; `paid_until` the last month, "YYYY-MM", in which a unit paid insurance.
    """

    key: int
    sex: str
    born_on: date
    certificates: tuple[CertificatePeriod, ...]
    reason: Reason  # of rules.target, on the same day
    is_rural: bool
    work: tuple[Work, ...] = ()
    registered: tuple[Span, ...] = ()
    paid_until: str | None = None
    low_income: tuple[Span, ...] = ()
    recognised: tuple[Span, ...] = ()  # by 人社; the value names the group
    schools: tuple[Span, ...] = ()
    said: tuple[Said, ...] = ()
    retire_category: RetireCategory | None = None
    households: tuple[tuple[Basis, Sequence[Member]], ...] = ()


Found = dict[str, Step]


def hardship(case: HardshipCase, day: date, figures: Figures) -> Outcome[tuple[str, ...]]:
    """The codes of the groups that somebody belongs to on a day, in the lists' order, with a sentence for each.

    Raises:
        FigureMissing: a setting is not entered for that day.
    Source: 就业促进法 第五十二条; 辽政发〔2020〕9号.
    """
    if case.reason is Reason.DEAD:
        return Outcome((), ())
    found: Found = {}
    certificate = valid_on(case.certificates, day, figures["quota.countable_military_grades"].value)
    working = is_employed(case.work, day)
    registration = None if working else next((one for one in case.registered if one.on(day)), None)
    _of_households(case, day, figures, found)
    _of_means(case, day, found)
    if certificate is not None and certificate.grade is not None:
        severe = figures["hardship.severe_grade"]
        if certificate.kind == "pwd" and certificate.grade <= severe.value:
            found["severe"] = Step(f"残疾等级{certificate.grade}级。", severe.source)
    if not working:
        graduate = is_graduate(case.schools, day, figures)
        if graduate.value:
            found["graduate"] = graduate.steps[0]
    if registration is not None:
        _of_registered(case, registration, certificate is not None, day, figures, found)
    elif case.reason is Reason.TARGET:
        found["not_registered"] = Step("想就业，还没有在人社部门失业登记。", groups()["not_registered"].source)
    _recognised(case, day, found)
    order = [code for code in groups() if code in found]
    return Outcome(tuple(order), tuple(found[code] for code in order))


def _of_households(case: HardshipCase, day: date, figures: Figures, found: Found) -> None:
    zero: dict[Basis, Outcome[bool]] = {}
    for basis, members in sorted(case.households, key=lambda pair: pair[0]):
        word = BASIS_LABELS[basis]
        if len(members) > 1:
            several = several_holders(members, figures)
            if several.value and "multi_disability_household" not in found:
                step = several.steps[0]
                found["multi_disability_household"] = Step(f"按{word}：{step.text}", step.source)
            elder = old_and_disabled(members, case.key, day, figures)
            if elder.value and "old_and_disabled" not in found:
                found["old_and_disabled"] = elder.steps[0]
        zero[basis] = zero_employment(members, day, figures)
    yes = [basis for basis, answer in zero.items() if answer.value]
    if not yes:
        return
    text = " ".join(
        f"按{BASIS_LABELS[basis]}：{'是' if answer.value else '否'}，{answer.because}" for basis, answer in zero.items()
    )
    if len(yes) < len(zero):
        text += " 两种口径不一致，由乡镇（街道）认定。"
    group = groups()["zero_employment_household"]
    found["zero_employment_household"] = Step(text, group.source)
    for basis in yes:
        code = "zero_by_book" if basis is Basis.BOOK else "zero_by_living"
        found[code] = zero[basis].steps[0]
    if not case.is_rural:
        found["hrss_1"] = Step("城镇零就业家庭成员。", groups()["hrss_1"].source)


def _of_means(case: HardshipCase, day: date, found: Found) -> None:
    means = sorted((one.value, one.started_on or date.min) for one in case.low_income if one.on(day))
    if not means:
        return
    kinds = "、".join(dict.fromkeys(value or "低收入" for value, _since in means))
    found["low_income"] = Step(f"{kinds}对象。", groups()["low_income"].source)
    if not case.is_rural and any(value in ("低保", "最低生活保障") for value, _since in means):
        found["hrss_2"] = Step("城市最低生活保障家庭成员。", groups()["hrss_2"].source)


def _of_registered(
    case: HardshipCase, registration: Span, holds: bool, day: date, figures: Figures, found: Found
) -> None:
    if holds:
        since = f"{in_words(registration.started_on)}起" if registration.started_on else ""
        found["hrss_4"] = Step(f"残疾人，{since}失业登记。", groups()["hrss_4"].source)
    long = long_unemployed(case, registration, day, figures)
    if long.value:
        found["long_term_unemployed"] = long.steps[0]
    category = case.retire_category or (None if case.sex == FEMALE else RetireCategory.M60)
    if category is not None and "hardship.near_retirement_years" in figures:
        near = is_near_retirement(category, case.born_on, day, figures)
        if near.value:
            found["hrss_3"] = near.steps[-1]


def long_unemployed(case: HardshipCase, registration: Span, day: date, figures: Figures) -> Outcome[bool]:
    """Whether somebody is registered and without work for 12 months, no unit having paid insurance meanwhile (长期失业).

    Raises:
        FigureMissing: the months are not entered.
    """
    figure = figures["hardship.long_unemployed_months"]
    if registration.started_on is None:
        return Outcome(False, (Step("失业登记日期不明。", figure.source),))
    since = registration.started_on
    for spell in case.work:
        if spell.started_on <= day and spell.ended_on is not None:
            since = max(since, spell.ended_on + timedelta(1))
    if case.paid_until is not None and case.paid_until <= months.of(day):
        since = max(since, months.first_day(months.shift(case.paid_until, 1)))
    long = months.later(since, int(figure.value)) <= day
    word = "已" if long else "未"
    return Outcome(
        long, (Step(f"{in_words(since)}起失业登记且没有单位缴费，{word}满{figure.value}个月。", figure.source),)
    )


def _recognised(case: HardshipCase, day: date, found: Found) -> None:
    known: Iterable[Span] = sorted(
        (one for one in case.recognised if one.on(day)), key=lambda one: (one.value, one.started_on or date.min)
    )
    for one in known:
        code = one.value if one.value.startswith("hrss_") else f"hrss_{one.value}"
        since = f"{in_words(one.started_on)}起" if one.started_on else ""
        name = groups()[code].name if code in groups() else one.value
        step = Step(f"{since}人社部门认定：{name or '就业困难人员'}。", groups()["recognised"].source)
        found["recognised"] = step
        if code in groups() and not groups()[code].by_rule:
            found[code] = step
