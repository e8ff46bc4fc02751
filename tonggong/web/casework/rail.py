"""What the rooms put into the rail, a line each."""

from tonggong.web.casework.agencies import rail as agencies
from tonggong.web.casework.petitions.views import waiting_words
from tonggong.web.components.navigation import Entry, register


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    agencies.register_all()
    register(
        Entry(
            "本人诉求", "casework:petitions", "casework.read", "服务", 60, waiting_words, "paper",
            covers=("casework:petition*",),
        )
    )  # fmt: skip
