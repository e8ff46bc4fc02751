"""The tables of the work with one person."""

from tonggong.domain.casework.models.assessments import AccommodationPass, Assessment, PassAttempt, PassOpening
from tonggong.domain.casework.models.assignments import Assignment
from tonggong.domain.casework.models.papers import Consent, Paper, Petition
from tonggong.domain.casework.models.plans import PlanEvent, PlanStep, ServicePlan
from tonggong.domain.casework.models.sync import EntryConflict, EntryReceipt
from tonggong.domain.casework.models.visits import Need, NeedRegistration, ServiceRecord, Verification, Visit

__all__ = [
    "AccommodationPass",
    "Assessment",
    "Assignment",
    "Consent",
    "EntryConflict",
    "EntryReceipt",
    "Need",
    "NeedRegistration",
    "Paper",
    "PassAttempt",
    "PassOpening",
    "Petition",
    "PlanEvent",
    "PlanStep",
    "ServicePlan",
    "ServiceRecord",
    "Verification",
    "Visit",
]
