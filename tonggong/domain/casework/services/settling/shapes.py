"""The shape of casework history as files: one parquet file a table, its columns, what each may hold.

A city that comes from another system writes its history in this shape and has it settled once; the practice city is settled
the same way. Every file but `plan_steps` and `living` says of each row:

    citizen_id   whose it is; a number the ledger does not know is sent back
    township     where the person lives, 12 digits
    worker       user name of the account that did it; empty: the worker of that township
    recorded_on  the day on which it was written down, from which the ledger knows it; empty: the day of the fact

`ref` numbers a row within its file, so that others can name it (a need its registration, a service its need, a step its
plan). `visit_key` is the key of the visit at which it happened. JSON columns hold JSON text as the tables do.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from tonggong.domain.casework.choices import (
    Advice,
    AssignmentKind,
    Communication,
    ConsentPurpose,
    Depth,
    Method,
    NeedKind,
    NotEmployedReason,
    PlanKind,
    Present,
    ServiceKind,
    ServiceOutcome,
    StepState,
    VisitOutcome,
    Wish,
)
from tonggong.domain.persons.choices import Circumstance
from tonggong.rules.forms import FORMS


class Kind(StrEnum):
    """How a column is read."""

    TEXT = "text"
    WHOLE = "whole"
    YES_NO = "yes_no"
    DAY = "day"
    INSTANT = "instant"
    LIST = "list"  # JSON text of a list
    OBJECT = "object"  # JSON text of an object


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is read, whether a row must have it, the codes it may hold (empty: any)."""

    kind: Kind = Kind.TEXT
    required: bool = False
    codes: frozenset = field(default=frozenset())


TEXT, WHOLE, YES_NO, DAY, INSTANT = (Column(k) for k in (Kind.TEXT, Kind.WHOLE, Kind.YES_NO, Kind.DAY, Kind.INSTANT))
LIST, OBJECT = Column(Kind.LIST), Column(Kind.OBJECT)
MUST_TEXT, MUST_DAY, MUST_WHOLE = Column(Kind.TEXT, True), Column(Kind.DAY, True), Column(Kind.WHOLE, True)


def code(choices, required: bool = False) -> Column:
    """A column of codes."""
    values = frozenset(choices.values)
    kind = Kind.WHOLE if all(isinstance(v, int) for v in values) else Kind.TEXT
    return Column(kind, required, values)


PERSON = {"citizen_id": MUST_TEXT, "township": TEXT, "worker": TEXT, "recorded_on": DAY}
# In the order in which they are settled: what others name comes first.
SHAPES: dict[str, dict[str, Column]] = {
    "facts": PERSON | {"kind": code(Circumstance, True), "value": TEXT, "started_on": DAY, "ended_on": DAY},
    "living": PERSON | {"household": MUST_TEXT, "relation": TEXT},
    "visits": PERSON
    | {
        "key": MUST_TEXT,
        "method": code(Method, True),
        "on": MUST_DAY,
        "started_at": INSTANT,
        "ended_at": INSTANT,
        "present": code(Present),
        "communication": code(Communication),
        "outcome": code(VisitOutcome, True),
        "satisfied": WHOLE,
        "words": TEXT,
        "note": TEXT,
        "was_offline": YES_NO,
    },
    "verifications": PERSON
    | {
        "visit_key": TEXT,
        "on": MUST_DAY,
        "method": code(Method, True),
        "answered_by": code(Present, True),
        "confirmed": LIST,
        "is_employed": YES_NO,
        "reason": code(NotEmployedReason),
        "wish": code(Wish),
        "conditions": LIST,
        "not_employed_since": DAY,
        "sought_last_month": YES_NO,
        "available_in_2_weeks": YES_NO,
    },
    "need_registrations": PERSON
    | {
        "ref": MUST_WHOLE,
        "visit_key": TEXT,
        "on": MUST_DAY,
        "said_how": code(Method, True),
        "jobs": LIST,
        "forms": LIST,
        "distance_km": WHOLE,
        "hours_per_week": WHOLE,
        "wage_yuan_from": WHOLE,
        "at_home": YES_NO,
        "available_from": DAY,
        "support": LIST,
    },
    "needs": PERSON
    | {
        "ref": MUST_WHOLE,
        "registration": WHOLE,
        "kind": code(NeedKind, True),
        "detail": TEXT,
        "said_on": MUST_DAY,
        "met_on": DAY,
        "met_by": WHOLE,
    },
    "services": PERSON
    | {
        "ref": MUST_WHOLE,
        "visit_key": TEXT,
        "on": MUST_DAY,
        "kind": code(ServiceKind, True),
        "content": MUST_TEXT,
        "outcome": code(ServiceOutcome),
        "provider": TEXT,
        "need": WHOLE,
    },
    "consents": PERSON
    | {
        "visit_key": TEXT,
        "purpose": code(ConsentPurpose, True),
        "given_by": code(Present, True),
        "given_on": MUST_DAY,
        "withdrawn_on": DAY,
    },
    "assessments": PERSON
    | {
        "on": MUST_DAY,
        "profile_version": MUST_TEXT,
        "depth": code(Depth, True),
        "levels": OBJECT,
        "accommodations": LIST,
        "strengths": TEXT,
        "support_needs": TEXT,
        "advice": code(Advice),
        "advice_because": TEXT,
        "signed_on": DAY,
        "shown_on": DAY,
        "next_due_on": DAY,
    },
    "plans": PERSON
    | {
        "ref": MUST_WHOLE,
        "kind": code(PlanKind, True),
        "goal": MUST_TEXT,
        "opened_on": MUST_DAY,
        "review_on": MUST_DAY,
        "agreed_on": DAY,
        "closed_on": DAY,
        "closed_reason": TEXT,
        "details": OBJECT,
    },
    "plan_steps": {
        "plan": MUST_WHOLE,
        "kind": MUST_TEXT,
        "text": MUST_TEXT,
        "due_on": MUST_DAY,
        "state": code(StepState, True),
        "done_on": DAY,
        "outcome": TEXT,
        "service": WHOLE,
    },
    "assignments": PERSON | {"kind": code(AssignmentKind, True), "started_on": MUST_DAY, "reason": TEXT},
    "placements": PERSON
    | {
        "unit_code": MUST_TEXT,
        "unit_name": MUST_TEXT,
        "form": Column(Kind.TEXT, True, frozenset(FORMS)),
        "started_on": MUST_DAY,
        "channel": TEXT,
    },
}
# The day of each table's fact: it can't lie ahead, and it is the day it became known where no other is given.
DAY_OF = {
    "facts": "started_on",
    "visits": "on",
    "verifications": "on",
    "need_registrations": "on",
    "needs": "said_on",
    "services": "on",
    "consents": "given_on",
    "assessments": "on",
    "plans": "opened_on",
    "assignments": "started_on",
    "placements": "started_on",
}
LENGTHS = {
    "value": 200,
    "relation": 20,
    "detail": 200,
    "content": 200,
    "goal": 200,
    "text": 200,
    "closed_reason": 200,
    "strengths": 2000,
    "unit_code": 18,
    "unit_name": 120,
    "channel": 30,
}
