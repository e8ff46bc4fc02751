"""The room on the rail."""

from tonggong.domain.testimony.queries import complaints, words
from tonggong.web.components.navigation import Entry, register


def register_all() -> None:
    """Put the room in its place."""
    register(
        Entry(
            "本人的话", "casework:words", "testimony.read", "服务", 61, words.waiting_words, "paper",
            covers=("casework:words-matter",),
        )
    )  # fmt: skip
    register(
        Entry(
            "劳动投诉", "casework:complaints", "complaints.refer", "服务", 62, complaints.waiting_words, "paper",
            covers=("casework:complaint",),
        )
    )  # fmt: skip
