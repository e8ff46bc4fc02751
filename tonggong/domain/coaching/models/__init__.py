"""The tables of job coaching."""

from tonggong.domain.coaching.models.cases import FadeWeek, Session, StageMove, SupportCase
from tonggong.domain.coaching.models.coaches import Coach, CoachTraining, InstitutionCoach
from tonggong.domain.coaching.models.placements import FollowUp

__all__ = [
    "Coach",
    "CoachTraining",
    "FadeWeek",
    "FollowUp",
    "InstitutionCoach",
    "Session",
    "StageMove",
    "SupportCase",
]
