"""Reliefs on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.domain.reliefs.services import ReliefRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

RELIEFS = Entry(
    "优惠与放宽", "federation:reliefs", "reliefs.read", "用人单位", 32, icon="task", covers=("federation:reliefs-*",)
)


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(RELIEFS)
    refusals.register(ReliefRefused)
