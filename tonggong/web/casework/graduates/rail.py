"""The room on the rail."""

from tonggong.domain.graduates.services import GraduateRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

GRADUATES = Entry(
    "毕业生", "casework:graduates", "casework.read", "服务", 40, icon="person",
    covers=("casework:graduate", "casework:graduate-*", "casework:college*"),
)  # fmt: skip


def register_all() -> None:
    """Put the room in its place."""
    register(GRADUATES)
    refusals.register(GraduateRefused)
