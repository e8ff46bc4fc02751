"""Employment aid (就业援助): who must be under it, and who of them is not registered with 人社 yet.

In Liaoning a disabled person who is registered as unemployed is in difficulty of employment by that alone; so whoever
wants work and has none should be under aid, and is missing there until 人社 has registered or recognised her.
"""

from collections.abc import Collection
from enum import StrEnum

from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.target import Reason

SOURCE = "就业促进法 第五十二条; 辽政发〔2020〕9号; 方案第五项行动"
REGISTERED = frozenset({"hrss_4", "recognised"})  # groups that only 人社's registration makes
NEVER = frozenset({Reason.DEAD, Reason.NO_CERTIFICATE, Reason.AGE, Reason.EMPLOYED})
OUTSIDE = frozenset({Reason.IN_SCHOOL, Reason.RETIRED, Reason.LOST_CAPACITY})


class Aid(StrEnum):
    """Where somebody stands with the aid."""

    NOT = "not"
    GAP = "gap"
    UNDER = "under"


AID_LABELS = {Aid.NOT: "不属于就业援助对象", Aid.GAP: "符合条件，还没有登记", Aid.UNDER: "已在援助中"}


def aid(reason: Reason, groups: Collection[str]) -> Outcome[Aid]:
    """Where somebody stands with the aid.

    Args:
        reason: of rules.target: why she is in the plan's target group or is not.
        groups: codes of rules.hardship that she belongs to.
    """
    if reason in NEVER or reason in OUTSIDE:
        return Outcome(Aid.NOT, (Step("没有有效证件、不在就业年龄段、已就业、在校、退休或丧失劳动能力。", SOURCE),))
    if REGISTERED & set(groups):
        return Outcome(Aid.UNDER, (Step("没有工作，人社部门已登记失业或认定就业困难。", SOURCE),))
    if reason is Reason.TARGET:
        return Outcome(Aid.GAP, (Step("想就业、能就业、没有工作，人社部门还没有登记。", SOURCE),))
    return Outcome(Aid.NOT, (Step("没有说过想就业，也没有在人社部门登记。", SOURCE),))
