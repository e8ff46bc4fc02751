"""The room's pages on the rail."""

from tonggong.web.components.navigation import Entry, register


def register_all() -> None:
    """Put them in their places; called once when Django is ready."""
    register(
        Entry(
            "分派",
            "casework:assignments",
            "casework.assign",
            "服务",
            10,
            icon="person",
            covers=("casework:assignments*",),
        ),
        Entry("采集时限", "casework:collection", "casework.read", "服务", 80, icon="log"),
    )
