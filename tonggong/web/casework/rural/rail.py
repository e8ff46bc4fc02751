"""The room on the rail."""

from tonggong.domain.rural.exchange import RuralRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

RURAL = Entry("农村家庭", "casework:rural", "casework.read", "服务", 45, icon="home", covers=("casework:rural-*",))


def register_all() -> None:
    """Put the room in its place."""
    register(RURAL)
    refusals.register(RuralRefused)
