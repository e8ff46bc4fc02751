"""The room on the rail."""

from tonggong.domain.casework.services.plans import PlanRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

PLANS = Entry(
    "一人一策", "casework:plans", "casework.read", "服务", 30, icon="task",
    covers=("casework:plan", "casework:plan-*"),
)  # fmt: skip


def register_all() -> None:
    """Put the room in its place."""
    register(PLANS)
    refusals.register(PlanRefused)
