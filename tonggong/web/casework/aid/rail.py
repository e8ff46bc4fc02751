"""The room on the rail."""

from tonggong.web.components.navigation import Entry, register

AID = Entry(
    "就业援助", "casework:aid", "aid.manage", "服务", 75, icon="person", covers=("casework:aid*", "casework:post*"),
)  # fmt: skip


def register_all() -> None:
    """Put the room in its place."""
    register(AID)
