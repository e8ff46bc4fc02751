"""Job coaching (就业辅导): stages and when each is done, caseload, fading of support, follow-up days, qualification."""

from tonggong.rules.coaching.fading import (
    PROMPT_LEVELS,
    coach_ratio,
    fade,
    independence,
    minutes_of_support,
    monday,
    written,
)
from tonggong.rules.coaching.following import YEAR, Due, follow_ups, point_name
from tonggong.rules.coaching.load import Load, caseload, may_take
from tonggong.rules.coaching.qualifying import QUALIFICATION_LABELS, Qualification, qualification
from tonggong.rules.coaching.stages import (
    BACK,
    CONFIRMABLE,
    STAGE_NAMES,
    CaseFacts,
    Day,
    Requirement,
    may_move,
    requirements,
)

__all__ = [
    "BACK",
    "CONFIRMABLE",
    "PROMPT_LEVELS",
    "QUALIFICATION_LABELS",
    "STAGE_NAMES",
    "YEAR",
    "CaseFacts",
    "Day",
    "Due",
    "Load",
    "Qualification",
    "Requirement",
    "caseload",
    "coach_ratio",
    "fade",
    "follow_ups",
    "independence",
    "may_move",
    "may_take",
    "minutes_of_support",
    "monday",
    "point_name",
    "qualification",
    "requirements",
    "written",
]
