"""The declared rules by which a campaign's list is made; none other can be written into a campaign."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tonggong.domain.status.models import PersonStatus
from tonggong.rules import hardship
from tonggong.rules.target import Reason

Rows = QuerySet[PersonStatus]
GROUP = "group:"  # a rule that takes one group of those in difficulty


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it is called, and whom it takes."""

    title: str
    takes: Callable[[Rows], Rows]


def in_group(rows: Rows, *codes: str) -> Rows:
    """Those who belong to any of some groups of rules.hardship."""
    any_of = Q(pk=None)
    for code in codes:
        any_of |= Q(codes__contains=f'"{code}"')
    return rows.annotate(codes=Cast(F("hardship"), TextField())).filter(any_of)


def _group(code: str) -> Rule:
    return Rule(hardship.groups()[code].name, lambda rows: in_group(rows, code).filter(is_working_age=True))


def _rules() -> dict[str, Rule]:
    rules = {
        "target": Rule("方案服务对象（想就业、能就业、未就业）", lambda rows: rows.filter(is_target=True)),
        "not_employed": Rule(
            "就业年龄段全部未就业的", lambda rows: rows.filter(is_working_age=True, is_employed=False)
        ),
        "wish_unknown": Rule("就业意愿还没有核实的", lambda rows: rows.filter(target_reason=Reason.WISH_UNKNOWN)),
        "working_age": Rule("就业年龄段全部持证人", lambda rows: rows.filter(is_working_age=True)),
        "month": Rule(
            "援助月对象（登记失业、认定困难、零就业家庭）",
            lambda rows: in_group(rows, "hrss_4", "recognised", "zero_employment_household"),
        ),
        "difficult": Rule(
            "就业年龄段有任一就业困难情形的",
            lambda rows: in_group(rows, *hardship.groups()).filter(is_working_age=True),
        ),
        "registered": Rule("在人社部门失业登记的", lambda rows: in_group(rows, "hrss_4")),
    }
    for code in ("zero_employment_household", "long_term_unemployed", "multi_disability_household", "old_and_disabled",
                 "low_income", "severe", "graduate", "not_registered", "recognised"):  # fmt: skip
        rules[GROUP + code] = _group(code)
    return rules


RULES = _rules()


def title_of(rule: str) -> str:
    """A rule in words."""
    return RULES[rule].title


def members(rule: str, reach: str) -> Rows:
    """Those within a reach whom a rule takes by the answers kept now; the dead and whoever holds no certificate never.

    Raises:
        KeyError: no such rule.
    """
    rows = PersonStatus.objects.filter(person__merged_into=None, person__died_on=None)
    rows = rows.exclude(target_reason__in=(Reason.DEAD, Reason.NO_CERTIFICATE)).filter(is_injured_only=False)
    way = "person__township_code" if len(reach) == 9 else "person__county_code"
    return RULES[rule].takes(rows.filter(**{f"{way}__startswith": reach}))
