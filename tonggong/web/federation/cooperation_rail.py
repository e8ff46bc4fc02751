"""Cooperation on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.domain.cooperation.services import CooperationRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(
        Entry("合作", "federation:cooperation", "cooperation.read", "用人单位", 30, icon="employer",
              covers=("federation:cooperation-*",)),
    )  # fmt: skip
    refusals.register(CooperationRefused)
