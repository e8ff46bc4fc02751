"""The room on the rail, and its refusals as plain pages."""

from tonggong.domain.casework.services.assessments import AssessmentRefused
from tonggong.domain.casework.services.passes import PassRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    refusals.register(AssessmentRefused, "评估没有改动")
    refusals.register(PassRefused, "通行证没有改动")
    pages = ("casework:assessment*", "casework:person-assessments", "casework:passes")
    register(Entry("能力评估", "casework:assessments", "casework.assess", "服务", 30, icon="progress", covers=pages))
