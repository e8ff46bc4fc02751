"""The quota and leading by example on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.domain.employers.services import ParentRefused
from tonggong.domain.quota.services import PlanRefused, SettlingRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

QUOTA = Entry(
    "按比例就业", "federation:quota", "quota.read", "用人单位", 10, icon="employer", covers=("federation:quota-*",)
)
LEADING = Entry(
    "带头安排", "federation:leading", "quota.read", "用人单位", 12, icon="task", covers=("federation:leading-*",)
)


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(QUOTA, LEADING)
    refusals.register(ParentRefused)
    refusals.register(PlanRefused)
    refusals.register(SettlingRefused)
