"""The quota and leading by example on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.employers.services import ParentRefused
from tonggong.domain.quota.services import PlanRefused, SettlingRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

QUOTA = Entry(
    "按比例就业", "federation:quota", "quota.read", "用人单位", 10, icon="employer", covers=("federation:quota-*",)
)
LEADING = Entry(
    "带头安排",
    "federation:leading",
    "quota.read",
    "用人单位",
    12,
    icon="task",
    covers=("federation:leading-*", "federation:hire*"),
)
LABOUR = Entry(
    "合同与同酬", "federation:labour", "labour.read", "用人单位", 24, icon="paper", covers=("federation:labour-*",)
)


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(QUOTA, LEADING, LABOUR)
    refusals.register(ParentRefused)
    refusals.register(PlanRefused)
    refusals.register(MoveRefused)
    refusals.register(SettlingRefused)
