"""The shape of coaching history as files; `services.settling` takes it in."""

from tonggong.domain.casework.services.settling.shapes import (
    DAY,
    LIST,
    MUST_DAY,
    MUST_TEXT,
    MUST_WHOLE,
    OBJECT,
    PERSON,
    TEXT,
    WHOLE,
    YES_NO,
    Column,
    Kind,
    code,
)
from tonggong.domain.coaching.choices import (
    Activity,
    CoachKind,
    FollowUpMethod,
    FollowUpOutcome,
    Place,
    Risk,
    RiskReason,
    TrainingKind,
)
from tonggong.rules.coaching import STAGE_NAMES

STAGE = Column(Kind.TEXT, True, frozenset(STAGE_NAMES))
SHAPES: dict[str, dict[str, Column]] = {
    "coaches": {
        "user": MUST_TEXT,
        "name": MUST_TEXT,
        "division": MUST_TEXT,
        "employer": MUST_TEXT,
        "kind": code(CoachKind, True),
        "is_full_time": YES_NO,
        "skills": LIST,
        "certificate_no": TEXT,
        "certificate_until": DAY,
        "supervisor": TEXT,
        "started_on": MUST_DAY,
    },
    "coach_trainings": {
        "user": MUST_TEXT,
        "kind": code(TrainingKind, True),
        "on": MUST_DAY,
        "hours": MUST_WHOLE,
        "topic": MUST_TEXT,
        "provider": TEXT,
    },
    "institution_coaches": {"unit_code": MUST_TEXT, "user": MUST_TEXT, "started_on": MUST_DAY},
    "support_cases": PERSON
    | {
        "ref": MUST_WHOLE,
        "stage": STAGE,
        "stage_since": MUST_DAY,
        "checks": OBJECT,
        "unit_code": TEXT,
        "spell_started_on": DAY,
        "unit_name": TEXT,
        "post": TEXT,
        "supporter": TEXT,
        "hours_per_week": WHOLE,
        "days_per_week": WHOLE,
        "risk": code(Risk),
        "risk_reason": code(RiskReason),
        "risk_step": TEXT,
        "next_on": DAY,
        "opened_on": MUST_DAY,
    },
    "stage_moves": {
        "case": MUST_WHOLE,
        "before": Column(Kind.TEXT, False, frozenset(STAGE_NAMES)),
        "after": STAGE,
        "on": MUST_DAY,
        "reason": TEXT,
    },
    "coach_sessions": {
        "key": MUST_TEXT,
        "case": MUST_WHOLE,
        "worker": MUST_TEXT,
        "on": MUST_DAY,
        "started": MUST_WHOLE,  # minutes of the day
        "ended": MUST_WHOLE,
        "travel_minutes": WHOLE,
        "place": code(Place, True),
        "stage": STAGE,
        "activity": code(Activity, True),
        "task": TEXT,
        "prompts": OBJECT,
    },
    "follow_ups": PERSON
    | {
        "unit_code": TEXT,
        "spell_started_on": MUST_DAY,
        "point": MUST_WHOLE,
        "done_on": MUST_DAY,
        "method": code(FollowUpMethod, True),
        "outcome": code(FollowUpOutcome, True),
        "reason": code(RiskReason),
        "note": TEXT,
    },
}
DAY_OF = {"support_cases": "opened_on", "follow_ups": "done_on"}
