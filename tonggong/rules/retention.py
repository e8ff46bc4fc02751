"""Still in work after 6 and 12 months (稳定就业): a month without information is never a "no"."""

from collections.abc import Iterable, Mapping, Sequence, Set
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.figures import Figures
from tonggong.rules.forms import CONTRACT_BASED
from tonggong.rules.outcome import Outcome, Rate, Step


class Stability(StrEnum):
    """What is known of a spell n months after its start."""

    STABLE = "stable"
    NOT_STABLE = "not_stable"
    UNKNOWN = "unknown"
    NOT_DUE = "not_due"


STABILITY_LABELS = {
    Stability.STABLE: "稳定",
    Stability.NOT_STABLE: "未稳定",
    Stability.UNKNOWN: "部分月份不明",
    Stability.NOT_DUE: "未到期",
}


def is_kept(form: str, month: str, *, insured: Set[str], known: Set[str], held: bool | None) -> bool | None:
    """Whether somebody was in work in a month; None where nothing is known.

    Args:
        insured: months with a contribution of the person.
        known: months whose social-insurance feed was compared; outside them a missing row says nothing.
        held: whether a spell lay open in that month; decides for forms without contributions.
    """
    if form in CONTRACT_BASED:
        return True if month in insured else False if month in known else None
    return held


def stable(
    start_month: str, length: int, in_work: Mapping[str, bool | None], as_of_month: str, figures: Figures
) -> Outcome[Stability]:
    """Whether a spell is stable after `length` months: in work in month start + n, and in n less the allowed gap.

    Args:
        start_month: the month the spell began; the months judged are the n after it.
        in_work: month → True, False or None; a month not in it is unknown.
        as_of_month: the last month that has ended; a later window is not due.
    Raises:
        FigureMissing: `retained.allowed_gap_months` is not entered.
    """
    gap = figures["retained.allowed_gap_months"]
    last = months.shift(start_month, length)
    if months.number(as_of_month) < months.number(last):
        return Outcome(Stability.NOT_DUE, (Step(f"满{length}个月为{last}，未到期。", gap.source),))
    states = [in_work.get(month) for month in months.between(months.shift(start_month, 1), last)]
    found = judge(states, int(gap.value))
    told = (
        f"此后{length}个月中在职{states.count(True)}个月、不在职{states.count(False)}个月、不明{states.count(None)}个月"
    )
    end = {True: "在职", False: "不在职", None: "不明"}[states[-1]]
    return Outcome(found, (Step(f"{told}，第{length}个月{end}：{STABILITY_LABELS[found]}。", gap.source),))


def judge(states: Sequence[bool | None], allowed_gap: int) -> Stability:
    """The verdict on consecutive months: stable if it holds were all unknown "no", not if it fails were all "yes"."""
    wanted = len(states) - allowed_gap
    surely, possibly = states.count(True), len(states) - states.count(False)
    if states[-1] is True and surely >= wanted:
        return Stability.STABLE
    if states[-1] is False or possibly < wanted:
        return Stability.NOT_STABLE
    return Stability.UNKNOWN


def retention_rate(found: Iterable[Stability]) -> Rate:
    """The share of stable spells; those not due are left out, unknown ones give bounds."""
    counted = dict.fromkeys(Stability, 0)
    for one in found:
        counted[one] += 1
    return Rate(counted[Stability.STABLE], counted[Stability.NOT_STABLE], counted[Stability.UNKNOWN])
